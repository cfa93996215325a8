"""What is open at the end of a period, and whether leads were looked into in time: 3.3.6, 3.4.1 (未结事项考核).

Whoever has a matter answers for it: a follow-up that was handed over is that of the department that took it, and a lead
that came too late to anybody is that of the department that had it when the term ran out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shuangsuiji.inspection.lead_handlings import LeadHandling, respond_by
from shuangsuiji.inspection.leads import LeadStep, LeadStepKind
from shuangsuiji.inspection.score_basis import ScoreBasis
from shuangsuiji.inspection.standing import term_end

__all__ = ["follow_ups_closed", "leads_in_time", "open_follow_ups_of", "open_leads_of"]

_ACTED = (LeadStepKind.VISITED, LeadStepKind.DISPOSED)


def follow_ups_closed(basis: ScoreBasis, department: str) -> tuple[int, int]:
    """Return how many follow-ups were closed in the period, of these and those open too long (后续监管办结情况).

    One that is open within its term counts in neither: who has just found a problem has done nothing wrong.
    """
    own = [one for one in basis.follow_ups if one.department_on(basis.last) == department]
    closed = sum(one.closure is not None and basis.holds(one.closure.on) for one in own)
    left = (one for one in own if one.is_open(basis.last))
    calendar = basis.terms.calendar
    return closed, closed + sum(term_end(basis.follow_up_term, one.opened_on, calendar) <= basis.last for one in left)


def open_follow_ups_of(basis: ScoreBasis, department: str) -> int:
    """Return how many follow-ups a department has open at the end (未办结后续监管)."""
    return sum(one.is_open(basis.last) and one.department_on(basis.last) == department for one in basis.follow_ups)


def open_leads_of(basis: ScoreBasis, department: str) -> int:
    """Return how many leads a department has open at the end (未办结线索)."""
    return sum(
        all(step.kind is not LeadStepKind.CLOSED for step in steps) and _holder(one, steps) == department
        for one in basis.leads
        if one.lead.received_on <= basis.last
        for steps in (_steps_by(one, basis.last),)
    )


def leads_in_time(basis: ScoreBasis, department: str) -> tuple[int, int]:
    """Return how many leads were looked into in time, of those whose term ended in the period (线索响应情况).

    To look into a lead is to inspect or to dispose of it. Where the end is not firm, and that decides it, a lead counts
    in neither.

    Raises:
        InvalidValueError: a day outside the calendar.

    """
    found = [
        kept
        for one in basis.leads
        if one.lead.received_on <= basis.last
        for holder, kept in _response(basis, one)
        if holder == department
    ]
    return sum(found), len(found)


def _response(basis: ScoreBasis, one: LeadHandling) -> Iterable[tuple[str, bool]]:
    """Yield who had to look into a lead, and whether it was in time; nothing where that is not settled."""
    due = respond_by(one.lead, basis.terms.calendar, basis.response)
    if due.earliest is None or due.latest is None or not basis.holds(due.latest):
        return
    holder = one.lead.department
    for step in _steps_by(one, due.latest):
        if step.kind in _ACTED:
            if step.on <= due.earliest:
                yield holder, True
            return
        if step.kind is LeadStepKind.ASSIGNED:
            holder = step.department
    yield holder, False


def _steps_by(one: LeadHandling, last: date) -> tuple[LeadStep, ...]:
    return tuple(step for step in one.steps if step.on <= last)


def _holder(one: LeadHandling, steps: Iterable[LeadStep]) -> str:
    assigned = [step.department for step in steps if step.kind is LeadStepKind.ASSIGNED]
    return assigned[-1] if assigned else one.lead.department
