"""With which chance a draw by weights takes a unit: integrated by a way of its own, as a check on the package.

A unit with u uniform has Q = (u/(1 - u))/(share/(1 - share)), and is drawn iff fewer than n others lie below it. Here
u is put to e^s/(1 + e^s), and P(fewer than n others) is summed up from the binomials of the classes.
"""

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction

STEP, LIMIT = 0.04, 42.0
NEGLIGIBLE, FAR = 1e-22, 46

Row = tuple[int, int, float, float]


def inclusion(counts: Mapping[int, int], quota: int) -> Iterator[Row]:
    """Yield weight, units, share aimed at, chance."""
    rest, left = dict(counts), quota
    while sure := [weight for weight in rest if left and left * weight >= total(rest)]:
        left -= sum(rest.pop(weight) for weight in sure)
    shares = {weight: left * weight / total(rest) for weight in rest}
    for weight in sorted(counts):
        share = shares.get(weight, 1.0)
        yield weight, counts[weight], share, integral(rest, shares, left, weight) if 0 < share < 1 else share


def mean_inclusion(counts: Mapping[int, int], quota: Fraction) -> Iterator[Row]:
    """Yield the same where the quota is rounded by chance: the means over the two that may come."""
    low, rest = divmod(quota, 1)
    for row, more in zip(inclusion(counts, low), inclusion(counts, low + 1 if rest else low), strict=True):
        share, chance = (one + float(rest) * (other - one) for one, other in zip(row[2:], more[2:], strict=True))
        yield row[0], row[1], share, chance


def total(counts: Mapping[int, int]) -> int:
    """Return the sum of the weights."""
    return sum(weight * units for weight, units in counts.items())


def integral(counts: Mapping[int, int], shares: Mapping[int, float], left: int, weight: int) -> float:
    """Return the chance of a unit of one weight, by the trapezoidal rule over s."""
    others = {one: units - (one == weight) for one, units in counts.items()}
    odds = {one: share / (1 - share) for one, share in shares.items()}
    found = 0.0
    for number in range(-round(LIMIT / STEP), round(LIMIT / STEP) + 1):
        odd = math.exp(number * STEP)
        below = {one: odd * odds[one] / odds[weight] for one in others}
        found += STEP * odd / (1 + odd) ** 2 * fewer(others, below, left)
    return found


def fewer(counts: Mapping[int, int], odds: Mapping[int, float], left: int) -> float:
    """Return the chance that fewer than so many lie below, of classes of units each with its odds to do so."""
    far = beyond(counts, odds, left)
    if far is not None:
        return far
    sums = [1.0] + [0.0] * (left - 1)
    for one, units in counts.items():
        chances = binomial(units, odds[one], left)
        made = [0.0] * left
        for at, chance in enumerate(sums):
            if chance > NEGLIGIBLE:
                for more, other in chances:
                    if at + more >= left:
                        break
                    made[at + more] += chance * other
        sums = made
    return math.fsum(sums)


def beyond(counts: Mapping[int, int], odds: Mapping[int, float], left: int) -> float | None:
    """Return 0 or 1 where Bernstein's inequality says that nothing else is in question."""
    chances = {one: odd / (1 + odd) for one, odd in odds.items()}
    mean = math.fsum(units * chances[one] for one, units in counts.items())
    variance = math.fsum(units * chances[one] * (1 - chances[one]) for one, units in counts.items())
    away = abs(left - mean) - 1
    if away <= 0 or away**2 < 2 * FAR * (variance + away / 3):
        return None
    return 1.0 if mean < left else 0.0


def binomial(units: int, odd: float, left: int) -> list[tuple[int, float]]:
    """Return the chances of 0, 1 ... up to n - 1 of so many units, but for those next to nothing."""
    yes, no = math.log(odd / (1 + odd)), -math.log1p(odd)
    among = [
        math.lgamma(units + 1) - math.lgamma(k + 1) - math.lgamma(units - k + 1) for k in range(min(left, units + 1))
    ]
    chances = ((k, math.exp(one + k * yes + (units - k) * no)) for k, one in enumerate(among))
    return [(k, chance) for k, chance in chances if chance > NEGLIGIBLE]
