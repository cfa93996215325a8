"""Which records an evidence folder may show as text, and which by their digest alone (证明公开口径).

PUBLIC, the default, is for everybody: what is public anyhow, and the records of the object that are published as
PUBLIC. ON_REQUEST is for those whom it concerns, and shows the visits to the object and the leads about it as well.
INTERNAL is for an auditor: whole registers, sealed draws, and everything about the object. Records about other objects
are never shown but as entries of a register, and people stand in records by their numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shuangsuiji.inspection import (
    CaseLead,
    Citation,
    CompletenessStatement,
    DisclosureGrade,
    FiledDraw,
    LeadStep,
    PlanPublication,
    Publication,
    Result,
    Visit,
)
from shuangsuiji.planning import AnnualPlan, InspectionGuide, JointProcedure, JointRelaxation, WorkingRules
from shuangsuiji.registry import ItemList

__all__ = ["allows", "grade_of", "object_of", "published_grades"]

_ALWAYS = (
    AnnualPlan,
    Citation,
    CompletenessStatement,
    FiledDraw,
    InspectionGuide,
    ItemList,
    JointProcedure,
    JointRelaxation,
    PlanPublication,
    WorkingRules,
)
_INWARD = ("result", "visit", "objection", "answer")


def allows(given: DisclosureGrade, grade: DisclosureGrade) -> bool:
    """Tell whether a folder of one grade may show a record of another (是否可以载入)."""
    order = list(DisclosureGrade)
    return order.index(grade) <= order.index(given)


def object_of(record: object) -> str | None:
    """Return the object that a record is about, None where it is about none or about many (记录所涉对象)."""
    while True:
        inner = next((getattr(record, name) for name in _INWARD if hasattr(record, name)), None)
        if inner is None:
            break
        record = inner
    found = getattr(record, "object_id", None)
    return found if isinstance(found, str) else None


def published_grades(records: Iterable[object]) -> Mapping[str, DisclosureGrade]:
    """Return the grade of every result that has been made public, by its digest, and of the visits behind (已公示等级).

    A visit is as open as the least open of the results that hold it.
    """
    found: dict[str, DisclosureGrade] = {}
    results: dict[str, set[DisclosureGrade]] = {}
    every = tuple(records)
    for one in every:
        if isinstance(one, Publication) and one.records:
            found[one.result.digest] = one.grade
    for one in every:
        if isinstance(one, Result):
            results.setdefault(one.visit.digest, set()).add(found.get(one.digest, DisclosureGrade.INTERNAL))
    order = list(DisclosureGrade)
    return found | {digest: max(grades, key=order.index) for digest, grades in results.items()}


def grade_of(record: object, published: Mapping[str, DisclosureGrade]) -> DisclosureGrade:
    """Return how openly the text of a record may be shown (记录公开等级).

    What was published as INTERNAL stays so; what is about one object, and was not published, is for those concerned.
    """
    match record:
        case Publication():
            return record.grade if record.records else DisclosureGrade.ON_REQUEST
        case Result() | Visit():
            grade = published.get(record.digest, DisclosureGrade.ON_REQUEST)
            inside = isinstance(record, Visit) and grade is DisclosureGrade.INTERNAL
            return DisclosureGrade.ON_REQUEST if inside else grade
        case _ if isinstance(record, _ALWAYS):
            return DisclosureGrade.PUBLIC
        case CaseLead() | LeadStep():
            return DisclosureGrade.ON_REQUEST
        case _:
            return DisclosureGrade.ON_REQUEST if object_of(record) is not None else DisclosureGrade.INTERNAL
