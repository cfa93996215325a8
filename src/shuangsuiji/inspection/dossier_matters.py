"""What is still to be done, by whom and by when, read off a dossier or a register of leads (未结事项清单)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from shuangsuiji.inspection.dossiers import Dossier
from shuangsuiji.inspection.filed_records import FiledRecords
from shuangsuiji.inspection.followup_checks import open_follow_ups
from shuangsuiji.inspection.inspection_terms import ReferralKind
from shuangsuiji.inspection.lead_handlings import LeadHandling, respond_by
from shuangsuiji.inspection.lead_registers import LeadRegister
from shuangsuiji.inspection.matters import OpenMatter
from shuangsuiji.inspection.objections import Objection, ObjectionAnswer, ObjectionVerdict
from shuangsuiji.inspection.publication_deadlines import (
    DeadlineDuty,
    PublicationTerms,
    awaited_deadlines,
    deadlines_of,
)
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.recognitions import MutualRecognition
from shuangsuiji.inspection.referral_checks import REFERRAL_TERM
from shuangsuiji.inspection.referrals import CrimeSuspicion, Referral, same_matter
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.standing import term_end
from shuangsuiji.inspection.visit_parts import DrawCitation
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import day_in_china
from shuangsuiji.workdays import Deadline, WorkingCalendar

__all__ = ["open_leads", "open_matters"]


def open_matters(dossier: Dossier, on: date, terms: PublicationTerms) -> tuple[OpenMatter, ...]:
    """Return what a dossier shows to be still open on a day, by the day on which it is due: 2.1.9 (案卷未结事项).

    Each drawn object that has not been replaced is visited for every item and department, or a recognised result
    stands in; each item of a visit has a result, each result is entered and stands on both channels, each problem is
    followed up until it is closed, each suspected crime referred, each objection answered.

    Args:
        dossier: the dossier; entries filed after the day do not count.
        on: the day.
        terms: calendar, rule book and readings of the term of publication.

    Raises:
        InvalidValueError: a day outside the calendar.

    """
    filed = FiledRecords.of(dossier, on)
    return _sorted(
        (
            *_draws(dossier, filed),
            *_visits(filed),
            *_results(filed, terms),
            *_publications(filed, terms),
            *_problems(filed),
            *_follow_ups(filed, on, terms.calendar),
            *_suspicions(filed, terms.calendar),
            *_objections(filed),
        )
    )


def open_leads(register: LeadRegister, on: date, calendar: WorkingCalendar) -> tuple[OpenMatter, ...]:
    """Return the leads that are not closed on a day, by the day on which they are due: 3.4.1 (未结线索).

    A lead that was neither inspected nor disposed of is due by its response time; one that was has no further term.

    Args:
        register: the register; entries recorded after the day do not count.
        on: the day.
        calendar: the working days.

    Raises:
        BrokenChainError: steps that do not follow from each other.
        LawError: a lead that was closed without visit and disposal.

    """
    entries = tuple(one for one in register.entries if day_in_china(one.recorded_at) <= on)
    handlings = attrs.evolve(register, entries=entries).handlings()
    return _sorted(_lead(register, one, calendar) for one in handlings if not one.is_closed)


def _sorted(found: Iterable[OpenMatter]) -> tuple[OpenMatter, ...]:
    return tuple(sorted(found, key=lambda one: (one.due_on or date.max, one.department, one.where, one.code)))


def _matter(id_: str, code: str, where: str, department: str, said: tuple[str, str, str]) -> OpenMatter:
    """Return a matter without a term, said in Chinese, in English and by a clause."""
    zh, en, clause = said
    ref = LIYANG_2020.ref(clause)
    return OpenMatter(dossier=id_, code=code, where=where, department=department, zh=zh, en=en, clause=ref)


def _lead(register: LeadRegister, one: LeadHandling, calendar: WorkingCalendar) -> OpenMatter:
    where, department = f"{one.lead.id} {one.lead.object_id or one.lead.place}", one.department
    if one.is_handled:
        said = ("线索尚未办结", "the lead has not been closed", "3.4.1")
        return _matter(register.id, "lead.open", where, department, said)
    said = ("线索尚未检查、处置", "nobody has looked into the lead", "3.4.1")
    return _due(_matter(register.id, "lead.unhandled", where, department, said), [respond_by(one.lead, calendar)])


def _draws(dossier: Dossier, filed: FiledRecords) -> Iterator[OpenMatter]:
    """Yield a task that was committed and of which no draw is filed: nobody can tell what is to be visited."""
    opened_by = dossier.opened_by
    if isinstance(opened_by, DrawCitation) and filed.drawn is None:
        said = ("尚未收入抽取", "no draw has been filed", "2.1.9")
        yield _matter(dossier.id, "dossier.no_draw", f"{opened_by.plan}/{opened_by.task}", opened_by.agency, said)


def _visits(filed: FiledRecords) -> Iterator[OpenMatter]:
    """Yield the drawn objects that were not visited for an item, and for which no recognised result stands in."""
    drawn = filed.drawn
    if drawn is None:
        return
    done = {(one.object_id, item.item_code, item.department) for one in filed.visits.values() for item in one.items}
    for recognised in filed.all_of(MutualRecognition):
        ground = recognised.equivalence
        done.add((recognised.result.visit.object_id, ground.to_item, ground.to_department))
    for one in drawn.objects:
        for item in one.items:
            if (one.object_id, item.item_code, item.department) not in done:
                said = ("抽中对象尚未检查", "was drawn and has not been visited", "2.1.7")
                where = f"{one.object_id} {item.item_code}"
                found = _matter(filed.dossier_id, "visit.missing", where, item.department, said)
                yield attrs.evolve(found, due_on=drawn.due_on)


def _results(filed: FiledRecords, terms: PublicationTerms) -> Iterator[OpenMatter]:
    """Yield the items of visits that have no result."""
    known = {(one.visit.id, one.item_code, one.department) for one in filed.results.values()}
    for visit in filed.visits.values():
        for item in visit.items:
            if (visit.id, item.item_code, item.department) not in known:
                said = ("检查事项尚无结果", "was inspected and has no result", "3.3.1")
                where = f"{visit.object_id} {item.item_code}"
                found = _matter(filed.dossier_id, "result.missing", where, item.department, said)
                yield _due(found, (one.deadline for one in awaited_deadlines(visit, item.item_code, terms)))
        yield from _marks(filed, visit)


def _marks(filed: FiledRecords, visit: Visit) -> Iterator[OpenMatter]:
    """Yield the items whose check sheet was taken along and bears no mark."""
    marked = {(one.item_code, one.department) for one in visit.marks}
    for item in visit.items:
        if item.sheet_digest and (item.item_code, item.department) not in marked:
            said = ("检查表尚未回填", "the check sheet has not been filled in", "2.4.3")
            where = f"{visit.object_id} {item.item_code}"
            yield _matter(filed.dossier_id, "marks.missing", where, item.department, said)


def _publications(filed: FiledRecords, terms: PublicationTerms) -> Iterator[OpenMatter]:
    """Yield the results that are not entered, or do not stand on both channels; what is withheld stands on none."""
    for line in filed.lines:
        owed, result = _owed(line, filed.publications), line[-1]
        if not owed:
            continue
        made = filed.publications.get(result.id)
        if result.entered_on is None:
            code, said = "entry.missing", ("结果尚未录入", "the result has not been entered", "3.3.2")
        else:
            channels = "、".join(map(str, made.missing)) if made else "两个渠道"
            names = ", ".join(one.name for one in made.missing) if made else "either channel"
            code, said = "publication.missing", (f"尚未公示于{channels}", f"does not stand on {names} yet", "3.3.4")
        found = _matter(filed.dossier_id, code, _place(result), result.department, said)
        running = (due for one in owed for due in deadlines_of(one, terms))
        left = (due.deadline for due in running if result.entered_on is None or due.duty is DeadlineDuty.PUBLICATION)
        yield _due(found, left)


def _owed(line: Sequence[Result], publications: Mapping[str, Publication]) -> list[Result]:
    """Return the results that are still owed, a wrong one until its correction is public: none gains by it."""
    owed: list[Result] = []
    for one in reversed(line):
        made = publications.get(one.id)
        if made is not None and (made.is_withheld or made.is_complete):
            break
        owed.append(one)
    return owed


def _problems(filed: FiledRecords) -> Iterator[OpenMatter]:
    """Yield the problems that nobody follows up; the follow-up of what a result corrects is its own."""
    for line in filed.lines:
        result = line[-1]
        if result.outcome.needs_follow_up and not filed.is_followed(line):
            said = ("发现问题，尚未开展后续监管", "a problem was found and nobody follows it up", "3.3.6")
            yield _matter(filed.dossier_id, "followup.missing", _place(result), result.department, said)


def _follow_ups(filed: FiledRecords, on: date, calendar: WorkingCalendar) -> Iterator[OpenMatter]:
    for one in open_follow_ups(filed.follow_ups.values(), on, calendar=calendar):
        said = ("后续监管尚未办结", "the follow-up has not been closed", "3.3.6")
        where = f"{one.follow_up.result.visit.object_id} {one.follow_up.result.item_code} {one.follow_up.id}"
        yield attrs.evolve(_matter(filed.dossier_id, "followup.open", where, one.department, said), due_on=one.due_on)


def _suspicions(filed: FiledRecords, calendar: WorkingCalendar) -> Iterator[OpenMatter]:
    made = [one for one in filed.states_of(Referral) if one.kind is ReferralKind.JUDICIAL]
    for one in filed.states_of(CrimeSuspicion):
        if not any(same_matter(referral, one.result, one.lead_id) for referral in made):
            said = ("涉嫌犯罪，尚未移送司法机关", "a suspected crime has not been referred", "3.3.7")
            found = _matter(filed.dossier_id, "referral.missing", one.id, one.department, said)
            yield attrs.evolve(found, due_on=term_end(REFERRAL_TERM, one.found_on, calendar))


def _objections(filed: FiledRecords) -> Iterator[OpenMatter]:
    """Yield the objections without an answer, and those that were right and whose correction is not public."""
    for id_, one in filed.objections.items():
        if isinstance(one, Objection):
            said = ("异议尚未答复", "the objection has not been answered", "3.3.5")
            yield _matter(filed.dossier_id, "objection.unanswered", id_, one.department, said)
        elif isinstance(one, ObjectionAnswer) and one.verdict is ObjectionVerdict.UPHELD:
            said = ("异议成立，更正尚未公示", "the objection was right and no correction is public", "3.3.5")
            yield _matter(filed.dossier_id, "objection.uncorrected", id_, one.objection.department, said)


def _place(result: Result) -> str:
    return f"{result.visit.object_id} {result.item_code} {result.id}"


def _due(matter: OpenMatter, deadlines: Iterable[Deadline | None]) -> OpenMatter:
    """Return a matter with the days on which its terms can end; none of one that has not begun, or stands still."""
    running = [one for one in deadlines if one is not None]
    due_on = min((one.earliest for one in running if one.earliest is not None), default=None)
    latest_on = min((one.latest for one in running if one.latest is not None), default=None)
    return attrs.evolve(matter, due_on=due_on, latest_on=None if latest_on == due_on else latest_on)
