"""The plan of the synthetic city; its dirty list is tested where it is imported."""

from __future__ import annotations

from fractions import Fraction

from shuangsuiji.planning import SamplingDesign
from shuangsuiji.terms import ItemKind
from shuangsuiji.testing.city import AUTHORITY, HEALTH, annual_plan, item_list, synthetic_code
from shuangsuiji.values import identifier


def test_a_synthetic_code_is_valid() -> None:
    for number in (0, 1, 999_999, 1_000_000, 19_999_999):
        assert identifier(synthetic_code(number)).text == synthetic_code(number)


def test_the_plan_has_a_task_by_risk_one_visit_for_two_items_and_one_for_two_departments() -> None:
    plan = annual_plan(2027)
    assert [task.id for task in plan.tasks] == ["2027-01", "2027-02", "2027-03"]
    assert [len(task.teams) for task in plan.tasks] == [0, 0, 3]
    joint = plan.joint_plan_of(plan["2027-03"])
    assert joint is not None
    assert joint.members == (AUTHORITY, HEALTH)
    assert {team.department for team in plan["2027-03"].teams} == set(joint.members)
    assert {one.item_code for one in plan["2027-03"].experts} == {"boilers"}


def test_the_first_task_is_what_it_was_and_every_item_is_on_the_list() -> None:
    by_risk = {"A": "1%", "B": "3%", "C": "5%", "D": "10%", "*": "3%"}
    plan, items = annual_plan(), {item.code: item for item in item_list().items}
    assert plan["2026-01"].designs == (SamplingDesign(item_code="labels", ratios=by_risk),)
    assert {design.item_code for task in plan.tasks for design in task.designs} <= set(items)
    assert items["labels"].ratio_cap == Fraction(1, 10)
    assert items["boilers"].kind is ItemKind.KEY
