"""The synthetic county: as many departments, tasks and joint plans as it says, and nothing to object to in its plan."""

from collections import Counter

from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import PlanLevel, check_plan, department_plan, departments_of
from shuangsuiji.registry import ANNEX_MEMBERS
from shuangsuiji.terms import ItemKind
from shuangsuiji.testing.county import JOINT_PLANS, TASKS, city_plan, county_items, county_people, county_pools
from shuangsuiji.testing.county_years import county_basis, county_procedures
from shuangsuiji.values import Severity

PLAN = city_plan()


def test_the_plan_has_203_tasks_of_17_departments_and_13_joint_plans() -> None:
    assert (
        (len(PLAN.tasks), len(PLAN.joint_plans), PLAN.level)
        == (TASKS, JOINT_PLANS, PlanLevel.CITY)
        == (
            203,
            13,
            PlanLevel.CITY,
        )
    )
    assert set(departments_of(PLAN)) == set(ANNEX_MEMBERS)
    assert len(ANNEX_MEMBERS) == 17


def test_key_and_general_items_are_planned_and_key_items_twice_a_year() -> None:
    items = county_items()
    draws = Counter[ItemKind]()
    for task in PLAN.tasks:
        for code in task.item_codes:
            draws[items[code].kind] += 1
            assert PLAN.draws_of(task) == (2 if items[code].kind is ItemKind.KEY else 1)
    assert set(draws) == set(ItemKind)


def test_every_department_draws_its_own_plan_and_together_they_make_the_citys() -> None:
    plans = [department_plan(PLAN, name) for name in ANNEX_MEMBERS]
    assert sorted(task.id for plan in plans for task in plan.tasks) == sorted(task.id for task in PLAN.tasks)


def test_every_item_of_a_task_has_a_pool_of_the_department_that_draws() -> None:
    pools = {pool.owner: pool for pool in county_pools()}
    for task in PLAN.tasks:
        assert set(task.item_codes) <= set(pools[PLAN.department_of(task)].item_codes)


def test_everybody_is_twelve_inspectors_strong() -> None:
    (pool,) = county_people()
    assert Counter(one.department for one in pool) == dict.fromkeys(ANNEX_MEMBERS, 12)


def test_nothing_is_to_be_mended_under_the_rules_of_2020() -> None:
    basis = county_basis(LIYANG_RULES, procedures=county_procedures(PLAN))
    assert [str(one) for one in check_plan(PLAN, basis) if one.severity is not Severity.NOTE] == []
