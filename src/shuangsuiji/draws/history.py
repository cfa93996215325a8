"""What an agency has committed and drawn before: the serial chain, and how much of a cap is used (历次抽取)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import attrs

from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.framing import Scope
from shuangsuiji.draws.matchings import Matching
from shuangsuiji.draws.records import Draw
from shuangsuiji.draws.supplements import SupplementCommitment, SupplementDraw
from shuangsuiji.errors import BrokenChainError
from shuangsuiji.lottery.digest import ZERO_DIGEST
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.quotas import FrameTerms, largest_quotas
from shuangsuiji.values import FrozenMap, day_in_china, freeze

__all__ = ["PastDraw", "Used", "broken_links", "departments_going", "next_link", "union_with", "used_by", "year_of"]

_YEAR = re.compile("[0-9]{4}")
_NOTHING: Mapping[str, Mapping[str, int]] = FrozenMap()


@attrs.frozen(kw_only=True)
class PastDraw:
    """One earlier commitment of the agency, with what became of it (既往抽取).

    Attributes:
        manifest: its manifest.
        drawn: ids drawn, by item code, supplementary rounds included; empty where the seed has not come yet.
        failed: published as failed, since the seed will never come: it reserves nothing.
        frames: the frame of each item, where they are at hand; without them a quota counts in full.
        asked: quotas of a supplementary round that is committed and not drawn yet, by item code and stratum.
        holders: the entity behind each object that is none itself, where the pool is at hand: of the drawn, and of all
            that may yet be drawn.

    """

    manifest: Manifest
    drawn: Mapping[str, frozenset[str]] = attrs.field(converter=freeze)
    failed: bool = False
    frames: Mapping[str, TableFrame] = attrs.field(factory=FrozenMap[str, TableFrame], converter=freeze)
    asked: Mapping[str, Mapping[str, int]] = attrs.field(factory=FrozenMap[str, Mapping[str, int]], converter=freeze)
    holders: Mapping[str, str] = attrs.field(factory=FrozenMap[str, str], converter=freeze)

    @classmethod
    def of(cls, record: PastDraw | Matching | Draw | SupplementDraw | SupplementCommitment | Commitment) -> PastDraw:
        """Return what a later commitment needs to know of a draw, or of a commitment not drawn yet.

        Of a draw with supplementary rounds, give the last record: it holds the ones before.
        """
        if isinstance(record, PastDraw):
            return record
        if isinstance(record, Matching):
            return cls.of(record.draw)
        if isinstance(record, Commitment):
            holders = _holders(record, _listed(record))
            return cls(manifest=record.manifest, drawn={}, frames=record.frames, holders=holders)
        drawn = {name: frozenset(strata) for name, strata in record.taken.drawn.items()}
        asked = record.supplement.quotas if isinstance(record, SupplementCommitment) else _NOTHING
        commitment = record.commitment
        concerned = _listed(commitment) if asked else drawn.values()
        return cls(
            manifest=commitment.manifest,
            drawn=drawn,
            frames=commitment.frames,
            asked=asked,
            holders=_holders(commitment, concerned),
        )

    def __attrs_post_init__(self) -> None:
        if self.failed and self.drawn:
            zh, en = "已抽取的不是失败的锁定", "a commitment that was drawn has not failed"
            raise _broken("failed", zh, en, False, True)  # noqa: FBT003 - expected and found
        for terms in self.manifest.frames:
            due, drawn = sum(terms.quotas.values()), self.drawn.get(terms.name)
            if drawn is not None and not due <= len(drawn) <= terms.rows:
                zh, en = "抽中对象的个数应在锁定的名额与总数之间", "as many are drawn as the manifest fixes, up to all"
                raise _broken(f"drawn.{terms.name}", zh, en, due, len(drawn))

    @property
    def year(self) -> int:
        """The plan year that the manifest states, else the year of the commitment."""
        return year_of(self.manifest)

    @property
    def is_open(self) -> bool:
        """Whether something is committed and not drawn yet, and has not failed."""
        return not self.failed and (bool(self.asked) or any(one.name not in self.drawn for one in self.manifest.frames))

    def reserved(self, item_code: str, scope: Scope) -> dict[str, int]:
        """Return how many objects of a scope may yet be drawn under this commitment, by its strata."""
        pending, frame = self._pending(item_code), self.frames.get(item_code)
        if not pending or frame is None:
            return dict(pending)
        shared = Counter(label for id_, label in zip(frame.ids, frame.strata, strict=True) if id_ in scope)
        return {stratum: min(number, shared[stratum]) for stratum, number in pending.items()}

    def taken(self, item_code: str) -> int:
        """Return how many objects of an item were drawn or may yet be drawn under this commitment."""
        return len(self.drawn.get(item_code, ())) + self.pending(item_code)

    def pending(self, item_code: str) -> int:
        """Return how many objects of an item may yet be drawn under this commitment."""
        return sum(self._pending(item_code).values())

    def _pending(self, item_code: str) -> Mapping[str, int]:
        """Return how many objects may yet be drawn, by stratum."""
        terms = next((one for one in self.manifest.frames if one.name == item_code), None)
        if terms is None or self.failed:
            return {}
        return self.asked.get(item_code, {}) if item_code in self.drawn else self._largest(terms)

    def _largest(self, terms: FrameTerms) -> Mapping[str, int]:
        frame = self.frames.get(terms.name)
        if frame is not None:
            return largest_quotas(terms, frame.counts())
        more = int(terms.rounding == "chance")
        return {stratum: number + more for stratum, number in terms.quotas.items()}


def _listed(commitment: Commitment) -> Iterator[Iterable[str]]:
    return (frame.ids for frame in commitment.frames.values())


def _holders(commitment: Commitment, concerned: Iterable[Iterable[str]]) -> dict[str, str]:
    """Return the market entity behind every object that is none itself."""
    if commitment.basis is None:
        return {}
    columns = commitment.basis.pool.columns
    if not any(columns.holders.labels):
        return {}
    behind = {id_: columns.holders[columns.position(id_)] for ids in concerned for id_ in ids}
    return {id_: holder for id_, holder in behind.items() if holder}


@attrs.frozen(kw_only=True)
class Used:
    """What the year's earlier commitments have taken of the objects that a task concerns (已用名额).

    Attributes:
        total: objects drawn or yet to be drawn.
        by_stratum: the same by stratum, as far as strata of that name can be told.

    """

    total: int
    by_stratum: Mapping[str, int] = attrs.field(converter=freeze)


def year_of(manifest: Manifest) -> int:
    """Return the plan year that a manifest states, else the year of the commitment (年度)."""
    stated = manifest.entries.get("rules.year", "")
    return int(stated) if _YEAR.fullmatch(stated) else day_in_china(manifest.committed_at).year


def departments_going(manifest: Manifest) -> tuple[str, ...]:
    """Return the departments that go where a draw leads, as its manifest says: who draws, then who joins (前往部门)."""
    entries = manifest.entries
    joined = (
        entries.get(key, "") for key in ("rules.joint.initiator", "rules.joint.participants", "rules.participants")
    )
    named = (name for text in joined for name in text.split(",") if name)
    return tuple(dict.fromkeys((manifest.agency, *named)))


def next_link(earlier: Iterable[PastDraw], agency: str) -> tuple[int, str]:
    """Return ``serial`` and ``prev`` for the agency's next commitment: SSJ-1 §3.

    Raises:
        BrokenChainError: a commitment of another agency, or a gap or a fork in the serials.

    """
    serial, prev = 1, ZERO_DIGEST
    before: Manifest | None = None
    for past in sorted(earlier, key=lambda one: one.manifest.serial):
        for broken in broken_links(past.manifest, agency=agency, serial=serial, prev=prev, before=before):
            raise broken
        before = past.manifest
        serial, prev = before.serial + 1, before.commit
    return serial, prev


def broken_links(
    manifest: Manifest, *, agency: str, serial: int, prev: str, before: Manifest | None
) -> Iterator[BrokenChainError]:
    """Yield every way in which a manifest does not stand in its place in the chain: SSJ-1 §3 (断链).

    Args:
        manifest: the manifest.
        agency: whose chain it is.
        serial: the number that is due.
        prev: the COMMIT that it has to follow.
        before: the manifest before, which must not be the later one; None where there is none.

    """
    if manifest.agency != agency:
        yield _broken("agency", "须为同一机关的锁定", "must be of the same agency", agency, manifest.agency)
    if manifest.serial != serial:
        yield _broken("serial", "锁定编号须连续", "serials must follow one another", serial, manifest.serial)
    if before is not None and manifest.committed_at < before.committed_at:
        zh, en = "锁定时间不得早于上一号", "must not be committed before the last one"
        yield _broken("committed.at", zh, en, before.committed_at.isoformat(), manifest.committed_at.isoformat())
    if manifest.prev != prev:
        yield _broken("prev", "须接上一号 COMMIT", "must be COMMIT of the one before", prev, manifest.prev)


def used_by(earlier: Iterable[PastDraw], item_code: str, year: int, scope: Scope) -> Used:
    """Return what the year's earlier commitments have used of an item's cap, among the objects a task concerns.

    Every object counts once, also where it has been excluded from the frame or taken out of the pool since: else that
    would make room under the cap again. What is committed and not drawn yet counts with its quotas.
    """
    drawn: set[str] = set()
    taken = Counter[str]()
    for past in earlier:
        if past.year == year:
            drawn |= past.drawn.get(item_code, frozenset())
            taken.update(past.reserved(item_code, scope))
    found = [stratum for stratum in map(scope.stratum, drawn) if stratum is not None]
    gone = sum(id_ not in scope.pool for id_ in drawn)
    total = len(found) + gone + sum(taken.values())
    taken.update(found)
    return Used(total=total, by_stratum=taken)


def union_with(earlier: Iterable[PastDraw], item_code: str, year: int, scope: Scope) -> tuple[int, int]:
    """Return how many objects a scope makes together with the year's frames that hang together with it, and the taken.

    A cap that holds for every frame alone could be passed by letting filters leave out the drawn, or by drawing once
    more from a part. So it must hold, too, for the scope with every frame that shares an object with it, and with every
    frame that shares one with those.
    """
    union, taken = set(scope.ids), 0
    apart = [past for past in earlier if past.year == year and item_code in past.frames]
    while apart:
        still_apart: list[PastDraw] = []
        for past in apart:
            if union.isdisjoint(past.frames[item_code].ids):
                still_apart.append(past)
            else:
                union.update(past.frames[item_code].ids)
                taken += past.taken(item_code)
        if len(still_apart) == len(apart):
            break
        apart = still_apart
    return len(union), taken


def _broken(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
