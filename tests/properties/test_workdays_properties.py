"""The seventeen properties of the working calendar, against a loop over days that knows nothing of tables."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.terms import DayKind, DeadlineStatus
from shuangsuiji.values import TimeLimit, TimeUnit
from shuangsuiji.workdays import (
    DayRule,
    Deadline,
    Layer,
    Suspension,
    WorkingCalendar,
    china_calendar,
    explain,
    national_layers,
)

CHINA = china_calendar(last_announced=2026)
CLAUSE = LIYANG_2020.ref("3.3.2")
DAY = timedelta(days=1)
MANY = settings(max_examples=150)


def days(first: date = date(2001, 1, 2), last: date = date(2027, 6, 30)) -> SearchStrategy[date]:
    return st.dates(first, last)


def counts(most: int = 60) -> SearchStrategy[int]:
    return st.integers(1, most)


def limit(number: int = 20, unit: TimeUnit = TimeUnit.WORKING_DAY) -> TimeLimit:
    return TimeLimit(number=number, unit=unit, clause=CLAUSE)


def limits() -> SearchStrategy[TimeLimit]:
    return st.builds(limit, counts(40), st.sampled_from((TimeUnit.WORKING_DAY, TimeUnit.DAY)))


@st.composite
def suspensions(draw: DrawFn, start: date) -> list[Suspension]:
    made: list[Suspension] = []
    for _ in range(draw(st.integers(0, 3))):
        first = start + timedelta(days=draw(st.integers(-20, 40)))
        last = first + timedelta(days=draw(st.integers(0, 15)))
        made.append(Suspension(first=first, last=last, reason="检验", basis="行政许可法第四十五条"))
    return made


def walked(calendar: WorkingCalendar, start: date, count: int, off: Iterable[Suspension] = ()) -> date:
    """Return the oracle's answer: day by day."""
    gone = list(off)
    day = start
    while count:
        day += DAY
        count -= calendar.is_working_day(day) and not any(one.covers(day) for one in gone)
    return day


def rule(day: date, *, working: bool) -> DayRule:
    kind = DayKind.MAKE_UP if working else DayKind.HOLIDAY
    return DayRule(day=day, working=working, kind=kind, source="本单位")


@MANY
@given(days(), counts())
def test_1_adding_is_what_a_walk_finds(day: date, count: int) -> None:
    found = CHINA.add(day, count)
    assert found == walked(CHINA, day, count) > day
    assert CHINA.is_working_day(found)


@MANY
@given(days(), counts())
def test_2_counting_undoes_adding(day: date, count: int) -> None:
    assert CHINA.count(day, CHINA.add(day, count)) == count


@MANY
@given(days(), days(), counts())
def test_3_more_days_end_later_and_a_later_start_never_earlier(day: date, other: date, count: int) -> None:
    assert CHINA.add(day, count) < CHINA.add(day, count + 1)
    first, second = sorted((day, other))
    assert CHINA.add(first, count) <= CHINA.add(second, count)


@MANY
@given(days(), counts(), counts())
def test_4_adding_twice_is_adding_the_sum(day: date, count: int, more: int) -> None:
    assert CHINA.add(CHINA.add(day, count), more) == CHINA.add(day, count + more)


@MANY
@given(days(), days(), days())
def test_5_counts_add_up_and_change_their_sign(one: date, other: date, third: date) -> None:
    assert CHINA.count(one, other) + CHINA.count(other, third) == CHINA.count(one, third)
    assert CHINA.count(one, other) == -CHINA.count(other, one)


@MANY
@given(days(date(2001, 1, 10)), counts())
def test_6_a_start_on_a_day_off_counts_as_from_the_last_working_day_before(day: date, count: int) -> None:
    if not CHINA.is_working_day(day):
        assert CHINA.add(day, count) == CHINA.add(CHINA.previous(day), count)


@MANY
@given(st.data(), days(), counts(30))
def test_7_suspended_days_do_not_count(data: st.DataObject, day: date, count: int) -> None:
    off = data.draw(suspensions(day))
    found = CHINA.deadline(day, limit(count), data.draw(st.permutations(off)))
    assert found.due_on == walked(CHINA, day, count, off)
    assert found.due_on is not None
    assert found.due_on >= CHINA.add(day, count)
    assert not any(one.covers(found.due_on) for one in off)
    rest = [one for one in off if CHINA.count(one.first - DAY, one.last or one.first) == 0]
    assert CHINA.deadline(day, limit(count), rest).due_on == CHINA.add(day, count)


@MANY
@given(st.data(), days(), limits())
def test_8_an_explanation_accounts_for_every_day(data: st.DataObject, day: date, term: TimeLimit) -> None:
    deadline = CHINA.deadline(day, term, data.draw(suspensions(day)))
    told = explain(CHINA, deadline)
    assert [row.day for row in told.rows] == list(deadline.days())
    numbers = [row.counted for row in told.rows if row.counted is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    if term.unit is TimeUnit.WORKING_DAY:
        assert told.rows[-1].counted == term.number
    assert str(deadline.due_on) in told.summary


@MANY
@given(days(), counts(30), st.integers(1, 60), st.sampled_from((False, True)))
def test_9_a_day_more_off_never_ends_a_term_earlier_and_a_day_more_worked_never_later(
    day: date,
    count: int,
    step: int,
    working: bool,  # noqa: FBT001 - drawn
) -> None:
    changed = day + timedelta(days=step)
    assume(CHINA.is_working_day(changed) != working)
    other = china_calendar(extra=[Layer(name="本单位", rules=[rule(changed, working=working)])], last_announced=2026)
    before, after = CHINA.add(day, count), other.add(day, count)
    if changed > max(before, after):
        assert after == before
    assert (after <= before) if working else (after >= before)


@MANY
@given(days(date(2004, 1, 1), date(2026, 12, 28)), days(date(2004, 1, 1), date(2026, 12, 28)))
def test_10_a_layer_that_says_what_holds_changes_nothing_and_later_ones_win(day: date, other: date) -> None:
    same = Layer(name="同", rules=[rule(day, working=CHINA.is_working_day(day))])
    assert china_calendar(extra=[same], last_announced=2026).id == CHINA.id
    off, on = Layer(name="休", rules=[rule(day, working=False)]), Layer(name="班", rules=[rule(day, working=True)])
    assert china_calendar(extra=[off, on], last_announced=2026).is_working_day(day)
    assert not china_calendar(extra=[on, off], last_announced=2026).is_working_day(day)
    if day != other:
        one, two = (
            Layer(name="甲", rules=[rule(day, working=False)]),
            Layer(name="乙", rules=[rule(other, working=True)]),
        )
        assert china_calendar(extra=[one, two]).id == china_calendar(extra=[two, one]).id


@MANY
@given(st.data(), days(), limits())
def test_11_deadlines_and_layers_come_back_from_json(data: st.DataObject, day: date, term: TimeLimit) -> None:
    deadline = CHINA.deadline(day, term, data.draw(suspensions(day)))
    assert from_json(to_json(deadline), Deadline) == deadline
    layer = Layer(
        name="本单位", rules=[rule(day, working=False)], years=(day.year,), issued_on=day, document_no="示例〔1〕"
    )
    assert from_json(to_json(layer), Layer) == layer


@MANY
@given(st.lists(days(), max_size=30), counts())
def test_12_in_bulk_and_in_arrays_the_same_comes_out(starts: list[date], count: int) -> None:
    due = [CHINA.add(day, count) for day in starts]
    assert CHINA.deadlines(starts, limit(count)) == due
    found = CHINA.deadlines(np.array(starts, dtype="datetime64[D]"), limit(count))
    assert list(found.tolist()) == due  # type: ignore[union-attr]
    everything, working = CHINA.to_numpy()
    assert everything[0].item() == CHINA.first_day
    assert everything[-1].item() == CHINA.last_day
    assert bytes(working.astype("uint8")) == CHINA.timetable.working


BLOCKS = (
    (date(2027, 1, 1), date(2027, 1, 1)),
    (date(2027, 2, 5), date(2027, 2, 10)),
    (date(2027, 5, 1), date(2027, 5, 4)),
)


@st.composite
def notices(draw: DrawFn) -> Layer:
    """Return a notice of 2027 that moves at most two days around each of three festivals."""
    fixed = [one for layer in national_layers(2026) if layer.estimated for one in layer.rules if one.day.year == 2027]
    said = {one.day: one for one in fixed}
    for first, last in BLOCKS:
        around = [first - timedelta(days=n) for n in range(1, 9)] + [last + timedelta(days=n) for n in range(1, 9)]
        free = [day for day in around if day not in said and day > CHINA.announced_through]
        off = [day for day in free if day.weekday() < 5]
        worked = [day for day in free if day.weekday() >= 5]
        swaps = draw(st.integers(0, 2))
        for day in draw(st.lists(st.sampled_from(off), min_size=swaps, max_size=swaps, unique=True)):
            said[day] = rule(day, working=False)
        for day in draw(st.lists(st.sampled_from(worked), min_size=swaps, max_size=swaps, unique=True)):
            said[day] = rule(day, working=True)
    return Layer(name="2027 年通知", rules=said.values(), years=(2027,), issued_on=date(2026, 11, 30))


@settings(max_examples=200)
@given(notices(), days(date(2026, 11, 25), date(2027, 5, 20)))
def test_13_the_range_holds_whatever_notice_comes(notice: Layer, day: date) -> None:
    guessed = CHINA.deadline(day, limit())
    assert guessed.earliest is not None
    assert guessed.due_on is not None
    assert guessed.latest is not None
    assert guessed.earliest <= guessed.due_on <= guessed.latest
    if not guessed.provisional:
        assert guessed.earliest == guessed.due_on == guessed.latest
    known = china_calendar(notices=[notice], last_announced=2026)
    assert guessed.earliest <= known.add(day, 20) <= guessed.latest


@MANY
@given(days(date(2015, 1, 1), date(2019, 11, 1)), st.integers(2010, 2025))
def test_14_the_more_is_announced_the_less_is_provisional(day: date, year: int) -> None:
    less, more = (china_calendar(last_announced=one).deadline(day, limit()) for one in (year, year + 1))
    assert less.provisional or not more.provisional


def test_15_many_threads_on_one_calendar_are_one_thread() -> None:
    fresh = WorkingCalendar(CHINA.layers)
    starts = [date(2004, 1, 1) + timedelta(days=3 * n) for n in range(2_000)]
    due = [CHINA.add(day, 20) for day in starts]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda part: [fresh.add(day, 20) for day in part], [starts] * 8))
    assert found == [due] * 8


def test_16_the_calendar_is_the_same_whatever_the_machine_is_set_to() -> None:
    code = "from shuangsuiji.workdays import china_calendar; print(china_calendar(last_announced=2026).id)"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "TZ": zone, "LANGUAGE": language, "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for zone, language, seed in (
            ("UTC", "en_US", "0"),
            ("Pacific/Kiritimati", "zh_CN", "1"),
            ("America/Lima", "th", "7"),
        )
    }
    assert found == {CHINA.id}


@MANY
@given(days(date(2004, 1, 1), date(2026, 10, 1)), counts(30))
def test_17_what_is_left_falls_by_one_a_working_day_and_then_it_is_overdue(day: date, count: int) -> None:
    deadline = CHINA.deadline(day, limit(count))
    assert deadline.due_on is not None
    left = CHINA.remaining(deadline, day)
    assert left == count
    for today in deadline.days():
        left -= CHINA.is_working_day(today)
        assert CHINA.remaining(deadline, today) == left
        due = today == deadline.due_on
        assert deadline.status(today) is (DeadlineStatus.DUE if due else DeadlineStatus.PENDING)
    assert left == 0
    assert deadline.status(deadline.due_on + DAY) is DeadlineStatus.OVERDUE
