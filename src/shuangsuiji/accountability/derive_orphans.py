"""Dossiers whose draw is not at hand: that the draw is withheld hides nothing of what they filed: 2.1.9 (无抽取案卷).

The serials of an agency end where its last commitment is left out, together with its line in the gazette. A dossier of
that very commitment shows that there was one; if it filed that the object was drawn, then the object was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_parts import FactPart, open_part, refuted
from shuangsuiji.accountability.derive_trails import Trail
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection.dossier_parts import FiledDraw

__all__ = ["filed_as_drawn", "orphan_parts", "orphan_trails"]


def orphan_trails(case: Case, basis: RecordsBasis) -> tuple[Trail, ...]:
    """Return the dossiers that may tell of a case, of draws of its span that are not at hand (涉案无抽取案卷)."""
    every = (one for one in basis.trails if one.commit and one.commit not in basis.draws_by_commit)
    return tuple(one for one in every if _may_tell(one, case) and _is_of_span(one, case))


def filed_as_drawn(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield what such dossiers say of F6: that the object was drawn, or that nobody knows (无抽取案卷认定)."""
    for trail in orphan_trails(case, basis):
        found = None if trail.faults else _drawing(trail, case)
        yield _untold(trail) if found is None else _drawn(trail, found, case, basis)


def orphan_parts(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield that the draw behind a dossier that holds is withheld; a broken one is told of by itself (抽取缺失)."""
    for trail in orphan_trails(case, basis):
        if not trail.faults:
            yield _untold(trail)


def _may_tell(trail: Trail, case: Case) -> bool:
    items = (item for one in trail.filed.all_of(FiledDraw) for each in one.objects for item in each.items)
    return (
        trail.agency == case.department
        or trail.holds(case.object_id)
        or any(one.department == case.department for one in items)
    )


def _is_of_span(trail: Trail, case: Case) -> bool:
    """Tell whether what a dossier filed is of the span; of one that filed no draw, whether it was begun in time."""
    filed = trail.filed.all_of(FiledDraw)
    if filed:
        return any(case.counts_draw(one.drawn_on, one.due_on) for one in filed)
    return any(one.on <= case.event_on for one in trail.filed.entries[:1])


def _drawing(trail: Trail, case: Case) -> FiledDraw | None:
    """Return where a dossier filed that the object was drawn for an item of the case, up to a published head."""
    for one in trail.filed.all_of(FiledDraw):
        known = trail.entry_of(one).number <= trail.anchored_to
        if known and case.counts_draw(one.drawn_on, one.due_on) and _is_drawn(one, case):
            return one
    return None


def _is_drawn(filed: FiledDraw, case: Case) -> bool:
    own = (item for one in filed.objects if one.object_id == case.object_id for item in one.items)
    return any(item.item_code in case.item_codes and item.department == case.department for item in own)


def _drawn(trail: Trail, filed: FiledDraw, case: Case, basis: RecordsBasis) -> FactPart:
    entry = trail.entry_of(filed)
    zh = f"案卷 {trail.id} 第 {entry.number} 件：{case.object_id} 抽中，该次抽取不在手"
    en = f"dossier {trail.id} filed in entry {entry.number} that the object was drawn, by a draw that is not at hand"
    shown = basis.evidence("FiledDraw", trail.id, digest=entry.record_digest, made_on=entry.on, note=zh)
    return refuted(zh, en, shown)


def _untold(trail: Trail) -> FactPart:
    zh, en = f"案卷 {trail.id} 所引抽取 {trail.commit[:12]}…", f"the draw {trail.commit[:12]}… of dossier {trail.id}"
    asked = (f"{zh} 及其公布的编号", f"{en}, with its published serial", trail.agency)
    return open_part(f"{zh} 不在手", f"{en} is not at hand", asked, by_record=True)
