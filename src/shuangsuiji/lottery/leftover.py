"""What a beacon leaves to a cheat who prepared many manifests and commits the luckiest of them (余留空间).

He works out for each of V manifests how many of the M values of the beacon would favour him. If the values are equally
likely and known only after the commitment, what he gains is the mean of the largest of V independent binomial counts of
M: summed up to M = 2²⁵; above that by the Poisson limit while fewer than 10,000 values favour or fail him, else by the
normal one. For a million manifests the limits err by less than 1 % of the gain.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values import check_count

__all__ = ["VARIANTS", "Leftover", "with_beacon"]

VARIANTS = 1_000_000
_MOST_VARIANTS = 10**30  # what the windows below are wide enough for
_MOST_BITS = 1000
_SUMMED = 2**25
_RARE = 10_000
_SIGMAS, _MARGIN = 15, 150
_STEPS, _FIRST, _LAST = 64, -10, 40


@attrs.frozen(kw_only=True)
class Leftover:
    """What a beacon leaves to a cheat who prepared many manifests (余留空间).

    Attributes:
        chance: that an honest draw fulfils his goal.
        bits: entropy of the beacon.
        variants: V, manifests prepared.
        best: chance that the draw of the luckiest of them fulfils it.

    """

    chance: float
    bits: float
    variants: int
    best: float

    @property
    def draws(self) -> int:
        """V·M, the draws that he must have worked out to know which is the luckiest."""
        return self.variants * round(2**self.bits)


def with_beacon(chance: Fraction | float, bits: float, variants: int = VARIANTS) -> Leftover:
    """Return what is left under a beacon of so many bits, known only after the commitment (随机源余留空间).

    Args:
        chance: that an honest draw fulfils the goal.
        bits: of the beacon; 0 where the cheat knows its value, so that every variant is a try.
        variants: manifests that he prepared, from 1 to 10³⁰.

    Raises:
        InvalidValueError: a number outside its bounds.

    """
    if check_count(variants, "variants", at_least=1) > _MOST_VARIANTS:
        raise InvalidValueError(field="variants", rule_zh="至多 10^30", rule="must be at most 10^30", value=variants)
    for field, number, most in (("chance", float(chance), 1), ("bits", float(bits), _MOST_BITS)):
        if not 0 <= number <= most:
            raise InvalidValueError(field=field, rule_zh=f"应为 0 至 {most}", rule=f"must be 0 to {most}", value=number)
    best = _best(float(chance), round(2**bits), variants)
    return Leftover(chance=float(chance), bits=bits, variants=variants, best=min(1.0, max(best, float(chance))))


def _best(chance: float, values: int, variants: int) -> float:
    """Return the mean of the largest of ``variants`` binomial shares of ``values``."""
    if chance in (0.0, 1.0):
        return chance
    mean, sigma = values * chance, math.sqrt(values * chance * (1 - chance))
    if values <= _SUMMED:
        among, yes, no = math.lgamma(values + 1), math.log(chance), math.log1p(-chance)

        def binomial(k: int) -> float:
            return math.exp(among - math.lgamma(k + 1) - math.lgamma(values - k + 1) + k * yes + (values - k) * no)

        return _largest(binomial, mean, sigma, values, variants) / values
    if mean <= _RARE:
        return _largest(_poisson(mean), mean, sigma, values, variants) / values
    if values - mean <= _RARE:
        return 1 - _smallest(_poisson(values - mean), values - mean, sigma, variants) / values
    return chance + sigma / values * _largest_normal(variants)


def _poisson(mean: float) -> Callable[[int], float]:
    return lambda k: math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))


def _largest(mass: Callable[[int], float], mean: float, sigma: float, most: int, variants: int) -> float:
    """Return Σ P(the largest of V ≥ k), over the counts that are neither certain to be reached nor out of reach."""
    low = max(0, math.floor(mean - _SIGMAS * sigma - _MARGIN))
    total, above = float(low), 0.0
    for k in range(min(most, math.ceil(mean + _SIGMAS * sigma + _MARGIN)), low, -1):
        above += mass(k)
        total += 1.0 if above >= 1 else -math.expm1(variants * math.log1p(-above))
    return total


def _smallest(mass: Callable[[int], float], mean: float, sigma: float, variants: int) -> float:
    """Return Σ P(the smallest of V > k), over the counts that are neither certain to be passed nor out of reach."""
    low = max(0, math.floor(mean - _SIGMAS * sigma - _MARGIN))
    total, below = float(low), 0.0
    for k in range(low, math.ceil(mean + _SIGMAS * sigma + _MARGIN)):
        below += mass(k)
        total += 0.0 if below >= 1 else math.exp(variants * math.log1p(-below))
    return total


def _largest_normal(variants: int) -> float:
    """Return the mean of the largest of V standard normal numbers, by the trapezoidal rule."""
    total = _FIRST + 0.5 / _STEPS
    for step in range(_FIRST * _STEPS + 1, _LAST * _STEPS):
        z = step / _STEPS
        log = math.log(math.erfc(-z / math.sqrt(2)) / 2) if z < 0 else math.log1p(-math.erfc(z / math.sqrt(2)) / 2)
        total -= math.expm1(variants * log) / _STEPS
    return total
