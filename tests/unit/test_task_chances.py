"""What one task comes to over a pool: quotas as a commitment fixes them, chances object by object."""

from collections import Counter
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError, RatioAboveCapError, UnknownNameError
from shuangsuiji.lottery.quotas import largest_quotas
from shuangsuiji.planning import Filter, Frequency, Operator, SamplingDesign, Task
from shuangsuiji.planning.task_chances import as_bits, forecast_task, task_chances
from shuangsuiji.registry import InspectionItem, InspectionObject, ObjectPool
from shuangsuiji.terms import CapScope
from tests.unit.builders import committed, design, enterprise, item, item_list, key_item, plan_of, pool_of, task
from tests.unit.plan_years import RISKS, graded_pool

ITEMS = {"labels": item(ratio_cap="40%"), "lifts": key_item()}
LISTED = item_list(*ITEMS.values())
TOWNS, GRADES = ("溧城", "戴埠", "天目湖"), ("A", "B", "D")
RATIOS = ("0", "1/20", "1/3", "2/5", "1/2", "5/7", "1")


@st.composite
def pools(draw: st.DrawFn) -> ObjectPool:
    rows = draw(st.lists(st.tuples(st.sampled_from(TOWNS), st.sampled_from(GRADES)), min_size=1, max_size=14))
    made = (enterprise(n, region=town, attributes={"风险等级": grade}) for n, (town, grade) in enumerate(rows))
    return pool_of(made)


def filters() -> st.SearchStrategy[tuple[Filter, ...]]:
    some = st.sets(st.sampled_from(GRADES), min_size=1).map(
        lambda grades: (Filter(field="风险等级", operator=Operator.IN, values=sorted(grades)),)
    )
    return st.one_of(st.just(()), some)


@st.composite
def tasks(draw: st.DrawFn, id_: str = "1") -> Task:
    codes = draw(st.sampled_from([("labels",), ("lifts",), ("labels", "lifts")]))
    designs = [
        design(
            draw(st.sampled_from(RATIOS)),
            code,
            rounding=draw(st.sampled_from(("floor", "ceil", "chance"))),
            cap_scope=draw(st.sampled_from(CapScope)),
            filters=draw(filters()),
        )
        for code in codes
    ]
    return task(
        *designs,
        id=id_,
        strata=draw(st.sampled_from([(), ("region",), ("风险等级",), ("region", "风险等级")])),
        regions=draw(st.sampled_from([(), ("溧城",), ("溧城", "戴埠")])),
        frequency=Frequency(times=draw(st.integers(1, 4))),
    )


# An oracle that knows objects, and neither columns nor codes.


def value(one: InspectionObject, field: str) -> str:
    return one.region if field == "region" else one.attributes.get(field, "-")


def concerned(one: Task, its: SamplingDesign, pool: ObjectPool) -> dict[str, str]:
    """Return the stratum of each object that a design concerns, by id."""
    return {
        each.id: "/".join(value(each, field) for field in one.strata) or "全部"
        for each in pool
        if all(condition.admits(value(each, condition.field)) for condition in one.filters_for(its))
    }


def chances_by_hand(one: Task, its: SamplingDesign, pool: ObjectPool) -> tuple[dict[str, int], dict[str, Fraction]]:
    """Return quotas by stratum, and the chance of each object by id."""
    strata = concerned(one, its, pool)
    cap = ITEMS[its.item_code].ratio_cap if its.cap_scope is CapScope.STRATUM else None
    quotas, chances = dict[str, int](), dict[str, Fraction]()
    for stratum, rows in Counter(strata.values()).items():
        share = its.ratios["*"] * rows
        most = rows if cap is None else floor(cap * rows)
        quotas[stratum] = min(floor(share) if its.rounding == "floor" else ceil(share), most)
        expected = min(share, Fraction(most)) if its.rounding == "chance" else Fraction(quotas[stratum])
        chances[stratum] = expected / rows
    return quotas, {id_: chances[stratum] for id_, stratum in strata.items()}


def best_by_hand(one: Task, pool: ObjectPool) -> dict[str, Fraction]:
    """Return the largest chance of each object that the task concerns, by id."""
    best: dict[str, Fraction] = {}
    for its in one.designs:
        for id_, chance in chances_by_hand(one, its, pool)[1].items():
            best[id_] = max(chance, best.get(id_, chance))
    return best


@settings(max_examples=50)
@given(pools(), tasks())
def test_quotas_chances_and_visits_are_those_counted_object_by_object(pool: ObjectPool, one: Task) -> None:
    found = task_chances(plan_of(one), one, pool, ITEMS)
    for its, forecast in zip(one.designs, found.forecast.designs, strict=True):
        quotas, chances = chances_by_hand(one, its, pool)
        assert dict(forecast.quotas) == quotas
        assert forecast.rows == len(chances) == sum(forecast.counts.values())
        strata = concerned(one, its, pool)
        assert {id_: forecast.chances[stratum] for id_, stratum in strata.items()} == chances
        assert forecast.least == forecast.chances
    best = best_by_hand(one, pool)
    ids = pool.columns.ids
    assert found.forecast.visits == sum(best.values())
    assert {ids[row]: found.chances[code] for row, code in enumerate(found.codes) if code} == best
    assert [ids[row] for row in found.rows] == [id_ for id_ in ids if best.get(id_)]


@settings(max_examples=40)
@given(pools(), tasks())
def test_a_commitment_fixes_the_quotas_that_were_forecast(pool: ObjectPool, one: Task) -> None:
    found = forecast_task(plan_of(one), one, pool, ITEMS)
    if not all(design.rows for design in found.designs):
        with pytest.raises(InvalidValueError, match="没有对象"):
            committed(one, pool, items=LISTED)
        return
    try:
        made = committed(one, pool, items=LISTED)
    except RatioAboveCapError:
        labels = one.design_of("labels")
        forecast = next(design for design in found.designs if design.item_code == "labels")
        above = labels.cap_scope is CapScope.STRATUM and labels.ratios["*"] > Fraction(2, 5)
        assert above or forecast.quota > (forecast.cap_room or 0)
        return
    for terms, forecast in zip(made.manifest.frames, sorted(found.designs, key=lambda its: its.item_code), strict=True):
        assert largest_quotas(terms, made.frames[terms.name].counts()) == dict(forecast.quotas)


def forecast_of(one: Task, pool: ObjectPool, items: dict[str, InspectionItem] | None = None) -> tuple[object, ...]:
    found = forecast_task(plan_of(one), one, pool, ITEMS if items is None else items)
    return tuple((design.rows, design.quota, design.cap_room) for design in found.designs)


def test_an_item_that_is_not_known_has_no_cap() -> None:
    assert forecast_of(task(design("50%")), pool_of(60)) == ((60, 24, 24),)
    assert forecast_of(task(design("50%")), pool_of(60), {}) == ((60, 30, None),)


def test_an_empty_pool_and_a_filter_that_selects_nothing_come_to_nothing() -> None:
    nobody = Filter(field="region", operator=Operator.IN, values=("别桥",))
    assert forecast_of(task(), pool_of(0)) == ((0, 0, 0),)
    assert forecast_of(task(design(filters=(nobody,))), pool_of(60)) == ((0, 0, 0),)
    found = task_chances(plan_of(task()), task(), pool_of(0), ITEMS)
    assert found.forecast.visits == 0
    assert not found.rows


def test_weights_give_each_object_its_own_chance_and_the_stratum_the_smallest() -> None:
    weights = ("1", "1", "2", "4")
    objects = (enterprise(n, attributes={"用工人数": weights[n % 4]}) for n in range(40))
    one = task(design("20%", "lifts", design="pareto", weight="用工人数"), frequency=Frequency(times=3))
    found = task_chances(plan_of(one), one, pool_of(objects), ITEMS)
    (its,) = found.forecast.designs
    assert its.chances["全部"] == Fraction(1, 5)
    # λ of weight 1 is 8 · 1/80; Pareto's own chance lies close to it.
    assert float(its.least["全部"]) == pytest.approx(0.1, rel=0.05)
    assert sorted({float(found.chances[code]) for code in found.codes}) == pytest.approx([0.1, 0.2, 0.4], rel=0.05)
    assert float(found.forecast.visits) == pytest.approx(8, abs=1e-9)
    assert found.forecast.yearly_chance("lifts", "全部") == 1 - (1 - its.least["全部"]) ** 3


def test_an_object_without_a_weight_cannot_be_drawn_by_weight() -> None:
    one = task(design("20%", "lifts", design="pareto", weight="风险等级"))
    with pytest.raises(InvalidValueError, match="权重"):
        forecast_task(plan_of(one), one, graded_pool(), ITEMS)


def test_a_column_or_a_stratum_that_is_not_there_is_refused() -> None:
    for one in (task(strata=("风险",)), task(design({"A": "5%"}), strata=("风险等级",))):
        with pytest.raises(UnknownNameError):
            forecast_task(plan_of(one), one, graded_pool(), ITEMS)


def test_batches_change_no_chance() -> None:
    plain, batched = (design(RISKS, "lifts", batches=batches) for batches in (None, 3))
    found = [
        forecast_task(plan_of(one), one, graded_pool(), ITEMS)
        for one in (task(plain, strata=("风险等级",)), task(batched, strata=("风险等级",)))
    ]
    assert found[0] == found[1]


@given(st.sets(st.integers(0, 200)))
def test_bits_are_the_rows(rows: set[int]) -> None:
    assert as_bits(rows) == sum(1 << row for row in rows)
