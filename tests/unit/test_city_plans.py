"""The city's plan and those of its departments."""

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import (
    Adjustment,
    AnnualPlan,
    JointPlan,
    PlanLevel,
    PlanLimits,
    PlanQuantity,
    Task,
    adjust,
    check_department_plan,
    department_plan,
    departments_of,
)
from shuangsuiji.values import Severity, TimeLimit, TimeUnit
from tests.unit.builders import AGENCY, design, plan_of, task

CITY, HEALTH, TRADE = "320481-ZF", "320481-WJW", "320481-SWJ"
JOINT = JointPlan(id="联合-01", initiator=HEALTH, participants=(AGENCY, TRADE))
TASKS = (
    task(id="1", department=AGENCY),
    task(id="2", department=HEALTH, participants=(TRADE,)),
    task(id="3", joint_plan=JOINT.id),
    task(id="4", department=AGENCY),
    task(id="5"),
)


def city(*tasks: Task, **changes: object) -> AnnualPlan:
    given = {"id": "LY-2025", "authority": CITY, "level": PlanLevel.CITY, "joint_plans": (JOINT,)}
    return plan_of(*(tasks or TASKS), **{**given, **changes})


def raised(task_id: str, before: str = "5%", after: str = "8%") -> Adjustment:
    return Adjustment(
        task_id=task_id,
        quantity=PlanQuantity.RATIO,
        item_code="labels",
        before=before,
        after=after,
        on=date(2025, 5, 6),
        reason="问题率上升",
        document="合成〔2025〕7号",
    )


def told(plan: AnnualPlan, whole: AnnualPlan) -> list[tuple[str, str, Severity]]:
    return [(one.code, one.where, one.severity) for one in check_department_plan(plan, whole)]


def test_departments_answer_or_take_part_3_1_2() -> None:
    assert departments_of(city()) == tuple(sorted({AGENCY, HEALTH, TRADE, CITY}))


def test_a_departments_plan_has_its_own_tasks_and_says_whose_part_it_is_3_1_1() -> None:
    whole = city(version=3, limits=PlanLimits(visit_cap=2), platform_number="JS-1", entered_on=date(2025, 1, 20))
    own = department_plan(whole, HEALTH, drawn_up_on=date(2025, 1, 25))
    assert (own.id, own.authority, own.level) == (f"LY-2025-{HEALTH}", HEALTH, PlanLevel.DEPARTMENT)
    assert [one.id for one in own.tasks] == ["2", "3"]
    assert (own.superior, own.version, own.joint_plans) == ("LY-2025@3", 1, (JOINT,))
    assert (own.drawn_up_on, own.entered_on, own.platform_number) == (date(2025, 1, 25), None, "")
    assert own.limits == whole.limits


def test_the_departments_plans_part_the_citys_tasks_among_them() -> None:
    whole = city()
    parts = [department_plan(whole, one) for one in {whole.department_of(one) for one in whole.tasks}]
    assert sorted(one.id for part in parts for one in part.tasks) == [one.id for one in whole.tasks]
    assert {joint.id for part in parts for joint in part.joint_plans} == {JOINT.id}
    assert all(part.department_of(one) == part.authority for part in parts for one in part.tasks)
    assert all(check_department_plan(part, whole) == () for part in parts)


def test_a_joint_plan_goes_with_its_initiator_alone() -> None:
    assert department_plan(city(), AGENCY).joint_plans == ()


def test_a_department_without_a_task_of_its_own_has_no_plan() -> None:
    with pytest.raises(UnknownNameError, match=TRADE) as caught:
        department_plan(city(), TRADE)
    assert AGENCY in str(caught.value)


def test_a_plan_is_taken_from_and_held_against_the_citys_alone() -> None:
    own = department_plan(city(), AGENCY)
    with pytest.raises(InvalidValueError, match="市级统筹计划"):
        department_plan(own, AGENCY)
    with pytest.raises(InvalidValueError, match="市级统筹计划"):
        check_department_plan(own, own)


def test_what_the_city_has_adjusted_goes_into_the_departments_plan_with_its_history() -> None:
    whole = adjust(adjust(city(), raised("1"), open_tasks=()), raised("2"), open_tasks=())
    own = department_plan(whole, AGENCY)
    assert own.adjustments == (raised("1"),)
    assert own["1"] == whole["1"]
    assert told(own, whole) == []


def test_a_task_that_is_missing_changed_or_added_is_told_in_the_order_of_the_plans() -> None:
    own = department_plan(city(), AGENCY)
    changed = attrs.evolve(
        own, tasks=(task(design("9%"), id="4", department=AGENCY), *(task(id=one) for one in ("9", "8", "7")))
    )
    assert told(changed, city()) == [
        ("plan.task_missing", "1", Severity.ERROR),
        ("plan.task_changed", "4", Severity.WARNING),
        *(("plan.task_added", one, Severity.NOTE) for one in ("9", "8", "7")),
    ]


def test_a_department_may_adjust_its_own_plan() -> None:
    own = adjust(department_plan(city(), AGENCY), raised("1"), open_tasks=())
    assert told(own, city()) == []
    twice = adjust(own, raised("1", "8%", "9%"), open_tasks=())
    assert told(twice, city()) == []


def test_an_adjustment_does_not_cover_what_else_was_changed() -> None:
    own = adjust(department_plan(city(), AGENCY), raised("1"), open_tasks=())
    elsewhere = attrs.evolve(own["1"], regions=("溧城",))
    assert told(attrs.evolve(own, tasks=(elsewhere, own["4"])), city()) == [
        ("plan.task_changed", "1", Severity.WARNING)
    ]


def test_an_adjustment_of_the_department_that_the_citys_later_one_contradicts_is_told() -> None:
    own = adjust(department_plan(city(), AGENCY), raised("1", after="9%"), open_tasks=())
    whole = adjust(city(), raised("1"), open_tasks=())
    assert told(own, whole) == [("plan.task_changed", "1", Severity.WARNING)]


@pytest.mark.parametrize("superior", ["", "CZ-2025@1", "LY-2025"])
def test_a_plan_that_does_not_say_whose_part_it_is_is_told(superior: str) -> None:
    own = attrs.evolve(department_plan(city(), AGENCY), superior=superior)
    assert told(own, city()) == [("plan.superior", own.id, Severity.WARNING)]


def test_another_version_of_the_citys_plan_is_the_citys_all_the_same() -> None:
    own = department_plan(city(version=1), AGENCY)
    assert told(own, city(version=2)) == []
    odd = city(id="LY@2025")
    assert told(department_plan(odd, AGENCY), odd) == []


def test_a_joint_plan_is_the_citys_and_a_department_does_not_change_who_takes_part_in_it() -> None:
    own = department_plan(city(), HEALTH)
    assert told(attrs.evolve(own, joint_plans=(attrs.evolve(JOINT, participants=(TRADE,)),)), city()) == [
        ("plan.joint_changed", JOINT.id, Severity.ERROR)
    ]
    more = JointPlan(id="联合-02", initiator=HEALTH, participants=(TRADE,))
    assert told(attrs.evolve(own, joint_plans=(JOINT, more)), city()) == []


def days(number: int) -> TimeLimit:
    return TimeLimit(number=number, unit=TimeUnit.DAY, clause=LIYANG_2020.ref("3.1.10"))


SET = PlanLimits(coverage_floor="10%", visit_cap=2, cool_off=days(60))


@pytest.mark.parametrize(
    ("limits", "looser"),
    [
        (SET, ""),
        (PlanLimits(coverage_floor="20%", visit_cap=1, cool_off=days(90)), ""),
        (attrs.evolve(SET, coverage_floor="9%"), "coverage_floor"),
        (attrs.evolve(SET, visit_cap=3), "visit_cap"),
        (attrs.evolve(SET, visit_cap=None), "visit_cap"),
        (attrs.evolve(SET, cool_off=days(30)), "cool_off"),
        (PlanLimits(), "coverage_floor, visit_cap, cool_off"),
    ],
)
def test_a_department_may_tighten_the_citys_limits_and_loosening_is_told(limits: PlanLimits, looser: str) -> None:
    whole = city(limits=SET)
    found = check_department_plan(attrs.evolve(department_plan(whole, AGENCY), limits=limits), whole)
    told_of = [("plan.limits_changed", Severity.WARNING)] if looser else []
    assert [(one.code, one.severity) for one in found] == told_of
    assert all(one.en.endswith(looser) for one in found)
