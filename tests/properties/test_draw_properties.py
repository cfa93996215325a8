"""SSJ-1 §7 on the level of the lottery: what must hold for every stratified draw."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.lottery import Algorithm, GivenTickets, KeyedTickets, Seed, StratumDraw, TableFrame, Tickets
from shuangsuiji.lottery import selection as selecting
from shuangsuiji.lottery.selection import smallest
from shuangsuiji.testing.strategies import Selection, frames, seeds, selections
from shuangsuiji.values.columns import Column

SOME = settings(max_examples=100)


def drawn_of(pool: Mapping[str, str], quotas: Mapping[str, int], tickets: Tickets) -> dict[str, StratumDraw]:
    frame = TableFrame.from_rows(pool.items())
    return {one.stratum: one for one in frame.draw(tickets, quotas)}


def given_draw(one: Selection) -> dict[str, StratumDraw]:
    return drawn_of(one.pool, one.quotas, GivenTickets(one.tickets))


def naive(one: Selection) -> dict[str, list[tuple[str, str]]]:
    """Sort everything: what the one pass of ``selection`` must agree with."""
    return {
        stratum: sorted((one.tickets[id_], id_) for id_, label in one.pool.items() if label == stratum)[:quota]
        for stratum, quota in one.quotas.items()
    }


def without(one: Selection, id_: str) -> Selection:
    pool = {other: stratum for other, stratum in one.pool.items() if other != id_}
    quotas = {
        stratum: min(quota, sum(label == stratum for label in pool.values()))
        for stratum, quota in one.quotas.items()
        if stratum in pool.values()
    }
    return Selection(pool=pool, quotas=quotas, tickets=one.tickets)


@SOME
@given(selections(), st.randoms(use_true_random=False))
def test_the_order_of_input_is_irrelevant(one: Selection, rng: random.Random) -> None:
    rows = list(one.pool.items())
    rng.shuffle(rows)
    frame = TableFrame.from_rows(rows)
    assert frame == TableFrame.from_rows(one.pool.items())
    assert {part.stratum: part for part in frame.draw(GivenTickets(one.tickets), one.quotas)} == given_draw(one)


@SOME
@given(selections())
def test_removing_an_undrawn_object_changes_no_others_fate(one: Selection) -> None:
    before = given_draw(one)
    drawn = {id_ for part in before.values() for _, id_ in part.drawn}
    for id_ in sorted(one.pool.keys() - drawn):
        after = given_draw(without(one, id_))
        assert {id_ for part in after.values() for _, id_ in part.drawn} == drawn
        assert all(part.drawn == before[stratum].drawn for stratum, part in after.items())


@SOME
@given(selections())
def test_removing_a_drawn_object_lets_in_exactly_the_next_rank(one: Selection) -> None:
    before = given_draw(one)
    for stratum, part in before.items():
        ranked = sorted((one.tickets[id_], id_) for id_, label in one.pool.items() if label == stratum)
        for _, id_ in part.drawn:
            after = given_draw(without(one, id_)).get(stratum)
            due = [row for row in ranked[: part.quota + 1] if row[1] != id_]
            assert (list(after.drawn) if after else []) == due


@SOME
@given(selections())
def test_a_larger_quota_draws_a_superset_that_begins_alike(one: Selection) -> None:
    counts = {stratum: list(one.pool.values()).count(stratum) for stratum in one.quotas}
    before = given_draw(one)
    whole = drawn_of(one.pool, counts, GivenTickets(one.tickets))
    for stratum, part in before.items():
        assert whole[stratum].drawn[: part.quota] == part.drawn
        assert {id_ for _, id_ in whole[stratum].drawn} == {i for i, label in one.pool.items() if label == stratum}


@SOME
@given(selections(), st.integers(1, 4))
def test_the_first_of_shards_merged_are_the_first_of_the_whole(one: Selection, shards: int) -> None:
    merged: dict[str, list[tuple[str, str]]] = {stratum: [] for stratum in one.quotas}
    for shard in range(shards):
        pool = dict(islice(one.pool.items(), shard, None, shards))
        counts = {stratum: list(pool.values()).count(stratum) for stratum in set(pool.values())}
        quotas = {stratum: min(number, one.quotas[stratum]) for stratum, number in counts.items()}
        for stratum, part in drawn_of(pool, quotas, GivenTickets(one.tickets)).items():
            merged[stratum] += part.drawn
    for stratum, part in given_draw(one).items():
        assert tuple(sorted(merged[stratum])[: part.quota]) == part.drawn


@SOME
@given(selections())
def test_an_object_is_drawn_iff_its_ticket_is_not_above_the_threshold(one: Selection) -> None:
    for stratum, part in given_draw(one).items():
        drawn = {id_ for _, id_ in part.drawn}
        assert part.quota == len(drawn) == one.quotas[stratum]
        assert (part.threshold is None) == (part.quota == 0)
        for id_, label in one.pool.items():
            if label == stratum:
                assert (id_ in drawn) == (part.threshold is not None and one.tickets[id_] <= part.threshold)


@SOME
@given(selections(), seeds())
def test_keyed_tickets_draw_what_their_own_hex_digits_draw(one: Selection, seed: Seed) -> None:
    keyed = KeyedTickets(seed.alg, seed.key)
    hexed = GivenTickets({id_: keyed.ticket(id_) for id_ in one.pool})
    assert drawn_of(one.pool, one.quotas, keyed) == drawn_of(one.pool, one.quotas, hexed)


@SOME
@given(selections(max_size=20))
def test_one_pass_agrees_with_sorting_everything(one: Selection) -> None:
    assert {stratum: list(part.drawn) for stratum, part in given_draw(one).items()} == naive(one)


@pytest.mark.parametrize("sigmas", [-7.0, -1.0, 0.0, 0.01])
@settings(max_examples=40)
@given(selections(max_size=20))
def test_one_pass_agrees_with_sorting_where_its_bound_is_too_low(sigmas: float, one: Selection) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(selecting, "_SIGMAS", sigmas)
        assert {stratum: list(part.drawn) for stratum, part in given_draw(one).items()} == naive(one)


@pytest.mark.parametrize("batch", [1, 2, 3])
@settings(max_examples=40)
@given(selections(max_size=20))
def test_one_pass_agrees_with_sorting_however_the_rows_fall_into_batches(batch: int, one: Selection) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(selecting, "_BATCH", batch)
        assert {stratum: list(part.drawn) for stratum, part in given_draw(one).items()} == naive(one)


@pytest.mark.parametrize("sigmas", [7.0, 0.0])
@pytest.mark.parametrize(
    ("rows", "quota"), [(0, 0), (1, 0), (1, 1), (2, 1), (300, 0), (300, 1), (300, 299), (300, 300)]
)
def test_one_pass_agrees_with_sorting_at_the_edges(
    monkeypatch: pytest.MonkeyPatch, sigmas: float, rows: int, quota: int
) -> None:
    monkeypatch.setattr(selecting, "_SIGMAS", sigmas)
    ids = [f"{number:03}" for number in range(rows)]
    tickets = KeyedTickets(Algorithm.SHA256, "45041702c41ccbb298665f3d10642f2b")
    found = smallest(ids, Column.of("甲" for _ in ids), tickets, {"甲": quota})
    assert list(found["甲"]) == sorted((tickets.ticket(id_), id_) for id_ in ids)[:quota]


def test_the_largest_and_the_smallest_ticket_are_drawn_in_their_place() -> None:
    tickets = GivenTickets({"甲": "f" * 64, "乙": "0" * 64, "丙": f"{'f' * 63}e"})
    found = smallest(["丙", "乙", "甲"], Column.of("AAA"), tickets, {"A": 3})
    assert [id_ for _, id_ in found["A"]] == ["乙", "丙", "甲"]


def test_equal_tickets_are_drawn_in_the_order_of_ids() -> None:
    tickets = GivenTickets(dict.fromkeys("甲乙丙", "7" * 64))
    drawn = TableFrame.from_rows((id_, "A") for id_ in "甲乙丙").draw(tickets, {"A": 2})[0].drawn
    assert [id_ for _, id_ in drawn] == ["丙", "乙"]


@SOME
@given(frames(min_size=1), st.data())
def test_a_stratum_of_which_nothing_or_all_is_drawn_needs_no_luck(frame: TableFrame, data: st.DataObject) -> None:
    counts = frame.counts()
    tickets = KeyedTickets(Algorithm.SHA256, "0" * 32)
    quotas = {stratum: data.draw(st.sampled_from((0, rows))) for stratum, rows in counts.items()}
    for part in frame.draw(tickets, quotas):
        inside = {id_ for id_ in frame.ids if frame.stratum(id_) == part.stratum}
        assert {id_ for _, id_ in part.drawn} == (inside if part.quota else set())
