"""Departments that take part in a joint inspection because of what it draws and where: 3.2.8."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from shuangsuiji.errors import InvalidValueError, LawError, UnknownNameError
from shuangsuiji.planning import AnnualPlan, JointPlan
from shuangsuiji.planning.joint_terms import JointStage
from shuangsuiji.planning.participation import (
    city_level_participants,
    participants_of,
    required_participants,
    with_city_level,
)
from tests.unit import builders
from tests.unit import joint_procedure_steps as steps
from tests.unit.conference_days import HEALTH, POLICE
from tests.unit.joint_procedure_steps import FIRE, OFFICE, PLAN, TRADE

HOLDERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "lifts": {"320481": (OFFICE,)},
    "food": {"320481101": (HEALTH,), "320481": (OFFICE, POLICE)},
}
ITEMS = (
    builders.item("food", implementing_body=HEALTH),
    builders.item("labels", implementing_body=TRADE),
    builders.key_item("lifts", implementing_body=FIRE),
)
TOWNS = {"溧城": "320481101", "戴埠": "320481102"}
JOINT = JointPlan(id="联合-01", initiator=TRADE, participants=(HEALTH,))


@pytest.mark.parametrize(
    ("item", "region", "units"),
    [
        ("lifts", "320481", (OFFICE,)),
        ("lifts", "320481103", (OFFICE,)),
        ("lifts", "320481103201", (OFFICE,)),
        ("food", "320481101000", (POLICE, OFFICE, HEALTH)),
        ("food", "320481102", (POLICE, OFFICE)),
        ("labels", "320481", ()),
    ],
)
def test_who_holds_a_function_for_the_city_takes_part_by_duty_and_territory(
    item: str, region: str, units: tuple[str, ...]
) -> None:
    assert city_level_participants(item, region, HOLDERS) == units


def test_a_function_that_nobody_holds_in_a_territory_is_pointed_out() -> None:
    with pytest.raises(LawError, match="须有部门负责该地域"):
        city_level_participants("lifts", "320482", HOLDERS)
    with pytest.raises(InvalidValueError):
        city_level_participants("lifts", "城区", HOLDERS)
    with pytest.raises(InvalidValueError):
        city_level_participants("lifts", "320481", {"lifts": {"320481": OFFICE}})


def test_who_is_required_joins_the_plan_once() -> None:
    required = required_participants([("lifts", "320481"), ("food", "320481102"), ("labels", "320481")], HOLDERS)
    assert required == (POLICE, OFFICE)
    assert with_city_level(PLAN, required).participants == (HEALTH, POLICE, OFFICE)
    assert with_city_level(PLAN, (POLICE,)) is PLAN
    assert steps.drafted(with_city_level(PLAN, required), required=required).stage is JointStage.DRAFTED


def plan_with(*parts: tuple[tuple[str, ...], tuple[str, ...]], joint: JointPlan = JOINT) -> AnnualPlan:
    """Return a plan with a task under a joint inspection for each of these items and regions, and one of its own."""
    tasks = [
        builders.task(
            *(builders.design("5%", code) for code in codes),
            id=f"2025-{number:02}",
            regions=regions,
            joint_plan=joint.id,
        )
        for number, (codes, regions) in enumerate(parts, 1)
    ]
    return builders.plan_of(*tasks, builders.task(builders.design("5%", "lifts"), id="2025-99"), joint_plans=(joint,))


def taking_part(plan: AnnualPlan, joint: JointPlan = JOINT) -> tuple[str, ...]:
    return participants_of(plan, joint, ITEMS, HOLDERS, region="320481", regions=TOWNS)


@pytest.mark.parametrize(
    ("parts", "units"),
    [
        ([], ()),
        ([(("labels",), ())], (TRADE,)),
        ([(("food",), ("戴埠",))], (POLICE, OFFICE, HEALTH)),
        ([(("food",), ("320481102",))], (POLICE, OFFICE, HEALTH)),
        ([(("lifts",), ())], (OFFICE, FIRE)),
        ([(("labels",), ("溧城",)), (("labels", "lifts"), ("戴埠",))], (OFFICE, TRADE, FIRE)),
    ],
)
def test_the_tasks_of_a_joint_inspection_say_who_takes_part_3_2_8(
    parts: list[tuple[tuple[str, ...], tuple[str, ...]]], units: tuple[str, ...]
) -> None:
    assert taking_part(plan_with(*parts)) == tuple(sorted(units))


def test_the_territory_decides_who_holds_an_item_3_2_8() -> None:
    holders = {"labels": {"320481101": (POLICE,), "320481102": (OFFICE,)}}
    for town, unit in (("溧城", POLICE), ("戴埠", OFFICE)):
        found = participants_of(
            plan_with((("labels",), (town,))), JOINT, ITEMS, holders, region="320481", regions=TOWNS
        )
        assert found == tuple(sorted((TRADE, unit)))
    with pytest.raises(LawError, match="须有部门负责该地域"):
        participants_of(plan_with((("labels",), ())), JOINT, ITEMS, holders, region="320481")
    whole = participants_of(plan_with((("labels",), ())), JOINT, ITEMS, holders, region="320481102000")
    assert whole == tuple(sorted((TRADE, OFFICE)))


def test_a_list_of_items_serves_as_well_3_2_8() -> None:
    listed = builders.item_list(*ITEMS)
    found = participants_of(plan_with((("food",), ())), JOINT, listed, {}, region="320481")
    assert found == (HEALTH,)


def test_what_is_not_known_is_named_3_2_8() -> None:
    with pytest.raises(UnknownNameError, match="天目湖"):
        taking_part(plan_with((("labels",), ("天目湖",))))
    with pytest.raises(UnknownNameError, match="unlisted"):
        taking_part(plan_with((("unlisted",), ())))
    with pytest.raises(UnknownNameError, match="联合-07"):
        taking_part(plan_with((("labels",), ())), PLAN)
    plan = plan_with((("labels",), ("溧城",)))
    for code in ({"region": "320481", "regions": {"溧城": "城区"}}, {"region": "溧阳", "regions": {}}):
        with pytest.raises((InvalidValueError, UnknownNameError)):
            participants_of(plan, JOINT, ITEMS, {}, **code)  # type: ignore[arg-type]


def test_who_is_derived_is_what_a_draft_requires_3_2_8() -> None:
    required = taking_part(plan_with((("food",), ("戴埠",)), joint=PLAN), PLAN)
    assert steps.drafted(with_city_level(PLAN, required), required=required).required == (POLICE, OFFICE, HEALTH)
    with pytest.raises(LawError, match="市级统一实施"):
        steps.drafted(required=required)
