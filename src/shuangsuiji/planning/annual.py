"""Annual plans and their tasks: 三（一） (年度抽查工作计划)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import cast

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.lottery.quotas import DESIGNS, ROUNDINGS
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.teams import ExpertRule, TeamRule, check_asked
from shuangsuiji.registry.objects import UNKNOWN
from shuangsuiji.terms import CapScope
from shuangsuiji.values import check_count, check_field, check_kind, check_name, freeze, ratio, texts

__all__ = ["EVERY_STRATUM", "AnnualPlan", "Filter", "Operator", "SamplingDesign", "Task"]

EVERY_STRATUM = "*"


class Operator(Enum):
    """How a filter compares a column with its values (筛选方式)."""

    IN = "属于"
    NOT_IN = "不属于"
    STARTS_WITH = "开头为"
    AT_LEAST = "不小于"
    AT_MOST = "不大于"


@attrs.frozen(kw_only=True)
class Filter:
    """A condition on one column of a pool, as data: committed with the draw, runnable by a database (筛选条件).

    Attributes:
        field: ``kind``, ``region``, ``tags``, ``holder`` or an attribute of the objects.
        operator: how to compare; AT_LEAST and AT_MOST compare text bytewise, as ISO dates need, and admit
            nothing that is unknown.
        values: one or several for IN, NOT_IN and STARTS_WITH, exactly one for the others. On ``tags``, a value is one
            tag, and an object with any of its tags among the values is IN.

    """

    field: str
    operator: Operator
    values: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        check_kind(self.operator, Operator, f"Filter {self.field}")
        for text in (self.field, *self.values):
            _check_part(text, f"Filter {self.field}")
        single = self.operator in (Operator.AT_LEAST, Operator.AT_MOST)
        if not self.values or (single and len(self.values) != 1):
            raise InvalidValueError(
                field=f"Filter {self.field}",
                rule_zh="取值个数不符：须有一个或多个取值，不小于、不大于只能有一个",
                rule="needs a value, and AT_LEAST and AT_MOST exactly one",
                value=self.values,
            )

    def admits(self, label: str) -> bool:
        """Tell whether a label of the column meets the condition."""
        parts = set(label.split(",")) if self.field == "tags" else {label}
        match self.operator:
            case Operator.IN:
                return not parts.isdisjoint(self.values)
            case Operator.NOT_IN:
                return parts.isdisjoint(self.values)
            case Operator.STARTS_WITH:
                return any(part.startswith(self.values) for part in parts)
            case Operator.AT_LEAST:
                return label != UNKNOWN and label >= self.values[0]
            case Operator.AT_MOST:
                return label != UNKNOWN and label <= self.values[0]

    def __str__(self) -> str:
        """The condition as the manifest commits it: the operator, then column and values joined by commas."""
        return f"{self.operator.name} {','.join((self.field, *self.values))}"


def _check_part(text: str, field: str) -> None:
    check_field(text, field)
    if "," in text:
        raise InvalidValueError(field=field, rule_zh="不得含有逗号", rule="must not contain a comma", value=text)


def _ratios(given: object) -> Mapping[str, Fraction]:
    by_stratum = cast("Mapping[str, object]", given) if isinstance(given, Mapping) else {EVERY_STRATUM: given}
    return freeze({stratum: ratio(value, f"ratio {stratum}") for stratum, value in by_stratum.items()})


@attrs.frozen(kw_only=True)
class SamplingDesign:
    """How the objects of one item are drawn in a task (抽样设计).

    Attributes:
        item_code: the item.
        ratios: exact ratio by stratum; ``"*"`` speaks for every stratum not named. One ratio alone means ``"*"``.
        rounding: ``floor``, ``ceil`` or ``chance``; ``floor`` never carries a stratum above its ratio, ``chance`` keeps
            it exactly on the average.
        cap_scope: whether the cap of a GENERAL item binds each stratum (the stricter reading of 二（二）, the default)
            or the item as a whole.
        filters: which objects of the pool the item concerns, beside the task's own filters.
        design: ``stratified`` (equal chances within a stratum) or ``pareto`` (chances in proportion to a weight).
        weight: for ``pareto``, the attribute of the objects that holds their weight, a whole number from 1.
        batches: number of batches in which the drawn are visited, in random order: 二（二）; None for none.

    """

    item_code: str
    ratios: Mapping[str, Fraction] = attrs.field(converter=_ratios)
    rounding: str = "floor"
    cap_scope: CapScope = CapScope.STRATUM
    filters: tuple[Filter, ...] = ()
    design: str = "stratified"
    weight: str | None = None
    batches: int | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.item_code, "SamplingDesign.item_code")
        check_kind(self.cap_scope, CapScope, f"{self.item_code}.cap_scope")
        for stratum in self.ratios:
            check_field(stratum, f"ratio {self.item_code}")
        if not self.ratios or self.rounding not in ROUNDINGS:
            raise InvalidValueError(
                field=f"SamplingDesign {self.item_code}",
                rule_zh=f"须有比例，进位方式为 {'、'.join(ROUNDINGS)} 之一",
                rule=f"needs a ratio, and a rounding of {', '.join(ROUNDINGS)}",
                value=(dict(self.ratios), self.rounding),
            )
        self._check_design()

    def _check_design(self) -> None:
        if self.design not in DESIGNS or (self.design == "pareto") != (self.weight is not None):
            raise InvalidValueError(
                field=f"SamplingDesign {self.item_code}",
                rule_zh="设计为 stratified 或 pareto；pareto 且仅 pareto 须指明权重列 weight",
                rule="design is stratified or pareto, and pareto, and nothing else, names a column weight",
                value=(self.design, self.weight),
            )
        if self.weight is not None:
            _check_part(self.weight, f"{self.item_code}.weight")
        if self.batches is not None:
            check_count(self.batches, f"{self.item_code}.batches", at_least=1)

    def ratio_of(self, stratum: str) -> Fraction:
        """Return the ratio asked for in a stratum.

        Raises:
            UnknownNameError: the design names neither the stratum nor ``"*"``.

        """
        found = self.ratios.get(stratum, self.ratios.get(EVERY_STRATUM))
        if found is None:
            raise UnknownNameError(field=f"ratio {self.item_code}", value=stratum, known="、".join(self.ratios))
        return found


@attrs.frozen(kw_only=True)
class Task:
    """One task of a plan: one draw that may serve several items (抽查任务).

    Attributes:
        id: a field; the task of a manifest.
        name: in words.
        designs: one per item, each item once; their frames share tickets, so that one visit serves many items.
        strata: columns of the pool whose values make the strata, such as ``("kind", "region")``; empty for one stratum.
        regions: regions the task covers; empty for all.
        filters: further conditions on the pool.
        joint_plan: id of the plan's joint inspection under which the task is drawn, None for a department's own.
        teams: who sends officers for which item, each department once an item; empty where nobody is matched.
        experts: who assists them, for items that have a team (2.3.10), each item once.

    """

    id: str
    name: str
    designs: tuple[SamplingDesign, ...]
    strata: tuple[str, ...] = attrs.field(default=(), converter=texts)
    regions: tuple[str, ...] = attrs.field(default=(), converter=texts)
    filters: tuple[Filter, ...] = ()
    joint_plan: str | None = None
    teams: tuple[TeamRule, ...] = ()
    experts: tuple[ExpertRule, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Task.id")
        check_field(self.name, f"{self.id}.name")
        for part in (*self.strata, *self.regions):
            _check_part(part, f"{self.id}.strata, regions")
        codes = [design.item_code for design in self.designs]
        if len(set(codes)) != len(codes):
            raise DuplicateError(field=f"{self.id}.designs", value=next(c for c in codes if codes.count(c) > 1))
        if not codes:
            raise InvalidValueError(
                field=f"{self.id}.designs", rule_zh="至少一个抽查事项", rule="at least one item", value=()
            )
        check_asked(self.id, codes, self.teams, self.experts)

    def filters_for(self, design: SamplingDesign) -> tuple[Filter, ...]:
        """Return every condition that an object of the design's frame meets."""
        regions = (Filter(field="region", operator=Operator.IN, values=self.regions),) if self.regions else ()
        return (*regions, *self.filters, *design.filters)

    def __repr__(self) -> str:
        return f"<任务 {self.id} {self.name}：{'、'.join(design.item_code for design in self.designs)}>"


@attrs.frozen(kw_only=True)
class AnnualPlan:
    """The plan of one authority for one year (年度抽查工作计划).

    Attributes:
        id: a field; the plan of a manifest.
        authority: id of the department that draws; the agency of a manifest.
        year: calendar year; a GENERAL item's cap is counted over it.
        tasks: each id once.
        version: 1, 2, 3 …
        joint_plans: the joint inspections of the year: 三（一）; each id once.

    """

    id: str
    authority: str
    year: int
    tasks: tuple[Task, ...]
    version: int = 1
    joint_plans: tuple[JointPlan, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "AnnualPlan.id")
        check_name(self.authority, "AnnualPlan.authority")
        check_count(self.year, "AnnualPlan.year", at_least=2000)
        check_count(self.version, "AnnualPlan.version", at_least=1)
        ids = [task.id for task in self.tasks]
        if len(self._by_id) != len(ids):
            raise DuplicateError(field=f"AnnualPlan {self.id}", value=next(i for i in ids if ids.count(i) > 1))
        joint = [one.id for one in self.joint_plans]
        if len(set(joint)) != len(joint):
            raise DuplicateError(field=f"{self.id}.joint_plans", value=next(i for i in joint if joint.count(i) > 1))
        for task in self.tasks:
            self.joint_plan_of(task)

    @cached_property
    def _by_id(self) -> dict[str, Task]:
        return {task.id: task for task in self.tasks}

    def __getitem__(self, task_id: str) -> Task:
        found = self._by_id.get(task_id)
        if found is None:
            raise UnknownNameError(field=f"AnnualPlan {self.id}", value=task_id, known="、".join(self._by_id))
        return found

    def joint_plan_of(self, task: Task) -> JointPlan | None:
        """Return the joint inspection under which a task is drawn, None for a department's own task.

        Raises:
            UnknownNameError: the plan has no joint inspection of that id.

        """
        if task.joint_plan is None:
            return None
        for one in self.joint_plans:
            if one.id == task.joint_plan:
                return one
        known = "、".join(one.id for one in self.joint_plans)
        raise UnknownNameError(field=f"{task.id}.joint_plan", value=task.joint_plan, known=known)

    def __repr__(self) -> str:
        return f"<年度抽查工作计划 {self.id}（{self.year}）v{self.version}：{len(self.tasks)} 个任务>"
