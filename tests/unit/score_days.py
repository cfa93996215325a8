"""The basis of a scorecard that the tests of bulletins begin with: June and July 2025, one joint draw of May.

Six enterprises are drawn for labels, three of them for hygiene too; nobody has been anywhere yet.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.inspection import DepartmentScore, Indicator, PublicationTerms, Result, ScoreBasis, Visit, score
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import AnnualPlan, JointPlan, ScheduledDraw
from shuangsuiji.workdays import china_calendar
from tests.unit.builders import AGENCY, design, made, plan_of, pool_of, task
from tests.unit.inspection_days import HEALTH, entered, found, joint_items, joint_matching, joint_people, visited

TERMS = PublicationTerms(rules=LIYANG_RULES, calendar=china_calendar(last_announced=2026))
FIRST, LAST = date(2025, 5, 1), date(2025, 7, 31)
DUE = date(2025, 7, 8)


def joint_plan() -> AnnualPlan:
    """Return the plan of the joint draw."""
    one = task(design("10%", "labels"), design("5%", "hygiene"), joint_plan="联合-01")
    return plan_of(one, joint_plans=(JointPlan(id="联合-01", initiator=AGENCY, participants=(HEALTH,)),))


def day(on: date, number: int = 1, task_id: str = "2025-07") -> ScheduledDraw:
    """Return one draw as it was laid out."""
    return ScheduledDraw(task_id=task_id, number=number, nominal_on=on, on=on, is_provisional=False)


def basis(**changes: object) -> ScoreBasis:
    """Return a basis with plan, list, pools and the draw; changes are its fields."""
    given = {
        "departments": (HEALTH, AGENCY),
        "first": FIRST,
        "last": LAST,
        "plan": joint_plan(),
        "terms": TERMS,
        "items": (joint_items(),),
        "pools": (pool_of(60, item_codes=("labels", "hygiene")),),
        "people": (joint_people(),),
        "scheduled": (day(date(2025, 5, 12)),),
        "draws": (joint_matching(),),
    }
    return made(ScoreBasis, given, changes)


def marks(given: ScoreBasis, department: str = AGENCY) -> DepartmentScore:
    """Return how one department stands."""
    return next(one for one in score(given) if one.department == department)


def mark(given: ScoreBasis, code: str, department: str = AGENCY) -> tuple[int, int]:
    """Return part and whole of one indicator of one department."""
    one: Indicator = marks(given, department).indicator(code)
    return one.part, one.whole


def labels(of: Visit | None = None, /, **changes: object) -> Result:
    """Return the entered result of labels."""
    return entered(found(of, **changes))


def visit_on(visit: Visit, on: date) -> Visit:
    """Return a visit as it would have been on another day."""
    began = visit.started_at.replace(year=on.year, month=on.month, day=on.day)
    return attrs.evolve(visit, started_at=began, ended_at=began + (visit.ended_at - visit.started_at))


def all_visits() -> tuple[Visit, ...]:
    """Return the visits to all six that were drawn."""
    record = joint_matching()
    return tuple(visited(record, id_) for id_ in record.draw.taken.live)
