"""Leads are booked as leads and draws as draws."""

from datetime import datetime

import attrs

from shuangsuiji.inspection import LeadRegister, LeadStep, LeadStepKind, Visit, append_entry, check_booking
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Severity, record_digest
from tests.unit.builders import uscc
from tests.unit.inspection_days import HEALTH, STARTED_AT, case_visit, own_draw, visited
from tests.unit.lead_days import RECORDED_AT, filled, june, lead, step, visit_step

JUNE = june()


def told(register: LeadRegister, *visits: Visit) -> list[tuple[str, str]]:
    return [(one.code, one.where) for one in check_booking(visits, register)]


def with_step(one: LeadStep) -> LeadRegister:
    return append_entry(filled(lead()), one, recorded_at=datetime.fromisoformat("2025-06-20T09:00:00+08:00"))


def test_a_visit_that_follows_a_lead_of_the_register_and_is_entered_there_is_booked_rightly_3_4_1() -> None:
    assert told(JUNE, case_visit()) == []


def test_draws_beside_leads_are_booked_rightly() -> None:
    assert told(JUNE, case_visit(), visited(own_draw())) == []


def test_a_case_without_a_lead_in_the_register_is_found() -> None:
    (found,) = check_booking([case_visit(id="V-2", lead_id="线索-99")], filled(lead()))
    assert (found.code, found.severity) == ("booking.no_lead", Severity.ERROR)
    assert found.clause == LIYANG_2020.ref("3.4.1")


def test_a_case_to_another_object_than_that_of_its_lead_is_found() -> None:
    assert ("booking.object", "V-case") in told(JUNE, case_visit(object_id=uscc(2), holder=uscc(2)))


def test_a_case_of_a_department_to_which_the_lead_never_came_is_found() -> None:
    other = filled(lead(department=HEALTH))
    assert ("booking.department", "V-case") in told(other, case_visit())
    assigned = append_entry(
        other, step(LeadStepKind.ASSIGNED, other.leads["线索-01"]), recorded_at=RECORDED_AT.replace(day=12)
    )
    assert ("booking.department", "V-case") not in told(assigned, case_visit())


def test_a_case_before_its_lead_is_found() -> None:
    early = case_visit(started_at=RECORDED_AT.replace(hour=8), ended_at=RECORDED_AT.replace(hour=9))
    assert {code for code, _ in told(JUNE, early)} == {"booking.early", "booking.lead_after", "booking.changed"}


def test_a_lead_that_is_entered_after_the_visit_has_begun_is_pointed_out() -> None:
    late = filled(lead(), visit_step(), at=datetime.fromisoformat("2025-06-10T17:00:00+08:00"))
    (found,) = check_booking([case_visit()], late)
    assert (found.code, found.severity) == ("booking.lead_after", Severity.WARNING)


def test_a_case_that_the_register_does_not_hold_is_pointed_out() -> None:
    assert told(filled(lead()), case_visit()) == [("booking.not_entered", "V-case")]


def test_a_visit_by_lot_entered_as_the_handling_of_a_lead_is_found_3_4_1() -> None:
    drawn = visited(own_draw())
    false = attrs.evolve(visit_step(), visit_id=drawn.id, visit_digest=record_digest(drawn), at=STARTED_AT)
    (found,) = check_booking([drawn], with_step(false))
    assert (found.code, found.where, found.severity) == ("booking.random_as_case", drawn.id, Severity.ERROR)


def test_a_visit_that_was_changed_after_it_was_entered_is_found() -> None:
    assert told(JUNE, case_visit(remarks="另记")) == [("booking.changed", "V-case")]


def test_a_visit_that_is_entered_and_not_at_hand_is_pointed_out() -> None:
    assert told(JUNE) == [("booking.no_visit", "线索-01")]
