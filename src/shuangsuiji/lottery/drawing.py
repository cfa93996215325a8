"""Drawing from frames, written once for every engine: SSJ-1 §4 (抽取)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from shuangsuiji.errors import BrokenChainError, InvalidValueError, UnknownNameError
from shuangsuiji.lottery.frames import Frame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.quotas import FrameTerms, by_chance, quota
from shuangsuiji.lottery.samples import FrameDraw
from shuangsuiji.lottery.tickets import Tickets

__all__ = ["Scalars", "draw_frames", "final_quotas", "fix_quotas", "no_scalars"]

Scalars = Callable[[str], Fraction]


def no_scalars(label: str) -> Fraction:
    """Refuse to round by chance where no seed is at hand.

    Raises:
        InvalidValueError: always.

    """
    zh, en = "随机进位须有种子", "rounding by chance needs the seed"
    raise InvalidValueError(field="scalars", rule_zh=zh, rule=en, value=label)


def fix_quotas(
    counts: Mapping[str, int],
    ratios: Mapping[str, Fraction],
    rounding: str = "floor",
    caps: Mapping[str, Fraction] | None = None,
) -> dict[str, int]:
    """Return the quota of every stratum, as far as it is known before the seed: SSJ-1 §4.1 (名额)."""
    return {
        stratum: quota(counts.get(stratum, 0), exact, rounding, (caps or {}).get(stratum))
        for stratum, exact in ratios.items()
    }


def final_quotas(terms: FrameTerms, counts: Mapping[str, int], scalars: Scalars) -> dict[str, int]:
    """Return the quota of every stratum once the seed is known: SSJ-1 §4.1 (最终名额).

    Args:
        terms: the committed terms of the frame.
        counts: rows by stratum.
        scalars: the number from 0 up to but not 1 that the seed gives for a label; ``Seed.scalar`` but in tests.

    """
    if terms.rounding != "chance":
        return dict(terms.quotas)
    return {
        stratum: by_chance(
            counts.get(stratum, 0), exact, scalars(f"round.{terms.name}.{stratum}"), terms.caps.get(stratum)
        )
        for stratum, exact in terms.ratios.items()
    }


def draw_frames(
    manifest: Manifest, frames: Mapping[str, Frame], tickets: Tickets, scalars: Scalars = no_scalars
) -> tuple[FrameDraw, ...]:
    """Return the draw of every frame of a manifest, on shared tickets (抽取).

    Args:
        manifest: the committed terms.
        frames: the frame of each name.
        tickets: gives each id its ticket; ``KeyedTickets(alg, KEY)`` but in tests.
        scalars: for rounding by chance; ``Seed.scalar`` but in tests.

    Raises:
        BrokenChainError: a frame is not the committed one.
        UnknownNameError: a frame that is not given.
        InvalidValueError: weights that a draw by weight cannot use, or rounding by chance without scalars.

    """
    draws: list[FrameDraw] = []
    for terms in manifest.frames:
        if terms.name not in frames:
            raise UnknownNameError(field="frames", value=terms.name, known="、".join(frames))
        frame = frames[terms.name]
        _check_committed(manifest, terms, frame)
        quotas = final_quotas(terms, frame.counts(), scalars)
        draws.append(FrameDraw(name=terms.name, strata=frame.draw(tickets, quotas, terms.design)))
    return tuple(draws)


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
