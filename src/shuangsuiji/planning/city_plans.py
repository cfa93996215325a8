"""The city's plan and those of its departments: 3.1.1 «市政府统筹制定», 3.1.4 «相关部门应…制定» (市级与部门计划).

The city's plan holds the tasks of all departments, and nobody draws from it: each department draws from its own plan,
which is taken out of the city's, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError, ShuangsuijiError, UnknownNameError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.adjustments import adjusted_task
from shuangsuiji.planning.annual import AnnualPlan, PlanLimits
from shuangsuiji.planning.plan_terms import PlanLevel
from shuangsuiji.planning.tasks import Task
from shuangsuiji.values import Finding, Severity

__all__ = ["check_department_plan", "department_plan", "departments_of"]


def departments_of(plan: AnnualPlan) -> tuple[str, ...]:
    """Return the departments that answer for a task of a plan or take part in one, sorted: 3.1.2 (计划部门)."""
    return tuple(sorted({name for task in plan.tasks for name in _named(plan, task)}))


def _named(plan: AnnualPlan, task: Task) -> tuple[str, ...]:
    return (plan.department_of(task), *plan.participants_of(task))


def department_plan(city: AnnualPlan, department: str, *, drawn_up_on: date | None = None) -> AnnualPlan:
    """Return the plan of one department as part of the city's, with the joint plans that it initiates (部门计划).

    Args:
        city: the city's plan.
        department: id of the department; its plan bears the city's id with this one after it.
        drawn_up_on: the day on which the department adopts it (3.1.4).

    Raises:
        InvalidValueError: no plan of level CITY.
        UnknownNameError: no task of the city's plan is this department's.

    """
    _check_city(city)
    tasks = _tasks_of(city, department)
    if not tasks:
        known = "、".join(sorted({city.department_of(task) for task in city.tasks}))
        raise UnknownNameError(field=f"{city.id}.department", value=department, known=known)
    own = {task.joint_plan for task in tasks}
    ids = {task.id for task in tasks}
    return attrs.evolve(
        city,
        id=f"{city.id}-{department}",
        authority=department,
        tasks=tasks,
        version=1,
        joint_plans=tuple(one for one in city.joint_plans if one.id in own),
        level=PlanLevel.DEPARTMENT,
        superior=city.citation,
        drawn_up_on=drawn_up_on,
        entered_on=None,
        platform_number="",
        adjustments=tuple(one for one in city.adjustments if one.task_id in ids),
    )


def check_department_plan(plan: AnnualPlan, city: AnnualPlan) -> tuple[Finding, ...]:
    """Return where a department's plan and the city's differ: 3.1.1 (部门计划核对).

    A task of the city's plan that is missing is an ERROR, and so is a joint plan with other departments than the city's
    has; a task that is not the same, and that the department's own adjustments do not make so, is a WARNING, and so are
    limits that are looser; a task that the city's plan does not have is a NOTE.

    Raises:
        InvalidValueError: ``city`` is no plan of level CITY.

    """
    _check_city(city)
    expected = {task.id: task for task in _tasks_of(city, plan.authority)}
    own = {task.id: task for task in plan.tasks}
    found: list[Finding] = []
    if plan.superior.rpartition("@")[0] != city.id:
        zh, en = f"未注明属于市级计划 {city.citation}", f"does not say that it is part of {city.citation}"
        found.append(_finding(Severity.WARNING, "plan.superior", plan.id, zh, en))
    for id_, task in expected.items():
        if id_ not in own:
            zh, en = "市级计划安排的任务未列入部门计划", "a task of the city's plan is not in the department's"
            found.append(_finding(Severity.ERROR, "plan.task_missing", id_, zh, en))
        elif own[id_] != _adjusted(task, plan, city):
            zh, en = "任务与市级计划不一致，且调整记录不能说明", "is not the city's task, and no adjustment says why"
            found.append(_finding(Severity.WARNING, "plan.task_changed", id_, zh, en))
    for id_ in (id_ for id_ in own if id_ not in expected):
        zh, en = "部门自行增加的任务", "a task that the department has added"
        found.append(_finding(Severity.NOTE, "plan.task_added", id_, zh, en))
    return (*found, *_bounds(plan, city))


def _bounds(plan: AnnualPlan, city: AnnualPlan) -> Iterator[Finding]:
    """Yield where joint plans and limits are not the city's."""
    settled = {one.id: one for one in city.joint_plans}
    for joint in plan.joint_plans:
        if joint != settled.get(joint.id, joint):
            zh, en = "联合抽查的部门与市级计划不一致", "has other departments than the city's joint plan"
            yield _finding(Severity.ERROR, "plan.joint_changed", joint.id, zh, en)
    if looser := _looser(plan.limits, city.limits, date(city.year, 1, 1)):
        zh, en = f"计划限度宽于市级计划：{'、'.join(looser)}", f"limits looser than the city's: {', '.join(looser)}"
        yield _finding(Severity.WARNING, "plan.limits_changed", plan.id, zh, en)


def _looser(own: PlanLimits, city: PlanLimits, start: date) -> tuple[str, ...]:
    """Return which of the city's limits a department's plan does not keep; rests are compared from a day on."""
    kept = {
        "coverage_floor": city.coverage_floor is None or (own.coverage_floor or 0) >= city.coverage_floor,
        "visit_cap": city.visit_cap is None or (own.visit_cap is not None and own.visit_cap <= city.visit_cap),
        "cool_off": city.cool_off is None
        or (own.cool_off is not None and own.cool_off.ends_on(start) >= city.cool_off.ends_on(start)),
    }
    return tuple(name for name, is_kept in kept.items() if not is_kept)


def _adjusted(task: Task, plan: AnnualPlan, city: AnnualPlan) -> Task:
    """Return the city's task as the department's own adjustments make it, as it is where they do not follow from it."""
    adjusted = task
    for one in plan.adjustments:
        if one.task_id == task.id and one not in city.adjustments:
            try:
                adjusted = adjusted_task(adjusted, one, ())
            except ShuangsuijiError:
                return task
    return adjusted


def _tasks_of(city: AnnualPlan, department: str) -> tuple[Task, ...]:
    return tuple(task for task in city.tasks if city.department_of(task) == department)


def _check_city(city: AnnualPlan) -> None:
    if city.level is not PlanLevel.CITY:
        zh, en = "须为市级统筹计划", "must be a plan of level CITY"
        raise InvalidValueError(field=f"{city.id}.level", rule_zh=zh, rule=en, value=str(city.level))


def _finding(severity: Severity, code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref("3.1.1"))
