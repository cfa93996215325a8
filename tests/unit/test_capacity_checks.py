"""Whether officers can carry a plan out: 3.1.6."""

from fractions import Fraction

import attrs
import pytest

from shuangsuiji.law import JOINT_TEAM_MINIMUM, LIYANG_2020, LIYANG_RULES, Rule, RuleBook, Stricter
from shuangsuiji.planning import AnnualPlan, Frequency, TeamRule, Workload, forecast, workload
from shuangsuiji.planning.capacity_checks import capacity_findings
from shuangsuiji.terms import InspectorStatus, TeamForm
from shuangsuiji.values import Finding
from tests.unit.builders import AGENCY, design, inspector
from tests.unit.plan_years import (
    HEALTH,
    RISKS,
    basis_of,
    by_risk,
    faults,
    good_plan,
    joint_task,
    people,
    said,
    unchecked_codes,
)


def asked(plan: AnnualPlan, /, **known: object) -> dict[str, Workload]:
    basis = basis_of(**known)
    return {one.department: one for one in workload(plan, basis, forecast(plan, basis).tasks)}


def found(plan: AnnualPlan, /, **known: object) -> list[Finding]:
    basis = basis_of(**known)
    return list(capacity_findings(plan, basis, forecast(plan, basis).tasks))


def test_visits_times_draws_times_officers_are_held_against_working_days_3_1_6() -> None:
    """Labels: 30 visits twice; lifts: 39 visits twice, two officers of each department."""
    own, health = asked(good_plan()).values()
    assert [(one.department, one.officers, one.capacity) for one in (own, health)] == [
        (AGENCY, 5, 500),
        (HEALTH, 5, 500),
    ]
    assert own.officer_visits == (30 + 39) * 2 * 2
    assert health.officer_visits == 39 * 2 * 2
    assert own.officer_days == 138
    assert own.days == 5 * 248  # working days of 2025
    assert asked(good_plan(), visit_days="3/2")[AGENCY].officer_days == 276 * Fraction(3, 2)
    assert asked(good_plan(), working_share="1/4")[AGENCY].days == 5 * 62
    assert asked(good_plan(), calendar=None)[AGENCY].days is None


def test_a_visit_for_several_items_is_one_visit() -> None:
    both = by_risk(design(RISKS), design(RISKS, "lifts"))
    assert asked(good_plan(both, joint_plans=()))[AGENCY].officer_visits == 30 * 2 * 2


@pytest.mark.parametrize(
    ("teams", "seats"),
    [
        ([TeamRule(item_code="lifts", department=AGENCY)], {AGENCY: 2}),
        ([TeamRule(item_code="lifts", department=AGENCY, size=3)], {AGENCY: 3}),
        ([TeamRule(item_code="lifts", department=AGENCY, tags=("电梯", "锅炉", "气瓶"))], {AGENCY: 3}),
        (
            [TeamRule(item_code="lifts", department=AGENCY, form=TeamForm.LEAD, tags=("电梯", "锅炉", "气瓶"))],
            {AGENCY: 2},
        ),
        ([TeamRule(item_code="lifts", department=HEALTH, form=TeamForm.EXPLICIT, seats=((), (), (), ()))], {HEALTH: 4}),
        ([TeamRule(item_code="lifts", department=one, size=1) for one in (AGENCY, HEALTH)], {AGENCY: 1, HEALTH: 1}),
    ],
    ids=str,
)
def test_where_teams_are_planned_each_department_sends_its_own(teams: list[TeamRule], seats: dict[str, int]) -> None:
    """A team below the minimum is counted as it stands; that it is too small is another finding."""
    plan = good_plan(joint_task(teams=teams))
    assert {name: one.officer_visits / 78 for name, one in asked(plan).items()} == seats


def test_of_several_items_the_largest_team_goes() -> None:
    teams = [TeamRule(item_code=code, department=AGENCY, size=size) for code, size in (("labels", 2), ("lifts", 3))]
    both = by_risk(design(RISKS), design(RISKS, "lifts"), teams=teams)
    assert asked(good_plan(both, joint_plans=()))[AGENCY].officer_visits == 60 * 3


def test_a_book_may_ask_fewer_officers_of_each_department_in_a_joint_inspection() -> None:
    rule = Rule(
        name=JOINT_TEAM_MINIMUM,
        value=1,
        stricter=Stricter.LARGER,
        clause=LIYANG_2020.ref("2.3.10"),
        stated=False,
        effective_on=LIYANG_2020.issued_on,
    )
    book: RuleBook = attrs.evolve(LIYANG_RULES, id="elsewhere", rules=(*LIYANG_RULES.rules, rule))
    assert asked(good_plan(joint_task()), rules=book)[HEALTH].officer_visits == 78
    assert asked(good_plan(by_risk(), joint_task()), rules=book)[AGENCY].officer_visits == 60 * 2 + 78
    bare = attrs.evolve(LIYANG_RULES, id="bare", rules=())
    assert asked(good_plan(joint_task()), rules=bare)[HEALTH].officer_visits == 78


def test_who_is_in_two_pools_is_there_once_and_who_does_not_serve_is_not() -> None:
    three = [inspector(1), inspector(2), inspector(3, status=InspectorStatus.SUSPENDED)]
    twice = (*people(*three), attrs.evolve(people(*three)[0], id="again"))
    own = asked(good_plan(), people=twice)[AGENCY]
    assert (own.officers, own.capacity) == (2, 24)


def test_a_plan_that_its_officers_can_carry_out_leaves_the_share_of_their_time_to_tell_3_1_6() -> None:
    assert said(found(good_plan())) == [
        ("NOTE", "plan.workload", "3.1.6", AGENCY),
        ("NOTE", "plan.workload", "3.1.6", HEALTH),
    ]
    first = found(good_plan())[0]
    assert (first.zh, first.en) == ("138.0 人日，占可用的 11.1%", "138.0 officer-days, 11.1% of what there are")


def test_more_days_than_there_are_is_an_error_3_1_6() -> None:
    daily = good_plan(by_risk(frequency=Frequency(times=30), schedule=None), joint_task())
    many = people(*(inspector(n, capacity=2_000) for n in (1, 2)), inspector(11, department=HEALTH, capacity=200))
    assert faults(found(daily, people=many)) == [("ERROR", "plan.capacity", "3.1.6", AGENCY)]
    first = found(daily, people=many)[0]
    assert first.zh == "需 978.0 人日，2 名人员全年可用 496.0 人日"
    assert first.en == "978.0 officer-days needed; 2 officers with 496.0"


def test_more_visits_than_they_take_is_an_error_of_its_own_3_1_6() -> None:
    few = people(inspector(1, capacity=100), inspector(2, capacity=175), inspector(11, department=HEALTH, capacity=156))
    assert faults(found(good_plan(), people=few)) == [("ERROR", "plan.visit_capacity", "3.1.6", AGENCY)]
    assert found(good_plan(), people=few)[0].zh == "预计 276.0 人次，超过全年检查数量上限合计 275"


def test_a_department_without_officers_is_told_so_once_3_1_6() -> None:
    nobody = found(good_plan(), people=people(*(inspector(n, capacity=100) for n in range(1, 6))))
    assert faults(nobody) == [("ERROR", "plan.capacity", "3.1.6", HEALTH)]
    assert [one.zh for one in nobody if one.where == HEALTH] == ["预计 156.0 人次，没有在岗检查人员"]


def test_a_task_that_draws_nobody_needs_nobody() -> None:
    nothing = by_risk(design("0"), department="320481-GAJ")
    assert faults(found(good_plan(nothing, joint_task()))) == []


def test_what_is_not_at_hand_is_said_once() -> None:
    assert unchecked_codes(found(good_plan())) == []
    assert unchecked_codes(found(good_plan(), people=None)) == [("plan.capacity", "CITY-2025")]
    undated = found(good_plan(), calendar=None, people=people(inspector(1)))
    assert unchecked_codes(undated) == [("plan.capacity", "CITY-2025")]
    assert faults(undated) == [
        ("ERROR", "plan.visit_capacity", "3.1.6", AGENCY),
        ("ERROR", "plan.capacity", "3.1.6", HEALTH),
    ]
