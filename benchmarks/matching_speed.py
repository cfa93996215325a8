"""How fast the matching of inspectors is, next to a min-cost flow, how it grows, and where the time goes.

One run, one process, in memory, from the root of the repository: CPU time (``time.process_time``), the median of three
unless a table says otherwise; every ratio is taken within the run. The peer is OR-tools, which is left out and named
where it is not installed: source, officer (capacity), officer in unit (1), seat (1), sink, and as the cost of a seat
the first bits of the same ticket. It fills every seat at the least sum of tickets; in a second form it first makes the
loads as even as they can be. Pairs it does not know.

    python -m benchmarks.matching_speed [--quick] [--large-peer]
"""

from __future__ import annotations

import argparse
import gc
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib import import_module
from math import log2
from random import Random
from statistics import median
from time import process_time
from typing import Any, NamedTuple
from zlib import crc32

import attrs

from benchmarks.matching_instances import Instance, city
from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.matched import Assignment, Matched
from shuangsuiji.lottery.matching import match_units
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.seat_tickets import KeyedSeatTickets, SeatTickets
from shuangsuiji.lottery.units import Seat, Unit

LOT = 3
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TICKETS = KeyedSeatTickets(alg=Algorithm.SHA256, key=KEY)
SMALL, LARGE = (2_000, 200, range(1, 9)), (12_000, 1_200, range(3, 11))
GROWTH = (500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000)
COST_DIGITS = 5  # of 64 hex digits: 20 bits, so that the sum of all costs stays below 63


@attrs.frozen
class Timing:
    """One line of a table: what was done, and the CPU seconds that it took."""

    what: str
    seconds: float
    remark: str = ""


def measured(what: str, work: Callable[[], object], remark: str = "", *, repeats: int = 3) -> Timing:
    """Return the median of some runs; what a run returns is let go before the next begins."""
    seconds: list[float] = []
    for _ in range(repeats):
        gc.collect()
        start = process_time()
        work()
        seconds.append(process_time() - start)
    return Timing(what, median(seconds), remark)


@attrs.frozen
class FreeTickets:
    """Tickets that cost nothing: a stretch of a random list, so that the rest can be timed (无成本号签)."""

    chance: Sequence[str]

    @classmethod
    def for_lots_up_to(cls, officers: int) -> FreeTickets:
        """Return some that suffice for lots of so many."""
        random = Random(KEY)
        return cls([f"{random.getrandbits(256):064x}" for _ in range(2**16 + officers)])

    def order(self, unit: Unit) -> str:
        """Return the ticket of a unit."""
        return TICKETS.order(unit)

    def seat(self, unit: Unit, number: int, officers: Sequence[str]) -> list[str]:
        """Return one ticket per officer."""
        start = crc32(f"{unit.object}{unit.department}{number}".encode()) % 2**16
        return list(self.chance[start : start + len(officers)])


@attrs.define
class CountedTickets:
    """The tickets of the draw, counted (计数号签)."""

    tickets: int = 0

    def order(self, unit: Unit) -> str:
        """Return the ticket of a unit."""
        return TICKETS.order(unit)

    def seat(self, unit: Unit, number: int, officers: Sequence[str]) -> list[str]:
        """Return one ticket per officer."""
        self.tickets += len(officers)
        return TICKETS.seat(unit, number, officers)


class Ends(NamedTuple):
    """The arcs into one seat, one per officer, side by side (席位弧)."""

    unit: Unit
    seat: int
    first: int
    officers: list[str]

    def assignment(self, flow: list[int]) -> Assignment:
        """Return who sits there: the officer whose arc is used."""
        officer = self.officers[flow.index(1, self.first) - self.first]
        unit = self.unit
        return Assignment(object=unit.object, department=unit.department, seat=self.seat, officer=officer, via="flow")


def ours(given: Instance, tickets: SeatTickets = TICKETS, *, traced: bool = False) -> Matched:
    """Return our matching of an instance."""
    return match_fast(given.units, given.officers, given.barred, tickets, LOT, traced=traced)


def peer(given: Instance, *, even: bool, plain: bool = False) -> list[Timing]:
    """Return how long OR-tools takes, its network built before and its flow read out; nothing without it.

    ``plain`` hands the arcs over one by one, as its manual shows; else whole columns, the fastest way that we found.
    """
    flows, numpy = _optional("ortools.graph.python.min_cost_flow", "ortools"), _optional("numpy", "numpy")
    if flows is None or numpy is None:
        return []
    start = process_time()
    arcs, nodes, ends = network(given, even=even)
    built = process_time()
    solver = flows.SimpleMinCostFlow()
    if plain:
        for arc in zip(*arcs, strict=True):
            solver.add_arc_with_capacity_and_unit_cost(*arc)
    else:
        solver.add_arcs_with_capacity_and_unit_cost(*(numpy.frombuffer(column, dtype=numpy.int64) for column in arcs))
    solver.set_nodes_supplies(numpy.array([0, nodes - 1]), numpy.array([given.seats, -given.seats]))
    solver.solve_max_flow_with_min_cost()
    solved = process_time()
    every = range(len(arcs[0]))
    flow = [solver.flow(arc) for arc in every] if plain else solver.flows(numpy.arange(len(every))).tolist()
    made = [end.assignment(flow) for end in ends if any(flow[end.first : end.first + len(end.officers)])]
    made.sort(key=lambda one: (one.object, one.department, one.seat))
    read = process_time()
    name = "OR-tools, even loads" if even else "OR-tools, tickets alone"
    name += ", arc by arc" if plain else ""
    return [
        Timing(f"{name}, all of it", read - start, f"{len(made):,} seats filled"),
        Timing("  tickets of all pairs, network", built - start, f"in Python; {len(arcs[0]):,} arcs"),
        Timing("  arcs taken over, solved", solved - built, "C++"),
        Timing("  assignments from the flow", read - solved, "in Python"),
    ]


def middle_run(given: Instance, *, even: bool, repeats: int, plain: bool = False) -> list[Timing]:
    """Return the peer's run of the median time, with its parts."""
    runs = [peer(given, even=even, plain=plain) for _ in range(repeats)]
    return sorted(runs, key=lambda lines: [one.seconds for one in lines])[repeats // 2]


def network(given: Instance, *, even: bool) -> tuple[tuple[array[int], ...], int, list[Ends]]:
    """Return the arcs as columns (tail, head, capacity, cost), how many nodes there are, and the arcs into seats."""
    tails, heads, room, costs = columns = (array("q"), array("q"), array("q"), array("q"))
    node_of = {one.id: node for node, one in enumerate(given.officers, 1)}
    dear = 1 << (4 * COST_DIGITS + given.seats.bit_length())  # more than all tickets together
    for one in given.officers:
        steps = range(0, one.capacity * dear, dear) if even else (0,)
        ones = len(steps)
        _add(columns, [0] * ones, [node_of[one.id]] * ones, [one.capacity // ones] * ones, steps)
    seats = range(len(node_of) + 1, len(node_of) + 1 + given.seats)
    nodes, seat, ends = seats.stop, iter(seats), list[Ends]()
    pools: dict[tuple[str, str, Seat], list[str]] = {}
    for unit in given.units:
        middle: dict[str, int] = {}
        for number, tags in enumerate(unit.seats, 1):
            able = [id_ for id_ in _pool(given, unit, tags, pools) if (unit.object, id_) not in given.barred]
            new = [id_ for id_ in able if id_ not in middle]
            middle.update(zip(new, range(nodes, nodes + len(new)), strict=True))
            _add(columns, [node_of[id_] for id_ in new], range(nodes, nodes + len(new)), [1] * len(new), [0] * len(new))
            nodes += len(new)
            ends.append(Ends(unit, number, len(tails), able))
            cost = [int(ticket[:COST_DIGITS], 16) for ticket in TICKETS.seat(unit, number, able)]
            _add(columns, [middle[id_] for id_ in able], [next(seat)] * len(able), [1] * len(able), cost)
    _add(columns, seats, [nodes] * len(seats), [1] * len(seats), [0] * len(seats))
    return (tails, heads, room, costs), nodes + 1, ends


def _add(columns: Iterable[array[int]], *more: Iterable[int]) -> None:
    for column, values in zip(columns, more, strict=True):
        column.extend(values)


def _pool(given: Instance, unit: Unit, tags: Seat, pools: dict[tuple[str, str, Seat], list[str]]) -> list[str]:
    key = (unit.department, unit.region, tags)
    if key not in pools:
        staff = (one for one in given.officers if one.department == unit.department)
        pools[key] = [one.id for one in staff if one.covers(unit.region) and one.holds(tags)]
    return pools[key]


@cache
def _optional(module: str, package: str) -> Any:  # noqa: ANN401 - a module without stubs
    try:
        return import_module(module)
    except ImportError:
        print(f"{package} is not installed and left out: pip install {package}")
        return None


def compared(given: Instance, *, reference: bool, with_peer: bool, repeats: int = 3) -> list[Timing]:
    """Return our times and those of others on one instance, ours first."""
    lines = [measured("ours: lots of 3, repair", lambda: ours(given), repeats=repeats)]
    lines.append(measured("ours, with a line of trace per seat", lambda: ours(given, traced=True), repeats=repeats))
    if reference:
        again = lambda: match_units(given.units, given.officers, given.barred, TICKETS, LOT)  # noqa: E731
        lines.append(measured("ours, the readable reference", again, "one run, with trace", repeats=1))
    if with_peer:
        lines += middle_run(given, even=False, repeats=repeats)
    if with_peer and reference:
        lines += middle_run(given, even=False, plain=True, repeats=repeats)[:1]
        lines += middle_run(given, even=True, repeats=repeats)
    return lines


def parts(given: Instance) -> list[Timing]:
    """Return where our time goes; what cannot be measured apart is a difference of two measurements."""
    whole = measured("the matching", lambda: ours(given))
    free = FreeTickets.for_lots_up_to(len(given.officers))
    unhashed = measured("", lambda: ours(given, free))
    order = measured("order: one ticket per unit, sorted", lambda: sorted(given.units, key=TICKETS.order))
    counted = CountedTickets()
    ours(given, counted)
    hashed = f"{counted.tickets:,} tickets, {counted.tickets / given.seats:.0f} a seat; by difference"
    return [
        Timing("hash: one ticket per officer in a lot", whole.seconds - unhashed.seconds, hashed),
        order,
        Timing("candidates, lots, pairs, result", unhashed.seconds - order.seconds, "by difference"),
        whole,
    ]


def print_table(title: str, whole: Timing, timings: Iterable[Timing]) -> None:
    """Print a table with the ratio of each line to ours."""
    print(f"\n{title}\n{'':44}{'CPU s':>9}{'× ours':>9}")
    for one in timings:
        print(f"{one.what:44}{one.seconds:9.3f}{one.seconds / whole.seconds:9.2f}   {one.remark}".rstrip())


def print_growth(sizes: Iterable[int]) -> None:
    """Print how the time grows with tasks and officers in proportion; the exponent is that of the last doubling."""
    print("\nGrowth, ten tasks per officer, one run each")
    print(
        f"{'tasks':>8}{'officers':>10}{'seats':>9}{'eligible':>10}{'CPU s':>9}{'µs/seat':>9}{'ns/pair':>9}{'power':>8}"
    )
    before = 0.0
    for tasks in sizes:
        given = city(tasks, tasks // 10, districts=range(3, 8))
        pairs = given.eligible()
        seconds = measured("", lambda given=given: ours(given), repeats=1).seconds  # type: ignore[misc]
        power = f"{log2(seconds / before):.2f}" if before else ""
        row = f"{tasks:8,}{tasks // 10:10,}{given.seats:9,}{pairs / given.seats:10.0f}{seconds:9.3f}"
        print(f"{row}{seconds / given.seats * 1e6:9.1f}{seconds / pairs * 1e9:9.0f}{power:>8}", flush=True)
        before = seconds


def named(given: Instance) -> str:
    """Return the size of an instance."""
    eligible = given.eligible()
    return f"{given.seats:,} seats, {eligible:,} eligible pairs, {eligible / given.seats:.0f} a seat"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of every size, for a look")
    parser.add_argument(
        "--large-peer", action="store_true", help="the peer on the large instance too: minutes and GiBs"
    )
    chosen = parser.parse_args(arguments)
    part = 10 if chosen.quick else 1
    for (tasks, officers, districts), small in ((SMALL, True), (LARGE, False)):
        given = city(tasks // part, officers // part, districts=districts)
        lines = compared(given, reference=small, with_peer=small or chosen.large_peer, repeats=3 if small else 1)
        runs = "median of 3" if small else "one run each"
        title = f"{tasks // part:,} tasks, {officers // part:,} officers: {named(given)}; {runs}"
        print_table(title, lines[0], lines)
        shares = parts(given)
        print_table("Where our time goes", shares[-1], shares)
    print_growth(size // part for size in GROWTH)


if __name__ == "__main__":
    main()
