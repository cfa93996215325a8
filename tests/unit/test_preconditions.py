"""What must hold before anything is committed: whose plan, of which day, and how a joint plan was decided on."""

from datetime import date
from types import SimpleNamespace

import attrs
import pytest

from shuangsuiji.draws.preconditions import check_procedure
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import (
    Adjustment,
    AnnualPlan,
    JointPlan,
    JointRoute,
    JointTrigger,
    PlanLevel,
    PlanQuantity,
    adjust,
    department_plan,
)
from shuangsuiji.testing.conferences import effective_procedure
from shuangsuiji.values import Severity
from tests.unit.builders import AGENCY, committed, design, item, item_list, key_item, plan_of, relaxation, task

HEALTH = "320481-WJW"
DAY = date(2025, 5, 11)
JOINT = JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,))
TASK = task(joint_plan=JOINT.id)
PLAN = plan_of(TASK, joint_plans=(JOINT,))
ITEMS = item_list(item(joint_departments=(HEALTH,)), key_item(implementing_body=HEALTH, joint_departments=(AGENCY,)))
A4_3_1 = LIYANG_2020.ref("A4.3.1")
DRAFTED_ON = date(2025, 3, 3)
EFFECTIVE_ON = date(2025, 3, 14)


def clause_of(**changes: object) -> object:
    with pytest.raises(LawError) as caught:
        committed(TASK, **{"plan": PLAN, "items": ITEMS, **changes})
    return caught.value.params["clause"]


def raised(on: date) -> Adjustment:
    return Adjustment(
        task_id="2025-07",
        quantity=PlanQuantity.RATIO,
        item_code="labels",
        before="5%",
        after="8%",
        on=on,
        reason="问题率上升",
        document="合成〔2025〕7号",
    )


# Whose plan, of which day.


def test_nobody_draws_from_the_citys_plan_and_everybody_from_his_own_3_1_4() -> None:
    one = task(department=AGENCY)
    city = plan_of(one, authority="320481-ZF", level=PlanLevel.CITY)
    with pytest.raises(LawError, match="市级统筹计划不直接抽取") as caught:
        committed(one, plan=city)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.1.4")
    own = department_plan(city, AGENCY)
    assert committed(one, plan=own).manifest.entries["rules.plan"] == f"2025-{AGENCY}@1"


def test_a_task_is_drawn_by_the_department_that_answers_for_it_3_1_2() -> None:
    one = task(department=HEALTH)
    with pytest.raises(LawError, match=f"由 {HEALTH} 负责") as caught:
        committed(one, plan=plan_of(one))
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.1.2")
    assert committed(one, plan=plan_of(one, authority=HEALTH)).manifest.agency == HEALTH


def test_a_plan_is_drawn_up_before_anything_is_drawn_3_2_1() -> None:
    committed(plan=plan_of(task(), drawn_up_on=DAY))
    with pytest.raises(LawError, match="先制定计划") as caught:
        committed(plan=plan_of(task(), drawn_up_on=date(2025, 5, 12)))
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.2.1")


def test_an_adjustment_holds_from_its_day_and_for_its_task_3_1_8() -> None:
    plan = plan_of(task(), task(id="2"))
    today, later = (adjust(plan, raised(on), open_tasks=()) for on in (DAY, date(2025, 5, 12)))
    assert committed(today["2025-07"], plan=today).manifest.entries["rules.plan"] == "2025@2"
    with pytest.raises(LawError, match="自 2025-05-12 起施行") as caught:
        committed(later["2025-07"], plan=later)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.1.8")
    assert committed(later["2"], plan=later).manifest.task == "2"
    assert committed(plan["2025-07"], plan=plan).manifest.task == "2025-07"


# How a joint plan was decided on.


def test_a_joint_task_is_not_drawn_without_procedure_or_relaxation_a4_3_1() -> None:
    assert clause_of(procedure=None) == A4_3_1


def test_an_effective_plan_is_drawn_from_its_day_on_and_the_manifest_says_so() -> None:
    procedure = effective_procedure(JOINT, DRAFTED_ON)
    assert check_procedure(TASK, PLAN, ITEMS, procedure, EFFECTIVE_ON) == procedure.manifest_lines()
    made = committed(TASK, plan=PLAN, items=ITEMS, procedure=procedure)
    assert dict(made.manifest.entries).items() >= procedure.manifest_lines().items()
    assert made.basis is not None
    assert made.basis.procedure is procedure
    with pytest.raises(LawError):
        check_procedure(TASK, PLAN, ITEMS, procedure, date(2025, 3, 13))


def test_a_plan_that_is_not_effective_is_not_drawn_a4_3_1() -> None:
    procedure = effective_procedure(JOINT, DRAFTED_ON)
    before = attrs.evolve(procedure, minutes=None)
    assert clause_of(procedure=before) == A4_3_1
    assert clause_of(procedure=effective_procedure(JOINT, date(2025, 5, 1))) == A4_3_1


def test_a_relaxation_stands_in_the_manifest() -> None:
    made = committed(TASK, plan=PLAN, items=ITEMS, procedure=relaxation())
    assert made.manifest.entries["rules.joint.relaxed"] == relaxation().manifest_lines()["rules.joint.relaxed"]
    assert not [key for key in made.manifest.entries if key.startswith("rules.joint.route")]
    assert clause_of(procedure=relaxation(filed_on=date(2025, 5, 12))) == A4_3_1
    (found,) = (one for one in made.findings if one.code == "draw.joint_relaxed")
    assert (found.severity, found.clause) == (Severity.WARNING, LIYANG_2020.ref("A4.3.1"))
    assert relaxation().reason in found.zh


def test_a_joint_task_under_an_effective_plan_is_not_said_to_be_relaxed() -> None:
    made = committed(TASK, plan=PLAN, items=ITEMS, procedure=effective_procedure(JOINT, DRAFTED_ON))
    assert "draw.joint_relaxed" not in {one.code for one in made.findings}


def test_the_manifest_names_the_conference_and_since_when_the_plan_may_be_drawn_a4_3_1() -> None:
    procedure = effective_procedure(JOINT, DRAFTED_ON)
    made = committed(TASK, plan=PLAN, items=ITEMS, procedure=procedure)
    entries = made.manifest.entries
    assert entries["rules.joint.conference"] == procedure.conference.id
    assert entries["rules.joint.drawable_on"] == str(procedure.drawable_on)
    assert "draw.joint_old" not in {one.code for one in made.findings}


def test_a_decision_of_years_ago_is_warned_of_a4_3_1() -> None:
    made = committed(TASK, plan=PLAN, items=ITEMS, procedure=effective_procedure(JOINT, date(2019, 3, 1)))
    (found,) = (one for one in made.findings if one.code == "draw.joint_old")
    assert (found.severity, found.clause) == (Severity.WARNING, LIYANG_2020.ref("A4.3.1"))
    assert "2019-03-12" in found.zh


def test_a_relaxation_is_filed_by_who_draws_or_by_the_initiator_a4_3_1() -> None:
    assert clause_of(procedure=relaxation(filed_by="320481-SWJ")) == A4_3_1


def test_something_that_only_looks_like_a_procedure_is_refused() -> None:
    look_alike = SimpleNamespace(plan=JOINT, check_drawable=lambda _: None, manifest_lines=dict, route=None)
    with pytest.raises(InvalidValueError, match="JointRelaxation"):
        committed(TASK, plan=PLAN, items=ITEMS, procedure=look_alike)


@pytest.mark.parametrize(
    "other",
    [
        attrs.evolve(JOINT, id="联合-02"),
        attrs.evolve(JOINT, participants=(HEALTH, "320481-SWJ")),
        attrs.evolve(JOINT, initiator=HEALTH, participants=(AGENCY,)),
    ],
    ids=["another plan", "more participants", "another initiator"],
)
def test_the_procedure_is_that_of_the_plan_itself(other: JointPlan) -> None:
    with pytest.raises(BrokenChainError, match="程序所定方案"):
        check_procedure(TASK, PLAN, ITEMS, effective_procedure(other, DRAFTED_ON), DAY)


def test_the_relaxation_is_that_of_the_plan() -> None:
    with pytest.raises(BrokenChainError, match="联合-02"):
        check_procedure(TASK, PLAN, ITEMS, relaxation("联合-02"), DAY)


def test_a_task_that_is_not_joint_has_no_procedure() -> None:
    own = task()
    plan = plan_of(own)
    assert check_procedure(own, plan, ITEMS, None, DAY) == {}
    for given in (relaxation(), effective_procedure(JOINT, DRAFTED_ON)):
        with pytest.raises(InvalidValueError, match="任务不是联合抽查"):
            check_procedure(own, plan, ITEMS, given, DAY)


def health_task() -> AnnualPlan:
    return plan_of(task(design("20%", "lifts"), joint_plan=JOINT.id), joint_plans=(JOINT,))


def test_a_department_initiates_a_joint_inspection_from_an_item_of_its_own_3_2_4() -> None:
    plan = health_task()
    procedure = effective_procedure(JOINT, DRAFTED_ON)
    with pytest.raises(LawError, match="该部门自己的事项") as caught:
        check_procedure(plan.tasks[0], plan, ITEMS, procedure, DAY)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.2.4")
    assert check_procedure(plan.tasks[0], plan, ITEMS, relaxation(), DAY)


def test_the_conference_may_organise_it_whoever_has_the_item_3_2_6() -> None:
    plan = health_task()
    procedure = effective_procedure(JOINT, DRAFTED_ON, route=JointRoute.CONFERENCE, trigger=next(iter(JointTrigger)))
    assert check_procedure(plan.tasks[0], plan, ITEMS, procedure, DAY)["rules.joint.route"] == "CONFERENCE"
