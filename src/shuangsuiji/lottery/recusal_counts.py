"""Who steps back how often: whoever steps back from all else chooses what is left; matching.md §3.0 (回避统计)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import quantiles

import attrs

from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.groups import ObjectGroup, barred_by_object, group_objects
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seating import Teams
from shuangsuiji.lottery.staff import Staff

__all__ = ["RecusalCount", "count_recusals"]

_AT_LEAST = 5
_RANGES = 3
_TWO = 2


@attrs.frozen(kw_only=True)
class RecusalCount:
    """From how many objects one officer is barred (回避数量).

    Attributes:
        officer: his id.
        barred: objects of the frames to which his department sends somebody and he could go, but for a recusal.
        objects: all objects of the frames to which his department sends somebody, in his regions.
        usual: the most that is not unusual: three interquartile ranges above the third quartile of all others, and
            at least 4.

    """

    officer: str
    barred: int
    objects: int
    usual: float

    @property
    def unusual(self) -> bool:
        """Whether there are far more than the others have, or more than half of all objects in his regions."""
        return self.barred > self.usual or 2 * self.barred > self.objects

    def __str__(self) -> str:
        return f"{self.officer} 回避 {self.barred} 个对象（区域内共 {self.objects} 个）"


def count_recusals(teams: Teams, frames: Mapping[str, TableFrame], staff: Staff) -> tuple[RecusalCount, ...]:
    """Return who is barred from how many objects, the most first; whoever is from none is left out (回避统计).

    Args:
        teams: seats by department, by frame.
        frames: the frames of the draw.
        staff: who may be matched.

    Raises:
        InvalidValueError: an object with different regions.
        UnknownNameError: a frame with a team that is not given.

    """
    groups = group_objects(teams, frames)
    officers = {one.id: one for one in staff.officers}
    counts = dict.fromkeys(officers, 0)
    for group, pairs in zip(groups, barred_by_object(staff.barred, groups), strict=True):
        sends = _departments(teams, group)
        for id_, times in Counter(id_ for people in pairs.values() for id_ in people).items():
            one = officers.get(id_)
            if one is not None and one.department in sends and one.covers(group.region):
                counts[id_] += times
    usual = _usual(sorted(counts.values()))
    found = [
        RecusalCount(officer=id_, barred=number, objects=_objects(officers[id_], teams, groups), usual=usual[number])
        for id_, number in counts.items()
        if number
    ]
    return tuple(sorted(found, key=lambda one: (-one.barred, one.officer)))


def _departments(teams: Teams, group: ObjectGroup) -> set[str]:
    return {department for frame in group.frames for department in teams.get(frame, {})}


def _objects(officer: Officer, teams: Teams, groups: Iterable[ObjectGroup]) -> int:
    """Return the number of objects to which an officer could be sent, recusals not counted."""
    return sum(
        len(group.ids)
        for group in groups
        if officer.covers(group.region) and officer.department in _departments(teams, group)
    )


def _usual(counts: Sequence[int]) -> dict[int, float]:
    """Return, for each number that somebody has, the bound that all the others set."""
    found: dict[int, float] = {}
    for number in set(counts):
        place = bisect_left(counts, number)
        others = [*counts[:place], *counts[place + 1 :]]
        bound = 0.0
        if len(others) >= _TWO:
            first, _, third = quantiles(others, n=4, method="inclusive")
            bound = third + _RANGES * (third - first)
        elif others:
            bound = float(others[0])
        found[number] = max(bound, _AT_LEAST - 1)
    return found
