"""How far draws and the visits that answer them have come, department by department: 4.3.1, 1.1 (抽取考核)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from shuangsuiji.draws import Draw, SupplementDraw
from shuangsuiji.draws.history import departments_going
from shuangsuiji.inspection.period_ends import PeriodEnd, drawn_on

__all__ = ["departments_in", "draws_held", "progress"]

Visited = Mapping[tuple[str, str, str], frozenset[str]]
Recognised = Mapping[tuple[str, str, str], date]


def progress(end: PeriodEnd) -> Mapping[str, tuple[int, int]]:
    """Return by department how many of the objects drawn for its items are done (推进程度).

    An object counts in each draw by itself. It is done once each of those items was visited, or a recognised result
    stands in (3.3.8). One that has been replaced is no longer to be visited.
    """
    visited, recognised = _visited(end), _recognised(end)
    done, due = Counter[str](), Counter[str]()
    for drawn in end.draws:
        for id_, codes in drawn.taken.live.items():
            left = _left(end, drawn, id_, codes, visited, recognised)
            due.update(left.keys())
            done.update(name for name, is_left in left.items() if not is_left)
    return {name: (done[name], due[name]) for name in due}


def draws_held(end: PeriodEnd, department: str) -> tuple[int, int]:
    """Return how many of the draws planned from the new year to the end are held, of each task no more (抽取完成情况).

    Raises:
        UnknownNameError: a day is laid out for a task that the plan does not have.

    """
    plan, first, last = end.basis.plan, end.year_began_on, end.basis.last
    planned = Counter(
        one.task_id
        for one in end.basis.scheduled
        if first <= one.on <= last and plan.department_of(plan[one.task_id]) == department
    )
    manifests = (one.commitment.manifest for one in end.draws)
    held = Counter(one.task for one in manifests if one.agency == department)
    return (planned & held).total(), planned.total()


def departments_in(end: PeriodEnd) -> frozenset[str]:
    """Return the departments that drew in the period, or take part in what was drawn (参与抽取部门)."""
    found: set[str] = set()
    for drawn in end.draws:
        if end.basis.holds(drawn_on(drawn)):
            manifest = drawn.commitment.manifest
            codes = (code for own in drawn.taken.live.values() for code in own)
            found |= set(departments_going(manifest))
            found |= {name for code in set(codes) for name in _inspecting(end, drawn, code, frozenset())}
    return frozenset(found)


def _left(
    end: PeriodEnd,
    drawn: Draw | SupplementDraw,
    object_id: str,
    codes: Iterable[str],
    visited: Visited,
    recognised: Recognised,
) -> dict[str, bool]:
    """Return by department whether one of its items is still to be inspected at an object."""
    left: dict[str, bool] = {}
    for code in codes:
        went = visited.get((drawn.commitment.commit, object_id, code), frozenset())
        for name in _inspecting(end, drawn, code, went):
            on = recognised.get((object_id, code, name))
            done = name in went or (on is not None and on >= drawn_on(drawn))
            left[name] = left.get(name, False) or not done
    return left


def _inspecting(end: PeriodEnd, drawn: Draw | SupplementDraw, code: str, went: frozenset[str]) -> frozenset[str]:
    """Return who inspects an item: who has a team for it, else who went, else the implementing body."""
    matching, item = drawn.commitment.manifest.matching, end.items.get(code)
    teams = frozenset(matching.teams.get(code, ())) if matching is not None else frozenset[str]()
    body = drawn.commitment.manifest.agency if item is None else item.implementing_body
    return teams or went or frozenset({body})


def _visited(end: PeriodEnd) -> Visited:
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for visit in end.visits:
        if visit.draw is not None:
            for one in visit.items:
                found[visit.draw.commit, visit.object_id, one.item_code].add(one.department)
    return {key: frozenset(names) for key, names in found.items()}


def _recognised(end: PeriodEnd) -> Recognised:
    """Return the last day on which a result was recognised, by object, item and department."""
    found: dict[tuple[str, str, str], date] = {}
    for one in end.basis.recognitions:
        if one.on <= end.basis.last:
            key = (one.object_id, one.item_code, one.department)
            found[key] = max(one.on, found.get(key, one.on))
    return found
