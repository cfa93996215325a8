"""Draws that led to the object where nobody had gone by the event: due, or not yet: 3.2.1 (抽中未检查).

Where a draw led to the object and no visit is on file, the last visit that is on file need not be the last that there
was: its record may have been left out, or cut off together with the head that held it. So what an exemption rests on is
open until somebody says what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from shuangsuiji.accountability.cases import Case, SubjectKind
from shuangsuiji.accountability.derive_draws import DrawOnRecord, FrameLook, FrameStanding
from shuangsuiji.accountability.derive_not_drawn import all_looks
from shuangsuiji.accountability.derive_parts import FactPart, open_part
from shuangsuiji.accountability.derive_visits import was_visited
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.draws import Matching

__all__ = ["is_overdue", "undone", "undone_parts"]


def undone(look: FrameLook, case: Case, basis: RecordsBasis) -> bool:
    """Tell whether the object was drawn and nobody had gone by the event; an attempt thrown away leads nowhere."""
    if look.standing is not FrameStanding.DRAWN or look.draw.discarded:
        return False
    return not was_visited(look.draw, look.item_code, case, basis)


def is_overdue(look: FrameLook, case: Case) -> bool:
    """Tell whether the visits of a draw were due before the event (是否逾期)."""
    window = look.draw.manifest.window
    return window is not None and window[1] < case.event_on


def undone_parts(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield the draws that led to the object of which no visit is on file; somebody may say what became of them.

    One that was not due yet hides nothing where its dossier is known, by a published head, up to after the event.
    """
    for look in all_looks(case, basis):
        if not undone(look, case, basis) or look.draw.replaced_for(case.object_id) or _was_for_others(look.draw, case):
            continue
        if is_overdue(look, case) or not _is_known_since(look.draw, case, basis):
            yield _part(look, case)


def _part(look: FrameLook, case: Case) -> FactPart:
    one = look.draw.manifest
    zh, en = f"{look}，至 {case.event_on} 无存根可证的检查", f"{one.agency} {one.serial} drew it, no visit is proven"
    asked_zh = f"{look} 的检查记录，或未检查的说明；未到期的，问题出现日以后的已公布链头"
    asked_en = "that visit, or why there was none; where it was not due, a published head of after the event"
    return open_part(zh, en, (asked_zh, asked_en, one.agency))


def _is_known_since(draw: DrawOnRecord, case: Case, basis: RecordsBasis) -> bool:
    """Tell whether a published head of the dossier of a draw holds something that was filed after the event."""
    return any(
        not trail.faults
        and any(one.number <= trail.anchored_to and one.on > case.event_on for one in trail.filed.entries)
        for trail in basis.trails_by_commit.get(draw.manifest.commit, ())
    )


def _was_for_others(draw: DrawOnRecord, case: Case) -> bool:
    """Tell whether the matching at hand sends others than the officer whom the case is about."""
    if case.subject_kind is not SubjectKind.OFFICER or not isinstance(draw.record, Matching):
        return False
    team = draw.record.teams.get((case.object_id, case.department))
    return team is not None and case.subject not in team.members
