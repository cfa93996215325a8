"""SSJ-1 §7 on the level of records: items of one draw, batches, supplementary rounds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import SearchStrategy

from shuangsuiji.draws import Draw, SupplementDraw
from shuangsuiji.lottery import FrameDraw, KeyedTickets, draw_frames
from shuangsuiji.lottery.drawing import final_quotas
from shuangsuiji.testing.strategies import draws, supplements

SOME = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def mains() -> SearchStrategy[Draw]:
    return draws() | draws(leaving=True)


def rounds_of(record: Draw | SupplementDraw) -> list[Draw | SupplementDraw]:
    """Return the main draw and the rounds after it, in order."""
    return [record] if isinstance(record, Draw) else [*rounds_of(record.request.before), record]


@SOME
@given(mains())
def test_the_items_of_a_joint_draw_are_each_drawn_as_if_alone(record: Draw) -> None:
    manifest, frames_of = record.commitment.manifest, record.commitment.frames
    tickets = KeyedTickets(manifest.alg, record.seed.key)
    together = draw_frames(manifest, frames_of, tickets, record.seed.scalar)
    assert together == record.frames
    for terms, drawn in zip(manifest.frames, together, strict=True):
        frame = frames_of[terms.name]
        quotas = final_quotas(terms, frame.counts(), record.seed.scalar)
        assert frame.draw(tickets, quotas, terms.design) == drawn.strata
        for part in drawn.strata:
            assert all(ticket == tickets.ticket(id_) for ticket, id_ in part.drawn)


@SOME
@given(mains())
def test_a_quota_rounded_by_chance_is_one_of_the_two_beside_the_share_and_keeps_its_cap(record: Draw) -> None:
    for terms, drawn in zip(record.commitment.manifest.frames, record.frames, strict=True):
        counts = record.commitment.frames[terms.name].counts()
        for stratum, number in drawn.quotas.items():
            share, cap = terms.ratios[stratum] * counts[stratum], terms.caps.get(stratum)
            assert number in (terms.quotas[stratum], terms.quotas[stratum] + int(terms.rounding == "chance"))
            assert share - 1 < number < share + 1 or (cap is not None and number == cap * counts[stratum] // 1)
            assert cap is None or number <= cap * counts[stratum]


@SOME
@given(mains())
def test_batches_part_the_drawn_in_ticket_order_as_evenly_as_can_be(record: Draw) -> None:
    batched = {terms.name: terms.batches for terms in record.commitment.manifest.frames if terms.batches is not None}
    assert record.batches.keys() == batched.keys()
    drawn: dict[str, FrameDraw] = {one.name: one for one in record.frames}
    for name, order in record.batches.items():
        in_order = sorted(pair for part in drawn[name].strata for pair in part.drawn)
        assert [id_ for ids in order for id_ in ids] == [id_ for _, id_ in in_order]
        sizes = [len(ids) for ids in order]
        assert len(sizes) == min(batched[name], len(in_order))
        assert all(longer - shorter in (0, 1) for longer, shorter in pairwise(sizes))
        assert not sizes or 0 <= sizes[0] - sizes[-1] <= 1


@SOME
@given(supplements())
def test_nobody_is_drawn_twice_for_an_item(record: SupplementDraw) -> None:
    for name, frame in record.commitment.frames.items():
        drawn = [id_ for one in rounds_of(record) for part in one.frames if part.name == name for id_ in part.ids]
        assert len(drawn) == len(set(drawn))
        assert all(id_ in frame for id_ in drawn)
        assert set(drawn) == set(record.taken.drawn[name])


@SOME
@given(supplements())
def test_a_round_draws_what_it_asked_for_from_what_was_left(record: SupplementDraw) -> None:
    """With tickets of its own: the next ranks of the main draw have no better chance than the others."""
    asked = record.request.supplement.quotas
    tickets = KeyedTickets(record.seed.alg, record.seed.key)
    keys = {one.seed.key for one in rounds_of(record)}
    assert len(keys) == record.k + 1
    assert {part.name: part.quotas for part in record.frames} == asked
    for part in record.frames:
        terms = next(terms for terms in record.commitment.manifest.frames if terms.name == part.name)
        left = record.commitment.frames[part.name].without(record.request.taken.drawn[part.name])
        alone = left.draw(tickets, {**dict.fromkeys(left.counts(), 0), **asked[part.name]}, terms.design)
        assert part.strata == tuple(one for one in alone if one.stratum in asked[part.name])


@SOME
@given(supplements())
def test_every_replaced_object_has_one_in_its_place(record: SupplementDraw) -> None:
    """For each item and stratum for which it had been drawn; what is drawn beyond that is an extension."""
    request = record.request
    for name, drawn in request.taken.drawn.items():
        gone = [stratum for id_, stratum in drawn.items() if id_ in request.supplement.replaced]
        for stratum in set(gone):
            assert request.supplement.quotas[name][stratum] >= gone.count(stratum)
