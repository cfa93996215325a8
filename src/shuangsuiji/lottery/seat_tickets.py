"""The tickets of the matching: matching.md §3 (匹配号签)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import attrs

from shuangsuiji.lottery.digest import Algorithm, hasher
from shuangsuiji.lottery.units import Unit

__all__ = ["GivenSeatTickets", "IdTickets", "KeyedSeatTickets", "SeatTickets", "SubstituteTickets"]


class SeatTickets(Protocol):
    """Whatever gives a unit its place in the order and officers their tickets for a seat (匹配号签)."""

    def order(self, unit: Unit) -> str:
        """Return what units are ordered by."""
        ...

    def seat(self, unit: Unit, number: int, officers: Sequence[str]) -> list[str]:
        """Return one ticket per officer for a seat, which are numbered from 1; the smallest of a lot takes it."""
        ...


@attrs.frozen(kw_only=True)
class KeyedSeatTickets:
    """The tickets of a draw (匹配号签).

    Attributes:
        alg: the hash of the draw.
        key: MKEY of the round.
        purpose: ``seat`` for officers, ``expert`` for experts.

    """

    alg: Algorithm
    key: str
    purpose: str = "seat"

    def order(self, unit: Unit) -> str:
        """Return H(``MKEY|order|OBJECT|DEPT``)."""
        return _order(self.alg, self.key, unit)

    def seat(self, unit: Unit, number: int, officers: Sequence[str]) -> list[str]:
        """Return H(``MKEY|seat|OBJECT|DEPT|SEAT|INSPECTOR``) for every officer."""
        head = f"{self.key}|{self.purpose}|{unit.object}|{unit.department}|{number}|"
        return _tickets(self.alg, head, officers)


@attrs.frozen(kw_only=True)
class SubstituteTickets:
    """The tickets of one substitution (替换号签).

    Attributes:
        alg: the hash of the draw.
        key: MKEY of the round after which it is made.
        number: N, the number of the substitution.

    """

    alg: Algorithm
    key: str
    number: int

    def order(self, unit: Unit) -> str:
        """Return H(``MKEY|order|OBJECT|DEPT``)."""
        return _order(self.alg, self.key, unit)

    def seat(self, unit: Unit, number: int, officers: Sequence[str]) -> list[str]:
        """Return H(``MKEY|substitute|OBJECT|DEPT|SEAT|N|INSPECTOR``) for every officer."""
        place = (unit.object, unit.department, str(number), str(self.number))
        return _tickets(self.alg, "|".join((self.key, "substitute", *place, "")), officers)


def _order(alg: Algorithm, key: str, unit: Unit) -> str:
    return hasher(alg, f"{key}|order|{unit.object}|{unit.department}".encode()).hexdigest()


def _tickets(alg: Algorithm, head: str, officers: Sequence[str]) -> list[str]:
    start = hasher(alg, head.encode()).copy
    tickets: list[str] = []
    append = tickets.append
    for officer in officers:
        state = start()
        state.update(officer.encode())
        append(state.hexdigest())
    return tickets


@attrs.frozen(kw_only=True)
class GivenSeatTickets:
    """Tickets handed in, so that tests can try every order (给定匹配号签).

    Attributes:
        orders: by object and department.
        seats: by object, department, number of the seat and officer.

    """

    orders: Mapping[tuple[str, str], str]
    seats: Mapping[tuple[str, str, int, str], str]

    def order(self, unit: Unit) -> str:
        """Return what was handed in for a unit."""
        return self.orders[unit.object, unit.department]

    def seat(self, unit: Unit, number: int, officers: Sequence[str]) -> list[str]:
        """Return what was handed in for a seat and these officers."""
        return [self.seats[unit.object, unit.department, number, officer] for officer in officers]


@attrs.frozen
class IdTickets:
    """Names instead of tickets, without hashing: for counting places only, never for a draw (计数用次序)."""

    def order(self, unit: Unit) -> str:
        """Return the id of the object."""
        return unit.object

    def seat(self, unit: Unit, number: int, officers: Sequence[str]) -> list[str]:  # noqa: ARG002 - the same for every seat
        """Return the ids of the officers."""
        return list(officers)
