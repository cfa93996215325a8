"""Who answers for an object, and which pool serves an item."""

import pytest

from shuangsuiji.registry import ObjectPool, check_coverage, check_responsibility, responsible_department
from shuangsuiji.values import Severity
from tests.unit.builders import AGENCY, enterprise, item, item_list, pool_of, uscc

HEALTH, FIRE = "320481-WJW", "320481-YJJ"


@pytest.mark.parametrize(
    ("approved", "supervised", "responsible"),
    [
        ((), (), AGENCY),
        ((HEALTH,), (), HEALTH),
        ((), (FIRE,), FIRE),
        ((HEALTH,), (FIRE,), HEALTH),
        ((HEALTH,), (FIRE, AGENCY), HEALTH),
        ((HEALTH, FIRE), (), None),
        ((HEALTH, FIRE), (AGENCY,), None),
        ((), (HEALTH, FIRE), None),
    ],
    ids=str,
)
def test_who_approved_answers_then_who_is_in_charge_then_the_owner_2_3_3(
    approved: tuple[str, ...], supervised: tuple[str, ...], responsible: str | None
) -> None:
    one = enterprise(1, approved_by=approved, supervised_by=supervised)
    assert responsible_department(one, AGENCY) == responsible
    found = check_responsibility([pool_of([one])])
    assert [finding.where for finding in found] == ([one.id] if responsible is None else [])


def test_a_conflict_is_an_error_with_its_clause() -> None:
    (found,) = check_responsibility([pool_of([enterprise(1, approved_by=(HEALTH, FIRE))])])
    assert (found.severity, found.code) == (Severity.ERROR, "pool.responsibility")
    assert found.clause is not None
    assert found.clause.clause == "2.3.3"
    assert f"{HEALTH},{FIRE}" in found.zh


def test_two_pools_of_different_owners_conflict_over_a_shared_object() -> None:
    pools = [pool_of(3), pool_of([enterprise(2), enterprise(7)], id="WJW", owner=HEALTH)]
    (found,) = check_responsibility(pools)
    assert found.where == uscc(2)
    assert HEALTH in found.zh
    assert AGENCY in found.zh


def test_two_pools_agree_where_the_object_names_one_department() -> None:
    shared = enterprise(2, approved_by=(HEALTH,))
    assert check_responsibility([pool_of([shared]), pool_of([shared], id="WJW", owner=HEALTH)]) == ()


def test_two_pools_of_one_owner_do_not_conflict() -> None:
    assert check_responsibility([pool_of(3), pool_of(3, id="second")]) == ()


@pytest.mark.parametrize("pools", [[], [pool_of(0)], [pool_of(0), pool_of(0, id="b", owner=HEALTH)]], ids=len)
def test_without_objects_there_is_nothing_to_say(pools: list[ObjectPool]) -> None:
    assert check_responsibility(pools) == ()


def test_pools_may_come_as_an_iterator() -> None:
    pools = [pool_of(3), pool_of([enterprise(2)], id="WJW", owner=HEALTH)]
    assert check_responsibility(iter(pools)) == check_responsibility(pools)
    assert len(check_coverage(item_list(), iter([pool_of(item_codes=("labels",))]))) == 1


def test_an_item_without_a_pool_is_reported_2_3_1() -> None:
    (found,) = check_coverage(item_list(), [pool_of(item_codes=("labels",))])
    assert (found.severity, found.where, found.code) == (Severity.WARNING, "lifts", "pool.coverage")
    assert found.clause is not None
    assert found.clause.clause == "2.3.1"


def test_a_pool_for_an_item_that_is_not_listed_is_reported_2_3_1() -> None:
    found = check_coverage(item_list(item()), [pool_of(), pool_of(id="second")])
    assert [(one.where, "SCJG-objects、second" in one.zh) for one in found] == [("lifts", True)]


def test_items_and_pools_that_meet_leave_nothing_to_say() -> None:
    pools = [pool_of(item_codes=("labels",)), pool_of(id="second", item_codes=("labels", "lifts"))]
    assert check_coverage(item_list(), pools) == ()


def test_a_department_named_twice_is_one() -> None:
    assert responsible_department(enterprise(1, approved_by=(HEALTH, HEALTH)), AGENCY) == HEALTH
