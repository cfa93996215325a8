"""Exact inclusion probabilities of Pareto order sampling."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.inclusion import Group, Inclusion, inclusion_probabilities, integrated, step_of, work
from shuangsuiji.lottery.pareto import certain_weights

COUNTS = st.dictionaries(st.integers(1, 60), st.integers(1, 12), min_size=1, max_size=6)


def classes(units: int) -> dict[int, int]:
    """Return 40, 30, 20 and 10 % of the units with weights 1, 2, 3 and 5."""
    return {1: units * 4 // 10, 2: units * 3 // 10, 3: units * 2 // 10, 5: units // 10}


def worst(found: tuple[Inclusion, ...]) -> float:
    return max(abs(one.probability / one.target - 1) for one in found)


def total(found: tuple[Inclusion, ...]) -> float:
    return math.fsum(one.units * one.probability for one in found)


def simpson(heights: list[float]) -> float:
    """Return the integral over 0..1 of a function given at an odd number of even points."""
    step = 1 / (len(heights) - 1)
    return step / 3 * (heights[0] + heights[-1] + 4 * math.fsum(heights[1::2]) + 2 * math.fsum(heights[2:-1:2]))


def by_listing_all_sets(weights: list[int], quota: int, points: int = 2001) -> list[float]:
    """Return π of each unit by definition: its own u is uniform, and every set of fewer than n others is listed."""
    whole = sum(weights)
    odds = [quota * weight / (whole - quota * weight) for weight in weights]
    found: list[float] = []
    for unit, own in enumerate(odds):
        others = [one for at, one in enumerate(odds) if at != unit]
        heights = [float(quota > 0)]
        for point in range(1, points - 1):
            u = point / (points - 1)
            value = u / (1 - u) / own
            below = [one * value / (1 + one * value) for one in others]
            heights.append(fewer_than(quota, below))
        found.append(simpson([*heights, float(quota > len(others))]))
    return found


def fewer_than(quota: int, chances: list[float]) -> float:
    """Return the chance that fewer than ``quota`` of these happen, set by set."""
    found = 0.0
    for size in range(quota):
        for chosen in combinations(range(len(chances)), size):
            found += math.prod(one if at in chosen else 1 - one for at, one in enumerate(chances))
    return found


@pytest.mark.parametrize(
    ("counts", "quota", "expected"),
    [
        ({1: 4, 2: 4, 5: 2}, 3, "1.2e-02"),
        (classes(20), 2, "4.5e-03"),
        (classes(100), 5, "1.9e-04"),
        (classes(100), 20, "1.3e-04"),
        (classes(1000), 50, "1.9e-06"),
        ({10: 400, 20: 300, 30: 200, 50: 99, 378: 1}, 50, "4.5e-06"),  # one λ of .885
        (classes(10_000), 500, "1.9e-08"),
    ],
    ids=["N10", "N20", "N100n5", "N100n20", "N1000", "N1000one", "N10000"],
)
def test_the_error_of_pareto_sampling_falls_a_hundredfold_for_ten_times_the_units(
    counts: dict[int, int], quota: int, expected: str
) -> None:
    found = inclusion_probabilities(counts, quota)
    assert f"{worst(found):.1e}" == expected
    assert total(found) == pytest.approx(quota, rel=1e-13)


@pytest.mark.parametrize("weights", [(1, 4), (1, 2), (99, 100), (1, 10**6), (1, 10**15)])
def test_one_of_two_units_has_a_closed_form(weights: tuple[int, int]) -> None:
    """P(Q₁ < Q₂) = a/(a − b) − a·b·ln(a/b)/(a − b)² with the odds a and b, and b = 1/a here."""
    light, heavy = inclusion_probabilities(dict.fromkeys(weights, 1), 1)
    a, b = weights[0] / weights[1], weights[1] / weights[0]
    exact = a / (a - b) - a * b * math.log(a / b) / (a - b) ** 2
    assert light.probability == pytest.approx(exact, rel=1e-12 if weights[1] < 99 or weights[0] == 1 else 1e-10)
    assert light.probability + heavy.probability == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize(
    ("weights", "quota"),
    [
        ([1, 2], 1),
        ([3, 4, 5], 1),
        ([3, 4, 5], 2),
        ([1, 1, 2, 3], 2),
        ([6, 7, 7, 8, 8], 4),
        ([1, 2, 3, 4, 5, 6], 1),
        ([1, 2, 3, 4, 5, 6], 3),
        ([7, 7, 8, 8, 9, 9], 5),
        ([1, 1, 1, 2, 2, 5, 5], 3),
    ],
    ids=str,
)
def test_they_are_those_of_the_definition_set_by_set(weights: list[int], quota: int) -> None:
    expected = by_listing_all_sets(weights, quota)
    counts = {weight: weights.count(weight) for weight in weights}
    found = {one.weight: one.probability for one in inclusion_probabilities(counts, quota)}
    assert [found[weight] for weight in weights] == pytest.approx(expected, abs=1e-10)


@given(counts=COUNTS, share=st.floats(0, 1))
@settings(max_examples=150)
def test_they_add_up_to_the_quota_and_grow_with_the_weight(counts: dict[int, int], share: float) -> None:
    quota = round(share * sum(counts.values()))
    found = inclusion_probabilities(counts, quota)
    assert [one.weight for one in found] == sorted(counts)
    assert {one.weight: one.units for one in found} == counts
    assert total(found) == pytest.approx(quota, rel=1e-12, abs=1e-12)
    certain = certain_weights(counts, quota)
    for before, after in pairwise(found):
        assert before.probability <= after.probability
        assert before.probability < after.probability or certain.holds(before.weight) or not quota
    for one in found:
        assert (one.probability == 1) is certain.holds(one.weight)
        assert 0 <= one.probability <= 1


@pytest.mark.parametrize(
    ("counts", "quota"),
    [
        ({1: 10**6, 10**9: 3}, 4),  # three all but certain ones
        ({1: 3000, 10**9: 3}, 3),
        ({1: 1, 10**10: 500}, 250),  # one that all but never comes
        ({10**6 + 1: 700, 10**6 - 1: 300}, 999),  # all but one
        ({10**6 + 1: 700, 10**6 - 1: 300}, 1),
        ({2**at: 40 for at in range(12)}, 120),
        ({100 + at: 1 for at in range(300)}, 150),
    ],
    ids=["nearly certain", "nearly certain, full", "nearly never", "all but one", "one", "skewed", "all differ"],
)
def test_half_the_step_changes_nothing(counts: dict[int, int], quota: int) -> None:
    certain = certain_weights(counts, quota)
    left, whole = certain.left, certain.total
    groups = [
        Group(units, left * weight / whole, math.log(left * weight / (whole - left * weight)))
        for weight, units in sorted(counts.items())
        if not certain.holds(weight)
    ]
    step = step_of(groups)
    found = integrated(groups, left, step)
    assert found == pytest.approx(integrated(groups, left, step / 2), rel=2e-13)
    assert math.fsum(one * group.units for one, group in zip(found, groups, strict=True)) == pytest.approx(
        left, rel=1e-12
    )


def test_equal_weights_have_equal_chances_exactly() -> None:
    assert inclusion_probabilities({7: 30}, 9) == (Inclusion(7, 30, 0.3, 0.3),)
    assert inclusion_probabilities({7: 3}, 1) == (Inclusion(7, 3, 1 / 3, 1 / 3),)


def test_certain_units_have_chance_1_and_leave_the_rest_as_if_they_were_not_there() -> None:
    alone = inclusion_probabilities({1: 8, 2: 6}, 2)
    assert inclusion_probabilities({1: 8, 2: 6, 1000: 3}, 5) == (*alone, Inclusion(1000, 3, 1.0, 1.0))
    assert inclusion_probabilities({1: 4, 1000: 3}, 5)[0] == Inclusion(1, 4, 0.5, 0.5)


def test_where_nothing_or_everything_is_drawn_the_chances_are_0_or_1() -> None:
    assert inclusion_probabilities({1: 2, 5: 1}, 0) == (Inclusion(1, 2, 0.0, 0.0), Inclusion(5, 1, 0.0, 0.0))
    assert inclusion_probabilities({1: 2, 5: 1}, 3) == (Inclusion(1, 2, 1.0, 1.0), Inclusion(5, 1, 1.0, 1.0))
    assert inclusion_probabilities({}, 0) == ()


def test_the_light_one_of_two_very_unequal_units_comes_far_less_often_than_aimed_at() -> None:
    light, _ = inclusion_probabilities({1: 1, 100: 1}, 1)
    assert (round(light.probability, 4), round(light.target, 4)) == (0.0008, 0.0099)


def test_only_the_ratios_of_the_weights_matter() -> None:
    found = [one.probability for one in inclusion_probabilities(classes(60), 7)]
    larger = inclusion_probabilities({weight * 10**9: units for weight, units in classes(60).items()}, 7)
    assert [one.probability for one in larger] == pytest.approx(found, rel=1e-14)


def test_the_order_in_which_the_weights_are_given_does_not_matter() -> None:
    turned = dict(reversed(classes(60).items()))
    assert inclusion_probabilities(turned, 7) == inclusion_probabilities(classes(60), 7)


@pytest.mark.parametrize(("counts", "quota"), [({1: 3}, 4), ({0: 3}, 1), ({True: 3}, 1), ({1: 3, 2: 3}, -1)])
def test_what_cannot_be_drawn_has_no_chances(counts: dict[int, int], quota: int) -> None:
    for function in (inclusion_probabilities, work):
        with pytest.raises(InvalidValueError):
            function(counts, quota)


def test_the_work_is_told_beforehand_and_grows_with_units_and_weights() -> None:
    few, many = work(classes(1000), 50), work(classes(10_000), 500)
    assert 5 * few < many < 20 * few
    assert work({100 + at: 1 for at in range(1000)}, 50) > 3 * few
    assert work({1: 10**6}, 10**5) == 1
    assert work({1: 5, 2: 5}, 0) == 2
