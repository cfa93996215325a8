"""What all draws of a GENERAL item come to in the year, beside its cap: 2.2.12 (上限核对)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import attrs

from shuangsuiji.lottery.quotas import room
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.plan_basis import PlanBasis
from shuangsuiji.planning.plan_findings import counted, error, warning
from shuangsuiji.planning.task_chances import DesignForecast, TaskChances, as_bits
from shuangsuiji.registry import InspectionItem
from shuangsuiji.terms import CapScope
from shuangsuiji.values import Finding

__all__ = ["cap_findings"]


@attrs.frozen
class _Planned:
    """One item of one task: how it is drawn, how often in the year, and from which rows, as bits."""

    task_id: str
    scope: CapScope
    draws: int
    design: DesignForecast
    rows: int

    @property
    def total(self) -> int:
        return self.draws * self.design.quota


def cap_findings(plan: AnnualPlan, basis: PlanBasis, chances: Iterable[TaskChances]) -> Iterator[Finding]:
    """Yield where a plan would draw more of a GENERAL item than its cap allows (上限核对).

    The year is counted as ``commit`` counts it by ``cap.F`` and ``used.F``, every draw at the most that it may draw.

    Args:
        plan: the plan.
        basis: gives the items.
        chances: what each task comes to.

    """
    planned: dict[tuple[str, str], list[_Planned]] = defaultdict(list)
    for one in chances:
        found = one.forecast
        for design, rows in zip(found.designs, one.rows_by_design, strict=True):
            item = basis.known_items.get(design.item_code)
            if item is not None and design.rows:
                scope = plan[found.task_id].design_of(item.code).cap_scope
                planned[item.code, found.pool_id].append(
                    _Planned(found.task_id, scope, found.draws, design, as_bits(rows))
                )
    for (code, pool_id), several in planned.items():
        item = basis.known_items[code]
        if item.ratio_cap is None:
            continue
        for alone in several:
            yield from _alone(item, item.ratio_cap, alone)
        for hanging in _hanging_together(several):
            if len(hanging) > 1:
                yield from _union(item, item.ratio_cap, f"{code} {pool_id}", hanging)


def _alone(item: InspectionItem, cap: Fraction, one: _Planned) -> Iterator[Finding]:
    where, design = f"{one.task_id} {item.code}", one.design
    by_stratum = one.scope is CapScope.STRATUM
    for stratum, ratio in sorted(design.ratios.items()):
        if by_stratum and ratio > cap:
            zh, en = f"抽查比例 {ratio} 超过上限 {cap}", f"the ratio {ratio} is above the cap {cap}"
            yield error("plan.ratio_cap", f"{where} {stratum}", zh, en, item.cap_clause)
    limit = room(design.rows, cap)
    if one.total > limit:
        zh = f"全年 {one.draws} 次、每次至多 {design.quota} 个，超过上限 ⌊{cap}×{design.rows}⌋ = {limit}"
        en = (
            f"{counted(one.draws, 'draw')} of up to {design.quota} above the yearly cap ⌊{cap}×{design.rows}⌋ = {limit}"
        )
        yield error("plan.item_cap", where, zh, en, item.cap_clause)
    for stratum, quota in sorted(design.quotas.items()):
        rows = design.counts[stratum]
        if by_stratum and one.draws * quota > (limit := room(rows, cap)):
            # Whoever is drawn twice counts once, so that the last draw may still fit.
            zh = f"全年 {one.draws} 次、每次 {quota} 个，可能超过该层上限 ⌊{cap}×{rows}⌋ = {limit}"
            en = f"{counted(one.draws, 'draw')} of {quota} may pass the cap of the stratum, ⌊{cap}×{rows}⌋ = {limit}"
            yield warning("plan.stratum_cap", f"{where} {stratum}", zh, en, item.cap_clause)


def _hanging_together(planned: Iterable[_Planned]) -> list[list[_Planned]]:
    """Return what is planned in groups that share objects with each other, and with no other group."""
    groups: list[tuple[int, list[_Planned]]] = []
    for one in planned:
        rows, members, apart = one.rows, [one], list[tuple[int, list[_Planned]]]()
        for group in groups:
            if group[0] & one.rows:
                rows, members = rows | group[0], [*group[1], *members]
            else:
                apart.append(group)
        groups = [*apart, (rows, members)]
    return [members for _, members in groups]


def _union(item: InspectionItem, cap: Fraction, where: str, planned: Sequence[_Planned]) -> Iterator[Finding]:
    rows, total = 0, sum(one.total for one in planned)
    for one in planned:
        rows |= one.rows
    concerned = rows.bit_count()
    limit = room(concerned, cap)
    if total > limit:
        shown = "、".join(sorted(one.task_id for one in planned))
        zh = f"任务 {shown} 全年至多共抽 {total} 个，超过上限 ⌊{cap}×{concerned}⌋ = {limit}"
        en = f"up to {total} in the year under {shown}, above the cap ⌊{cap}×{concerned}⌋ = {limit}"
        yield error("plan.item_cap", where, zh, en, item.cap_clause)
