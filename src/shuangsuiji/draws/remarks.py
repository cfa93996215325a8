"""What a commitment points out without refusing it: 2.1.9, 2.2.11, 2.3.5, 3.1.8 (锁定提示)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from shuangsuiji.draws.history import PastDraw
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.inclusion_tables import inclusion_rows, within_patience
from shuangsuiji.lottery.quotas import FrameTerms, largest_quotas
from shuangsuiji.planning import EVERY_STRATUM, AnnualPlan, SamplingDesign, Task
from shuangsuiji.registry import InspectionItem, ItemList, ObjectPool
from shuangsuiji.terms import ExclusionReason, ItemKind
from shuangsuiji.values import ClauseRef, Finding, Severity

__all__ = [
    "batched",
    "chances",
    "decision",
    "duty",
    "left_out",
    "off_target",
    "older",
    "repeated",
    "undivided",
    "unseen",
]

_LIMITS = ("rules.visit_cap", "rules.cool_off")
_OFF_TARGET = 0.05
_REASONS = frozenset(str(reason) for reason in ExclusionReason)


def _warning(code: str, where: str, zh: str, en: str, clause: ClauseRef | None) -> Finding:
    return Finding(severity=Severity.WARNING, code=code, where=where, zh=zh, en=en, clause=clause)


def unseen(item: InspectionItem, year: int, past: Iterable[PastDraw]) -> list[Finding]:
    """Return a warning for the year's draws of an item whose frames are not at hand to be counted together (未并入)."""
    if item.ratio_cap is None:
        return []
    serials = [
        one.manifest.serial for one in past if one.year == year and one.taken(item.code) and item.code not in one.frames
    ]
    if not serials:
        return []
    shown = "、".join(map(str, serials))
    return [
        _warning(
            "draw.unseen_frame",
            item.code,
            f"编号 {shown} 的抽样框不在手，未并入各次抽样框的合并上限检查",
            f"the frames of serial {shown} are not at hand and were left out of the cap over frames together",
            item.cap_clause,
        )
    ]


def duty(item: InspectionItem, pool: ObjectPool) -> list[Finding]:
    """Return a warning where the pool belongs to a department that has no part in the item: 2.3.5 (职责检查)."""
    if pool.owner in (item.implementing_body, *item.joint_departments):
        return []
    return [
        _warning(
            "draw.duty",
            item.code,
            f"名录库 {pool.id} 属 {pool.owner}，不是该事项的实施主体或联合部门",
            f"the pool {pool.id} belongs to {pool.owner}, which neither implements nor joins this item",
            LIYANG_2020.ref("2.3.5"),
        )
    ]


def repeated(task: Task, plan: AnnualPlan, past: Iterable[PastDraw]) -> list[Finding]:
    """Return what makes a further draw of a task visible: a NOTE as long as the plan has as many (重复锁定).

    Whoever commits again since the last one has failed is warned of all the same: that is how a draw would be repeated
    until it pleases.
    """
    same = [one for one in past if (one.manifest.plan, one.manifest.task) == (plan.id, task.id)]
    if not same:
        return []
    same.sort(key=lambda one: one.manifest.serial)
    number, planned = sum(not one.failed for one in same) + 1, plan.draws_of(task)
    shown = "、".join(str(one.manifest.serial) for one in same)
    return [
        Finding(
            severity=Severity.NOTE if number <= planned and not same[-1].failed else Severity.WARNING,
            code="draw.repeated_task",
            where=task.id,
            zh=f"该任务此前已锁定，编号 {shown}；本次为第 {number} 次，计划全年 {planned} 次",
            en=f"the task has been committed before, serial {shown}; this is number {number} of {planned} planned",
            clause=LIYANG_2020.ref("2.1.9"),
        )
    ]


def chances(design: SamplingDesign, terms: FrameTerms, counts: Mapping[str, int]) -> list[Finding]:
    """Return the strata left without a chance, and the ratios for strata that are not there (机会检查)."""
    findings = [
        _warning(
            "draw.no_chance",
            f"{terms.name} {stratum}",
            f"{counts[stratum]} 个对象 × {terms.ratios[stratum]} 不足 1，该层没有被抽查的机会",
            f"{counts[stratum]} objects × {terms.ratios[stratum]} make less than 1: nobody there has a chance",
            LIYANG_2020.ref("3.1.9"),
        )
        for stratum, number in largest_quotas(terms, counts).items()
        if number == 0
    ]
    findings += [
        _warning(
            "draw.empty_stratum",
            f"{terms.name} {stratum}",
            "计划为该层规定了比例，但抽样框中没有该层的对象",
            "the plan states a ratio for this stratum, which has no object in the frame",
            LIYANG_2020.ref("3.1.8"),
        )
        for stratum in design.ratios
        if stratum != EVERY_STRATUM and stratum not in counts
    ]
    return findings


def left_out(reasons: Mapping[str, str]) -> list[Finding]:
    """Return a warning for every exclusion by hand, or for a reason code of one's own (排除提示)."""
    findings: list[Finding] = []
    for reason, count in sorted(Counter(reasons.values()).items()):
        by_hand = reason == str(ExclusionReason.BY_HAND)
        if by_hand or reason not in _REASONS:
            what_zh, what = ("手工排除", "by hand") if by_hand else ("以自定原因排除", "for a reason of one's own")
            findings.append(
                _warning(
                    "draw.excluded",
                    reason,
                    f"{what_zh} {count} 个对象，须能说明理由",
                    f"{count} objects are left out {what}, which must be accounted for",
                    LIYANG_2020.ref("2.1.9"),
                )
            )
    return findings


def undivided(task: Task, items: ItemList) -> list[Finding]:
    """Return a warning where several departments inspect without a joint plan: 3.2.4 (未列联合计划).

    They do so where items of several are drawn together, or where the task itself names others that take part.
    """
    bodies = {items[design.item_code].implementing_body for design in task.designs}
    if task.joint_plan is not None or (len(bodies) == 1 and not task.participants):
        return []
    names = sorted(bodies | set(task.participants))
    return [
        _warning(
            "draw.no_joint_plan",
            task.id,
            f"{'、'.join(names)} 一并检查，而任务未列入部门联合抽查计划，不经联席会议程序",
            f"{', '.join(names)} inspect together, and the task is under no joint plan, which the conference settles",
            LIYANG_2020.ref("3.2.4"),
        )
    ]


def decision(task: Task, plan: AnnualPlan, decided: Mapping[str, str]) -> list[Finding]:
    """Return a warning where a joint task is drawn by a relaxation, or by an old decision (联合抽查依据提示)."""
    clause, found = LIYANG_2020.ref("A4.3.1"), list[Finding]()
    reason, since = decided.get("rules.joint.relaxed"), decided.get("rules.joint.drawable_on", "")
    if reason is not None:
        zh, en = f"联合抽查经放宽抽取：{reason}", f"the joint task is drawn by a relaxation: {reason}"
        found.append(_warning("draw.joint_relaxed", task.id, zh, en, clause))
    if since[:4].isdigit() and int(since[:4]) < plan.year - 1:
        zh = f"联合抽查方案自 {since} 起可抽取，早于 {plan.year} 年度计划一年以上"
        en = f"the joint plan has been drawable since {since}, over a year before the plan of {plan.year}"
        found.append(_warning("draw.joint_old", task.id, zh, en, clause))
    return found


def older(plan: AnnualPlan, past: Iterable[PastDraw], lines: Mapping[str, str]) -> list[Finding]:
    """Return a warning where a plan is older than one drawn before, or has dropped its limits (计划版本提示)."""
    found: list[Finding] = []
    same = [one.manifest.entries for one in past if one.manifest.plan == plan.id]
    versions = [int(version) for one in same if (version := one.get("rules.plan", "").rpartition("@")[2]).isdigit()]
    if versions and max(versions) > plan.version:
        zh, en = f"此前已按第 {max(versions)} 版抽取", f"version {max(versions)} has been drawn before"
        found.append(_warning("draw.plan_version", plan.citation, zh, en, LIYANG_2020.ref("3.1.8")))
    dropped = [key for key in _LIMITS if key not in lines and any(key in one for one in same)]
    if dropped:
        shown = "、".join(dropped)
        zh, en = f"此前锁定载有的限度本次没有：{shown}", f"earlier commitments had limits that this one lacks: {shown}"
        found.append(_warning("draw.limits_dropped", plan.citation, zh, en, LIYANG_2020.ref("3.1.10")))
    return found


def batched(design: SamplingDesign, item: InspectionItem) -> list[Finding]:
    """Return a warning where batches are drawn for a GENERAL item: the text speaks of KEY items (批次提示)."""
    if design.batches is None or item.kind is ItemKind.KEY:
        return []
    return [
        _warning(
            "draw.batches",
            item.code,
            "以随机抽取确定检查批次顺序的规定针对比例高的重点检查事项",
            "the order of batches is drawn for KEY items with a high ratio; this item is GENERAL",
            LIYANG_2020.ref("2.2.11"),
        )
    ]


def off_target(terms: FrameTerms, frame: TableFrame) -> list[Finding]:
    """Return a warning where ``pareto`` draws an object with another chance than its weight aims at (概率偏离).

    The two differ by little where many are drawn, and by much in small strata of very unequal weights.
    """
    if terms.design != "pareto" or not within_patience([terms], {terms.name: frame}):
        return []
    differences = (
        (abs(float(chance) / float(target) - 1), stratum, weight)
        for _, stratum, weight, target, chance in inclusion_rows(terms, frame)
        if float(target)
    )
    off, stratum, weight = max(differences, default=(0.0, "", ""))
    if off <= _OFF_TARGET:
        return []
    return [
        _warning(
            "draw.off_target",
            f"{terms.name} {stratum}",
            f"权重 {weight} 的对象实际入样概率与目标相差 {off:.0%}，见 inclusion.tsv；层太小或权重太悬殊",
            f"objects of weight {weight} have a chance {off:.0%} off the target, see inclusion.tsv",
            LIYANG_2020.ref("3.1.8"),
        )
    ]
