"""Drawing with chances in proportion to weights, by Pareto order sampling on tickets: SSJ-1 §4.3 (帕累托抽取).

A unit of weight w is to be drawn with chance λ = n·w/W. Those with λ ≥ 1 are certain; the others are ranked by Q, the
odds of their ticket over the odds of λ, and the smallest Q are drawn (Rosén 1997). The chance is λ up to a small error,
which ``inclusion.py`` works out.

Only + − × ÷ of IEEE doubles decide, and no product is added to anything that would let a compiler fuse the two, so that
Python, a browser and a database find the same bits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values import check_count

__all__ = ["CertainUnits", "ParetoDraw", "certain_weights", "check_weights", "pareto_draw", "ranking_value"]

_EXACT = 2**53
_DIGITS = 13
_STEPS = 2**52
_BYTES, _SPARE_BITS = 7, 4

Unit = tuple[bytes, str, int]


@attrs.frozen(kw_only=True)
class CertainUnits:
    """The units of a stratum that are drawn whatever their tickets, and what is left for the others (必抽单位).

    Attributes:
        bound: every weight of at least this is certain; None where no unit is.
        units: how many are certain.
        left: n, how many are still to be drawn.
        total: W, the sum of the other weights.

    """

    bound: int | None
    units: int
    left: int
    total: int

    def holds(self, weight: int) -> bool:
        """Tell whether units of this weight are certain."""
        return self.bound is not None and weight >= self.bound


@attrs.frozen(kw_only=True)
class ParetoDraw:
    """What was drawn of one stratum with unequal chances (帕累托抽取结果).

    Attributes:
        drawn: (ticket as 64 hex digits, id), certain and sampled together, in ticket order, equal tickets by id.
        certain: the ids that were drawn whatever their tickets.
        threshold: the largest Q drawn as C99 hex float; None where only certain units were drawn, or nothing was.

    """

    drawn: tuple[tuple[str, str], ...]
    certain: frozenset[str]
    threshold: str | None


def check_weights(counts: Mapping[int, int], quota: int, field: str) -> None:
    """Check that every step of a draw with these weights is exact: SSJ-1 §4.3 (权重).

    Args:
        counts: number of units by weight.
        quota: n, how many are to be drawn.
        field: what the message calls them.

    Raises:
        InvalidValueError: a weight or a number of units that is no positive integer, a quota that is no count, or
            quota × sum of the weights not below 2⁵³.

    """
    check_count(quota, f"{field} quota")
    for weight, units in counts.items():
        check_count(weight, field, at_least=1)
        check_count(units, f"{field} units", at_least=1)
    total = _total(counts)
    if quota * total >= _EXACT:
        zh, en = "名额与权重之和的乘积须小于 2^53", "quota times sum of the weights must be below 2^53"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=quota * total)


def certain_weights(counts: Mapping[int, int], quota: int) -> CertainUnits:
    """Return which weights are certain: λ ≥ 1, and again among the rest until there is none (必抽).

    Args:
        counts: number of units by weight.
        quota: n, how many are to be drawn.

    Raises:
        InvalidValueError: as ``check_weights``, or a quota above the number of units.

    """
    check_weights(counts, quota, "weights")
    _check_quota(quota, sum(counts.values()))
    # λ ≥ 1 is asked here as n·w ≥ W, in integers; the double (n·w)/W ≥ 1 answers the same. All of n·w ≤ n·W < 2⁵³ and W
    # are exact doubles, and rounding is monotone and keeps doubles: a quotient ≥ 1 stays ≥ 1. A quotient below 1 is at
    # most 1 − 1/W < 1 − 2⁻⁵³, which is a double, so that it stays below 1 as well.
    #
    # The heaviest weight at a time gives the same as all with λ ≥ 1 at once: where w ≤ v and n·w ≥ W, also
    # (n − 1)·w ≥ W − v, so that no certain unit becomes uncertain when a heavier one leaves.
    bound, left, total = None, quota, _total(counts)
    for weight in sorted(counts, reverse=True):
        if left * weight < total:
            break
        bound, left, total = weight, left - counts[weight], total - weight * counts[weight]
    return CertainUnits(bound=bound, units=quota - left, left=left, total=total)


def ranking_value(ticket_hex: str, weight: int, left: int, total: int) -> float:
    """Return Q, by which the units that are not certain are ranked: SSJ-1 §4.3 (排序值).

    Args:
        ticket_hex: the ticket as hex digits, of which the first 13 count.
        weight: w of the unit.
        left: n, how many are drawn beyond the certain units.
        total: W, the sum of the weights of the units that are not certain.

    Raises:
        InvalidValueError: λ = n·w/W is not between 0 and 1: the unit is certain, or nothing is left to be drawn.

    """
    if not 0 < left * weight < total:
        zh, en = f"应大于 0 且小于 {total}", f"must be above 0 and below {total}"
        raise InvalidValueError(field="left × weight", rule_zh=zh, rule=en, value=left * weight)
    return _ranking(int(ticket_hex[:_DIGITS], 16), (left * weight) / total)


def pareto_draw(ids: Sequence[str], weights: Sequence[int], tickets: Sequence[bytes], quota: int) -> ParetoDraw:
    """Return what the tickets draw of one stratum with unequal chances: SSJ-1 §4.3 (帕累托抽取).

    Args:
        ids: the units.
        weights: the weight of each.
        tickets: the ticket of each, 32 bytes.
        quota: n, how many are to be drawn.

    Raises:
        InvalidValueError: a quota above the number of units, weights that ``check_weights`` refuses, or columns of
            unequal lengths.

    """
    certain = certain_weights(_counts(ids, weights, tickets), quota)
    units = list(zip(tickets, ids, weights, strict=True))
    sure: list[Unit] = []
    if certain.bound is not None:
        sure = [unit for unit in units if certain.holds(unit[2])]
        units = [unit for unit in units if not certain.holds(unit[2])]
    sampled, threshold = _sampled(units, certain) if certain.left else ([], None)
    return ParetoDraw(
        drawn=tuple((ticket.hex(), id_) for ticket, id_, _ in sorted(sure + sampled)),
        certain=frozenset(id_ for _, id_, _ in sure),
        threshold=threshold,
    )


def _sampled(units: list[Unit], certain: CertainUnits) -> tuple[list[Unit], str]:
    """Return the units with the smallest (Q, ticket), and the largest Q among them."""
    share = {weight: (certain.left * weight) / certain.total for weight in {weight for _, _, weight in units}}
    values = [
        _ranking(int.from_bytes(ticket[:_BYTES], "big") >> _SPARE_BITS, share[weight]) for ticket, _, weight in units
    ]
    threshold = sorted(values)[certain.left - 1]
    near = sorted((value, unit) for value, unit in zip(values, units, strict=True) if value <= threshold)
    return [unit for _, unit in near[: certain.left]], threshold.hex()


def _ranking(start: int, share: float) -> float:
    """Return Q of a ticket's first 52 bits and of λ; u and 1 − u are exact, and neither is ever 0."""
    u = (start + 0.5) / _STEPS
    return (u * (1 - share)) / (share * (1 - u))


def _counts(ids: Sequence[str], weights: Sequence[int], tickets: Sequence[bytes]) -> Mapping[int, int]:
    for column, field in ((weights, "weights"), (tickets, "tickets")):
        if len(column) != len(ids):
            zh, en = f"应有 {len(ids)} 个", f"must be {len(ids)}"
            raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=len(column))
    _check_integers(weights)
    return Counter(weights)


def _check_integers(weights: Iterable[object]) -> None:
    """Check the kinds of weights before they are counted: counting takes 1, True and 1.0 for one and the same."""
    if any(issubclass(kind, bool) or not issubclass(kind, int) for kind in set(map(type, weights))):
        for weight in weights:
            check_count(weight, "weights", at_least=1)


def _check_quota(quota: int, units: int) -> None:
    if quota > units:
        raise InvalidValueError(field="quota", rule_zh=f"至多为 {units}", rule=f"must be at most {units}", value=quota)


def _total(counts: Mapping[int, int]) -> int:
    return sum(weight * units for weight, units in counts.items())
