"""What an annual plan is held against: rules, lists, pools, people, calendar, history; 三（一） (计划核对依据)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from fractions import Fraction
from functools import cached_property

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.law import RuleBook
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.gradings import CREDIT, DISHONESTY, RISK, Grading, check_gradings
from shuangsuiji.planning.guides import InspectionGuide
from shuangsuiji.planning.joint_procedures import JointProcedure
from shuangsuiji.planning.plan_terms import PlanLevel
from shuangsuiji.planning.tasks import Task
from shuangsuiji.registry import DepartmentTree, InspectionItem, InspectorPool, ItemList, ObjectPool
from shuangsuiji.values import check_kind, freeze, ratio
from shuangsuiji.workdays import WorkingCalendar
from shuangsuiji.workdays.layers import check_day

__all__ = ["PlanBasis", "is_nobodys"]

_GRADINGS = (RISK, CREDIT, DISHONESTY)


def _share(value: object) -> Fraction:
    return ratio(value, "PlanBasis.working_share")


def _days(value: object) -> Fraction:
    zh, en = "应为大于 0 的精确天数，如 1/2、1、3/2", "must be an exact number of days above 0, such as 1/2, 1, 3/2"
    if isinstance(value, (Fraction, int, str)) and not isinstance(value, bool):
        with suppress(ValueError, ZeroDivisionError):
            if (exact := Fraction(value)) > 0:
                return exact
    raise InvalidValueError(field="PlanBasis.visit_days", rule_zh=zh, rule=en, value=value)


def _weight(item: InspectionItem) -> tuple[object, ...]:
    """Return what a check of plans asks of an item."""
    return item.kind, item.ratio_cap, item.implementing_body


def _history(given: Mapping[int, Sequence[str]] | None) -> Mapping[int, frozenset[str]] | None:
    return None if given is None else freeze({year: frozenset(ids) for year, ids in given.items()})


def is_nobodys(plan: AnnualPlan, task: Task) -> bool:
    """Tell whether a task of the city's plan names no department that answers for it: 3.1.2 (无责任部门)."""
    return plan.level is PlanLevel.CITY and task.department is None and task.joint_plan is None


@attrs.frozen(kw_only=True)
class PlanBasis:
    """What an annual plan is held against; what is None is not known, and then said not to be checked (计划核对依据).

    Attributes:
        rules: the rule book.
        on: the day of the check.
        items: the item lists, in which each planned item is looked up in turn.
        pools: the object pools, each id once.
        people: the inspector pools.
        calendar: the working calendar.
        departments: the tree of units, to tell departments that do not exist.
        procedures: the procedures of the joint plans.
        guides: the inspection guides.
        inspected: ids of the objects that were inspected, by calendar year, for what no draw has reached in years.
        gradings: the columns for risk, credit and dishonesty, three separate things.
        trade: the column that holds the trade, None where that is not known.
        visit_days: working days that one visit takes each officer, exact: 1/2, 1, 3/2.
        working_share: share of an officer's working days that inspections of the plan may take, exact.

    Raises:
        InvalidValueError: a field of the wrong form.
        InvalidRatioError: a share that is not exact, or not from 0 to 1.
        DuplicateError: two gradings of one kind, or in one column; a pool twice.

    """

    rules: RuleBook
    on: date
    items: tuple[ItemList, ...] | None = None
    pools: tuple[ObjectPool, ...] | None = None
    people: tuple[InspectorPool, ...] | None = None
    calendar: WorkingCalendar | None = None
    departments: DepartmentTree | None = None
    procedures: tuple[JointProcedure, ...] | None = None
    guides: tuple[InspectionGuide, ...] | None = None
    inspected: Mapping[int, frozenset[str]] | None = attrs.field(default=None, converter=_history)
    gradings: tuple[Grading, ...] = _GRADINGS
    trade: str | None = None
    visit_days: Fraction = attrs.field(default=Fraction(1, 2), converter=_days)
    working_share: Fraction = attrs.field(default=Fraction(1), converter=_share)

    def __attrs_post_init__(self) -> None:
        check_kind(self.rules, RuleBook, "PlanBasis.rules")
        check_day(self.on, "PlanBasis.on")
        check_gradings(self.gradings)
        ids = [one.id for one in self.pools or ()]
        twice = next((id_ for id_ in ids if ids.count(id_) > 1), None)
        if twice is not None:
            raise DuplicateError(field="PlanBasis.pools", value=twice)

    @cached_property
    def known_items(self) -> Mapping[str, InspectionItem]:
        """The items of the lists by code, the first list first."""
        found: dict[str, InspectionItem] = {}
        for one in self.items or ():
            for item in one.items:
                found.setdefault(item.code, item)
        return freeze(found)

    @cached_property
    def ambiguous_items(self) -> frozenset[str]:
        """The codes under which the lists hold items of another kind, cap or department; the first is taken."""
        listed = (item for one in self.items or () for item in one.items)
        return frozenset(item.code for item in listed if _weight(item) != _weight(self.known_items[item.code]))

    def pools_for(self, task: Task, department: str) -> tuple[ObjectPool, ...]:
        """Return the pools that a task may draw from: all its items in one; those of its department first (任务名录库).

        A pool of the department itself goes before those of others; several left are ambiguous, none is a gap.
        """
        serving = [one for one in self.pools or () if set(task.item_codes) <= set(one.item_codes)]
        own = [one for one in serving if one.owner == department]
        return tuple(own or serving)
