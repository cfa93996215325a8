"""The limits of 二（二） on a draw, and the strata that it leaves without a chance (比例上限)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shuangsuiji.draws.history import PastDraw, Used
from shuangsuiji.errors import RatioAboveCapError, YearlyCapError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.quotas import FrameTerms, room
from shuangsuiji.planning import EVERY_STRATUM, AnnualPlan, SamplingDesign, Task
from shuangsuiji.registry import InspectionItem, ObjectPool
from shuangsuiji.terms import CapScope
from shuangsuiji.values import Finding, Severity

__all__ = ["chances", "check_caps", "check_union", "duty", "repeated", "unseen"]


def check_caps(
    design: SamplingDesign, item: InspectionItem, terms: FrameTerms, counts: Mapping[str, int], used: Used
) -> None:
    """Check a draw against the cap of a GENERAL item, by stratum or as a whole, and over the year (比例上限检查).

    Raises:
        RatioAboveCapError: a ratio above the cap (STRATUM), or quotas above the cap of the whole frame (ITEM).
        YearlyCapError: the draw fits alone, but not with what the year's earlier draws have used.

    """
    if item.ratio_cap is None:
        return
    if design.cap_scope is CapScope.STRATUM:
        for stratum in terms.ratios:
            if terms.ratios[stratum] > item.ratio_cap:
                zh = f"“{stratum}”层的抽查比例不得超过一般检查事项的上限 {item.ratio_cap}（口径：{design.cap_scope}）"
                en = f"the ratio of stratum {stratum} must not be above the cap {item.ratio_cap} of a GENERAL item"
                raise RatioAboveCapError(
                    field=item.code, rule_zh=zh, rule=en, value=terms.ratios[stratum], clause=item.cap_clause
                )
    total, most = sum(terms.quotas.values()), room(terms.rows, item.ratio_cap)
    if total > most:
        zh = f"应抽 {total} 个，超过上限 ⌊{item.ratio_cap}×{terms.rows}⌋ = {most}（口径：{design.cap_scope}）"
        en = f"{total} to draw, above the cap ⌊{item.ratio_cap}×{terms.rows}⌋ = {most}"
        raise RatioAboveCapError(field=item.code, rule_zh=zh, rule=en, value=total, clause=item.cap_clause)
    if total + used.total > most:
        raise _over_the_year(item, "", total, used.total, f"⌊{item.ratio_cap}×{terms.rows}⌋ = {most}")
    if design.cap_scope is CapScope.STRATUM:
        for stratum, number in terms.quotas.items():
            rows, taken = counts.get(stratum, 0), used.by_stratum.get(stratum, 0)
            if number and number + taken > room(rows, item.ratio_cap):
                limit = f"⌊{item.ratio_cap}×{rows}⌋ = {room(rows, item.ratio_cap)}"
                raise _over_the_year(item, f"“{stratum}”层", number, taken, limit)


def check_union(item: InspectionItem, terms: FrameTerms, rows: int, taken: int) -> None:
    """Check a draw together with the year's earlier draws from frames that hang together (重叠范围上限检查).

    Raises:
        YearlyCapError: together they would exceed the cap of all the objects that they concern.

    """
    total = sum(terms.quotas.values())
    if item.ratio_cap is not None and total and total + taken > room(rows, item.ratio_cap):
        limit = f"⌊{item.ratio_cap}×{rows}⌋ = {room(rows, item.ratio_cap)}"
        raise _over_the_year(item, "各次抽样框合并，", total, taken, limit)


def _over_the_year(item: InspectionItem, where: str, now: int, taken: int, limit: str) -> YearlyCapError:
    zh = f"{where}本次 {now} 个加本年已抽 {taken} 个，超过全年上限 {limit}"
    en = f"{where} {now} now and {taken} drawn this year are above the yearly cap {limit}".strip()
    return YearlyCapError(field=item.code, rule_zh=zh, rule=en, value=now + taken, clause=item.cap_clause)


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
        Finding(
            severity=Severity.WARNING,
            code="draw.unseen_frame",
            where=item.code,
            zh=f"编号 {shown} 的抽样框不在手，未并入各次抽样框的合并上限检查",
            en=f"the frames of serial {shown} are not at hand and were left out of the cap over frames together",
            clause=item.cap_clause,
        )
    ]


def duty(item: InspectionItem, pool: ObjectPool) -> list[Finding]:
    """Return a warning where the pool belongs to a department that has no part in the item: 2.3.5 (职责检查)."""
    if pool.owner in (item.implementing_body, *item.joint_departments):
        return []
    return [
        Finding(
            severity=Severity.WARNING,
            code="draw.duty",
            where=item.code,
            zh=f"名录库 {pool.id} 属 {pool.owner}，不是该事项的实施主体或联合部门",
            en=f"the pool {pool.id} belongs to {pool.owner}, which neither implements nor joins this item",
            clause=LIYANG_2020.ref("2.3.5"),
        )
    ]


def repeated(task: Task, plan: AnnualPlan, past: Iterable[PastDraw]) -> list[Finding]:
    """Return a warning where the task has been committed before: a second draw is made visible (重复锁定)."""
    serials = [one.manifest.serial for one in past if (one.manifest.plan, one.manifest.task) == (plan.id, task.id)]
    if not serials:
        return []
    shown = "、".join(map(str, serials))
    return [
        Finding(
            severity=Severity.WARNING,
            code="draw.repeated_task",
            where=task.id,
            zh=f"该任务此前已锁定，编号 {shown}",
            en=f"the task has been committed before, serial {shown}",
            clause=LIYANG_2020.ref("2.1.9"),
        )
    ]


def chances(design: SamplingDesign, terms: FrameTerms, counts: Mapping[str, int]) -> list[Finding]:
    """Return the strata left without a chance, and the ratios for strata that are not there (机会检查)."""
    findings = [
        Finding(
            severity=Severity.WARNING,
            code="draw.no_chance",
            where=f"{terms.name} {stratum}",
            zh=f"{counts[stratum]} 个对象 × {terms.ratios[stratum]} 不足 1，该层没有被抽查的机会",
            en=f"{counts[stratum]} objects × {terms.ratios[stratum]} make less than 1: nobody there has a chance",
            clause=LIYANG_2020.ref("3.1.9"),
        )
        for stratum, number in terms.quotas.items()
        if number == 0
    ]
    findings += [
        Finding(
            severity=Severity.WARNING,
            code="draw.empty_stratum",
            where=f"{terms.name} {stratum}",
            zh="计划为该层规定了比例，但抽样框中没有该层的对象",
            en="the plan states a ratio for this stratum, which has no object in the frame",
            clause=LIYANG_2020.ref("3.1.8"),
        )
        for stratum in design.ratios
        if stratum != EVERY_STRATUM and stratum not in counts
    ]
    return findings
