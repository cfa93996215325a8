"""Strategies for annual plans, their tasks and joint inspections: 三（一） (计划策略)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.quotas import ROUNDINGS
from shuangsuiji.planning import (
    EVERY_STRATUM,
    AnnualPlan,
    DrawSchedule,
    ExpertRule,
    Filter,
    Frequency,
    JointPlan,
    Operator,
    Period,
    PlanLevel,
    PlanLimits,
    SamplingDesign,
    SupervisionMode,
    Task,
    TeamRule,
)
from shuangsuiji.terms import CapScope, TeamForm
from shuangsuiji.testing.strategies.texts import fields, names, parts, ratios
from shuangsuiji.values import TimeLimit, TimeUnit

__all__ = ["expert_rules", "filters", "joint_plans", "plans", "sampling_designs", "tasks", "team_rules"]

_COLUMNS = ("kind", "region", "tags", "holder", "风险等级", "行业")
_SINGLE = (Operator.AT_LEAST, Operator.AT_MOST)
_SEVERAL = (Operator.IN, Operator.NOT_IN, Operator.STARTS_WITH)
_OFFICES = st.sampled_from(("320481-SCJG", "320481-YJ")) | names().map("{}局".format)
_TAGS = st.lists(st.sampled_from(("食品", "特种设备")) | parts().map("{}资质".format), max_size=3, unique=True)
_LISTED = st.lists(_TAGS, min_size=2, max_size=4)


def filters() -> SearchStrategy[Filter]:
    """Return conditions on a column of a pool, every operator (筛选条件)."""
    columns = st.sampled_from(_COLUMNS) | parts()
    several = st.lists(parts(), min_size=1, max_size=3).map(tuple)
    return st.builds(Filter, field=columns, operator=st.sampled_from(_SEVERAL), values=several) | st.builds(
        Filter, field=columns, operator=st.sampled_from(_SINGLE), values=st.tuples(parts())
    )


def joint_plans() -> SearchStrategy[JointPlan]:
    """Return joint inspections of two departments or more (部门联合抽查)."""
    members = st.lists(names(), min_size=2, max_size=4, unique=True)
    return st.builds(_joint_plan, fields(), members)


def _joint_plan(id_: str, members: list[str]) -> JointPlan:
    return JointPlan(id=id_, initiator=members[0], participants=members[1:])


@st.composite
def sampling_designs(draw: DrawFn, codes: SearchStrategy[str] | None = None) -> SamplingDesign:
    """Return designs with one ratio for every stratum, or with ratios by stratum; by weight, in batches (抽样设计).

    Args:
        draw: Hypothesis gives it.
        codes: strategy for the code of the item.

    """
    one: SearchStrategy[dict[str, Fraction]] = st.fixed_dictionaries({EVERY_STRATUM: ratios()})
    several = st.dictionaries(fields(), ratios(), min_size=1, max_size=3)
    weight = draw(st.none() | parts())
    return SamplingDesign(
        item_code=draw(names() if codes is None else codes),
        ratios=draw(one | several | st.builds(_both, one, several)),
        rounding=draw(st.sampled_from(ROUNDINGS)),
        cap_scope=draw(st.sampled_from(CapScope)),
        filters=tuple(draw(st.lists(filters(), max_size=2))),
        design="stratified" if weight is None else "pareto",
        weight=weight,
        batches=draw(st.none() | st.integers(1, 12)),
        inclusion_targets=draw(st.none() | several),
    )


def _both(one: dict[str, Fraction], several: dict[str, Fraction]) -> dict[str, Fraction]:
    return one | several


@st.composite
def team_rules(
    draw: DrawFn, *, codes: SearchStrategy[str] | None = None, departments: SearchStrategy[str] | None = None
) -> TeamRule:
    """Return teams of every form, two officers or more (组队规则).

    Args:
        draw: Hypothesis gives it.
        codes: strategy for the code of the item.
        departments: strategy for the department.

    """
    form = draw(st.sampled_from(TeamForm))
    explicit = form is TeamForm.EXPLICIT
    return TeamRule(
        item_code=draw(names() if codes is None else codes),
        department=draw(_OFFICES if departments is None else departments),
        form=form,
        tags=() if explicit else draw(_TAGS),
        seats=draw(_LISTED) if explicit else (),
        size=None if explicit else draw(st.none() | st.integers(2, 4)),
    )


@st.composite
def expert_rules(draw: DrawFn, *, codes: SearchStrategy[str] | None = None) -> ExpertRule:
    """Return seats of experts: 2.3.10 (专家席规则).

    Args:
        draw: Hypothesis gives it.
        codes: strategy for the code of the item.

    """
    seats = draw(st.lists(_TAGS, min_size=1, max_size=2))
    return ExpertRule(item_code=draw(names() if codes is None else codes), seats=seats)


@st.composite
def tasks(
    draw: DrawFn,
    *,
    joint: Iterable[str] | None = None,
    departments: SearchStrategy[str] | None = None,
    teamed: bool | None = None,
) -> Task:
    """Return tasks of one or several items (抽查任务).

    Args:
        draw: Hypothesis gives it.
        joint: ids of the joint inspections under which a task may be drawn; any id when not given.
        departments: strategy for the departments of its teams.
        teamed: whether it says who sends officers, and perhaps experts; either when not given.

    """
    designs = draw(st.lists(sampling_designs(), min_size=1, max_size=3, unique_by=lambda design: design.item_code))
    teams, experts = _asked(draw, [one.item_code for one in designs], departments, teamed=teamed)
    joint_plan = draw(st.none() | fields() if joint is None else st.sampled_from((None, *joint)))
    named = draw(st.lists(names(), max_size=3, unique=True)) if joint_plan is None else []
    mode = draw(st.sampled_from((SupervisionMode.RANDOM, SupervisionMode.TARGETED)))
    return Task(
        id=draw(fields()),
        name=draw(fields()),
        designs=tuple(designs),
        strata=tuple(draw(st.lists(st.sampled_from(_COLUMNS), max_size=2, unique=True))),
        regions=tuple(draw(st.lists(parts(), max_size=2))),
        filters=tuple(draw(st.lists(filters(), max_size=2))),
        joint_plan=joint_plan,
        teams=teams,
        experts=experts,
        department=named[0] if named else None,
        participants=tuple(named[1:]),
        mode=mode,
        superior_ordered=mode is SupervisionMode.TARGETED and draw(st.booleans()),
        frequency=draw(st.builds(Frequency, times=st.integers(1, 12), years=st.integers(1, 5))),
        schedule=draw(st.none() | _schedules()),
        platform_number=draw(st.just("") | fields()),
    )


def _schedules() -> SearchStrategy[DrawSchedule]:
    return st.builds(
        DrawSchedule,
        every=st.sampled_from(Period),
        first_month=st.integers(1, 12),
        day=st.just(-1) | st.integers(1, 28),
        count=st.sampled_from((None, 1)),
    )


def _limits() -> SearchStrategy[PlanLimits]:
    units = st.sampled_from((TimeUnit.DAY, TimeUnit.MONTH, TimeUnit.YEAR))
    rest = st.builds(TimeLimit, number=st.integers(1, 12), unit=units, clause=st.just(LIYANG_2020.ref("3.1.10")))
    return st.builds(
        PlanLimits,
        coverage_floor=st.none() | ratios(),
        visit_cap=st.none() | st.integers(1, 4),
        cool_off=st.none() | rest,
    )


def _asked(
    draw: DrawFn, codes: list[str], departments: SearchStrategy[str] | None, *, teamed: bool | None
) -> tuple[tuple[TeamRule, ...], tuple[ExpertRule, ...]]:
    """Return teams for some of the items, each department once an item, and experts for some of those that have one."""
    if not (draw(st.booleans()) if teamed is None else teamed):
        return (), ()
    of_task = team_rules(codes=st.sampled_from(codes), departments=departments)
    teams = draw(st.lists(of_task, min_size=1, max_size=3, unique_by=lambda one: (one.item_code, one.department)))
    advised = expert_rules(codes=st.sampled_from([one.item_code for one in teams]))
    experts = draw(st.lists(advised, max_size=2, unique_by=lambda one: one.item_code))
    return tuple(teams), tuple(experts)


@st.composite
def plans(draw: DrawFn) -> AnnualPlan:
    """Return annual plans, with the joint inspections under which their tasks are drawn (年度抽查工作计划).

    The departments of a joint task's teams need not take part in it: commit refuses that, and not the plan.
    """
    joint = draw(st.lists(joint_plans(), max_size=2, unique_by=lambda one: one.id))
    of_plan = tasks(joint=[one.id for one in joint])
    year = draw(st.integers(2020, 2035))
    drawn_up_on = draw(st.none() | st.dates(date(year - 1, 11, 1), date(year, 3, 31)))
    entered = drawn_up_on is not None and draw(st.booleans())
    return AnnualPlan(
        id=draw(fields()),
        authority=draw(names()),
        year=year,
        tasks=tuple(draw(st.lists(of_plan, max_size=2, unique_by=lambda task: task.id))),
        version=draw(st.integers(1, 5)),
        joint_plans=tuple(joint),
        level=draw(st.sampled_from(PlanLevel)),
        superior=draw(st.just("") | fields()),
        drawn_up_on=drawn_up_on,
        entered_on=drawn_up_on + timedelta(days=draw(st.integers(0, 30))) if drawn_up_on and entered else None,
        platform_number=draw(st.just("") | fields()),
        limits=draw(_limits()),
    )
