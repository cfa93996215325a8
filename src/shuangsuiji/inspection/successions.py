"""Whether a record of an id that was filed before carries it on, or tells something else of it: 2.1.9 (续记).

A dossier files each state of a record as it comes into being. A later state may add to the one before: an entry on the
platform, a channel, a step, a receipt. What it would take away or tell otherwise is no later state: a result that was
wrong is corrected by a result of its own id, and everything else by a record that says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import attrs

from shuangsuiji.inspection.credit_events import CreditEvent
from shuangsuiji.inspection.dossier_parts import FiledDraw
from shuangsuiji.inspection.followup_parts import HandOver
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.objections import Objection, ObjectionAnswer, SettledObjection
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.referrals import CrimeSuspicion, Referral
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.standing import same_result
from shuangsuiji.inspection.visits import Visit

__all__ = ["follows", "key_of", "latest"]

_KEYS: Mapping[type, Callable[[Any], str]] = {
    **dict.fromkeys((Visit, Result, FollowUp, Referral, CrimeSuspicion, CreditEvent, Objection), lambda one: one.id),
    FiledDraw: lambda one: str(one.draw.commit),
    Publication: lambda one: one.result.id,
    ObjectionAnswer: lambda one: one.objection.id,
    SettledObjection: lambda one: one.answer.objection.id,
}
_GROWING: Mapping[type, frozenset[str]] = {
    FollowUp: frozenset({"hand_overs", "steps", "rechecks", "closure"}),
    Publication: frozenset({"records"}),
    Referral: frozenset({"case_number", "received_on", "receipt"}),
    CreditEvent: frozenset({"notices", "withdrawn_on", "withdrawal"}),
}
_ANSWERED = frozenset({"answered_on", "accepted", "answer"})


def key_of(record: object) -> tuple[str, str] | None:
    """Return class and id of a record of which there are states, None of any other (续记键)."""
    key = _KEYS.get(type(record))
    return None if key is None else (type(record).__name__, key(record))


def latest(records: Iterable[object]) -> dict[tuple[str, str], object]:
    """Return by class and id the latest state of each record; what does not follow changes nothing (最新状态)."""
    found: dict[tuple[str, str], object] = {}
    for one in records:
        key = key_of(one)
        if key is not None and (key not in found or follows(found[key], one)):
            found[key] = one
    return found


def follows(before: object, after: object) -> bool:
    """Tell whether a record is a later state of another of its class and id (是否续记)."""
    match before, after:
        case Result(), Result():
            return before.digest in after.digests
        case FiledDraw(), FiledDraw():
            left = {one.object_id for one in before.objects} - {one.object_id for one in after.objects}
            return before.draw.k < after.draw.k and left <= after.replaced.keys()
        case Publication(), Publication() if after.replaces != before.replaces:
            return after.replaces == before.digest and not before.records
        case _:
            return type(before) is type(after) and _grown(before, after, _GROWING.get(type(before), frozenset()))


def _grown(before: object, after: object, growing: frozenset[str]) -> bool:
    """Tell whether every field is as it was, but for those that may be added to."""
    for field in attrs.fields(type(before)):  # type: ignore[arg-type]
        old, new = getattr(before, field.name), getattr(after, field.name)
        if not (_same(old, new) or (field.name in growing and _added(old, new))):
            return False
    return True


def _added(old: object, new: object) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        before, after = cast("tuple[object, ...]", old), cast("tuple[object, ...]", new)
        return len(before) <= len(after) and all(map(_same, before, after))
    return old in (None, "")


def _same(old: object, new: object) -> bool:
    if isinstance(old, Result) and isinstance(new, Result):
        return same_result(old, new)
    if isinstance(old, HandOver) and isinstance(new, HandOver) and old.accepted is None:
        return _grown(old, new, _ANSWERED)
    return old == new
