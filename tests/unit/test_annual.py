"""Annual plans of a city and of its departments."""

from datetime import date
from fractions import Fraction

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import (
    Adjustment,
    AnnualPlan,
    DrawSchedule,
    ExpertRule,
    Frequency,
    JointPlan,
    Period,
    PlanLevel,
    PlanLimits,
    PlanQuantity,
    SupervisionMode,
    TeamRule,
    adjust,
)
from shuangsuiji.values import TimeLimit, TimeUnit
from tests.unit.builders import AGENCY, CLAUSE, design, made, plan_of, task

HEALTH, TRADE = "320481-WJW", "320481-SWJ"
JOINT = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,))
HALF_YEAR = TimeLimit(number=6, unit=TimeUnit.MONTH, clause=CLAUSE)


def adjustment(**changes: object) -> Adjustment:
    """Return what raises the ratio of the one task from 5 % to 8 %."""
    given = {
        "task_id": "2025-07",
        "quantity": PlanQuantity.RATIO,
        "item_code": "labels",
        "before": "5%",
        "after": "8%",
        "on": date(2025, 5, 6),
        "reason": "第一季度问题率上升",
        "document": "合成〔2025〕7号",
    }
    return made(Adjustment, given, changes)


def test_a_task_is_found_by_its_id() -> None:
    one = task()
    assert plan_of(one)["2025-07"] is one
    with pytest.raises(UnknownNameError, match="2025-07"):
        plan_of(one)["2025-08"]


def test_a_task_stands_once_in_a_plan() -> None:
    with pytest.raises(DuplicateError, match="'2025-07'"):
        plan_of(task(), task(design("1%")))


@pytest.mark.parametrize(
    "changes",
    [
        {"id": ""},
        {"authority": "市局"},
        {"year": 1999},
        {"year": "2025"},
        {"year": True},
        {"version": 0},
    ],
    ids=str,
)
def test_a_plan_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        plan_of(task(), **changes)


def test_plan_and_task_show_themselves() -> None:
    assert repr(plan_of(task())) == "<年度抽查工作计划 2025（2025）v1：1 个任务>"
    assert repr(task()) == "<任务 2025-07 食品标签抽查：labels>"


def test_a_plan_without_tasks_is_possible() -> None:
    assert AnnualPlan(id="2026", authority=AGENCY, year=2026, tasks=()).tasks == ()


def test_a_plan_holds_the_teams_of_its_tasks() -> None:
    one = TeamRule(item_code="labels", department=AGENCY, tags=("食品安全监管",))
    assert plan_of(task(teams=(one,)))["2025-07"].teams == (one,)
    assert task(teams=(one,)) != task()


@pytest.mark.parametrize(
    "changes",
    [
        {"level": "部门计划"},
        {"superior": "a|b"},
        {"platform_number": " 1"},
        {"limits": None},
        {"drawn_up_on": "2025-01-10"},
        {"entered_on": "2025-01-10"},
        {"drawn_up_on": date(2025, 1, 10), "entered_on": date(2025, 1, 9)},
    ],
    ids=str,
)
def test_what_else_a_plan_says_is_checked_too(changes: dict[str, object]) -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        plan_of(task(), **changes)


def test_a_plan_is_entered_on_the_day_it_was_drawn_up_or_later_3_1_4() -> None:
    day = date(2025, 1, 10)
    assert plan_of(task(), drawn_up_on=day, entered_on=day).entered_on == day
    assert plan_of(task(), entered_on=day).drawn_up_on is None


def test_the_authority_answers_for_what_nobody_else_does_3_1_2() -> None:
    own = task(id="1", participants=(TRADE,))
    others = task(id="2", department=HEALTH)
    joint = task(id="3", joint_plan=JOINT.id)
    plan = plan_of(own, others, joint, joint_plans=(JOINT,))
    assert [plan.department_of(one) for one in plan.tasks] == [AGENCY, HEALTH, AGENCY]
    assert [plan.participants_of(one) for one in plan.tasks] == [(TRADE,), (), (HEALTH,)]


def test_the_initiator_answers_for_a_joint_task() -> None:
    joint = attrs.evolve(JOINT, initiator=HEALTH, participants=(AGENCY,))
    one = task(joint_plan=JOINT.id)
    assert plan_of(one, joint_plans=(joint,)).department_of(one) == HEALTH
    plan_of(attrs.evolve(one, department=HEALTH), joint_plans=(joint,))
    with pytest.raises(InvalidValueError, match=f"发起部门 {HEALTH} 负责"):
        plan_of(attrs.evolve(one, department=AGENCY), joint_plans=(joint,))


def test_how_often_a_task_is_drawn_its_schedule_says_and_else_its_frequency() -> None:
    half_yearly = task(id="1", frequency=Frequency.of("每半年1次"))
    scheduled = task(id="2", frequency=Frequency.of("每季度1次"), schedule=DrawSchedule(every=Period.QUARTER, count=3))
    rare = task(id="3", frequency=Frequency.of("两年1次"))
    plan = plan_of(half_yearly, scheduled, rare, task(id="4"))
    assert [plan.draws_of(one) for one in plan.tasks] == [2, 3, 1, 1]


def test_the_share_of_joint_tasks_is_exact_3_2_7() -> None:
    joint = task(id="1", joint_plan=JOINT.id)
    assert plan_of(joint, task(id="2"), task(id="3"), joint_plans=(JOINT,)).joint_share == Fraction(1, 3)
    assert plan_of().joint_share == 0


def test_a_plan_is_cited_by_id_and_version() -> None:
    assert plan_of(task(), version=3).citation == "2025@3"


@pytest.mark.parametrize(
    "changes",
    [
        {"coverage_floor": 0.5},
        {"coverage_floor": "101%"},
        {"visit_cap": 0},
        {"visit_cap": True},
        {"cool_off": 90},
        {"cool_off": TimeLimit(number=20, unit=TimeUnit.WORKING_DAY, clause=CLAUSE)},
    ],
    ids=str,
)
def test_limits_are_exact_and_count_from_one_3_1_9(changes: dict[str, object]) -> None:
    with pytest.raises((InvalidValueError, TypeError)):
        made(PlanLimits, {}, changes)


def test_a_plan_binds_itself_to_nothing_unless_it_says_so_3_1_10() -> None:
    limits = plan_of(task()).limits
    assert (limits.coverage_floor, limits.visit_cap, limits.cool_off) == (None, None, None)
    assert made(PlanLimits, {}, {"coverage_floor": "20%"}).coverage_floor == Fraction(1, 5)


# Adjustments: 3.1.8.


def test_an_adjustment_makes_the_next_version_and_leaves_this_one_as_it_is_3_1_8() -> None:
    plan = plan_of(task(), task(id="2"), entered_on=date(2025, 1, 20))
    after = adjust(plan, adjustment(), open_tasks=())
    assert (plan.version, plan["2025-07"].designs[0].ratio_of("*")) == (1, Fraction(1, 20))
    assert (after.version, after["2025-07"].designs[0].ratio_of("*")) == (2, Fraction(2, 25))
    assert after["2"] == plan["2"]
    assert (after.adjustments, after.entered_on) == ((adjustment(),), None)


def test_a_task_with_an_open_draw_is_not_adjusted_and_another_is_3_1_8() -> None:
    plan = plan_of(task(), task(id="2"))
    with pytest.raises(LawError, match="已锁定尚未抽取") as caught:
        adjust(plan, adjustment(), open_tasks=["2025-07"])
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.1.8")
    assert adjust(plan, adjustment(), open_tasks=["2"]).version == 2


def test_what_is_not_in_the_plan_is_not_adjusted() -> None:
    with pytest.raises(UnknownNameError, match="2025-08"):
        adjust(plan_of(task()), adjustment(task_id="2025-08"), open_tasks=())
    with pytest.raises(UnknownNameError, match="lifts"):
        adjust(plan_of(task()), adjustment(item_code="lifts"), open_tasks=())


def test_adjustments_follow_by_day() -> None:
    plan = adjust(plan_of(task()), adjustment(), open_tasks=())
    later = adjustment(before="8%", after="9%", on=date(2025, 5, 5))
    with pytest.raises(BrokenChainError, match="日期先后"):
        adjust(plan, later, open_tasks=())
    assert adjust(plan, attrs.evolve(later, on=date(2025, 5, 6)), open_tasks=()).version == 3


@pytest.mark.parametrize(
    ("history", "fault"),
    [
        ((adjustment(after="9%"),), "与最后一次调整不符"),
        ((adjustment(), adjustment(before="7%", after="8%")), "承接前一次"),
        ((adjustment(before="8%", after="6%"), adjustment(before="6%", after="7%")), "与最后一次调整不符"),
        ((adjustment(stratum="A"),), "与最后一次调整不符"),
        ((adjustment(quantity=PlanQuantity.INCLUSION_PROBABILITY),), "与最后一次调整不符"),
    ],
    ids=["not the plan's", "a gap", "an end that is not the plan's", "another stratum", "another quantity"],
)
def test_a_history_that_does_not_lead_to_the_plan_is_refused(history: tuple[Adjustment, ...], fault: str) -> None:
    with pytest.raises(BrokenChainError, match=fault):
        plan_of(task(design("8%")), adjustments=history)


def test_a_history_of_a_task_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        plan_of(task(id="2"), adjustments=(adjustment(),))


def test_a_plan_with_everything_goes_into_json_and_back() -> None:
    whole = task(
        design({"A": "8%", "*": "5%"}, "labels", inclusion_targets={"A": "1/4"}),
        strata=("风险等级",),
        teams=(TeamRule(item_code="labels", department=AGENCY),),
        experts=(ExpertRule(item_code="labels", seats=(("标签",),)),),
        department=AGENCY,
        participants=(TRADE,),
        mode=SupervisionMode.TARGETED,
        superior_ordered=True,
        frequency=Frequency.of("每季度1次"),
        schedule=DrawSchedule(every=Period.QUARTER, first_month=2, day=-1, skip_months=(8,)),
        platform_number="JS-2025-0007",
    )
    plan = plan_of(
        whole,
        task(id="2", joint_plan=JOINT.id),
        joint_plans=(JOINT,),
        level=PlanLevel.CITY,
        superior="CZ-2025@2",
        drawn_up_on=date(2025, 1, 10),
        entered_on=date(2025, 1, 20),
        platform_number="JS-2025",
        limits=PlanLimits(coverage_floor=Fraction(1, 5), visit_cap=2, cool_off=HALF_YEAR),
    )
    plan = adjust(plan, adjustment(stratum="A", before="8%", after="9%"), open_tasks=())
    aimed = adjustment(
        quantity=PlanQuantity.INCLUSION_PROBABILITY, stratum="A", before="1/4", after="-", on=date(2025, 6, 1)
    )
    plan = adjust(plan, aimed, open_tasks=())
    assert from_json(to_json(plan), AnnualPlan) == plan
