"""What an agency has committed and drawn before: the serial chain, and how much of a cap is used (历次抽取)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.draws.records import Draw
from shuangsuiji.errors import BrokenChainError
from shuangsuiji.lottery.digest import ZERO_DIGEST
from shuangsuiji.lottery.manifest import Manifest

__all__ = ["PastDraw", "next_link", "used_by"]


@attrs.frozen(kw_only=True)
class PastDraw:
    """One earlier commitment of the agency, with what became of it (既往抽取).

    Attributes:
        manifest: its manifest.
        drawn: ids drawn, by item code; empty where the seed has not come yet.

    """

    manifest: Manifest
    drawn: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, record: PastDraw | Draw | Commitment) -> PastDraw:
        """Return what a later commitment needs to know of a draw, or of a commitment not drawn yet."""
        if isinstance(record, PastDraw):
            return record
        if isinstance(record, Commitment):
            return cls(manifest=record.manifest, drawn={})
        drawn = {one.name: frozenset(one.ids) for one in record.frames}
        return cls(manifest=record.commitment.manifest, drawn=drawn)

    @property
    def year(self) -> str | None:
        """The plan year that the manifest states, None where it states none."""
        return self.manifest.entries.get("rules.year")

    def reserved(self, item_code: str) -> int:
        """Return how many objects of an item may yet be drawn under this commitment: its quotas, until it is drawn."""
        if item_code in self.drawn:
            return 0
        return sum(sum(terms.quotas.values()) for terms in self.manifest.frames if terms.name == item_code)


def next_link(earlier: Iterable[PastDraw], agency: str) -> tuple[int, str]:
    """Return ``serial`` and ``prev`` for the agency's next commitment: SSJ-1 §3.

    Raises:
        BrokenChainError: a commitment of another agency, or a gap or a fork in the serials.

    """
    serial, prev = 0, ZERO_DIGEST
    for past in sorted(earlier, key=lambda one: one.manifest.serial):
        manifest = past.manifest
        if manifest.agency != agency:
            raise _broken("agency", "须为同一机关的锁定", "must be of the same agency", agency, manifest.agency)
        if manifest.serial != serial + 1:
            raise _broken("serial", "锁定编号须连续", "serials must follow one another", serial + 1, manifest.serial)
        if manifest.prev != prev:
            raise _broken("prev", "须接上一号 COMMIT", "must be COMMIT of the one before", prev, manifest.prev)
        serial, prev = manifest.serial, manifest.commit
    return serial + 1, prev


def used_by(earlier: Iterable[PastDraw], item_code: str, year: int) -> int:
    """Return how many objects of an item the year's earlier commitments have drawn or may yet draw.

    Every object counts once, also where it has left the frame since, by exclusion or from the pool: else excluding the
    drawn would make room under the cap again.
    """
    drawn: set[str] = set()
    reserved = 0
    for past in earlier:
        if past.year == str(year):
            drawn |= past.drawn.get(item_code, frozenset())
            reserved += past.reserved(item_code)
    return len(drawn) + reserved


def _broken(link: str, rule_zh: str, rule: str, expected: object, value: object) -> BrokenChainError:
    return BrokenChainError(link=link, rule_zh=rule_zh, rule=rule, expected=expected, value=value)
