"""The year of the synthetic county, drawn from the first task to the last under a rule book (合成年度).

    from shuangsuiji.law import LIYANG_RULES
    from shuangsuiji.testing.county_years import county_year

    year = county_year(LIYANG_RULES)

The public events are made up: the number that the lottery is said to have shown is taken from a hash of its edition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from hashlib import sha256

import attrs

from shuangsuiji.draws import Draw, Matching, PastDraw, commit, draw, match, visits_of
from shuangsuiji.draws.history import departments_going
from shuangsuiji.law import LIYANG_RULES, RuleBook, under_cn_2025, yearly_cap_rule
from shuangsuiji.lottery import BeaconEvent, Reveal
from shuangsuiji.planning import (
    AnnualPlan,
    CountedVisit,
    JointProcedure,
    PlanBasis,
    ScheduledDraw,
    Task,
    check_plan,
    department_plan,
    lay_out,
)
from shuangsuiji.registry import ANNEX_MEMBERS, LIYANG_DEPARTMENTS, ObjectPool, TaskOfficers
from shuangsuiji.testing.conferences import effective_procedures
from shuangsuiji.testing.county import city_plan, county_items, county_people, county_pools
from shuangsuiji.values import ClauseRef, Finding
from shuangsuiji.workdays import WorkingCalendar, china_calendar

__all__ = [
    "CountyYear",
    "county_basis",
    "county_event",
    "county_number",
    "county_procedures",
    "county_year",
    "rules_of_2025",
]

_JUNE = 6
_WINDOW = 30
_CHINA = timezone(timedelta(hours=8))


def rules_of_2025(cap: int = 1) -> RuleBook:
    """Return the county's rules under the order of 2025, with a made-up cap for each department (合成规则册).

    Args:
        cap: visits to one firm in a year at most, the same for every department.

    """
    published = ClauseRef(document="（合成）频次上限公告〔2025〕1号", clause="1", path="第一条")
    caps = [yearly_cap_rule(name, cap, clause=published, effective_on=date(2025, 7, 1)) for name in ANNEX_MEMBERS]
    return under_cn_2025(LIYANG_RULES, book_id="county-2025", caps=caps)


@attrs.frozen(kw_only=True)
class CountyYear:
    """What came of a year: the plan, what there was to say of it, every draw (合成年度结果).

    Attributes:
        plan: the city's plan.
        rules: the rule book.
        procedures: of the joint plans, all effective.
        findings: of the plan.
        scheduled: the days of the draws.
        draws: by department, in the order of its serials.
        matchings: of a staffed year, the matching of each draw by its COMMIT.

    """

    plan: AnnualPlan
    rules: RuleBook
    procedures: tuple[JointProcedure, ...]
    findings: tuple[Finding, ...]
    scheduled: tuple[ScheduledDraw, ...]
    draws: Mapping[str, tuple[Draw, ...]]
    matchings: Mapping[str, Matching]

    @property
    def all_draws(self) -> tuple[Draw, ...]:
        """Every draw, department by department."""
        return tuple(one for several in self.draws.values() for one in several)

    def visits(self, department: str) -> Counter[str]:
        """Return how often draws sent a department to each firm, joint ones of other departments among them."""
        return Counter(
            id_
            for one in self.all_draws
            if department in departments_going(one.commitment.manifest)
            for id_ in one.objects
        )

    @property
    def most_visits(self) -> int:
        """The most visits that one department made to one firm in the year."""
        return max((max(self.visits(name).values(), default=0) for name in self.draws), default=0)


def county_procedures(plan: AnnualPlan) -> tuple[JointProcedure, ...]:
    """Return the procedures of a plan's joint plans, all effective by the end of January (合成联合抽查程序)."""
    return effective_procedures(plan.joint_plans, date(plan.year, 1, 13))


def county_basis(
    rules: RuleBook,
    *,
    year: int = 2026,
    objects: int = 1_000,
    on: date | None = None,
    calendar: WorkingCalendar | None = None,
    procedures: tuple[JointProcedure, ...] | None = None,
) -> PlanBasis:
    """Return what the county's plan is held against (合成核对依据)."""
    return PlanBasis(
        rules=rules,
        on=on or date(year, 2, 2),
        items=(county_items(year),),
        pools=county_pools(year, objects),
        people=county_people(year),
        calendar=calendar or china_calendar(),
        departments=LIYANG_DEPARTMENTS,
        procedures=procedures,
        trade="行业",
    )


def county_year(rules: RuleBook, *, year: int = 2026, objects: int = 1_000, staffed: bool = False) -> CountyYear:
    """Draw the whole year of the county under a rule book (合成年度).

    Args:
        rules: the rule book, such as ``LIYANG_RULES`` or ``rules_of_2025()``.
        year: a year whose holidays are announced.
        objects: firms of the county.
        staffed: whether inspectors are matched to what is drawn.

    """
    plan, calendar = city_plan(year, staffed=staffed), china_calendar()
    procedures = county_procedures(plan)
    basis = county_basis(rules, year=year, objects=objects, calendar=calendar, procedures=procedures)
    schedules = {task.id: task.schedule for task in plan.tasks if task.schedule is not None}
    scheduled = lay_out(schedules, year, calendar)
    pools = county_pools(year, objects)
    halves = [{pool.owner: pool for pool in pools}, {pool.owner: _confirmed(pool, year) for pool in pools}]
    decided = {one.plan.id: one for one in procedures}
    draws: dict[str, list[Draw]] = {}
    visits: list[CountedVisit] = []
    for day in scheduled:
        department = plan.department_of(plan[day.task_id])
        own = draws.setdefault(department, [])
        pool = halves[day.on.month > _JUNE][department]
        others = [one for one in visits if not one.id.startswith(f"{department}:")]
        own.append(_drawn(department_plan(plan, department), day, pool, rules, decided, own, others))
        visits += visits_of([PastDraw.of(own[-1])], pool)
    return CountyYear(
        plan=plan,
        rules=rules,
        procedures=procedures,
        findings=check_plan(plan, basis),
        scheduled=scheduled,
        draws={name: tuple(several) for name, several in draws.items()},
        matchings={one.commitment.commit: match(one) for several in draws.values() for one in several if staffed},
    )


def _confirmed(pool: ObjectPool, year: int) -> ObjectPool:
    """Return the version of a pool that is confirmed in the middle of the year (2.3.2)."""
    return pool.revise(on=date(year, 7, 1), reasons="半年维护，无变化")


def _drawn(  # noqa: PLR0913, PLR0917 - the verbs' own arguments
    plan: AnnualPlan,
    day: ScheduledDraw,
    pool: ObjectPool,
    rules: RuleBook,
    decided: Mapping[str, JointProcedure],
    earlier: Iterable[Draw],
    visits: Iterable[CountedVisit],
) -> Draw:
    """Commit one draw in the morning of its day and draw it with the lottery of that evening."""
    task = plan[day.task_id]
    number = len(tuple(earlier))
    commitment = commit(
        task,
        pool,
        plan=plan,
        items=county_items(plan.year),
        rules=rules,
        beacons=[county_event(day.on)],
        committed_at=datetime.combine(day.on, time(9, number % 60), _CHINA),
        mode="open",
        earlier=earlier,
        procedure=decided[task.joint_plan] if task.joint_plan is not None else None,
        officers=_officers(plan, task, day.on) if task.teams else None,
        visits=visits,
    )
    return draw(commitment, Reveal.of(commitment.manifest, {"FC3D": county_number(day.on)}))


def _officers(plan: AnnualPlan, task: Task, on: date) -> TaskOfficers:
    """Return who may be matched in the thirty days after the draw."""
    (people,) = county_people(plan.year)
    departments = [rule.department for rule in task.teams]
    return people.officers(on, on + timedelta(days=_WINDOW), departments=departments)


def county_event(on: date) -> BeaconEvent:
    """Return the public event of an evening, a lottery whose number is made up (合成公共随机事件)."""
    at = datetime.combine(on, time(21, 15), _CHINA)
    return BeaconEvent(source="FC3D", edition=f"{on.year}{on.timetuple().tm_yday:03d}", at=at)


def county_number(on: date) -> str:
    """Return the number that the lottery is said to have shown on an evening (合成开奖号码)."""
    return f"{int(sha256(on.isoformat().encode()).hexdigest(), 16) % 1000:03d}"
