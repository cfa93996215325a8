"""Whether leads were booked as leads and draws as draws: 3.4.1, and nothing dressed up as the other (检查记录核对).

``Visit`` refuses to be both. What a single record cannot show is whether its lead is in the register, whether it was
there before anybody went, and whether a visit by lot was entered there as the handling of a lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shuangsuiji.inspection.lead_registers import LeadRegister
from shuangsuiji.inspection.leads import CaseLead, LeadStep, LeadStepKind
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.values import Finding, Severity, record_digest

__all__ = ["check_booking"]


def check_booking(visits: Iterable[Visit], register: LeadRegister) -> tuple[Finding, ...]:
    """Return where a visit and the register of leads do not agree: 3.4.1 (检查记录核对).

    Args:
        visits: of any mode.
        register: the register of leads of the same departments.

    """
    known = tuple(visits)
    entered = {entry.record.id: entry for entry in reversed(register.entries) if isinstance(entry.record, CaseLead)}
    findings: list[Finding] = []
    for one in known:
        if one.mode is not SupervisionMode.CASE:
            continue
        entry = entered.get(one.lead_id)
        if entry is None:
            zh, en = f"所注线索 {one.lead_id} 不在登记簿中", f"the lead {one.lead_id} is not in the register"
            findings.append(_finding(Severity.ERROR, "booking.no_lead", one.id, zh, en))
            continue
        findings += _against_lead(one, register, one.lead_id)
        if entry.recorded_at > one.started_at:
            zh = f"线索 {one.lead_id} 在检查开始之后才登记，须说明检查缘由"
            en = f"the lead {one.lead_id} was entered after the visit had begun: account for why it was made"
            findings.append(_finding(Severity.WARNING, "booking.lead_after", one.id, zh, en))
    findings += _steps({one.id: one for one in known}, register)
    return tuple(findings)


def _against_lead(visit: Visit, register: LeadRegister, lead_id: str) -> Iterator[Finding]:
    lead = register.leads[lead_id]
    steps = [
        one.record for one in register.entries if isinstance(one.record, LeadStep) and one.record.lead_id == lead_id
    ]
    named = {lead.object_id, lead.holder, *(one.object_id for one in steps), *(one.holder for one in steps)} - {""}
    if named and not named & {visit.object_id, visit.holder}:
        zh, en = f"检查对象不是线索 {lead_id} 所指对象", f"is to another object than that of the lead {lead_id}"
        yield _finding(Severity.ERROR, "booking.object", visit.id, zh, en)
    departments = {lead.department, *(one.department for one in steps if one.kind is LeadStepKind.ASSIGNED)}
    if departments.isdisjoint(visit.departments):
        zh, en = f"检查部门未收到线索 {lead_id}", f"the lead {lead_id} did not come to a department that inspected"
        yield _finding(Severity.ERROR, "booking.department", visit.id, zh, en)
    early = visit.on < lead.received_on or (lead.received_at is not None and visit.started_at < lead.received_at)
    if early:
        zh, en = f"检查早于收到线索 {lead_id}", f"comes before the receipt of the lead {lead_id}"
        yield _finding(Severity.ERROR, "booking.early", visit.id, zh, en)
    if not any(one.kind is LeadStepKind.VISITED and one.visit_id == visit.id for one in steps):
        zh, en = f"登记簿未记载对线索 {lead_id} 的本次检查", f"the register does not hold this visit for {lead_id}"
        yield _finding(Severity.WARNING, "booking.not_entered", visit.id, zh, en)


def _steps(visits: dict[str, Visit], register: LeadRegister) -> Iterator[Finding]:
    """Yield what is wrong with the visits that the register holds."""
    for entry in register.entries:
        step = entry.record
        if not isinstance(step, LeadStep) or step.kind is not LeadStepKind.VISITED:
            continue
        found = visits.get(step.visit_id)
        if found is None:
            zh, en = f"登记的检查 {step.visit_id} 不在手", f"the visit {step.visit_id} that is entered is not at hand"
            yield _finding(Severity.WARNING, "booking.no_visit", step.lead_id, zh, en)
        elif found.mode is not SupervisionMode.CASE:
            zh = f"检查 {found.id} 由抽取产生，不得记作线索 {step.lead_id} 的处理"
            en = f"the visit {found.id} was drawn, and is not the handling of the lead {step.lead_id}"
            yield _finding(Severity.ERROR, "booking.random_as_case", found.id, zh, en)
        elif record_digest(found) != step.visit_digest:
            zh, en = "检查记录与登记时不符", "the visit is not as it was when it was entered"
            yield _finding(Severity.ERROR, "booking.changed", found.id, zh, en)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=LIYANG_2020.ref("3.4.1"))
