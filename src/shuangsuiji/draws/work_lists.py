"""Who goes where: the team of every object, and what every officer and expert has to visit: 3.2.2 (检查安排)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.matchings import Matching
from shuangsuiji.draws.seat_histories import SeatReport, seat_histories
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seating import UnitKey
from shuangsuiji.lottery.units import Seat

__all__ = ["TeamReport", "Visit", "WorkList", "team_reports", "work_lists"]

_UNBATCHED, _REPLACED = (1, 0, 0), (2, 0, 0)  # in the order of visits they come after all batches


@attrs.frozen(kw_only=True)
class TeamReport:
    """The people whom one department sends to one object: 3.2.2 (检查组安排).

    Attributes:
        object: id of the object.
        department: who sends them.
        region: where the object is.
        items: the items for which the object has been drawn and not been replaced, and this department sends a team;
            none where it has been replaced for all of them, so that the team goes there no more.
        batch: number of the batch of visits, from 1, the earliest of its items; None where there are no batches.
        seats: of the officers, by number.
        experts: seats of those who assist, on top and never counted (2.3.10).

    """

    object: str
    department: str
    region: str
    items: tuple[str, ...]
    batch: int | None
    seats: tuple[SeatReport, ...]
    experts: tuple[SeatReport, ...] = ()

    @property
    def replaced(self) -> bool:
        """Whether the object has been replaced: the team goes there no more, and still counts for loads."""
        return not self.items

    @property
    def members(self) -> tuple[str, ...]:
        """Ids of the officers, by number of the seat."""
        return tuple(seat.officer for seat in self.seats if seat.officer is not None)

    @property
    def empty(self) -> tuple[int, ...]:
        """Numbers of the officers' seats that nobody holds."""
        return tuple(seat.number for seat in self.seats if seat.officer is None)

    def __repr__(self) -> str:
        advised = [seat.officer for seat in self.experts if seat.officer is not None]
        experts = f"，专家 {'、'.join(advised)}" if advised else ""
        empty = f"，空席 {len(self.empty)}" if self.empty else ""
        gone = "，对象已替换" if self.replaced else ""
        return f"<检查组 {self.object} {self.department}：{'、'.join(self.members) or '无人'}{experts}{empty}{gone}>"


@attrs.frozen(kw_only=True)
class Visit:
    """One visit of one person (检查安排).

    Attributes:
        object: id of the object.
        region: where it is.
        items: the items for which his department inspects it.
        batch: number of the batch of visits, from 1; None where there are no batches.
        seat: number of his seat, from 1; experts' seats have a numbering of their own.
        tags: for what he goes: the tags of the seat; empty for a plain one.
        via: ``lot``, ``repair`` or ``substitute``.

    """

    object: str
    region: str
    items: tuple[str, ...]
    batch: int | None
    seat: int
    tags: Seat
    via: str


@attrs.frozen(kw_only=True)
class WorkList:
    """All that one person has to visit, in the order of batches where there are any, else by object: 3.2.2 (工作清单).

    Attributes:
        id: of the officer or the expert.
        department: whose he is.
        expert: whether he assists as an expert (2.3.10).
        visits: what he has to visit; objects that have been replaced are left out.

    """

    id: str
    department: str
    expert: bool
    visits: tuple[Visit, ...]

    def __repr__(self) -> str:
        kind = "专家" if self.expert else "执法检查人员"
        return f"<工作清单 {kind} {self.id}（{self.department}）：{len(self.visits)} 个检查对象>"

    def _repr_html_(self) -> str:
        rows = (
            (one.batch or "—", one.object, one.region, "、".join(one.items), one.seat, "、".join(one.tags) or "—")
            for one in self.visits
        )
        header = ("批次", "检查对象", "区域", "抽查事项", "席位", "要求")
        return html_table(repr(self), header, rows, total=len(self.visits))


def team_reports(matching: Matching) -> tuple[TeamReport, ...]:
    """Return the team of every object and department, in the order of visits, those of replaced objects last (检查组).

    The order is that of batches; what is in no batch comes after, by object.
    """
    histories = seat_histories(matching)
    items, places = _items(matching), _places(matching)
    ranked: list[tuple[tuple[int, int, int], UnitKey, TeamReport]] = []
    for key, seats in histories.officers.items():
        own = items.get(key, ())
        first = min((places[item, key[0]] for item in own if (item, key[0]) in places), default=None)
        one = TeamReport(
            object=key[0],
            department=key[1],
            region=matching.teams[key].region,
            items=own,
            batch=first[0] if first else None,
            seats=seats,
            experts=histories.experts.get(key, ()),
        )
        ranked.append(((0, *first) if first else (_UNBATCHED if own else _REPLACED), key, one))
    return tuple(one for _, _, one in sorted(ranked, key=lambda row: row[:2]))


def _items(matching: Matching) -> Mapping[UnitKey, tuple[str, ...]]:
    """Return the items for which each department still has to go to each object."""
    teams = matching.seated.terms.teams
    found: dict[UnitKey, list[str]] = defaultdict(list)
    for object_, frames in matching.draw.taken.live.items():
        for frame in frames:
            for department in teams.get(frame, {}):
                found[object_, department].append(frame)
    return {key: tuple(frames) for key, frames in found.items()}


def _places(matching: Matching) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return batch and place in it by item and object; the objects of supplementary rounds are in no batch."""
    return {
        (item, object_): (number, place)
        for item, batches in matching.main.batches.items()
        for number, ids in enumerate(batches, 1)
        for place, object_ in enumerate(ids)
    }


def work_lists(
    teams: Iterable[TeamReport], officers: Iterable[Officer], experts: Iterable[Officer]
) -> tuple[WorkList, ...]:
    """Return what everybody has to visit, in the order of the teams: officers by id, then experts (工作清单)."""
    visits: dict[str, list[Visit]] = defaultdict(list)
    for team in teams:
        for seat in (*team.seats, *team.experts):
            if team.items and seat.officer is not None and seat.via is not None:
                visits[seat.officer].append(_visit(team, seat, seat.via))
    return tuple(
        WorkList(id=one.id, department=one.department, expert=expert, visits=tuple(visits.get(one.id, ())))
        for people, expert in ((officers, False), (experts, True))
        for one in people
    )


def _visit(team: TeamReport, seat: SeatReport, via: str) -> Visit:
    return Visit(
        object=team.object,
        region=team.region,
        items=team.items,
        batch=team.batch,
        seat=seat.number,
        tags=seat.tags,
        via=via,
    )
