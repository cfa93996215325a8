"""What an agency has committed and drawn before: the serial chain, and how much of a cap is used (历次抽取)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.framing import Scope
from shuangsuiji.draws.records import Draw
from shuangsuiji.errors import BrokenChainError
from shuangsuiji.lottery.digest import ZERO_DIGEST
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.values import FrozenMap, day_in_china, freeze

__all__ = ["PastDraw", "Used", "next_link", "union_with", "used_by"]

_YEAR = re.compile("[0-9]{4}")


@attrs.frozen(kw_only=True)
class PastDraw:
    """One earlier commitment of the agency, with what became of it (既往抽取).

    Attributes:
        manifest: its manifest.
        drawn: ids drawn, by item code; empty where the seed has not come yet.
        failed: published as failed, since the seed will never come: it reserves nothing.
        frames: the frame of each item, where they are at hand; without them a quota counts in full.

    """

    manifest: Manifest
    drawn: Mapping[str, frozenset[str]] = attrs.field(converter=freeze)
    failed: bool = False
    frames: Mapping[str, TableFrame] = attrs.field(factory=FrozenMap[str, TableFrame], converter=freeze)

    @classmethod
    def of(cls, record: PastDraw | Draw | Commitment) -> PastDraw:
        """Return what a later commitment needs to know of a draw, or of a commitment not drawn yet."""
        if isinstance(record, PastDraw):
            return record
        if isinstance(record, Commitment):
            return cls(manifest=record.manifest, drawn={}, frames=record.frames)
        drawn = {one.name: frozenset(one.ids) for one in record.frames}
        return cls(manifest=record.commitment.manifest, drawn=drawn, frames=record.commitment.frames)

    def __attrs_post_init__(self) -> None:
        if self.failed and self.drawn:
            zh, en = "已抽取的不是失败的锁定", "a commitment that was drawn has not failed"
            raise _broken("failed", zh, en, False, True)  # noqa: FBT003 - expected and found
        for terms in self.manifest.frames:
            due, drawn = sum(terms.quotas.values()), self.drawn.get(terms.name)
            if drawn is not None and len(drawn) != due:
                zh, en = "抽中对象的个数须等于锁定的名额", "as many objects are drawn as the manifest fixes"
                raise _broken(f"drawn.{terms.name}", zh, en, due, len(drawn))

    @property
    def year(self) -> int:
        """The plan year that the manifest states, else the year of the commitment."""
        stated = self.manifest.entries.get("rules.year", "")
        return int(stated) if _YEAR.fullmatch(stated) else day_in_china(self.manifest.committed_at).year

    def reserved(self, item_code: str, scope: Scope) -> dict[str, int]:
        """Return how many objects of a scope may yet be drawn under this commitment, by its strata."""
        terms = next((one for one in self.manifest.frames if one.name == item_code), None)
        if terms is None or item_code in self.drawn or self.failed:
            return {}
        frame = self.frames.get(item_code)
        if frame is None:
            return dict(terms.quotas)
        shared = Counter(label for id_, label in zip(frame.ids, frame.strata, strict=True) if id_ in scope)
        return {stratum: min(number, shared[stratum]) for stratum, number in terms.quotas.items()}

    def taken(self, item_code: str) -> int:
        """Return how many objects of an item were drawn or may yet be drawn under this commitment."""
        quotas = (sum(one.quotas.values()) for one in self.manifest.frames if one.name == item_code)
        return 0 if self.failed else sum(quotas)


@attrs.frozen(kw_only=True)
class Used:
    """What the year's earlier commitments have taken of the objects that a task concerns (已用名额).

    Attributes:
        total: objects drawn or yet to be drawn.
        by_stratum: the same by stratum, as far as strata of that name can be told.

    """

    total: int
    by_stratum: Mapping[str, int] = attrs.field(converter=freeze)


def next_link(earlier: Iterable[PastDraw], agency: str) -> tuple[int, str]:
    """Return ``serial`` and ``prev`` for the agency's next commitment: SSJ-1 §3.

    Raises:
        BrokenChainError: a commitment of another agency, or a gap or a fork in the serials.

    """
    serial, prev = 0, ZERO_DIGEST
    before: Manifest | None = None
    for past in sorted(earlier, key=lambda one: one.manifest.serial):
        manifest = past.manifest
        if manifest.agency != agency:
            raise _broken("agency", "须为同一机关的锁定", "must be of the same agency", agency, manifest.agency)
        if manifest.serial != serial + 1:
            raise _broken("serial", "锁定编号须连续", "serials must follow one another", serial + 1, manifest.serial)
        if before is not None and manifest.committed_at < before.committed_at:
            zh, en = "锁定时间不得早于上一号", "must not be committed before the last one"
            raise _broken("committed.at", zh, en, before.committed_at.isoformat(), manifest.committed_at.isoformat())
        if manifest.prev != prev:
            raise _broken("prev", "须接上一号 COMMIT", "must be COMMIT of the one before", prev, manifest.prev)
        serial, prev, before = manifest.serial, manifest.commit, manifest
    return serial + 1, prev


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
