"""What a plan has to contain and when it has to be there: 3.1.1 – 3.1.4, 3.2.7 (计划内容核对)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

from shuangsuiji.errors import LawError
from shuangsuiji.law import PLAN_DUE, PLAN_ENTRY, PLATFORM_DUTY, TEAM_MINIMUM
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.guides import check_guides
from shuangsuiji.planning.joint_procedures import JointProcedure
from shuangsuiji.planning.joint_terms import JointStage
from shuangsuiji.planning.plan_basis import PlanBasis, is_nobodys
from shuangsuiji.planning.plan_findings import error, note, percent, unchecked, warning
from shuangsuiji.planning.plan_terms import PlanLevel
from shuangsuiji.planning.tasks import Task
from shuangsuiji.planning.teams import check_teams, team_minimum
from shuangsuiji.terms import ItemKind
from shuangsuiji.values import ClauseRef, Finding, TimeLimit, TimeUnit

__all__ = ["form_findings"]


def form_findings(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """Yield what there is to say of a plan's contents and days (计划内容核对)."""
    yield from _kinds(plan, basis)
    yield from _departments(plan, basis)
    yield from _joint(plan, basis)
    yield from _days(plan, basis)
    yield from _numbers(plan, basis)
    yield from _guides(plan, basis)


def _kinds(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """3.1.1: KEY and GENERAL items, which the text asks of the city's plan."""
    if basis.items is None:
        yield unchecked("plan.kinds", plan.id, "事项清单", "item lists", "3.1.1")
        return
    planned = [basis.known_items.get(code) for code in _codes(plan)]
    for kind in ItemKind:
        if not any(item is not None and item.kind is kind for item in planned):
            say = error if plan.level is PlanLevel.CITY else warning if _has(plan, basis, kind) else note
            yield say("plan.kinds", plan.id, f"计划未涵盖{kind}", f"the plan holds no {kind.name} item", "3.1.1")
    for task in plan.tasks:
        for code in task.item_codes:
            yield from _listed(plan, basis, f"{task.id} {code}", code)


def _has(plan: AnnualPlan, basis: PlanBasis, kind: ItemKind) -> bool:
    """Tell whether a department has items of a kind that it could plan."""
    return any(item.kind is kind and item.implementing_body == plan.authority for item in basis.known_items.values())


def _listed(plan: AnnualPlan, basis: PlanBasis, where: str, code: str) -> Iterator[Finding]:
    """2.2.7: what is planned stands on a list, once, in a version of the year."""
    item = basis.known_items.get(code)
    if item is None:
        yield error("plan.item", where, "事项不在清单中", "the item is on no list", "2.2.7")
        return
    if item.effective_on > date(plan.year, 12, 31) or not (item.expires_on or date.max) >= date(plan.year, 1, 1):
        zh, en = f"事项版本在 {plan.year} 年内不生效", f"this version of the item is not in force in {plan.year}"
        yield error("plan.item", where, zh, en, "2.2.7")
    if code in basis.ambiguous_items:
        zh, en = (
            "几份清单中该编码的事项不同，按第一份核对",
            "lists hold different items of this code; the first is taken",
        )
        yield warning("plan.item_twice", where, zh, en, "2.2.7")


def _departments(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """3.1.2: each task names the departments that carry it out, and they are those of its items."""
    if not plan.tasks:
        yield error("plan.tasks", plan.id, "计划没有任务", "the plan has no task", "3.1.2")
    if basis.departments is None:
        yield unchecked("plan.department", plan.id, "部门树", "the tree of units", "3.1.2")
    units = None if basis.departments is None else {one.id for one in basis.departments.departments}
    for task in plan.tasks:
        nobody = is_nobodys(plan, task)
        if nobody:
            yield error("plan.department", task.id, "未明确责任部门", "names no department", "3.1.2")
        named = (*(() if nobody else (plan.department_of(task),)), *plan.participants_of(task))
        for name in sorted(set(named) - units) if units is not None else ():
            yield error("plan.department", task.id, f"没有部门 {name}", f"there is no unit {name}", "3.1.2")
        if not nobody:
            yield from _bodies(task, named, basis)
            yield from _undivided(task, basis)
            yield from _team_departments(task, named)
        yield from _team_sizes(plan, task, basis)


def _bodies(task: Task, named: tuple[str, ...], basis: PlanBasis) -> Iterator[Finding]:
    for code in task.item_codes:
        item = basis.known_items.get(code)
        if item is not None and not {item.implementing_body, *item.joint_departments} & set(named):
            zh = f"事项的实施主体 {item.implementing_body} 不在任务的部门中"
            en = f"{item.implementing_body}, which inspects the item, has no part in the task"
            yield error("plan.participants", f"{task.id} {code}", zh, en, "3.1.2")


def _undivided(task: Task, basis: PlanBasis) -> Iterator[Finding]:
    """3.2.4: what several departments inspect together is a joint inspection, and the conference settles it."""
    known = (basis.known_items.get(code) for code in task.item_codes)
    bodies = {item.implementing_body for item in known if item is not None}
    if task.joint_plan is None and (task.participants or len(bodies) > 1):
        shown = "、".join(sorted(bodies | set(task.participants)))
        zh, en = f"{shown} 一并检查，而任务未列入部门联合抽查", f"{shown} inspect together, under no joint plan"
        say = warning if len(bodies) > 1 else note
        yield say("plan.no_joint_plan", task.id, zh, en, "3.2.4")


def _team_departments(task: Task, named: tuple[str, ...]) -> Iterator[Finding]:
    for name in sorted({rule.department for rule in task.teams} - set(named)):
        zh, en = f"派员部门 {name} 不在任务的部门中", f"{name} sends officers and has no part in the task"
        yield error("plan.participants", task.id, zh, en, "3.1.2")


def _team_sizes(plan: AnnualPlan, task: Task, basis: PlanBasis) -> Iterator[Finding]:
    """2.3.10: no team is smaller than the minimum; ``commit`` would refuse it."""
    if not task.teams:
        return
    if basis.rules.find(TEAM_MINIMUM, basis.on) is None:
        yield unchecked("plan.team", task.id, f" {TEAM_MINIMUM} 规则", f"rule {TEAM_MINIMUM}", "2.3.10")
        return
    joint = plan.joint_plan_of(task)
    least = team_minimum(basis.rules, basis.on, joint=joint is not None)
    small = [found for one in task.teams if (found := _refused(task, partial(one.seats_for, least)))]
    here = [one for one in task.teams if joint is None or one.department in joint.members]
    together = None if small else _refused(task, partial(check_teams, here, joint, basis.rules, basis.on))
    yield from small or ([together] if together else [])


def _refused(task: Task, check: Callable[[], object]) -> Finding | None:
    """Return what a check refuses as a finding, None where it refuses nothing."""
    try:
        check()
    except LawError as refused:
        params = refused.params
        zh, en = f"{params['field']}：{params['rule_zh']}", f"{params['field']}: {params['rule']}"
        clause = params["clause"]
        return error("plan.team", task.id, zh, en, clause if isinstance(clause, ClauseRef) else "2.3.10")
    return None


def _joint(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """3.1.3, 3.2.7, A4.3.1: a plan contains joint inspections, each with a task and a decision."""
    if not plan.joint_plans:
        say = error if plan.level is PlanLevel.CITY else note
        zh, en = "计划未包含部门联合抽查工作计划", "the plan contains no joint inspection"
        yield say("plan.joint", plan.id, zh, en, "3.1.3")
    used = {task.joint_plan for task in plan.tasks}
    for one in plan.joint_plans:
        if one.id not in used:
            zh, en = "联合抽查没有对应的任务", "no task is drawn under this joint plan"
            yield warning("plan.joint_task", one.id, zh, en, "3.1.3")
    if plan.joint_plans:
        share = percent(plan.joint_share)
        yield note("plan.joint_share", plan.id, f"联合抽查任务占 {share}", f"{share} of the tasks are joint", "3.2.7")
        yield from _decided(plan, basis)


def _decided(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    if basis.procedures is None:
        yield unchecked("plan.joint_decided", plan.id, "联合抽查程序", "procedures of the joint plans", "A4.3.1")
        return
    # A plan that was withdrawn or rejected may be drafted anew under its id: one that may be drawn goes first.
    ordered = sorted(basis.procedures, key=lambda one: one.may_draw)
    found: dict[str, JointProcedure] = {one.first_plan.id: one for one in ordered}
    for joint in plan.joint_plans:
        procedure = found.get(joint.id)
        if procedure is None:
            zh, en = "没有联席会议确定方案的记录", "no record says that the conference has settled it"
            yield warning("plan.joint_decided", joint.id, zh, en, "A4.2.3")
        elif procedure.plan != joint:
            zh, en = "与程序所定方案不一致", "is not the plan that the procedure has settled"
            yield error("plan.joint_decided", joint.id, zh, en, "A4.2.3")
        elif procedure.stage in (JointStage.WITHDRAWN, JointStage.REJECTED):
            zh = f"方案{procedure.stage}，不得列入计划抽取"
            en = f"has been {procedure.stage.name.lower()}, and is not to be drawn"
            yield error("plan.joint_decided", joint.id, zh, en, "A4.2.3")
        elif not procedure.may_draw:
            zh, en = (
                f"方案尚在“{procedure.stage}”阶段，不得抽取",
                f"stands at {procedure.stage.name}: not to be drawn yet",
            )
            yield warning("plan.joint_decided", joint.id, zh, en, "A4.3.1")


def _days(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """3.1.4: drawn up at the start of the year, and entered on the platform soon."""
    due = _ends(basis, PLAN_DUE, date(plan.year - 1, 12, 31))
    if due is None:
        yield unchecked("plan.due", plan.id, f" {PLAN_DUE} 规则或工作日历", f"rule {PLAN_DUE} or a calendar", "3.1.4")
    elif plan.drawn_up_on is None:
        say = error if basis.on > due else note
        zh, en = f"未注明制定日期，期限为 {due}", f"does not say when it was drawn up; due on {due}"
        yield say("plan.due", plan.id, zh, en, "3.1.4")
    elif plan.drawn_up_on > due:
        zh, en = f"{plan.drawn_up_on} 制定，晚于 {due}", f"drawn up on {plan.drawn_up_on}, after {due}"
        yield error("plan.due", plan.id, zh, en, "3.1.4")
    if plan.drawn_up_on is not None:
        # An adjusted plan is entered again, and in time is counted from the adjustment.
        yield from _entry(plan, basis, max(plan.drawn_up_on, *(one.on for one in plan.adjustments[-1:]), date.min))


def _entry(plan: AnnualPlan, basis: PlanBasis, since: date) -> Iterator[Finding]:
    due = _ends(basis, PLAN_ENTRY, since)
    if due is None:
        yield unchecked(
            "plan.entry", plan.id, f" {PLAN_ENTRY} 规则或工作日历", f"rule {PLAN_ENTRY} or a calendar", "3.1.4"
        )
    elif plan.entered_on is None:
        say = error if basis.on > due else note
        zh, en = f"尚未录入平台，期限为 {due}", f"not entered on the platform yet; due on {due}"
        yield say("plan.entry", plan.id, zh, en, "3.1.4")
    elif plan.entered_on > due:
        zh, en = f"{plan.entered_on} 录入平台，晚于 {due}", f"entered on {plan.entered_on}, after {due}"
        yield error("plan.entry", plan.id, zh, en, "3.1.4")


def _numbers(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """2.1.1, 2.1.3: once a plan is on the provincial platform, each of its tasks has a number there."""
    if plan.entered_on is None or basis.rules.find(PLATFORM_DUTY, date(plan.year, 1, 1)) is None:
        return
    for task in plan.tasks:
        if not task.platform_number:
            zh, en = "计划已录入平台，任务没有平台编号", "the plan is on the platform, and the task has no number there"
            yield warning("plan.platform_number", task.id, zh, en, "2.1.1")


def _ends(basis: PlanBasis, name: str, start: date) -> date | None:
    rule = basis.rules.find(name, basis.on)
    if rule is None or not isinstance(rule.value, TimeLimit):
        return None
    if rule.value.unit is not TimeUnit.WORKING_DAY:
        return rule.value.ends_on(start)
    return None if basis.calendar is None else basis.calendar.add(start, rule.value.number)


def _guides(plan: AnnualPlan, basis: PlanBasis) -> Iterator[Finding]:
    """2.4.1: each planned item has a guide."""
    planned = [basis.known_items[code] for code in _codes(plan) if code in basis.known_items]
    if basis.guides is None:
        yield unchecked("plan.guides", plan.id, "抽查工作指引", "inspection guides", "2.4.1")
    else:
        yield from check_guides(basis.guides, planned, on=basis.on)


def _codes(plan: AnnualPlan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for task in plan.tasks for code in task.item_codes))
