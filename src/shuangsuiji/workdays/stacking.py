"""Layers put on one another: what holds in the end, and where they disagree (层叠)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from shuangsuiji.workdays.layers import DayRule, Layer, is_weekend, notice_year

__all__ = ["Conflict", "Stack", "stacked"]


@attrs.frozen(kw_only=True)
class Conflict:
    """A day of which two layers say different things (冲突).

    Attributes:
        day: the day.
        overruled: the layer that had said otherwise.
        holds: the layer that holds, since it comes later.
        working: whether the day is a working day, as the one that holds says.

    """

    day: date
    overruled: str
    holds: str
    working: bool

    def __str__(self) -> str:
        return f"{self.day} {'上班' if self.working else '放假'}：以“{self.holds}”为准，“{self.overruled}”不同"


@attrs.frozen
class Stack:
    """What holds of the days that layers speak of (层叠结果)."""

    rules: Mapping[date, DayRule]
    conflicts: tuple[Conflict, ...]


def stacked(layers: Iterable[Layer]) -> Stack:
    """Return what holds once every layer lies on those before it (层叠).

    A layer that is the notice of a year takes the place of all that was said of that year; what only had been estimated
    is no conflict.
    """
    rules: dict[date, DayRule] = {}
    said_by: dict[date, str] = {}
    noticed: dict[int, str] = {}
    conflicts: list[Conflict] = []
    for layer in layers:
        gone = {day: rules[day] for day in rules if notice_year(day) in layer.years}
        new = {rule.day: rule for rule in layer.rules}
        for day in sorted(gone.keys() | new.keys()):
            before, after = rules.get(day), new.get(day)
            known = said_by.get(day) or noticed.get(notice_year(day))
            if known is not None and _works(day, before) != _works(day, after):
                conflicts.append(Conflict(day=day, overruled=known, holds=layer.name, working=_works(day, after)))
        for day in gone:
            del rules[day]
            said_by.pop(day, None)
        rules |= new
        if not layer.estimated:
            said_by |= dict.fromkeys(new, layer.name)
        noticed |= dict.fromkeys(layer.years, layer.name)
    return Stack(dict(sorted(rules.items())), tuple(conflicts))


def _works(day: date, rule: DayRule | None) -> bool:
    return rule.working if rule else not is_weekend(day)
