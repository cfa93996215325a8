"""The limits of 二（二） on a draw, and the strata that it leaves without a chance (比例上限)."""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.errors import RatioAboveCapError, YearlyCapError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.quotas import FrameTerms, room
from shuangsuiji.planning import EVERY_STRATUM, SamplingDesign
from shuangsuiji.registry import InspectionItem, ObjectPool
from shuangsuiji.terms import CapScope, Severity
from shuangsuiji.values import Finding

__all__ = ["chances", "check_caps", "duty"]


def check_caps(design: SamplingDesign, item: InspectionItem, terms: FrameTerms, counts: Mapping[str, int]) -> None:
    """Check a draw against the cap of a GENERAL item, by stratum or as a whole, and over the year (比例上限检查).

    Raises:
        RatioAboveCapError: a ratio above the cap (STRATUM), or quotas above the cap of the whole frame (ITEM).
        YearlyCapError: the draw fits alone, but not with what the year's earlier draws have used.

    """
    if item.ratio_cap is None:
        return
    if design.cap_scope is CapScope.STRATUM:
        for stratum in counts:
            if terms.ratios[stratum] > item.ratio_cap:
                zh = f"“{stratum}”层的抽查比例不得超过一般检查事项的上限 {item.ratio_cap}（口径：{design.cap_scope}）"
                en = f"the ratio of stratum {stratum} must not be above the cap {item.ratio_cap} of a GENERAL item"
                raise RatioAboveCapError(
                    field=item.code, rule_zh=zh, rule=en, value=terms.ratios[stratum], clause=item.cap_clause
                )
    total, most, used = sum(terms.quotas.values()), room(terms.rows, item.ratio_cap), terms.used or 0
    if total > most:
        zh = f"应抽 {total} 个，超过上限 ⌊{item.ratio_cap}×{terms.rows}⌋ = {most}（口径：{design.cap_scope}）"
        en = f"{total} to draw, above the cap ⌊{item.ratio_cap}·{terms.rows}⌋ = {most}"
        raise RatioAboveCapError(field=item.code, rule_zh=zh, rule=en, value=total, clause=item.cap_clause)
    if total + used > most:
        zh = f"本次 {total} 个加本年已抽 {used} 个，超过全年上限 ⌊{item.ratio_cap}×{terms.rows}⌋ = {most}"
        en = f"{total} now and {used} drawn this year are above the yearly cap ⌊{item.ratio_cap}·{terms.rows}⌋ = {most}"
        raise YearlyCapError(field=item.code, rule_zh=zh, rule=en, value=total + used, clause=item.cap_clause)


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
