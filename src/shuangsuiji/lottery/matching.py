"""Matching inspectors to drawn objects by lots of k, with repair: matching.md §3, the readable reference (匹配).

Units come in the order of their tickets. Each seat goes to the smallest ticket in a lot of at least k officers with the
smallest load, where there are as many: whoever is recused from everything else still cannot reach his target with more
than about one chance in k. Where nobody is left for a seat, a breadth-first search moves others until somebody is; a
seat stays empty only where no assignment at all could fill it as well.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import combinations

from shuangsuiji.errors import DuplicateError
from shuangsuiji.lottery.matched import Assignment, Drawn, Matched, Place
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import SeatTickets
from shuangsuiji.lottery.units import Unit

__all__ = ["check_once", "match_units"]


def match_units(
    units: Iterable[Unit],
    officers: Iterable[Officer],
    barred: Collection[tuple[str, str]],
    tickets: SeatTickets,
    lot: int = 3,
    standing: Iterable[Sequence[str]] = (),
) -> Matched:
    """Match officers to the seats of units (匹配).

    Args:
        units: in any order.
        officers: in any order, each once.
        barred: (object, officer) pairs that must not meet.
        tickets: gives order and tickets.
        lot: k, how many candidates a lot holds at least, where there are as many.
        standing: who sits together by now, unit by unit: it counts as load and as pairs, uses up capacity, and stays.

    Raises:
        DuplicateError: an officer or a unit twice.

    """
    wanted, staff = check_once(units, officers)
    table = _Table(wanted, staff, barred, tickets, lot)
    table.stand(standing)
    table.fill()
    return table.result()


def check_once(units: Iterable[Unit], officers: Iterable[Officer]) -> tuple[list[Unit], list[Officer]]:
    """Return units and officers, each of whom stands there once.

    Raises:
        DuplicateError: an officer or a unit twice.

    """
    wanted, staff = list(units), list(officers)
    for field, keys in (
        ("officer", [one.id for one in staff]),
        ("unit", [f"{one.object} {one.department}" for one in wanted]),
    ):
        twice = [key for key, times in Counter(keys).items() if times > 1]
        if twice:
            raise DuplicateError(field=field, value=twice[0])
    return wanted, staff


class _Table:
    """The state of one matching; every step of the contract is one method."""

    def __init__(
        self,
        units: Iterable[Unit],
        officers: Iterable[Officer],
        barred: Collection[tuple[str, str]],
        tickets: SeatTickets,
        lot: int,
    ) -> None:
        self.units = sorted(units, key=lambda unit: (tickets.order(unit), unit.object, unit.department))
        self.officers = {one.id: one for one in sorted(officers, key=lambda one: one.id)}
        self.barred, self.tickets, self.lot = barred, tickets, lot
        self.holders: dict[Place, str] = {}
        self.via: dict[Place, str] = {}
        self.places: dict[str, set[Place]] = {id_: set() for id_ in self.officers}
        self.pairs: Counter[frozenset[str]] = Counter()
        self.used: Counter[str] = Counter()
        self.empty: list[Place] = []
        self.trace: list[Drawn] = []
        self.repairs = 0

    def stand(self, teams: Iterable[Sequence[str]]) -> None:
        """Count those who sit together already."""
        for team in teams:
            self.used.update(team)
            self.pairs.update(map(frozenset, combinations(team, 2)))

    def qualified(self, place: Place) -> list[str]:
        """Return the officers of the department, covering the region and holding the tags."""
        unit, seat = self.units[place[0]], self.units[place[0]].seats[place[1] - 1]
        return [
            one.id
            for one in self.officers.values()
            if one.department == unit.department and one.covers(unit.region) and one.holds(seat)
        ]

    def eligible(self, place: Place) -> list[str]:
        """Return the qualified who are not barred from the object and do not sit in the unit from before."""
        unit = self.units[place[0]]
        return [
            id_ for id_ in self.qualified(place) if (unit.object, id_) not in self.barred and id_ not in unit.members
        ]

    def ticket(self, place: Place, officer: str) -> str:
        unit = self.units[place[0]]
        return self.tickets.seat(unit, unit.number(place[1]), [officer])[0]

    def by_ticket(self, place: Place) -> Callable[[str], tuple[str, str]]:
        return lambda officer: (self.ticket(place, officer), officer)

    def members(self, unit: int) -> dict[str, Place]:
        """Return who sits in a unit, and where."""
        places = ((unit, number) for number in range(1, len(self.units[unit].seats) + 1))
        return {self.holders[place]: place for place in places if place in self.holders}

    def is_free(self, officer: str) -> bool:
        return self.used[officer] + len(self.places[officer]) < self.officers[officer].capacity

    def load(self, officer: str) -> int:
        return self.officers[officer].base_load + self.used[officer] + len(self.places[officer])

    def team(self, unit: int) -> tuple[str, ...]:
        """Return all who sit in a unit by now."""
        return (*self.units[unit].members, *self.members(unit))

    def fill(self) -> None:
        """Steps 1 and 2: unit by unit, the seat first for which the fewest qualify."""
        for index, unit in enumerate(self.units):
            places = [(index, number) for number in range(1, len(unit.seats) + 1)]
            for place in sorted(places, key=lambda one: (len(self.qualified(one)), one[1])):
                self.draw(place)

    def draw(self, place: Place) -> None:
        """Step 2: the smallest ticket of the lot takes the seat; where nobody can, a repair is tried at once."""
        members = self.team(place[0])
        candidates = [id_ for id_ in self.eligible(place) if self.is_free(id_) and id_ not in members]
        if not candidates:
            self.repair(place)
            return
        lot = _keep(candidates, self.load, self.lot)
        if members:
            lot = _keep(lot, lambda id_: sum(self.pairs[frozenset((id_, other))] for other in members), self.lot)
        officer = min(lot, key=self.by_ticket(place))
        self.note(place, len(candidates), len(lot), officer, "lot")
        self.seat(place, officer, "lot")

    def note(self, place: Place, candidates: int, lot: int, officer: str | None, via: str) -> None:
        self.trace.append(
            Drawn(
                rank=place[0] + 1,
                unit=self.units[place[0]],
                seat=self.units[place[0]].number(place[1]),
                candidates=candidates,
                lot=lot,
                load=0 if officer is None else self.load(officer),
                officer=officer,
                ticket=None if officer is None else self.ticket(place, officer),
                via=via,
            )
        )

    def seat(self, place: Place, officer: str, via: str) -> None:
        for other in self.team(place[0]):
            self.pairs[frozenset((officer, other))] += 1
        self.holders[place], self.via[place] = officer, via
        self.places[officer].add(place)

    def clear(self, place: Place) -> str:
        officer = self.holders.pop(place)
        self.places[officer].remove(place)
        for other in self.team(place[0]):
            self.pairs[frozenset((officer, other))] -= 1
        return officer

    def repair(self, place: Place) -> None:
        """Step 3: search, and shift everybody along the path; where there is none, the seat stays empty."""
        found, before, _ = self.search([place])
        if found is None:
            self.empty.append(place)
            self.note(place, 0, 0, None, "repair")
            return
        at, officer = found
        path = [at]
        while path[-1] != place:
            path.append(before[path[-1]])
        movers = [officer, *(self.clear(one) for one in path[:-1])]
        for one, mover in zip(path, movers, strict=True):
            self.seat(one, mover, "repair")
        self.repairs += 1
        self.note(place, 0, 0, self.holders[place], "repair")

    def search(self, starts: Iterable[Place]) -> tuple[tuple[Place, str] | None, dict[Place, Place], list[Place]]:
        """Return the seat and the free officer that end the search, each seat's predecessor, and the seats reached."""
        queue = deque(starts)
        reached, seen, before, visited = list(queue), set(queue), dict[Place, Place](), set[str]()
        while queue:
            place = queue.popleft()
            inside, holder = self.members(place[0]), self.holders.get(place)
            others = sorted((id_ for id_ in self.eligible(place) if id_ != holder), key=self.by_ticket(place))
            outside = [id_ for id_ in others if id_ not in inside and id_ not in visited]
            free = next((id_ for id_ in outside if self.is_free(id_)), None)
            if free is not None:
                return (place, free), before, reached
            for id_ in others:
                if id_ in inside:
                    offered = [inside[id_]]
                elif id_ in visited:
                    continue
                else:
                    visited.add(id_)
                    offered = sorted(self.places[id_])
                for seat in offered:
                    if seat not in seen:
                        seen.add(seat)
                        before[seat] = place
                        reached.append(seat)
                        queue.append(seat)
        return None, before, reached

    def result(self) -> Matched:
        """Step 4: all that was filled stands, and S is what one search from all empty seats reaches."""
        empty = tuple(sorted(self.empty))
        reached = self.search(empty)[2] if empty else []
        made = [
            Assignment(
                object=self.units[unit].object,
                department=self.units[unit].department,
                seat=self.units[unit].number(number),
                officer=officer,
                via=self.via[unit, number],
            )
            for (unit, number), officer in self.holders.items()
        ]
        return Matched(
            units=tuple(self.units),
            assignments=tuple(sorted(made, key=lambda one: (one.object, one.department, one.seat))),
            empty=empty,
            reached=tuple(sorted(reached)),
            repairs=self.repairs,
            trace=tuple(self.trace),
        )


def _keep(candidates: list[str], value: Callable[[str], int], count: int) -> list[str]:
    """Return the ``count`` candidates with the smallest value, and everyone tied with the last of them."""
    threshold = sorted(map(value, candidates))[min(count, len(candidates)) - 1]
    return [one for one in candidates if value(one) <= threshold]
