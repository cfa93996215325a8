"""How often one object may be visited under a plan, and which visits could be one: 3.1.10 (负担核对)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations

import attrs

from shuangsuiji.law import LIYANG_2020, REPEAT_WINDOW, counts_toward_cap, yearly_cap
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.plan_basis import PlanBasis, is_nobodys
from shuangsuiji.planning.plan_findings import counted, note, unchecked, warning
from shuangsuiji.planning.schedules import ScheduledDraw, lay_out
from shuangsuiji.planning.task_chances import TaskChances, as_bits
from shuangsuiji.planning.tasks import Task
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import ClauseRef, Finding, TimeLimit, TimeUnit
from shuangsuiji.workdays import WorkingCalendar

__all__ = ["burden_findings"]


def burden_findings(
    plan: AnnualPlan, basis: PlanBasis, chances: Iterable[TaskChances], drawn_from: Mapping[str, ObjectPool]
) -> Iterator[Finding]:
    """Yield what there is to say of visits to one holder (负担核对).

    Args:
        plan: the plan.
        basis: gives caps, the window in which visits are to be merged, the calendar.
        chances: what each task comes to.
        drawn_from: by id of the task, the pool that it draws from.

    """
    holders = _Holders()
    concerned = {one.forecast.task_id: holders.of(drawn_from[one.forecast.task_id], one.rows) for one in chances}
    for department, most in sorted(_most(plan, concerned).items()):
        yield _cap(plan, basis, department, most)
    if plan.limits.cool_off is None:
        zh, en = "计划未定两次检查的间隔期", "the plan sets no period of rest between two visits"
        yield note("plan.cool_off", plan.id, zh, en, "3.1.10")
    yield from _mergeable(plan, basis, concerned)


class _Holders:
    """Numbers for the holders of objects, the same in every pool: what is visited is a holder."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._pools: dict[str, list[int]] = {}

    def of(self, pool: ObjectPool, rows: Sequence[int]) -> frozenset[int]:
        """Return the holders of these rows of a pool."""
        numbers = self._pools.get(pool.id)
        if numbers is None:
            known, columns = self._numbers, pool.columns
            behind = (holder or id_ for id_, holder in zip(columns.ids, columns.holders, strict=True))
            numbers = self._pools[pool.id] = [known.setdefault(name, len(known)) for name in behind]
        return frozenset(numbers[row] for row in rows)


def _most(plan: AnnualPlan, concerned: Mapping[str, frozenset[int]]) -> Mapping[str, int]:
    """Return in how many draws that count towards its cap a holder stands at most, by department.

    A draw counts for each department that takes part in it, and what a superior ordered for none, as in
    ``draws.visits_of``.
    """
    standing: dict[str, Counter[int]] = defaultdict(Counter)
    for task_id, holders in concerned.items():
        task = plan[task_id]
        if is_nobodys(plan, task):
            continue
        if counts_toward_cap(task.mode.inspection_type, superior_ordered=task.superior_ordered):
            draws = plan.draws_of(task)
            for department in (plan.department_of(task), *plan.participants_of(task)):
                standing[department].update(dict.fromkeys(holders, draws))
    return {department: max(several.values(), default=0) for department, several in standing.items()}


def _cap(plan: AnnualPlan, basis: PlanBasis, department: str, most: int) -> Finding:
    """The ceiling: whoever has reached it is left out of the draws that follow, which the plan should foresee."""
    published = yearly_cap(basis.rules, department, basis.on)
    own, clause = plan.limits.visit_cap, LIYANG_2020.ref("3.1.10")
    cap = own
    if published is not None and isinstance(published.value, int) and (own is None or published.value <= own):
        cap, clause = published.value, published.clause
    if cap is None:
        zh = f"未公布也未设定年度检查频次上限；同一市场主体全年至多进入 {most} 次抽取"
        en = f"no yearly cap is published or set; a holder stands in {counted(most, 'draw')} at most"
        return note("plan.visit_cap", department, zh, en, clause)
    if most > cap:
        zh = f"同一市场主体全年进入 {most} 次抽取，频次上限 {cap}：达到上限的不再抽取"
        en = f"a holder stands in {counted(most, 'draw')}, the cap is {cap}: whoever reaches it is drawn no more"
        return warning("plan.visit_cap", department, zh, en, clause)
    zh, en = f"全年至多 {most} 次，不超过频次上限 {cap}", f"{counted(most, 'draw')} at most, within the cap of {cap}"
    return note("plan.visit_cap", department, zh, en, clause)


@attrs.frozen
class _Pair:
    """Two tasks whose draws lie close together and concern the same holders."""

    one: Task
    other: Task
    shared: int


def _mergeable(plan: AnnualPlan, basis: PlanBasis, concerned: Mapping[str, frozenset[int]]) -> Iterator[Finding]:
    """One visit for several items: what could be one task, or one joint inspection, within the rule book's window."""
    rule = basis.rules.find(REPEAT_WINDOW, basis.on)
    if rule is None or not isinstance(rule.value, TimeLimit):
        return
    if basis.calendar is None:
        yield unchecked("plan.merge", plan.id, "工作日历", "a calendar", rule.clause)
        return
    unplaced = sum(task.schedule is None for task in plan.tasks)
    if unplaced:
        zh, en = f" {unplaced} 个任务的抽取日程", f"the schedule of {counted(unplaced, 'task')}"
        yield unchecked("plan.merge", plan.id, zh, en, rule.clause)
    schedules = {task.id: task.schedule for task in plan.tasks if task.schedule is not None}
    days = lay_out(schedules, plan.year, basis.calendar)
    merging: dict[str, list[_Pair]] = defaultdict(list)
    joining: dict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for pair in _pairs(plan, days, partial(_last, rule.value, basis.calendar), concerned):
        one, other = sorted((plan.department_of(pair.one), plan.department_of(pair.other)))
        if one == other:
            merging[pair.one.id].append(pair)
        else:
            joining[one, other].append(pair)
    for task_id, pairs in merging.items():
        yield _merge(task_id, pairs, rule.value, rule.clause)
    for (one, other), pairs in sorted(joining.items()):
        yield _join(f"{one} {other}", pairs, rule.value, rule.clause)


def _last(window: TimeLimit, calendar: WorkingCalendar, on: date) -> date:
    """Return the last day of a window that a draw opens."""
    return calendar.add(on, window.number) if window.unit is TimeUnit.WORKING_DAY else window.ends_on(on)


def _pairs(
    plan: AnnualPlan,
    days: Iterable[ScheduledDraw],
    last: Callable[[date], date],
    concerned: Mapping[str, frozenset[int]],
) -> Iterator[_Pair]:
    when: dict[str, list[date]] = defaultdict(list)
    for day in days:
        when[day.task_id].append(day.on)
    ends = {day: last(day) for several in when.values() for day in several}
    holders = {task.id: as_bits(concerned[task.id]) for task in plan.tasks if task.id in concerned and task.id in when}
    for one, other in combinations([task for task in plan.tasks if task.id in holders], 2):
        shared = (holders[one.id] & holders[other.id]).bit_count()
        pairs = ((min(a, b), max(a, b)) for a in when[one.id] for b in when[other.id])
        if shared and any(later <= ends[first] for first, later in pairs):
            yield _Pair(one, other, shared)


def _merge(task_id: str, pairs: Sequence[_Pair], window: TimeLimit, clause: ClauseRef) -> Finding:
    shown, most = "、".join(one.other.id for one in pairs), max(one.shared for one in pairs)
    zh = f"与同部门任务 {shown} 在 {window}内重叠，至多 {most} 个市场主体可能被检查两次，可合并为一个任务"
    en = f"overlaps with {shown} within {_english(window)}, in {counted(most, 'holder')} at most: one task could serve"
    return warning("plan.merge", task_id, zh, en, clause)


def _join(departments: str, pairs: Sequence[_Pair], window: TimeLimit, clause: ClauseRef) -> Finding:
    most = max(one.shared for one in pairs)
    zh = f"两部门有 {len(pairs)} 对任务在 {window}内重叠，至多 {most} 个市场主体可能被检查两次，可组织联合抽查"
    en = (
        f"{counted(len(pairs), 'pair')} of tasks within {_english(window)} of each other, "
        f"with {counted(most, 'holder')} in common at most: a joint inspection could serve"
    )
    return note("plan.join", departments, zh, en, clause)


def _english(window: TimeLimit) -> str:
    return counted(window.number, window.unit.name.lower().replace("_", " "))
