"""Whether the officers can carry the plan out: 3.1.6 «执法队伍的实际情况» (执法力量核对)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

import attrs

from shuangsuiji.law import JOINT_TEAM_MINIMUM, TEAM_MINIMUM, RuleBook
from shuangsuiji.planning.annual import AnnualPlan
from shuangsuiji.planning.forecasts import TaskForecast
from shuangsuiji.planning.plan_basis import PlanBasis, is_nobodys
from shuangsuiji.planning.plan_findings import counted, error, note, percent, unchecked
from shuangsuiji.planning.tasks import Task
from shuangsuiji.planning.teams import TeamRule
from shuangsuiji.terms import InspectorStatus, TeamForm
from shuangsuiji.values import Finding

__all__ = ["Workload", "capacity_findings", "workload"]


@attrs.frozen(kw_only=True)
class Workload:
    """What a year's plan asks of the officers of one department, and what they have (部门工作量).

    Attributes:
        department: the department.
        officers: inspectors who serve.
        officer_visits: expected visits, each counted once for every officer who goes, exact.
        officer_days: the working days that these take, exact.
        days: the working days that its officers have for them, None without a calendar.
        capacity: the visits that its officers take in a year at most.

    """

    department: str
    officers: int
    officer_visits: Fraction
    officer_days: Fraction
    days: Fraction | None
    capacity: int


def workload(plan: AnnualPlan, basis: PlanBasis, tasks: Iterable[TaskForecast]) -> tuple[Workload, ...]:
    """Return what a plan asks of every department that sends officers, by department (工作量测算).

    Where a task has team rules, each department sends as many officers as its largest team; where it has none, each of
    its departments sends the minimum that the rule book asks for. Experts come on top and are not counted (2.3.10).

    Args:
        plan: the plan.
        basis: the inspectors, the calendar, days a visit, share of working time.
        tasks: what each task comes to.

    """
    asked: dict[str, Fraction] = defaultdict(Fraction)
    for one in tasks:
        task = plan[one.task_id]
        for department, seats in _seats(plan, task, basis).items():
            asked[department] += one.visits * one.draws * seats
    # Whoever stands in the pools of several departments is there once.
    listed = {person.id: person for pool in basis.people or () for person in pool}
    serving = [person for person in listed.values() if person.status is InspectorStatus.ACTIVE]
    officers = Counter(person.department for person in serving)
    capacity: Counter[str] = Counter()
    for person in serving:
        capacity[person.department] += person.capacity
    days = _working_days(plan, basis)
    return tuple(
        Workload(
            department=name,
            officers=officers[name],
            officer_visits=asked[name],
            officer_days=asked[name] * basis.visit_days,
            days=None if days is None else days * officers[name] * basis.working_share,
            capacity=capacity[name],
        )
        for name in sorted(asked)
    )


def _working_days(plan: AnnualPlan, basis: PlanBasis) -> int | None:
    if basis.calendar is None:
        return None
    return basis.calendar.count(date(plan.year - 1, 12, 31), date(plan.year, 12, 31))


def _seats(plan: AnnualPlan, task: Task, basis: PlanBasis) -> Mapping[str, int]:
    """Return how many officers each department sends to one visit."""
    if is_nobodys(plan, task):
        return {}
    joint = task.joint_plan is not None
    least = _least(basis.rules, basis.on, joint=joint)
    if not task.teams:
        return dict.fromkeys((plan.department_of(task), *plan.participants_of(task)), least)
    seats: dict[str, int] = {}
    for one in task.teams:
        seats[one.department] = max(seats.get(one.department, 0), _size(one, least))
    return seats


def _size(team: TeamRule, least: int) -> int:
    """Return how many officers a team has; one that is too small for the law is counted as it stands."""
    if team.form is TeamForm.EXPLICIT:
        return len(team.seats)
    tagged = len(team.tags) if team.form is TeamForm.SPLIT else 1
    return max(tagged, team.size or least)


def _least(rules: RuleBook, on: date, *, joint: bool) -> int:
    found = rules.find(JOINT_TEAM_MINIMUM, on) if joint else None
    found = found or rules.find(TEAM_MINIMUM, on)
    return 1 if found is None else found.count()


def capacity_findings(plan: AnnualPlan, basis: PlanBasis, tasks: Iterable[TaskForecast]) -> Iterator[Finding]:
    """Yield where a plan asks for more than the officers have (执法力量核对)."""
    if basis.people is None:
        yield unchecked("plan.capacity", plan.id, "检查人员名录库", "inspector pools", "3.1.6")
        return
    if basis.calendar is None:
        yield unchecked("plan.capacity", plan.id, "工作日历", "a calendar", "3.1.6")
    for one in workload(plan, basis, tasks):
        if one.officer_visits:
            yield from _too_much(one)


def _too_much(one: Workload) -> Iterator[Finding]:
    visits, days = f"{float(one.officer_visits):.1f}", f"{float(one.officer_days):.1f}"
    if not one.officers:
        zh, en = f"预计 {visits} 人次，没有在岗检查人员", f"{visits} officer-visits expected, and no officer serves"
        yield error("plan.capacity", one.department, zh, en, "3.1.6")
        return
    if one.days is not None and one.officer_days > one.days:
        zh = f"需 {days} 人日，{one.officers} 名人员全年可用 {float(one.days):.1f} 人日"
        en = f"{days} officer-days needed; {counted(one.officers, 'officer')} with {float(one.days):.1f}"
        yield error("plan.capacity", one.department, zh, en, "3.1.6")
    if one.officer_visits > one.capacity:
        zh = f"预计 {visits} 人次，超过全年检查数量上限合计 {one.capacity}"
        en = f"{visits} officer-visits expected, above the {one.capacity} that they take"
        yield error("plan.visit_capacity", one.department, zh, en, "3.1.6")
    if one.days:
        used = percent(one.officer_days / one.days)
        zh, en = f"{days} 人日，占可用的 {used}", f"{days} officer-days, {used} of what there are"
        yield note("plan.workload", one.department, zh, en, "3.1.6")
