"""The books that the library brings along: which terms they hold, by which clause, from which event."""

from datetime import date
from fractions import Fraction

import pytest

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.law import (
    COVERAGE_YEARS,
    DISCLOSURE_2021,
    FOOD_2021,
    LIYANG_2020,
    LIYANG_RULES,
    NATIONAL_RULES,
    PENALTY_FORWARDING,
    PENALTY_PUBLICATION,
    PENALTY_PUBLICATION_FORWARDED,
    PENALTY_WITHDRAWAL,
    PLAN_BALANCE,
    PLAN_DUE,
    PLAN_ENTRY,
    RESULT_PUBLICATION,
    RESULT_PUBLICATION_FOOD,
    TRIGGERS,
    Rule,
    Stricter,
)
from shuangsuiji.terms import Level
from shuangsuiji.values import TimeLimit, TimeUnit

DAY = date(2026, 3, 2)


def rule(name: str) -> Rule:
    return LIYANG_RULES.find(name, DAY) or NATIONAL_RULES.rule(name, DAY)


@pytest.mark.parametrize(
    ("name", "value", "clause"),
    [
        (RESULT_PUBLICATION_FOOD, "20个工作日", FOOD_2021.ref("39")),
        (PENALTY_PUBLICATION, "20个工作日", DISCLOSURE_2021.ref("9")),
        (PENALTY_FORWARDING, "10个工作日", DISCLOSURE_2021.ref("10")),
        (PENALTY_PUBLICATION_FORWARDED, "10个工作日", DISCLOSURE_2021.ref("10")),
        (PENALTY_WITHDRAWAL, "3个工作日", DISCLOSURE_2021.ref("11")),
    ],
)
def test_a_national_term_has_its_number_and_its_clause(name: str, value: str, clause: object) -> None:
    found = NATIONAL_RULES.rule(name, DAY)
    assert (str(found.value), found.clause, found.stated) == (value, clause, True)
    assert found.stricter is Stricter.SMALLER
    assert isinstance(found.value, TimeLimit)
    assert found.value.clause == clause


@pytest.mark.parametrize(
    ("name", "words", "text"),
    [
        (RESULT_PUBLICATION_FOOD, "20个工作日", FOOD_2021.clause("39").quotation),
        (PENALTY_PUBLICATION, "二十个工作日", DISCLOSURE_2021.clause("9").quotation),
        (PENALTY_FORWARDING, "作出行政处罚决定之日起十个工作日", DISCLOSURE_2021.clause("10").quotation),
        (PENALTY_PUBLICATION_FORWARDED, "收到行政处罚信息之日起十个工作日", DISCLOSURE_2021.clause("10").quotation),
        (PENALTY_WITHDRAWAL, "三个工作日", DISCLOSURE_2021.clause("11").quotation),
    ],
)
def test_the_clause_of_a_term_states_its_number_and_its_event(name: str, words: str, text: str) -> None:
    assert words in text
    assert TRIGGERS[name] in text


def test_liyang_counts_from_the_completion_of_the_task() -> None:
    assert TRIGGERS[RESULT_PUBLICATION] == "抽查任务完成"
    assert "抽查任务完成后20个工作日内" in LIYANG_2020.clause("3.3.2").quotation


def test_every_term_in_working_days_has_its_event_and_no_other_rule_has_one() -> None:
    every = {one.name: one.value for book in (LIYANG_RULES, NATIONAL_RULES) for one in book.rules}
    counted = {
        name for name, value in every.items() if isinstance(value, TimeLimit) and value.unit is TimeUnit.WORKING_DAY
    }
    assert counted == set(TRIGGERS)


def test_an_event_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TRIGGERS[RESULT_PUBLICATION] = "随时"  # type: ignore[index]


@pytest.mark.parametrize(
    ("name", "eve"),
    [(PENALTY_PUBLICATION, date(2021, 8, 31)), (RESULT_PUBLICATION_FOOD, date(2022, 3, 14))],
)
def test_a_national_term_holds_from_the_day_its_order_came_into_force(name: str, eve: date) -> None:
    with pytest.raises(UnknownNameError, match=str(eve)):
        NATIONAL_RULES.rule(name, eve)
    assert NATIONAL_RULES.find(name, date.fromordinal(eve.toordinal() + 1)) is not None


def test_the_national_book_stands_beside_liyangs_and_not_above_it() -> None:
    assert (NATIONAL_RULES.level, NATIONAL_RULES.parent, LIYANG_RULES.parent) == (Level.NATION, None, None)
    assert LIYANG_RULES.find(PENALTY_PUBLICATION, DAY) is None
    assert rule(RESULT_PUBLICATION).clause == LIYANG_2020.ref("3.3.2")
    assert rule(PENALTY_WITHDRAWAL).clause == DISCLOSURE_2021.ref("11")


@pytest.mark.parametrize(
    ("name", "value", "clause", "stricter", "words"),
    [
        (PLAN_DUE, "1个月", "3.1.4", Stricter.SMALLER, "每年年初"),
        (PLAN_ENTRY, "20个工作日", "3.1.4", Stricter.SMALLER, "及时"),
        (PLAN_BALANCE, Fraction(1, 2), "3.1.5", Stricter.LARGER, "均衡"),
        (COVERAGE_YEARS, 5, "3.1.5", Stricter.SMALLER, "全面覆盖"),
    ],
)
def test_what_liyang_asks_of_a_plan_without_a_number_has_a_default_that_says_so(
    name: str, value: object, clause: str, stricter: Stricter, words: str
) -> None:
    found = LIYANG_RULES.rule(name, DAY)
    given = str(found.value) if isinstance(found.value, TimeLimit) else found.value
    assert (given, found.clause, found.stricter, found.stated) == (value, LIYANG_2020.ref(clause), stricter, False)
    assert words in LIYANG_2020.clause(clause).quotation


def test_a_plan_is_due_by_the_end_of_january_and_entered_within_working_days_3_1_4() -> None:
    due = LIYANG_RULES.rule(PLAN_DUE, DAY).value
    assert isinstance(due, TimeLimit)
    assert due.ends_on(date(2025, 12, 31)) == date(2026, 1, 31)
    assert TRIGGERS[PLAN_ENTRY] == "计划制定"


def test_the_defaults_of_a_plan_hold_from_the_day_of_the_measures() -> None:
    for name in (PLAN_DUE, PLAN_ENTRY, PLAN_BALANCE, COVERAGE_YEARS):
        assert LIYANG_RULES.find(name, date(2020, 5, 6)) is None
        assert LIYANG_RULES.find(name, date(2020, 5, 7)) is not None
