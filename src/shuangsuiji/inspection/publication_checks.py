"""Everything there is to say of a publication, clause by clause: 二（一）, 三（三） (公示核对)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from shuangsuiji.inspection.plan_publications import PlanPublication
from shuangsuiji.inspection.publication_deadlines import PublicationTerms
from shuangsuiji.inspection.publication_lists import PublicationDue, publication_dues
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.planning.plan_findings import error, note, unchecked, warning
from shuangsuiji.terms import DeadlineStatus
from shuangsuiji.values import Finding

__all__ = ["check_plan_publication", "check_publication"]


def check_publication(publication: Publication, *, on: date, terms: PublicationTerms | None) -> tuple[Finding, ...]:
    """Return everything there is to say of the publication of a result on a day (公示核对).

    What happened after that day is not seen yet.

    Args:
        publication: the publication.
        on: the day.
        terms: books, calendar, readings; without them its days are not checked, which a NOTE says.

    Raises:
        UnknownNameError: the book has no such rule; so does the next.
        InvalidValueError: a day outside the calendar.

    """
    return tuple(_findings(publication, on, terms))


def _findings(publication: Publication, on: date, terms: PublicationTerms | None) -> Iterator[Finding]:
    result = publication.result
    if not result.platform_number:
        zh, en = "未记载省平台编号", "its number on the provincial platform is not kept"
        yield warning("publication.platform_number", result.id, zh, en, "2.1.3")
    if publication.is_withheld:
        zh = f"未主动公开（{publication.grade}）：{publication.reason}；抽查检查结果应当公示"
        en = f"is not public ({publication.grade.name}), though results are made public"
        yield warning("publication.withheld", result.id, zh, en, "3.3.4")
    if terms is None:
        yield unchecked("publication.due", result.id, "规则册与工作日历", "rule book and calendar", "3.3.2")
        if publication.missing and not publication.is_withheld:
            shown = "、".join(map(str, publication.missing))
            zh, en = f"尚未在 {shown} 公示", f"does not stand on {len(publication.missing)} of the channels"
            yield warning("publication.channels", result.id, zh, en, "3.3.4")
        return
    for one in publication_dues((result,), (publication,), on, terms):
        yield from _timely(result.id, one)


def _timely(where: str, one: PublicationDue) -> Iterator[Finding]:
    """3.3.2, 3.3.4: what is missing, and what came late."""
    clause, deadline = one.due.rule.clause, one.due.deadline
    due = "起算日未到" if deadline is None else f"期限 {deadline.due_on}{'（暂定）' if deadline.provisional else ''}"
    due_en = "its term does not run yet" if deadline is None else f"due on {deadline.due_on}"
    if deadline is not None and deadline.provisional:
        due_en += f", provisional: act by {deadline.earliest}"
    if one.missing:
        say = error if one.status is DeadlineStatus.OVERDUE else note
        zh, en = f"尚缺{'、'.join(one.missing)}，{due}", f"{len(one.missing)} steps are missing; {due_en}"
        yield say("publication.missing", where, zh, en, clause)
    elif one.status is DeadlineStatus.LATE:
        zh, en = f"{one.done_on} 完成，{due}", f"done on {one.done_on}; {due_en}"
        yield error("publication.late", where, zh, en, clause)
    elif one.status is DeadlineStatus.UNDETERMINED:
        zh, en = f"{one.done_on} 完成，是否按期待安排公布后确定，{due}", f"done on {one.done_on}; {due_en}"
        yield warning("publication.undetermined", where, zh, en, clause)


def check_plan_publication(plan: AnnualPlan, publications: Iterable[PlanPublication]) -> tuple[Finding, ...]:
    """Return what there is to say of the publication of a plan as it stands: 2.1.8 (计划公示核对).

    Args:
        plan: the version in force.
        publications: of plans; an earlier version's, or another plan's, does not stand for it.

    """
    where = plan.citation
    own = [one for one in publications if one.plan == plan]
    found: list[Finding] = []
    if not any(one.is_complete for one in own):
        kept = next((one for one in own if one.reason), None)
        if kept is None:
            zh, en = "此版计划尚未公示", "this version of the plan is not made public"
        else:
            zh = f"计划未主动公开（{kept.grade}）：{kept.reason}"
            en = f"the plan is not public ({kept.grade.name})"
        found.append(warning("publication.plan", where, zh, en, "2.1.8"))
    if not plan.platform_number:
        zh, en = "未记载省平台计划编号", "its number on the provincial platform is not kept"
        found.append(warning("publication.platform_number", where, zh, en, "2.1.3"))
    return tuple(found)
