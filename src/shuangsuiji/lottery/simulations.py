"""Draws that are not held: what a plan would bring under seeds that nobody will use; matching.md §3 step 0 (模拟抽取).

A simulated seed is the hash of its number, so that anyone repeats a simulation to the last digit. The seed of the draw
itself depends on codes and a beacon and is none of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from statistics import NormalDist

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.lottery.digest import Algorithm, hash_message
from shuangsuiji.lottery.drawing import draw_frames
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.matching_terms import MatchingTerms
from shuangsuiji.lottery.rounds import Taken
from shuangsuiji.lottery.seating import Seating, live_units
from shuangsuiji.lottery.seeds import Seed
from shuangsuiji.lottery.shortages import Shortage
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.lottery.units import Seat, Unit
from shuangsuiji.lottery.worst_cases import places_missing
from shuangsuiji.values import check_count

__all__ = [
    "Certificate",
    "Progress",
    "Simulation",
    "drawn_units",
    "matching_of",
    "percent",
    "simulate",
    "simulated_seeds",
    "wilson",
]

Progress = Callable[[int], None]
"""Called with the number of draws simulated so far (进度)."""

Certificate = tuple[int, tuple[Shortage, ...]]
"""How often shortages of one kind came, and the worst example (缺口及次数)."""

_Kind = tuple[tuple[str, tuple[tuple[str, Seat], ...]], ...]
_PURPOSE = "ssj1-simulated"
_Z = NormalDist().inv_cdf(0.975)


@attrs.frozen(kw_only=True)
class Simulation:
    """How many simulated draws cannot be matched, and why (模拟结果).

    Attributes:
        simulated: number of draws.
        infeasible: how many of them left a seat empty that nobody could fill.
        certificates: the kinds of shortages by region and tags, the most frequent first.

    """

    simulated: int
    infeasible: int
    certificates: tuple[Certificate, ...] = ()

    @property
    def share(self) -> Fraction:
        """The share of draws that cannot be matched."""
        return Fraction(self.infeasible, self.simulated)


def matching_of(manifest: Manifest) -> MatchingTerms:
    """Return the rules of the matching of a draw that has one (匹配规则).

    Raises:
        InvalidValueError: the draw matches nobody.

    """
    if manifest.matching is None:
        zh, en = "锁定单没有匹配规则", "the manifest matches nobody"
        raise InvalidValueError(field="manifest", rule_zh=zh, rule=en, value=manifest.task)
    return manifest.matching


def simulated_seeds(alg: Algorithm, n: int) -> Iterator[Seed]:
    """Return the first seeds of a simulation: H(``ssj1-simulated|i``), i from 1 (模拟种子).

    Raises:
        InvalidValueError: a number that is no count from 1.

    """
    check_count(n, "n", at_least=1)
    return (Seed(alg=alg, text=hash_message(alg, _PURPOSE, str(number))) for number in range(1, n + 1))


def drawn_units(manifest: Manifest, frames: Mapping[str, TableFrame], seed: Seed) -> tuple[Unit, ...]:
    """Return the units that a seed draws (应派检查组).

    Raises:
        BrokenChainError: a frame is not the committed one.
        InvalidValueError: the draw matches nobody.
        UnknownNameError: a frame that is not given.

    """
    teams = matching_of(manifest).teams
    draws = draw_frames(manifest, frames, KeyedTickets(manifest.alg, seed.key), seed.scalar)
    live = Taken.by(manifest.frames, frames, draws).live
    regions = {id_: frames[names[0]].region(id_) for id_, names in live.items()}
    return Seating().wanted(live, teams, regions).open_units(live_units(live, teams))


def simulate(
    manifest: Manifest,
    frames: Mapping[str, TableFrame],
    staff: Staff,
    n: int = 1000,
    progress: Progress | None = None,
) -> Simulation:
    """Return how often the objects of a draw could not all be inspected by these officers (模拟配员).

    Whether a seat can be filled does not depend on officers' tickets, so that the seed draws the objects alone.

    Args:
        manifest: the terms of the draw.
        frames: the committed frames.
        staff: who may be matched.
        n: how many draws to simulate.
        progress: called after each of them.

    Raises:
        BrokenChainError: a frame is not the committed one.
        InvalidValueError: the draw matches nobody, or a number that is no count from 1.
        UnknownNameError: a frame that is not given.

    """
    times: dict[_Kind, int] = {}
    worst: dict[_Kind, tuple[Shortage, ...]] = {}
    for number, seed in enumerate(simulated_seeds(manifest.alg, n), 1):
        found = places_missing(drawn_units(manifest, frames, seed), staff)
        if found:
            kind = _kind(found)
            times[kind] = times.get(kind, 0) + 1
            if kind not in worst or _missing(found) > _missing(worst[kind]):
                worst[kind] = found
        if progress is not None:
            progress(number)
    order = sorted(times, key=lambda kind: (-times[kind], kind))
    return Simulation(
        simulated=n, infeasible=sum(times.values()), certificates=tuple((times[one], worst[one]) for one in order)
    )


def wilson(times: int, trials: int) -> tuple[float, float]:
    """Return the 95 % interval of Wilson for a share seen in independent trials (威尔逊区间).

    Raises:
        InvalidValueError: no trial, or more times than trials.

    """
    check_count(times, "times")
    if times > check_count(trials, "trials", at_least=1):
        zh, en = f"不得超过 {trials}", f"must be at most {trials}"
        raise InvalidValueError(field="times", rule_zh=zh, rule=en, value=times)
    share, weight = times / trials, _Z * _Z / trials
    centre = share + weight / 2
    half = _Z * math.sqrt(share * (1 - share) / trials + weight / (4 * trials))
    low, high = (centre - half) / (1 + weight), (centre + half) / (1 + weight)
    return (low if times else 0.0), (high if times < trials else 1.0)


def percent(share: Fraction | float) -> str:
    """Return a share as people read it, two decimals (百分数)."""
    return f"{100 * float(share):.2f}%"


def _kind(found: tuple[Shortage, ...]) -> _Kind:
    """Return what shortages have in common that differ in numbers alone."""
    return tuple((one.department, tuple(sorted({(two.region, two.seat) for two in one.demands}))) for one in found)


def _missing(found: tuple[Shortage, ...]) -> int:
    return sum(one.missing for one in found)
