"""What must hold before anything is committed: versions, chains of codes, public events (锁定前提)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from shuangsuiji.draws.history import PastDraw
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.planning import (
    AnnualPlan,
    JointProcedure,
    JointRelaxation,
    JointRoute,
    PlanLevel,
    SamplingDesign,
    Task,
)
from shuangsuiji.registry import InspectionItem, ItemList, ObjectPool
from shuangsuiji.values import check_kind, day_in_china

__all__ = ["check_chains", "check_events", "check_joint", "check_procedure", "check_versions", "item_in_force"]


def check_versions(task: Task, plan: AnnualPlan, items: ItemList, pool: ObjectPool, day: date) -> None:
    """Check that the task is the plan's, and that plan, list and pool are those of the day.

    Raises:
        BrokenChainError: the task is not the plan's task of that id.
        LawError: a plan of another year, of the city, drawn up later, or with an adjustment of the task that does not
            hold yet; a task of another department, a list not in force yet, a pool of the future.

    """
    if plan[task.id] != task:
        raise BrokenChainError(
            link="task",
            rule_zh="任务与年度计划中的同名任务不一致",
            rule="the task is not the plan's task of that id",
            expected=plan[task.id],
            value=task,
        )
    if plan.level is PlanLevel.CITY:
        zh, en = "市级统筹计划不直接抽取，须由部门计划（department_plan）抽取", "drawn from a department's plan"
        raise _law(plan.id, zh, en, plan.level, "3.1.4")
    if task.department not in (None, plan.authority):
        zh, en = f"该任务由 {task.department} 负责抽取", f"{task.department} answers for the task, and draws it"
        raise _law(f"{task.id}.department", zh, en, plan.authority, "3.1.2")
    _check_plan_day(task, plan, day)
    if items.effective_on > day:
        zh, en = (
            f"事项清单第 {items.version} 版尚未生效",
            f"version {items.version} of the item list is not in force yet",
        )
        raise _law(items.id, zh, en, items.effective_on, "2.2.7")
    if pool.maintained_on > day:
        zh, en = f"名录库第 {pool.version} 版晚于锁定日期 {day}", f"version {pool.version} of the pool lies after {day}"
        raise _law(pool.id, zh, en, pool.maintained_on, "2.3.2")


def _check_plan_day(task: Task, plan: AnnualPlan, day: date) -> None:
    if day.year != plan.year:
        zh, en = f"{plan.year} 年度计划须在当年锁定", f"a plan of {plan.year} is drawn in that year"
        raise _law("committed_at", zh, en, day, "3.2.1")
    if plan.drawn_up_on is not None and plan.drawn_up_on > day:
        zh, en = "先制定计划，后抽取", "is drawn up before anything is drawn"
        raise _law(f"{plan.id}.drawn_up_on", zh, en, plan.drawn_up_on, "3.2.1")
    for one in plan.adjustments:
        if one.task_id == task.id and one.on > day:
            zh, en = f"调整自 {one.on} 起施行，此前按原计划抽取", f"holds from {one.on}, and not before"
            raise _law(f"{plan.id}.adjustments", zh, en, str(one), "3.1.8")


def check_chains(parties: Mapping[str, str], past: tuple[PastDraw, ...], committed_at: datetime) -> None:
    """Check that every chain is new, SSJ-1 §1, and that no earlier commitment lies after this one.

    Raises:
        BrokenChainError: a chain that has been used, or a commitment dated before an earlier one.

    """
    for one in past:
        for party, end in one.manifest.chains.items():
            if end in parties.values():
                raise BrokenChainError(
                    link=f"chain.{party}",
                    rule_zh=f"密码链只能用于一个锁定，已用于第 {one.manifest.serial} 号",
                    rule=f"a chain stands in one manifest only, this one stands in serial {one.manifest.serial}",
                    expected="新的密码链 a new chain",
                    value=end,
                )
        if committed_at < one.manifest.committed_at:
            raise BrokenChainError(
                link="committed.at",
                rule_zh=f"锁定时间不得早于第 {one.manifest.serial} 号",
                rule=f"must not be committed before serial {one.manifest.serial}",
                expected=one.manifest.committed_at.isoformat(),
                value=committed_at.isoformat(),
            )


def item_in_force(design: SamplingDesign, items: ItemList, pool: ObjectPool, on: date) -> InspectionItem:
    """Return the item that a design draws for.

    Raises:
        UnknownNameError: the list has no such item.
        LawError: it is not in force on the day, or the pool is not kept for it.

    """
    item = items[design.item_code]
    if not item.is_in_force(on):
        raise _law(item.code, "该版本抽查事项当日未生效", "this version of the item is not in force", on, "2.2.7")
    if item.code not in pool.item_codes:
        zh, en = f"名录库 {pool.id} 与该抽查事项不对应", f"the pool {pool.id} is not kept for this item"
        raise _law(item.code, zh, en, "、".join(pool.item_codes), "2.3.1")
    return item


def check_joint(task: Task, plan: AnnualPlan, items: ItemList) -> None:
    """Check that every item of a joint task belongs to a department that takes part: 3.2.4.

    Raises:
        LawError: an item that no member of the joint plan implements.

    """
    joint = plan.joint_plan_of(task)
    if joint is None:
        return
    for design in task.designs:
        item = items[design.item_code]
        if not {item.implementing_body, *item.joint_departments} & set(joint.members):
            zh = f"实施主体不在联合抽查 {joint.id} 的发起、参与部门中"
            en = f"no department of the item takes part in the joint inspection {joint.id}"
            raise _law(item.code, zh, en, item.implementing_body, "3.2.4")


def check_procedure(
    task: Task, plan: AnnualPlan, items: ItemList, procedure: JointProcedure | JointRelaxation | None, day: date
) -> dict[str, str]:
    """Return what the manifest says of how a joint plan was decided on, if it may be drawn: A4.3.1 (程序核对).

    Raises:
        BrokenChainError: the procedure is that of another plan, or of another version of it.
        LawError: a joint task without procedure or relaxation, one that is not effective yet, or one that a department
            initiates without an item of its own (3.2.4), or a relaxation that somebody else has filed.
        InvalidValueError: a procedure for a task that is not joint, or something that is no procedure.

    """
    joint = plan.joint_plan_of(task)
    if joint is None:
        if procedure is not None:
            zh, en = "任务不是联合抽查", "the task is not joint"
            raise InvalidValueError(field=f"{task.id}.procedure", rule_zh=zh, rule=en, value=repr(procedure))
        return {}
    if procedure is None:
        zh = "联合抽查须凭生效的方案抽取：给出其程序（JointProcedure），或经备案的放宽（JointRelaxation）"
        en = "a joint plan is drawn once it is effective: give its procedure, or a relaxation that has been filed"
        raise _law(f"{task.id}.procedure", zh, en, None, "A4.3.1")
    if not isinstance(procedure, JointProcedure):
        check_kind(procedure, JointRelaxation, f"{task.id}.procedure")
    if isinstance(procedure, JointRelaxation) and procedure.filed_by not in (plan.authority, joint.initiator):
        zh, en = "放宽由抽取机关或发起部门备案", "a relaxation is filed by who draws, or by the initiator"
        raise _law(f"{task.id}.procedure", zh, en, procedure.filed_by, "A4.3.1")
    found = procedure.plan_id if isinstance(procedure, JointRelaxation) else procedure.plan
    if found not in (joint, joint.id):
        zh, en = "程序所定方案与计划中的联合抽查不一致", "the procedure decides on another plan"
        raise BrokenChainError(link="procedure", rule_zh=zh, rule=en, expected=joint, value=found)
    procedure.check_drawable(day)
    if isinstance(procedure, JointProcedure) and procedure.route is JointRoute.LEAD_DEPARTMENT:
        bodies = [items[design.item_code].implementing_body for design in task.designs]
        if joint.initiator not in bodies:
            zh, en = "由部门牵头发起的，须有该部门自己的事项", "a department initiates it from an item of its own"
            raise _law(f"{task.id}.designs", zh, en, "、".join(sorted(set(bodies))), "3.2.4")
    return procedure.manifest_lines()


def check_events(manifest: Manifest, committed_at: datetime) -> None:
    """Check that every public event happens after the commitment, and the reveal is not due before it.

    Raises:
        LawError: otherwise.

    """
    for event in manifest.beacons:
        at = min(event.at, event.known_at or event.at)
        if at <= committed_at:
            zh = f"公共随机事件 {event.name} 须晚于锁定时间 {committed_at.isoformat()}"
            en = f"{event.name} must happen after the commitment at {committed_at.isoformat()}"
            raise _law("beacon.at", zh, en, at.isoformat(), "2.1.5")
        if manifest.reveal_by is not None and manifest.reveal_by < day_in_china(event.at):
            zh, en = f"揭示期限不得早于 {event.name}", f"must not lie before {event.name}"
            raise _law("reveal_by", zh, en, manifest.reveal_by, "2.1.5")


def _law(field: str, rule_zh: str, rule: str, value: object, clause: str) -> LawError:
    return LawError(field=field, rule_zh=rule_zh, rule=rule, value=value, clause=LIYANG_2020.ref(clause))
