"""The matching once more, for very many seats: the same result as the readable reference (快速匹配).

What is asked again and again is held in lists by number: who qualifies for which seats of which region and is how
loaded, what is taken. Only those in a lot of several are looked at and hashed. Departments share nothing, so that they
are matched one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from shuangsuiji.lottery.matched import Matched
from shuangsuiji.lottery.matching import check_once
from shuangsuiji.lottery.matching_desks import Desk
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.seat_tickets import SeatTickets
from shuangsuiji.lottery.units import Unit

__all__ = ["match_fast"]


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
    desks: list[Desk] = []
    done = 0
    teams = tuple(standing)
    for name, indices in departments.items():
        desks.append(Desk(ordered, staff[name], barred, tickets, lot, traced=traced))
        desks[-1].stand(teams)
        desks[-1].fill(indices)
        done += len(indices)
        if progress is not None:
            progress(done)
    desk_of = dict(zip(departments, desks, strict=True))
    places = sorted(range(len(ordered)), key=lambda index: (ordered[index].object, ordered[index].department))
    return Matched(
        units=tuple(ordered),
        assignments=tuple(one for index in places for one in desk_of[ordered[index].department].assigned(index)),
        empty=tuple(sorted(place for desk in desks for place in desk.empty)),
        reached=tuple(sorted(place for desk in desks for place in desk.dead)),
        repairs=sum(desk.repairs for desk in desks),
        trace=tuple(sorted((line for desk in desks for line in desk.trace), key=lambda line: line.rank)),
    )
