"""Duties that are no numbers: what must be done, by which text, and whether its wording was read (义务表).

A duty stands beside a rule book of the same id. An entry that rests on reports about a text, and not on the text, is
kept so that a city can check it; it is off until somebody who holds the original enters it as verified.
"""

from __future__ import annotations

from datetime import date
from typing import cast

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import Level, Term
from shuangsuiji.values import ClauseRef, check_field, check_kind, check_name

__all__ = ["Duty", "DutyBook", "InspectionType", "active_duties"]


class InspectionType(Term):
    """Type of an inspection of enterprises, as the texts of 2025 divide them (检查类型)."""

    ROUTINE = "日常检查"
    CASE = "个案检查"
    TARGETED = "专项检查"


@attrs.frozen(kw_only=True)
class Duty:
    """One thing that a text asks for and that is no number (义务).

    Attributes:
        name: stable name, such as ``inspection.prior_approval``.
        text_zh: the duty in Chinese; words of the clause where verified, else the library's own, never a quotation.
        source: the clause where verified, else a text and who reports it, in words.
        verified: whether the wording was read in the original.
        active: whether it is on where nobody says otherwise; refused for what is not verified.
        effective_on: first day; None, for what is not verified only, where that day is not known.
        expires_on: last day, None while in force.
        applies_to: the types of inspection that it binds, in the order of ``InspectionType``.

    Raises:
        InvalidValueError: a field of the wrong form, a duty that is verified without a clause or a first day, one that
            cites a clause and is not verified, or one that is on and not verified.

    """

    name: str
    text_zh: str
    source: ClauseRef | str
    verified: bool
    active: bool
    effective_on: date | None
    expires_on: date | None = None
    applies_to: tuple[InspectionType, ...] = tuple(InspectionType)

    def __attrs_post_init__(self) -> None:
        check_field(self.name, "Duty.name")
        check_field(self.text_zh, f"{self.name}.text_zh")
        for field in ("verified", "active"):
            check_kind(getattr(self, field), bool, f"{self.name}.{field}")
        self._check_source()
        for one in self.applies_to:
            check_kind(one, InspectionType, f"{self.name}.applies_to")
        if self.applies_to != tuple(one for one in InspectionType if one in self.applies_to) or not self.applies_to:
            zh, en = "至少一种检查类型，各一次，依序", "at least one type, each once, in order"
            self._refuse("applies_to", zh, en, "、".join(map(str, self.applies_to)))
        if self.effective_on and self.expires_on and self.expires_on < self.effective_on:
            self._refuse("expires_on", "不得早于生效日期", "must not lie before effective_on", self.expires_on)

    def _check_source(self) -> None:
        source = cast("object", self.source)
        if not isinstance(source, ClauseRef):
            check_field(source, f"{self.name}.source")
        if self.verified is not isinstance(source, ClauseRef):
            zh, en = "经核对原文的须引条款，未核对的不得引条款", "verified and citing a clause go together"
            self._refuse("source", zh, en, source)
        if self.verified and self.effective_on is None:
            self._refuse("effective_on", "经核对原文的须写明生效日期", "a verified duty has a first day", None)
        if self.active and not self.verified:
            self._refuse("active", "未核对原文的义务不得默认启用", "a duty that is not verified is off", self.active)

    def is_in_force(self, on: date) -> bool:
        """Tell whether the duty is in force on a day; where its first day is not known, it is taken to be."""
        begun = self.effective_on is None or self.effective_on <= on
        return begun and (self.expires_on is None or on <= self.expires_on)

    def _refuse(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        raise InvalidValueError(field=f"{self.name}.{field}", rule_zh=rule_zh, rule=rule, value=value)

    def __str__(self) -> str:
        return f"{self.text_zh}（{self.source}{'' if self.verified else '，未核对原文'}）"


@attrs.frozen(kw_only=True)
class DutyBook:
    """The duties of one jurisdiction, beside its rule book (义务表).

    Attributes:
        id: a name; that of the rule book where there is one.
        title: in words.
        level: level of the authority whose texts these are.
        duties: each name once.
        parent: the book above, None for the highest; its duties bind as well.

    Raises:
        InvalidValueError: a name that stands twice, or a parent of a lower level.

    """

    id: str
    title: str
    level: Level
    duties: tuple[Duty, ...]
    parent: DutyBook | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "DutyBook.id")
        check_field(self.title, f"{self.id}.title")
        check_kind(self.level, Level, f"{self.id}.level")
        names = [duty.name for duty in self.duties]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            zh, en = "同一名称只能出现一次", "a name stands once"
            raise InvalidValueError(field=f"DutyBook {self.id}", rule_zh=zh, rule=en, value=twice)
        levels = list(Level)
        if self.parent is not None and levels.index(self.level) < levels.index(self.parent.level):
            zh, en = f"不得高于上级表 {self.parent.id} 的层级", f"must not be above its parent {self.parent.id}"
            raise InvalidValueError(field=f"{self.id}.level", rule_zh=zh, rule=en, value=str(self.level))


def active_duties(book: DutyBook, on: date, *, include_unverified: bool = False) -> tuple[Duty, ...]:
    """Return the duties in force and on, of a book and then of every book above it (适用的义务).

    A lower book adds to a higher one: where both have a duty of one name, both are returned.

    Args:
        book: the lowest book that binds.
        on: the day.
        include_unverified: whether entries whose wording was not read in the original are returned as well; each says
            so in its ``verified`` and in its text.

    """
    own = tuple(
        duty
        for duty in book.duties
        if duty.is_in_force(on) and (duty.active or (include_unverified and not duty.verified))
    )
    return own + (active_duties(book.parent, on, include_unverified=include_unverified) if book.parent else ())
