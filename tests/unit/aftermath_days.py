"""Results of drawn inspections with little around them, as the tests of what follows an inspection need them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shuangsuiji.inspection import DrawCitation, Outcome, OutcomeGroup, Result
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.registry import InspectionObject, ObjectPool
from tests.unit.builders import AGENCY, enterprise, pool_of, uscc
from tests.unit.inspection_days import case_visit, entered, found, visit_item, visit_officer

HOUSING = "320481-ZJJ"
EMERGENCY = "320481-YJJ"


def inspected(  # noqa: PLR0913 - where, by whom, for what, with what outcome, when
    outcome: Outcome = Outcome.OTHER_VIOLATION,
    /,
    number: int = 1,
    *,
    on: date = date(2025, 6, 10),
    department: str = AGENCY,
    item_code: str = "labels",
    visit_id: str = "",
    case: bool = False,
    **changes: object,
) -> Result:
    """Return the entered result of a drawn visit to the n-th enterprise, formed the same day, entered the next."""
    started_at = datetime.fromisoformat(f"{on}T09:00:00+08:00")
    drawn: dict[str, object] = {
        "mode": SupervisionMode.RANDOM,
        "lead_id": "",
        "draw": DrawCitation(agency=department, plan=str(on.year), task="2025-07", serial=1, commit="ab" * 32),
    }
    visit = case_visit(
        id=visit_id or f"V-{department[-3:]}-{item_code}-{number}-{on}",
        object_id=uscc(number),
        holder=uscc(number),
        started_at=started_at,
        ended_at=started_at + timedelta(hours=2),
        items=(visit_item(item_code=item_code, department=department),),
        officers=(visit_officer(1, department=department), visit_officer(2, department=department)),
        **({} if case else drawn),
    )
    told = {"finding": "合成问题"} if outcome.group is not OutcomeGroup.CLEAN else {}
    given = {"item_code": item_code, "department": department, "outcome": outcome, "formed_on": on, **told}
    return entered(found(visit, **{**given, **changes}), on=on + timedelta(days=1))


def clean(number: int = 1, /, **changes: object) -> Result:
    """Return the same with nothing found."""
    return inspected(Outcome.NO_PROBLEM, number, **changes)  # type: ignore[arg-type]


def graded(number: int, /, **labels: str) -> InspectionObject:
    """Return an enterprise of middle grades, or of these."""
    columns = {"risk": "风险等级", "credit": "信用等级", "dishonesty": "失信状况"}
    given = {"风险等级": "B", "信用等级": "B", "失信状况": "无"}
    return enterprise(number, attributes={**given, **{columns[kind]: label for kind, label in labels.items()}})


def graded_pool(*objects: InspectionObject) -> ObjectPool:
    """Return a pool of these, or of four enterprises of middle grades."""
    return pool_of(objects or tuple(map(graded, range(1, 5))))
