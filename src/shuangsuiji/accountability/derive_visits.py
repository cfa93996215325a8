"""Which inspection a case is about: the last drawn visit before the event, for each item (涉案检查)."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from shuangsuiji.accountability.cases import Case, SubjectKind
from shuangsuiji.accountability.derive_draws import DrawOnRecord
from shuangsuiji.accountability.derive_parts import FactPart, open_part
from shuangsuiji.accountability.derive_trails import Trail
from shuangsuiji.accountability.facts import FactEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection import DossierEntry, Result, Visit, VisitItem

__all__ = ["InspectedItem", "anchor_part", "inspected_items", "no_visit_part", "visit_evidence", "was_visited"]


@attrs.frozen(kw_only=True)
class InspectedItem:
    """One item of a case, as it was inspected last before the event (涉案检查事项).

    Attributes:
        trail: the dossier that holds the visit.
        visit: the visit.
        item: the item as it was inspected.
        earlier: visits before it in the span, the oldest first.
        line: the results of it: the first, and what corrected it; empty while there is none.
        rivals: how many results of it stand beside each other; more than one contradict each other.

    """

    trail: Trail
    visit: Visit
    item: VisitItem
    earlier: tuple[Visit, ...] = ()
    line: tuple[Result, ...] = ()
    rivals: int = 0

    @property
    def where(self) -> str:
        """How a part names it."""
        return f"{self.visit.id} {self.item.item_code}"


def inspected_items(case: Case, basis: RecordsBasis) -> dict[str, InspectedItem | None]:
    """Return for each item of a case the last drawn visit of the span before the event, None where there is none.

    Of an officer only the visits that he went to count; of a dossier that is broken none does (涉案检查认定).
    """
    return {code: _last(case, basis, code) for code in case.item_codes}


def _last(case: Case, basis: RecordsBasis, code: str) -> InspectedItem | None:
    known = sorted(_candidates(case, basis, code), key=lambda one: (one[1].started_at, one[1].id))
    if not known:
        return None
    trail, visit, item = known[-1]
    lines = [
        line
        for line in trail.filed.lines
        if (line[-1].visit.id, line[-1].item_code, line[-1].department) == (visit.id, code, case.department)
    ]
    earlier = tuple(one for _, one, _ in known[:-1])
    line = lines[0] if lines else ()
    return InspectedItem(trail=trail, visit=visit, item=item, earlier=earlier, line=line, rivals=len(lines))


def _candidates(case: Case, basis: RecordsBasis, code: str) -> Iterator[tuple[Trail, Visit, VisitItem]]:
    for trail, visit in basis.visits_at.get(case.object_id, ()):
        if visit.draw is None or not case.covers(visit.on) or visit.completed_on > case.event_on or trail.faults:
            continue
        if case.subject_kind is SubjectKind.OFFICER and not any(one.id == case.subject for one in visit.officers):
            continue
        yield from ((trail, visit, one) for one in visit.items_of(case.department) if one.item_code == code)


def no_visit_part(case: Case, basis: RecordsBasis, code: str) -> FactPart:
    """Return that no inspection of an item is on record (无检查记录).

    Where the dossier of a draw of it is there, the visit would have to stand in it: no paper takes its place.
    """
    who = f"由 {case.subject} 参加的" if case.subject_kind is SubjectKind.OFFICER else ""
    due = any((case.object_id, code) in (one.drawn or ()) for one in _trails_of(case, basis) if not one.faults)
    return open_part(
        f"{case.first} 至 {case.event_on} 没有{who}对该对象 {code} 的随机抽查记录",
        f"no drawn inspection of {code} at this object is on record from {case.first} to {case.event_on}",
        (f"{code} 的检查记录及其案卷", f"the visit for {code}, with its dossier", case.department),
        by_record=due,
    )


def _trails_of(case: Case, basis: RecordsBasis) -> Iterator[Trail]:
    for draw in basis.draws_by_department.get(case.department, ()):
        if draw.concerns(case) and draw.counts(case, draw.day):
            yield from basis.trails_by_commit.get(draw.manifest.commit, ())


def was_visited(draw: DrawOnRecord, item_code: str, case: Case, basis: RecordsBasis) -> bool:
    """Tell whether the department of a case had gone for an item by the event, in answer to a draw (是否已检查).

    A visit counts where a published head of its dossier holds it: nobody adds one to cover another.
    """
    return any(
        not trail.faults
        and trail.entry_of(visit).number <= trail.anchored_to
        and visit.draw is not None
        and visit.draw.commit == draw.manifest.commit
        and visit.completed_on <= case.event_on
        and any(one.item_code == item_code for one in visit.items_of(case.department))
        for trail, visit in basis.visits_at.get(case.object_id, ())
    )


def visit_evidence(found: InspectedItem, basis: RecordsBasis, note: str = "") -> FactEvidence:
    """Return the visit as evidence (检查记录证据)."""
    one = found.visit
    return basis.evidence("Visit", one.id, digest=one.digest, made_on=one.completed_on, note=note)


def anchor_part(found: InspectedItem, entries: tuple[DossierEntry, ...], basis: RecordsBasis) -> FactPart | None:
    """Return that a published head does not reach as far as these entries; None where one does (链头存根)."""
    last = max((one.number for one in entries), default=0)
    if last <= found.trail.anchored_to:
        return None
    held = max(found.trail.anchored_to, 0)
    return open_part(
        f"案卷 {found.trail.id} 第 {last} 件尚无已公布链头（存根至第 {held} 件），其后可能重做",
        f"no published head holds entry {last} of dossier {found.trail.id}, only up to {held}",
        (
            f"案卷 {found.trail.id} 第 {last} 件以后的已公布链头",
            f"a published head of dossier {found.trail.id} from entry {last} on",
            found.trail.agency,
        ),
        visit_evidence(found, basis),
        by_record=True,
    )
