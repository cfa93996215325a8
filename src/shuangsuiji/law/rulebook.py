"""Rule books: the numbers of a jurisdiction, each with its clause and dates (规则册).

A rule book is data. Another city writes its own and names the higher book as its parent: a lower book may tighten a
rule and never loosen it.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from fractions import Fraction
from typing import cast

import attrs

from shuangsuiji.errors import InvalidValueError, LooserRuleError, UnknownNameError
from shuangsuiji.terms import Level
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit, check_count, check_field, check_kind, check_name

__all__ = ["Rule", "RuleBook", "Stricter"]

RuleValue = Fraction | int | TimeLimit


class Stricter(Enum):
    """Which way a rule is tightened (从严方向)."""

    SMALLER = "越小越严"
    LARGER = "越大越严"


@attrs.frozen(kw_only=True)
class Rule:
    """One number of a rule book, with its clause and its dates (规则).

    Attributes:
        name: stable name, such as ``items.key_share``.
        value: an exact ratio, a count or a time limit.
        stricter: which way it may be tightened.
        clause: the clause behind it.
        stated: whether the clause itself gives the number; else the clause asks for one and this is a default.
        effective_on: first day.
        expires_on: last day, None while in force.

    """

    name: str
    value: RuleValue
    stricter: Stricter
    clause: ClauseRef
    stated: bool
    effective_on: date
    expires_on: date | None = None

    def __attrs_post_init__(self) -> None:
        check_field(self.name, "Rule.name")
        check_kind(self.clause, ClauseRef, f"{self.name}.clause")
        check_kind(self.stricter, Stricter, f"{self.name}.stricter")
        value = cast("object", self.value)
        if not isinstance(value, (int, Fraction, TimeLimit)) or isinstance(value, bool):
            zh, en = (
                "应为精确比例、整数或期限，不接受浮点数",
                "must be an exact ratio, a count or a term",
            )
            raise InvalidValueError(field=f"{self.name}.value", rule_zh=zh, rule=en, value=value)
        if self.expires_on is not None and self.expires_on < self.effective_on:
            raise InvalidValueError(
                field=f"{self.name}.expires_on",
                rule_zh="不得早于生效日期",
                rule="must not lie before effective_on",
                value=self.expires_on.isoformat(),
            )

    def is_in_force(self, on: date) -> bool:
        """Tell whether the rule is in force on a day."""
        return self.effective_on <= on and (self.expires_on is None or on <= self.expires_on)

    def count(self) -> int:
        """Return the value of a rule that counts something of which there is at least one.

        Raises:
            InvalidValueError: a ratio, a term, or a count below 1.

        """
        return check_count(self.value, f"{self.name}.value", at_least=1)

    def loosens(self, higher: Rule) -> bool:
        """Tell whether this rule is looser than ``higher``, or cannot be compared with it."""
        (unit, own), (other_unit, other) = _size(self.value), _size(higher.value)
        if unit is not other_unit or self.stricter is not higher.stricter:
            return True
        return own > other if self.stricter is Stricter.SMALLER else own < other


def _size(value: RuleValue) -> tuple[TimeUnit | type, Fraction]:
    """Return what a value counts and how much of it; a count, a ratio and a term are three different things."""
    return (value.unit, Fraction(value.number)) if isinstance(value, TimeLimit) else (type(value), Fraction(value))


@attrs.frozen(kw_only=True)
class RuleBook:
    """The numbers of one jurisdiction (规则册).

    Attributes:
        id: a name, such as ``liyang-2020``; the manifest cites it.
        title: in words.
        level: level of the authority that wrote it.
        rules: one rule a name at any time.
        parent: the book above, None for the highest.

    """

    id: str
    title: str
    level: Level
    rules: tuple[Rule, ...]
    parent: RuleBook | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "RuleBook.id")
        self._check_overlaps()
        if self.parent is None:
            return
        levels = list(Level)
        if levels.index(self.level) < levels.index(self.parent.level):
            raise InvalidValueError(
                field="RuleBook.level",
                rule_zh=f"不得高于上级规则册 {self.parent.id} 的层级",
                rule=f"must not be above the level of its parent {self.parent.id}",
                value=str(self.level),
            )
        for rule in self.rules:
            self._check_against_parent(rule, self.parent)

    def rule(self, name: str, on: date) -> Rule:
        """Return the rule of that name in force on a day, this book's or a higher one's.

        Raises:
            UnknownNameError: no such rule on that day.

        """
        found = self.find(name, on)
        if found is None:
            known = "、".join(sorted({rule.name for rule in self.rules}))
            raise UnknownNameError(field=f"{self.id} {on}", value=name, known=known)
        return found

    def find(self, name: str, on: date) -> Rule | None:
        """Return the rule of that name in force on a day, or None where there is none."""
        for rule in self.rules:
            if rule.name == name and rule.is_in_force(on):
                return rule
        return self.parent.find(name, on) if self.parent else None

    def _check_overlaps(self) -> None:
        for index, rule in enumerate(self.rules):
            for other in self.rules[:index]:
                later = max(rule.effective_on, other.effective_on)
                if rule.name == other.name and rule.is_in_force(later) and other.is_in_force(later):
                    raise InvalidValueError(
                        field=f"RuleBook {self.id}",
                        rule_zh="同一规则在同一日只能有一个数值",
                        rule="a rule has one value on any day",
                        value=f"{rule.name} {later}",
                    )

    def _check_against_parent(self, rule: Rule, parent: RuleBook) -> None:
        for higher in parent.ancestry(rule.name):
            later = max(rule.effective_on, higher.effective_on)
            if rule.is_in_force(later) and higher.is_in_force(later) and rule.loosens(higher):
                raise LooserRuleError(
                    field=f"{self.id} {rule.name}",
                    rule_zh=f"下级规则册只可收紧，不可放宽 {parent.id} 的 {higher.value}（{higher.stricter.value}）",
                    rule=f"a lower rule book may tighten and never loosen {higher.value} of {parent.id}",
                    value=rule.value,
                    clause=higher.clause,
                )

    def ancestry(self, name: str) -> tuple[Rule, ...]:
        """Return the rules of that name of this book and of every book above it."""
        own = tuple(rule for rule in self.rules if rule.name == name)
        return own + (self.parent.ancestry(name) if self.parent else ())
