"""A dossier tells what is still to be done, by whom and by when: 2.1.9, 3.3.2, 3.3.4, 3.3.6."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import attrs
import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection import Result, correct
from shuangsuiji.inspection.dossier_matters import open_leads, open_matters
from shuangsuiji.inspection.dossiers import Dossier, file_record, file_records
from shuangsuiji.inspection.following import close_follow_up, open_follow_up
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.inspection_terms import (
    Channel,
    DisclosureGrade,
    FollowUpMeasure,
    LeadSource,
    Outcome,
    ReferralKind,
)
from shuangsuiji.inspection.lead_registers import LeadRegister, append_entry
from shuangsuiji.inspection.leads import CaseLead
from shuangsuiji.inspection.matters import OpenMatter
from shuangsuiji.inspection.objections import ObjectionVerdict, answer_objection, object_to, settle_objection
from shuangsuiji.inspection.publication_deadlines import DeadlineDuty, DeadlineStart
from shuangsuiji.inspection.publications import Publication
from shuangsuiji.inspection.publishing import post, publish
from shuangsuiji.inspection.recognitions import Equivalence, MutualRecognition
from shuangsuiji.inspection.referrals import CrimeSuspicion, Referral
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Severity, TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import (
    ENTERED_ON,
    FORMED_ON,
    PUBLISHED_ON,
    VISITED_ON,
    all_results,
    all_visits,
    entered,
    opened,
    published,
    terms,
    whole,
)
from tests.unit.inspection_days import HEALTH, problem, shared_object

ON = date(2025, 6, 20)
DUE = date(2025, 7, 8)  # twenty working days after 10 June
LATER = date(2025, 8, 1)


def found(dossier: Dossier, on: date = ON) -> list[tuple[str, str]]:
    """Return code and department of everything that is open."""
    return [(one.code, one.department) for one in open_matters(dossier, on, terms())]


def filed(*records: tuple[object, date]) -> Dossier:
    """Return the whole dossier with more filed in it."""
    return file_records(whole(), records)


def without(kind: str, number: int = 0) -> Dossier:
    """Return the whole dossier as it would be had the n-th record of a kind never been filed."""
    kept = [(one.record, one.on) for one in whole().entries]
    gone = [place for place, one in enumerate(whole().entries) if one.kind == kind][number]
    del kept[gone]
    return file_records(attrs.evolve(whole(), entries=()), kept)


def the_problem() -> Result:
    visit = next(one for one in all_visits() if one.object_id == shared_object())
    return problem(visit)


def with_problem(*more: tuple[object, date]) -> Dossier:
    """Return a dossier in which one item has a problem, entered and public, and what else is filed."""
    one = the_problem()
    kept = [(entry.record, entry.on) for entry in whole().entries if not _is_of(entry.record, one.id)]
    late = [(one, PUBLISHED_ON), (entered(one), PUBLISHED_ON), (published(entered(one)), PUBLISHED_ON)]
    return file_records(attrs.evolve(whole(), entries=()), [*kept, *late, *more])


def _is_of(record: object, result_id: str) -> bool:
    result = record.result if isinstance(record, Publication) else record
    return isinstance(result, Result) and result.id == result_id


def found_at(object_id: str, item_code: str) -> Result:
    return next(one for one in all_results() if (one.visit.object_id, one.item_code) == (object_id, item_code))


def follow_up() -> FollowUp:
    measures = (FollowUpMeasure.ORDER_AND_WATCH,)
    return open_follow_up(
        entered(the_problem()),
        None,
        follow_up_id="后续-01",
        measures=measures,
        opened_on=PUBLISHED_ON,
        document="通知书（合成）1号",
    )


def test_nothing_is_open_in_a_task_that_was_carried_out() -> None:
    assert found(whole()) == []
    assert found(whole(), LATER) == []


def test_a_drawn_object_is_visited_for_every_item_and_department() -> None:
    matters = open_matters(opened(), ON, terms())
    assert len(matters) == sum(len(one.items) for one in all_visits())
    assert {one.code for one in matters} == {"visit.missing"}
    assert {one.department for one in matters} == {AGENCY, HEALTH}
    assert {one.due_on for one in matters} == {date(2025, 7, 31)}  # the last day of the task
    assert [one.clause for one in matters] == [LIYANG_2020.ref("2.1.7")] * len(matters)


def test_what_was_filed_after_the_day_does_not_count() -> None:
    assert {code for code, _ in found(whole(), VISITED_ON)} == {"result.missing"}
    assert {code for code, _ in found(whole(), FORMED_ON)} == {"entry.missing"}
    assert {code for code, _ in found(whole(), ENTERED_ON)} == {"publication.missing"}


def test_an_item_that_was_inspected_has_a_result_within_the_strict_term() -> None:
    matters = open_matters(whole(), VISITED_ON, terms())
    assert {one.due_on for one in matters} == {DUE}
    readings = attrs.evolve(terms(), start=DeadlineStart.FORMED)
    assert {one.due_on for one in open_matters(whole(), VISITED_ON, readings)} == {None}
    assert {one.due_on for one in open_matters(whole(), FORMED_ON, readings)} == {date(2025, 7, 10)}


def test_a_result_stands_on_both_channels_or_is_withheld_with_a_reason_3_3_4() -> None:
    base = file_records(without("Publication"), [])
    missing = all_results()[0]
    assert found(base) == [("publication.missing", missing.department)]
    assert missing.id in open_matters(base, ON, terms())[0].where
    half = post(publish(entered(missing)), Channel.NATIONAL, on=PUBLISHED_ON, reference="甲-1", by=missing.department)
    [left] = open_matters(file_record(base, half, ON), ON, terms())
    assert left.zh == f"尚未公示于{Channel.PROVINCIAL}"
    assert left.en == "does not stand on PROVINCIAL yet"
    withheld = publish(entered(missing), grade=DisclosureGrade.INTERNAL, reason="涉及商业秘密")
    assert found(file_record(base, withheld, ON)) == []


def test_a_matter_is_overdue_the_day_after_its_last_day() -> None:
    [one] = open_matters(without("Publication"), ON, terms())
    assert one.due_on == DUE
    assert [one.is_overdue(day) for day in (DUE, date(2025, 7, 9))] == [False, True]
    severities = [one.finding(day).severity for day in (DUE, date(2025, 7, 9))]
    assert severities == [Severity.NOTE, Severity.ERROR]
    assert attrs.evolve(one, due_on=None).finding(DUE).severity is Severity.WARNING
    assert "期限 2025-07-08" in one.finding(DUE).zh
    assert "due on 2025-07-08" in one.finding(DUE).en
    assert str(one).endswith("（期限 2025-07-08，溧政办发〔2020〕27号 三（三））")
    assert "无期限" in str(attrs.evolve(one, due_on=None))


def test_a_problem_is_followed_up_until_it_is_closed_3_3_6() -> None:
    assert found(with_problem()) == [("followup.missing", AGENCY)]
    made = follow_up()
    dossier = with_problem((made, PUBLISHED_ON))
    [one] = open_matters(dossier, ON, terms())
    assert (one.code, one.department, one.due_on) == ("followup.open", AGENCY, date(2025, 8, 15))
    done = attrs.evolve(made, measures=made.measures)
    corrected = correct(
        entered(the_problem()),
        result_id="R-corrected",
        outcome=Outcome.NO_PROBLEM,
        formed_on=ON,
        reason="复核后更正",
    )
    closed = close_follow_up(done, on=ON, done="更正", document="办结书（合成）1号", correction=corrected)
    final = [(corrected, ON), (attrs.evolve(corrected, entered_on=ON, entered_by=AGENCY), ON), (closed, ON)]
    public = attrs.evolve(corrected, entered_on=ON, entered_by=AGENCY)
    assert found(file_records(dossier, final)) == [("publication.missing", AGENCY)]
    made_public = publish(public)
    for channel in Channel:
        made_public = post(made_public, channel, on=ON, reference="乙", by=AGENCY)
    assert found(file_records(dossier, [*final, (made_public, ON)])) == []


def test_a_correction_that_still_shows_a_problem_keeps_its_follow_up() -> None:
    again = correct(
        entered(the_problem()),
        result_id="R-again",
        outcome=Outcome.PENDING_FOLLOW_UP,
        finding="问题仍在",
        formed_on=ON,
        reason="更正结论",
    )
    codes = found(with_problem((follow_up(), PUBLISHED_ON), (again, ON)))
    assert codes == [("entry.missing", AGENCY), ("followup.open", AGENCY)]


def test_a_check_sheet_that_was_taken_along_is_filled_in_2_4_3() -> None:
    one = all_visits()[0]
    item = attrs.evolve(one.items[0], sheet_digest="a" * 64)
    visit = attrs.evolve(one, items=(item, *one.items[1:]))
    base = without("Visit")
    codes = found(file_record(base, visit, ON))
    assert ("marks.missing", item.department) in codes


def test_a_recognised_result_stands_in_for_a_visit_3_3_8() -> None:
    objects = [one for one in all_visits() if len(one.items) > 1]
    labels = tuple(one for one in objects[0].items if one.item_code == "labels")
    officers = tuple(one for one in objects[0].officers if one.department == AGENCY)
    only_labels = attrs.evolve(objects[0], items=labels, officers=officers)
    kept = [(one.record, one.on) for one in opened().entries]
    dossier = file_records(attrs.evolve(opened(), entries=()), [*kept, (only_labels, VISITED_ON)])
    hygiene = f"{objects[0].object_id} hygiene"
    assert hygiene in [one.where for one in open_matters(dossier, ON, terms())]
    result = entered(found_at(objects[0].object_id, "labels"))
    ground = Equivalence(
        id="互认-01",
        expires_on=date(2025, 12, 31),
        from_item="labels",
        from_department=AGENCY,
        to_item="hygiene",
        to_department=HEALTH,
        valid_for=TimeLimit(number=3, unit=TimeUnit.MONTH, clause=LIYANG_2020.ref("3.3.8")),
        effective_on=date(2025, 1, 1),
        document="互认清单（合成）",
    )
    recognised = MutualRecognition(result=result, equivalence=ground, on=ON)
    wheres = [one.where for one in open_matters(file_record(dossier, recognised, ON), ON, terms())]
    assert hygiene not in wheres


def test_a_suspected_crime_is_referred_3_3_7() -> None:
    suspicion = CrimeSuspicion(
        id="涉罪-01", department=AGENCY, found_on=ON, grounds="数额较大", document="报告（合成）", result=the_problem()
    )
    referral = Referral(
        id="移送-01",
        kind=ReferralKind.JUDICIAL,
        sender=AGENCY,
        addressee="公安机关（合成）",
        referred_on=ON,
        document="移送书（合成）",
        grounds="涉嫌犯罪",
        result=the_problem(),
    )
    dossier = with_problem((follow_up(), PUBLISHED_ON), (suspicion, ON))
    [one] = [each for each in open_matters(dossier, ON, terms()) if each.code == "referral.missing"]
    assert one.due_on == date(2025, 6, 23)
    assert "referral.missing" not in [code for code, _ in found(file_record(dossier, referral, ON))]
    other = attrs.evolve(referral, kind=ReferralKind.DEPARTMENT, addressee=HEALTH)
    assert "referral.missing" in [code for code, _ in found(file_record(dossier, other, ON))]


def test_an_objection_is_answered_and_its_correction_published_3_3_5() -> None:
    result = entered(all_results()[0])
    objection = object_to(published(result), objection_id="异议-01", on=ON, grounds="事实有误")
    asked = filed((objection, ON))
    assert found(asked) == [("objection.unanswered", result.department)]
    rejected = answer_objection(
        objection, on=ON, by=result.department, verdict=ObjectionVerdict.REJECTED, reasons="事实清楚"
    )
    assert found(file_record(asked, rejected, ON)) == []
    upheld = attrs.evolve(rejected, verdict=ObjectionVerdict.UPHELD, reasons="确有误")
    assert found(file_record(asked, upheld, ON)) == [("objection.uncorrected", result.department)]
    corrected = correct(result, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=ON, reason="更正")
    public = publish(attrs.evolve(corrected, entered_on=ON, entered_by=result.department))
    for channel in Channel:
        public = post(public, channel, on=ON, reference="丙", by=result.department)
    more: Iterable[object] = (corrected, public.result, public, settle_objection(upheld, correction=public))
    assert found(file_records(asked, [(upheld, ON), *((one, ON) for one in more)])) == []


def test_a_lead_is_due_by_its_response_time_and_open_until_it_is_closed_3_4_1() -> None:
    register = LeadRegister(id="线索-2025", keeper=AGENCY, departments=(AGENCY,))
    lead = CaseLead(
        id="线索-01",
        source=LeadSource.COMPLAINT,
        received_on=date(2025, 6, 18),
        department=AGENCY,
        reference="12345-1",
        place="合成路1号",
    )
    register = append_entry(register, lead, recorded_at=datetime.fromisoformat("2025-06-18T10:00:00+08:00"))
    [one] = open_leads(register, ON, terms().calendar)
    assert (one.code, one.department, one.due_on) == ("lead.unhandled", AGENCY, date(2025, 6, 19))
    assert one.is_overdue(ON)
    assert open_leads(register, date(2025, 6, 17), terms().calendar) == ()


def test_matters_come_by_the_day_on_which_they_are_due() -> None:
    objection = object_to(published(entered(all_results()[0])), objection_id="异议-01", on=ON, grounds="事实有误")
    dossier = file_record(with_problem((follow_up(), PUBLISHED_ON)), objection, ON)
    days = [one.due_on for one in open_matters(dossier, ON, terms())]
    assert days == [date(2025, 8, 15), None]


@pytest.mark.parametrize(("field", "value"), [("code", ""), ("department", "市监局"), ("clause", "3.3.2")])
def test_a_matter_of_the_wrong_form_is_refused(field: str, value: object) -> None:
    [one] = open_matters(without("Publication"), ON, terms())
    with pytest.raises(InvalidValueError, match=field):
        attrs.evolve(one, **{field: value})  # type: ignore[arg-type]
    assert isinstance(one, OpenMatter)


def test_who_corrects_what_is_not_public_gains_no_time_3_3_2() -> None:
    base = without("Publication")
    [before] = open_matters(base, LATER, terms())
    late = next(one for one in all_results() if one.id in before.where)
    corrected = correct(entered(late), result_id="R-late", outcome=Outcome.NO_PROBLEM, formed_on=LATER, reason="更正")
    [after] = open_matters(file_record(base, corrected, LATER), LATER, terms())
    assert (after.code, after.due_on, after.is_overdue(LATER)) == ("entry.missing", DUE, True)


def test_where_entry_alone_is_due_within_the_term_publication_has_none() -> None:
    entry_alone = attrs.evolve(terms(), duty=DeadlineDuty.ENTRY)
    assert [one.due_on for one in open_matters(without("Publication"), ON, entry_alone)] == [None]
    assert {one.due_on for one in open_matters(whole(), FORMED_ON, entry_alone)} == {DUE}


def test_a_follow_up_closed_by_a_correction_that_does_not_stand_leaves_the_problem_open_3_3_6() -> None:
    made = follow_up()
    unfiled = correct(
        entered(the_problem()), result_id="R-unfiled", outcome=Outcome.NO_PROBLEM, formed_on=ON, reason="更正"
    )
    closed = close_follow_up(made, on=ON, done="更正", document="办结书（合成）1号", correction=unfiled)
    assert found(with_problem((made, PUBLISHED_ON), (closed, ON))) == [("followup.missing", AGENCY)]


def test_what_is_due_where_no_notice_has_come_is_overdue_once_that_is_sure_3_3_2() -> None:
    early = attrs.evolve(terms(), calendar=china_calendar(last_announced=2024))
    [one] = open_matters(without("Publication"), ON, early)
    [firm] = open_matters(without("Publication"), ON, terms())
    assert firm.latest_on is None
    assert one.due_on is not None
    assert one.latest_on is not None
    assert one.due_on <= DUE <= one.latest_on
    assert [one.is_overdue(day) for day in (one.latest_on, one.latest_on + timedelta(days=1))] == [False, True]
    with pytest.raises(InvalidValueError, match="latest_on"):
        attrs.evolve(one, latest_on=one.due_on - timedelta(days=1))
