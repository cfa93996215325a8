"""How much work a plan is, as its forecast says, for an estimate of its cost: 4.1.6 (计划工作量测算)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.budgets import PlanVolume
from shuangsuiji.planning.capacity_checks import workload
from shuangsuiji.planning.city_plans import departments_of
from shuangsuiji.planning.plan_basis import PlanBasis
from shuangsuiji.planning.plan_checks import forecast

__all__ = ["plan_volume"]


def plan_volume(plan: AnnualPlan, basis: PlanBasis, *, commissioned_visits: int | None = None) -> PlanVolume:
    """Return how much work a plan is expected to be, fractions rounded up: 4.1.6 (计划工作量测算).

    Args:
        plan: the plan.
        basis: pools and items; visits and officer-days are not known without pools.
        commissioned_visits: visits with which a professional body is commissioned, which no forecast can tell.

    Raises:
        UnknownNameError: a column that a pool does not have, or a stratum of which a design says nothing.
        InvalidValueError: more commissioned visits than visits.

    """
    draws = sum(map(plan.draws_of, plan.tasks))
    departments = len(departments_of(plan))
    if basis.pools is None:
        return PlanVolume(departments=departments, draws=draws, commissioned_visits=commissioned_visits)
    found = forecast(plan, basis)
    visits = sum((one.visits * one.draws for one in found.tasks), Fraction(0))
    days = sum((one.officer_days for one in workload(plan, basis, found.tasks)), Fraction(0))
    served = len(found.tasks) == len(plan.tasks)
    return PlanVolume(
        departments=departments,
        draws=draws,
        visits=ceil(visits) if served else None,
        officer_days=ceil(days) if served else None,
        commissioned_visits=commissioned_visits,
    )
