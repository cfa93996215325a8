"""Draws and supplementary rounds of every kind are made, and open with the codes that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise
from math import ceil
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from shuangsuiji.draws import Commitment, Draw, SupplementCommitment, SupplementDraw
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.lottery import Algorithm, FrameTerms, Manifest, StratumDraw, next_code
from shuangsuiji.lottery.quotas import largest_quotas, room
from shuangsuiji.testing.strategies import (
    WAYS,
    commitments,
    draws,
    reveals,
    supplement_requests,
    supplements,
    synthetic_codes,
)

ROUND = {"supplement", "reveal", "drawn", "thresholds"}
ALL = ROUND | {"manifest", "frame", "excluded", "batches"}
CHANGED = {
    "batch_changed": {"batches"},
    "byte": ALL,
    "contents_exchanged": ROUND,
    "digit": {"reveal", "drawn", "thresholds", "batches"},
    "drawn_added": {"drawn"},
    "drawn_exchanged": {"drawn"},
    "file_removed": ALL - {"manifest"},
    "form": ALL,
    "line_doubled": ALL,
    "line_removed": ALL,
    "lines_exchanged": ALL,
    "round_removed": ROUND,
    "round_renumbered": ROUND,
    "row_added": {"frame", "excluded"},
    "threshold_added": {"thresholds"},
    "undrawn_listed": {"drawn"},
}
T = TypeVar("T")

VECTORS = Path(__file__).parents[1] / "vectors"


def terms(one: Draw | SupplementDraw) -> tuple[FrameTerms, ...]:
    return one.commitment.manifest.frames


def strata(one: Draw | SupplementDraw) -> list[StratumDraw]:
    return [part for frame in one.frames for part in frame.strata]


DRAWS: dict[str, Callable[[Draw], bool]] = {
    "an open draw": lambda one: one.commitment.manifest.mode == "open",
    "a sealed draw": lambda one: one.commitment.manifest.mode == "sealed",
    "two parties": lambda one: len(one.reveal.codes) == 2,
    "two items": lambda one: len(one.frames) == 2,
    "one visit for two items": lambda one: any(len(codes) == 2 for codes in one.objects.values()),
    "several strata": lambda one: any(len(frame.strata) > 2 for frame in one.frames),
    "nothing drawn": lambda one: not one.objects,
    "everything drawn": lambda one: (
        len(one.objects) > 2 and all(p.quota == p.rows for f in one.frames for p in f.strata)
    ),
    "an exclusion": lambda one: any(one.commitment.excluded.values()),
    "three beacons": lambda one: len(one.commitment.manifest.beacons) == 3,
    "a second version of the pool": lambda one: (
        one.commitment.basis is not None and one.commitment.basis.pool.version == 2
    ),
    "chance that adds one": lambda one: any(
        drawn.quotas != dict(fixed.quotas) for drawn, fixed in zip(one.frames, terms(one), strict=True)
    ),
    "chance under the cap of an item": lambda one: any(
        fixed.rounding == "chance" and fixed.cap is not None and not fixed.caps for fixed in terms(one)
    ),
    "chance cut by the cap of a stratum": lambda one: any(
        fixed.rounding == "chance"
        and ceil(fixed.ratios[part.stratum] * part.rows) > fixed.caps.get(part.stratum, 1) * part.rows // 1
        for fixed, drawn in zip(terms(one), one.frames, strict=True)
        for part in drawn.strata
    ),
    "certain units": lambda one: any(part.certain and part.quota < part.rows for part in strata(one)),
    "units drawn by weight": lambda one: any(part.cutoff and part.quota < part.rows for part in strata(one)),
    "both": lambda one: any(part.cutoff and part.certain for part in strata(one)),
    "batches of two sizes": lambda one: any(len(set(map(len, order))) == 2 for order in one.batches.values()),
    "more batches than drawn": lambda one: any(
        fixed.batches and 0 < len(drawn.ids) < fixed.batches
        for drawn, fixed in zip(one.frames, terms(one), strict=True)
    ),
    "a Merkle root": lambda one: any(fixed.merkle for fixed in terms(one)),
    "a joint inspection of two items": lambda one: (
        "rules.joint" in one.commitment.manifest.entries and len(one.frames) == 2
    ),
}


ROUNDS: dict[str, Callable[[SupplementDraw], bool]] = {
    "a first round": lambda one: one.k == 1,
    "a second round": lambda one: one.k == 2,
    "events of its own": lambda one: len(one.round.events) == 2,
    "the beacon of the main draw": lambda one: not one.round.events,
    "a replacement alone": lambda one: len(one.request.supplement.replaced) == 1 and len(one.objects) == 1,
    "a replacement for two items": lambda one: any(
        all(id_ in drawn for drawn in one.request.taken.drawn.values()) and len(one.request.taken.drawn) == 2
        for id_ in one.request.supplement.replaced
    ),
    "an extension alone": lambda one: not one.request.supplement.replaced,
    "both": lambda one: 0 < len(one.request.supplement.replaced) < len(strata(one)),
    "two of one stratum": lambda one: any(part.quota == 2 for part in strata(one)),
    "under a cap": lambda one: any(fixed.cap is not None for fixed in terms(one) if fixed.name in one.taken.drawn),
    "by weight": lambda one: any(part.cutoff and part.quota < part.rows for part in strata(one)),
    "a sealed draw of two parties": lambda one: one.commitment.manifest.mode == "sealed" and len(one.reveal.codes) == 2,
}


def missing(strategy: SearchStrategy[T], kinds: Mapping[str, Callable[[T], bool]]) -> set[str]:
    """Return the kinds that a strategy does not make; the search ends with the last that is found."""
    left = set(kinds)

    def last(one: T) -> bool:
        left.difference_update([kind for kind in left if kinds[kind](one)])
        return not left

    with suppress(NoSuchExample):
        find(strategy, last, settings=settings(max_examples=1500, phases=[Phase.generate]))
    return left


def test_draws_of_every_kind_are_made() -> None:
    assert missing(draws() | draws(leaving=True), DRAWS) == set()


def test_supplementary_rounds_of_every_kind_are_made() -> None:
    assert missing(supplements(), ROUNDS) == set()


@settings(max_examples=15)
@given(commitments(mode="sealed"), st.data())
def test_reveals_open_the_commitment_they_were_made_for(commitment: Commitment, data: st.DataObject) -> None:
    reveal = data.draw(reveals(commitment))
    assert Draw(commitment=commitment, reveal=reveal).reveal == data.draw(st.just(reveal))
    assert set(reveal.codes) == set(commitment.manifest.chains)
    assert data.draw(reveals(commitment.manifest, codes=reveal.codes)).codes == reveal.codes


@settings(max_examples=15)
@given(supplement_requests(), st.data())
def test_reveals_open_the_round_they_were_made_for(request: SupplementCommitment, data: st.DataObject) -> None:
    reveal = data.draw(reveals(request))
    assert SupplementDraw(request=request, reveal=reveal).k == reveal.k == request.before.k + 1
    assert set(reveal.codes) == set(request.commitment.manifest.chains)
    assert (reveal.beacon == request.before.main.reveal.beacon) >= (not request.supplement.beacons)


def test_synthetic_chains_open_the_main_draw_and_three_rounds() -> None:
    chains = synthetic_codes(Algorithm.SHA256, "operator")
    assert len({codes[0] for codes in chains}) == 8
    for codes in chains:
        assert len(codes) == 5
        assert all(next_code(Algorithm.SHA256, "operator", code) == before for before, code in pairwise(codes))


def test_a_chain_that_is_not_synthetic_needs_its_codes() -> None:
    manifest = Manifest.from_bytes((VECTORS / "ssj1-joint/manifest.txt").read_bytes())
    with pytest.raises(UnknownNameError, match=r"chain\.operator: no .* known: synthetic_codes\(\); codes="):
        find(reveals(manifest), lambda _: True)


@settings(max_examples=60)
@given(commitments())
def test_a_joint_task_is_of_the_plan_and_of_departments_that_take_part(commitment: Commitment) -> None:
    basis = commitment.basis
    assert basis is not None
    joint = basis.plan.joint_plan_of(basis.task)
    assert (joint is None) == (basis.task.joint_plan is None)
    for design in basis.task.designs if joint else ():
        item = basis.items[design.item_code]
        assert joint is not None
        assert {item.implementing_body, *item.joint_departments} & set(joint.members)


@settings(max_examples=100)
@given(commitments() | commitments(leaving=True))
def test_the_most_that_may_be_drawn_keeps_the_cap(commitment: Commitment) -> None:
    for fixed in commitment.manifest.frames:
        largest = largest_quotas(fixed, commitment.frames[fixed.name].counts())
        assert fixed.cap is None or sum(largest.values()) <= room(fixed.rows, fixed.cap)


def test_bundles_are_tampered_with_in_every_way_and_in_every_file_that_is_bound() -> None:
    changed: dict[str, set[str]] = {way: set() for way in WAYS}

    @settings(max_examples=40, phases=[Phase.generate])
    @given(supplements(), st.data())
    def gather(record: SupplementDraw, data: st.DataObject) -> None:
        for way, make in WAYS.items():
            for strategy in make(record.files):
                files = data.draw(strategy)
                other = {name for name in files.keys() | record.files if files.get(name) != record.files.get(name)}
                assert other, way
                changed[way] |= {name.split(".")[0] for name in other}

    gather()
    assert changed == CHANGED
