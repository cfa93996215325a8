"""The entries of a dossier as JSON: the kind says of which class the record is (案卷条目 JSON)."""

from __future__ import annotations

from datetime import date
from typing import cast

from cattrs import Converter

from shuangsuiji.bundle.record_kinds import record_kind
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.dossiers import DossierEntry

__all__ = ["add_entries"]

_FIELDS = ("number", "kind", "on", "record_digest", "previous", "record")


def add_entries(converter: Converter) -> None:
    """Teach a converter the entries of a dossier (登记条目转换)."""

    def unstructured(entry: DossierEntry) -> dict[str, object]:
        return {
            "number": entry.number,
            "kind": entry.kind,
            "on": entry.on.isoformat(),
            "record_digest": entry.record_digest,
            "previous": entry.previous,
            "record": converter.unstructure(entry.record),
        }

    def structured(value: object, _: type[DossierEntry]) -> DossierEntry:
        given = cast("dict[str, object]", value) if isinstance(value, dict) else {}
        if set(given) != set(_FIELDS):
            zh, en = f"应含且只含字段 {'、'.join(_FIELDS)}", f"must have the fields {', '.join(_FIELDS)} and no others"
            raise InvalidValueError(field="DossierEntry", rule_zh=zh, rule=en, value="、".join(sorted(given)))
        record: object = converter.structure(given["record"], record_kind(given["kind"]))
        return DossierEntry(
            number=converter.structure(given["number"], int),
            kind=converter.structure(given["kind"], str),
            on=converter.structure(given["on"], date),
            record_digest=converter.structure(given["record_digest"], str),
            previous=converter.structure(given["previous"], str),
            record=record,
        )

    converter.register_unstructure_hook(DossierEntry, unstructured)
    converter.register_structure_hook(DossierEntry, structured)
