"""Where an exemption looks proven and is not: what an auditor would ask next, as findings: 4.2.2, 4.2.4 (免责陷阱).

A trap settles nothing and blames nobody. It says what stands beside the facts and could be overlooked, with the clause
that it touches.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shuangsuiji.accountability.cases import Case, SubjectKind
from shuangsuiji.accountability.derive_draws import FrameLook, FrameStanding
from shuangsuiji.accountability.derive_hidden import broken_trails
from shuangsuiji.accountability.derive_leads import answers_of, arrived_on, earlier_leads, registers_for
from shuangsuiji.accountability.derive_not_drawn import all_looks, asked_agencies
from shuangsuiji.accountability.derive_visits import inspected_items
from shuangsuiji.accountability.exclusions import in_conflict
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.trap_draws import other_items, repeated_draws, special_draws, undone_visits
from shuangsuiji.accountability.trap_kinds import TRAPS, trap
from shuangsuiji.accountability.trap_records import late_records
from shuangsuiji.inspection import LeadHandling, LeadStepKind
from shuangsuiji.inspection.lead_handlings import respond_by
from shuangsuiji.terms import ExclusionReason
from shuangsuiji.values import Finding

__all__ = ["TRAPS", "traps_of"]

_ACTED = frozenset({LeadStepKind.VISITED, LeadStepKind.DISPOSED})
_SPARED = frozenset(map(str, (ExclusionReason.COOL_OFF, ExclusionReason.VISIT_CAP)))


def traps_of(case: Case, basis: RecordsBasis, given: Iterable[Fact] = ()) -> tuple[Finding, ...]:
    """Return everything that could be overlooked in a case, gravest first (免责陷阱检查).

    Args:
        case: the case.
        basis: the records.
        given: facts that somebody established by hand; what shows them may be later than the event.

    """
    looks = all_looks(case, basis)
    found = (
        *_whose(case),
        *_pools(looks, case, basis),
        *_exclusions(looks, case, basis),
        *_outcomes(looks),
        *other_items(looks, case, basis),
        *undone_visits(looks, case, basis),
        *repeated_draws(looks, case, basis),
        *special_draws(looks, case),
        *_leads(case, basis),
        *_broken(case, basis),
        *late_records(inspected_items(case, basis), case, basis, given),
    )
    order: Mapping[str, int] = {code: number for number, code in enumerate(TRAPS)}
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (_WEIGHTS[one.severity.name], order[one.code])))


_WEIGHTS = {"ERROR": 0, "WARNING": 1, "NOTE": 2}


def _whose(case: Case) -> Iterator[Finding]:
    if case.subject_kind is not SubjectKind.OFFICER:
        zh = f"责任主体为{case.subject_kind}，未被抽到的免责只及于执法人员"
        yield trap("trap.not_officer", case.subject, zh, "4.2.13 frees those who inspect, and nobody else")


def _pools(looks: Iterable[FrameLook], case: Case, basis: RecordsBasis) -> Iterator[Finding]:
    """Yield where the object was missing: in the pool of a draw, or on the day of the event in all pools."""
    for look in looks:
        if look.standing is FrameStanding.OMITTED:
            zh, en = "抽取所据名录库没有该对象", "the pool of the draw lacks the object"
            yield trap("trap.pool_omission", f"{case.object_id} {look}", zh, en)
    for code in case.item_codes:
        own = [one for one in basis.pools if code in one.item_codes and one.maintained_on <= case.event_on]
        newest = {one.id: one for one in sorted(own, key=lambda one: one.version)}
        if newest and not any(case.object_id in one for one in newest.values()):
            zh, en = "问题出现时名录库没有该对象", "the pool lacked the object on the day of the event"
            yield trap("trap.pool_omission", f"{case.object_id} {'、'.join(newest)} {code}", zh, en)


def _exclusions(looks: Iterable[FrameLook], case: Case, basis: RecordsBasis) -> Iterator[Finding]:
    for look in looks:
        if look.standing is not FrameStanding.EXCLUDED:
            continue
        where, told = f"{case.object_id} {look}", f"被排除，原因“{look.reason}”"
        if in_conflict(look, case, basis):
            yield trap(
                "trap.excluded_by_concerned", where, f"{told}，由本案当事方排除", "left out by whoever is concerned"
            )
        elif look.by_hand:
            yield trap("trap.excluded_by_hand", where, told, f"left out by hand: {look.reason}")
        elif look.reason in _SPARED:
            yield trap("trap.excluded_spared", where, told, f"left out by a rule: {look.reason}")
        else:
            yield trap("trap.excluded", where, told, f"left out: {look.reason}")


def _outcomes(looks: Iterable[FrameLook]) -> Iterator[Finding]:
    """Yield the draws that settle nothing, or are not those that count."""
    for look in looks:
        thrown = look.draw.discarded or look.draw.failed
        if look.standing is FrameStanding.DRAWN and thrown:
            zh, en = "在废弃的抽取中抽中", "was drawn in an attempt that was thrown away"
            yield trap("trap.drawn_in_attempt", str(look), zh, en)
        elif look.standing is FrameStanding.PENDING:
            due = look.draw.manifest.reveal_by
            zh = "已锁定，尚未揭示" + (f"，期限 {due}" if due else "")
            yield trap("trap.unrevealed", str(look), zh, "is committed and not revealed")
        elif look.standing is FrameStanding.NO_CHANCE:
            yield trap("trap.no_chance", str(look), "所在层名额为零，不可能抽中", "its stratum had a quota of nought")


def _leads(case: Case, basis: RecordsBasis) -> Iterator[Finding]:
    """Yield the leads received before the event that nobody had looked into by then: the way to 4.2.2."""
    for register in registers_for(case, basis):
        seen: dict[str, LeadHandling] = {
            one.lead.id: one for answer in answers_of(register, case, basis) for one in answer.leads
        }
        earlier = (one for one in earlier_leads(register, case, basis) if not one.is_unidentified)
        seen |= {one.lead.id: one for one in earlier}
        for one in seen.values():
            arrived = arrived_on(one, case)
            acted = any(step.kind in _ACTED and step.on <= case.event_on for step in one.steps)
            if arrived >= case.event_on or acted:
                continue
            due = respond_by(one.lead, basis.terms.calendar).latest
            late = due is not None and due < case.event_on
            code = "trap.lead_unhandled" if late else "trap.lead_open"
            zh = f"{arrived} 到达的线索至 {case.event_on} 未检查、未处置"
            yield trap(code, one.lead.id, zh, f"a lead of {arrived} was not looked into by {case.event_on}")


def _broken(case: Case, basis: RecordsBasis) -> Iterator[Finding]:
    """Yield the chains that do not hold, so that whatever rests on them is not established."""
    for one in broken_trails(case, basis):
        first = one.faults[0]
        yield trap("trap.dossier_broken", first.where, f"案卷断链：{first.zh}", f"the dossier is broken: {first.en}")
    for register in registers_for(case, basis):
        for answer in answers_of(register, case, basis)[:1]:
            for fault in answer.faults[:1]:
                yield trap("trap.register_broken", fault.where, f"登记簿断链：{fault.zh}", f"is broken: {fault.en}")
    for agency in asked_agencies(case, basis):
        for fault in basis.chain_faults.get(agency, ()):
            yield trap("trap.serials", f"{agency} {fault.where}", fault.zh, fault.en)
