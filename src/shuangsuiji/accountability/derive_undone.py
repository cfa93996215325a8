"""Draws that led to the object where nobody had gone by the event: due, or not yet: 3.2.1 (抽中未检查).

Where a visit was due and none is on file, the last visit that is on file need not be the last that there was: its
record may have been left out, or cut off before it was filed. So what an exemption rests on is open until somebody says
what became of it.
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

__all__ = ["is_overdue", "overdue_parts", "undone"]


def undone(look: FrameLook, case: Case, basis: RecordsBasis) -> bool:
    """Tell whether the object was drawn and nobody had gone by the event; an attempt thrown away leads nowhere."""
    if look.standing is not FrameStanding.DRAWN or look.draw.discarded:
        return False
    return not was_visited(look.draw, look.item_code, case, basis)


def is_overdue(look: FrameLook, case: Case) -> bool:
    """Tell whether the visits of a draw were due before the event (是否逾期)."""
    window = look.draw.manifest.window
    return window is not None and window[1] < case.event_on


def overdue_parts(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    """Yield the visits that were due before the event and are not on file; somebody may say what became of them."""
    for look in all_looks(case, basis):
        if not undone(look, case, basis) or not is_overdue(look, case):
            continue
        if look.draw.replaced_for(case.object_id) or _was_for_others(look.draw, case):
            continue
        one = look.draw.manifest
        zh, en = (
            f"{look}，至期限无检查归档",
            f"{one.agency} {one.serial} drew the object, and no visit was filed in time",
        )
        asked = (
            f"{look} 的检查记录，或未检查的说明",
            f"the visit of {one.agency} {one.serial}, or why none",
            one.agency,
        )
        yield open_part(zh, en, asked)


def _was_for_others(draw: DrawOnRecord, case: Case) -> bool:
    """Tell whether the matching at hand sends others than the officer whom the case is about."""
    if case.subject_kind is not SubjectKind.OFFICER or not isinstance(draw.record, Matching):
        return False
    team = draw.record.teams.get((case.object_id, case.department))
    return team is not None and case.subject not in team.members
