"""How often, and on which working days of a year, a plan's draws are held: 1.1, 3.1.4, 3.1.8 (抽取日程).

A nominal day that is off moves to the first working day after it in the same month; where the month has none left, to
the last one before it. A draw so stays in its month and in its year, and as a schedule has at most one nominal day a
month, two draws of one task never fall on one day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Self
from unicodedata import normalize

import attrs
from dateutil.rrule import MONTHLY, rrule

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry.revisions import check_day
from shuangsuiji.terms import Term
from shuangsuiji.values import Finding, Severity, check_count, check_field, check_kind, ratio, ratio_text
from shuangsuiji.workdays import WorkingCalendar

__all__ = ["LAST_DAY", "DrawSchedule", "Frequency", "Period", "ScheduledDraw", "check_spread", "lay_out"]

LAST_DAY = -1
_LAST_NUMBERED = 28  # the last day that every month has
_MONTHS = 12
_FIRST_YEAR = 2000  # that of AnnualPlan
_NUMERALS = {"两": 2, **{word: place for place, word in enumerate("一二三四五六七八九十", 1)}, "十一": 11, "十二": 12}
_WORDS = "|".join(sorted(_NUMERALS, key=len, reverse=True))
_TIMES = f"(?P<times>[1-9][0-9]{{0,5}}|{_WORDS})次"
_YEARS = f"每?(?P<years>[1-9][0-9]?|{_WORDS})年"  # 2026年1次 is of one year, not once in two thousand
_UNIT = "(?P<unit>年|半年|季度?|月)"
_PER_YEAR = {"半年": 2, "季": 4, "季度": 4, "月": 12}
_FREQUENCIES = [re.compile(form) for form in (_YEARS + _TIMES, f"(?:每个?)?{_UNIT}{_TIMES}", f"{_TIMES}/每?{_UNIT}")]


@attrs.frozen(kw_only=True)
class Frequency:
    """How often something is inspected or drawn in so many years: 3.1.8 (频次).

    Twice in two years and once a year are two frequencies of one rate: the first may fall into one year. Whoever
    compares frequencies compares ``rate``.

    Attributes:
        times: how often, from 1.
        years: in how many years, from 1.

    Raises:
        InvalidValueError: a number that is not whole, or below 1.

    """

    times: int
    years: int = 1

    def __attrs_post_init__(self) -> None:
        check_count(self.times, "Frequency.times", at_least=1)
        check_count(self.years, "Frequency.years", at_least=1)

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the frequency that a plan or a list writes, such as 每年2次, 两年1次, 每季度一次, 2次/年.

        A half-year, a quarter and a month count by how many of them a year has; that the times fall into each of them
        is what a ``DrawSchedule`` says.

        Raises:
            InvalidValueError: anything else, such as 1次 without a period, or 根据监管需要确定.

        """
        plain = "".join(normalize("NFKC", str(text)).split())
        for form in _FREQUENCIES:
            if found := form.fullmatch(plain):
                parts = found.groupdict()
                times = _number(parts["times"]) * _PER_YEAR.get(parts.get("unit") or "", 1)
                return cls(times=times, years=_number(parts.get("years") or "一"))
        zh = "应写明期间和次数，如 每年2次、两年1次、每半年1次、每季度1次、每月1次"
        en = "must state a period and a number of times, such as 每年2次 (twice a year), 两年1次 (once in two years)"
        raise InvalidValueError(field="Frequency", rule_zh=zh, rule=en, value=text)

    @property
    def rate(self) -> Fraction:
        """Times a year, exact."""
        return Fraction(self.times, self.years)

    def times_in(self, year: int, start_year: int) -> int:
        """Return how often in one year, where the first of its years is ``start_year`` (年内次数).

        Spread as evenly as whole numbers can be, the earlier year first: once in two years is 1, 0, 1, 0 …, three times
        in two years 2, 1, 2, 1 …; any run of ``years`` years from ``start_year`` on has exactly ``times``.

        Raises:
            InvalidValueError: a year before the first.

        """
        check_count(start_year, "Frequency.start_year", at_least=_FIRST_YEAR)
        passed = check_count(year, "Frequency.year", at_least=start_year) - start_year
        before, after = (-(-self.times * years // self.years) for years in (passed, passed + 1))  # rounded up
        return after - before

    def __str__(self) -> str:
        return f"每{'' if self.years == 1 else self.years}年{self.times}次"


def _number(text: str) -> int:
    return _NUMERALS.get(text) or int(text)


class Period(Term):
    """How far the draws of a task lie apart (抽取周期)."""

    MONTH = "每月"
    QUARTER = "每季度"
    HALF_YEAR = "每半年"
    YEAR = "每年"

    @property
    def months(self) -> int:
        """The number of months."""
        return {"每月": 1, "每季度": 3, "每半年": 6, "每年": 12}[self.value]


@attrs.frozen(kw_only=True)
class DrawSchedule:
    """When the draws of one task are to be held in a year: 1.1 «常态化» (抽取日程).

    Attributes:
        every: how far they lie apart.
        first_month: month of the first, 1 to 12; the others follow from it.
        day: nominal day of the month, 1 to 28, or ``LAST_DAY`` (-1) for the last, whichever it is.
        count: how many; None for as many as there are until the end of the year.
        skip_months: months without a draw, each once, in order.

    Raises:
        InvalidValueError: a field of the wrong form, no draw at all, or more of them than the year has room for.

    """

    every: Period
    first_month: int = 1
    day: int = 1
    count: int | None = None
    skip_months: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_kind(self.every, Period, "DrawSchedule.every")
        check_kind(self.skip_months, tuple, "DrawSchedule.skip_months")
        for month in (self.first_month, *self.skip_months):
            if check_count(month, "DrawSchedule.first_month, skip_months", at_least=1) > _MONTHS:
                _refuse("first_month, skip_months", "应为 1 至 12 的月份", "must be a month from 1 to 12", month)
        if any(other <= one for one, other in pairwise(self.skip_months)):
            _refuse("skip_months", "各一次，依序", "each once, in order", self.skip_months)
        if self.day != LAST_DAY and check_count(self.day, "DrawSchedule.day", at_least=1) > _LAST_NUMBERED:
            _refuse("day", "应为 1 至 28，月末为 -1", "must be 1 to 28, or -1 for the last of the month", self.day)
        room = len(self._possible)
        if (1 if self.count is None else check_count(self.count, "DrawSchedule.count", at_least=1)) > room:
            _refuse("count, skip_months", f"年内可抽取 {room} 次", f"the year has room for {room}", self.count)

    @property
    def _possible(self) -> tuple[int, ...]:
        months = range(self.first_month, _MONTHS + 1, self.every.months)
        return tuple(month for month in months if month not in self.skip_months)

    @property
    def times(self) -> int:
        """How many draws a year; to be compared with ``Frequency.times_in``."""
        return len(self._possible) if self.count is None else self.count

    def nominal_days(self, year: int) -> tuple[date, ...]:
        """Return the days of a year as they are written, whether worked or not (名义日)."""
        first, step = date(year, self.first_month, 1), self.every.months
        days = rrule(MONTHLY, first, step, bymonth=self._possible, bymonthday=self.day, count=self.times)
        return tuple(day.date() for day in days)


def _refuse(field: str, rule_zh: str, rule: str, value: object) -> None:
    raise InvalidValueError(field=f"DrawSchedule.{field}", rule_zh=rule_zh, rule=rule, value=value)


@attrs.frozen(kw_only=True)
class ScheduledDraw:
    """One draw of a task on a working day (计划抽取日).

    Attributes:
        task_id: id of the task in the annual plan.
        number: 1, 2, 3 … within the task and the year.
        nominal_on: the day as the schedule writes it.
        on: the working day, in the same month.
        is_provisional: whether the notice on holidays that settles it has not come yet.

    """

    task_id: str
    number: int
    nominal_on: date
    on: date
    is_provisional: bool

    def __attrs_post_init__(self) -> None:
        check_field(self.task_id, "ScheduledDraw.task_id")
        check_count(self.number, f"{self.task_id}.number", at_least=1)
        check_day(self.nominal_on, f"{self.task_id}.nominal_on")
        check_day(self.on, f"{self.task_id}.on")
        check_kind(self.is_provisional, bool, f"{self.task_id}.is_provisional")

    def __str__(self) -> str:
        return f"{self.task_id} 第{self.number}次 {self.on}{'（暂定）' if self.is_provisional else ''}"


def lay_out(schedules: Mapping[str, DrawSchedule], year: int, calendar: WorkingCalendar) -> tuple[ScheduledDraw, ...]:
    """Return the draws of a year on working days, by day, then by task: 1.1, 3.1.4 (排定抽取日程).

    A plan is drawn up at the start of its year or before, often while the notice on holidays is still to come: such
    days are estimates and say so; laid out again after the notice, they are final.

    Args:
        schedules: by task id.
        year: the calendar year, from 2000.
        calendar: the working calendar, such as ``china_calendar()``.

    Raises:
        InvalidValueError: a year that the calendar does not know, or a month without a single working day.

    """
    check_count(year, "year", at_least=_FIRST_YEAR)
    check_kind(calendar, WorkingCalendar, "calendar")
    found = (one for task_id, each in schedules.items() for one in _of_task(task_id, each, year, calendar))
    return tuple(sorted(found, key=lambda one: (one.on, one.task_id)))


def _of_task(task_id: str, schedule: DrawSchedule, year: int, calendar: WorkingCalendar) -> Iterator[ScheduledDraw]:
    check_kind(schedule, DrawSchedule, f"schedules {task_id}")
    for number, nominal_on in enumerate(schedule.nominal_days(year), 1):
        on, settled_by = _moved(task_id, nominal_on, calendar)
        open_ = not calendar.is_announced(settled_by)
        yield ScheduledDraw(task_id=task_id, number=number, nominal_on=nominal_on, on=on, is_provisional=open_)


def _moved(task_id: str, nominal_on: date, calendar: WorkingCalendar) -> tuple[date, date]:
    """Return the working day for a nominal one, and the last day that had to be looked at to find it."""
    length = monthrange(nominal_on.year, nominal_on.month)[1]
    days = [nominal_on.replace(day=day) for day in range(1, length + 1)]
    worked = [day for day in days if calendar.is_working_day(day)]
    if not worked:
        zh, en = "该月没有工作日，请列入 skip_months", "has no working day; name the month in skip_months"
        raise InvalidValueError(field=f"{task_id}.nominal_on", rule_zh=zh, rule=en, value=nominal_on.isoformat())
    on = next((day for day in worked if day >= nominal_on), worked[-1])
    return on, on if on >= nominal_on else days[-1]


def check_spread(
    scheduled: Iterable[ScheduledDraw], most: Fraction | str = Fraction(1, 2), from_draws: int = 4
) -> tuple[Finding, ...]:
    """Return where a year's draws come in a burst and not all through the year: 1.1 «常态化» (均匀性检查).

    The text gives no number; both parameters are readings of it.

    Args:
        scheduled: the draws of an authority; those of several years are looked at year by year.
        most: the largest share of a year's draws that one month may have.
        from_draws: how many draws a year must have to be looked at; fewer cannot be in all quarters.

    Raises:
        InvalidRatioError: a share that is not exact or not from 0 to 1.
        InvalidValueError: ``from_draws`` below 1.

    """
    share, fewest = ratio(most, "most"), check_count(from_draws, "from_draws", at_least=1)
    by_year: dict[int, Counter[int]] = {}
    for one in scheduled:
        by_year.setdefault(one.on.year, Counter())[one.on.month] += 1
    looked_at = ((year, months) for year, months in sorted(by_year.items()) if months.total() >= fewest)
    return tuple(finding for year, months in looked_at for finding in _of_year(year, months, share))


def _of_year(year: int, months: Counter[int], share: Fraction) -> Iterator[Finding]:
    total = months.total()
    for month, count in sorted(months.items()):
        if Fraction(count, total) > share:
            zh = f"全年 {total} 次抽取中 {count} 次集中在 {month} 月，超过 {ratio_text(share)}"
            en = f"{count} of {total} draws of the year in one month, more than {ratio_text(share)}"
            yield _finding("plan.burst", f"{year}-{month:02}", zh, en)
    idle = [quarter for quarter in range(1, 5) if not any(months[3 * quarter - back] for back in range(3))]
    if idle:
        zh = f"全年 {total} 次抽取，第 {'、'.join(map(str, idle))} 季度没有"
        en = f"none of {total} draws of the year in quarter {', '.join(map(str, idle))}"
        yield _finding("plan.idle_quarter", str(year), zh, en)


def _finding(code: str, where: str, zh: str, en: str) -> Finding:
    clause = LIYANG_2020.ref("1.1")
    return Finding(severity=Severity.WARNING, code=code, where=where, zh=zh, en=en, clause=clause)
