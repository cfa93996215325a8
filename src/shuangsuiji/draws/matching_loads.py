"""How even a matching is, and how open its lots were: loads, repeated pairs, lots; matching.md §3 (匹配均衡)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from statistics import median

import attrs

from shuangsuiji.draws.work_lists import TeamReport
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.shortages import seat_named
from shuangsuiji.lottery.units import Seat
from shuangsuiji.values import freeze

__all__ = [
    "DepartmentLoad",
    "LotWidths",
    "NarrowLot",
    "OfficerLoad",
    "RepeatedPairs",
    "department_loads",
    "gini",
    "lot_widths",
    "officer_loads",
    "repeated_pairs",
]


@attrs.frozen(kw_only=True)
class OfficerLoad:
    """How much one officer has to do in this draw: matching.md §1 (个人工作量).

    Attributes:
        id: of the officer.
        department: whose officer he is.
        units: the teams in which he sits by now, those of replaced objects too: this is what lots and capacity count.
        base_load: units carried over from before, which order the lots and never use up capacity.
        capacity: the most units in this draw.

    """

    id: str
    department: str
    units: int
    base_load: int
    capacity: int

    @property
    def share(self) -> Fraction | None:
        """Units as a share of capacity, exactly; None where the capacity is 0."""
        return Fraction(self.units, self.capacity) if self.capacity else None


@attrs.frozen(kw_only=True)
class DepartmentLoad:
    """How the units of one department are spread over its officers: matching.md §3 (部门工作量).

    Attributes:
        department: whose officers they are.
        officers: how many may be matched, those without any unit included; so in all that follows.
        taking_part: how many have at least one unit.
        units: of all officers together; a team of two counts as two.
        least: the fewest units of one officer.
        most: the most units of one officer.
        gini: Gini coefficient of the units, exactly: 0 for equal loads, and where nobody has any.

    """

    department: str
    officers: int
    taking_part: int
    units: int
    least: int
    most: int
    gini: Fraction

    @property
    def mean(self) -> Fraction:
        """Units per officer, exactly; 0 where there are no officers."""
        return Fraction(self.units, self.officers or 1)


@attrs.frozen(kw_only=True)
class RepeatedPairs:
    """How often two officers of one department sit together more than once: matching.md §3 (重复同组).

    Attributes:
        department: whose officers they are.
        pairs: how many pairs sit together at all.
        repeated: how many of them do so in more than one unit.
        surplus: units beyond the first, summed over all pairs.
        most: the most units in which one pair sits; 0 where no pair sits together.
        frequent: the pairs that sit in so many, where these are more than one; ids, sorted.

    """

    department: str
    pairs: int
    repeated: int
    surplus: int
    most: int
    frequent: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class NarrowLot:
    """A seat that was drawn among fewer than a lot should hold, and why that can be: matching.md §4 (窄签).

    Attributes:
        object: id of the object.
        department: who sends the officer.
        seat: number of the seat, from 1.
        tags: what its holder must hold; empty for a plain seat.
        lot: |M|, the number of officers among whom the ticket decided: all who could go.
        qualified: how many officers covered the region and held the tags.
        barred: how many of those were recused from the object, or had been replaced there.

    """

    object: str
    department: str
    seat: int
    tags: Seat
    lot: int
    qualified: int
    barred: int

    @property
    def busy(self) -> int:
        """How many more could not go, having no capacity left or a seat in that unit already."""
        return self.qualified - self.barred - self.lot

    def __str__(self) -> str:
        place = f"{self.object} {self.department} 第 {self.seat} 席（{seat_named(self.tags)}）"
        why = f"具备 {self.qualified} 人，回避或已替换 {self.barred} 人，已满额或已在本组 {self.busy} 人"
        return f"{place}：抽签人数 {self.lot}（{why}）"


@attrs.frozen(kw_only=True)
class LotWidths:
    """Among how many officers seats were drawn, over all seats whose holder came by lot: matching.md §3 (抽签人数).

    Seats that a repair filled or shifted last are not counted, those of substitutes are; experts' seats are not.

    Attributes:
        wanted: k, how many a lot holds at least, where there are as many; ``matching.lot``.
        widths: |M|, and how many seats were drawn among so many officers; the smallest |M| first.
        narrow: the seats below k, in the order of the teams, and why.

    """

    wanted: int
    widths: tuple[tuple[int, int], ...]
    narrow: tuple[NarrowLot, ...]

    @property
    def counts(self) -> Mapping[int, int]:
        """How many seats were drawn among so many officers, by |M|."""
        return freeze(dict(self.widths))

    @property
    def seats(self) -> int:
        """How many seats were filled by lot."""
        return sum(number for _, number in self.widths)

    @property
    def least(self) -> int | None:
        """The smallest |M|; None where no seat was filled by lot."""
        return self.widths[0][0] if self.widths else None

    @property
    def median(self) -> Fraction | None:
        """The median |M|, of an even number of seats the mean of the two in the middle; None where there is none."""
        every = [Fraction(width) for width, number in self.widths for _ in range(number)]
        return median(every) if every else None

    @property
    def below(self) -> int:
        """How many seats were drawn among fewer than k."""
        return len(self.narrow)


def gini(units: Iterable[int]) -> Fraction:
    """Return the Gini coefficient of whole numbers, exactly: half the mean difference over the mean (基尼系数).

    It is 0 where all are equal, where there are none, and where all are 0.
    """
    ordered = sorted(units)
    count, total = len(ordered), sum(ordered)
    if not total:
        return Fraction(0)
    return Fraction(sum((2 * rank - count - 1) * one for rank, one in enumerate(ordered, 1)), count * total)


def officer_loads(teams: Iterable[TeamReport], officers: Iterable[Officer]) -> tuple[OfficerLoad, ...]:
    """Return the load of every officer, also of those without any, in the order given (个人工作量)."""
    units = Counter(id_ for team in teams for id_ in team.members)
    return tuple(
        OfficerLoad(
            id=one.id, department=one.department, units=units[one.id], base_load=one.base_load, capacity=one.capacity
        )
        for one in officers
    )


def department_loads(loads: Iterable[OfficerLoad], departments: Iterable[str]) -> tuple[DepartmentLoad, ...]:
    """Return how the loads of each of these departments are spread (部门工作量)."""
    own: dict[str, list[int]] = {name: [] for name in departments}
    for one in loads:
        own[one.department].append(one.units)
    return tuple(
        DepartmentLoad(
            department=name,
            officers=len(units),
            taking_part=sum(number > 0 for number in units),
            units=sum(units),
            least=min(units, default=0),
            most=max(units, default=0),
            gini=gini(units),
        )
        for name, units in own.items()
    )


def repeated_pairs(teams: Iterable[TeamReport], departments: Iterable[str]) -> tuple[RepeatedPairs, ...]:
    """Return how often officers of each of these departments sit together more than once (重复同组)."""
    together: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for team in teams:
        for first, second in combinations(sorted(team.members), 2):
            together[team.department][first, second] += 1
    return tuple(_repeated(name, together[name]) for name in departments)


def _repeated(department: str, together: Counter[tuple[str, str]]) -> RepeatedPairs:
    most = max(together.values(), default=0)
    return RepeatedPairs(
        department=department,
        pairs=len(together),
        repeated=sum(number > 1 for number in together.values()),
        surplus=together.total() - len(together),
        most=most,
        frequent=tuple(sorted(pair for pair, number in together.items() if number == most > 1)),
    )


def lot_widths(teams: Sequence[TeamReport], wanted: int) -> LotWidths:
    """Return among how many officers the seats of teams were drawn (抽签人数).

    Args:
        teams: with the officers' seats.
        wanted: k, how many a lot should hold.

    """
    counts = Counter(seat.lot for team in teams for seat in team.seats if seat.lot is not None)
    narrow = tuple(
        NarrowLot(
            object=team.object,
            department=team.department,
            seat=seat.number,
            tags=seat.tags,
            lot=seat.lot,
            qualified=seat.qualified or 0,
            barred=seat.barred or 0,
        )
        for team in teams
        for seat in team.seats
        if seat.lot is not None and seat.lot < wanted
    )
    return LotWidths(wanted=wanted, widths=tuple(sorted(counts.items())), narrow=narrow)
