"""What a plan comes to in draws, visits and officer-days, for an estimate of its cost: 4.1.6."""

from fractions import Fraction

import attrs

from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import CostHead, CostRate, CostUnit, estimate, forecast, plan_volume
from shuangsuiji.testing.county import city_plan
from shuangsuiji.testing.county_years import county_basis

PLAN, BASIS = city_plan(), county_basis(LIYANG_RULES)


def test_a_volume_is_what_the_forecast_says_rounded_up_4_1_6() -> None:
    volume = plan_volume(PLAN, BASIS)
    visits = sum((one.visits * one.draws for one in forecast(PLAN, BASIS).tasks), Fraction(0))
    assert (volume.departments, volume.draws) == (17, 237)
    assert volume.visits is not None
    assert visits <= volume.visits < visits + 1
    # Two officers to each visit of a department, half a day each; a joint visit is one of three departments.
    assert volume.officer_days is not None
    assert volume.officer_days > visits


def test_without_pools_visits_are_not_known_and_no_head_is_estimated_from_them_4_1_6() -> None:
    volume = plan_volume(PLAN, attrs.evolve(BASIS, pools=None))
    assert (volume.visits, volume.officer_days, volume.draws) == (None, None, 237)
    rate = CostRate(head=CostHead.INSPECTIONS, per=CostUnit.VISIT, amount=80, source="（合成）标准")
    assert estimate(volume, [rate]).total is None


def test_a_task_that_no_pool_serves_leaves_the_number_of_visits_open_4_1_6() -> None:
    volume = plan_volume(PLAN, attrs.evolve(BASIS, pools=(BASIS.pools or ())[1:]))
    assert (volume.visits, volume.officer_days) == (None, None)


def test_commissioned_visits_are_told_and_not_forecast_4_1_6() -> None:
    assert plan_volume(PLAN, BASIS).commissioned_visits is None
    assert plan_volume(PLAN, BASIS, commissioned_visits=3).commissioned_visits == 3
