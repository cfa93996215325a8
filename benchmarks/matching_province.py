"""The matching of a whole province, city by city: 420,000 tasks, 40,000 inspectors, in bounded memory.

Thirteen cities, each made up, matched and let go before the next, on one core or several; departments and cities share
no officers, so that the result is the same either way. From the root of the repository:

    python -m benchmarks.matching_province [--scale 0.1] [--processes 2]
"""

from __future__ import annotations

import argparse
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from time import perf_counter, process_time

import attrs

from benchmarks.matching_instances import city
from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.seat_tickets import KeyedSeatTickets

CITIES = 13
TASKS, OFFICERS, DISTRICTS = 420_000, 40_000, range(1, 6)
LOT = 3
TICKETS = KeyedSeatTickets(alg=Algorithm.SHA256, key="0f1e2d3c4b5a69788796a5b4c3d2e1f0")


@attrs.frozen(kw_only=True)
class CityDone:
    """What is kept of a city: sums, no seats (城市结果)."""

    seats: int
    eligible: int
    empty: int
    repairs: int
    made: float
    matched: float
    peak: int


def match_city(number: int, part: int = 1) -> CityDone:
    """Make up one city, or a part of it, and match it, with progress on stderr."""
    start = process_time()
    given = city(TASKS // CITIES // part, OFFICERS // CITIES // part, districts=DISTRICTS, number=number)
    made = process_time()
    units = len(given.units)

    def progress(done: int) -> None:
        print(f"city {number + 1}: {done:,} of {units:,} units", file=sys.stderr, flush=True)

    found = match_fast(given.units, given.officers, given.barred, TICKETS, LOT, traced=False, progress=progress)
    matched = process_time()
    return CityDone(
        seats=given.seats,
        eligible=given.eligible(),
        empty=len(found.empty),
        repairs=found.repairs,
        made=made - start,
        matched=matched - made,
        peak=_peak(),
    )


def _peak() -> int:
    """Return the peak of this process's resident memory in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def province(cities: int, processes: int) -> Iterator[CityDone]:
    """Yield city after city; each process holds one at a time."""
    if processes == 1:
        yield from map(match_city, range(cities))
        return
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(match_city, range(cities))


def report(cities: Iterable[CityDone], processes: int) -> None:
    """Print the sums of a province."""
    start = perf_counter()
    done = list(cities)
    wall = perf_counter() - start
    seats, matched = sum(one.seats for one in done), sum(one.matched for one in done)
    print(
        f"{processes} process(es): {seats:,} seats, {sum(one.eligible for one in done) / seats:.0f} eligible a seat, "
        f"{sum(one.empty for one in done)} empty, {sum(one.repairs for one in done)} repairs\n"
        f"  CPU s: {matched:.1f} matching, {sum(one.made for one in done):.1f} making up the cities; "
        f"{matched / seats * 1e6:.1f} µs a seat\n"
        f"  wall s: {wall:.1f}\n"
        f"  peak MiB of a process: {max(one.peak for one in done) / 2**20:.0f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--scale", type=float, default=1.0, help="0.1: a tenth of the cities (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="cores to use (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    cities = max(1, round(CITIES * chosen.scale))
    print(f"{cities} of {CITIES} cities, each {TASKS // CITIES:,} tasks and {OFFICERS // CITIES:,} inspectors")
    report(province(cities, chosen.processes), chosen.processes)


if __name__ == "__main__":
    main()
