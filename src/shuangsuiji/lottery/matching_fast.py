"""The matching once more, for very many seats: the same result as the readable reference (快速匹配).

What is asked again and again is held in lists by number: who qualifies for which seats of which region, loads, what is
taken. Only those in a lot of several are hashed. Departments share nothing, so that they are matched one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence

from shuangsuiji.lottery.matched import Assignment, Drawn, Matched, Place
from shuangsuiji.lottery.matching import check_once
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import SeatTickets
from shuangsuiji.lottery.units import Seat, Unit

__all__ = ["match_fast"]

_NOBODY = frozenset[int]()


def match_fast(  # noqa: PLR0913 - the reference's arguments, and two for the large
    units: Iterable[Unit],
    officers: Iterable[Officer],
    barred: Collection[tuple[str, str]],
    tickets: SeatTickets,
    lot: int = 3,
    standing: Iterable[Sequence[str]] = (),
    *,
    traced: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Matched:
    """Match officers to the seats of units, as ``match_units`` does (匹配).

    Args:
        units: in any order.
        officers: in any order, each once.
        barred: (object, officer) pairs that must not meet.
        tickets: gives order and tickets.
        lot: k, how many candidates a lot holds at least, where there are as many.
        standing: who sits together by now, unit by unit.
        traced: whether to keep a line of trace per seat.
        progress: called after each department with the number of units matched so far.

    Raises:
        DuplicateError: an officer or a unit twice.

    """
    wanted, people = check_once(units, officers)
    ordered = sorted(wanted, key=lambda unit: (tickets.order(unit), unit.object, unit.department))
    departments: dict[str, list[int]] = {}
    for index, unit in enumerate(ordered):
        departments.setdefault(unit.department, []).append(index)
    staff: dict[str, list[Officer]] = {name: [] for name in departments}
    for one in sorted(people, key=lambda one: one.id):
        if one.department in staff:
            staff[one.department].append(one)
    desks: list[_Desk] = []
    done = 0
    teams = tuple(standing)
    for name, indices in departments.items():
        desks.append(_Desk(ordered, staff[name], barred, tickets, lot, traced=traced))
        desks[-1].stand(teams)
        desks[-1].fill(indices)
        done += len(indices)
        if progress is not None:
            progress(done)
    made = (one for desk in desks for one in desk.assignments())
    return Matched(
        units=tuple(ordered),
        assignments=tuple(sorted(made, key=lambda one: (one.object, one.department, one.seat))),
        empty=tuple(sorted(place for desk in desks for place in desk.empty)),
        reached=tuple(sorted(place for desk in desks for place in desk.reached())),
        repairs=sum(desk.repairs for desk in desks),
        trace=tuple(sorted((line for desk in desks for line in desk.trace), key=lambda line: line.rank)),
    )


class _Desk:
    """One department's matching; officers are numbers in the order of their ids."""

    def __init__(
        self,
        units: Sequence[Unit],
        staff: Sequence[Officer],
        barred: Collection[tuple[str, str]],
        tickets: SeatTickets,
        lot: int,
        *,
        traced: bool,
    ) -> None:
        self.units, self.staff, self.tickets, self.lot, self.traced = units, staff, tickets, lot, traced
        self.ids = [one.id for one in staff]
        self.free = [one.capacity for one in staff]
        self.load = [one.base_load for one in staff]
        self.pools: dict[tuple[str, Seat], list[int]] = {}
        self.number_of = {id_: number for number, id_ in enumerate(self.ids)}
        self.barred: dict[str, set[int]] = {}
        for object_, officer in barred:
            if officer in self.number_of:
                self.barred.setdefault(object_, set()).add(self.number_of[officer])
        self.fixed: dict[int, tuple[int, ...]] = {}
        self.holders: dict[Place, int] = {}
        self.repaired: set[Place] = set()
        self.places: list[set[Place]] = [set() for _ in staff]
        self.members: dict[int, dict[int, Place]] = {}
        self.pairs: dict[tuple[int, int], int] = {}
        self.empty: list[Place] = []
        self.trace: list[Drawn] = []
        self.repairs = 0

    def stand(self, teams: Iterable[Sequence[str]]) -> None:
        """Count those who sit together already."""
        for ids in teams:
            team = [self.number_of[id_] for id_ in ids if id_ in self.number_of]
            for place, officer in enumerate(team):
                self.count(officer, team[:place], 1)
                self.free[officer] -= 1
                self.load[officer] += 1

    def block(self, index: int) -> Collection[int]:
        """Return who may not be seated in a unit: the barred, and those who sit there from before."""
        barred = self.barred.get(self.units[index].object, _NOBODY)
        return barred.union(self.fixed[index]) if index in self.fixed else barred

    def pool(self, unit: Unit, seat: Seat) -> list[int]:
        """Return who qualifies for a seat, in the order of ids."""
        key = (unit.region, seat)
        found = self.pools.get(key)
        if found is None:
            pairs = enumerate(self.staff)
            found = [number for number, one in pairs if one.covers(unit.region) and one.holds(seat)]
            self.pools[key] = found
        return found

    def fill(self, indices: Iterable[int]) -> None:
        """Fill unit by unit, the seat first for which the fewest qualify."""
        for index in indices:
            unit, team = self.units[index], dict[int, Place]()
            self.members[index] = team
            if unit.members:
                self.fixed[index] = tuple(self.number_of[id_] for id_ in unit.members if id_ in self.number_of)
            sizes = sorted((len(self.pool(unit, seat)), number) for number, seat in enumerate(unit.seats, 1))
            block = self.block(index)
            for _, number in sizes:
                self.draw((index, number), unit, team, block)

    def draw(self, place: Place, unit: Unit, team: dict[int, Place], block: Collection[int]) -> None:
        free, load, lot = self.free, self.load, self.lot
        candidates = [one for one in self.pool(unit, unit.seats[place[1] - 1]) if free[one] > 0]
        if block or team:
            candidates = [one for one in candidates if one not in block and one not in team]
        if not candidates:
            self.repair(place)
            return
        kept = _keep(candidates, [load[one] for one in candidates], lot)
        if team or unit.members:
            kept = _keep(kept, [self.shared(one, self.mates(place[0])) for one in kept], lot)
        ticket, officer = None, kept[0]
        if len(kept) > 1 or self.traced:
            ids = [self.ids[one] for one in kept]
            ticket, _, officer = min(zip(self.hashed(place, ids), ids, kept, strict=True))
        self.note(place, len(candidates), len(kept), officer, ticket, "lot")
        self.seat(place, officer)

    def shared(self, officer: int, team: Iterable[int]) -> int:
        """Return in how many units an officer sits together with the members of a team."""
        pairs = self.pairs
        return sum(pairs.get((officer, other) if officer < other else (other, officer), 0) for other in team)

    def note(self, place: Place, candidates: int, lot: int, officer: int | None, ticket: str | None, via: str) -> None:
        if self.traced:
            self.trace.append(
                Drawn(
                    rank=place[0] + 1,
                    unit=self.units[place[0]],
                    seat=self.units[place[0]].number(place[1]),
                    candidates=candidates,
                    lot=lot,
                    load=0 if officer is None else self.load[officer],
                    officer=None if officer is None else self.ids[officer],
                    ticket=ticket,
                    via=via,
                )
            )

    def seat(self, place: Place, officer: int) -> None:
        team = self.members[place[0]]
        self.count(officer, self.mates(place[0]), 1)
        team[officer] = place
        self.holders[place] = officer
        self.places[officer].add(place)
        self.free[officer] -= 1
        self.load[officer] += 1

    def clear(self, place: Place) -> int:
        officer = self.holders.pop(place)
        team = self.members[place[0]]
        del team[officer]
        self.count(officer, self.mates(place[0]), -1)
        self.places[officer].remove(place)
        self.free[officer] += 1
        self.load[officer] -= 1
        return officer

    def mates(self, index: int) -> Iterable[int]:
        """Return all who sit in a unit by now."""
        return (*self.members[index], *self.fixed[index]) if index in self.fixed else self.members[index]

    def count(self, officer: int, team: Iterable[int], step: int) -> None:
        for other in team:
            pair = (officer, other) if officer < other else (other, officer)
            self.pairs[pair] = self.pairs.get(pair, 0) + step

    def repair(self, place: Place) -> None:
        """Search, and shift everybody along the path; where there is none, the seat stays empty."""
        found, before, _ = self.search([place])
        if found is None:
            self.empty.append(place)
            self.note(place, 0, 0, None, None, "repair")
            return
        at, officer = found
        path = [at]
        while path[-1] != place:
            path.append(before[path[-1]])
        movers = [officer, *(self.clear(one) for one in path[:-1])]
        for one, mover in zip(path, movers, strict=True):
            self.seat(one, mover)
        self.repaired.update(path)
        self.repairs += 1
        taker = self.holders[place]
        ticket = self.hashed(place, [self.ids[taker]])[0] if self.traced else None
        self.note(place, 0, 0, taker, ticket, "repair")

    def search(self, starts: Iterable[Place]) -> tuple[tuple[Place, int] | None, dict[Place, Place], set[Place]]:
        """Return the seat and the free officer that end the search, each seat's predecessor, and the seats reached."""
        queue = deque(starts)
        seen, before, visited = set(queue), dict[Place, Place](), set[int]()
        while queue:
            place = queue.popleft()
            unit, inside = self.units[place[0]], self.members[place[0]]
            block, holder = self.block(place[0]), self.holders.get(place)
            pool = self.pool(unit, unit.seats[place[1] - 1])
            others = [one for one in pool if one != holder and one not in block]
            free = [one for one in others if self.free[one] > 0 and one not in inside and one not in visited]
            if free:
                return (place, self.by_ticket(place, free)[0]), before, seen
            movable = [one for one in others if one in inside or one not in visited]
            for one in self.by_ticket(place, movable):
                if one in inside:
                    offered = [inside[one]]
                else:
                    visited.add(one)
                    offered = sorted(self.places[one])
                for other in offered:
                    if other not in seen:
                        seen.add(other)
                        before[other] = place
                        queue.append(other)
        return None, before, seen

    def by_ticket(self, place: Place, officers: list[int]) -> list[int]:
        """Return officers in the order of their tickets for a seat."""
        ids = [self.ids[one] for one in officers]
        tickets = self.hashed(place, ids)
        return [one for _, _, one in sorted(zip(tickets, ids, officers, strict=True))]

    def hashed(self, place: Place, ids: Sequence[str]) -> list[str]:
        unit = self.units[place[0]]
        return self.tickets.seat(unit, unit.number(place[1]), ids)

    def reached(self) -> set[Place]:
        """Return S: what one search from all empty seats reaches."""
        return self.search(sorted(self.empty))[2] if self.empty else set()

    def assignments(self) -> Iterable[Assignment]:
        """Yield who sits where."""
        for place, officer in self.holders.items():
            unit = self.units[place[0]]
            yield Assignment(
                object=unit.object,
                department=unit.department,
                seat=unit.number(place[1]),
                officer=self.ids[officer],
                via="repair" if place in self.repaired else "lot",
            )


def _keep(candidates: list[int], values: list[int], count: int) -> list[int]:
    """Return the ``count`` candidates with the smallest value, and everyone tied with the last of them."""
    if len(candidates) <= count:
        return candidates
    threshold = sorted(values)[count - 1]
    return [one for one, value in zip(candidates, values, strict=True) if value <= threshold]
