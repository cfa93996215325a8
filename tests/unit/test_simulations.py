"""Simulated draws: seeds that anyone repeats, shares with their interval, certificates by kind."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256

import pytest

from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.simulations import drawn_units, percent, simulate, simulated_seeds, wilson
from tests.unit.matching_plans import evenly, manifest_of, officer, rules, staff

TWO = rules({"labels": {"市监": "-;-"}})
FRAMES = {"labels": evenly(20, ("东", "西"))}
# whoever is drawn, four of them need eight places; four in the west are beyond the two who go there
FEW = staff(
    *(officer(f"o{number}", regions=("东",)) for number in (1, 2)),
    *(officer(f"o{number}", capacity=3) for number in (3, 4)),
)


def test_a_simulated_seed_is_the_hash_of_its_number() -> None:
    first, second = simulated_seeds(Algorithm.SHA256, 2)
    assert first.text == sha256(b"ssj1-simulated|1").hexdigest()
    assert second.text == sha256(b"ssj1-simulated|2").hexdigest()


def test_a_seed_draws_units() -> None:
    (seed,) = simulated_seeds(Algorithm.SHA256, 1)
    units = drawn_units(manifest_of(FRAMES, {"labels": 4}, TWO, FEW), FRAMES, seed)
    assert [unit.department for unit in units] == ["市监"] * 4
    assert all(unit.region == FRAMES["labels"].region(unit.object) for unit in units)


def test_the_share_is_that_of_the_draws_with_all_in_the_west() -> None:
    """Four of twenty, ten of them in the west: 210 of 4845 ways, or about 4.3 %."""
    steps: list[int] = []
    found = simulate(manifest_of(FRAMES, {"labels": 4}, TWO, FEW), FRAMES, FEW, 500, steps.append)
    low, high = wilson(found.infeasible, found.simulated)
    assert low < 210 / 4845 < high
    assert found.share == Fraction(found.infeasible, 500)
    ((times, (shortage,)),) = found.certificates
    assert (times, shortage.missing, [one.region for one in shortage.demands]) == (found.infeasible, 2, ["西"])
    assert steps == list(range(1, 501))


def test_certificates_are_told_apart_by_region_and_the_worst_is_shown() -> None:
    people = staff(officer("o1", regions=("东",)), officer("o2", regions=("东",)), officer("o3", regions=("西",)))
    found = simulate(manifest_of(FRAMES, {"labels": 6}, TWO, people), FRAMES, people, 100)
    regions = [[one.region for one in example[0].demands] for _, example in found.certificates]
    assert found.infeasible == sum(times for times, _ in found.certificates) == 100
    assert regions[0] == ["西"]
    assert found.certificates[0][1][0].seats > 6
    assert sorted(regions) == sorted(map(list, {tuple(one) for one in regions}))


def test_a_frame_other_than_the_committed_one_is_refused() -> None:
    with pytest.raises(BrokenChainError, match="抽样框与锁定单不符"):
        simulate(manifest_of(FRAMES, {"labels": 4}, TWO, FEW), {"labels": evenly(20)}, FEW, 1)


def test_no_draw_is_no_simulation() -> None:
    with pytest.raises(InvalidValueError, match="n"):
        simulate(manifest_of(FRAMES, {"labels": 4}, TWO, FEW), FRAMES, FEW, 0)


@pytest.mark.parametrize(
    ("times", "trials", "low", "high"),
    [(0, 1000, 0.0, 0.003827), (1000, 1000, 0.996173, 1.0), (10, 100, 0.055229, 0.174368), (1, 2, 0.094531, 0.905469)],
)
def test_the_interval_is_wilson_s(times: int, trials: int, low: float, high: float) -> None:
    assert wilson(times, trials) == pytest.approx((low, high), abs=1e-5)


def test_no_more_than_all_trials_succeed() -> None:
    with pytest.raises(InvalidValueError, match="不得超过 3"):
        wilson(4, 3)


def test_shares_are_shown_with_two_decimals() -> None:
    assert (percent(Fraction(1, 3)), percent(0.0)) == ("33.33%", "0.00%")
