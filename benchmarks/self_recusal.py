"""What an inspector gains who has himself recused from everything but his target, and two of them together.

Offices of identical officers, two plain seats a task; every seed is another draw, the target is one and the same task.
With k = 1 loads are evened out strictly; "all" is a lottery among everyone who has a place left. Keys are derived from
the number of the seed, so that every run gives the same figures. From the root of the repository:

    python -m benchmarks.self_recusal [--seeds 4000] [--processes 2]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from hashlib import sha256
from math import comb, sqrt
from multiprocessing import get_context

import attrs

from shuangsuiji.lottery import Algorithm
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import KeyedSeatTickets
from shuangsuiji.lottery.units import Unit

SEATS = 2
UNTIL = date(2027, 12, 31)
OFFICES = ((12, 20), (8, 60), (30, 300))
PAIRS = ((12, 20), (30, 300))
CARRIED = ((12, 10), (12, 20))
BEHIND = (2, 5)
LOTS = (1, 3, 5)


@attrs.frozen(kw_only=True)
class Office:
    """Identical officers, some of whom are recused from everything but the target, or carry fewer tasks over (单位)."""

    officers: int
    tasks: int
    recused: int = 0
    behind: int = 0

    @property
    def staff(self) -> list[Officer]:
        """Return the officers; the first is the one who is behind."""
        return [
            Officer(
                id=f"o{number:03d}",
                department="D",
                regions=("*",),
                capacity=self.tasks,
                base_load=self.behind if number else 0,
                valid_until=UNTIL,
            )
            for number in range(self.officers)
        ]

    @property
    def units(self) -> list[Unit]:
        """Return one unit per task; the first is the target."""
        return [
            Unit(object=f"t{number:03d}", department="D", region="R", seats=((),) * SEATS)
            for number in range(self.tasks)
        ]

    @property
    def barred(self) -> frozenset[tuple[str, str]]:
        """Return the recusals: everything but the target."""
        first = range(self.recused)
        return frozenset((f"t{task:03d}", f"o{number:03d}") for task in range(1, self.tasks) for number in first)


@attrs.frozen
class Share:
    """How often something happened, with its Wilson interval of 95 % (频率)."""

    times: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """Return the two ends."""
        z, share = 1.959964, self.times / self.of
        middle = share + z * z / (2 * self.of)
        half = z * sqrt(share * (1 - share) / self.of + z * z / (4 * self.of**2))
        return (middle - half) / (1 + z * z / self.of), (middle + half) / (1 + z * z / self.of)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.times / self.of:.3f} [{low:.3f}, {high:.3f}]"


def at_target(office: Office, lot: int, seeds: int) -> tuple[Share, Share]:
    """Return how often at least one of the first officers reaches the target, and how often all of them do.

    Without recusals the first officer alone is watched.
    """
    watched = {f"o{number:03d}" for number in range(max(office.recused, 1))}
    units, staff, barred = office.units, office.staff, office.barred
    some = every = 0
    for seed in range(seeds):
        key = sha256(f"self-recusal|{office}|{lot}|{seed}".encode()).hexdigest()
        tickets = KeyedSeatTickets(alg=Algorithm.SHA256, key=key)
        found = match_fast(units, staff, barred, tickets, lot, traced=False)
        there = watched & {one.officer for one in found.assignments if one.object == "t000"}
        some += bool(there)
        every += there == watched
    return Share(some, seeds), Share(every, seeds)


def uniform(office: Office) -> tuple[Fraction, Fraction]:
    """Return both chances where every set of officers is as likely on the target."""
    watched = max(office.recused, 1)
    sets = comb(office.officers, SEATS)
    nobody = Fraction(comb(office.officers - watched, SEATS), sets)
    everyone = Fraction(comb(office.officers - watched, SEATS - watched), sets)
    return 1 - nobody, everyone


def cases() -> list[Office]:
    """Return every office that is measured: one alone, two together, and loads carried over."""
    alone = [Office(officers=officers, tasks=tasks, recused=1) for officers, tasks in OFFICES]
    both = [Office(officers=officers, tasks=tasks, recused=2) for officers, tasks in PAIRS]
    carried = [Office(officers=officers, tasks=tasks, behind=n) for officers, tasks in CARRIED for n in BEHIND]
    return alone + both + carried


def _measured(seeds: int, case: tuple[Office, int]) -> tuple[Share, Share]:
    return at_target(*case, seeds)


def titled(office: Office) -> str:
    """Return what a line says of an office."""
    behind = f", {office.behind} tasks behind" if office.behind else ""
    who = f"{office.recused} recused from the rest" if office.recused else "nobody recused"
    return f"{office.officers} officers, {office.tasks} tasks: {who}{behind}"


def print_table(found: Iterable[tuple[Office, int, tuple[Share, Share]]]) -> None:
    """Print one line per office and k."""
    before = None
    for office, lot, (some, every) in found:
        if office != before:
            chance, together = uniform(office)
            both = f", both {float(together):.3f}" if office.recused > 1 else ""
            print(f"\n{titled(office)}; uniform chance {float(chance):.3f}{both}")
        before = office
        name = "all" if lot == office.officers else str(lot)
        print(f"  k = {name:4}{some}" + (f"   both {every}" if office.recused > 1 else ""), flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurement."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--seeds", type=int, default=4_000, help="draws per line (default: %(default)s)")
    parser.add_argument("--processes", type=int, default=1, help="cores to use (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    lines = [(office, lot) for office in cases() for lot in (*LOTS, office.officers)]
    work: Callable[[tuple[Office, int]], tuple[Share, Share]] = partial(_measured, chosen.seeds)
    print(f"{chosen.seeds:,} seeds a line, {SEATS} seats a task; Wilson intervals of 95 %")
    if chosen.processes == 1:
        print_table((office, lot, work((office, lot))) for office, lot in lines)
        return
    with get_context("spawn").Pool(chosen.processes) as pool:
        found = pool.imap(work, lines)
        print_table((office, lot, one) for (office, lot), one in zip(lines, found, strict=True))


if __name__ == "__main__":
    main()
