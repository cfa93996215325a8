"""What is done about a lead, step by step, and how soon."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, LawError
from shuangsuiji.inspection import (
    LEAD_RESPONSE,
    LeadHandling,
    LeadStepKind,
    respond_by,
    response_of,
    take_step,
    unhandled,
)
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.builders import uscc
from tests.unit.inspection_days import HEALTH, case_visit
from tests.unit.lead_days import later_lead, lead, step, visit_step

CALENDAR = china_calendar(last_announced=2026)
TODAY = date(2025, 7, 1)
NEW = LeadHandling(lead=lead())
DONE = LeadHandling(lead=lead(), steps=(visit_step(), step(LeadStepKind.DISPOSED)))


def test_a_lead_is_assigned_visited_disposed_of_filed_as_a_case_and_closed_3_4_1() -> None:
    one = take_step(NEW, step(LeadStepKind.ASSIGNED, department=HEALTH, at=lead().received_at))
    one = take_step(one, visit_step())
    for kind in (LeadStepKind.DISPOSED, LeadStepKind.CASE_FILED, LeadStepKind.CLOSED):
        assert not one.is_closed
        one = take_step(one, step(kind))
    assert one.is_handled
    assert one.is_closed
    assert one.case_file == "合成〔2025〕CASE_FILED"
    assert one.departments == ("320481-SCJG", HEALTH)
    assert repr(one) == "<线索处理 线索-01：交办、实施检查、处置、立案、办结>"


def test_a_new_lead_has_nothing_done_about_it() -> None:
    assert (NEW.first_visit, NEW.case_file, NEW.is_handled, NEW.is_closed) == (None, "", False, False)
    assert repr(NEW) == "<线索处理 线索-01：未处理>"


@pytest.mark.parametrize("kind", [LeadStepKind.CASE_FILED, LeadStepKind.CLOSED])
def test_nothing_is_filed_or_closed_before_it_is_inspected_or_disposed_of_3_4_1(kind: LeadStepKind) -> None:
    with pytest.raises(LawError, match="须先检查或处置") as caught:
        take_step(NEW, step(kind))
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.4.1")


def test_a_step_of_another_lead_of_a_changed_lead_before_receipt_out_of_order_or_after_the_end_is_refused() -> None:
    early = datetime.fromisoformat("2025-06-09T15:29:59+08:00")
    closed = take_step(DONE, step(LeadStepKind.CLOSED))
    for handling, one in (
        (NEW, step(LeadStepKind.DISPOSED, later_lead(2))),
        (NEW, step(LeadStepKind.DISPOSED, lead(place="合成路"))),
        (NEW, step(LeadStepKind.DISPOSED, at=early)),
        (DONE, step(LeadStepKind.DISPOSED, at=case_visit().started_at)),
        (closed, step(LeadStepKind.CLOSED)),
    ):
        with pytest.raises(BrokenChainError):
            take_step(handling, one)


def test_a_lead_of_which_only_the_day_is_known_may_be_visited_on_that_day() -> None:
    one = lead(received_at=None, received_on=date(2025, 6, 10))
    assert take_step(LeadHandling(lead=one), visit_step(one)).is_handled


def test_the_object_of_a_lead_may_be_found_out_later() -> None:
    unknown = LeadHandling(lead=lead(object_id="", place="合成路1号院内"))
    assert unknown.is_unidentified
    assert not unknown.concerns(uscc(1))
    found = take_step(unknown, step(LeadStepKind.IDENTIFIED, unknown.lead, object_id="产品01", holder=uscc(1)))
    assert not found.is_unidentified
    assert [found.concerns(id_) for id_ in (uscc(1), "产品01", uscc(2))] == [True, True, False]


def test_the_response_is_measured_in_exact_hours_and_in_working_days_3_4_1() -> None:
    found = response_of(DONE, CALENDAR, on=TODAY)
    assert (found.visited_on, found.hours, found.working_days) == (date(2025, 6, 10), Fraction(35, 2), 1)
    assert (found.in_time, found.due.due_on) == (True, date(2025, 6, 10))
    assert found.clause == LIYANG_2020.ref("3.4.1")


def test_at_once_has_no_number_in_the_text_and_one_working_day_by_default() -> None:
    assert "立即实施检查" in LIYANG_2020.clause("3.4.1").quotation
    assert TimeLimit(number=1, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.4.1")) == LEAD_RESPONSE


@pytest.mark.parametrize(
    ("received_on", "number", "unit", "due_on"),
    [
        (date(2025, 6, 9), 1, TimeUnit.WORKING_DAY, date(2025, 6, 10)),
        (date(2025, 6, 13), 1, TimeUnit.WORKING_DAY, date(2025, 6, 16)),
        (date(2025, 9, 30), 1, TimeUnit.WORKING_DAY, date(2025, 10, 9)),
        (date(2025, 6, 9), 3, TimeUnit.DAY, date(2025, 6, 12)),
    ],
)
def test_the_term_is_a_parameter_and_runs_from_the_day_after_receipt(
    received_on: date, number: int, unit: TimeUnit, due_on: date
) -> None:
    limit = TimeLimit(number=number, unit=unit, clause=LIYANG_2020.ref("3.4.1"))
    one = lead(received_on=received_on, received_at=None)
    assert respond_by(one, CALENDAR, limit).due_on == due_on


def test_without_the_instant_of_receipt_the_hours_are_not_known() -> None:
    one = lead(received_at=None)
    found = response_of(LeadHandling(lead=one, steps=(visit_step(one),)), CALENDAR, on=TODAY)
    assert (found.hours, found.working_days) == (None, 1)


@pytest.mark.parametrize(
    ("today", "in_time"), [(date(2025, 6, 9), None), (date(2025, 6, 10), None), (date(2025, 6, 11), False)]
)
def test_a_lead_without_a_visit_is_open_until_its_day_and_late_after_it(today: date, in_time: bool | None) -> None:  # noqa: FBT001
    found = response_of(NEW, CALENDAR, on=today)
    assert (found.visited_on, found.hours, found.working_days, found.in_time) == (None, None, None, in_time)


def test_a_late_visit_is_late() -> None:
    one = lead(received_on=date(2025, 6, 6), received_at=None)
    assert response_of(LeadHandling(lead=one, steps=(visit_step(one),)), CALENDAR, on=TODAY).in_time is False


def test_leads_that_nobody_handled_are_listed_oldest_first() -> None:
    older, newer = LeadHandling(lead=later_lead(2, 3)), LeadHandling(lead=later_lead(3, 16))
    found = unhandled([newer, DONE, older], CALENDAR, on=date(2025, 6, 16))
    assert [(one.lead_id, one.in_time) for one in found] == [("线索-02", False), ("线索-03", None)]


def test_what_is_done_or_received_later_does_not_count_today() -> None:
    found = unhandled([DONE, LeadHandling(lead=later_lead(3, 16))], CALENDAR, on=date(2025, 6, 9))
    assert [(one.lead_id, one.in_time) for one in found] == [("线索-01", None)]


def test_a_handling_goes_through_json() -> None:
    assert from_json(to_json(DONE), LeadHandling) == DONE
