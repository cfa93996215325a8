"""A working calendar: layers of notices stacked once, then every question is a look-up (工作日历)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from typing import Any

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import DayKind
from shuangsuiji.values import TimeLimit, check_kind, freeze
from shuangsuiji.workdays.bulk import as_arrays, due_dates
from shuangsuiji.workdays.counting import Counting
from shuangsuiji.workdays.deadlines import Deadline, Suspension
from shuangsuiji.workdays.layers import DayRule, Layer, check_day, is_weekend
from shuangsuiji.workdays.stacking import Conflict, Stack, stacked
from shuangsuiji.workdays.timetables import Timetable

__all__ = ["WorkingCalendar"]

_LAST_FIRM = (12, 28)  # 29 to 31 December belong to the notice of the next year


def _layers(given: Iterable[Layer]) -> tuple[Layer, ...]:
    return tuple(given)


@attrs.frozen
class WorkingCalendar:
    """Which days are worked, who says so, and how far that is announced (工作日历).

    Immutable, and built whole at once, so that threads may share one.

    Attributes:
        layers: from the lowest to the highest; later ones win, see ``Layer``.

    Raises:
        InvalidValueError: no layer announces a year.

    """

    layers: tuple[Layer, ...] = attrs.field(converter=_layers)

    def __attrs_post_init__(self) -> None:
        for layer in self.layers:
            check_kind(layer, Layer, "WorkingCalendar.layers")
        if not self.announced_years:
            zh, en = "至少一层须公布某年安排", "some layer must be the notice of a year"
            raise InvalidValueError(field="WorkingCalendar.layers", rule_zh=zh, rule=en, value=())
        len(self._counting.blocks)

    @cached_property
    def _stack(self) -> Stack:
        return stacked(self.layers)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The days of which layers say different things, and which of them holds."""
        return self._stack.conflicts

    @property
    def rules(self) -> Mapping[date, DayRule]:
        """What holds of every day that any layer speaks of."""
        return freeze(self._stack.rules)

    @cached_property
    def announced_years(self) -> tuple[int, ...]:
        """The years whose notices are known, in order."""
        return tuple(sorted({year for layer in self.layers for year in layer.years}))

    @cached_property
    def announced_through(self) -> date:
        """The last day of which nothing is left open: 28 December of the last year of the unbroken run of notices."""
        return date(self._run[-1], *_LAST_FIRM)

    @cached_property
    def _run(self) -> Sequence[int]:
        """The longest run of years without a gap of which the notices are known, the later of two."""
        runs: list[list[int]] = []
        for year in self.announced_years:
            if runs and year == runs[-1][-1] + 1:
                runs[-1].append(year)
            else:
                runs.append([year])
        return max(reversed(runs), key=len)

    @cached_property
    def timetable(self) -> Timetable:
        """The days themselves."""
        first = date(self._run[0], 1, 1)
        days = (date(self._last_year, 12, 31) - first).days + 1
        working = bytearray()
        for place in range(days):
            day = first + timedelta(days=place)
            rule = self._stack.rules.get(day)
            working.append(rule.working if rule else not is_weekend(day))
        return Timetable(first, bytes(working))

    @property
    def _last_year(self) -> int:
        """The last year that is announced, or that is estimated and its following year with it."""
        estimated = [rule.day.year - 1 for layer in self.layers if layer.estimated for rule in layer.rules]
        return max([self._run[-1], *estimated])

    @cached_property
    def _counting(self) -> Counting:
        return Counting(
            timetable=self.timetable,
            announced_through=self.announced_through,
            festivals=self._festivals,
            calendar_id=self.id,
        )

    @cached_property
    def id(self) -> str:
        """SHA-256 of the days, of how far they are announced and of what is open: 64 hex digits."""
        head = f"ssj-calendar|{self.timetable.first}|{self.announced_through}|"
        open_days = "|".join(map(str, self._festivals))
        return sha256(head.encode() + self.timetable.working + open_days.encode()).hexdigest()

    @cached_property
    def _festivals(self) -> Sequence[date]:
        """The days off fixed by law of which nothing is announced."""
        days = (rule.day for rule in self._stack.rules.values() if rule.kind is DayKind.HOLIDAY)
        return sorted(day for day in days if day > self.announced_through)

    @property
    def first_day(self) -> date:
        """The first day that the calendar knows."""
        return self.timetable.first

    @property
    def last_day(self) -> date:
        """The last day that the calendar can count to; beyond ``announced_through`` it is an estimate."""
        return self.timetable.last

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is worked, make-up days included.

        Raises:
            NotADayError: an instant, a number, a text; so do all questions below.
            InvalidValueError: a day outside the calendar; so do all questions below.

        """
        return bool(self.timetable.working[self.timetable.place(day)])

    def is_announced(self, day: date) -> bool:
        """Tell whether nothing is left open of a day."""
        self.timetable.place(day)
        return day <= self.announced_through

    def kind(self, day: date) -> DayKind:
        """Return what kind of day it is."""
        self.timetable.place(day)
        rule = self._stack.rules.get(day)
        if rule is not None:
            return rule.kind
        return DayKind.WEEKEND if is_weekend(day) else DayKind.WORKDAY

    def reason(self, day: date) -> str:
        """Return why a day is worked or not, with the notice that says so."""
        kind = self.kind(day)
        rule = self._stack.rules.get(day)
        if rule is None:
            return str(kind)
        return f"{kind}{f' {rule.note}' if rule.note else ''}（{rule.source}）"

    def add(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after a day, which is not counted; before it, where it is negative.

        0 gives the day itself, or the next working day.
        """
        table = self.timetable
        if type(day) is date and type(count) is int and count > 0 and (place := day.toordinal() - table.origin) >= 0:
            try:
                return table.worked[table.ranks[place] + count - 1]  # half of the time of the careful way below
            except IndexError:
                pass
        return table.add(day, count)

    def count(self, after: date, to: date) -> int:
        """Return how many working days lie after one day up to another, included; negative where it lies before."""
        return self.timetable.count(after, to)

    def next(self, day: date) -> date:
        """Return the first working day after a day."""
        return self.timetable.add(day, 1)

    def previous(self, day: date) -> date:
        """Return the last working day before a day."""
        return self.timetable.add(day, -1)

    def deadline(
        self, start: date, limit: TimeLimit, suspensions: Iterable[Suspension] = (), *, on_unannounced: str = "flag"
    ) -> Deadline:
        """Return when a term ends, the day of its start not counted (期限).

        Args:
            start: the day of the event that starts the term.
            limit: number and unit; a term in days, months or years that ends on a day off ends on the next working day.
            suspensions: days that do not count, each with its basis.
            on_unannounced: ``flag`` gives an estimate and its range where the notice has not come, ``raise`` an error.

        Raises:
            UnannouncedError: such a term, with ``raise``.
            InvalidValueError: another word than these two, something that is no term or no suspension, or a day outside
                the calendar.

        """
        return self._counting.deadline(start, limit, tuple(suspensions), on_unannounced)

    def remaining(self, deadline: Deadline, today: date) -> int | None:
        """Return how many working days are left until a deadline, 0 on the day; None where it is not known yet.

        Days of a suspension do not count; after the deadline the number is negative; before the term starts, all
        of it is left.
        """
        if deadline.due_on is None:
            return None
        return self._counting.left(deadline, deadline.due_on, check_day(today, "today"))

    def recheck(self, deadlines: Iterable[Deadline]) -> tuple[tuple[Deadline, Deadline], ...]:
        """Return the deadlines that this calendar sees differently, each as it was and as it is now (复核)."""
        found: list[tuple[Deadline, Deadline]] = []
        for one in deadlines:
            again = self.deadline(one.start, one.limit, one.suspensions)
            if attrs.evolve(again, calendar_id=one.calendar_id, announced_through=one.announced_through) != one:
                found.append((one, again))
        return tuple(found)

    def deadlines(self, starts: Sequence[date] | Any, limit: TimeLimit) -> list[date] | Any:  # noqa: ANN401 - arrays
        """Return when the terms end that start on many days: a list for a list, an array of days for an array (批量).

        A day after ``announced_through`` is an estimate.

        Raises:
            NotADayError: something that is no day.
            InvalidValueError: a day outside the calendar, or a term that is not in working days.

        """
        return due_dates(self.timetable, starts, limit)

    def to_numpy(self) -> tuple[Any, Any]:
        """Return all days and whether each is worked, as arrays of ``datetime64[D]`` and ``bool``.

        Raises:
            MissingExtraError: numpy is not installed.

        """
        return as_arrays(self.timetable)

    def __repr__(self) -> str:
        return f"<工作日历 {self.first_day} 起，已公布至 {self.announced_through}，{self.id[:12]}…>"

    def _repr_html_(self) -> str:
        rows = ((layer.name, layer.document_no, layer.issued_on or "—", len(layer.rules)) for layer in self.layers)
        return html_table(repr(self), ("层", "文号", "印发", "日数"), rows, total=len(self.layers))
