"""What there is to say of visits and their results: asked for, marked, matched, filled in: 2.1.7, 2.4.3, 3.2.2."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs
import pytest

from shuangsuiji.inspection import (
    PRIOR_APPROVAL,
    SCAN_IN,
    Approval,
    Outcome,
    ScanIn,
    Visit,
    check_results,
    check_visit,
    check_visits,
    correct,
)
from shuangsuiji.law import (
    BUSINESS_2019,
    CN_2025_DUTIES,
    LIYANG_2020,
    SUZHOU_2025_DUTIES,
    Duty,
    DutyBook,
    InspectionType,
    active_duties,
)
from shuangsuiji.planning import CheckSheet, PointMark
from shuangsuiji.terms import InspectionMethod, Level
from shuangsuiji.values import Finding, Severity
from tests.unit.builders import AGENCY, made, recusal
from tests.unit.inspection_days import (
    HEALTH,
    STARTED_AT,
    case_visit,
    entered,
    found,
    guide,
    labels_only,
    marks_of,
    own_draw,
    problem,
    shared_object,
    sheet_of,
    visit_item,
    visited,
)

DAY = date(2025, 6, 10)
APPROVALS = tuple(
    Approval(department=name, on=date(2025, 6, 9), document="批〔2025〕7号（合成）") for name in (AGENCY, HEALTH)
)
SCAN = ScanIn(at=STARTED_AT, reference="码-1")


def duty(name: str = PRIOR_APPROVAL, **changes: object) -> Duty:
    given = {
        "name": name,
        "text_zh": "每次检查须事先批准",
        "source": BUSINESS_2019.ref("54"),
        "verified": True,
        "active": True,
        "effective_on": date(2025, 1, 1),
    }
    return made(Duty, given, changes)


def codes(findings: Iterable[Finding]) -> list[str]:
    return [one.code for one in findings]


# Approval and scan: off unless asked for.


def test_liyang_asks_for_neither_approval_nor_scan() -> None:
    assert check_visit(visited()) == ()
    assert check_visit(visited(), active_duties(CN_2025_DUTIES, DAY)) == ()
    assert check_visit(visited(), active_duties(SUZHOU_2025_DUTIES, date(2026, 2, 1))) == ()


def test_an_active_duty_asks_for_approval_of_every_department() -> None:
    book = DutyBook(id="city", title="合成", level=Level.COUNTY, duties=(duty(),))
    missing = check_visit(visited(), active_duties(book, DAY))
    assert codes(missing) == [PRIOR_APPROVAL, PRIOR_APPROVAL]
    assert {one.where.split()[1] for one in missing} == {AGENCY, HEALTH}
    assert {(one.severity, one.clause) for one in missing} == {(Severity.ERROR, BUSINESS_2019.ref("54"))}
    assert codes(check_visit(visited(approvals=APPROVALS[:1]), [duty()])) == [PRIOR_APPROVAL]
    assert check_visit(visited(approvals=APPROVALS), [duty()]) == ()


def test_a_duty_that_is_known_from_reports_alone_is_a_warning_and_says_so() -> None:
    reported = active_duties(CN_2025_DUTIES, DAY, include_unverified=True)
    missing = check_visit(visited(approvals=APPROVALS), reported)
    assert [(one.code, one.severity, one.clause) for one in missing] == [(SCAN_IN, Severity.WARNING, None)]
    assert "未核对原文" in missing[0].zh
    assert check_visit(visited(approvals=APPROVALS, scan_in=SCAN), reported) == ()


def test_of_two_duties_the_verified_one_weighs_more() -> None:
    reported = duty(source="据报道（合成）", verified=False, active=False)
    (missing,) = check_visit(visited(approvals=APPROVALS[:1]), [reported, duty()])
    assert missing.severity is Severity.ERROR


@pytest.mark.parametrize(
    "changes",
    [{"effective_on": date(2025, 6, 11)}, {"expires_on": date(2025, 6, 9)}, {"applies_to": (InspectionType.CASE,)}],
)
def test_a_duty_of_another_day_or_type_asks_for_nothing(changes: dict[str, Any]) -> None:
    assert check_visit(visited(), [duty(**changes)]) == ()


def test_a_duty_for_cases_binds_the_visit_that_follows_a_lead() -> None:
    assert codes(check_visit(case_visit(), [duty(applies_to=(InspectionType.CASE,))])) == [PRIOR_APPROVAL]


def test_the_caller_may_ask_for_both() -> None:
    asked = check_visit(visited(), approval=True, scan_in=True)
    assert codes(asked) == [PRIOR_APPROVAL, PRIOR_APPROVAL, SCAN_IN]
    assert {one.severity for one in asked} == {Severity.WARNING}
    assert check_visit(visited(approvals=APPROVALS, scan_in=SCAN), approval=True, scan_in=True) == ()


def test_nobody_scans_a_code_where_nobody_enters() -> None:
    by_document = case_visit(items=(visit_item(methods=(InspectionMethod.DOCUMENT,)),))
    assert check_visit(by_document, scan_in=True) == ()


# Officers.


def test_officers_who_were_not_matched_are_pointed_out_3_2_2() -> None:
    (one,) = check_visit(visited(own_draw()))
    assert (one.code, one.severity, one.clause) == ("visit.unmatched", Severity.WARNING, LIYANG_2020.ref("3.2.2"))
    assert check_visit(case_visit()) == ()


def test_an_officer_who_was_recused_by_then_is_an_error() -> None:
    one = visited()
    officer = one.officers[0].id
    barred = recusal(object_id=one.holder, inspector_id=officer)
    assert codes(check_visit(one, recusals=[barred])) == ["visit.recused"]
    assert check_visit(one, recusals=[attrs.evolve(barred, declared_on=date(2025, 6, 11))]) == ()
    assert check_visit(one, recusals=[attrs.evolve(barred, expires_on=date(2025, 6, 9))]) == ()


# Sheets and marks: 2.4.3.


def with_sheets(**changes: Any) -> tuple[Visit, tuple[CheckSheet, ...]]:  # noqa: ANN401 - any argument of visit
    id_ = shared_object()
    own, health = (tuple(one.id for one in visited().officers_of(name)) for name in (AGENCY, HEALTH))
    sheets = (sheet_of(id_, team=own), sheet_of(id_, guide("hygiene", HEALTH), team=health))
    marks = [mark for sheet in sheets for mark in marks_of(sheet)]
    return visited(None, id_, **{"sheets": sheets, "marks": marks, **changes}), sheets


def test_a_sheet_that_is_filled_in_is_in_order() -> None:
    one, sheets = with_sheets()
    assert check_visit(one, sheets=sheets) == ()


def test_points_that_are_not_marked_are_named_2_4_3() -> None:
    one, sheets = with_sheets(marks=())
    left = check_visit(one, sheets=sheets)
    assert codes(left) == ["marks.unmarked"] * 4
    assert left[0].where == f"labels/{AGENCY}/name"


def test_marks_for_points_that_are_not_on_the_sheet_are_errors_2_4_3() -> None:
    one, sheets = with_sheets()
    strange = attrs.evolve(one.marks[0], point_id="price")
    found_ = check_visit(attrs.evolve(one, marks=(*one.marks, strange)), sheets=sheets)
    assert [(each.code, each.severity) for each in found_] == [("marks.unlisted", Severity.ERROR)]


def test_a_sheet_that_the_visit_does_not_record_is_an_error() -> None:
    one, sheets = with_sheets()
    assert codes(check_visit(visited(), sheets=sheets)) == ["visit.sheet", "visit.sheet"]
    other = sheet_of(labels_only(), team=("JS0001",))
    assert codes(check_visit(one, sheets=(*sheets, other))) == ["visit.sheet"]


def test_a_sheet_that_is_not_at_hand_is_noted() -> None:
    one, sheets = with_sheets()
    (note,) = check_visit(one, sheets=sheets[:1])
    assert (note.code, note.severity) == ("visit.sheet_missing", Severity.NOTE)
    assert HEALTH in note.where


def test_a_sheet_is_valid_on_the_day_and_names_who_went() -> None:
    id_ = shared_object()
    lapsed = sheet_of(id_, guide(expires_on=date(2025, 6, 9)), team=("JS0999",))
    one = visited(sheets=[lapsed], marks=marks_of(lapsed))
    assert codes(check_visit(one, sheets=[lapsed])) == ["visit.sheet_lapsed", "visit.sheet_team"]


# Results: 2.1.7.


def test_results_that_are_missing_are_named_2_1_7() -> None:
    one = visited()
    missing = check_results(one, [])
    assert codes(missing) == ["results.missing", "results.missing"]
    assert {each.where for each in missing} == {f"{one.id} hygiene {HEALTH}", f"{one.id} labels {AGENCY}"}
    assert {(each.severity, each.clause) for each in missing} == {(Severity.WARNING, LIYANG_2020.ref("2.1.7"))}
    assert codes(check_results(one, [found(one)])) == ["results.missing"]
    assert check_results(one, [found(one), found(one, item_code="hygiene", department=HEALTH)]) == ()


def test_a_correction_fills_in_as_well() -> None:
    one = visited(None, labels_only())
    first = entered(problem(one))
    second = correct(
        first, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=date(2025, 6, 20), reason="复核后更正"
    )
    assert check_results(one, [first, second]) == ()
    assert codes(check_results(one, [second])) == ["results.chain"]


def test_the_result_of_another_visit_is_an_error() -> None:
    one, other = visited(None, labels_only()), visited()
    assert codes(check_results(one, [found(one), found(other)])) == ["results.other_visit"]


def test_two_results_of_one_item_are_an_error() -> None:
    one = visited(None, labels_only())
    assert codes(check_results(one, [found(one), found(one, id="R-2")])) == ["results.chain"]


def test_a_clean_result_beside_points_that_do_not_conform_is_pointed_out() -> None:
    id_ = labels_only()
    sheet = sheet_of(id_, team=tuple(each.id for each in visited(None, id_).officers))
    one = visited(None, id_, sheets=[sheet], marks=marks_of(sheet, PointMark.NONCONFORMING))
    (warning,) = check_results(one, [found(one)])
    assert (warning.code, warning.severity) == ("results.marks", Severity.WARNING)
    assert "2 个要点不符合" in warning.zh
    assert check_results(one, [problem(one)]) == ()
    good = visited(None, id_, marks=marks_of(sheet))
    assert check_results(good, [found(good)]) == ()


# Several visits: 3.1.10.


def test_a_visit_that_is_given_twice_is_one_visit_3_1_10() -> None:
    one = visited()
    again = attrs.evolve(one)
    assert again is not one
    assert check_visits([one, again, visited(None, labels_only())]) == ()


def test_two_different_visits_of_one_id_are_an_error_3_1_10() -> None:
    one = visited()
    (error,) = check_visits([one, attrs.evolve(one, remarks="另一次")])
    assert (error.code, error.severity, error.clause) == ("visits.id", Severity.ERROR, LIYANG_2020.ref("3.1.10"))


def test_a_second_visit_for_the_same_line_is_pointed_out_2_1_7() -> None:
    one = visited()
    again = check_visits([one, attrs.evolve(one, id="V-2")])
    assert codes(again) == ["visits.repeated", "visits.repeated"]
    assert "V-2 hygiene" in again[0].where


def test_departments_that_come_on_two_days_answer_different_lines() -> None:
    on_site = (InspectionMethod.ON_SITE,)
    first = visited(visit_id="V-1", only=[("labels", AGENCY)], methods={"labels": on_site})
    second = visited(visit_id="V-2", only=[("hygiene", HEALTH)], methods={"hygiene": on_site})
    assert check_visits([first, second]) == ()


def test_leads_may_be_followed_again_and_again() -> None:
    assert check_visits([case_visit(), case_visit(id="V-2")]) == ()
