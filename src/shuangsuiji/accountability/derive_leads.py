"""Whether a complaint or a lead had come in before the event: 4.2.12 (线索接报认定).

The register answers as it stood at the end of the day of the basis. Leads of the day of the event may be how the
problem came up: which came first is not established, unless somebody shows it. A lead from before the span that nobody
had looked into when it began was still there: the span is no way round it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

import attrs

from shuangsuiji.accountability.basis_parts import field_text
from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_parts import FactPart, FoundFact, fact_of, holds, open_part, refuted
from shuangsuiji.accountability.facts import FactEvidence, MissingEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.inspection import (
    CompletenessStatement,
    LeadAnswer,
    LeadHandling,
    LeadRegister,
    LeadState,
    LeadStepKind,
    leads_on,
)
from shuangsuiji.values import CHINA

__all__ = ["answers_of", "arrived_on", "derive_leads", "earlier_leads", "registers_for"]

_ACTED = frozenset({LeadStepKind.VISITED, LeadStepKind.DISPOSED})


def derive_leads(case: Case, basis: RecordsBasis) -> FoundFact:
    """Return F7: nothing was received on the object before the event: 4.2.12 (线索接报事实)."""
    return fact_of("F7", _parts(case, basis))


def registers_for(case: Case, basis: RecordsBasis) -> tuple[LeadRegister, ...]:
    """Return the registers in which leads of the department of a case are entered (相关线索登记簿)."""
    return tuple(one for one in basis.registers if case.department in one.departments)


def answers_of(register: LeadRegister, case: Case, basis: RecordsBasis) -> tuple[LeadAnswer, ...]:
    """Return what a register says of the object and of the market entity behind it (线索查询答复)."""
    return tuple(
        leads_on(
            register,
            subject,
            received_from=case.first,
            received_to=case.event_on,
            as_of=_end_of(basis),
            department=case.department,
            heads=tuple(one for one in basis.register_heads if one.register == register.id),
        )
        for subject in _subjects(case)
    )


def earlier_leads(register: LeadRegister, case: Case, basis: RecordsBasis) -> tuple[LeadHandling, ...]:
    """Return the leads from before the span that nobody had looked into when it began (期间前未办线索).

    Those whose object is still not known are among them; none of a register that is broken.
    """
    if any(answer.faults for answer in answers_of(register, case, basis)):
        return ()
    then = register.until(_end_of(basis))
    known = (one for one in then.handlings() if one.is_unidentified or any(map(one.concerns, _subjects(case))))
    return tuple(one for one in known if _lay(one, case))


def _lay(handling: LeadHandling, case: Case) -> bool:
    if all(day >= case.first for day in _days_at(handling, case)):
        return False
    return not any(step.kind in _ACTED and step.on <= case.first for step in handling.steps)


def arrived_on(handling: LeadHandling, case: Case) -> date:
    """Return the first day of the span on which a lead was with the department, else the first before (线索到达日)."""
    days = _days_at(handling, case)
    return min((day for day in days if case.covers(day)), default=min(days))


def _days_at(handling: LeadHandling, case: Case) -> list[date]:
    """Return the days on which the department of a case received a lead, or had it assigned."""
    one = handling.lead
    days = [one.received_on] if one.department == case.department else []
    assigned = (step for step in handling.steps if step.kind is LeadStepKind.ASSIGNED)
    return days + [step.on for step in assigned if step.department == case.department]


def _subjects(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys((case.object_id, case.holder)))


def _end_of(basis: RecordsBasis) -> datetime:
    return datetime.combine(basis.as_of, time.max, CHINA)


def _parts(case: Case, basis: RecordsBasis) -> Iterator[FactPart]:
    registers = registers_for(case, basis)
    if not registers:
        asked = (f"{case.department} 的线索登记簿", f"the register of leads of {case.department}", case.department)
        yield open_part("线索登记簿不在手", "the register of leads is not at hand", asked)
    for register in registers:
        for answer in answers_of(register, case, basis):
            yield _part(answer, register, case, basis)
        for one in earlier_leads(register, case, basis):
            yield _lain(one, register, case, basis)


def _lain(handling: LeadHandling, register: LeadRegister, case: Case, basis: RecordsBasis) -> FactPart:
    """Return that a lead from before the span was open when it began; one about the object nobody talks away."""
    one, on = handling.lead, arrived_on(handling, case)
    zh, en = (
        f"期间前的线索 {one.id}（{on}）至 {case.first} 未检查、未处置",
        f"{one.id} of {on} was open on {case.first}",
    )
    if handling.is_unidentified:
        asked = (f"查明线索 {one.id} 的对象", f"the object of the lead {one.id}", register.keeper)
        return open_part(f"{zh}，对象未明", f"{en}, of an unknown object", asked, *_leads((handling,), basis))
    asked = (f"线索 {one.id} 在 {case.first} 以前的处理记录", f"what was done about {one.id} by then", register.keeper)
    return open_part(zh, en, asked, *_leads((handling,), basis), by_record=True)


def _part(answer: LeadAnswer, register: LeadRegister, case: Case, basis: RecordsBasis) -> FactPart:
    shown = _register_evidence(answer, register, basis)
    days = {one.lead.id: arrived_on(one, case) for one in answer.leads}
    before = [one for one in answer.leads if days[one.lead.id] < case.event_on]
    if before:
        told = "、".join(f"{one.lead.id}（{one.lead.source}，{days[one.lead.id]}）" for one in before)
        plain = ", ".join(f"{one.lead.id} ({one.lead.source.name}, {days[one.lead.id]})" for one in before)
        return refuted(
            f"问题出现前已接线索 {told}", f"received before the event: {plain}", shown, *_leads(before, basis)
        )
    if answer.leads:
        ids = "、".join(days)
        asked = (f"线索 {ids} 与问题出现的先后", f"whether {ids} came before the event", register.keeper)
        zh, en = f"线索 {ids} 与问题在同一日", f"{ids} came on the day of the event"
        return open_part(zh, en, asked, shown, *_leads(answer.leads, basis))
    if answer.state is not LeadState.NONE_ON_RECORD:
        return _unanswered(answer, register, shown)
    return _anchored(answer, register, case, basis, shown)


def _unanswered(answer: LeadAnswer, register: LeadRegister, shown: FactEvidence) -> FactPart:
    """Return what would have to be brought before a register answers."""
    asked = [MissingEvidence(zh=field_text(zh), en=field_text(en), where=register.keeper) for zh, en in answer.missing]
    broken = bool(answer.faults)
    zh = f"线索登记簿 {register.id} 断链" if broken else f"线索登记簿 {register.id} 未能答复"
    en = f"the register {register.id} {'is broken' if broken else 'does not answer'}"
    first, *rest = asked
    part = open_part(zh, en, (first.zh, first.en, first.where), shown)
    return attrs.evolve(part, missing=(first, *rest), by_record=broken)


def _anchored(
    answer: LeadAnswer, register: LeadRegister, case: Case, basis: RecordsBasis, shown: FactEvidence
) -> FactPart:
    """Return that nothing is on record, where a published head holds the statements that say so."""
    held = max((one.entries for one in basis.register_heads if one.register == register.id), default=-1)
    entries = (one for one in register.entries if isinstance(one.record, CompletenessStatement))
    last = max((one.number for one in entries if one.record in answer.statements), default=0)
    if held < last:
        zh = f"登记簿 {register.id} 第 {last} 项尚无已公布存根"
        en = f"no published head holds entry {last} of the register {register.id}"
        asked = (f"{zh}，须取得", f"{en}: bring it", register.keeper)
        return open_part(zh, en, asked, shown, by_record=True)
    span = f"{case.first} 至 {case.event_on}"
    zh = f"截至 {basis.as_of} 登记完整，{span} {case.department} 未接到关于 {answer.subject} 的线索"
    en = f"as of {basis.as_of} nothing on {answer.subject} is on record from {case.first} to {case.event_on}"
    return holds(zh, en, shown)


def _register_evidence(answer: LeadAnswer, register: LeadRegister, basis: RecordsBasis) -> FactEvidence:
    papers = "、".join(one.document for one in answer.statements)
    note = f"第 {answer.head.entries} 项止；{answer.state}" + (f"；完整声明 {papers}" if papers else "")
    return basis.evidence("LeadRegister", register.id, digest=answer.head.digest, note=note)


def _leads(found: list[LeadHandling] | tuple[LeadHandling, ...], basis: RecordsBasis) -> Iterator[FactEvidence]:
    for one in found:
        items = "、".join(one.lead.item_codes)
        yield basis.evidence(
            "CaseLead",
            one.lead.id,
            digest=one.lead.digest,
            made_on=one.lead.received_on,
            note=f"{one.lead.source} {items}",
        )
