"""Leads, and the register that the tests of leads begin with: a complaint of 9 June, a visit the day after."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from shuangsuiji.inspection import (
    CaseLead,
    CompletenessStatement,
    LeadRegister,
    LeadSource,
    LeadStep,
    LeadStepKind,
    append_entry,
)
from shuangsuiji.inspection.leads import lead_visited
from tests.unit.builders import AGENCY, made, uscc
from tests.unit.inspection_days import HEALTH, case_visit

RECEIVED_AT = datetime.fromisoformat("2025-06-09T15:30:00+08:00")
RECORDED_AT = datetime.fromisoformat("2025-06-09T16:00:00+08:00")
HOUR = timedelta(hours=1)


def lead(**changes: object) -> CaseLead:
    """Return a complaint about ``uscc(1)`` that the authority received in the afternoon of Monday, 9 June."""
    given = {
        "id": "线索-01",
        "source": LeadSource.COMPLAINT,
        "received_on": date(2025, 6, 9),
        "received_at": RECEIVED_AT,
        "department": AGENCY,
        "reference": "合成12315-0001",
        "object_id": uscc(1),
        "item_codes": ("labels",),
    }
    return made(CaseLead, given, changes)


def later_lead(number: int, day: int = 16, /, **changes: object) -> CaseLead:
    """Return another complaint, about another enterprise, of another day in June."""
    on = date(2025, 6, day)
    given = {"id": f"线索-{number:02d}", "received_on": on, "received_at": None, "object_id": uscc(number)}
    return lead(**{**given, **changes})


def step(kind: LeadStepKind, of: CaseLead | None = None, /, **changes: object) -> LeadStep:
    """Return a step of 11 June by the authority; what its kind asks for is filled in."""
    of = of or lead()
    given: dict[str, object] = {
        "kind": kind,
        "lead_id": of.id,
        "lead_digest": of.digest,
        "at": datetime.fromisoformat("2025-06-11T10:00:00+08:00"),
        "department": AGENCY,
        "reference": f"合成〔2025〕{kind.name}",
    }
    if kind is LeadStepKind.DISPOSED:
        given["note"] = "责令改正"
    if kind is LeadStepKind.IDENTIFIED:
        given["object_id"] = uscc(1)
    return made(LeadStep, given, changes)


def visit_step(of: CaseLead | None = None) -> LeadStep:
    """Return the step that the visit of 10 June is."""
    return lead_visited(of or lead(), case_visit())


def statement(department: str = AGENCY, /, **changes: object) -> CompletenessStatement:
    """Return a statement of 1 July that June is complete."""
    given = {
        "department": department,
        "first": date(2025, 6, 1),
        "last": date(2025, 6, 30),
        "made_on": date(2025, 7, 1),
        "by": department,
        "document": "合成声明〔2025〕6号",
    }
    return made(CompletenessStatement, given, changes)


def empty_register(**changes: object) -> LeadRegister:
    """Return a register of two departments without an entry."""
    given = {"id": "SCJG-线索", "keeper": AGENCY, "departments": (AGENCY, HEALTH)}
    return made(LeadRegister, given, changes)


def filled(*records: CaseLead | LeadStep | CompletenessStatement, at: datetime = RECORDED_AT) -> LeadRegister:
    """Return a register with these records, a week from one to the next."""
    register = empty_register()
    for number, one in enumerate(records):
        register = append_entry(register, one, recorded_at=at + number * timedelta(days=7))
    return register


def june() -> LeadRegister:
    """Return a register with a lead, visited, disposed of and closed, and after it statements of both departments."""
    return filled(
        lead(),
        visit_step(),
        step(LeadStepKind.DISPOSED),
        step(LeadStepKind.CLOSED),
        statement(),
        statement(HEALTH),
    )
