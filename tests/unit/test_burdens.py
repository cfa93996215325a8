"""How often one holder is visited: caps, periods of rest, and what counts towards them."""

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import (
    ENTERPRISE_YEARLY_CAP,
    LIYANG_RULES,
    CapReading,
    InspectionType,
    under_cn_2025,
    yearly_cap_rule,
)
from shuangsuiji.planning import BurdenRules, CountedVisit, PlanLimits, burden_rules, spared, visits_counted
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit
from tests.unit.builders import AGENCY, CLAUSE, made, plan_of, task, uscc

HEALTH = "320481-WJW"
DAY = date(2025, 5, 11)
NOTICE = ClauseRef(document="某局公告〔2025〕1号", clause="1", path="一")
WEEK = TimeLimit(number=7, unit=TimeUnit.DAY, clause=CLAUSE)
HALF_YEAR = TimeLimit(number=6, unit=TimeUnit.MONTH, clause=CLAUSE)
CAP, REST = ExclusionReason.VISIT_CAP, ExclusionReason.COOL_OFF


def visit(number: int = 1, /, **changes: object) -> CountedVisit:
    given = {"id": f"visit-{number}", "holder": uscc(1), "department": AGENCY, "on": date(2025, 3, 3)}
    return made(CountedVisit, given, changes)


def binding(**changes: object) -> BurdenRules:
    return made(BurdenRules, {"department": AGENCY}, changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"holder": ""},
        {"department": "市场监管局"},
        {"on": "2025-03-03"},
        {"inspection_type": "日常检查"},
        {"superior_ordered": 1},
    ],
    ids=str,
)
def test_a_visit_says_whom_who_and_when(changes: dict[str, object]) -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        visit(**changes)


# What binds.


def test_where_nobody_has_set_a_number_nothing_binds_3_1_10() -> None:
    found = burden_rules(plan_of(task()), LIYANG_RULES, DAY)
    assert found == binding()
    assert found.manifest_lines() == {}


@pytest.mark.parametrize(("own", "published", "holds"), [(2, 3, 2), (3, 2, 2), (None, 1, 1), (4, None, 4), (2, 0, 0)])
def test_the_stricter_of_plan_and_rule_book_holds(own: int | None, published: int | None, holds: int) -> None:
    caps = [] if published is None else [yearly_cap_rule(AGENCY, published, clause=NOTICE, effective_on=DAY)]
    book = under_cn_2025(LIYANG_RULES, book_id="liyang-2025", caps=caps)
    plan = plan_of(task(), limits=PlanLimits(visit_cap=own))
    assert burden_rules(plan, book, DAY).visit_cap == holds
    assert burden_rules(plan, book, date(2025, 5, 10)).visit_cap == own


def test_the_cap_of_another_department_binds_nobody_else() -> None:
    caps = [yearly_cap_rule(HEALTH, 1, clause=NOTICE, effective_on=DAY)]
    book = under_cn_2025(LIYANG_RULES, book_id="liyang-2025", caps=caps)
    assert burden_rules(plan_of(task()), book, DAY).visit_cap is None
    assert burden_rules(plan_of(task(), authority=HEALTH), book, DAY).visit_cap == 1


def test_a_cap_that_is_no_whole_number_is_refused() -> None:
    odd = attrs.evolve(yearly_cap_rule(AGENCY, 1, clause=NOTICE, effective_on=DAY), value=HALF_YEAR)
    book = attrs.evolve(LIYANG_RULES, rules=(*LIYANG_RULES.rules, odd))
    with pytest.raises(InvalidValueError, match=ENTERPRISE_YEARLY_CAP):
        burden_rules(plan_of(task()), book, DAY)


def test_the_manifest_says_what_binds_and_by_which_reading() -> None:
    lines = binding(visit_cap=2, cool_off=HALF_YEAR, cap_reading=CapReading.CASES_FREE).manifest_lines()
    assert lines == {"rules.visit_cap": "2 CASES_FREE", "rules.cool_off": "6个月"}
    assert binding(cool_off=WEEK).manifest_lines() == {"rules.cool_off": "7日"}


# What counts.


def counted(*visits: CountedVisit, **changes: object) -> dict[str, int]:
    given: dict[str, object] = {"department": AGENCY, "year": 2025}
    return dict(visits_counted(visits, **{**given, **changes}))  # type: ignore[arg-type]


def test_a_visit_for_several_items_counts_once() -> None:
    assert counted(visit(1), visit(1), visit(2)) == {uscc(1): 2}


def test_one_call_of_a_draw_counts_once_at_each_holder() -> None:
    assert counted(visit(1), visit(1, holder=uscc(2)), visit(1, holder=uscc(2))) == {uscc(1): 1, uscc(2): 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"department": HEALTH},
        {"on": date(2024, 12, 31)},
        {"on": date(2026, 1, 1)},
        {"inspection_type": InspectionType.TARGETED, "superior_ordered": True},
    ],
    ids=str,
)
def test_what_another_department_year_or_superior_did_does_not_count(changes: dict[str, object]) -> None:
    assert counted(visit(1, **changes), visit(2)) == {uscc(1): 1}


def test_whether_a_case_counts_is_a_reading() -> None:
    case = visit(inspection_type=InspectionType.CASE)
    assert counted(case) == {uscc(1): 1}
    assert counted(case, reading=CapReading.CASES_FREE) == {}


# Who is spared.


def test_whoever_has_been_visited_as_often_as_the_cap_allows_is_spared_3_1_10() -> None:
    visits = [visit(1), visit(2), visit(3, holder=uscc(2))]
    assert spared(visits, binding(visit_cap=2), DAY) == {uscc(1): CAP}
    assert spared(visits, binding(visit_cap=1), DAY) == {uscc(1): CAP, uscc(2): CAP}
    assert spared(visits, binding(visit_cap=3), DAY) == spared(visits, binding(), DAY) == {}
    assert spared(visits, binding(visit_cap=1), date(2026, 1, 1)) == {}


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        (date(2025, 5, 2), False),
        (date(2025, 5, 3), True),
        (date(2025, 5, 10), True),
        (date(2025, 5, 11), False),
    ],
    ids=str,
)
def test_rest_is_from_the_visit_to_the_last_day_of_the_period(day: date, *, rests: bool) -> None:
    assert (spared([visit(on=date(2025, 5, 3))], binding(cool_off=WEEK), day) == {uscc(1): REST}) is rests


def test_a_period_of_rest_in_months_ends_on_a_day_that_there_is() -> None:
    month = TimeLimit(number=1, unit=TimeUnit.MONTH, clause=CLAUSE)
    one = visit(on=date(2025, 1, 31))
    assert spared([one], binding(cool_off=month), date(2025, 2, 28)) == {uscc(1): REST}
    assert spared([one], binding(cool_off=month), date(2025, 3, 1)) == {}


def test_every_departments_visit_gives_rest_of_any_type_and_over_the_new_year() -> None:
    others = [
        visit(1, department=HEALTH, on=date(2024, 12, 20)),
        visit(2, holder=uscc(2), inspection_type=InspectionType.CASE, on=date(2025, 1, 3)),
    ]
    rests = spared(others, binding(cool_off=HALF_YEAR), date(2025, 1, 5))
    assert rests == {uscc(1): REST, uscc(2): REST}


def test_whoever_is_over_the_cap_is_named_for_that_also_while_resting() -> None:
    assert spared([visit()], binding(visit_cap=1, cool_off=HALF_YEAR), DAY) == {uscc(1): CAP}
