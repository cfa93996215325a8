"""The working calendar: fixed days of the law and of notices, layers, and what is no day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from shuangsuiji.errors import InvalidValueError, NotADayError, UnannouncedError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import DayKind
from shuangsuiji.values import TimeLimit, TimeUnit
from shuangsuiji.workdays import (
    DayRule,
    Deadline,
    Layer,
    Suspension,
    WorkingCalendar,
    china_calendar,
    explain,
)

CHINA = china_calendar(last_announced=2026)
CLAUSE = LIYANG_2020.ref("3.3.2")
TWENTY = TimeLimit(number=20, unit=TimeUnit.WORKING_DAY, clause=CLAUSE)


def term(number: int, unit: TimeUnit) -> TimeLimit:
    return TimeLimit(number=number, unit=unit, clause=CLAUSE)


def own(*rules: tuple[date, bool], name: str = "本单位", **changes: Any) -> Layer:  # noqa: ANN401 - fields of a layer
    made = [
        DayRule(day=day, working=working, kind=DayKind.MAKE_UP if working else DayKind.HOLIDAY, source=name)
        for day, working in rules
    ]
    return Layer(name=name, rules=made, **changes)


def due(start: date, calendar: WorkingCalendar = CHINA) -> Deadline:
    return calendar.deadline(start, TWENTY)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2020-04-28", "2020-05-28"),
        ("2026-09-11", "2026-10-15"),
        ("2026-11-30", "2026-12-28"),
        ("2017-03-13", "2017-04-11"),
        ("2018-12-03", "2018-12-29"),
        ("2011-12-05", "2011-12-31"),
        ("2020-01-10", "2020-02-14"),
        ("2015-08-10", "2015-09-08"),
        ("2019-04-15", "2019-05-14"),
        ("2013-04-10", "2013-05-09"),
    ],
)
def test_twenty_working_days_end_where_the_notices_say(start: str, end: str) -> None:
    found = due(date.fromisoformat(start))
    assert (found.due_on, found.provisional) == (date.fromisoformat(end), False)
    assert found.earliest == found.latest == found.due_on


@pytest.mark.parametrize(
    ("start", "end", "earliest", "latest"),
    [
        ("2026-12-01", "2026-12-29", "2026-12-25", "2026-12-31"),
        ("2026-12-15", "2027-01-13", "2027-01-11", "2027-01-15"),
    ],
)
def test_a_term_into_an_unannounced_year_is_provisional_with_its_range(
    start: str, end: str, earliest: str, latest: str
) -> None:
    found = due(date.fromisoformat(start))
    told = (str(found.due_on), str(found.earliest), str(found.latest), found.provisional)
    assert told == (end, earliest, latest, True)
    assert "暂定" in repr(found)
    assert f"请最迟于 {earliest} 办结" in explain(CHINA, found).summary
    with pytest.raises(UnannouncedError, match="2027"):
        CHINA.deadline(date.fromisoformat(start), TWENTY, on_unannounced="raise")


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert CHINA.announced_through == date(2026, 12, 28)
    assert CHINA.is_announced(date(2026, 12, 28))
    assert not CHINA.is_announced(date(2026, 12, 29))
    assert CHINA.announced_years == tuple(range(2001, 2027))


def test_an_overlay_moves_a_make_up_day_of_guangxi_in_2017() -> None:
    local = china_calendar("广西", last_announced=2026)
    assert due(date(2017, 3, 13), local).due_on == date(2017, 4, 13)
    assert (CHINA.is_working_day(date(2017, 4, 1)), local.is_working_day(date(2017, 4, 1))) == (True, False)
    assert (CHINA.is_working_day(date(2017, 4, 8)), local.is_working_day(date(2017, 4, 8))) == (False, True)
    assert local.id != CHINA.id
    with pytest.raises(UnknownNameError):
        china_calendar("江苏")


@pytest.mark.parametrize(
    ("day", "kind", "working"),
    [
        (date(2026, 9, 20), DayKind.MAKE_UP, True),
        (date(2026, 10, 1), DayKind.HOLIDAY, False),
        (date(2026, 3, 7), DayKind.WEEKEND, False),
        (date(2026, 3, 6), DayKind.WORKDAY, True),
        (date(2026, 3, 8), DayKind.WEEKEND, False),
        (date(2021, 3, 8), DayKind.WORKDAY, True),
        (date(2003, 5, 6), DayKind.WORKDAY, True),
        (date(2003, 4, 26), DayKind.WEEKEND, False),
    ],
)
def test_what_kind_of_day_it_is(day: date, kind: DayKind, working: bool) -> None:  # noqa: FBT001 - a table
    assert (CHINA.kind(day), CHINA.is_working_day(day)) == (kind, working)
    assert CHINA.reason(day).startswith(str(kind))


def test_the_reason_names_the_notice() -> None:
    assert "国务院办公厅关于2026年部分节假日安排的通知" in CHINA.reason(date(2026, 9, 20))
    assert "尚未公布" in CHINA.reason(date(2027, 2, 6))


@pytest.mark.parametrize(
    "wrong", [datetime(2026, 9, 11, tzinfo=UTC), 20260911, "2026-09-11", None, True, np.datetime64("2026-09-11")]
)
def test_what_is_no_day_is_refused_with_the_reason(wrong: Any) -> None:  # noqa: ANN401 - that is the point
    for ask in (CHINA.is_working_day, CHINA.kind, CHINA.next, CHINA.previous, CHINA.is_announced, due):
        with pytest.raises(NotADayError, match=type(wrong).__name__):
            ask(wrong)
    with pytest.raises(NotADayError):
        CHINA.deadlines([wrong], TWENTY)


def test_an_instant_is_told_of_day_in_china() -> None:
    with pytest.raises(TypeError, match="day_in_china"):
        CHINA.is_working_day(datetime(2026, 9, 11, tzinfo=UTC))


@pytest.mark.parametrize("day", [date(2000, 12, 31), date(2037, 1, 1)])
def test_days_outside_the_calendar_are_refused(day: date) -> None:
    with pytest.raises(InvalidValueError, match="2001-01-01"):
        CHINA.is_working_day(day)
    with pytest.raises(InvalidValueError):
        CHINA.add(date(2036, 12, 25), 20)
    with pytest.raises(InvalidValueError):
        CHINA.deadlines([date(2036, 12, 25)], TWENTY)
    with pytest.raises(InvalidValueError):
        CHINA.deadlines(np.array(["2036-12-25"], dtype="datetime64[D]"), TWENTY)


def test_counting_goes_both_ways_and_zero_stays_or_waits() -> None:
    friday, saturday, monday = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
    assert (CHINA.add(friday, 1), CHINA.add(monday, -1), CHINA.add(saturday, -1)) == (monday, friday, friday)
    assert (CHINA.add(friday, 0), CHINA.add(saturday, 0)) == (friday, monday)
    assert (CHINA.count(friday, monday), CHINA.count(monday, friday), CHINA.count(friday, friday)) == (1, -1, 0)
    assert (CHINA.next(saturday), CHINA.previous(saturday)) == (monday, friday)


@pytest.mark.parametrize(
    ("limit", "start", "end"),
    [
        (term(5, TimeUnit.DAY), date(2026, 9, 28), date(2026, 10, 8)),
        (term(10, TimeUnit.DAY), date(2026, 9, 10), date(2026, 9, 20)),
        (term(1, TimeUnit.MONTH), date(2026, 1, 31), date(2026, 2, 28)),
        (term(1, TimeUnit.YEAR), date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_terms_in_calendar_days_end_on_a_working_day_and_a_make_up_saturday_is_one(
    limit: TimeLimit, start: date, end: date
) -> None:
    assert CHINA.deadline(start, limit).due_on == end


def suspended(first: date, last: date | None) -> Suspension:
    return Suspension(first=first, last=last, reason="检验", basis="行政许可法第四十五条")


def test_suspended_days_do_not_count_and_an_open_suspension_leaves_the_day_open() -> None:
    start = date(2026, 3, 2)
    off = suspended(date(2026, 3, 10), date(2026, 3, 12))
    found = CHINA.deadline(start, TWENTY, [off])
    assert (found.due_on, CHINA.add(start, 20)) == (date(2026, 4, 2), date(2026, 3, 30))
    told = explain(CHINA, found)
    assert [row.kind for row in told.rows if off.covers(row.day)] == [DayKind.SUSPENDED] * 3
    assert "扣除 3 天" in told.summary
    waiting = CHINA.deadline(start, TWENTY, [suspended(date(2026, 3, 10), None)])
    assert (waiting.due_on, CHINA.remaining(waiting, start), str(waiting.status(start))) == (None, None, "中止")
    assert "中止" in explain(CHINA, waiting).summary


def test_a_suspension_ends_after_it_begins_and_says_why() -> None:
    with pytest.raises(InvalidValueError, match="first"):
        suspended(date(2026, 3, 10), date(2026, 3, 9))
    with pytest.raises(InvalidValueError):
        Suspension(first=date(2026, 3, 10), last=None, reason="检验", basis="")


def test_a_newer_calendar_tells_which_deadlines_it_sees_differently() -> None:
    moved = own((date(2027, 1, 4), False), (date(2027, 1, 1), False), name="2027", years=(2027,))
    newer = china_calendar(notices=[moved], last_announced=2026)
    firm, open_ = due(date(2026, 9, 11)), due(date(2026, 12, 15))
    assert newer.recheck([firm, open_]) == ((open_, due(date(2026, 12, 15), newer)),)
    assert newer.announced_through == date(2027, 12, 28)
    assert newer.conflicts == CHINA.conflicts


def test_of_two_notices_of_one_year_the_later_issued_wins_and_the_conflict_is_listed() -> None:
    day = date(2026, 3, 6)
    first = own((day, False), name="先", years=(2027,), issued_on=date(2026, 11, 1))
    late, later = date(2027, 3, 5), date(2027, 3, 12)
    one = own((late, False), name="甲", years=(2027,), issued_on=date(2026, 11, 1))
    two = own((later, False), name="乙", years=(2027,), issued_on=date(2026, 12, 1))
    for order in ([one, two], [two, one]):
        calendar = china_calendar(notices=order, last_announced=2026)
        assert (calendar.is_working_day(late), calendar.is_working_day(later)) == (True, False)
        found = [(one.day, one.overruled, one.holds) for one in calendar.conflicts if one.day.year == 2027]
        assert found == [(late, "甲", "乙"), (later, "甲", "乙")]
    assert not china_calendar(notices=[first], last_announced=2026).is_working_day(day)


def test_a_calendar_needs_a_notice() -> None:
    with pytest.raises(InvalidValueError, match="公布"):
        WorkingCalendar([own((date(2026, 3, 6), False))])
    with pytest.raises(InvalidValueError, match="2001"):
        china_calendar(last_announced=1999)


def test_only_terms_in_working_days_are_counted_in_bulk() -> None:
    with pytest.raises(InvalidValueError, match="工作日"):
        CHINA.deadlines([date(2026, 3, 2)], term(30, TimeUnit.DAY))
    assert CHINA.deadlines([], TWENTY) == []


def test_another_policy_than_the_two_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="flag"):
        CHINA.deadline(date(2026, 3, 2), TWENTY, on_unannounced="guess")


def test_it_shows_what_it_is_made_of() -> None:
    assert "2026-12-28" in repr(CHINA)
    assert "勘误" in CHINA._repr_html_()
    assert "暂定" in due(date(2026, 12, 15))._repr_html_()
    assert "国务院办公厅" in explain(CHINA, due(date(2026, 9, 11)))._repr_html_()


def test_an_old_notice_apart_from_the_run_moves_nothing() -> None:
    old = own((date(1999, 10, 1), False), name="1999", years=(1999,))
    calendar = china_calendar(notices=[old], last_announced=2026)
    assert (calendar.announced_through, calendar.id) == (CHINA.announced_through, CHINA.id)
    gap = own((date(2028, 10, 2), False), name="2028", years=(2028,))
    assert china_calendar(notices=[gap], last_announced=2026).announced_through == date(2026, 12, 28)


@pytest.mark.parametrize("limit", [term(10**6, TimeUnit.DAY), term(10**5, TimeUnit.MONTH), term(9999, TimeUnit.YEAR)])
def test_a_term_beyond_the_calendar_is_refused(limit: TimeLimit) -> None:
    with pytest.raises(InvalidValueError, match="覆盖"):
        CHINA.deadline(date(2026, 3, 2), limit)


@pytest.mark.parametrize("year", [1949, 2101])
def test_years_of_notices_lie_within_reason(year: int) -> None:
    with pytest.raises(InvalidValueError):
        own(name="通知", years=(year,))


@pytest.mark.parametrize(
    "wrong",
    [
        np.array([20260911]),
        np.array(["2026-09-11"]),
        np.array(["2026-09"], dtype="datetime64[M]"),
        np.array(["2026-09-11T17:00"], dtype="datetime64[ns]"),
        np.array([datetime(2026, 9, 11, tzinfo=UTC)], dtype=object),
    ],
)
def test_an_array_of_something_else_than_days_is_refused(wrong: Any) -> None:  # noqa: ANN401 - an array
    with pytest.raises(NotADayError):
        CHINA.deadlines(wrong, TWENTY)


def test_arrays_of_days_in_other_clothes_are_taken() -> None:
    day = date(2026, 9, 11)
    for starts in (np.array([day], dtype=object), np.array(["2026-09-11"], dtype="datetime64[ns]")):
        assert CHINA.deadlines(starts, TWENTY).tolist() == [date(2026, 10, 15)]  # type: ignore[union-attr]
    assert CHINA.deadlines((one for one in [day]), TWENTY) == [date(2026, 10, 15)]


@pytest.mark.parametrize("count", [2.0, True, "2"])
def test_a_count_is_a_whole_number(count: Any) -> None:  # noqa: ANN401 - that is the point
    with pytest.raises(InvalidValueError, match="整数"):
        CHINA.add(date(2026, 9, 11), count)


def test_an_estimate_knows_nothing_of_what_came_later() -> None:
    before = china_calendar(last_announced=2019)
    assert before.is_working_day(date(2020, 1, 30))
    assert not CHINA.is_working_day(date(2020, 1, 30))


def is_open(deadline: Deadline) -> bool:
    """Tell whether a term has a range on both sides of its best guess."""
    ends = deadline.earliest, deadline.due_on, deadline.latest
    return None not in ends and len(set(ends)) == len(ends)


def days_off(year: int) -> list[tuple[date, bool]]:
    """Return an invented whole notice of a year: its days fixed by law and nothing moved."""
    fixed = ((1, 1), (2, 5), (2, 8), (2, 9), (4, 5), (5, 1), (5, 3), (6, 9), (9, 15), (10, 1), (10, 2), (10, 4))
    return [(date(year, month, day), False) for month, day in fixed]


def test_an_amendment_without_a_date_amends_whatever_notice_it_is_given_with() -> None:
    whole = own(*days_off(2027), name="2027", years=[2027], issued_on=date(2026, 11, 20))
    amendment = own((date(2027, 6, 12), True), name="调整")
    for given in ([whole, amendment], [amendment, whole]):
        changed = china_calendar(notices=given, last_announced=2026)
        assert changed.is_working_day(date(2027, 6, 12))
        assert [one.holds for one in changed.conflicts if one.day.year == 2027] == ["调整"]


def test_of_two_notices_of_a_year_the_later_holds_and_one_without_a_date_is_as_new_as_those_before_it() -> None:
    dated = own(*days_off(2027), name="甲", years=[2027], issued_on=date(2026, 11, 20))
    undated = own(*days_off(2027), (date(2027, 3, 1), False), name="乙", years=[2027])
    later = china_calendar(notices=[dated, undated], last_announced=2026)
    earlier = china_calendar(notices=[undated, dated], last_announced=2026)
    assert not later.is_working_day(date(2027, 3, 1))
    assert earlier.is_working_day(date(2027, 3, 1))


def test_the_estimate_reaches_ten_years_beyond_whatever_is_announced_and_no_question_further() -> None:
    far = china_calendar(notices=[own(*days_off(2045), name="2045", years=[2045])], last_announced=2026)
    assert far.last_day == date(2055, 12, 31)
    assert not far.is_working_day(date(2040, 10, 1))
    assert is_open(far.deadline(date(2040, 9, 20), term(10, TimeUnit.WORKING_DAY)))
    own_day = china_calendar(extra=[own((date(2050, 3, 1), False))], last_announced=2026)
    assert own_day.last_day == CHINA.last_day == date(2036, 12, 31)
    with pytest.raises(InvalidValueError, match="2036-12-31"):
        own_day.is_working_day(date(2050, 3, 1))


def test_the_last_december_of_the_estimate_is_as_open_as_any() -> None:
    assert is_open(CHINA.deadline(date(2036, 11, 25), TWENTY))


def test_a_short_term_may_end_on_a_weekend_that_turns_out_to_be_worked() -> None:
    before = china_calendar(last_announced=2007)
    one = before.deadline(date(2008, 2, 1), term(1, TimeUnit.WORKING_DAY))
    true = CHINA.add(date(2008, 2, 1), 1)
    assert true == date(2008, 2, 2)
    assert one.earliest == true


@pytest.mark.parametrize("number", [1, 2, 3, 5, 10, 20, 30])
def test_the_range_holds_the_true_day_but_where_an_order_came_out_of_season(number: int) -> None:
    missed = set[int]()
    for year in range(2008, 2027):
        before = china_calendar(last_announced=year - 1)
        for step in range(340):
            start = date.fromordinal(date(year - 1, 12, 29).toordinal() + step)
            found, true = before.deadline(start, term(number, TimeUnit.WORKING_DAY)), CHINA.add(start, number)
            if found.earliest is None or found.latest is None or not found.earliest <= true <= found.latest:
                missed.add(year)
    assert missed <= {2015, 2020}


def test_only_the_festivals_at_its_end_move_a_term_of_a_year() -> None:
    two_years = CHINA.deadline(date(2026, 6, 1), term(2, TimeUnit.YEAR))
    assert two_years.earliest == date(2028, 6, 1)
    assert two_years.latest is not None
    assert two_years.latest <= date(2028, 6, 7)


def test_days_after_the_end_of_a_term_are_not_numbered() -> None:
    found = explain(CHINA, CHINA.deadline(date(2026, 9, 1), term(32, TimeUnit.DAY)))
    assert max(row.counted or 0 for row in found.rows) == 32
    assert [row.day for row in found.rows if row.rolled][-1] == found.deadline.due_on
    assert "顺延 5 天至 2026-10-08" in found.summary
    assert "调休上班计入" not in found.summary


def test_what_is_done_is_kept_however_long_a_suspension_lasts() -> None:
    stop = Suspension(first=date(2026, 3, 20), last=None, reason="复检", basis="某条")
    found = CHINA.deadline(date(2026, 3, 2), TWENTY, [stop])
    assert found.status(date(2026, 4, 1)).value == "中止"
    assert found.status(date(2026, 4, 1), done_on=date(2026, 3, 5)).value == "按期"


def test_nothing_is_done_before_its_term_starts() -> None:
    with pytest.raises(InvalidValueError, match="2026-03-02"):
        due(date(2026, 3, 2)).status(date(2026, 4, 1), done_on=date(2026, 3, 1))


def test_before_a_term_starts_all_of_it_is_left() -> None:
    assert CHINA.remaining(due(date(2026, 3, 2)), date(2026, 1, 5)) == 20


NUMBER: Any = 20
WORDS: Any = "2026-03-05"
NOTHING: Any = None


@pytest.mark.parametrize(
    ("ask", "named"),
    [
        (lambda: CHINA.deadline(date(2026, 3, 2), NUMBER), "limit"),
        (lambda: CHINA.deadlines([date(2026, 3, 2)], NUMBER), "limit"),
        (lambda: CHINA.deadline(date(2026, 3, 2), TWENTY, [WORDS]), "suspensions"),
        (lambda: WorkingCalendar([NUMBER]), "layers"),
        (lambda: china_calendar(notices=[NUMBER]), "notices"),
        (lambda: china_calendar(last_announced=WORDS), "last_announced"),
        (lambda: Layer.from_holiday_cn(NOTHING), "holiday-cn"),
        (lambda: CHINA.deadline(date(1999, 3, 1), term(3, TimeUnit.YEAR)), "1999-03-01"),
        (lambda: CHINA.is_announced(date(1950, 1, 1)), "1950-01-01"),
        (lambda: CHINA.deadlines(np.array(["2026-03-02"], "M8[D]"), term(2**63 - 1, TimeUnit.WORKING_DAY)), "2036"),
    ],
)
def test_what_is_no_term_no_layer_and_no_day_of_the_calendar_is_named(ask: Any, named: str) -> None:  # noqa: ANN401 - a function
    with pytest.raises(InvalidValueError, match=named):
        ask()


@pytest.mark.parametrize("unit", [TimeUnit.DAY, TimeUnit.WORKING_DAY])
def test_a_suspension_beyond_the_calendar_is_refused(unit: TimeUnit) -> None:
    ages = Suspension(first=date(2026, 9, 14), last=date.max, reason="复检", basis="某条")
    with pytest.raises(InvalidValueError, match="9999-12-31"):
        CHINA.deadline(date(2026, 9, 10), term(30, unit), [ages])


def test_other_open_days_make_another_id() -> None:
    one = WorkingCalendar([*CHINA.layers, own((date(2027, 1, 2), False))])  # a Saturday: no other working day
    assert one.timetable == CHINA.timetable
    assert one.id != CHINA.id
