"""The largest demand that a plan allows: when it can be matched, so can every outcome; matching.md §3.0 (最坏情形).

Departments are matched apart, so take one, D. Objects are of one class where the same officers of D cover their region
and the same frames with a team of D hold them. Of a class at most n can be drawn: no more than it has, and in each
stratum of each frame no more than is drawn there. The worst case holds, of each class, all m objects from which an
officer who could come is barred, and n − m others if that is more than none; each with the seats merged over all the
frames of the class.

Suppose these seats can be filled, and take any outcome. Of a class it has r ≤ m objects with a recusal: they stand in
the worst case themselves. It has at most n − r others: let them take the places of different objects of the class, of
which at least n − r are left; who may go there may go to an object without a recusal as well. The seats of an object,
drawn for some of the frames, fit into those merged over all of them: there are as many of every tagged kind or more,
and as many altogether or more, and whoever fills a tagged seat fills a plain one. So each seat of the outcome has a
seat of the worst case for itself, whose officer may take it, and nobody sits in more units than before.

The converse does not hold: classes cannot all be drawn to the full at once. Where the worst case fails, simulate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice

from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.groups import ObjectGroup, barred_by_object, group_objects
from shuangsuiji.lottery.matching_fast import match_fast
from shuangsuiji.lottery.matching_terms import MatchingTerms
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import IdTickets
from shuangsuiji.lottery.shortages import Shortage, shortages
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.units import Seat, Unit, merged_seats

__all__ = ["Largest", "places_missing", "worst_case_units"]

Largest = Mapping[str, Mapping[str, int]]
"""The most that may be drawn by stratum, by frame: ``largest_quotas`` of each (最大名额)."""

Barred = Mapping[str, frozenset[str]]
Group = tuple[ObjectGroup, Barred]


def worst_case_units(
    terms: MatchingTerms, staff: Staff, frames: Mapping[str, TableFrame], largest: Largest
) -> tuple[Unit, ...]:
    """Return units of which a matching, where there is one, proves that every outcome can be matched (最坏情形).

    Args:
        terms: the committed rules of the matching.
        staff: who may be matched.
        frames: the committed frames; an object has one region in all of them.
        largest: the most that may be drawn by stratum, by frame.

    Raises:
        InvalidValueError: an object with different regions.
        UnknownNameError: a frame with a team that is not given.

    """
    groups = group_objects(terms.teams, frames)
    known = list(zip(groups, barred_by_object(staff.barred, groups), strict=True))
    return tuple(unit for name in terms.departments for unit in _of_department(name, terms, staff, known, largest))


def places_missing(units: Iterable[Unit], staff: Staff) -> tuple[Shortage, ...]:
    """Return why some seats of known units cannot be filled, department by department; nothing where all can (缺口).

    Which officer sits where is no matter here, so that no seed is needed: the shortage is the same for all of them.
    """
    matched = match_fast(units, staff.officers, staff.barred, IdTickets(), 1, traced=False)
    return shortages(matched, staff.officers, staff.barred) if matched.empty else ()


def _of_department(
    department: str, terms: MatchingTerms, staff: Staff, groups: Iterable[Group], largest: Largest
) -> list[Unit]:
    teams = {frame: own[department] for frame, own in terms.teams.items() if department in own}
    officers = [one for one in staff.officers if one.department == department]
    covers: dict[str, frozenset[str]] = {}
    classes: defaultdict[tuple[frozenset[str], tuple[str, ...]], list[Group]] = defaultdict(list)
    for group, barred in groups:
        inside = tuple(frame for frame in group.frames if frame in teams)
        if inside:
            if group.region not in covers:
                covers[group.region] = _cover(group.region, officers)
            classes[covers[group.region], inside].append((group, barred))
    units: list[Unit] = []
    for (cover, inside), own in classes.items():
        most = _most(inside, [group for group, _ in own], largest)
        seats = merged_seats(teams[frame] for frame in inside)
        units += _units(department, seats, own, cover, most) if most else []
    return sorted(units, key=lambda unit: unit.object)


def _cover(region: str, officers: Iterable[Officer]) -> frozenset[str]:
    return frozenset(one.id for one in officers if one.covers(region))


def _most(inside: Iterable[str], groups: Sequence[ObjectGroup], largest: Largest) -> int:
    """Return n, how many objects of a class can be drawn at the most."""
    drawn = 0
    for frame in inside:
        rows = Counter[str]()
        for group in groups:
            rows.update(group.strata[frame])
        drawn += sum(min(number, largest[frame].get(stratum, 0)) for stratum, number in rows.items())
    return min(drawn, sum(len(group.ids) for group in groups))


def _units(
    department: str, seats: tuple[Seat, ...], groups: Sequence[Group], cover: frozenset[str], most: int
) -> Iterator[Unit]:
    """Yield the units of one class: those with a recusal that matters, and the first others by id."""
    barred = {id_: group.region for group, pairs in groups for id_, people in pairs.items() if people & cover}
    others = merge(*(_others(group, barred) for group, _ in groups))
    for object_, region in (*barred.items(), *islice(others, max(most - len(barred), 0))):
        yield Unit(object=object_, department=department, region=region, seats=seats)


def _others(group: ObjectGroup, barred: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    return ((id_, group.region) for id_ in group.ids if id_ not in barred)
