"""Made-up cities for the benchmarks of the matching: tasks, officers and recusals, the same for the same arguments.

Nothing here is a real roster. Three departments of equal size; about half of the tasks are joint ones of two of them,
and each department sends two officers; two fifths of the teams have a seat that asks for one of five tags, each of
which 30 % of the officers hold. An officer covers some of the ten districts, which have more or fewer tasks, and takes
at most twice the mean load. In a fifth of the teams somebody of the city is recused.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import attrs

from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.units import Seat, Unit

__all__ = ["Instance", "city"]

DEPARTMENTS = ("市监", "卫健", "消防")
DISTRICTS = tuple(f"R{number:02d}" for number in range(1, 11))
TASKS_OF_DISTRICTS = (3, 3, 3, 2, 2, 2, 1, 1, 1, 1)
TAGS = ("T1", "T2", "T3", "T4", "T5")
HELD, ASKED, JOINT, RECUSED = 0.3, 0.4, 0.48, 0.2
SEATS_PER_UNIT = 2
UNTIL = date(2027, 12, 31)


@attrs.frozen(kw_only=True)
class Instance:
    """What is matched (算例)."""

    units: list[Unit]
    officers: list[Officer]
    barred: frozenset[tuple[str, str]]

    @property
    def seats(self) -> int:
        """Return how many seats there are."""
        return sum(len(unit.seats) for unit in self.units)

    def eligible(self) -> int:
        """Return how many pairs (seat, officer) there are: the officer qualifies and is not barred from the object."""
        kinds = Counter((unit.department, unit.region, seat) for unit in self.units for seat in unit.seats)
        pools = {kind: self._qualified(*kind) for kind in kinds}
        by_object: dict[str, list[Unit]] = {}
        for unit in self.units:
            by_object.setdefault(unit.object, []).append(unit)
        lost = sum(
            officer in pools[unit.department, unit.region, seat]
            for object_, officer in self.barred
            for unit in by_object[object_]
            for seat in unit.seats
        )
        return sum(times * len(pools[kind]) for kind, times in kinds.items()) - lost

    def _qualified(self, department: str, region: str, seat: Seat) -> frozenset[str]:
        return frozenset(
            one.id for one in self.officers if one.department == department and one.covers(region) and one.holds(seat)
        )


def city(tasks: int, officers: int, *, districts: range, number: int = 0) -> Instance:
    """Return a city (城市算例).

    Args:
        tasks: how many.
        officers: how many.
        districts: how many of the ten districts an officer covers, each number as likely.
        number: of the city: other numbers, other ids and other chances.

    """
    random = Random(f"matching {number} {tasks} {officers} {districts}")
    units = [unit for row in range(tasks) for unit in _units(random, f"91320481{number:02d}{row:08d}")]
    capacity = -(-2 * SEATS_PER_UNIT * len(units) // officers)
    staff = [
        Officer(
            id=f"{number:02d}-{row:06d}",
            department=DEPARTMENTS[row % len(DEPARTMENTS)],
            regions=tuple(random.sample(DISTRICTS, random.choice(districts))),
            tags=tuple(tag for tag in TAGS if random.random() < HELD),
            capacity=capacity,
            valid_until=UNTIL,
        )
        for row in range(officers)
    ]
    barred = frozenset((unit.object, random.choice(staff).id) for unit in units if random.random() < RECUSED)
    return Instance(units=units, officers=staff, barred=barred)


def _units(random: Random, object_: str) -> list[Unit]:
    region = random.choices(DISTRICTS, TASKS_OF_DISTRICTS)[0]
    wanted = random.sample(DEPARTMENTS, 2 if random.random() < JOINT else 1)
    return [Unit(object=object_, department=name, region=region, seats=_seats(random)) for name in sorted(wanted)]


def _seats(random: Random) -> tuple[Seat, ...]:
    return ((random.choice(TAGS),), ()) if random.random() < ASKED else ((), ())
