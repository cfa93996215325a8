"""SSJ-1 §7 for draws by weight: what holds of it for ``pareto``, and what does not."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.lottery import GivenTickets, StratumDraw, TableFrame
from shuangsuiji.lottery.pareto import certain_weights
from shuangsuiji.testing.strategies import Selection, selections, weights

SOME = settings(max_examples=100)


def drawn_of(
    pool: Mapping[str, str], weight: Mapping[str, int], tickets: Mapping[str, str], quotas: Mapping[str, int]
) -> dict[str, StratumDraw]:
    frame = TableFrame.from_table([(id_, pool[id_], "-", str(weight[id_])) for id_ in sorted(pool)])
    return {one.stratum: one for one in frame.draw(GivenTickets(tickets), quotas, "pareto")}


def ids_of(part: StratumDraw) -> set[str]:
    return {id_ for _, id_ in part.drawn}


@st.composite
def weighted(draw: st.DrawFn) -> tuple[Selection, dict[str, int]]:
    one = draw(selections())
    few = draw(st.lists(weights(), min_size=1, max_size=3))
    return one, {id_: draw(st.sampled_from(few)) for id_ in one.pool}


@SOME
@given(weighted(), st.randoms(use_true_random=False))
def test_the_order_of_input_is_irrelevant(given_: tuple[Selection, dict[str, int]], rng: random.Random) -> None:
    one, weight = given_
    order = list(one.pool)
    rng.shuffle(order)
    frame = TableFrame.from_table(sorted((id_, one.pool[id_], "-", str(weight[id_])) for id_ in order))
    shuffled = {id_: one.tickets[id_] for id_ in order}
    found = frame.draw(
        GivenTickets(shuffled), {label: one.quotas[label] for label in reversed(list(one.quotas))}, "pareto"
    )
    assert {part.stratum: part for part in found} == drawn_of(one.pool, weight, one.tickets, one.quotas)


@SOME
@given(weighted())
def test_strata_know_nothing_of_each_other(given_: tuple[Selection, dict[str, int]]) -> None:
    """So the removal of any object changes nobody's fate in another stratum."""
    one, weight = given_
    for stratum, part in drawn_of(one.pool, weight, one.tickets, one.quotas).items():
        alone = {id_: label for id_, label in one.pool.items() if label == stratum}
        assert drawn_of(alone, weight, one.tickets, {stratum: part.quota}) == {stratum: part}


@SOME
@given(weighted())
def test_all_that_are_drawn_but_the_certain_are_those_up_to_the_threshold(
    given_: tuple[Selection, dict[str, int]],
) -> None:
    one, weight = given_
    for stratum, part in drawn_of(one.pool, weight, one.tickets, one.quotas).items():
        counts = Counter(weight[id_] for id_, label in one.pool.items() if label == stratum)
        certain = certain_weights(counts, part.quota)
        assert part.certain == {i for i, label in one.pool.items() if label == stratum and certain.holds(weight[i])}
        assert len(ids_of(part)) == part.quota
        assert (part.threshold is None) == (certain.left == 0)


@SOME
@given(weighted())
def test_of_equal_weights_the_smallest_tickets_are_drawn(given_: tuple[Selection, dict[str, int]]) -> None:
    one, weight = given_
    for stratum, part in drawn_of(one.pool, weight, one.tickets, one.quotas).items():
        for number in set(weight.values()):
            alike = {id_ for id_, label in one.pool.items() if label == stratum and weight[id_] == number}
            drawn = sorted(one.tickets[id_] for id_ in alike & ids_of(part))
            assert drawn == sorted(one.tickets[id_] for id_ in alike)[: len(drawn)]


@SOME
@given(selections(), weights())
def test_with_equal_weights_it_draws_what_a_stratified_draw_does(one: Selection, weight: int) -> None:
    frame = TableFrame.from_rows(one.pool.items())
    equal = drawn_of(one.pool, dict.fromkeys(one.pool, weight), one.tickets, one.quotas)
    for part in frame.draw(GivenTickets(one.tickets), one.quotas):
        assert equal[part.stratum].drawn == part.drawn


@SOME
@given(weighted())
def test_a_larger_quota_keeps_the_drawn_among_the_heaviest(given_: tuple[Selection, dict[str, int]]) -> None:
    """With n every odds W/(n·w) − 1 falls, those of the heaviest fastest, and so they move up the ranks."""
    one, weight = given_
    before = drawn_of(one.pool, weight, one.tickets, one.quotas)
    counts = Counter(one.pool.values())
    more = {stratum: min(number + 1, counts[stratum]) for stratum, number in one.quotas.items()}
    after = drawn_of(one.pool, weight, one.tickets, more)
    for stratum, part in before.items():
        heaviest = max(weight[id_] for id_, label in one.pool.items() if label == stratum)
        assert {id_ for id_ in ids_of(part) if weight[id_] == heaviest} <= ids_of(after[stratum])
        assert part.certain <= after[stratum].certain


def sixteenths(**parts: int) -> dict[str, str]:
    """Return tickets that begin at so many sixteenths of all tickets."""
    return {id_: f"{number:x}".ljust(64, "0") for id_, number in parts.items()}


def test_a_larger_quota_may_drop_a_lighter_object_though_nobody_is_certain() -> None:
    """λ is 1/5, 2/5, 2/5, then twice that: the heavier two pass the light one at once."""
    pool, weight = dict.fromkeys("abc", "甲"), {"a": 1, "b": 2, "c": 2}
    tickets = sixteenths(a=1, b=3, c=4)
    one, two = (drawn_of(pool, weight, tickets, {"甲": number})["甲"] for number in (1, 2))
    assert (ids_of(one), ids_of(two), one.certain | two.certain) == ({"a"}, {"b", "c"}, frozenset())


def test_removing_an_undrawn_object_may_change_who_is_drawn() -> None:
    """It changes W, and with it the λ of everyone in the stratum; only stratified frames promise the contrary."""
    pool, weight = dict.fromkeys("abc", "甲"), {"a": 1, "b": 2, "c": 2}
    tickets = sixteenths(a=1, b=3, c=4)
    whole = drawn_of(pool, weight, tickets, {"甲": 1})["甲"]
    rest = {id_: pool[id_] for id_ in "ab"}
    left = drawn_of(rest, weight, tickets, {"甲": 1})["甲"]
    assert (ids_of(whole), ids_of(left), whole.certain | left.certain) == ({"a"}, {"b"}, frozenset())
