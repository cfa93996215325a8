"""Whether a plan spreads over regions and trades, and reaches what it has to: 3.1.5, 3.1.9, 1.1 (覆盖核对)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from shuangsuiji.law import COVERAGE_YEARS, PLAN_BALANCE
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.forecasts import PoolForecast
from shuangsuiji.planning.plan_basis import PlanBasis
from shuangsuiji.planning.plan_findings import counted, error, note, percent, unchecked, warning
from shuangsuiji.planning.plan_terms import PlanLevel
from shuangsuiji.planning.schedules import check_spread, lay_out
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import Finding

__all__ = ["coverage_findings", "spread_findings"]


def coverage_findings(plan: AnnualPlan, basis: PlanBasis, pools: Iterable[PoolForecast]) -> Iterator[Finding]:
    """Yield what there is to say of balance and coverage, pool by pool (覆盖核对).

    Args:
        plan: the plan.
        basis: gives the least share of a region or trade, the span of years, and the history.
        pools: what the plan comes to over each pool that a task draws from.

    """
    yield from _unchecked(plan, basis)
    drawn = {one.pool_id: one for one in pools}
    for pool in basis.pools or ():
        one = drawn.get(pool.id)
        if one is None:
            yield from _idle(plan, pool)
        elif not one.objects:
            yield from _empty(pool)
        else:
            yield from _balance(basis, one)
            yield from _outside(one)
            yield from _floor(plan, one)
            yield from _years(plan, basis, pool)


def _unchecked(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """What is missing is said once, and not for every pool."""
    if basis.rules.find(PLAN_BALANCE, basis.on) is None:
        yield unchecked("plan.balance", plan.id, f" {PLAN_BALANCE} 规则", f"rule {PLAN_BALANCE}", "3.1.5")
    elif basis.trade is None:
        yield unchecked("plan.balance", plan.id, "行业列", "a column of the trade", "3.1.5")
    if basis.rules.find(COVERAGE_YEARS, basis.on) is None:
        yield unchecked("plan.coverage_years", plan.id, f" {COVERAGE_YEARS} 规则", f"rule {COVERAGE_YEARS}", "3.1.5")
    elif basis.inspected is None:
        yield unchecked("plan.coverage_years", plan.id, "历年检查记录", "inspections of past years", "3.1.5")


def _idle(plan: AnnualPlan, pool: ObjectPool) -> Iterator[Finding]:
    """3.1.5 «全面覆盖»: a whole pool that no task draws from, where the plan is that of its owner or of the city."""
    if plan.level is not PlanLevel.CITY and pool.owner != plan.authority:
        return
    if not len(pool):
        yield from _empty(pool)
        return
    zh = f"没有任务从该名录库抽取，{len(pool)} 个对象不在任何任务的范围内"
    en = f"no task draws from the pool: {counted(len(pool), 'object')} in the scope of none"
    yield warning("plan.outside", pool.id, zh, en, "3.1.5")


def _empty(pool: ObjectPool) -> Iterator[Finding]:
    yield warning("plan.pool_empty", pool.id, "名录库中没有对象", "the pool holds no object", "2.3.1")


def _balance(basis: PlanBasis, pool: PoolForecast) -> Iterator[Finding]:
    """3.1.5 «统一均衡»: no region and no trade far below the whole."""
    rule = basis.rules.find(PLAN_BALANCE, basis.on)
    if rule is None or not isinstance(rule.value, Fraction):
        return
    if basis.trade is not None and basis.trade not in pool.shares:
        yield unchecked("plan.balance", pool.pool_id, f" {basis.trade} 列", f"a column {basis.trade}", "3.1.5")
    for column, labels in pool.shares.items():
        for label, (objects, reached) in sorted(labels.items()):
            share, least = reached / objects, rule.value * pool.coverage
            if share < least:
                where, shown, whole = f"{pool.pool_id} {column}={label}", percent(share, least), percent(pool.coverage)
                zh = f"{objects} 个对象预计抽到 {shown}，不足全库 {whole} 的 {rule.value}"
                en = f"{shown} of {counted(objects, 'object')} expected to be reached: below {rule.value} of {whole}"
                yield warning("plan.balance", where, zh, en, rule.clause)


def _outside(pool: PoolForecast) -> Iterator[Finding]:
    """3.1.5 «全面覆盖»: objects that no task concerns."""
    if pool.outside:
        zh = f"{pool.outside} 个对象（共 {pool.objects} 个）不在任何任务的范围内"
        en = f"{counted(pool.outside, 'object')} of {pool.objects} in the scope of no task"
        yield warning("plan.outside", pool.pool_id, zh, en, "3.1.5")


def _floor(plan: AnnualPlan, pool: PoolForecast) -> Iterator[Finding]:
    """3.1.9 «既保证必要的抽查覆盖面»."""
    floor = plan.limits.coverage_floor
    share = percent(pool.coverage, floor)
    if floor is None:
        zh, en = f"计划未定最低覆盖面；预计覆盖 {share}", f"no floor is set; {share} are expected to be reached"
        yield note("plan.coverage", pool.pool_id, zh, en, "3.1.9")
    elif pool.coverage < floor:
        zh = f"预计覆盖 {share}，低于计划所定 {percent(floor, pool.coverage)}"
        en = f"{share} are expected to be reached, below the floor of {percent(floor, pool.coverage)}"
        yield error("plan.coverage", pool.pool_id, zh, en, "3.1.9")


def _years(plan: AnnualPlan, basis: PlanBasis, pool: ObjectPool) -> Iterator[Finding]:
    """3.1.5 over years: objects that nobody has inspected for as long as the rule book says."""
    rule = basis.rules.find(COVERAGE_YEARS, basis.on)
    if rule is None or basis.inspected is None:
        return
    span = range(plan.year - rule.count(), plan.year)
    missing = [year for year in span if year not in basis.inspected]
    if missing:
        shown = "、".join(map(str, missing))
        yield unchecked("plan.coverage_years", pool.id, f"{shown} 年的检查记录", f"inspections of {shown}", "3.1.5")
        return
    seen = frozenset[str]().union(*(basis.inspected[year] for year in span))
    never = sum(id_ not in seen for id_ in pool.columns.ids)
    if never:
        share = percent(Fraction(never, len(pool)))
        zh = f"{never} 个对象（{share}）自 {span[0]} 年以来未被检查"
        en = f"not inspected since {span[0]}: {counted(never, 'object')} ({share})"
        yield warning("plan.coverage_years", pool.id, zh, en, rule.clause)


def spread_findings(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """Yield what there is to say of the days on which draws are held, and how often: 1.1, 3.1.8 (日程核对)."""
    for task in plan.tasks:
        due = task.frequency.times_in(plan.year, plan.year)
        if task.schedule is not None and task.schedule.times != due:
            zh = f"日程为 {task.schedule.times} 次，频次为{task.frequency}（本年 {due} 次）"
            en = f"the schedule has {counted(task.schedule.times, 'draw')}, the frequency asks for {due} this year"
            yield warning("plan.frequency", task.id, zh, en, "3.1.8")
    schedules = {task.id: task.schedule for task in plan.tasks if task.schedule is not None}
    if basis.calendar is None or not schedules:
        yield unchecked("plan.burst", plan.id, "抽取日程或工作日历", "schedules or a calendar", "1.1")
    else:
        yield from check_spread(lay_out(schedules, plan.year, basis.calendar))
