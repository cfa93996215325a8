"""One department's part of the fast matching: who qualifies, loads and pairs as lists by number (快速匹配工作台)."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Sequence

from shuangsuiji.lottery.matched import Assignment, Drawn, Place
from shuangsuiji.lottery.matching_lots import FULL, keep, lightest
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import SeatTickets
from shuangsuiji.lottery.units import Seat, Unit

__all__ = ["Desk"]

_NOBODY = frozenset[int]()


class Desk:
    """One department's matching; officers are numbers in the order of their ids (部门工作台)."""

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
        self.level = [one.base_load if one.capacity > 0 else FULL for one in staff]
        self.pools: dict[tuple[str, Seat], list[int]] = {}
        self.orders: dict[tuple[str, tuple[Seat, ...]], list[tuple[int, list[int]]]] = {}
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
        self.met: list[dict[int, int]] = [{} for _ in staff]
        self.empty: list[Place] = []
        self.dead: set[Place] = set()
        self.stuck: set[int] = set()
        self.trace: list[Drawn] = []
        self.repairs = 0

    def stand(self, teams: Iterable[Sequence[str]]) -> None:
        """Count those who sit together already."""
        for ids in teams:
            team = [self.number_of[id_] for id_ in ids if id_ in self.number_of]
            for place, officer in enumerate(team):
                self.count(officer, team[:place], 1)
                self.charge(officer, 1)

    def block(self, index: int) -> Collection[int]:
        """Return who may not be seated in a unit: the barred, and those who sit there from before."""
        barred = self.barred.get(self.units[index].object, _NOBODY)
        return barred.union(self.fixed[index]) if index in self.fixed else barred

    def pool(self, unit: Unit, seat: Seat) -> list[int]:
        """Return who qualifies for a seat."""
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
            unit = self.units[index]
            team: dict[int, Place] = {}
            self.members[index] = team
            if unit.members:
                self.fixed[index] = tuple(self.number_of[id_] for id_ in unit.members if id_ in self.number_of)
            block = self.block(index)
            for number, pool in self.order(unit):
                self.draw((index, number), pool, team, block)

    def order(self, unit: Unit) -> list[tuple[int, list[int]]]:
        """Return the seats of a unit with their pools in the order in which they are drawn: the smallest pool first."""
        key = (unit.region, unit.seats)
        found = self.orders.get(key)
        if found is None:
            found = [(number, self.pool(unit, seat)) for number, seat in enumerate(unit.seats, 1)]
            found.sort(key=lambda one: (len(one[1]), one[0]))
            self.orders[key] = found
        return found

    def draw(self, place: Place, pool: list[int], team: dict[int, Place], block: Collection[int]) -> None:
        """Step 2: the smallest ticket of the lot takes the seat; where nobody can, a repair is tried at once."""
        outside = {*block, *team} if block and team else block or team
        kept = lightest(pool, self.level, outside, self.lot)
        if not kept:
            self.repair(place)
            return
        mates = self.mates(place[0])
        if mates and len(kept) > self.lot:
            times = self.shared(kept, mates)
            kept = keep(kept, times, self.lot) if any(times) else kept
        ticket, officer = None, kept[0]
        if len(kept) > 1 or self.traced:
            tickets = self.hashed(place, [self.ids[one] for one in kept])
            ticket = min(tickets)
            officer = kept[tickets.index(ticket)]
            if tickets.count(ticket) > 1:  # only of tickets handed in
                officer = min(one for other, one in zip(tickets, kept, strict=True) if other == ticket)
        if self.traced:
            candidates = sum(1 for one in pool if self.free[one] > 0 and one not in outside)
            self.note(place, candidates, len(kept), officer, ticket, "lot")
        self.seat(place, officer, mates)

    def shared(self, officers: list[int], team: Iterable[int]) -> list[int]:
        """Return for each officer in how many units he sits together with the members of a team."""
        first, *others = [self.met[other] for other in team]
        values = [first.get(one, 0) for one in officers]
        for met in others:
            values = [value + met.get(one, 0) for one, value in zip(officers, values, strict=True)]
        return values

    def note(self, place: Place, candidates: int, lot: int, officer: int | None, ticket: str | None, via: str) -> None:
        """Write down how a seat was drawn, where that is asked for."""
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

    def seat(self, place: Place, officer: int, mates: Collection[int]) -> None:
        """Seat somebody beside his mates."""
        if mates:
            self.count(officer, mates, 1)
        self.members[place[0]][officer] = place
        self.holders[place] = officer
        self.places[officer].add(place)
        self.charge(officer, 1)

    def clear(self, place: Place) -> int:
        """Take somebody from his seat, and return him."""
        officer = self.holders.pop(place)
        team = self.members[place[0]]
        del team[officer]
        self.count(officer, self.mates(place[0]), -1)
        self.places[officer].remove(place)
        self.charge(officer, -1)
        return officer

    def charge(self, officer: int, step: int) -> None:
        """Count one unit more of somebody, or one less."""
        self.free[officer] -= step
        self.load[officer] += step
        self.level[officer] = self.load[officer] if self.free[officer] > 0 else FULL

    def mates(self, index: int) -> Collection[int]:
        """Return all who sit in a unit by now."""
        return (*self.members[index], *self.fixed[index]) if index in self.fixed else self.members[index]

    def count(self, officer: int, team: Iterable[int], step: int) -> None:
        """Count that somebody sits once more with each of a team, or once less."""
        own = self.met[officer]
        for other in team:
            own[other] = self.met[other][officer] = own.get(other, 0) + step

    def repair(self, place: Place) -> None:
        """Search, and shift everybody along the path; where there is none, the seat stays empty."""
        found, before = self.search(place)
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
            self.seat(one, mover, self.mates(one[0]))
        self.repaired.update(path)
        self.repairs += 1
        taker = self.holders[place]
        ticket = self.hashed(place, [self.ids[taker]])[0] if self.traced else None
        self.note(place, 0, 0, taker, ticket, "repair")

    def search(self, start: Place) -> tuple[tuple[Place, int] | None, dict[Place, Place]]:
        """Return the seat and the free officer that end the search, and each seat's predecessor.

        What a search in vain has reached leads nowhere for good: its officers have no place left and sit on seats
        reached alone, so that no later shift passes through them. Leaving it out changes no result, and all that was
        reached in vain is S in the end.
        """
        queue = deque([start])
        seen, before, visited = {start}, dict[Place, Place](), set[int]()
        while queue:
            place = queue.popleft()
            unit, inside = self.units[place[0]], self.members[place[0]]
            block, holder = self.block(place[0]), self.holders.get(place)
            pool = self.pool(unit, unit.seats[place[1] - 1])
            others = [one for one in pool if one != holder and one not in block and one not in self.stuck]
            free = [one for one in others if self.free[one] > 0 and one not in inside and one not in visited]
            if free:
                return (place, self.by_ticket(place, free)[0]), before
            movable = [one for one in others if one in inside or one not in visited]
            for one in self.by_ticket(place, movable):
                if one in inside:
                    offered = [inside[one]]
                else:
                    visited.add(one)
                    offered = sorted(self.places[one])
                for other in offered:
                    if other not in seen and other not in self.dead:
                        seen.add(other)
                        before[other] = place
                        queue.append(other)
        self.dead |= seen
        self.stuck |= visited
        return None, before

    def by_ticket(self, place: Place, officers: list[int]) -> list[int]:
        """Return officers in the order of their tickets for a seat."""
        ids = [self.ids[one] for one in officers]
        tickets = self.hashed(place, ids)
        return [one for _, _, one in sorted(zip(tickets, ids, officers, strict=True))]

    def hashed(self, place: Place, ids: Sequence[str]) -> list[str]:
        """Return the tickets of officers for a seat."""
        unit = self.units[place[0]]
        return self.tickets.seat(unit, unit.number(place[1]), ids)

    def assigned(self, index: int) -> Iterable[Assignment]:
        """Yield who sits where in a unit, seat by seat."""
        unit, holders, repaired = self.units[index], self.holders, self.repaired
        for place, number in enumerate(unit.numbers or range(1, len(unit.seats) + 1), 1):
            officer = holders.get((index, place))
            if officer is not None:
                yield Assignment(
                    object=unit.object,
                    department=unit.department,
                    seat=number,
                    officer=self.ids[officer],
                    via="repair" if repaired and (index, place) in repaired else "lot",
                )
