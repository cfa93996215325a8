"""What a plan contains and when it is there: 3.1.1 to 3.1.4, 3.2.7."""

from datetime import date
from functools import partial

import attrs
import pytest

from shuangsuiji.law import LIYANG_RULES, PLAN_DUE, PLATFORM_DUTY, RuleBook
from shuangsuiji.planning import (
    Adjustment,
    AnnualPlan,
    Frequency,
    JointPlan,
    JointStage,
    PlanBasis,
    PlanQuantity,
    ResolutionOutcome,
    Sitting,
    TeamRule,
    adjust,
)
from shuangsuiji.planning.plan_form_checks import form_findings
from shuangsuiji.testing.conferences import effective_procedures
from shuangsuiji.values import Finding, TimeLimit, TimeUnit
from tests.unit.builders import AGENCY, design, item, item_list, key_item
from tests.unit.plan_years import (
    CITY,
    HEALTH,
    ITEMS,
    JOINT,
    Said,
    basis_of,
    by_risk,
    coded,
    faults,
    good_plan,
    guide,
    joint_task,
    own_plan,
    procedures,
    said,
    unchecked_codes,
)

POLICE = "320481-GAJ"


def found(plan: AnnualPlan, /, **known: object) -> list[Finding]:
    return list(form_findings(plan, basis_of(**known)))


def wrong(plan: AnnualPlan, /, **known: object) -> list[Said]:
    return faults(found(plan, **known))


def test_a_plan_that_is_as_it_should_be_leaves_its_share_of_joint_tasks_to_tell() -> None:
    (only,) = found(good_plan())
    assert said([only]) == [("NOTE", "plan.joint_share", "3.2.7", "CITY-2025")]
    assert (only.zh, only.en) == ("联合抽查任务占 50.0%", "50.0% of the tasks are joint")


def test_the_citys_plan_covers_general_and_key_items_3_1_1() -> None:
    assert wrong(good_plan(by_risk(), joint_task(designs=(design(),)))) == [
        ("ERROR", "plan.kinds", "3.1.1", "CITY-2025")
    ]
    (only,) = coded(found(good_plan(joint_task())), "plan.kinds")
    assert (only.zh, only.en) == ("计划未涵盖一般检查事项", "the plan holds no GENERAL item")


def test_a_department_is_reminded_of_the_items_that_it_has_and_does_not_plan_3_1_1() -> None:
    labels = own_plan(by_risk(), joint_task(designs=(design(),)))
    assert wrong(labels) == [("WARNING", "plan.kinds", "3.1.1", "SCJG-2025")]
    general_only = item_list(item(ratio_cap="40%"))
    without = partial(found, labels, items=(general_only,), guides=(guide("labels"),))
    assert faults(without()) == []
    assert coded(without(), "plan.kinds")[0].severity.name == "NOTE"


def test_what_is_planned_stands_on_a_list_in_a_version_of_the_year_2_2_7() -> None:
    plan = good_plan()
    lifts_only = item_list(key_item(), item("other"))
    assert ("ERROR", "plan.item", "2.2.7", "T-labels labels") in wrong(plan, items=(lifts_only,))
    last_year = item(ratio_cap="40%", effective_on=date(2024, 1, 1), expires_on=date(2024, 12, 31))
    next_year = item(ratio_cap="40%", effective_on=date(2026, 1, 1))
    for other in (last_year, next_year):
        lists = (item_list(other, key_item(), effective_on=date(2024, 1, 1)),)
        assert ("ERROR", "plan.item", "2.2.7", "T-labels labels") in wrong(plan, items=lists)
    in_june = item(ratio_cap="40%", effective_on=date(2025, 6, 1))
    assert wrong(plan, items=(item_list(in_june, key_item()),)) == []


def test_a_code_with_two_meanings_is_pointed_out_2_2_7() -> None:
    lists = (ITEMS, item_list(item(ratio_cap="5%")))
    assert wrong(good_plan(), items=lists) == [("WARNING", "plan.item_twice", "2.2.7", "T-labels labels")]


def test_a_plan_has_tasks_3_1_2() -> None:
    plan = attrs.evolve(good_plan(), tasks=(), joint_plans=())
    assert wrong(plan) == [
        ("ERROR", "plan.kinds", "3.1.1", "CITY-2025"),
        ("ERROR", "plan.kinds", "3.1.1", "CITY-2025"),
        ("ERROR", "plan.tasks", "3.1.2", "CITY-2025"),
        ("ERROR", "plan.joint", "3.1.3", "CITY-2025"),
    ]


def test_every_task_of_the_citys_plan_names_its_department_3_1_2() -> None:
    assert wrong(good_plan(by_risk(department=None), joint_task())) == [
        ("ERROR", "plan.department", "3.1.2", "T-labels")
    ]
    assert wrong(own_plan(by_risk(department=None), joint_task())) == []


def test_a_department_that_does_not_exist_is_named_3_1_2() -> None:
    unknown = by_risk(department="320481-NNN", participants=("320481-MMM", AGENCY))
    assert wrong(good_plan(unknown, joint_task())) == [("ERROR", "plan.department", "3.1.2", "T-labels")] * 2
    nobody = by_risk(department=None, participants=("320481-MMM",))
    assert [one.zh for one in coded(found(good_plan(nobody, joint_task())), "plan.department")] == [
        "未明确责任部门",
        "没有部门 320481-MMM",
    ]


def test_who_inspects_an_item_takes_part_in_its_task_3_1_2() -> None:
    health = by_risk(department=HEALTH)
    assert wrong(good_plan(health, joint_task())) == [("ERROR", "plan.participants", "3.1.2", "T-labels labels")]
    assert wrong(good_plan(by_risk(department=HEALTH, participants=(AGENCY,)), joint_task())) == []
    shared = item_list(item(ratio_cap="40%", joint_departments=(HEALTH,)), key_item())
    assert wrong(good_plan(health, joint_task()), items=(shared,)) == []


def test_who_sends_officers_takes_part_in_the_task_3_1_2() -> None:
    team = TeamRule(item_code="labels", department=POLICE)
    assert wrong(good_plan(by_risk(teams=(team,)), joint_task())) == [
        ("ERROR", "plan.participants", "3.1.2", "T-labels")
    ]
    assert wrong(good_plan(by_risk(teams=(team,), participants=(POLICE,)), joint_task())) == []


def test_every_team_that_is_too_small_is_named_with_the_clause_of_the_minimum_2_3_10() -> None:
    small = [TeamRule(item_code="lifts", department=one, size=1) for one in (AGENCY, HEALTH)]
    plan = good_plan(by_risk(), joint_task(teams=small))
    assert wrong(plan) == [("ERROR", "plan.team", "42", "T-lifts")] * 2
    before = coded(found(plan, on=date(2021, 1, 4)), "plan.team")  # the revised law came into force on 15 July 2021
    assert said(before) == [("ERROR", "plan.team", "2.3.10", "T-lifts")] * 2
    both = coded(found(plan), "plan.team")
    assert both[0].zh == "team.lifts.320481-SCJG：执法检查人员不得少于 2 人"
    assert both[1].en == "team.lifts.320481-WJW: needs at least 2 officers"
    enough = [attrs.evolve(one, size=2) for one in small]
    assert wrong(good_plan(by_risk(), joint_task(teams=enough))) == []


def test_a_citys_plan_contains_a_joint_inspection_and_a_departments_may_3_1_3() -> None:
    alone = {"joint_plans": (), "tasks": (by_risk(), joint_task(joint_plan=None, department=AGENCY))}
    assert wrong(good_plan(**alone)) == [("ERROR", "plan.joint", "3.1.3", "CITY-2025")]
    assert wrong(own_plan(**alone)) == []
    assert [one.severity.name for one in coded(found(own_plan(**alone)), "plan.joint")] == ["NOTE"]


def test_a_joint_plan_has_a_task_3_1_3() -> None:
    spare = JointPlan(id="2025-LH-02", initiator=HEALTH, participants=(POLICE,))
    both = effective_procedures((JOINT, spare), date(2025, 1, 13))
    plan = good_plan(joint_plans=(JOINT, spare))
    assert wrong(plan, procedures=both) == [("WARNING", "plan.joint_task", "3.1.3", "2025-LH-02")]


def test_a_joint_plan_has_been_settled_by_the_conference_and_is_the_one_that_was() -> None:
    plan = good_plan()
    assert wrong(plan, procedures=()) == [("WARNING", "plan.joint_decided", "A4.2.3", JOINT.id)]
    wider = effective_procedures((attrs.evolve(JOINT, participants=(HEALTH, POLICE)),), date(2025, 1, 13))
    assert wrong(plan, procedures=wider) == [("ERROR", "plan.joint_decided", "A4.2.3", JOINT.id)]
    (whole,) = procedures()
    begun = attrs.evolve(whole, steps=whole.steps[:1], minutes=None)
    assert wrong(plan, procedures=(begun,)) == [("WARNING", "plan.joint_decided", "A4.3.1", JOINT.id)]
    gone = begun.withdraw(attrs.evolve(whole.steps[0].act, note="（合成）任务取消"))
    assert wrong(plan, procedures=(gone,)) == [("ERROR", "plan.joint_decided", "A4.2.3", JOINT.id)]
    assert wrong(plan, procedures=(whole, gone)) == wrong(plan, procedures=(gone, whole)) == []
    held = whole.steps[-1]
    assert isinstance(held.details, Sitting)
    turned_down = attrs.evolve(
        held, details=attrs.evolve(held.details, outcome=ResolutionOutcome.REJECTED), stage=JointStage.REJECTED
    )
    rejected = attrs.evolve(whole, steps=(*whole.steps[:-1], turned_down), minutes=None)
    (found_one,) = coded(found(plan, procedures=(rejected,)), "plan.joint_decided")
    assert (found_one.severity.name, found_one.zh) == ("ERROR", "方案未获通过，不得列入计划抽取")


def test_what_departments_inspect_together_under_no_joint_plan_is_pointed_out_3_2_4() -> None:
    helped = own_plan(by_risk(participants=(HEALTH,)), joint_task())
    (only,) = coded(found(helped), "plan.no_joint_plan")
    assert said([only]) == [("NOTE", "plan.no_joint_plan", "3.2.4", "T-labels")]
    items = (item_list(item(ratio_cap="40%"), key_item(implementing_body=HEALTH)),)
    both = by_risk(design(), design({"A": "5%", "*": "20%"}, "lifts"), participants=(HEALTH,))
    assert wrong(own_plan(both, joint_task()), items=items, guides=None) == [
        ("WARNING", "plan.no_joint_plan", "3.2.4", "T-labels")
    ]
    assert coded(found(good_plan()), "plan.no_joint_plan") == []


def test_a_plan_is_drawn_up_by_the_end_of_january_3_1_4() -> None:
    assert wrong(good_plan(drawn_up_on=date(2025, 1, 31), entered_on=date(2025, 2, 5))) == []
    late = good_plan(drawn_up_on=date(2025, 2, 1), entered_on=date(2025, 2, 5))
    assert wrong(late) == [("ERROR", "plan.due", "3.1.4", "CITY-2025")]
    assert coded(found(late), "plan.due")[0].zh == "2025-02-01 制定，晚于 2025-01-31"


@pytest.mark.parametrize(("on", "severity"), [(date(2025, 1, 31), "NOTE"), (date(2025, 2, 1), "ERROR")], ids=str)
def test_a_plan_that_does_not_say_when_it_was_drawn_up_is_late_after_the_day_3_1_4(on: date, severity: str) -> None:
    undated = good_plan(drawn_up_on=None, entered_on=None)
    (only,) = coded(found(undated, on=on), "plan.due")
    assert (only.severity.name, only.en) == (severity, "does not say when it was drawn up; due on 2025-01-31")


def test_a_plan_is_entered_within_twenty_working_days_3_1_4() -> None:
    """Twenty working days after 6 January, with two days of rest worked and the Spring Festival off: 8 February."""
    assert wrong(good_plan(entered_on=date(2025, 2, 8))) == []
    assert wrong(good_plan(entered_on=date(2025, 2, 9))) == [("ERROR", "plan.entry", "3.1.4", "CITY-2025")]
    missing = good_plan(entered_on=None)
    assert wrong(missing, on=date(2025, 2, 8)) == []
    assert wrong(missing, on=date(2025, 2, 9)) == [("ERROR", "plan.entry", "3.1.4", "CITY-2025")]
    assert coded(found(missing), "plan.entry")[0].zh == "尚未录入平台，期限为 2025-02-08"


def test_an_adjusted_plan_is_entered_again_counted_from_the_adjustment_3_1_4() -> None:
    change = Adjustment(
        task_id="T-labels",
        quantity=PlanQuantity.FREQUENCY,
        before="每年2次",
        after="每年3次",
        on=date(2025, 6, 3),
        reason="（合成）风险上升",
        document="（合成）调整〔2025〕1号",
    )
    plan = adjust(good_plan(), change, open_tasks=())
    assert plan["T-labels"].frequency == Frequency(times=3)
    assert wrong(plan, on=date(2025, 6, 20)) == []
    assert wrong(plan, on=date(2025, 8, 1)) == [("ERROR", "plan.entry", "3.1.4", "CITY-2025")]
    assert wrong(attrs.evolve(plan, entered_on=date(2025, 6, 10)), on=date(2025, 8, 1)) == []


def test_another_city_counts_its_days_in_other_units_3_1_4() -> None:
    def due(number: int, unit: TimeUnit) -> RuleBook:
        rule = LIYANG_RULES.rule(PLAN_DUE, date(2025, 1, 1))
        term = TimeLimit(number=number, unit=unit, clause=rule.clause)
        kept = tuple(one for one in LIYANG_RULES.rules if one.name != PLAN_DUE)
        return attrs.evolve(LIYANG_RULES, id="elsewhere", rules=(*kept, attrs.evolve(rule, value=term)))

    plan = good_plan(drawn_up_on=date(2025, 1, 8), entered_on=date(2025, 1, 13))
    assert wrong(plan, rules=due(4, TimeUnit.WORKING_DAY)) == [("ERROR", "plan.due", "3.1.4", "CITY-2025")]
    assert wrong(plan, rules=due(5, TimeUnit.WORKING_DAY)) == []
    assert wrong(plan, rules=due(7, TimeUnit.DAY)) == [("ERROR", "plan.due", "3.1.4", "CITY-2025")]


def test_every_planned_item_has_its_guide_2_4_1() -> None:
    assert wrong(good_plan(), guides=(guide("labels"),)) == [("WARNING", "guides.missing", "2.4.1", "lifts")]


@pytest.mark.parametrize(
    ("missing", "codes"),
    [
        ("items", ["plan.kinds"]),
        ("departments", ["plan.department"]),
        ("procedures", ["plan.joint_decided"]),
        ("calendar", ["plan.entry"]),
        ("guides", ["plan.guides"]),
    ],
)
def test_what_is_not_at_hand_is_said_to_be_unchecked_and_nothing_else(missing: str, codes: list[str]) -> None:
    assert unchecked_codes(found(good_plan())) == []
    assert [code for code, _ in unchecked_codes(found(good_plan(), **{missing: None}))] == codes


def test_a_rule_book_without_days_leaves_them_unchecked() -> None:
    bare = attrs.evolve(LIYANG_RULES, id="bare", rules=())
    plan = good_plan(by_risk(teams=(TeamRule(item_code="labels", department=AGENCY),)), joint_task())
    assert [code for code, _ in unchecked_codes(found(plan, rules=bare))] == ["plan.team", "plan.due", "plan.entry"]


def test_a_plan_without_joint_inspections_needs_no_procedures() -> None:
    plan = own_plan(by_risk(), joint_plans=())
    assert unchecked_codes(form_findings(plan, basis_of(procedures=None))) == []


def test_items_and_guides_are_asked_for_once_however_many_tasks_plan_them() -> None:
    plan = good_plan(by_risk(), by_risk(id="T-2"), joint_task())
    assert wrong(plan, guides=()) == [
        ("WARNING", "guides.missing", "2.4.1", "labels"),
        ("WARNING", "guides.missing", "2.4.1", "lifts"),
    ]
    assert isinstance(basis_of(), PlanBasis)
    assert plan.authority == CITY


def test_every_task_of_a_plan_on_the_platform_has_a_number_there_from_2020_on_2_1_1() -> None:
    bare, joint = by_risk(platform_number=""), joint_task()
    on_it = wrong(good_plan(bare, joint, entered_on=date(2025, 1, 20)))
    assert on_it == [("WARNING", "plan.platform_number", "2.1.1", bare.id)]
    not_yet = wrong(good_plan(bare, joint, entered_on=None), on=date(2025, 1, 10))
    assert "plan.platform_number" not in {code for _, code, _, _ in not_yet}
    assert LIYANG_RULES.find(PLATFORM_DUTY, date(2019, 12, 31)) is None
    assert LIYANG_RULES.rule(PLATFORM_DUTY, date(2020, 1, 1)).stated
