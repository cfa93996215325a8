"""With which chance an object is drawn, before the seed is known: 3.1.8 «被抽查概率» (被抽查概率)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.inclusion import inclusion_probabilities
from shuangsuiji.lottery.quotas import FrameTerms, room
from shuangsuiji.values import check_count

__all__ = ["Chances", "chance", "chances_of", "weighted_chances"]

Chances = Mapping[tuple[str, int | None], Fraction]


def chance(terms: FrameTerms, stratum: str, rows: int) -> Fraction:
    """Return the share of a stratum that is drawn on the average: the chance of each object where all are equal.

    Rounded by chance, the expected quota is ratio × rows, at most the cap: there the chance is the ratio itself.

    Args:
        terms: the committed terms of the frame.
        stratum: one of its strata.
        rows: N, objects in it.

    Raises:
        UnknownNameError: the terms name no such stratum.

    """
    if stratum not in terms.quotas:
        raise UnknownNameError(field=f"stratum {terms.name}", value=stratum, known="、".join(terms.quotas))
    if not check_count(rows, "rows"):
        return Fraction(0)
    if terms.rounding != "chance":
        return Fraction(terms.quotas[stratum], rows)
    share, cap = terms.ratios[stratum] * rows, terms.caps.get(stratum)
    # One more than the whole part of the share still fits under a cap that is above it, so that only the cap can cut.
    return (share if cap is None else min(share, Fraction(room(rows, cap)))) / rows


def weighted_chances(counts: Mapping[int, int], expected: Fraction) -> dict[int, Fraction]:
    """Return the chance of the units of each weight, where ``pareto`` draws so many on the average (按权重的概率).

    A quota rounded by chance is one whole number or the next, independently of the tickets, so that the chance is the
    mean of the two. The values are those of ``inclusion_probabilities`` to 12 digits, which is what platforms agree on.

    Args:
        counts: number of units by weight.
        expected: the expected quota.

    """
    low, part = expected.numerator // expected.denominator, expected % 1
    found = {one.weight: _exact(one.probability) for one in inclusion_probabilities(counts, low)}
    if part:
        for one in inclusion_probabilities(counts, low + 1):
            found[one.weight] += part * (_exact(one.probability) - found[one.weight])
    return found


def chances_of(terms: FrameTerms, frame: TableFrame) -> Chances:
    """Return the chance of every object of a frame, by stratum and weight; the weight is None but for ``pareto``.

    Raises:
        UnknownNameError: the terms and the frame have different strata.

    """
    counts = frame.counts()
    equal = {stratum: chance(terms, stratum, rows) for stratum, rows in counts.items()}
    if terms.design != "pareto":
        return {(stratum, None): found for stratum, found in equal.items()}
    return {
        (stratum, weight): found
        for stratum, weights in frame.weight_counts().items()
        for weight, found in weighted_chances(weights, equal[stratum] * counts[stratum]).items()
    }


def _exact(probability: float) -> Fraction:
    """Return a computed probability as the decimal number that is shown of it."""
    return Fraction(f"{probability:.12g}")
