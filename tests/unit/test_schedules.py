"""Schedules: frequencies as they are written, draws on working days, and whether they come in a burst."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidRatioError, InvalidValueError
from shuangsuiji.planning import LAST_DAY, DrawSchedule, Frequency, Period, ScheduledDraw, check_spread, lay_out
from shuangsuiji.terms import DayKind
from shuangsuiji.values import ClauseRef, Finding, Severity
from shuangsuiji.workdays import DayRule, Layer, WorkingCalendar, china_calendar
from tests.unit.builders import made

CHINA = china_calendar(last_announced=2026)


def schedule(every: Period = Period.QUARTER, **changes: object) -> DrawSchedule:
    return made(DrawSchedule, {"every": every}, changes)


def laid(year: int = 2026, calendar: WorkingCalendar = CHINA, **changes: object) -> tuple[ScheduledDraw, ...]:
    return lay_out({"T-1": schedule(**changes)}, year, calendar)  # type: ignore[arg-type]


def days(draws: tuple[ScheduledDraw, ...]) -> list[str]:
    return [one.on.isoformat() for one in draws]


def drawn(*months: int, year: int = 2026) -> list[ScheduledDraw]:
    return [
        ScheduledDraw(
            task_id="T-1",
            number=number,
            nominal_on=date(year, month, 5),
            on=date(year, month, 5),
            is_provisional=False,
        )
        for number, month in enumerate(months, 1)
    ]


@pytest.mark.parametrize(
    ("text", "times", "years"),
    [
        ("每年2次", 2, 1),
        ("每年两次", 2, 1),
        ("两年1次", 1, 2),
        ("每2年1次", 1, 2),
        ("1年2次", 2, 1),
        ("一年十二次", 12, 1),
        ("每 三 年 ２ 次", 2, 3),
        ("每季度1次", 4, 1),
        ("每季2次", 8, 1),
        ("每个季度一次", 4, 1),
        ("每月1次", 12, 1),
        ("每个月1次", 12, 1),
        ("每半年1次", 2, 1),
        ("半年一次", 2, 1),
        ("2次/年", 2, 1),
        ("1次／每季度", 4, 1),
    ],
)
def test_a_frequency_is_read_as_plans_write_it(text: str, times: int, years: int) -> None:
    assert Frequency.of(text) == Frequency(times=times, years=years)


@pytest.mark.parametrize(
    "text",
    ["", "1次", "根据监管需要确定", "每年0次", "2026年1次", "第1年2次", "每年1.5次", "每年2次以上", "=1", 2, None],
)
def test_what_states_no_period_and_times_is_refused_and_shown(text: Any) -> None:  # noqa: ANN401 - slips of type too
    with pytest.raises(InvalidValueError) as caught:
        Frequency.of(text)
    zh, en = str(caught.value).split("\n")
    assert "每半年1次" in zh
    assert "must state a period" in en
    assert repr(text) in zh
    assert repr(text) in en


@pytest.mark.parametrize(("times", "years"), [(0, 1), (1, 0), (1.5, 1), (True, 1), (-1, 2)])
def test_a_frequency_counts_in_whole_numbers_from_one(times: Any, years: int) -> None:  # noqa: ANN401 - slips of type
    with pytest.raises(InvalidValueError, match=r"^Frequency\.(times|years)"):
        Frequency(times=times, years=years)


def test_frequencies_compare_by_their_exact_rate() -> None:
    assert Frequency.of("两年1次").rate == Fraction(1, 2) < Frequency.of("三年2次").rate < Frequency.of("每年1次").rate
    assert Frequency.of("每半年1次").rate == Frequency.of("每年2次").rate == 2
    twice_in_two = Frequency(times=2, years=2)
    assert twice_in_two.rate == Frequency(times=1).rate
    assert twice_in_two != Frequency(times=1)


def test_a_frequency_of_several_years_begins_in_the_first() -> None:
    years = range(2026, 2032)
    assert [Frequency.of("两年1次").times_in(year, 2026) for year in years] == [1, 0, 1, 0, 1, 0]
    assert [Frequency.of("两年3次").times_in(year, 2026) for year in years] == [2, 1, 2, 1, 2, 1]
    assert [Frequency.of("三年2次").times_in(year, 2026) for year in years] == [1, 1, 0, 1, 1, 0]
    assert [Frequency.of("每年4次").times_in(year, 2026) for year in years] == [4] * 6
    with pytest.raises(InvalidValueError, match="2026"):
        Frequency.of("两年1次").times_in(2025, 2026)


@settings(max_examples=50)
@given(st.integers(1, 400), st.integers(1, 9), st.integers(0, 30))
def test_any_run_of_its_years_has_exactly_its_times(times: int, years: int, passed: int) -> None:
    frequency = Frequency(times=times, years=years)
    per_year = [frequency.times_in(2000 + passed + one, 2000) for one in range(years)]
    assert sum(per_year) == times
    assert max(per_year) - min(per_year) <= 1


@settings(max_examples=50)
@given(st.integers(1, 999), st.integers(1, 99))
def test_what_a_frequency_says_is_read_as_itself(times: int, years: int) -> None:
    frequency = Frequency(times=times, years=years)
    assert Frequency.of(str(frequency)) == frequency


def test_a_frequency_speaks_chinese() -> None:
    assert str(Frequency.of("1年2次")) == "每年2次"
    assert str(Frequency.of("两年1次")) == "每2年1次"


def test_a_quarterly_schedule_falls_on_the_first_working_days_1_1() -> None:
    draws = laid(day=1)
    assert [one.nominal_on for one in draws] == [date(2026, month, 1) for month in (1, 4, 7, 10)]
    assert days(draws) == ["2026-01-04", "2026-04-01", "2026-07-01", "2026-10-08"]  # 4 January is a make-up Sunday
    assert [one.number for one in draws] == [1, 2, 3, 4]


def test_a_day_stays_in_its_month_where_no_working_day_is_left_after_it() -> None:
    draws = laid(2025, every=Period.MONTH, day=LAST_DAY)
    assert [one.nominal_on.day for one in draws[:3]] == [31, 28, 31]
    by_month = {one.on.month: one.on for one in draws}
    assert by_month[5] == date(2025, 5, 30)  # 31 May is the Saturday of 端午节
    assert by_month[8] == date(2025, 8, 29)  # a Sunday
    assert by_month[9] == date(2025, 9, 30)


def test_the_last_day_of_the_year_stays_in_the_year() -> None:
    (draw,) = laid(2022, every=Period.YEAR, first_month=12, day=LAST_DAY)
    assert (draw.nominal_on, draw.on) == (date(2022, 12, 31), date(2022, 12, 30))


def test_the_last_month_of_a_calendar_is_laid_out_as_any_other() -> None:
    first, last = CHINA.first_day.year, CHINA.last_day.year
    assert len(laid(first, every=Period.MONTH)) == len(laid(last, every=Period.MONTH, day=LAST_DAY)) == 12
    with pytest.raises(InvalidValueError):
        laid(last + 1)


def test_a_schedule_begins_skips_and_ends_where_it_says() -> None:
    assert [day.month for day in schedule(first_month=2).nominal_days(2026)] == [2, 5, 8, 11]
    assert [day.month for day in schedule(first_month=3, count=2).nominal_days(2026)] == [3, 6]
    assert [day.month for day in schedule(Period.MONTH, skip_months=(1, 2, 10)).nominal_days(2026)] == [
        *range(3, 10),
        11,
        12,
    ]
    assert [day.month for day in schedule(Period.HALF_YEAR, first_month=8).nominal_days(2026)] == [8]
    assert [day.month for day in schedule(skip_months=(1,)).nominal_days(2026)] == [4, 7, 10]
    assert schedule(Period.HALF_YEAR).times == Frequency.of("每年2次").times_in(2026, 2026)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"every": "每月"}, "every"),
        ({"first_month": 0}, "first_month"),
        ({"first_month": 13}, "1 至 12"),
        ({"day": 0}, "day"),
        ({"day": 29}, "1 至 28"),
        ({"day": -2}, "day"),
        ({"skip_months": (13,)}, "1 至 12"),
        ({"skip_months": 7}, "tuple"),
        ({"skip_months": [7]}, "tuple"),
        ({"skip_months": (4, 4)}, "各一次"),
        ({"skip_months": (7, 4)}, "各一次"),
        ({"skip_months": (1, 4, 7, 10)}, "可抽取 0 次"),
        ({"count": 5}, "可抽取 4 次"),
        ({"count": 4, "first_month": 5}, "可抽取 3 次"),
        ({"count": 0}, "count"),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused(changes: dict[str, object], match: str) -> None:
    with pytest.raises(InvalidValueError, match=match):
        schedule(**changes)  # type: ignore[arg-type]


def test_draws_are_sorted_by_day_and_then_by_task_whatever_the_order_of_tasks() -> None:
    tasks = {"T-2": schedule(day=6), "T-1": schedule(Period.HALF_YEAR, day=6), "T-3": schedule(Period.YEAR, day=5)}
    draws = lay_out(tasks, 2026, CHINA)
    assert [(one.task_id, one.number) for one in draws[:3]] == [("T-3", 1), ("T-1", 1), ("T-2", 1)]
    assert draws == lay_out(dict(reversed(tasks.items())), 2026, CHINA)
    assert lay_out({}, 2026, CHINA) == ()


def test_days_of_a_year_whose_notice_has_not_come_are_provisional_3_1_4() -> None:
    assert not any(one.is_provisional for one in laid(2026))
    before = laid(2027)
    assert all(one.is_provisional for one in before)
    assert str(before[0]) == "T-1 第1次 2027-01-04（暂定）"
    new_year = [{"name": "元旦", "date": f"2027-01-0{day}", "isOffDay": True} for day in (1, 4)]
    notice = Layer.from_holiday_cn({"year": 2027, "papers": [], "days": new_year})  # made up
    after = laid(2027, china_calendar(notices=[notice], last_announced=2026))
    assert not any(one.is_provisional for one in after)
    assert str(after[0]) == "T-1 第1次 2027-01-05"


def test_the_last_days_of_december_wait_for_the_next_notice_3_1_4() -> None:
    (early,) = laid(2026, every=Period.YEAR, first_month=12, day=28)
    (late,) = laid(2026, every=Period.YEAR, first_month=12, day=LAST_DAY)
    assert (early.is_provisional, late.is_provisional) == (False, True)


def test_a_day_moved_back_is_provisional_where_the_days_after_it_are_open() -> None:
    calendar = china_calendar(last_announced=2022)
    off = [
        DayRule(day=date(2022, 12, day), working=False, kind=DayKind.LOCAL_HOLIDAY, source="本单位")
        for day in (28, 29, 30, 31)
    ]
    (draw,) = laid(2022, WorkingCalendar((*calendar.layers, own(off))), every=Period.YEAR, first_month=12, day=28)
    assert draw.on == date(2022, 12, 27)
    assert calendar.is_announced(draw.on)
    assert draw.is_provisional


def own(rules: list[DayRule]) -> Layer:
    return Layer(name="本单位", rules=rules)


def test_a_month_without_a_working_day_is_refused_by_name() -> None:
    off = [
        DayRule(day=date(2026, 2, day), working=False, kind=DayKind.LOCAL_HOLIDAY, source="本单位")
        for day in range(1, 29)
    ]
    calendar = WorkingCalendar((*CHINA.layers, own(off)))
    with pytest.raises(InvalidValueError, match=r"T-1\.nominal_on.*skip_months.*2026-02-01"):
        laid(2026, calendar, every=Period.MONTH)
    assert len(laid(2026, calendar, every=Period.MONTH, skip_months=(2,))) == 11


@pytest.mark.parametrize(
    ("tasks", "year", "calendar"),
    [({"T|1": schedule()}, 2026, CHINA), ({"T-1": "每季度"}, 2026, CHINA), ({}, 1999, CHINA), ({}, 2026, None)],
)
def test_what_is_no_schedule_year_or_calendar_is_refused(tasks: Any, year: int, calendar: Any) -> None:  # noqa: ANN401 - slips of type
    with pytest.raises(InvalidValueError):
        lay_out(tasks, year, calendar)


@lru_cache
def _announced(last: int) -> WorkingCalendar:
    return china_calendar(last_announced=last)


@st.composite
def schedules(draw: st.DrawFn) -> DrawSchedule:
    every = draw(st.sampled_from(Period))
    first = draw(st.integers(1, 12))
    months = range(first, 13, every.months)
    kept = draw(st.lists(st.sampled_from(months), min_size=1, unique=True))
    return DrawSchedule(
        every=every,
        first_month=first,
        day=draw(st.one_of(st.integers(1, 28), st.just(LAST_DAY))),
        count=draw(st.one_of(st.none(), st.integers(1, len(kept)))),
        skip_months=tuple(month for month in months if month not in kept),
    )


TASKS = st.dictionaries(st.sampled_from(["T-1", "T-2", "T-3"]), schedules(), min_size=1)


@settings(max_examples=50)
@given(TASKS, st.integers(2010, 2034), st.integers(2009, 2026))
def test_every_draw_is_on_a_working_day_of_its_month_and_numbered_without_gaps(
    tasks: dict[str, DrawSchedule], year: int, last: int
) -> None:
    calendar = _announced(max(last, year - 8))
    draws = lay_out(tasks, year, calendar)
    assert list(draws) == sorted(draws, key=lambda one: (one.on, one.task_id))
    for task_id, one_schedule in tasks.items():
        own_draws = [one for one in draws if one.task_id == task_id]
        assert [one.number for one in own_draws] == list(range(1, one_schedule.times + 1))
        assert len({one.on for one in own_draws}) == len(own_draws)
    for one in draws:
        assert calendar.is_working_day(one.on)
        assert (one.on.year, one.on.month) == (year, one.nominal_on.month)
        skipped = (one.on - one.nominal_on).days
        assert skipped == 0 or not calendar.is_working_day(one.nominal_on)
        assert skipped >= 0 or calendar.add(one.nominal_on, 0).month != one.on.month
        assert skipped < 0 or calendar.add(one.nominal_on, 0) == one.on
        assert one.is_provisional or calendar.is_announced(one.on)


@settings(max_examples=30)
@given(TASKS, st.integers(2016, 2025))
def test_what_is_not_provisional_does_not_change_with_the_next_notice(
    tasks: dict[str, DrawSchedule], year: int
) -> None:
    before, after = (lay_out(tasks, year, _announced(last)) for last in (year, year + 1))
    final = {one for one in before if not one.is_provisional}
    assert final <= set(after)


def found(draws: list[ScheduledDraw] | tuple[ScheduledDraw, ...], **changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - parameters
    return [(one.code, one.where) for one in check_spread(draws, **changes)]


def test_draws_all_through_the_year_are_well_spread_1_1() -> None:
    assert found(laid(2026)) == []
    assert found(drawn(1, 5, 9, 12)) == []
    assert found([]) == []


def test_more_than_half_of_a_years_draws_in_one_month_is_a_burst_1_1() -> None:
    (burst,) = check_spread(drawn(2, 4, 8, 11, 11, 11, 11, 11))
    assert isinstance(burst, Finding)
    assert (burst.severity, burst.code, burst.where) == (Severity.WARNING, "plan.burst", "2026-11")
    assert isinstance(burst.clause, ClauseRef)
    assert burst.clause.clause == "1.1"
    assert burst.zh == "全年 8 次抽取中 5 次集中在 11 月，超过 1/2"
    assert found(drawn(2, 4, 8, 11, 11, 11)) == []  # half of them is not more than half


def test_a_quarter_without_a_draw_is_found_1_1() -> None:
    (idle,) = check_spread(drawn(1, 2, 4, 5))
    assert (idle.code, idle.where, idle.severity) == ("plan.idle_quarter", "2026", Severity.WARNING)
    assert "第 3、4 季度没有" in idle.zh
    assert found(drawn(12, 12, 12, 12)) == [("plan.burst", "2026-12"), ("plan.idle_quarter", "2026")]


def test_fewer_than_four_draws_a_year_are_not_looked_at() -> None:
    assert found(drawn(12, 12, 12)) == []
    assert found(drawn(12, 12, 12), from_draws=3) == [("plan.burst", "2026-12"), ("plan.idle_quarter", "2026")]
    assert found(drawn(3, 3) + drawn(9, 9, year=2027)) == []


def test_every_year_is_looked_at_by_itself() -> None:
    assert found(drawn(1, 4, 7, 10) + drawn(1, 4, 7, 8, year=2025)) == [("plan.idle_quarter", "2025")]


def test_the_share_of_a_month_is_a_parameter_and_exact() -> None:
    draws = drawn(1, 1, 4, 7, 7, 10)
    assert found(draws, most="1/3") == []
    assert found(draws, most=Fraction(1, 4)) == [("plan.burst", "2026-01"), ("plan.burst", "2026-07")]
    with pytest.raises(InvalidRatioError):
        found(draws, most=0.5)
    with pytest.raises(InvalidValueError):
        found(draws, from_draws=0)


@settings(max_examples=50)
@given(st.lists(st.integers(1, 12), min_size=4, max_size=30))
def test_the_findings_are_those_that_counting_gives(months: list[int]) -> None:
    counts = Counter(months)
    expected = [("plan.burst", f"2026-{month:02}") for month, one in sorted(counts.items()) if 2 * one > len(months)]
    idle = {(month - 1) // 3 for month in months} != {0, 1, 2, 3}
    assert found(drawn(*months)) == expected + [("plan.idle_quarter", "2026")] * idle
