"""Rows of the national publicity system as plain mappings, out and in (国家公示系统数据格式)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.inspection.inspection_terms import outcome_named
from shuangsuiji.inspection.national_rows import (
    NATIONAL_DETAIL_FIELDS,
    NATIONAL_FIELDS,
    NationalDetail,
    NationalRow,
    NationalType,
)

__all__ = ["national_mapping", "national_row"]

_DETAILS = "details"


def national_mapping(row: NationalRow) -> dict[str, object]:
    """Return a row under the field names of the national system and no others (公示系统字段)."""
    values = (
        row.plan_id,
        row.plan_name,
        row.task_id,
        row.task_name,
        row.type.value,
        row.authority,
        row.completed_on.isoformat(),
    )
    details = [
        dict(zip(NATIONAL_DETAIL_FIELDS, (one.seqno, one.item_name, one.outcome.value), strict=True))
        for one in row.details
    ]
    return {**dict(zip(NATIONAL_FIELDS, values, strict=True)), _DETAILS: details}


def national_row(given: Mapping[str, object], *, holder: str) -> NationalRow:
    """Return the row in a mapping with the field names of the national system (公示系统字段读入).

    Args:
        given: the row; fields that are not known, such as an internal key, are passed over.
        holder: id of the market entity on whose page it stands.

    Raises:
        UnknownNameError: a field that is missing, or an outcome or a type that is not known by name; a number is none.
        InvalidValueError: a field of the wrong form.

    """
    plan_id, plan_name, task_id, task_name, kind, authority, on = (_text(given, name) for name in NATIONAL_FIELDS)
    return NationalRow(
        holder=holder,
        plan_id=plan_id,
        plan_name=plan_name,
        task_id=task_id,
        task_name=task_name,
        type=NationalType.of(kind),
        authority=authority,
        completed_on=_day(on),
        details=tuple(_detail(one) for one in _records(_field(given, _DETAILS))),
    )


def _detail(given: Mapping[str, object]) -> NationalDetail:
    number, name, outcome = NATIONAL_DETAIL_FIELDS
    return NationalDetail(
        seqno=cast("int", _field(given, number)),  # NationalDetail refuses what is no count
        item_name=_text(given, name),
        outcome=outcome_named(_text(given, outcome)),
    )


def _field(given: Mapping[str, object], name: str) -> object:
    if name not in given:
        raise UnknownNameError(field="national_row", value=name, known="、".join(given))
    return given[name]


def _text(given: Mapping[str, object], name: str) -> str:
    found = _field(given, name)
    if not isinstance(found, str):
        raise InvalidValueError(field=name, rule_zh="应为文本", rule="must be text", value=found)
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        zh, en = "应为 YYYY-MM-DD", "must be YYYY-MM-DD"
        raise InvalidValueError(field="insDate", rule_zh=zh, rule=en, value=text) from None


def _records(given: object) -> Iterable[Mapping[str, object]]:
    shown = given
    found = cast("Iterable[object]", given) if isinstance(given, (list, tuple)) else (None,)
    if not all(isinstance(one, Mapping) for one in found):
        zh, en = "应为记录的列表", "must be a list of records"
        raise InvalidValueError(field=_DETAILS, rule_zh=zh, rule=en, value=shown)
    return cast("Iterable[Mapping[str, object]]", found)
