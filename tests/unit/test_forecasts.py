"""What a year comes to for the objects of a pool, against a count object by object and against real draws."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.draws import Draw
from shuangsuiji.draws.yearly import yearly_inclusion
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.planning import Filter, Frequency, Operator, Task
from shuangsuiji.planning.forecasts import PoolForecast, forecast_pool
from shuangsuiji.registry import ObjectPool
from tests.unit.builders import (
    committed,
    design,
    drawn,
    enterprise,
    item_list,
    key_item,
    plan_of,
    pool_of,
    task,
)
from tests.unit.plan_years import RISKS, good_plan, graded_pool, joint_task, own_plan
from tests.unit.test_task_chances import ITEMS, best_by_hand, pools, tasks, value

KEY = item_list(key_item("labels"), key_item("lifts"))  # without caps, so that anything may be drawn
KEY_ITEMS = {one.code: one for one in KEY.items}
TINY = Fraction(1, 10**9)


def of(pool: ObjectPool, *several: Task, columns: Sequence[str] = ("region",)) -> PoolForecast:
    return forecast_pool(plan_of(*several), several, pool, ITEMS, columns)[0]


def by_hand(pool: ObjectPool, several: Sequence[Task]) -> dict[str, Fraction]:
    """Return the exact chance of each object to be reached at least once in the year."""
    missed = {one.id: Fraction(1) for one in pool}
    for one in several:
        for id_, chance in best_by_hand(one, pool).items():
            missed[id_] *= (1 - chance) ** one.frequency.times
    return {id_: 1 - left for id_, left in missed.items()}


@settings(max_examples=50)
@given(pools(), st.tuples(tasks("1"), tasks("2"), tasks("3")), st.integers(0, 3))
def test_a_year_is_what_is_counted_object_by_object(pool: ObjectPool, three: tuple[Task, ...], number: int) -> None:
    several = three[:number]
    found, exact = of(pool, *several, columns=("region", "风险等级")), by_hand(pool, several)
    assert 0 <= sum(exact.values()) - found.reached < TINY
    assert found.coverage == found.reached / len(pool)
    best = [(one, best_by_hand(one, pool)) for one in several]
    assert found.outside == sum(all(each.id not in chances for _, chances in best) for each in pool)
    standing = (sum(one.frequency.times for one, chances in best if chances.get(each.id)) for each in pool)
    assert found.most_draws.get("320481-SCJG", 0) == max(standing)
    for column in ("region", "风险等级"):
        objects = Counter(value(each, column) for each in pool)
        reached = {label: sum(exact[each.id] for each in pool if value(each, column) == label) for label in objects}
        assert {label: count for label, (count, _) in found.shares[column].items()} == objects
        assert all(0 <= reached[label] - share < TINY for label, (_, share) in found.shares[column].items())


def test_coverage_is_never_too_large_also_where_its_digits_are_cut_off() -> None:
    objects = (enterprise(n, attributes={"层": "abc"[min(n // 7, 2)]}) for n in range(7 + 7 + 13))
    pool = pool_of(objects)
    ratios = {"a": "1/7", "b": "3/7", "c": "2/13"}
    several = [
        task(design(ratios, "lifts"), id=str(n), strata=("层",), frequency=Frequency(times=12)) for n in range(9)
    ]
    exact = 7 * (1 - Fraction(6, 7) ** 108) + 7 * (1 - Fraction(4, 7) ** 108) + 13 * (1 - Fraction(11, 13) ** 108)
    found = of(pool, *several)
    assert 0 < exact - found.reached < Fraction(1, 10**20)
    assert found.reached.denominator <= 10**30


def test_few_draws_are_exact_so_that_a_floor_that_is_just_kept_is_not_said_to_be_missed() -> None:
    """The thirds of three strata make no third that is a little too small."""
    pool = pool_of(60)  # three towns of twenty
    found = of(pool, task(design({"溧城": "1/20", "戴埠": "7/20", "天目湖": "12/20"}, "lifts"), strata=("region",)))
    assert found.coverage == Fraction(1, 3)
    assert of(pool_of(3), task(design("1/3", "lifts"))).coverage == Fraction(1, 3)


def test_whoever_is_inspected_in_full_is_reached_for_certain() -> None:
    pool = graded_pool()
    assert of(pool, task(design("100%", "lifts")), task(design("1/7", "lifts"), id="2")).reached == len(pool)


@pytest.mark.parametrize("strata", [(), ("region",)], ids=str)
def test_real_draws_of_a_year_have_the_chances_that_were_forecast(strata: tuple[str, ...]) -> None:
    """Here all items of a task draw from the same objects, so that the largest chance of them is the exact one."""
    pool = pool_of(24)
    two = [design("50%"), design("25%", "lifts")]
    several = [
        task(*two, id="1", strata=strata),
        task(design("1/8"), id="2", strata=strata),
        task(design("1/4", "lifts", filters=()), id="3", regions=("溧城", "戴埠"), strata=strata),
    ]
    draws: list[Draw] = []
    for number, one in enumerate(several):
        made = committed(one, pool, number, plan=plan_of(*several), items=KEY, earlier=draws)
        draws.append(drawn(made, number))
    report = yearly_inclusion(pool, draws, year=2025)
    assert all(one.lower == one.upper for one in report)
    found = forecast_pool(plan_of(*several), several, pool, KEY_ITEMS)[0]
    assert found.reached == sum(one.lower for one in report)
    towns = {town: [one.id for one in pool if one.region == town] for town in ("溧城", "戴埠", "天目湖")}
    for town, ids in towns.items():
        assert found.shares["region"][town] == (len(ids), sum(report[id_].lower for id_ in ids))


def within(*towns: str) -> Filter:
    return Filter(field="region", operator=Operator.IN, values=towns)


def test_where_items_concern_different_objects_visits_are_at_least_the_forecast() -> None:
    """By hand over all orders of three tickets: one of a, b for the first item, one of b, c for the second."""
    orders = [dict(zip("abc", order, strict=True)) for order in permutations(range(3))]
    visits = sum(len({min("ab", key=order.__getitem__), min("bc", key=order.__getitem__)}) for order in orders)
    towns = dict(zip("abc", ("溧城", "戴埠", "天目湖"), strict=True))
    pool = pool_of(3)
    one = task(
        design("1/2", "labels", filters=(within(towns["a"], towns["b"]),)),
        design("1/2", "lifts", filters=(within(towns["b"], towns["c"]),)),
    )
    (found,) = forecast_pool(plan_of(one), (one,), pool, KEY_ITEMS)[1]
    assert found.visits == Fraction(3, 2) < Fraction(visits, len(orders)) == Fraction(5, 3)


def test_a_weighted_draw_is_not_said_to_reach_more_than_it_does() -> None:
    """Several draws by unequal chances reach fewer than several by their average."""
    objects = (enterprise(n, attributes={"用工人数": "19"[n % 2]}) for n in range(20))
    weighted = task(design("1/4", "lifts", design="pareto", weight="用工人数"), frequency=Frequency(times=4))
    plain = task(design("1/4", "lifts"), frequency=Frequency(times=4))
    assert of(pool_of(objects), weighted).reached < of(pool_of(20), plain).reached * Fraction(9, 10)


def test_an_empty_pool_has_no_coverage_and_a_pool_without_tasks_is_all_outside() -> None:
    empty, idle = of(pool_of(0), task()), of(pool_of(60))
    assert empty.objects == empty.reached == empty.coverage == empty.outside == 0
    assert (idle.objects, idle.outside) == (60, 60)
    assert idle.reached == 0
    assert not idle.most_draws


def test_a_column_that_the_pool_does_not_have_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="行业"):
        of(pool_of(3), task(), columns=("行业",))


def test_draws_are_counted_for_the_department_that_draws() -> None:
    plan = good_plan()
    found, each = forecast_pool(plan, plan.tasks, graded_pool(), ITEMS)
    assert dict(found.most_draws) == {"320481-SCJG": 4}
    assert [(one.task_id, one.department, one.draws) for one in each] == [
        ("T-labels", "320481-SCJG", 2),
        ("T-lifts", "320481-SCJG", 2),
    ]


def test_once_in_two_years_is_drawn_once_in_the_year_that_plans_it() -> None:
    once = task(design(RISKS), strata=("风险等级",), frequency=Frequency(times=1, years=2))
    (found,) = forecast_pool(own_plan(once, joint_task()), (once,), graded_pool(), ITEMS)[1]
    assert found.draws == 1
    assert found.yearly_chance("labels", "D") == Fraction(1, 5)
    assert found.yearly_chance("labels", "E") == 0


def test_strata_of_several_columns_are_named_by_all_of_them() -> None:
    one = task(design({"溧城/A": "1/5", "*": "1/10"}), strata=("region", "风险等级"))
    (found,) = forecast_pool(plan_of(one), (one,), graded_pool(), ITEMS)[1]
    (its,) = found.designs
    assert (len(its.counts), its.quotas["溧城/A"], its.quotas["溧城/D"]) == (12, 4, 2)
