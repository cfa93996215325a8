"""Balance over regions and trades, coverage over a year and over years, days of the draws: 1.1, 3.1.5, 3.1.9."""

from fractions import Fraction

import attrs
import pytest

from shuangsuiji.law import COVERAGE_YEARS, LIYANG_RULES, PLAN_BALANCE, RuleBook
from shuangsuiji.planning import (
    AnnualPlan,
    DrawSchedule,
    Filter,
    Frequency,
    Operator,
    Period,
    PlanLevel,
    PlanLimits,
    SamplingDesign,
    forecast,
)
from shuangsuiji.planning.coverage_checks import coverage_findings, spread_findings
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import Finding
from tests.unit.builders import AGENCY, design, enterprise, pool_of
from tests.unit.plan_years import (
    HEALTH,
    basis_of,
    by_risk,
    coded,
    faults,
    good_plan,
    graded_pool,
    half_yearly,
    joint_task,
    own_plan,
    said,
    unchecked_codes,
)

POOL = "SCJG-objects"


def found(plan: AnnualPlan, pool: ObjectPool | None = None, /, **known: object) -> list[Finding]:
    basis = basis_of(pool, **known)
    return list(coverage_findings(plan, basis, forecast(plan, basis).pools))


def without(rule: str) -> RuleBook:
    rules = tuple(one for one in LIYANG_RULES.rules if one.name != rule)
    return attrs.evolve(LIYANG_RULES, id="elsewhere", rules=rules)


def one_task(*designs: SamplingDesign, **changes: object) -> AnnualPlan:
    return good_plan(by_risk(*designs, **changes), joint_plans=(), limits=PlanLimits())


def test_an_even_plan_that_keeps_its_floor_leaves_nothing_to_say() -> None:
    assert found(good_plan()) == []


# Balance.


def test_a_region_far_below_the_whole_is_named_3_1_5() -> None:
    by_town = one_task(design({"溧城": "40%", "戴埠": "20%", "天目湖": "5%"}, "lifts"), strata=("region",))
    (only,) = coded(found(by_town), "plan.balance")
    assert said([only]) == [("WARNING", "plan.balance", "3.1.5", f"{POOL} region=天目湖")]
    # Twice: 64 %, 36 % and 9.75 %, on the average 36.6 %.
    assert only.zh == "80 个对象预计抽到 9.8%，不足全库 36.6% 的 1/2"
    assert only.en == "9.8% of 80 objects expected to be reached: below 1/2 of 36.6%"


def test_a_trade_is_looked_at_where_its_column_is_known_3_1_5() -> None:
    by_trade = one_task(design({"食品": "40%", "餐饮": "10%"}, "lifts"), strata=("行业",))
    assert faults(found(by_trade)) == [("WARNING", "plan.balance", "3.1.5", f"{POOL} 行业=餐饮")]
    assert faults(found(by_trade, trade=None)) == []


def test_half_of_the_whole_is_enough_and_a_book_may_ask_for_more_3_1_5() -> None:
    by_trade = one_task(design({"食品": "30%", "餐饮": "10%"}, "lifts"), strata=("行业",), frequency=Frequency(times=1))
    once = attrs.evolve(by_trade, tasks=(attrs.evolve(by_trade.tasks[0], schedule=None),))
    assert faults(found(once)) == []
    rule = LIYANG_RULES.rule(PLAN_BALANCE, basis_of().on)
    kept = tuple(one for one in LIYANG_RULES.rules if one is not rule)
    stricter = attrs.evolve(LIYANG_RULES, id="elsewhere", rules=(*kept, attrs.evolve(rule, value=Fraction(3, 5))))
    assert faults(found(once, rules=stricter)) == [("WARNING", "plan.balance", "3.1.5", f"{POOL} 行业=餐饮")]


# Coverage.


def test_objects_in_no_tasks_scope_are_counted_3_1_5() -> None:
    partly = one_task(regions=("溧城", "戴埠"))
    assert ("WARNING", "plan.outside", "3.1.5", POOL) in faults(found(partly))
    (only,) = coded(found(partly), "plan.outside")
    assert only.zh == "80 个对象（共 240 个）不在任何任务的范围内"


def test_a_pool_from_which_nothing_is_drawn_is_outside_as_a_whole_3_1_5() -> None:
    other = pool_of(10, id="others", owner=HEALTH, item_codes=("labels",))
    basis = basis_of((graded_pool(), other), inspected=None)
    pools = forecast(good_plan(), basis).pools
    assert [one.pool_id for one in pools] == [POOL]
    assert faults(coverage_findings(good_plan(), basis, pools)) == [("WARNING", "plan.outside", "3.1.5", "others")]
    assert faults(coverage_findings(own_plan(), basis, pools)) == []
    own = basis_of((graded_pool(), attrs.evolve(other, owner=AGENCY)), inspected=None)
    assert faults(coverage_findings(own_plan(), own, pools)) == [("WARNING", "plan.outside", "3.1.5", "others")]


def test_coverage_below_the_plans_own_floor_is_an_error_3_1_9() -> None:
    assert faults(found(good_plan(limits=PlanLimits(coverage_floor="45%")))) == [
        ("ERROR", "plan.coverage", "3.1.9", POOL)
    ]
    (only,) = found(good_plan(limits=PlanLimits(coverage_floor="45%")))
    # By grade 1 − (1 − π)²(1 − ρ)²: 18.55 %, 48.16 %, 53.76 %, 59.04 %.
    assert only.zh == "预计覆盖 44.9%，低于计划所定 45.0%"
    assert faults(found(good_plan(limits=PlanLimits(coverage_floor="44%")))) == []


def test_a_floor_that_is_just_kept_is_kept_3_1_9() -> None:
    third = one_task(design("1/3", "lifts"), frequency=Frequency(times=1), schedule=None, strata=())
    floor = attrs.evolve(third, limits=PlanLimits(coverage_floor="1/3"))
    assert coded(found(floor), "plan.coverage") == []
    just_above = attrs.evolve(third, limits=PlanLimits(coverage_floor="33.334%"))
    (only,) = coded(found(just_above), "plan.coverage")
    assert only.en == "33.333% are expected to be reached, below the floor of 33.334%"


def test_a_plan_without_a_floor_is_told_what_it_comes_to_3_1_9() -> None:
    (only,) = coded(found(good_plan(limits=PlanLimits())), "plan.coverage")
    assert (only.severity.name, only.zh) == ("NOTE", "计划未定最低覆盖面；预计覆盖 44.9%")


def test_an_empty_pool_is_said_to_be_empty_and_no_coverage_is_missed() -> None:
    empty = [("WARNING", "plan.pool_empty", "2.3.1", POOL)]
    assert said(found(good_plan(), pool_of(0))) == empty
    assert said(found(one_task(strata=()), pool_of(0))) == empty
    assert said(found(own_plan(), pool_of(0, owner=HEALTH, item_codes=("boilers",)))) == []


# Years.


def test_whoever_has_not_been_inspected_for_five_years_is_counted_3_1_5() -> None:
    ids = graded_pool().columns.ids
    history = {2019: ids, 2020: ids[:30], **dict.fromkeys(range(2021, 2024), ()), 2024: ids[20:60]}
    (only,) = found(good_plan(), inspected=history)
    assert said([only]) == [("WARNING", "plan.coverage_years", "3.1.5", POOL)]
    assert only.zh == "180 个对象（75.0%）自 2020 年以来未被检查"
    assert only.en == "not inspected since 2020: 180 objects (75.0%)"


def test_a_year_without_records_is_not_taken_for_one_without_inspections_3_1_5() -> None:
    (only,) = found(good_plan(), inspected={2020: (), 2022: (), 2024: ()})
    assert (only.code, only.where, only.zh) == (
        "plan.coverage_years.unchecked",
        POOL,
        "未提供2021、2023 年的检查记录，未核对",
    )


# What is not known.


@pytest.mark.parametrize(
    ("known", "codes"),
    [
        ({"trade": None}, [("plan.balance", "CITY-2025")]),
        ({"trade": "所属行业"}, [("plan.balance", POOL)]),
        ({"rules": without(PLAN_BALANCE)}, [("plan.balance", "CITY-2025")]),
        ({"rules": without(COVERAGE_YEARS)}, [("plan.coverage_years", "CITY-2025")]),
        ({"inspected": None}, [("plan.coverage_years", "CITY-2025")]),
    ],
    ids=str,
)
def test_what_is_not_known_is_said_once(known: dict[str, object], codes: list[tuple[str, str]]) -> None:
    assert unchecked_codes(found(good_plan(), **known)) == codes


# Days.


def spread(plan: AnnualPlan, /, **known: object) -> list[Finding]:
    return list(spread_findings(plan, basis_of(**known)))


def test_draws_in_every_quarter_leave_nothing_to_say_1_1() -> None:
    assert spread(good_plan()) == []


def test_a_burst_of_draws_is_pointed_out_1_1() -> None:
    monthly = DrawSchedule(every=Period.MONTH, first_month=11, day=20)
    late = good_plan(by_risk(schedule=monthly), joint_task(schedule=monthly))
    assert faults(spread(late)) == [("WARNING", "plan.idle_quarter", "1.1", "2025")]
    november = DrawSchedule(every=Period.YEAR, first_month=11)
    once = Frequency(times=1)
    tasks = [by_risk(id=f"T-{n}", schedule=november, frequency=once) for n in range(4)]
    assert faults(spread(good_plan(*tasks))) == [
        ("WARNING", "plan.burst", "1.1", "2025-11"),
        ("WARNING", "plan.idle_quarter", "1.1", "2025"),
    ]


def test_a_schedule_that_does_not_fit_its_frequency_is_pointed_out_3_1_8() -> None:
    thrice = good_plan(by_risk(frequency=Frequency(times=3)), joint_task())
    (only,) = spread(thrice)
    assert said([only]) == [("WARNING", "plan.frequency", "3.1.8", "T-labels")]
    assert only.zh == "日程为 2 次，频次为每年3次（本年 3 次）"
    assert only.en == "the schedule has 2 draws, the frequency asks for 3 this year"


def test_once_in_two_years_has_one_draw_in_the_year_that_plans_it_3_1_8() -> None:
    rarely = Frequency(times=1, years=2)
    once = DrawSchedule(every=Period.YEAR, first_month=3)
    assert faults(spread(good_plan(by_risk(frequency=rarely, schedule=once), joint_task()))) == []
    twice = good_plan(by_risk(frequency=rarely, schedule=half_yearly(3)), joint_task())
    assert faults(spread(twice)) == [("WARNING", "plan.frequency", "3.1.8", "T-labels")]


def test_without_days_nobody_can_tell_how_they_are_spread_1_1() -> None:
    undated = good_plan(by_risk(schedule=None), joint_task(schedule=None))
    assert unchecked_codes(spread(undated)) == [("plan.burst", "CITY-2025")]
    assert unchecked_codes(spread(good_plan(), calendar=None)) == [("plan.burst", "CITY-2025")]
    assert unchecked_codes(spread(good_plan(by_risk(schedule=None), joint_task()))) == []


def test_a_filter_that_selects_nothing_leaves_everything_outside() -> None:
    nobody = Filter(field="region", operator=Operator.IN, values=("别桥",))
    plan = one_task(filters=(nobody,))
    assert ("WARNING", "plan.outside", "3.1.5", POOL) in faults(found(plan))
    assert PlanLevel.CITY is plan.level


def test_regions_that_are_not_known_are_a_share_of_their_own() -> None:
    objects = [enterprise(n, region="-" if n < 30 else "溧城") for n in range(60)]
    plan = one_task(design("20%", "lifts"), strata=(), regions=("溧城",))
    cited = [one.where for one in coded(found(plan, pool_of(objects), trade=None), "plan.balance")]
    assert cited == [f"{POOL} region=-"]
