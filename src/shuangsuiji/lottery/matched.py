"""What a matching is: who sits where, how each seat was drawn, and what stays empty; matching.md §3 (匹配结果)."""

from __future__ import annotations

import attrs

from shuangsuiji.lottery.units import Unit

__all__ = ["Assignment", "Drawn", "Matched", "Place"]

Place = tuple[int, int]
"""A seat: position of its unit in ticket order, and its number from 1 (席位位置)."""


@attrs.frozen(kw_only=True)
class Assignment:
    """One officer on one seat (派席).

    Attributes:
        object: id of the object.
        department: who sends him.
        seat: number of the seat, from 1.
        officer: id of the officer.
        via: ``lot``, or ``repair`` where a repair filled or shifted the seat last.

    """

    object: str
    department: str
    seat: int
    officer: str
    via: str


@attrs.frozen(kw_only=True)
class Drawn:
    """How one seat was drawn: a line of the trace (派席记录).

    Attributes:
        rank: of the unit, from 1.
        unit: the unit.
        seat: number of the seat.
        candidates: |C|, officers who could take it.
        lot: |M|, those among whom the ticket decided; 0 where a repair was tried.
        load: of the officer before.
        officer: who took it; None where nobody could.
        ticket: his ticket.
        via: ``lot`` or ``repair``.

    """

    rank: int
    unit: Unit
    seat: int
    candidates: int
    lot: int
    load: int
    officer: str | None
    ticket: str | None
    via: str


@attrs.frozen(kw_only=True)
class Matched:
    """Who sits where, and which seats nobody can take (匹配结果).

    Attributes:
        units: in the order of their tickets.
        assignments: by object, department and seat.
        empty: seats that stay empty, by position of the unit and number.
        reached: S, the seats that one search from all empty ones reaches; empty where none is.
        repairs: how many repairs were made.
        trace: one line per seat, in the order of the draw.

    """

    units: tuple[Unit, ...]
    assignments: tuple[Assignment, ...]
    empty: tuple[Place, ...]
    reached: tuple[Place, ...]
    repairs: int
    trace: tuple[Drawn, ...]
