"""Everything there is to say of an annual plan, clause by clause, all of it and not the first: 三（一） (计划核对)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.burden_checks import burden_findings
from shuangsuiji.planning.capacity_checks import capacity_findings
from shuangsuiji.planning.coverage_checks import coverage_findings, spread_findings
from shuangsuiji.planning.design_checks import design_findings
from shuangsuiji.planning.forecasts import PoolForecast, forecast_objects
from shuangsuiji.planning.plan_basis import PlanBasis
from shuangsuiji.planning.plan_findings import error, unchecked, warning
from shuangsuiji.planning.plan_form_checks import form_findings
from shuangsuiji.planning.task_chances import TaskChances, TaskForecast, task_chances
from shuangsuiji.planning.tasks import Task
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import Finding, freeze

__all__ = ["PlanForecast", "check_plan", "forecast"]


@attrs.frozen(kw_only=True)
class PlanForecast:
    """What a plan comes to over the pools that it draws from (年度测算).

    Attributes:
        tasks: every task that a pool serves, in the order of the plan.
        pools: every pool that a task draws from, in the order given.
        drawn_from: by id of the task, its pool.
        chances: by id of the task, the chance of every object of its pool.
        findings: tasks that no pool serves, or several, or that cannot be drawn from theirs.

    """

    tasks: tuple[TaskForecast, ...]
    pools: tuple[PoolForecast, ...]
    drawn_from: Mapping[str, ObjectPool] = attrs.field(converter=freeze)
    chances: Mapping[str, TaskChances] = attrs.field(converter=freeze, repr=False)
    findings: tuple[Finding, ...] = ()


def forecast(plan: AnnualPlan, basis: PlanBasis) -> PlanForecast:
    """Return what a plan comes to: quotas, chances, visits, coverage; nothing is drawn (年度测算).

    Args:
        plan: the plan.
        basis: its pools and items, and the column of the trade.

    """
    drawn_from: dict[str, ObjectPool] = {}
    chances: dict[str, TaskChances] = {}
    findings: list[Finding] = []
    for task in plan.tasks:
        serving = basis.pools_for(task, plan.department_of(task))
        findings += _ambiguous(task, serving)
        if serving:
            try:
                chances[task.id] = task_chances(plan, task, serving[0], basis.known_items)
            except (UnknownNameError, InvalidValueError) as refused:
                findings.append(error("plan.draw", task.id, refused.zh_line, refused.en_line, "3.2.1"))
            else:
                drawn_from[task.id] = serving[0]
    pools: list[PoolForecast] = []
    for pool in basis.pools or ():
        own = [chances[task_id] for task_id, one in drawn_from.items() if one is pool]
        if own:
            names = {"region", *(() if basis.trade is None else (basis.trade,))}
            columns = [name for name in sorted(names) if name == "region" or name in pool.columns.attributes]
            pools.append(forecast_objects(pool, own, columns))
    return PlanForecast(
        tasks=tuple(one.forecast for one in chances.values()),
        pools=tuple(pools),
        drawn_from=drawn_from,
        chances=chances,
        findings=tuple(findings),
    )


def _ambiguous(task: Task, serving: Sequence[ObjectPool]) -> Iterator[Finding]:
    """2.3.1: a pool serves the items of every task, and one alone."""
    if not serving:
        zh, en = "没有对应的检查对象名录库", "no pool serves the items of the task"
        yield error("plan.pool", task.id, zh, en, "2.3.1")
    elif len(serving) > 1:
        shown = "、".join(one.id for one in serving)
        zh, en = f"对应多个名录库（{shown}），按第一个测算", f"several pools serve it ({shown}); the first is taken"
        yield warning("plan.pool", task.id, zh, en, "2.3.1")


def check_plan(plan: AnnualPlan, basis: PlanBasis) -> tuple[Finding, ...]:
    """Return everything there is to say of a plan: 3.1.1 to 3.1.10 and what belongs to them (计划核对).

    What cannot be checked, since something is not at hand, is a NOTE whose code ends in ``.unchecked``; a task that
    cannot be drawn from its pool is an ERROR and left out of the figures.

    Args:
        plan: of a city or of a department.
        basis: what it is held against.

    Raises:
        InvalidValueError: a year that the calendar does not know, or a rule of the book that is of another kind.

    """
    return tuple(_findings(plan, basis))


def _findings(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    yield from form_findings(plan, basis)
    yield from spread_findings(plan, basis)
    if basis.pools is None:
        yield unchecked("plan.pools", plan.id, "检查对象名录库", "object pools", "3.1.5")
    found = forecast(plan, basis)
    if basis.pools is not None:
        yield from found.findings
        yield from coverage_findings(plan, basis, found.pools)
        yield from capacity_findings(plan, basis, found.tasks)
    yield from design_findings(plan, basis, found.chances.values())
    if basis.pools is not None:
        yield from burden_findings(plan, basis, found.chances.values(), found.drawn_from)
