"""Pareto order sampling on tickets: the certain units, the ranking values, and what is drawn."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.pareto import (
    CertainUnits,
    ParetoDraw,
    certain_weights,
    check_weights,
    pareto_draw,
    ranking_value,
)

SMALL = st.lists(st.integers(1, 12), min_size=1, max_size=14)
SKEWED = st.lists(st.integers(0, 40).map(lambda exponent: 2**exponent), min_size=1, max_size=14)


def ids_of(number: int) -> list[str]:
    return [f"P{position:03d}" for position in range(number)]


def tickets_of(ids: list[str], key: str = "0" * 32) -> list[bytes]:
    return [hashlib.sha256(f"{key}|{id_}".encode()).digest() for id_ in ids]


def certain_by_definition(weights: list[int], quota: int) -> list[int]:
    """Return the positions of the certain units: all with λ ≥ 1 at once, and again among the rest, as fractions."""
    rest, left = list(range(len(weights))), quota
    while True:
        total = sum(weights[at] for at in rest)
        sure = [at for at in rest if left and Fraction(left * weights[at], total) >= 1]
        if not sure:
            return [at for at in range(len(weights)) if at not in rest]
        rest, left = [at for at in rest if at not in sure], left - len(sure)


def draw_by_definition(ids: list[str], weights: list[int], tickets: list[bytes], quota: int) -> ParetoDraw:
    """Return what SSJ-1 §4.3 draws, every unit ranked and sorted."""
    sure = certain_by_definition(weights, quota)
    rest = [at for at in range(len(ids)) if at not in sure]
    left, total = quota - len(sure), sum(weights[at] for at in rest)
    values = {at: ranking_value(tickets[at].hex(), weights[at], left, total) for at in rest} if left else {}
    ranked = sorted(values, key=lambda at: (values[at], tickets[at], ids[at]))[:left]
    return ParetoDraw(
        drawn=tuple(sorted((tickets[at].hex(), ids[at]) for at in sure + ranked)),
        certain=frozenset(ids[at] for at in sure),
        threshold=values[ranked[-1]].hex() if ranked else None,
    )


@pytest.mark.parametrize(
    "counts",
    [{0: 1}, {-1: 1}, {True: 1}, {1.0: 1}, {"1": 1}, {None: 1}, {1: 0}, {1: -1}, {1: True}, {1: 1.0}],
    ids=str,
)
def test_weights_and_numbers_of_units_are_positive_integers(counts: dict[int, int]) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check_weights(counts, 1, "weight.A")
    assert str(caught.value.params["field"]).startswith("weight.A")


@pytest.mark.parametrize("quota", [-1, True, 1.0, "1"])
def test_a_quota_is_a_count(quota: int) -> None:
    with pytest.raises(InvalidValueError):
        check_weights({1: 1}, quota, "weight.A")


def test_quota_times_sum_of_weights_stays_below_2_to_the_53() -> None:
    check_weights({2**53 - 2: 1, 1: 1}, 1, "weight.A")
    check_weights({2**51: 2}, 1, "weight.A")
    check_weights({2**53: 9}, 0, "weight.A")
    for counts, quota in (({2**53 - 1: 1, 1: 1}, 1), ({2**51: 2}, 2), ({10**6000: 1}, 1)):
        with pytest.raises(InvalidValueError, match=r"2\^53"):
            check_weights(counts, quota, "weight.A")


@pytest.mark.parametrize(
    ("counts", "quota", "expected"),
    [
        ({1: 8, 2: 6, 3: 4, 5: 2}, 2, (None, 0, 2, 42)),
        ({10: 1, 1: 3}, 2, (10, 1, 1, 3)),
        ({100: 1, 10: 1, 1: 5}, 3, (10, 2, 1, 5)),  # λ of 10 is 30/115 at first, then 20/15
        ({2: 1, 1: 2}, 2, (2, 1, 1, 2)),  # λ is exactly 1
        ({3: 1, 2: 1, 1: 4}, 2, (None, 0, 2, 9)),
        ({4: 3, 7: 2}, 5, (4, 5, 0, 0)),  # all are drawn
        ({4: 3, 7: 2}, 0, (None, 0, 0, 26)),
        ({}, 0, (None, 0, 0, 0)),
        ({7: 1}, 1, (7, 1, 0, 0)),
    ],
)
def test_certain_units_leave_one_after_the_other(
    counts: dict[int, int], quota: int, expected: tuple[int | None, int, int, int]
) -> None:
    bound, units, left, total = expected
    found = certain_weights(counts, quota)
    assert found == CertainUnits(bound=bound, units=units, left=left, total=total)
    assert sum(number for weight, number in counts.items() if found.holds(weight)) == units


@given(weights=SMALL | SKEWED, share=st.floats(0, 1))
def test_taking_the_heaviest_at_a_time_is_the_recursion_of_the_specification(weights: list[int], share: float) -> None:
    quota = round(share * len(weights))
    found = certain_weights(Counter(weights), quota)
    sure = certain_by_definition(weights, quota)
    assert [at for at, weight in enumerate(weights) if found.holds(weight)] == sure
    assert found.units == len(sure)
    assert found.left == quota - len(sure)
    assert found.total == sum(weight for at, weight in enumerate(weights) if at not in sure)


@given(quota=st.integers(1, 1000), offset=st.integers(-3, 3), room=st.integers(0, 40))
def test_doubles_and_integers_agree_on_which_share_is_certain(quota: int, offset: int, room: int) -> None:
    """The weight is as near to W/n as integers come, W as large as it may be, or smaller by a power of 2."""
    total = ((2**53 - 1) // quota) >> room
    weight = max(1, total // quota + offset)
    assert ((quota * weight) / total >= 1) is (quota * weight >= total)
    assert ((quota * weight) / total < 1) is (Fraction(quota * weight, total) < 1)


def test_the_largest_share_below_1_stays_below_1() -> None:
    assert (2**53 - 2) / (2**53 - 1) < 1


def test_more_than_all_units_cannot_be_drawn() -> None:
    with pytest.raises(InvalidValueError, match="at most 3"):
        certain_weights({1: 3}, 4)


def test_a_ranking_value_can_be_computed_by_hand() -> None:
    """U is 1/2 + 2⁻⁵³ and λ = 1·1/4: Q = 3·u/(1 − u), in this order of operations."""
    u = (2**51 + 0.5) / 2**52
    assert u == 0.5 + 2**-53
    assert ranking_value("8" + "0" * 63, 1, 1, 4) == (u * 0.75) / (0.25 * (1 - u))
    assert ranking_value("8" + "0" * 63, 1, 1, 4).hex() == "0x1.8000000000004p+1"


def test_only_the_first_13_digits_of_a_ticket_count() -> None:
    ticket = "0123456789abc"
    values = {ranking_value(ticket + tail * 51, 3, 2, 42) for tail in "0f"}
    assert values == {ranking_value(ticket, 3, 2, 42)}
    assert ranking_value("0123456789abd", 3, 2, 42) > values.pop()


@given(
    start=st.integers(0, 2**52 - 1), weight=st.integers(1, 2**20), left=st.integers(1, 50), room=st.integers(1, 2**40)
)
def test_a_ranking_value_is_the_quotient_of_two_odds(start: int, weight: int, left: int, room: int) -> None:
    total = left * weight + room
    u, share = Fraction(2 * start + 1, 2**53), Fraction(left * weight, total)
    exact = u / (1 - u) * (1 - share) / share
    found = ranking_value(f"{start:013x}" + "0" * 51, weight, left, total)
    slack = 4 + 2 * share / (1 - share)  # λ is rounded before it is taken from 1
    assert abs(Fraction(found) / exact - 1) <= slack / 2**53


@pytest.mark.parametrize("ticket", ["0" * 64, "f" * 64])
@pytest.mark.parametrize(("weight", "total"), [(1, 2**53 - 1), (2**53 - 2, 2**53 - 1), (1, 2)])
def test_no_ticket_and_no_weight_gives_a_value_that_is_zero_or_infinite(ticket: str, weight: int, total: int) -> None:
    value = ranking_value(ticket, weight, 1, total)
    assert 0 < value < math.inf


@pytest.mark.parametrize(("weight", "left", "total"), [(2, 1, 2), (3, 1, 2), (1, 0, 2), (0, 1, 2), (1, 2, 2)])
def test_certain_units_have_no_ranking_value(weight: int, left: int, total: int) -> None:
    with pytest.raises(InvalidValueError):
        ranking_value("0" * 64, weight, left, total)


@given(weights=SMALL | SKEWED, share=st.floats(0, 1), key=st.integers(0, 9))
def test_the_draw_is_the_one_of_the_specification(weights: list[int], share: float, key: int) -> None:
    ids, quota = ids_of(len(weights)), round(share * len(weights))
    tickets = tickets_of(ids, f"{key:032x}")
    found = pareto_draw(ids, weights, tickets, quota)
    assert found == draw_by_definition(ids, weights, tickets, quota)
    assert len(found.drawn) == quota
    assert list(found.drawn) == sorted(found.drawn)


@given(weights=st.permutations([1, 1, 2, 3, 5, 8, 8, 40]), quota=st.integers(0, 8))
def test_the_order_of_the_rows_does_not_matter(weights: list[int], quota: int) -> None:
    ids = ids_of(8)
    tickets = tickets_of(ids)
    expected = pareto_draw(ids, weights, tickets, quota)
    order = sorted(range(8), key=lambda at: (weights[at], ids[at]))
    found = pareto_draw([ids[at] for at in order], sorted(weights), [tickets[at] for at in order], quota)
    assert found == expected


@pytest.mark.parametrize("quota", [0, 1, 7, 99, 100])
def test_equal_weights_draw_the_smallest_tickets(quota: int) -> None:
    ids = ids_of(100)
    tickets = tickets_of(ids)
    found = pareto_draw(ids, [3] * 100, tickets, quota)
    assert found.drawn == tuple(sorted((ticket.hex(), id_) for ticket, id_ in zip(tickets, ids, strict=True))[:quota])


def test_the_threshold_is_the_largest_ranking_value_drawn() -> None:
    ids, weights = ids_of(40), [1 + number % 5 for number in range(40)]
    found = pareto_draw(ids, weights, tickets_of(ids), 6)
    weight = dict(zip(ids, weights, strict=True))
    values = [ranking_value(ticket, weight[id_], 6, sum(weights)) for ticket, id_ in found.drawn]
    assert found.threshold == max(values).hex()
    assert found.certain == frozenset()


def test_where_certain_units_fill_the_quota_there_is_no_threshold() -> None:
    ids = ids_of(3)
    everything = pareto_draw(ids, [1, 2, 900], tickets_of(ids), 3)
    assert everything.threshold is None
    assert everything.certain == set(ids)
    nothing = pareto_draw(ids, [1, 2, 900], tickets_of(ids), 0)
    assert nothing == ParetoDraw(drawn=(), certain=frozenset(), threshold=None)
    assert pareto_draw([], [], [], 0) == nothing


def test_certain_units_are_drawn_whatever_their_tickets_and_stand_in_ticket_order() -> None:
    tickets = [bytes([first]) + bytes(31) for first in (0xFF, 0x80, 0x40, 0x20)]
    found = pareto_draw(["a", "b", "c", "d"], [100, 1, 1, 1], tickets, 2)
    assert [id_ for _, id_ in found.drawn] == ["d", "a"]
    assert found.certain == {"a"}
    assert found.threshold == ranking_value(tickets[3].hex(), 1, 1, 3).hex()


def test_equal_ranking_values_are_decided_by_the_whole_ticket_and_then_by_the_id() -> None:
    tickets = [bytes(7) + bytes([last]) + bytes(24) for last in (2, 1, 1)]
    found = pareto_draw(["a", "c", "b"], [1, 1, 1], tickets, 1)
    assert [id_ for _, id_ in found.drawn] == ["b"]
    found = pareto_draw(["a", "c", "b"], [1, 1, 1], tickets, 2)
    assert [id_ for _, id_ in found.drawn] == ["b", "c"]


def test_only_52_bits_of_a_ticket_enter_the_ranking() -> None:
    """The last four bits of the seventh byte are the fourteenth digit, which does not count."""
    tickets = [bytes(6) + bytes([0x0F]) + bytes(25), bytes(6) + bytes([0x10]) + bytes(25)]
    found = pareto_draw(["a", "b"], [1, 1], tickets, 1)
    assert found.threshold == ranking_value("0" * 64, 1, 1, 2).hex()


@pytest.mark.parametrize(
    ("weights", "tickets", "quota"),
    [
        ([1, 1], 3, 1),
        ([1, 1, 1, 1], 3, 1),
        ([1, 1, 1], 2, 1),
        ([1, 1, 1], 3, 4),
        ([1, 1, 1], 3, -1),
        ([1, 1, 0], 3, 1),
        ([1, 1, True], 3, 1),
        ([1, 1, 1.0], 3, 1),
        ([1, 1, "1"], 3, 1),
        ([1, 1, [1]], 3, 1),
        ([1, 1, 2**53], 3, 1),
    ],
    ids=str,
)
def test_columns_and_weights_that_do_not_fit_are_refused(weights: list[int], tickets: int, quota: int) -> None:
    ids = ids_of(3)
    with pytest.raises(InvalidValueError) as caught:
        pareto_draw(ids, weights, tickets_of(ids_of(tickets)), quota)
    assert "：" in caught.value.zh_line
