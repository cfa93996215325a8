"""The people of a pool together: each once, tags apart, and one line each for the digest (人员汇总)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from shuangsuiji.errors import DuplicateError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.frames import upper
from shuangsuiji.registry.inspectors import Expert, Inspector, check_families
from shuangsuiji.registry.rosters import Absence

__all__ = ["Person", "check_once", "person_row"]

Person: TypeAlias = Inspector | Expert | Absence


def check_once(
    pool: str, inspectors: Iterable[Inspector], experts: Iterable[Expert], absences: Iterable[Absence]
) -> None:
    """Check that everybody stands in a pool once, experts apart from inspectors, and so do the families of tags (去重).

    Raises:
        DuplicateError: the same person twice, by id or by certificate.
        LawError: an expert who is listed as an inspector, or a name that is a qualification and a specialty.

    """
    inspectors, experts = tuple(inspectors), tuple(experts)
    numbers = [upper(one.certificate.number) for one in inspectors]
    inspecting = {*numbers, *(upper(one.id) for one in inspectors)}
    for expert in experts:
        if upper(expert.id) in inspecting:
            raise LawError(
                field=f"{pool}.experts",
                rule_zh="专家不得列为执法检查人员，也不计入执法检查人数",
                rule="an expert must not be listed as an inspector, and never counts as one",
                value=expert.id,
                clause=LIYANG_2020.ref("2.3.10"),
            )
    certificates = [f"{one.certificate.kind} {number}" for one, number in zip(inspectors, numbers, strict=True)]
    people: list[Inspector | Expert] = [*inspectors, *experts]
    _refuse_repeats(f"{pool}.id", [*(upper(one.id) for one in people), *(upper(one.id) for one in absences)])
    _refuse_repeats(f"{pool}.certificate", certificates)
    check_families(
        pool,
        (held.name for one in inspectors for held in one.qualifications),
        (tag for one in people for tag in one.specialties),
    )


def _refuse_repeats(field: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for id_ in ids:
        if id_ in seen:
            raise DuplicateError(field=field, value=id_)
        seen.add(id_)


def person_row(one: Person) -> str:
    """Return a person as a line: fields by TAB, lists by comma, ``-`` for nothing; never the name (人员行).

    Names are no part of what is published, and a digest of a few known people and one unknown name would give it away.
    """
    if isinstance(one, Absence):
        return _line("absence", one.id, one.department, one.reason)
    if isinstance(one, Expert):
        kinds = (one.kind.value, one.organisation, _day(one.appointed_until))
        return _line("expert", one.id, one.department, *kinds, *_place(one.regions, one.specialties, one.capacity))
    shown = one.certificate
    return _line(
        "inspector",
        one.id,
        one.department,
        one.kind.value,
        one.status.value,
        *(shown.kind.value, shown.number, _day(shown.valid_from), _day(shown.valid_until)),
        *_place(one.regions, one.specialties, one.capacity),
        ",".join(f"{held.name} {_day(held.valid_until)}" for held in one.qualifications),
        ",".join(f"{leave.starts_on} {leave.ends_on} {leave.reason}" for leave in one.leaves),
        *(f"{done.completed_on} {done.subject}" for done in one.trainings),
    )


def _place(regions: Iterable[str], specialties: Iterable[str], capacity: int) -> tuple[str, ...]:
    return ",".join(regions), ",".join(specialties), str(capacity)


def _day(on: date | None) -> str:
    return "" if on is None else on.isoformat()


def _line(*fields: str) -> str:
    return "\t".join(field or "-" for field in fields)
