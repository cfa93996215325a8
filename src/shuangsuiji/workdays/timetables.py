"""Working days as a table: every question is one or two look-ups (工作日表)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.workdays.layers import check_day

__all__ = ["Timetable"]


def _ranks(made: Timetable) -> Sequence[int]:
    return list(accumulate(made.working))


def _worked(made: Timetable) -> Sequence[date]:
    return [made.first + timedelta(days=place) for place, one in enumerate(made.working) if one]


def _origin(made: Timetable) -> int:
    return made.first.toordinal()


@attrs.frozen
class Timetable:
    """An unbroken run of days, working or not (工作日表).

    Attributes:
        first: the first day.
        working: one byte per day, 1 for a working day.
        ranks: how many working days there are up to and including each day.
        worked: the working days in order.
        origin: ordinal of the first day.

    """

    first: date
    working: bytes
    ranks: Sequence[int] = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_ranks, takes_self=True))
    worked: Sequence[date] = attrs.field(
        init=False, eq=False, repr=False, default=attrs.Factory(_worked, takes_self=True)
    )
    origin: int = attrs.field(init=False, eq=False, repr=False, default=attrs.Factory(_origin, takes_self=True))

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=len(self.working) - 1)

    def place(self, day: date) -> int:
        """Return the place of a day.

        Raises:
            NotADayError: an instant, a number, a text.
            InvalidValueError: a day outside the table.

        """
        if type(day) is not date:
            check_day(day, "day")
        found = day.toordinal() - self.origin
        if not 0 <= found < len(self.working):
            raise self.outside(day)
        return found

    def outside(self, value: object) -> InvalidValueError:
        """Return the error for a day that the table does not reach."""
        zh, en = f"工作日历只覆盖 {self.first} 至 {self.last}", f"the calendar reaches from {self.first} to {self.last}"
        return InvalidValueError(field="day", rule_zh=zh, rule=en, value=str(value))

    def add(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after a day, which is not counted; before it, where it is negative.

        0 gives the day itself, or the next working day.
        """
        place = self.place(day)
        if type(count) is not int:
            zh, en = "应为整数", "must be a whole number"
            raise InvalidValueError(field="count", rule_zh=zh, rule=en, value=count)
        found = self.ranks[place] + count - (count > 0 or self.working[place])
        if not 0 <= found < len(self.worked):
            wanted = f"{day} {count:+}"
            raise self.outside(wanted)
        return self.worked[found]

    def count(self, after: date, to: date) -> int:
        """Return how many working days lie after one day up to another, included; negative where they lie before."""
        return self.ranks[self.place(to)] - self.ranks[self.place(after)]
