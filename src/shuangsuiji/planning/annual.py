"""Annual plans of a city and of its departments: 三（一） (年度抽查工作计划)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.planning.adjustments import Adjustment, adjusted_task, current_value
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.plan_terms import PlanLevel
from shuangsuiji.planning.tasks import Task
from shuangsuiji.values import TimeLimit, check_count, check_field, check_kind, check_name, ratio
from shuangsuiji.workdays.layers import check_day

__all__ = ["AnnualPlan", "PlanLimits", "adjust"]


def _floor(value: object) -> Fraction | None:
    return None if value is None else ratio(value, "PlanLimits.coverage_floor")


@attrs.frozen(kw_only=True)
class PlanLimits:
    """What a plan binds itself to: enough coverage, not too many visits; 3.1.9, 3.1.10 (计划限度).

    A rule book may set a visit cap and a period too; the stricter of both holds.

    Attributes:
        coverage_floor: share of the pool that the year is to reach at least, exact; None where the plan sets none.
        visit_cap: visits to one holder in the calendar year at most; None where the plan sets none.
        cool_off: for how long after a visit a holder is not visited again at random, in days, months or years.

    Raises:
        InvalidRatioError: a floor that is not exact.
        InvalidValueError: a cap below one, or a period in working days.

    """

    coverage_floor: Fraction | None = attrs.field(default=None, converter=_floor)
    visit_cap: int | None = None
    cool_off: TimeLimit | None = None

    def __attrs_post_init__(self) -> None:
        if self.visit_cap is not None:
            check_count(self.visit_cap, "PlanLimits.visit_cap", at_least=1)
        if self.cool_off is not None:
            check_kind(self.cool_off, TimeLimit, "PlanLimits.cool_off")
            self.cool_off.ends_on(date(2020, 1, 1))  # refuses working days: a pool knows no calendar


_NO_LIMITS = PlanLimits()


@attrs.frozen(kw_only=True)
class AnnualPlan:
    """The plan of one authority for one year (年度抽查工作计划).

    Attributes:
        id: a field; the plan of a manifest.
        authority: id of the department that draws; the agency of a manifest. Of a CITY plan, the government.
        year: calendar year; a GENERAL item's cap is counted over it.
        tasks: each id once.
        version: 1, 2, 3 …
        joint_plans: the joint inspections of the year: 三（一）; each id once.
        level: CITY for the plan of all departments together, from which ``department_plan`` takes what is drawn.
        superior: id and version of the city's plan that it is part of, ``CITY-2026@1``; empty for none.
        drawn_up_on: the day on which it was drawn up (3.1.4), None where that is not known.
        entered_on: the day on which it was entered on the provincial platform (3.1.4), None while it is not.
        platform_number: its number there (2.1.3), empty while it has none.
        limits: coverage and burden.
        adjustments: every change of ratio, frequency or inclusion probability so far, in the order of their days.

    Raises:
        InvalidValueError: a field of the wrong form, a task under a joint plan that another department initiates,
            or an entry before the plan was drawn up.
        DuplicateError: a task or a joint plan twice.
        UnknownNameError: a task under a joint plan, or an adjustment of a task, that is not there.
        BrokenChainError: an adjustment that does not follow from the one before, or does not lead to the plan as it is.

    """

    id: str
    authority: str
    year: int
    tasks: tuple[Task, ...]
    version: int = 1
    joint_plans: tuple[JointPlan, ...] = ()
    level: PlanLevel = PlanLevel.DEPARTMENT
    superior: str = ""
    drawn_up_on: date | None = None
    entered_on: date | None = None
    platform_number: str = ""
    limits: PlanLimits = _NO_LIMITS
    adjustments: tuple[Adjustment, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "AnnualPlan.id")
        check_name(self.authority, "AnnualPlan.authority")
        check_count(self.year, "AnnualPlan.year", at_least=2000)
        check_count(self.version, "AnnualPlan.version", at_least=1)
        check_kind(self.level, PlanLevel, f"{self.id}.level")
        check_kind(self.limits, PlanLimits, f"{self.id}.limits")
        for field in ("superior", "platform_number"):
            if getattr(self, field):
                check_field(getattr(self, field), f"{self.id}.{field}")
        ids = [task.id for task in self.tasks]
        if len(self._by_id) != len(ids):
            raise DuplicateError(field=f"AnnualPlan {self.id}", value=next(i for i in ids if ids.count(i) > 1))
        joint = [one.id for one in self.joint_plans]
        if len(set(joint)) != len(joint):
            raise DuplicateError(field=f"{self.id}.joint_plans", value=next(i for i in joint if joint.count(i) > 1))
        for task in self.tasks:
            self._check_initiator(task)
        self._check_days()
        self._check_adjustments()

    def _check_initiator(self, task: Task) -> None:
        joint = self.joint_plan_of(task)
        if joint is not None and task.department not in (None, joint.initiator):
            zh, en = f"联合抽查任务由发起部门 {joint.initiator} 负责", f"the initiator {joint.initiator} answers for it"
            raise InvalidValueError(field=f"{task.id}.department", rule_zh=zh, rule=en, value=task.department)

    def _check_days(self) -> None:
        for field in ("drawn_up_on", "entered_on"):
            if getattr(self, field) is not None:
                check_day(getattr(self, field), f"{self.id}.{field}")
        if self.entered_on and self.drawn_up_on and self.entered_on < self.drawn_up_on:
            zh, en = "录入不得早于制定", "must not lie before drawn_up_on"
            raise InvalidValueError(field=f"{self.id}.entered_on", rule_zh=zh, rule=en, value=self.entered_on)

    def _check_adjustments(self) -> None:
        last: dict[object, Adjustment] = {}
        for before, after in pairwise(self.adjustments):
            if after.on < before.on:
                raise _broken(self.id, "调整须依日期先后", "adjustments follow by day", before.on, after.on)
        for one in self.adjustments:
            found = last.get(one.subject)
            if found is not None and found.new != one.old:
                raise _broken(self.id, "调整须承接前一次", "follows from the one before", found.new, one.old)
            last[one.subject] = one
        for one in last.values():
            found_now = current_value(self[one.task_id], one)
            if found_now != one.new:
                raise _broken(self.id, "计划与最后一次调整不符", "is not as last adjusted", one.new, found_now)

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

    def department_of(self, task: Task) -> str:
        """Return the department that answers for a task and draws: 3.1.2 (责任部门)."""
        joint = self.joint_plan_of(task)
        return task.department or (self.authority if joint is None else joint.initiator)

    def participants_of(self, task: Task) -> tuple[str, ...]:
        """Return the other departments that take part: 3.1.2 (参与部门)."""
        joint = self.joint_plan_of(task)
        return task.participants if joint is None else joint.participants

    def draws_of(self, task: Task) -> int:
        """Return how often a task is drawn in the year: as its schedule says, else as its frequency does (年内次数)."""
        return task.frequency.times_in(self.year, self.year) if task.schedule is None else task.schedule.times

    @property
    def citation(self) -> str:
        """Id and version, as a manifest and a department's plan cite it (引用)."""
        return f"{self.id}@{self.version}"

    @property
    def joint_share(self) -> Fraction:
        """The share of tasks that are joint: 3.2.7 «推进部门联合抽查常态化»; 0 where there is no task."""
        joint = sum(task.joint_plan is not None for task in self.tasks)
        return Fraction(joint, len(self.tasks)) if self.tasks else Fraction(0)

    def __repr__(self) -> str:
        return f"<年度抽查工作计划 {self.id}（{self.year}）v{self.version}：{len(self.tasks)} 个任务>"


def adjust(plan: AnnualPlan, adjustment: Adjustment, *, open_tasks: Iterable[str]) -> AnnualPlan:
    """Return the next version of a plan, with one quantity of one task changed: 3.1.8 (调整计划).

    Args:
        plan: as it stands.
        adjustment: what changes, from which day, why, and by which paper.
        open_tasks: ids of the tasks of which a draw is committed and not drawn yet, from ``draws.open_tasks``.

    Raises:
        LawError: a draw of the task is open.
        InvalidValueError: the value before is not the plan's.
        UnknownNameError: no such task or item.
        BrokenChainError: a day before the last adjustment.

    """
    changed = adjusted_task(plan[adjustment.task_id], adjustment, open_tasks)
    tasks = tuple(changed if task.id == changed.id else task for task in plan.tasks)
    return attrs.evolve(
        plan, tasks=tasks, version=plan.version + 1, adjustments=(*plan.adjustments, adjustment), entered_on=None
    )


def _broken(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=f"{link}.adjustments", rule_zh=rule_zh, rule=rule, expected=expected, value=value)
