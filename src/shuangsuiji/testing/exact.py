"""Exact enumeration: every path of a sampler, or every order of tickets, with chances as fractions (穷举检验).

No p-value and no false alarm. It finds a bias of any size, such as one digest byte modulo N, in pools of a few objects;
whether what holds for seven holds for seven thousand is for ``assert_equivariant`` to show.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations, permutations, product
from random import Random
from typing import TypeAlias

from shuangsuiji.errors import DuplicateError, InvalidValueError, UnfairError
from shuangsuiji.testing.hard_rules import TicketSelector, check_drawn, check_quotas
from shuangsuiji.testing.paths import MAX_PATHS, Paths
from shuangsuiji.values import check_count

__all__ = [
    "MAX_ORDERS",
    "Sampler",
    "assert_exactly_fair",
    "assert_exactly_fair_tickets",
    "inclusion_chances",
    "ticket_inclusion_chances",
]

Sampler: TypeAlias = Callable[[Random, list[str], int], Iterable[str]]
"""``sample(rng, ids, n)``: takes all its randomness from ``rng`` and returns n different ids."""

MAX_ORDERS = 5040
_WHOLE = "全部"
_SHOWN = 20

Outcomes = dict[frozenset[str], Fraction]


def inclusion_chances(
    sample: Sampler, *, population: int | Sequence[str], size: int, max_paths: int = MAX_PATHS
) -> dict[str, Fraction]:
    """Return the exact chance of every object to be drawn (被抽查概率).

    Args:
        sample: ``sample(rng, ids, n)``; gets a fresh list of ids on every path.
        population: ids, or how many objects there are.
        size: n, how many are drawn.
        max_paths: how many paths there may be.

    Raises:
        InvalidValueError: more paths than ``max_paths``, floats, a seed, or a size above the population.
        UnfairError: a path on which the sampler returns other than n different ids of the population, or one on which
            it makes other choices than before.

    """
    pool = _pool(population, size)
    return _inclusion(_sampled(sample, pool, size, max_paths), pool)


def assert_exactly_fair(
    sample: Sampler, *, population: int | Sequence[str], size: int, max_paths: int = MAX_PATHS
) -> None:
    """Check that a sampler draws every set of n objects with the same chance, exactly (穷举检验).

    Equal chances of the objects are not enough: every k-th of a list from a random start gives them, and yet some
    pairs are never drawn together.

    Args:
        sample: ``sample(rng, ids, n)``; gets a fresh list of ids on every path.
        population: ids, or how many objects there are.
        size: n, how many are drawn.
        max_paths: how many paths there may be.

    Raises:
        UnfairError: unequal chances; the message names the objects, or else the sets, with their exact chances.
        InvalidValueError: more paths than ``max_paths``, floats, a seed, or a size above the population.

    """
    pool = _pool(population, size)
    _judge("sample", _sampled(sample, pool, size, max_paths), pool, {_WHOLE: size})


def ticket_inclusion_chances(
    select: TicketSelector, *, pool: Mapping[str, str], quotas: Mapping[str, int], max_orders: int = MAX_ORDERS
) -> dict[str, Fraction]:
    """Return the exact chance of every object over all orders of the tickets (被抽查概率).

    Args:
        select: ``select(pool, quotas, tickets)``.
        pool: stratum by id, seven objects at the most unless ``max_orders`` is raised.
        quotas: how many to draw, by stratum.
        max_orders: how many orders of tickets there may be, N!.

    Raises:
        InvalidValueError: more orders than ``max_orders``, or quotas that do not fit the pool.
        UnfairError: an order of tickets for which the draw breaks a hard rule.

    """
    return _inclusion(_selected(select, pool, quotas, max_orders), pool)


def assert_exactly_fair_tickets(
    select: TicketSelector, *, pool: Mapping[str, str], quotas: Mapping[str, int], max_orders: int = MAX_ORDERS
) -> None:
    """Check that over all orders of the tickets every possible draw comes equally often (号签穷举检验).

    The tickets differ in the middle only, so that a selector which compares the first half of them, or the last, is
    found too.

    Args:
        select: ``select(pool, quotas, tickets)``.
        pool: stratum by id, seven objects at the most unless ``max_orders`` is raised.
        quotas: how many to draw, by stratum.
        max_orders: how many orders of tickets there may be, N!.

    Raises:
        UnfairError: unequal chances; the message names the objects, or else the sets, with their exact chances.
        InvalidValueError: more orders than ``max_orders``, or quotas that do not fit the pool.

    """
    _judge("select", _selected(select, pool, quotas, max_orders), pool, quotas)


def _pool(population: int | Sequence[str], size: int) -> dict[str, str]:
    if isinstance(population, int):
        count = check_count(population, "population", at_least=1)
        population = [f"{number:0{len(str(count))}}" for number in range(1, count + 1)]
    pool = dict.fromkeys(population, _WHOLE)
    if len(pool) != len(population):
        raise DuplicateError(field="population", value=next(x for x, n in Counter(population).items() if n > 1))
    check_quotas(pool, {_WHOLE: size})
    return pool


def _sampled(sample: Sampler, pool: Mapping[str, str], size: int, max_paths: int) -> Outcomes:
    rng = Paths(max_paths)
    found: Counter[tuple[frozenset[str], int]] = Counter()
    for _ in rng.walk():
        drawn = check_drawn(pool, {_WHOLE: size}, sample(rng, list(pool), size), "sample")
        found[drawn, rng.ways] += 1
    outcomes: defaultdict[frozenset[str], Fraction] = defaultdict(Fraction)
    for (drawn, ways), times in found.items():
        outcomes[drawn] += Fraction(times, ways)
    return dict(outcomes)


def _selected(select: TicketSelector, pool: Mapping[str, str], quotas: Mapping[str, int], max_orders: int) -> Outcomes:
    check_quotas(pool, quotas)
    orders = math.factorial(len(pool))
    if orders > max_orders:
        raise InvalidValueError(
            field="max_orders",
            rule_zh=f"{len(pool)} 个对象的号签有 {orders} 种次序，超过 {max_orders}：请减少对象，或调高 max_orders",
            rule=f"{len(pool)} objects have {orders} orders of tickets, more than {max_orders}: take fewer objects, or "
            "raise max_orders",
            value=len(pool),
        )
    found = Counter(
        check_drawn(pool, quotas, select(dict(pool), dict(quotas), dict(zip(pool, order, strict=True))), "select")
        for order in permutations(_tickets(len(pool)))
    )
    return {drawn: Fraction(times, orders) for drawn, times in found.items()}


def _tickets(count: int) -> list[str]:
    """Return tickets that differ in their 33rd digit only, and to the left of it where there are more than sixteen."""
    return [f"{number:033x}".ljust(64, "0") for number in range(count)]


def _inclusion(outcomes: Outcomes, pool: Iterable[str]) -> dict[str, Fraction]:
    return {id_: sum((chance for drawn, chance in outcomes.items() if id_ in drawn), Fraction(0)) for id_ in pool}


def _judge(subject: str, outcomes: Outcomes, pool: Mapping[str, str], quotas: Mapping[str, int]) -> None:
    chances = _inclusion(outcomes, pool)
    counts = check_quotas(pool, quotas)
    due = {id_: Fraction(quotas[stratum], counts[stratum]) for id_, stratum in pool.items()}
    wrong = [f"{id_} {chances[id_]} ≠ {due[id_]}" for id_ in pool if chances[id_] != due[id_]]
    if wrong:
        _refuse(subject, "各对象被抽中的概率应相等", "every object must have the same chance", wrong, chances)
    equal = Fraction(1, math.prod(math.comb(counts[stratum], number) for stratum, number in quotas.items()))
    wrong = [
        f"{{{', '.join(drawn)}}} {outcomes.get(frozenset(drawn), Fraction(0))} ≠ {equal}"
        for drawn in _possible(pool, quotas)
        if outcomes.get(frozenset(drawn)) != equal
    ]
    if wrong:
        _refuse(subject, "各种抽取结果的概率应相等", "every set of objects must have the same chance", wrong, chances)


def _possible(pool: Mapping[str, str], quotas: Mapping[str, int]) -> Iterator[tuple[str, ...]]:
    """Yield every draw that the quotas allow."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for id_, stratum in pool.items():
        members[stratum].append(id_)
    for parts in product(*(combinations(members[stratum], number) for stratum, number in quotas.items())):
        yield tuple(chain.from_iterable(parts))


def _refuse(subject: str, rule_zh: str, rule: str, wrong: list[str], chances: dict[str, Fraction]) -> None:
    shown = "; ".join(wrong[:_SHOWN])
    if len(wrong) > _SHOWN:
        shown += f"; … ({len(wrong)})"
    raise UnfairError(
        subject=subject,
        rule_zh=rule_zh,
        rule=rule,
        shown_zh=f"实际为 {shown}",
        shown=f"got {shown}",
        chances=chances,
    )
