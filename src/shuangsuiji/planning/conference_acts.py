"""Acts: who did something in the conference, in what role, on which day, under which paper (行为留痕)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import attrs

from shuangsuiji.errors import LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.conference_terms import ConferenceRole
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.values import check_field, check_kind, check_name

__all__ = ["Act", "against", "check_days", "check_each_once"]


@attrs.frozen(kw_only=True)
class Act:
    """One act of a unit, with what shows it (行为).

    Attributes:
        unit: id of the unit that acts.
        role: in what role it acts; whether it holds it is checked against the conference.
        on: the day.
        document: reference of the paper that shows it, such as a number of a file.
        note: a reason or remark, empty for none.

    Raises:
        InvalidValueError: a field of the wrong form, or no document.

    """

    unit: str
    role: ConferenceRole
    on: date
    document: str
    note: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.unit, "Act.unit")
        check_kind(self.role, ConferenceRole, f"{self.unit}.role")
        check_day(self.on, f"{self.unit}.on")
        check_field(self.document, f"{self.unit}.document")
        if self.note:
            check_field(self.note, f"{self.unit}.note")

    def __str__(self) -> str:
        return f"{self.role} {self.unit} {self.on}"


def against(field: str, rule_zh: str, rule: str, value: object, clause_id: str) -> LawError:
    """Return the error for what breaks a clause of the annex (违反规定)."""
    return LawError(field=field, rule_zh=rule_zh, rule=rule, value=value, clause=LIYANG_2020.ref(clause_id))


def check_days(field: str, days: Iterable[date | None], clause_id: str) -> None:
    """Check that no step lies before the one it follows; a step not taken yet is None (先后顺序).

    Raises:
        LawError: it does.

    """
    taken = [day for day in days if day is not None]
    for before, after in pairwise(taken):
        if after < before:
            zh, en = f"不得早于上一步的 {before}", f"must not lie before {before}, the day of the step before"
            raise against(field, zh, en, after, clause_id)


def check_each_once(field: str, names: Iterable[str], clause_id: str) -> None:
    """Check that every name stands once (不得重复).

    Raises:
        LawError: one stands twice.

    """
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise against(field, "每个只能列一次", "each may stand once", name, clause_id)
        seen.add(name)
