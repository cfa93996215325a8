"""Why a matching cannot be completed: a certificate that anyone checks by counting; matching.md §3 (缺口凭证).

S are the seats that one search from all empty ones reaches. Whoever could sit on one of them has no capacity left or
sits on a seat of S already, so that the officers of S together have fewer places than S has seats. The shortage
is the exact number of places that are missing, whatever the seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.lottery.matched import Matched
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.units import Seat, Unit, seat_text

__all__ = ["Demand", "Shortage", "Supply", "seat_named", "shortages"]

_SHOWN = 6


@attrs.frozen(kw_only=True, order=True)
class Demand:
    """Seats of one kind that compete for the same officers (需求).

    Attributes:
        region: where the objects are.
        seat: the tags asked for.
        seats: how many such seats S holds.
        qualified: officers who qualify for them, recusals not counted.

    """

    region: str
    seat: Seat
    seats: int
    qualified: int


@attrs.frozen(kw_only=True)
class Supply:
    """What one officer can give to the seats of S (供给).

    Attributes:
        officer: his id.
        capacity: the most units in this draw, less those in which he sits from before.
        units: units with a seat of S that he may take.
        barred: units with a seat of S for which he qualifies and from which he is recused.

    """

    officer: str
    capacity: int
    units: int
    barred: int

    @property
    def places(self) -> int:
        """How many seats of S he can fill."""
        return min(self.capacity, self.units)


@attrs.frozen(kw_only=True)
class Shortage:
    """The certificate of one department: more seats than places (缺口).

    Attributes:
        department: whose officers are too few.
        demands: the seats of S, by region and tags.
        supplies: everyone who qualifies for one of them.
        seats: |S|.

    """

    department: str
    demands: tuple[Demand, ...]
    supplies: tuple[Supply, ...]
    seats: int

    @property
    def places(self) -> int:
        """How many seats of S the officers can fill together at the most."""
        return sum(one.places for one in self.supplies)

    @property
    def missing(self) -> int:
        """How many places are missing, exactly."""
        return self.seats - self.places

    @property
    def remedies(self) -> tuple[str, ...]:
        """What would each provide one place more, in Chinese: an officer, a place for an officer, a recusal lifted."""
        regions: dict[Seat, list[str]] = {}
        for one in self.demands:
            regions.setdefault(one.seat, []).append(one.region)
        found = [
            f"增加 1 名能去{_first(where, '处')}{'之一' if len(where) > 1 else ''}的人员（{seat_named(seat)}）"
            for seat, where in regions.items()
        ]
        full = [f"{one.officer}（现为 {one.capacity}）" for one in self.supplies if one.capacity < one.units]
        if full:
            found.append(f"将一人的上限增加 1：{_first(full, '人')}")
        idle = [one.officer for one in self.supplies if one.barred and one.units < one.capacity]
        if idle:
            found.append(f"另行处理一项回避：{_first(idle, '人')}")
        return tuple(found)

    def __str__(self) -> str:
        wanted = _first(
            [f"{one.region} {seat_text(one.seat)} {one.seats} 席（{one.qualified} 人具备）" for one in self.demands],
            "类",
        )
        total = f"，共 {self.seats} 席" if len(self.demands) > 1 else ""
        recused = _first([f"{one.officer} {one.barred} 项" for one in self.supplies if one.barred], "人")
        return (
            f"{self.department} 缺 {self.missing} 个名额：{wanted}{total}；"
            f"{len(self.supplies)} 人合计最多 {self.places} 席{f'，已扣除回避：{recused}' if recused else ''}。"
            f"每补 1 个名额，任选其一：{'；'.join(self.remedies)}。"
        )

    def _repr_html_(self) -> str:
        rows = [(one.officer, one.capacity, one.units, one.barred, one.places) for one in self.supplies]
        return html_table(str(self), ("人员", "上限", "可去的检查组", "回避的", "名额"), rows)


def seat_named(seat: Seat) -> str:
    """Return what a seat asks for, as people read it (席位名称)."""
    return f"须具备{'、'.join(seat)}" if seat else "普通席"


def _first(texts: Sequence[str], unit: str) -> str:
    """Return the first few of a list that nobody reads to the end."""
    return "、".join(texts[:_SHOWN]) + (f"等 {len(texts)} {unit}" if len(texts) > _SHOWN else "")


def shortages(
    matched: Matched,
    officers: Iterable[Officer],
    barred: Collection[tuple[str, str]],
    standing: Iterable[Sequence[str]] = (),
) -> tuple[Shortage, ...]:
    """Return the certificate of every department with empty seats, by department (缺口凭证).

    Args:
        matched: the result of a matching.
        officers: those who were matched.
        barred: the pairs that must not meet.
        standing: who sits together from before, unit by unit; it leaves them less capacity.

    """
    used = Counter(id_ for team in standing for id_ in team)
    left = (attrs.evolve(one, capacity=max(one.capacity - used[one.id], 0)) for one in officers)
    staff = sorted(left, key=lambda one: one.id)
    found: list[Shortage] = []
    for department in sorted({matched.units[place[0]].department for place in matched.reached}):
        places = [place for place in matched.reached if matched.units[place[0]].department == department]
        seats = [(matched.units[unit], matched.units[unit].seats[number - 1]) for unit, number in places]
        own = [one for one in staff if one.department == department]
        found.append(
            Shortage(
                department=department,
                demands=_demands(seats, own),
                supplies=tuple(one for one in (_supply(officer, seats, barred) for officer in own) if one is not None),
                seats=len(seats),
            )
        )
    return tuple(found)


def _demands(seats: Sequence[tuple[Unit, Seat]], own: Sequence[Officer]) -> tuple[Demand, ...]:
    counts = Counter((unit.region, seat) for unit, seat in seats)
    return tuple(
        Demand(
            region=region,
            seat=seat,
            seats=count,
            qualified=sum(one.covers(region) and one.holds(seat) for one in own),
        )
        for (region, seat), count in sorted(counts.items())
    )


def _supply(officer: Officer, seats: Sequence[tuple[Unit, Seat]], barred: Collection[tuple[str, str]]) -> Supply | None:
    """Return what an officer can give, None where he qualifies for none of the seats."""
    objects = {
        unit.object
        for unit, seat in seats
        if officer.covers(unit.region) and officer.holds(seat) and officer.id not in unit.members
    }
    if not objects:
        return None
    recused = sum((object_, officer.id) in barred for object_ in objects)
    return Supply(officer=officer.id, capacity=officer.capacity, units=len(objects) - recused, barred=recused)
