"""A draw as the records have it: whose it is, since when it could be known, what it meant for one object (在案抽取).

Attempts that were thrown away and commitments whose seed never came stand beside those that count: who was drawn in one
of them was drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.draws import Commitment, Draw, FrameAnswer, Matching, SupplementCommitment, SupplementDraw
from shuangsuiji.inspection.draw_lines import known_from
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.merkle import FrameTree, InclusionProof
from shuangsuiji.registry import ObjectPool
from shuangsuiji.terms import ExclusionReason, Term
from shuangsuiji.values import day_in_china, record_digest

__all__ = ["DrawOnRecord", "FrameLook", "FrameStanding", "Recorded", "looks_at"]

Recorded = Commitment | SupplementCommitment | Draw | SupplementDraw | Matching

_PARTIES = ("rules.joint.initiator", "rules.joint.participants", "rules.participants")


class FrameStanding(Term):
    """What one draw of one item was for one object: 2.3.1, 3.2.1 (对象在抽取中的情况)."""

    DRAWN = "抽中"
    NOT_DRAWN = "在抽样框中，未抽中"
    NO_CHANCE = "在抽样框中，本层名额为零"
    EXCLUDED = "被排除"
    OUTSIDE = "在名录库中，不属本任务范围"
    OTHER_POOL = "他部门发起，其名录库无此对象"
    OMITTED = "不在本部门抽取所据名录库中"
    POOL_UNKNOWN = "不在抽样框中，名录库不在手"
    PENDING = "已锁定，尚未揭示"
    FAILED = "已公布失败，种子未产生"


@attrs.frozen(kw_only=True)
class DrawOnRecord:
    """A draw, or a commitment that was not drawn, as a basis holds it (在案抽取).

    Attributes:
        record: the matching or the draw with its last round, or what was committed and is not drawn.
        pool: the pool that the manifest cites by its digest; None where it is not at hand.
        failed: whether it was published as failed, by whoever committed it or by a later manifest.
        discarded: whether it was thrown away and another one was held in its place.

    """

    record: Recorded
    pool: ObjectPool | None = None
    failed: bool = False
    discarded: bool = False

    @property
    def commitment(self) -> Commitment:
        """What was fixed before the beacon."""
        return self.record if isinstance(self.record, Commitment) else self.record.commitment

    @property
    def manifest(self) -> Manifest:
        """The committed sheet."""
        return self.commitment.manifest

    @property
    def drawn(self) -> Draw | SupplementDraw | None:
        """The draw with the rounds that were drawn, None where only a commitment is at hand."""
        match self.record:
            case Commitment():
                return None
            case SupplementCommitment():
                return self.record.before
            case Matching():
                return self.record.draw
            case _:
                return self.record

    @property
    def rounds(self) -> tuple[SupplementDraw, ...]:
        """The supplementary rounds that were drawn, in order."""
        return self.drawn.rounds if isinstance(self.drawn, SupplementDraw) else ()

    @cached_property
    def day(self) -> date:
        """The day in China from which whoever holds the codes could know the main draw."""
        if self.drawn is not None:
            return day_in_china(known_from(self.drawn, 0))
        events = (min(one.at, one.known_at or one.at) for one in self.manifest.beacons)
        return day_in_china(max((self.manifest.committed_at, *events)))

    @cached_property
    def _live(self) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        if self.drawn is None:
            return ()
        return (self.drawn.main.taken.live, *(one.taken.live for one in self.rounds))

    def live_at(self, k: int) -> Mapping[str, tuple[str, ...]] | None:
        """Return the objects to be visited after a round, each with its items; None without it (应查对象)."""
        return self._live[k] if k < len(self._live) else None

    @cached_property
    def _outcomes(self) -> tuple[frozenset[tuple[str, str]], ...]:
        return tuple(frozenset((id_, code) for id_, own in live.items() for code in own) for live in self._live)

    def outcome_at(self, k: int) -> frozenset[tuple[str, str]] | None:
        """Return the objects to be visited after a round as pairs with their items; None without it (抽取结果)."""
        return self._outcomes[k] if k < len(self._outcomes) else None

    @cached_property
    def departments(self) -> frozenset[str]:
        """Ids of the departments that inspect what it drew: the agency, and those that take part."""
        named = (name for key in _PARTIES for name in self.manifest.entries.get(key, "").split(","))
        return frozenset((self.manifest.agency, *(name for name in named if name)))

    @property
    def item_codes(self) -> tuple[str, ...]:
        """The items that it draws for."""
        return tuple(one.name for one in self.manifest.frames)

    @cached_property
    def plan_digest(self) -> str:
        """Digest of the plan that it was committed under; empty where that is not at hand."""
        basis = self.commitment.basis
        return "" if basis is None else record_digest(basis.plan)

    @cached_property
    def _trees(self) -> dict[str, FrameTree]:
        alg, frames = self.manifest.alg, self.commitment.frames
        return {one.name: FrameTree(alg, frames[one.name]) for one in self.manifest.frames if one.merkle is not None}

    def proof(self, item_code: str, object_id: str) -> InclusionProof | None:
        """Return the proof that an object stands in a frame, None where no root was committed (在框证明)."""
        tree = self._trees.get(item_code)
        return None if tree is None else tree.inclusion(object_id)

    def replaced_for(self, object_id: str) -> str:
        """Return the reason for which an object was replaced in a later round, empty where it was not (替换原因)."""
        return next((why for one in self.rounds if (why := one.request.supplement.replaced.get(object_id))), "")

    def concerns(self, case: Case) -> bool:
        """Tell whether it is a draw of the department of a case, for one of its items (是否涉及)."""
        return case.department in self.departments and not set(self.item_codes).isdisjoint(case.item_codes)

    def counts(self, case: Case, day: date) -> bool:
        """Tell whether a round that could be known from a day on is one of the span of a case (是否计入期间).

        One from before the span counts where its window reaches into it: whoever it drew was still to be visited then.
        """
        window = self.manifest.window
        return case.counts_draw(day, None if window is None else window[1])

    def __repr__(self) -> str:
        one = self.manifest
        return f"<在案抽取 {one.agency} 第{one.serial}号 {one.plan}/{one.task} {self.day}>"


@attrs.frozen(kw_only=True)
class FrameLook:
    """What one round of one draw was for the object of a case, for one item (抽取核对).

    Attributes:
        draw: the draw.
        item_code: the item.
        k: 0 for the main draw, else the number of the round.
        on: the day from which the round could be known.
        standing: what it was.
        answer: chance, threshold and verdict, where the object stood in the frame and the round was drawn.
        ticket: its ticket there, else empty.
        reason: why it was left out, for EXCLUDED.

    """

    draw: DrawOnRecord
    item_code: str
    k: int
    on: date
    standing: FrameStanding
    answer: FrameAnswer | None = None
    ticket: str = ""
    reason: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether somebody left it out for a reason that follows from no rule."""
        by_rule = {str(one) for one in ExclusionReason} - {str(ExclusionReason.BY_HAND)}
        return self.standing is FrameStanding.EXCLUDED and self.reason not in by_rule

    def __str__(self) -> str:
        one = self.draw.manifest
        reason = f"（{self.reason}）" if self.reason else ""
        shown = f" 第{self.k}轮" if self.k else ""
        return f"{one.agency} 第{one.serial}号{shown} {self.item_code}：{self.standing}{reason}"


def looks_at(draw: DrawOnRecord, case: Case) -> tuple[FrameLook, ...]:
    """Return what a draw meant for the object of a case, by item and round, as far as it fell into the span (抽取核对).

    A commitment whose public events came after the event could not have drawn anybody before it; a draw from before the
    span counts where its window reaches into the span.
    """
    if not draw.concerns(case):
        return ()
    return tuple(look for code in case.item_codes if code in draw.item_codes for look in _looks(draw, case, code))


def _looks(draw: DrawOnRecord, case: Case, code: str) -> Iterator[FrameLook]:
    if draw.counts(case, draw.day):
        yield _main(draw, case, code)
    drawn = draw.drawn
    for one in draw.rounds:
        on = day_in_china(known_from(one, one.k))
        answers = {each.name for each in one.frames}
        if code in answers and draw.counts(case, on) and case.object_id in draw.commitment.frames[code]:
            yield from _round(draw, case, code, one, on)
    if isinstance(draw.record, SupplementCommitment) and drawn is not None:
        yield from _asked(draw, draw.record, case, code)


def _main(draw: DrawOnRecord, case: Case, code: str) -> FrameLook:
    look = FrameLook(draw=draw, item_code=code, k=0, on=draw.day, standing=_outside(draw, case))
    if case.object_id in draw.commitment.excluded[code]:
        reason = draw.commitment.excluded[code][case.object_id]
        return attrs.evolve(look, standing=FrameStanding.EXCLUDED, reason=reason)
    if case.object_id not in draw.commitment.frames[code]:
        return look
    if draw.drawn is None:
        failed = draw.failed or draw.discarded
        return attrs.evolve(look, standing=FrameStanding.FAILED if failed else FrameStanding.PENDING)
    return _answered(look, draw.drawn.main, case)


def _outside(draw: DrawOnRecord, case: Case) -> FrameStanding:
    """Return what is to be said of an object that is neither in the frame nor left out of it."""
    if draw.pool is None:
        return FrameStanding.POOL_UNKNOWN
    if case.object_id in draw.pool:
        return FrameStanding.OUTSIDE
    return FrameStanding.OMITTED if draw.manifest.agency == case.department else FrameStanding.OTHER_POOL


def _round(draw: DrawOnRecord, case: Case, code: str, one: SupplementDraw, on: date) -> Iterator[FrameLook]:
    look = FrameLook(draw=draw, item_code=code, k=one.k, on=on, standing=FrameStanding.NOT_DRAWN)
    found = _answered(look, one, case)
    if found.answer is not None and found.answer.in_frame:
        yield found


def _asked(draw: DrawOnRecord, asked: SupplementCommitment, case: Case, code: str) -> Iterator[FrameLook]:
    """Yield that a round was asked for and is not drawn, where it could draw the object by the end of the span."""
    events = (min(one.at, one.known_at or one.at) for one in asked.supplement.beacons)
    on = day_in_china(max((asked.supplement.committed_at, *events)))
    quotas = asked.supplement.quotas.get(code, {})
    if not quotas or not draw.counts(case, on) or case.object_id not in asked.taken.left(code):
        return
    if draw.commitment.frames[code].stratum(case.object_id) in quotas:
        standing = FrameStanding.FAILED if draw.failed else FrameStanding.PENDING
        yield FrameLook(draw=draw, item_code=code, k=asked.supplement.k, on=on, standing=standing)


def _answered(look: FrameLook, drawn: Draw | SupplementDraw, case: Case) -> FrameLook:
    whole = drawn.why(case.object_id)
    answer = next(one for one in whole.frames if one.item_code == look.item_code)
    standing = (
        FrameStanding.DRAWN
        if answer.drawn
        else FrameStanding.NOT_DRAWN
        if answer.inclusion_probability
        else FrameStanding.NO_CHANCE
    )
    return attrs.evolve(look, standing=standing, answer=answer, ticket=whole.ticket)
