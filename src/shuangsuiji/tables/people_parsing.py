"""Reading one row of a list as an inspector, an expert or a recusal (人员解析)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.registry import Certificate, Expert, Inspector, Leave, Qualification, Recusal, Training
from shuangsuiji.registry.inspectors import check_person_id
from shuangsuiji.registry.recusals import DECLARER_OF
from shuangsuiji.tables.day_cells import DAY, day_in, days_in
from shuangsuiji.tables.people_cells import Noted, RowCells
from shuangsuiji.tables.people_defaults import PeopleDefaults, RecusalDefaults
from shuangsuiji.tables.people_words import (
    certificate_kind,
    expert_kind,
    inspector_kind,
    inspector_status,
    recusal_declarer,
    recusal_reason,
    refuse_expert,
)
from shuangsuiji.tables.places import WHOLE_ROW, Places
from shuangsuiji.tables.sorting import Refused
from shuangsuiji.terms import CertificateKind, InspectorKind, InspectorStatus, RecusalDeclarer, RecusalReason
from shuangsuiji.values import check_field

__all__ = ["read_expert", "read_inspector", "read_recusal", "reader_of"]

T = TypeVar("T")
_UNTIL = re.compile(rf"(.+?)\s*[(（\[]?\s*(?:有效期)?[至到:：]\s*({DAY})\s*[)）\]]?")
_NAMELESS_TRAINING = "执法业务培训"


def reader_of(
    places: Places, noted: Noted, read: Callable[[RowCells], T | None]
) -> Callable[[int, Sequence[object]], T | Refused]:
    """Return what reads a row under a header: a value, or why the row is rejected (行解析)."""

    def parse(row: int, cells: Sequence[object]) -> T | Refused:
        width = places.width_problem(row, cells)
        if width is not None:
            return Refused((width,))
        one = RowCells(places=places, noted=noted, row=row, cells=cells, problems=places.error_values(row, cells))
        found = None if one.problems else read(one)
        return Refused(tuple(one.problems)) if found is None else found

    return parse


def read_inspector(one: RowCells, given: PeopleDefaults) -> Inspector | None:
    """Return the inspector of a row, None where there are problems (执法检查人员)."""
    one.attempt("expert", lambda: refuse_expert(one.text("expert")))
    kind = one.attempt("kind", lambda: _kind(one, given))
    certificate = _certificate(one, given)
    id_ = one.attempt("id", lambda: _id(one, certificate))
    department = one.attempt("department", lambda: one.department(given.department, given.departments))
    regions = one.attempt("regions", lambda: one.regions(given.regions))
    capacity = one.attempt("capacity", lambda: one.capacity(given.capacity))
    qualifications = one.attempt("qualifications", lambda: _qualifications(one, given))
    specialties = one.attempt("specialties", lambda: one.parts("specialties"))
    leaves = one.attempt("leaves", lambda: _leaves(one))
    trainings = one.attempt("trained_on", lambda: _trainings(one))
    status = one.attempt("status", lambda: _status(one))
    if one.problems or certificate is None:
        return None
    _warn_of_tags(one, given, (held.name for held in qualifications or ()), specialties or ())
    return one.attempt(
        WHOLE_ROW,
        lambda: Inspector(
            id=_sure(id_),
            kind=_sure(kind),
            department=_sure(department),
            certificate=certificate,
            regions=_sure(regions),
            capacity=_sure(capacity),
            qualifications=_sure(qualifications),
            specialties=_sure(specialties),
            leaves=_sure(leaves),
            trainings=_sure(trainings),
            status=_sure(status),
            name=one.text("name"),
        ),
    )


def read_expert(one: RowCells, given: PeopleDefaults) -> Expert | None:
    """Return the expert of a row, None where there are problems (专家)."""
    id_ = one.attempt("id", lambda: check_person_id(one.code("id"), "id"))
    kind = one.attempt("kind", lambda: given.expert_kind if _is_left_out(one, given) else expert_kind(one.text("kind")))
    department = one.attempt("department", lambda: one.department(given.department, given.departments))
    regions = one.attempt("regions", lambda: one.regions(given.regions))
    capacity = one.attempt("capacity", lambda: one.capacity(given.capacity))
    specialties = one.attempt("specialties", lambda: one.parts("specialties"))
    until = one.attempt("appointed_until", lambda: _last_day(one, "appointed_until")[1])
    if one.problems:
        return None
    if _sure(until) < given.on:
        one.warn("appointed_until", "expired", f"聘期已于 {until} 到期")
    _warn_of_tags(one, given, (), specialties or ())
    return one.attempt(
        WHOLE_ROW,
        lambda: Expert(
            id=_sure(id_),
            kind=_sure(kind),
            department=_sure(department),
            regions=_sure(regions),
            specialties=_sure(specialties),
            capacity=_sure(capacity),
            appointed_until=_sure(until),
            organisation=one.text("organisation"),
            name=one.text("name"),
        ),
    )


def read_recusal(one: RowCells, given: RecusalDefaults) -> Recusal | None:
    """Return the recusal of a row, None where there are problems (回避)."""
    inspector = one.attempt("inspector", lambda: _recused(one, given))
    object_ = one.attempt("object", lambda: one.code("object"))
    reason = one.attempt("reason", lambda: recusal_reason(one.needed("reason")))
    declared_by = one.attempt("declared_by", lambda: _declarer(one, given, reason)) if reason else None
    declared_on = one.attempt("declared_on", lambda: day_in(one.cell("declared_on"), "declared_on"))
    expires_on = one.attempt("expires_on", lambda: day_in(one.cell("expires_on"), "expires_on"))
    if one.problems:
        return None
    if given.object_ids is not None and object_ not in given.object_ids:
        one.warn("object", "object", "名录库中没有这个检查对象")
    if not one.text("evidence"):
        one.warn("evidence", "evidence", "没有证明材料")
    return one.attempt(
        WHOLE_ROW,
        lambda: Recusal(
            object_id=_sure(object_),
            inspector_id=_sure(inspector),
            reason=_sure(reason),
            declared_by=_sure(declared_by),
            declared_on=declared_on or one.supply("declared_on", given.on),
            evidence=one.text("evidence"),
            expires_on=expires_on,
        ),
    )


def _sure(value: T | None) -> T:
    """Return what was read: where anything was not, there are problems and no value is made."""
    if value is None:
        raise InvalidValueError(field=WHOLE_ROW, rule_zh="不完整", rule="is incomplete", value="")
    return value


def _kind(one: RowCells, given: PeopleDefaults) -> InspectorKind:
    text = one.text("kind")
    if not text and given.inspector_kind is not None:
        return one.supply("kind", given.inspector_kind)
    return inspector_kind(one.needed("kind"))


def _is_left_out(one: RowCells, given: PeopleDefaults) -> bool:
    if one.text("kind") or given.expert_kind is None:
        return False
    return one.supply("kind", True)  # noqa: FBT003 - what is counted is the field


def _id(one: RowCells, certificate: Certificate | None) -> str | None:
    """Return the number of the staff list, else that of the certificate."""
    if one.text("id"):
        return check_person_id(one.code("id"), "id")
    return check_person_id(certificate.number, "certificate") if certificate is not None else None


def _certificate(one: RowCells, given: PeopleDefaults) -> Certificate | None:
    number = one.attempt("certificate", lambda: check_person_id(one.code("certificate"), "certificate"))
    kind = one.attempt("certificate_kind", lambda: _certificate_kind(one, given))
    first = one.attempt("valid_from", lambda: day_in(one.cell("valid_from"), "valid_from"))
    days = one.attempt("valid_until", lambda: _last_day(one, "valid_until"))
    if number is None or kind is None or days is None or one.problems:
        return None
    made = one.attempt(
        "valid_until",
        lambda: Certificate(number=number, kind=kind, valid_from=first or days[0], valid_until=days[1]),
    )
    if made is not None and made.valid_until < given.on:
        one.warn("valid_until", "expired", f"执法证件已于 {made.valid_until} 到期")
    return made


def _certificate_kind(one: RowCells, given: PeopleDefaults) -> CertificateKind:
    text = one.text("certificate_kind")
    if not text and given.certificate_kind is not None:
        return one.supply("certificate_kind", given.certificate_kind)
    found = certificate_kind(one.needed("certificate_kind"))
    if found is None:
        one.warn("certificate_kind", "certificate_kind", f"未知的证件类型，记为{CertificateKind.OTHER}")
    return found or CertificateKind.OTHER


def _last_day(one: RowCells, field: str) -> tuple[date | None, date]:
    """Return the first day, where the cell holds two, and the last."""
    match days_in(one.cell(field), field):
        case (last,):
            return None, last
        case (first, last):
            return first, last
        case _:
            zh, en = "应为有效期的最后一天，如 2027-12-31", "must be the last day, such as 2027-12-31"
            raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=one.text(field))


def _qualifications(one: RowCells, given: PeopleDefaults) -> tuple[Qualification, ...]:
    """Return the qualifications of a cell, each with its last day where it says so: 特种设备（至2027-12-31）."""
    made: list[Qualification] = []
    for part in one.parts("qualifications"):
        found = _UNTIL.fullmatch(part)
        until = day_in(found[2], "qualifications") if found else None
        held = Qualification(name=found[1].rstrip("（( ") if found else part, valid_until=until)
        if until is not None and until < given.on:
            one.warn("qualifications", "expired", f"执法资质“{held.name}”已于 {until} 到期")
        made.append(held)
    return tuple(made)


def _leaves(one: RowCells) -> tuple[Leave, ...]:
    days = days_in(one.cell("leaves"), "leaves")
    if len(days) % 2:
        zh, en = "应为成对的起止日期，如 2026-03-01至2026-03-15", "must be pairs of a first and a last day"
        raise InvalidValueError(field="leaves", rule_zh=zh, rule=en, value=one.text("leaves"))
    return tuple(Leave(starts_on=first, ends_on=last) for first, last in zip(days[::2], days[1::2], strict=True))


def _trainings(one: RowCells) -> tuple[Training, ...]:
    subject = one.text("training") or _NAMELESS_TRAINING
    days = days_in(one.cell("trained_on"), "trained_on")
    return tuple(Training(subject=check_field(subject, "training"), completed_on=day) for day in days)


def _status(one: RowCells) -> InspectorStatus:
    text = one.text("status")
    return inspector_status(text) if text else InspectorStatus.ACTIVE


def _warn_of_tags(
    one: RowCells, given: PeopleDefaults, qualifications: Iterable[str], specialties: Iterable[str]
) -> None:
    if not given.tags:
        return
    for field, held in (("qualifications", qualifications), ("specialties", specialties)):
        for tag in held:
            if tag not in given.tags:
                one.warn(field, "tag", f"没有抽查事项要求标注“{tag}”")


def _recused(one: RowCells, given: RecusalDefaults) -> str:
    if not one.text("inspector"):
        zh, en = "回避须指明检查人员", "a recusal names its inspector"
        raise InvalidValueError(field="inspector", rule_zh=zh, rule=en, value="")
    found = check_person_id(one.code("inspector"), "inspector")
    if given.inspector_ids is not None and found not in given.inspector_ids:
        zh, en = "名录库中没有此人", "nobody of that id in the pool"
        raise InvalidValueError(field="inspector", rule_zh=zh, rule=en, value=found)
    return found


def _declarer(one: RowCells, given: RecusalDefaults, reason: RecusalReason) -> RecusalDeclarer:
    text = one.text("declared_by")
    if text:
        return recusal_declarer(text)
    found = DECLARER_OF.get(reason) or given.declared_by
    if found is None:
        return recusal_declarer(one.needed("declared_by"))
    return one.supply("declared_by", found)
