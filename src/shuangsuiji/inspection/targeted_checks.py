"""Whether a draw is the one that a targeted inspection decided on, and whether its plan was approved (专项检查核对).

A commitment is read by its manifest alone, which is what was published: so the check needs no plan and no pool.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from shuangsuiji.draws import Commitment
from shuangsuiji.inspection.targeted import TargetedInspection
from shuangsuiji.law import LIYANG_2020, Duty, DutyBook, InspectionType, active_duties
from shuangsuiji.planning import SupervisionMode, Task
from shuangsuiji.values import ClauseRef, Finding, Severity, day_in_china

__all__ = ["check_approval", "check_targeted"]


def check_targeted(drawn: Task | Commitment, targeted: TargetedInspection) -> tuple[Finding, ...]:
    """Return where a task, or a commitment, is not what a targeted inspection decided on: 3.4.3, 3.4.4 (专项检查核对).

    Strata, teams and rounding are the plan's; mode, items, ratios and the part of the pool are those of the decision.

    Args:
        drawn: the task of a plan, or what was committed.
        targeted: the decision.

    """
    if isinstance(drawn, Task):
        return tuple(_task_faults(drawn, targeted))
    return tuple(_commitment_faults(drawn, targeted))


def _task_faults(task: Task, targeted: TargetedInspection) -> Iterator[Finding]:
    yield from _told(targeted, "id", targeted.id, task.id)
    yield from _told(targeted, "department", targeted.department, task.department or targeted.department)
    yield from _told(targeted, "mode", SupervisionMode.TARGETED.name, task.mode.name)
    yield from _told(targeted, "superior_ordered", str(targeted.superior_ordered), str(task.superior_ordered))
    ratios = {one.item_code: frozenset(one.ratios.values()) for one in task.designs}
    filters = {one.item_code: tuple(map(str, task.filters_for(one))) for one in task.designs}
    yield from _designs(targeted, ratios, filters)


def _commitment_faults(commitment: Commitment, targeted: TargetedInspection) -> Iterator[Finding]:
    manifest = commitment.manifest
    entries = manifest.entries
    yield from _told(targeted, "id", targeted.id, manifest.task)
    yield from _told(targeted, "department", targeted.department, manifest.agency)
    yield from _told(targeted, "mode", SupervisionMode.TARGETED.name, entries.get("rules.mode", "RANDOM"))
    ordered = "yes" if targeted.superior_ordered else "no"
    yield from _told(targeted, "superior_ordered", ordered, entries.get("rules.superior_ordered", "no"))
    day = day_in_china(manifest.committed_at)
    if day < targeted.decided_on:
        zh, en = (
            f"锁定于 {day}，早于决定日期 {targeted.decided_on}",
            f"committed on {day}, before {targeted.decided_on}",
        )
        yield _finding(Severity.ERROR, "targeted.early", targeted.id, zh, en, LIYANG_2020.ref("3.4.3"))
    ratios = {one.name: frozenset(one.ratios.values()) for one in manifest.frames}
    filters = {one.name: _committed_filters(entries, one.name) for one in manifest.frames}
    yield from _designs(targeted, ratios, filters)


def _committed_filters(entries: Mapping[str, str], name: str) -> tuple[str, ...]:
    found: list[str] = []
    while (line := entries.get(f"rules.filter.{name}.{len(found) + 1}")) is not None:
        found.append(line)
    return tuple(found)


def _designs(
    targeted: TargetedInspection, ratios: Mapping[str, frozenset[Fraction]], filters: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    due, there = "、".join(sorted(targeted.ratios)), "、".join(sorted(ratios))
    yield from _told(targeted, "items", due, there)
    part = "；".join(sorted(map(str, targeted.filters))) or "-"
    for code in sorted(targeted.ratios.keys() & ratios.keys()):
        shown = "、".join(map(str, sorted(ratios[code])))
        yield from _told(targeted, f"ratio {code}", str(targeted.ratios[code]), shown, "3.4.4")
        yield from _told(targeted, f"filters {code}", part, "；".join(sorted(filters[code])) or "-")
    if not targeted.filters:
        zh, en = "未筛选检查对象，在全库抽取", "no part of the pool is chosen: all of it is drawn from"
        yield _finding(Severity.NOTE, "targeted.whole_pool", targeted.id, zh, en, LIYANG_2020.ref("3.4.3"))


def _told(
    targeted: TargetedInspection, field: str, due: str, found: str, clause_id: str = "3.4.3"
) -> Iterator[Finding]:
    if due != found:
        zh, en = f"{field} 应为 {due}，实际为 {found}", f"{field} is to be {due}, and is {found}"
        yield _finding(Severity.ERROR, "targeted.differs", targeted.id, zh, en, LIYANG_2020.ref(clause_id))


def check_approval(
    targeted: TargetedInspection, duties: DutyBook, on: date, *, include_unverified: bool = False
) -> tuple[Finding, ...]:
    """Return what is lacking of the approval that the duties of a jurisdiction ask for, on a day (专项检查批准核对).

    Article 15 of Suzhou asks for approval, filing and publication of what is decided on for the needs of the own
    level; what a superior ordered is another thing, and is left out here.

    Args:
        targeted: the decision.
        duties: the lowest book that binds.
        on: the day, such as that of the commitment.
        include_unverified: whether duties count whose wording was not read in the original; they give a NOTE.

    """
    if targeted.superior_ordered:
        return ()
    findings: list[Finding] = []
    for duty in active_duties(duties, on, include_unverified=include_unverified):
        if InspectionType.TARGETED not in duty.applies_to:
            continue
        if duty.name == "targeted.plan":
            findings += _approval_faults(targeted, duty, on)
        elif duty.name == "targeted.number":
            zh, en = f"{duty}；年度控制数未知，未核对", "the number for the year is controlled; it is not known here"
            findings.append(_of_duty(Severity.NOTE, "targeted.number.unchecked", targeted.id, zh, en, duty))
    return tuple(findings)


def _approval_faults(targeted: TargetedInspection, duty: Duty, on: date) -> Iterator[Finding]:
    approval = targeted.approval
    steps = (
        ("approved", "批准", "approved", None if approval is None else approval.approved_on),
        ("filed", "备案", "filed", None if approval is None else approval.filed_on),
        ("published", "公布", "published", None if approval is None else approval.published_on),
    )
    severity = Severity.WARNING if duty.verified else Severity.NOTE
    for step, word, english, day in steps:
        if day is None or day > on:
            zh, en = f"截至 {on} 专项检查计划尚未{word}：{duty}", f"the plan is not {english} by {on}"
            yield _of_duty(severity, f"targeted.plan.{step}", targeted.id, zh, en, duty)


def _of_duty(severity: Severity, code: str, where: str, zh: str, en: str, duty: Duty) -> Finding:
    clause = duty.source if isinstance(duty.source, ClauseRef) else None
    return _finding(severity, code, where, zh, en, clause)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str, clause: ClauseRef | None) -> Finding:
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=clause)
