"""From a result or a plan to what readers outside may see: 二（一）, 三（三） (公示办理)."""

from __future__ import annotations

from datetime import date
from typing import overload

import attrs

from shuangsuiji.errors import BrokenChainError
from shuangsuiji.inspection.inspection_terms import Channel, DisclosureGrade, Outcome
from shuangsuiji.inspection.plan_publications import PlanPublication
from shuangsuiji.inspection.publications import ChannelRecord, Publication
from shuangsuiji.inspection.results import Result
from shuangsuiji.planning import AnnualPlan

__all__ = ["PublicRecord", "disclose", "grade_again", "post", "publish"]


@overload
def publish(record: Result, *, grade: DisclosureGrade = ..., reason: str = ...) -> Publication: ...
@overload
def publish(record: AnnualPlan, *, grade: DisclosureGrade = ..., reason: str = ...) -> PlanPublication: ...
def publish(
    record: Result | AnnualPlan, *, grade: DisclosureGrade = DisclosureGrade.PUBLIC, reason: str = ""
) -> Publication | PlanPublication:
    """Return the publication of a result, or of a plan, that stands nowhere yet: 2.1.8, 3.3.4 (公示).

    Args:
        record: a result that is entered, or a plan.
        grade: how openly.
        reason: why it is not PUBLIC.

    Raises:
        BrokenChainError: a result that is not entered (3.3.2).
        InvalidValueError: a grade that withholds and has no reason, or a reason without need.

    """
    if isinstance(record, AnnualPlan):
        return PlanPublication(plan=record, grade=grade, reason=reason)
    return Publication(result=record, grade=grade, reason=reason)


def post(publication: Publication, channel: Channel, *, on: date, reference: str, by: str) -> Publication:
    """Return a publication as it stands on one more channel: 3.3.4 (上渠道公示).

    Args:
        publication: as it stands.
        channel: where it was put; each channel once.
        on: the day, not before the entry.
        reference: what the channel returned.
        by: id of the department that put it there; the one that inspected (3.3.1).

    Raises:
        DuplicateError: it stands there already.
        LawError: another department.
        BrokenChainError: a day before the entry.
        InvalidValueError: the grade forbids it.

    """
    record = ChannelRecord(channel=channel, on=on, reference=reference, by=by)
    return attrs.evolve(publication, records=(*publication.records, record))


def grade_again(publication: Publication, grade: DisclosureGrade, *, reason: str) -> Publication:
    """Return a new publication of the same result with another grade, that points back (调整公开等级).

    Raises:
        BrokenChainError: it stands on a channel already: what was public is not made secret.
        InvalidValueError: no reason.

    """
    if publication.records:
        zh, en = "已上渠道公示，不得改变公开等级", "stands on a channel already: its grade is not changed"
        raise BrokenChainError(link=publication.result.id, rule_zh=zh, rule=en, expected=publication.grade, value=grade)
    return Publication(result=publication.result, grade=grade, reason=reason, replaces=publication.digest)


@attrs.frozen(kw_only=True)
class PublicRecord:
    """What readers outside see of a publication: no officer, and no more than the grade allows (公开内容).

    Attributes:
        result_id: the result.
        holder: the market entity under which it stands (3.3.3).
        object_id: the object.
        item_code: the item.
        department: who inspected and published.
        inspected_on: the day on which the visit began.
        grade: how openly.
        reason: why it is not PUBLIC.
        outcome: what it came to, None where that is given on request alone.
        finding: what was found; empty likewise.
        corrects: digest of the result that it corrects.
        correction_reason: why.

    """

    result_id: str
    holder: str
    object_id: str
    item_code: str
    department: str
    inspected_on: date
    grade: DisclosureGrade
    reason: str
    outcome: Outcome | None
    finding: str
    corrects: str
    correction_reason: str


def disclose(publication: Publication, *, requested: bool = False) -> PublicRecord | None:
    """Return what a reader outside sees of a publication: all, its bare existence, or nothing: H.3 (公开).

    Args:
        publication: the publication.
        requested: whether the reader has asked for it: ON_REQUEST shows its outcome then, and not before.

    Returns:
        None of what is INTERNAL, requested or not.

    """
    if publication.grade is DisclosureGrade.INTERNAL:
        return None
    result = publication.result
    whole = publication.grade is DisclosureGrade.PUBLIC or requested
    return PublicRecord(
        result_id=result.id,
        holder=result.collected_under,
        object_id=result.visit.object_id,
        item_code=result.item_code,
        department=result.department,
        inspected_on=result.visit.on,
        grade=publication.grade,
        reason=publication.reason,
        outcome=result.outcome if whole else None,
        finding=result.finding if whole else "",
        corrects=result.corrects,
        correction_reason=result.reason if whole else "",
    )
