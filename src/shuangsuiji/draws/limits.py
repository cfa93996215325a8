"""The limits of 二（二） on a draw (比例上限)."""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.draws.history import Used
from shuangsuiji.errors import RatioAboveCapError, YearlyCapError
from shuangsuiji.lottery.quotas import FrameTerms, largest_quotas, room
from shuangsuiji.planning import SamplingDesign
from shuangsuiji.registry import InspectionItem
from shuangsuiji.terms import CapScope

__all__ = ["check_caps", "check_union"]


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
    quotas = largest_quotas(terms, counts)
    total, limit = sum(quotas.values()), room(terms.rows, item.ratio_cap)
    if total > limit:
        zh = f"应抽 {total} 个，超过上限 ⌊{item.ratio_cap}×{terms.rows}⌋ = {limit}（口径：{design.cap_scope}）"
        en = f"{total} to draw, above the cap ⌊{item.ratio_cap}×{terms.rows}⌋ = {limit}"
        raise RatioAboveCapError(field=item.code, rule_zh=zh, rule=en, value=total, clause=item.cap_clause)
    if total + used.total > limit:
        raise _over_the_year(item, "", total, used.total, f"⌊{item.ratio_cap}×{terms.rows}⌋ = {limit}")
    if design.cap_scope is CapScope.STRATUM:
        for stratum, number in quotas.items():
            rows, taken = counts.get(stratum, 0), used.by_stratum.get(stratum, 0)
            if number and number + taken > room(rows, item.ratio_cap):
                most_there = f"⌊{item.ratio_cap}×{rows}⌋ = {room(rows, item.ratio_cap)}"
                raise _over_the_year(item, f"“{stratum}”层", number, taken, most_there)


def check_union(item: InspectionItem, total: int, rows: int, taken: int) -> None:
    """Check a draw together with the year's earlier draws from frames that hang together (重叠范围上限检查).

    Args:
        item: whose cap it is.
        total: the most that the draw may come to draw.
        rows: objects of all these frames, each once.
        taken: drawn or yet to be drawn of the others.

    Raises:
        YearlyCapError: together they would exceed the cap of all the objects that they concern.

    """
    if item.ratio_cap is not None and total and total + taken > room(rows, item.ratio_cap):
        limit = f"⌊{item.ratio_cap}×{rows}⌋ = {room(rows, item.ratio_cap)}"
        raise _over_the_year(item, "各次抽样框合并，", total, taken, limit)


def _over_the_year(item: InspectionItem, where: str, now: int, taken: int, limit: str) -> YearlyCapError:
    zh = f"{where}本次 {now} 个加本年已抽 {taken} 个，超过全年上限 {limit}"
    en = f"{where} {now} now and {taken} drawn this year are above the yearly cap {limit}".strip()
    return YearlyCapError(field=item.code, rule_zh=zh, rule=en, value=now + taken, clause=item.cap_clause)
