"""Strategies for annual plans and their tasks: 三（一） (计划策略)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.planning import EVERY_STRATUM, AnnualPlan, Filter, Operator, SamplingDesign, Task
from shuangsuiji.terms import CapScope
from shuangsuiji.testing.strategies.texts import fields, names, parts, ratios

__all__ = ["filters", "plans", "sampling_designs", "tasks"]

_COLUMNS = ("kind", "region", "tags", "holder", "风险等级", "行业")
_SINGLE = (Operator.AT_LEAST, Operator.AT_MOST)
_SEVERAL = (Operator.IN, Operator.NOT_IN, Operator.STARTS_WITH)


def filters() -> SearchStrategy[Filter]:
    """Return conditions on a column of a pool, every operator (筛选条件)."""
    columns = st.sampled_from(_COLUMNS) | parts()
    several = st.lists(parts(), min_size=1, max_size=3).map(tuple)
    return st.builds(Filter, field=columns, operator=st.sampled_from(_SEVERAL), values=several) | st.builds(
        Filter, field=columns, operator=st.sampled_from(_SINGLE), values=st.tuples(parts())
    )


def sampling_designs(codes: SearchStrategy[str] | None = None) -> SearchStrategy[SamplingDesign]:
    """Return designs with one ratio for every stratum, or with ratios by stratum (抽样设计)."""
    one: SearchStrategy[dict[str, Fraction]] = st.fixed_dictionaries({EVERY_STRATUM: ratios()})
    several = st.dictionaries(fields(), ratios(), min_size=1, max_size=3)
    return st.builds(
        SamplingDesign,
        item_code=names() if codes is None else codes,
        ratios=one | several | st.builds(_both, one, several),
        rounding=st.sampled_from(("floor", "ceil")),
        cap_scope=st.sampled_from(CapScope),
        filters=st.lists(filters(), max_size=2).map(tuple),
    )


def _both(one: dict[str, Fraction], several: dict[str, Fraction]) -> dict[str, Fraction]:
    return one | several


@st.composite
def tasks(draw: DrawFn) -> Task:
    """Return tasks of one or several items (抽查任务)."""
    designs = draw(st.lists(sampling_designs(), min_size=1, max_size=3, unique_by=lambda design: design.item_code))
    return Task(
        id=draw(fields()),
        name=draw(fields()),
        designs=tuple(designs),
        strata=tuple(draw(st.lists(st.sampled_from(_COLUMNS), max_size=2, unique=True))),
        regions=tuple(draw(st.lists(parts(), max_size=2))),
        filters=tuple(draw(st.lists(filters(), max_size=2))),
    )


def plans() -> SearchStrategy[AnnualPlan]:
    """Return annual plans (年度抽查工作计划)."""
    return st.builds(
        AnnualPlan,
        id=fields(),
        authority=names(),
        year=st.integers(2020, 2035),
        tasks=st.lists(tasks(), max_size=2, unique_by=lambda task: task.id).map(tuple),
        version=st.integers(1, 5),
    )
