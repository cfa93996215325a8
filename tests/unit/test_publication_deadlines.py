"""By when a result is entered and public: 20 working days, the readings of 3.3.2, the food order, other books."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import InvalidValueError, NotADayError, UnknownNameError
from shuangsuiji.inspection import (
    DeadlineDuty,
    DeadlineStart,
    PublicationDeadline,
    PublicationTerms,
    Result,
    Visit,
    awaited_deadlines,
    correct,
    deadlines_of,
    task_completed_on,
)
from shuangsuiji.inspection.inspection_terms import Outcome
from shuangsuiji.law import FOOD_2021, LIYANG_2020, LIYANG_RULES, RESULT_PUBLICATION, Rule, RuleBook, Stricter
from shuangsuiji.terms import DeadlineStatus, Level
from shuangsuiji.values import CHINA, TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.inspection_days import case_visit, entered, found, joint_matching, own_draw, visited

CALENDAR = china_calendar(last_announced=2026)
STRICT = PublicationTerms(rules=LIYANG_RULES, calendar=CALENDAR)
READINGS = [(start, duty) for start in DeadlineStart for duty in DeadlineDuty]


def visit_on(first: date, last: date | None = None) -> Visit:
    """Return a visit of the joint matching from one morning to an evening."""
    last = last or first
    started = datetime(first.year, first.month, first.day, 9, tzinfo=CHINA)
    ended = datetime(last.year, last.month, last.day, 17, tzinfo=CHINA)
    return attrs.evolve(visited(), started_at=started, ended_at=ended)


def commit_of(visit: Visit) -> str:
    assert visit.draw is not None
    return visit.draw.commit


def due_on(result: Result, terms: PublicationTerms = STRICT) -> date | None:
    deadline = deadlines_of(result, terms)[0].deadline
    return None if deadline is None else deadline.due_on


def book(value: TimeLimit | int, **changes: object) -> RuleBook:
    """Return the book of another city, with a rule of its own."""
    rule = Rule(
        name=RESULT_PUBLICATION,
        value=value,
        stricter=Stricter.SMALLER,
        clause=LIYANG_2020.ref("3.3.2"),
        stated=True,
        effective_on=date(2020, 5, 7),
    )
    other = RuleBook(id="other", title="合成规则册", level=Level.COUNTY, rules=(rule,))
    return attrs.evolve(other, **changes)  # type: ignore[arg-type]


def limit(number: int, unit: TimeUnit = TimeUnit.WORKING_DAY) -> TimeLimit:
    return TimeLimit(number=number, unit=unit, clause=LIYANG_2020.ref("3.3.2"))


def test_the_term_is_twenty_working_days_after_the_visit_and_the_day_itself_does_not_count_3_3_2() -> None:
    (due,) = deadlines_of(found(), STRICT)
    assert due.deadline is not None
    assert (due.deadline.start, due.deadline.due_on) == (date(2025, 6, 10), date(2025, 7, 8))
    assert due.rule.clause == LIYANG_2020.ref("3.3.2")
    assert not due.deadline.provisional


def test_the_strict_reading_is_the_default_and_each_reading_has_a_name() -> None:
    assert (STRICT.start, STRICT.duty) == (DeadlineStart.VISIT, DeadlineDuty.PUBLICATION)
    assert [one.name for one in DeadlineStart] == ["VISIT", "TASK", "FORMED"]
    assert [one.name for one in DeadlineDuty] == ["ENTRY", "PUBLICATION"]


def test_a_make_up_day_counts_and_a_holiday_does_not() -> None:
    # 28 September 2025 is a Sunday that is worked; 1 to 8 October are off, the 11th is a Saturday that is worked.
    result = found(visit_on(date(2025, 9, 26)), formed_on=date(2025, 9, 26))
    assert due_on(result) == date(2025, 10, 30)


def test_a_visit_of_several_days_counts_from_its_end() -> None:
    result = found(visit_on(date(2025, 6, 9), date(2025, 6, 10)))
    assert due_on(result) == date(2025, 7, 8)


def test_the_reading_that_waits_for_the_result_counts_from_the_day_on_which_it_was_formed() -> None:
    assert due_on(found(), attrs.evolve(STRICT, start=DeadlineStart.FORMED)) == date(2025, 7, 10)


def test_the_reading_that_waits_for_the_task_counts_from_its_last_visit_and_does_not_run_before() -> None:
    result = found()
    running = attrs.evolve(STRICT, start=DeadlineStart.TASK)
    (waiting,) = deadlines_of(result, running)
    assert waiting.deadline is None
    assert waiting.status(date(2025, 12, 31)) is DeadlineStatus.PENDING
    assert waiting.status(date(2025, 12, 31), date(2025, 7, 1)) is DeadlineStatus.ON_TIME
    assert "尚未起算" in repr(waiting)
    completed = attrs.evolve(running, completions={commit_of(result.visit): date(2025, 6, 30)})
    assert due_on(result, completed) == date(2025, 7, 28)


def test_what_is_public_before_the_task_was_completed_is_on_time() -> None:
    result = found()
    terms = attrs.evolve(STRICT, start=DeadlineStart.TASK, completions={commit_of(result.visit): date(2025, 6, 30)})
    (due,) = deadlines_of(result, terms)
    assert due.status(date(2025, 6, 20), date(2025, 6, 16)) is DeadlineStatus.ON_TIME


def test_a_task_is_not_completed_before_its_visits() -> None:
    result = found()
    terms = attrs.evolve(STRICT, start=DeadlineStart.TASK, completions={commit_of(result.visit): date(2025, 6, 9)})
    with pytest.raises(InvalidValueError, match="任务完成不得早于"):
        deadlines_of(result, terms)


def test_a_task_is_completed_with_its_last_object_and_its_last_item() -> None:
    matching = joint_matching()
    objects = list(matching.draw.taken.live)
    visits = [visited(matching, id_) for id_ in objects]
    late = attrs.evolve(visits[-1], ended_at=visits[-1].ended_at + timedelta(days=3))
    assert task_completed_on(matching, visits[:-1]) is None
    assert task_completed_on(matching, [*visits[:-1], late]) == date(2025, 6, 13)
    assert task_completed_on(matching.draw, [late, *visits[:-1]]) == date(2025, 6, 13)
    both = next(one for one in visits if len(one.items) > 1)
    half = attrs.evolve(both, items=both.items[:1], officers=both.officers[:2])
    assert task_completed_on(matching, [*(one for one in visits if one is not both), half]) is None


def test_visits_of_another_draw_and_of_a_lead_complete_no_task() -> None:
    matching = joint_matching()
    assert task_completed_on(matching, [case_visit(), visited(own_draw())]) is None


def test_a_correction_runs_from_its_own_day_in_every_reading() -> None:
    first = entered()
    result = correct(
        first, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=date(2025, 9, 1), reason="原记录笔误"
    )
    days = {due_on(result, attrs.evolve(STRICT, start=start)) for start in DeadlineStart}
    assert days == {date(2025, 9, 28)}


def test_a_term_of_another_book_is_followed() -> None:
    assert due_on(found(), attrs.evolve(STRICT, rules=book(limit(15)))) == date(2025, 7, 1)
    assert due_on(found(), attrs.evolve(STRICT, rules=book(limit(15, TimeUnit.DAY)))) == date(2025, 6, 25)


def test_a_rule_that_is_no_term_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="应为期限"):
        deadlines_of(found(), attrs.evolve(STRICT, rules=book(20)))


def test_a_book_without_the_rule_on_that_day_is_named() -> None:
    with pytest.raises(UnknownNameError, match=r"result\.publication"):
        deadlines_of(found(), attrs.evolve(STRICT, rules=book(limit(20), rules=())))


def test_a_deadline_that_the_notice_does_not_reach_yet_says_so() -> None:
    result = found(visit_on(date(2026, 12, 15)), formed_on=date(2026, 12, 15))
    deadline = deadlines_of(result, STRICT)[0].deadline
    assert deadline is not None
    assert deadline.provisional
    assert deadline.earliest is not None
    assert deadline.latest is not None
    assert deadline.earliest < deadline.latest


def test_a_food_item_has_the_term_of_the_food_order_beside_it() -> None:
    terms = attrs.evolve(STRICT, food_items={"labels"}, duty=DeadlineDuty.ENTRY)
    local, food = deadlines_of(found(), terms)
    assert (local.duty, local.start) == (DeadlineDuty.ENTRY, DeadlineStart.VISIT)
    assert (food.duty, food.start) == (DeadlineDuty.PUBLICATION, DeadlineStart.FORMED)
    assert food.rule.clause == FOOD_2021.ref("39")
    assert food.deadline is not None
    assert food.deadline.due_on == date(2025, 7, 10)


def test_before_the_food_order_was_in_force_there_is_no_such_term() -> None:
    result = found(visit_on(date(2022, 3, 1)), formed_on=date(2022, 3, 1))
    assert len(deadlines_of(result, attrs.evolve(STRICT, food_items={"labels"}))) == 1


def test_a_case_is_no_task_of_random_inspection_and_has_no_such_term_3_4_1() -> None:
    result = found(case_visit())
    assert deadlines_of(result, STRICT) == ()
    (food,) = deadlines_of(result, attrs.evolve(STRICT, food_items={"labels"}))
    assert food.rule.clause == FOOD_2021.ref("39")


def test_the_term_of_a_result_that_has_not_come_runs_unless_it_waits_for_the_result() -> None:
    (due,) = awaited_deadlines(visited(), "labels", STRICT)
    assert due.deadline is not None
    assert due.deadline.due_on == date(2025, 7, 8)
    (waiting,) = awaited_deadlines(visited(), "labels", attrs.evolve(STRICT, start=DeadlineStart.FORMED))
    assert waiting.deadline is None


@pytest.mark.parametrize(
    ("on", "done_on", "status"),
    [
        (date(2025, 7, 7), None, DeadlineStatus.PENDING),
        (date(2025, 7, 8), None, DeadlineStatus.DUE),
        (date(2025, 7, 9), None, DeadlineStatus.OVERDUE),
        (date(2025, 7, 9), date(2025, 7, 8), DeadlineStatus.ON_TIME),
        (date(2025, 7, 9), date(2025, 7, 9), DeadlineStatus.LATE),
        (date(2025, 7, 8), date(2025, 7, 9), DeadlineStatus.DUE),  # not done yet on that day
        (date(2025, 6, 1), None, DeadlineStatus.PENDING),
    ],
)
def test_a_deadline_tells_how_it_stands_on_a_day(on: date, done_on: date | None, status: DeadlineStatus) -> None:
    assert deadlines_of(found(), STRICT)[0].status(on, done_on) is status


def test_a_day_is_a_day() -> None:
    with pytest.raises(NotADayError):
        deadlines_of(found(), STRICT)[0].status(datetime(2025, 7, 8, tzinfo=CHINA))
    with pytest.raises(NotADayError):
        attrs.evolve(STRICT, completions={"c" * 64: "2025-06-30"})


@pytest.mark.parametrize(
    "changes",
    [
        {"rules": "liyang-2020"},
        {"calendar": None},
        {"start": "VISIT"},
        {"duty": "录入"},
        {"food_rules": None},
        {"food_items": "labels"},
        {"food_items": ("食品",)},
    ],
)
def test_terms_of_the_wrong_form_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(STRICT, **changes)  # type: ignore[arg-type]


def test_a_deadline_and_what_it_rests_on_go_through_json() -> None:
    (due,) = deadlines_of(found(), STRICT)
    assert from_json(to_json(due), PublicationDeadline) == due
    terms = attrs.evolve(STRICT, completions={"c" * 64: date(2025, 6, 30)}, food_items={"labels"})
    assert from_json(to_json(terms), PublicationTerms) == terms


@settings(max_examples=50, deadline=None)
@given(
    first=st.dates(date(2025, 6, 10), date(2026, 11, 30)),
    lasted=st.integers(0, 3),
    waited=st.integers(0, 60),
    rest=st.integers(0, 90),
    number=st.integers(1, 30),
    switched=st.dates(date(2025, 6, 1), date(2026, 12, 31)),
)
def test_the_strict_reading_is_never_later_than_the_others(
    first: date, lasted: int, waited: int, rest: int, number: int, switched: date
) -> None:
    ended = first + timedelta(days=lasted)
    result = found(visit_on(first, ended), formed_on=ended + timedelta(days=waited))
    old = attrs.evolve(book(limit(20)).rules[0], expires_on=switched)
    new = attrs.evolve(old, value=limit(number), effective_on=switched + timedelta(days=1), expires_on=None)
    base = attrs.evolve(
        STRICT,
        rules=book(limit(20), rules=(old, new)),
        completions={commit_of(result.visit): ended + timedelta(days=rest)},
    )
    found_days = {(start, duty): due_on(result, attrs.evolve(base, start=start, duty=duty)) for start, duty in READINGS}
    strict = found_days[DeadlineStart.VISIT, DeadlineDuty.PUBLICATION]
    assert strict is not None
    assert all(other is not None and strict <= other for other in found_days.values())


def test_a_ratio_is_no_term() -> None:
    with pytest.raises(InvalidValueError):
        deadlines_of(found(), attrs.evolve(STRICT, rules=book(Fraction(1, 2))))  # type: ignore[arg-type]
