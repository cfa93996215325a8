"""Drawing from frames, written once for every engine: SSJ-1 §4 (抽取)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

import attrs

from shuangsuiji.errors import BrokenChainError, UnknownNameError, UnsupportedError
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.lottery.frames import Frame, StratumDraw
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.quotas import FrameTerms, quota
from shuangsuiji.lottery.tickets import Tickets

__all__ = ["FrameDraw", "draw_frames", "drawn_bytes", "fix_quotas", "thresholds_bytes"]


@attrs.frozen(kw_only=True)
class FrameDraw:
    """What was drawn of one frame (抽样框抽取结果)."""

    name: str
    strata: tuple[StratumDraw, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids drawn, stratum by stratum, in order of rank."""
        return tuple(id_ for one in self.strata for _, id_ in one.drawn)

    def stratum(self, label: str) -> StratumDraw:
        """Return what was drawn of one stratum.

        Raises:
            UnknownNameError: the frame has no such stratum.

        """
        for one in self.strata:
            if one.stratum == label:
                return one
        known = "、".join(one.stratum for one in self.strata)
        raise UnknownNameError(field=f"stratum {self.name}", value=label, known=known)


def fix_quotas(
    counts: Mapping[str, int],
    ratios: Mapping[str, Fraction],
    rounding: str = "floor",
    caps: Mapping[str, Fraction] | None = None,
) -> dict[str, int]:
    """Return the quota of every stratum: SSJ-1 §4.1 (名额)."""
    return {
        stratum: quota(counts.get(stratum, 0), exact, rounding, (caps or {}).get(stratum))
        for stratum, exact in ratios.items()
    }


def draw_frames(manifest: Manifest, frames: Mapping[str, Frame], tickets: Tickets) -> tuple[FrameDraw, ...]:
    """Return the draw of every frame of a manifest, on shared tickets (抽取).

    Args:
        manifest: the committed terms.
        frames: the frame of each name.
        tickets: gives each id its ticket; ``KeyedTickets(alg, KEY)`` but in tests.

    Raises:
        BrokenChainError: a frame is not the committed one.
        UnknownNameError: a frame that is not given.
        UnsupportedError: a design, rounding or batch order that this version cannot carry out.

    """
    draws: list[FrameDraw] = []
    for terms in manifest.frames:
        check_supported(terms)
        if terms.name not in frames:
            raise UnknownNameError(field="frames", value=terms.name, known="、".join(frames))
        frame = frames[terms.name]
        _check_committed(manifest, terms, frame)
        draws.append(FrameDraw(name=terms.name, strata=frame.draw(tickets, terms.quotas)))
    return tuple(draws)


def check_supported(terms: FrameTerms) -> None:
    """Raise UnsupportedError where a frame's terms ask for what this version cannot carry out."""
    for part, value, done in (
        ("design", terms.design, terms.design == "stratified"),
        ("rounding", terms.rounding, terms.rounding != "chance"),
        ("batches", terms.batches, terms.batches is None),
    ):
        if not done:
            raise UnsupportedError(field=f"{part} {terms.name}", part=part, value=value)


def _check_committed(manifest: Manifest, terms: FrameTerms, frame: Frame) -> None:
    digest = frame.digest(manifest.alg)
    if digest != terms.digest:
        raise BrokenChainError(
            link=f"frame.{terms.name}",
            rule_zh="抽样框与锁定单不符",
            rule="the frame is not the committed one",
            expected=terms.digest,
            value=digest,
        )


def drawn_bytes(draws: Iterable[FrameDraw]) -> bytes:
    """Return the bytes of ``drawn.tsv``: frame, stratum, ticket, id; its lines stand in order of rank."""
    return table_bytes(
        (draw.name, one.stratum, ticket, id_) for draw in draws for one in draw.strata for ticket, id_ in one.drawn
    )


def thresholds_bytes(draws: Iterable[FrameDraw]) -> bytes:
    """Return the bytes of ``thresholds.tsv``: frame, stratum, rows, quota, threshold (``-`` where the quota is 0)."""
    return table_bytes(
        (draw.name, one.stratum, str(one.rows), str(one.quota), one.threshold or "-")
        for draw in draws
        for one in draw.strata
    )
