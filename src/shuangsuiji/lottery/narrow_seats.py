"""Seats for which fewer than a lot are eligible: no draw makes these unpredictable; matching.md §3 step 0 (窄席)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.lottery.groups import ObjectGroup, barred_by_object
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seating import Teams
from shuangsuiji.lottery.shortages import seat_named
from shuangsuiji.lottery.staff import Pair
from shuangsuiji.lottery.units import Seat

__all__ = ["NarrowSeat", "find_narrow"]


@attrs.frozen(kw_only=True)
class NarrowSeat:
    """Seats of one kind for which too few are eligible, at some objects at least (窄席).

    Attributes:
        department: who sends the officers.
        region: where the objects are.
        seat: the tags asked for.
        qualified: officers who qualify, recusals not counted.
        eligible: the fewest who are left at one object, recusals counted.
        objects: how many objects of the frames have too few.

    """

    department: str
    region: str
    seat: Seat
    qualified: int
    eligible: int
    objects: int

    def __str__(self) -> str:
        left = f"，个别对象回避后只剩 {self.eligible} 人" if self.eligible < self.qualified else ""
        place = f"{self.department} {self.region} {seat_named(self.seat)}"
        return f"{place}（具备 {self.qualified} 人{left}，涉及 {self.objects} 个对象）"


def find_narrow(
    teams: Teams, groups: Iterable[ObjectGroup], people: Iterable[Officer], barred: Iterable[Pair], fewest: int
) -> tuple[NarrowSeat, ...]:
    """Return the kinds of seats with fewer than so many eligible, by department, region and tags (查找窄席).

    Args:
        teams: seats by department, by frame.
        groups: the objects of the frames.
        people: officers, or experts.
        barred: the pairs that must not meet.
        fewest: how many there should be: k for officers, 1 to find seats that nobody can take.

    """
    staff, known = tuple(people), tuple(groups)
    objects = Counter[tuple[str, str, Seat]]()
    least: dict[tuple[str, str, Seat], int] = {}
    able: dict[tuple[str, str, Seat], frozenset[str]] = {}
    for group, pairs in zip(known, barred_by_object(barred, known), strict=True):
        for kind in _kinds(teams, group):
            if kind not in able:
                able[kind] = _qualified(kind, staff)
            left = _eligible(able[kind], group, pairs)
            few = {eligible: number for eligible, number in left.items() if eligible < fewest}
            if few:
                objects[kind] += sum(few.values())
                least[kind] = min(few.keys() | {least.get(kind, fewest)})
    return tuple(
        NarrowSeat(
            department=kind[0],
            region=kind[1],
            seat=kind[2],
            qualified=len(able[kind]),
            eligible=least[kind],
            objects=objects[kind],
        )
        for kind in sorted(objects)
    )


def _kinds(teams: Teams, group: ObjectGroup) -> set[tuple[str, str, Seat]]:
    """Return the kinds of seats that may be wanted at the objects of a group."""
    return {
        (department, group.region, seat)
        for frame in group.frames
        for department, seats in teams.get(frame, {}).items()
        for seat in seats
    }


def _qualified(kind: tuple[str, str, Seat], staff: Iterable[Officer]) -> frozenset[str]:
    department, region, seat = kind
    return frozenset(one.id for one in staff if one.department == department and one.covers(region) and one.holds(seat))


def _eligible(able: frozenset[str], group: ObjectGroup, pairs: Mapping[str, frozenset[str]]) -> Counter[int]:
    """Return how many objects of a group leave how many eligible."""
    left = Counter(len(able - people) for people in pairs.values())
    left[len(able)] += len(group.ids) - len(pairs)
    return +left
