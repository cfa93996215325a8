"""Draws with real tickets come as often as the exact probabilities say; the keys are fixed, so this is arithmetic."""

from __future__ import annotations

import hashlib
import math
from collections import Counter

import pytest

from shuangsuiji.lottery import Algorithm, KeyedTickets
from shuangsuiji.lottery.inclusion import inclusion_probabilities
from shuangsuiji.lottery.pareto import pareto_draw

CASES = {
    "N20": ({1: 8, 2: 6, 3: 4, 5: 2}, 2, 40_000),
    "N60 with one certain unit": ({1: 24, 2: 18, 3: 12, 5: 5, 90: 1}, 12, 20_000),
}


def key(number: int) -> str:
    """Return the key of one draw: a hash of a counter that starts at 0."""
    return hashlib.sha256(f"pareto|{number}".encode()).hexdigest()[:32]


@pytest.mark.parametrize("name", CASES)
def test_every_unit_comes_as_often_as_its_exact_probability_says(name: str) -> None:
    counts, quota, draws = CASES[name]
    weights = [weight for weight, units in counts.items() for _ in range(units)]
    ids = [f"P{number:02d}" for number in range(len(weights))]
    seen: Counter[str] = Counter()
    for number in range(draws):
        found = pareto_draw(ids, weights, KeyedTickets(Algorithm.SHA256, key(number)).digests(ids), quota)
        seen.update(id_ for _, id_ in found.drawn)
    chance = {one.weight: one.probability for one in inclusion_probabilities(counts, quota)}
    assert seen.total() == quota * draws
    for id_, weight in zip(ids, weights, strict=True):
        deviation = math.sqrt(draws * chance[weight] * (1 - chance[weight]))
        assert abs(seen[id_] - draws * chance[weight]) <= 3 * deviation, (id_, weight, seen[id_])
