"""The register of leads: entries are added and never changed, each citing the one before: 三（四） (线索登记簿).

A register may be broken, and is then looked at all the same: ``check_register`` says where, and no answer that rests on
it is given. Within the chain every change shows in the entry after it; the last entry is held by a ``RegisterHead``
that was published or filed somewhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError, UnknownNameError
from shuangsuiji.inspection.lead_entries import CompletenessStatement, LeadEntry, RegisterHead
from shuangsuiji.inspection.lead_handlings import LeadHandling
from shuangsuiji.inspection.leads import CaseLead, LeadStep, LeadStepKind
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.digest import ZERO_DIGEST
from shuangsuiji.values import Finding, Severity, check_field, check_name, freeze, texts

__all__ = ["LeadRegister", "append_entry", "check_register", "register_faults"]


@attrs.frozen(kw_only=True)
class LeadRegister:
    """The leads of one or several departments, with what was done about them, entry by entry: 三（四） (线索登记簿).

    Attributes:
        id: a field.
        keeper: id of the department that keeps it.
        departments: ids of the departments whose leads are entered here.
        entries: in the order in which they were made.

    Raises:
        InvalidValueError: a field of the wrong form, or no department.
        DuplicateError: a department twice.

    """

    id: str
    keeper: str
    departments: tuple[str, ...] = attrs.field(converter=texts)
    entries: tuple[LeadEntry, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "LeadRegister.id")
        check_name(self.keeper, f"{self.id}.keeper")
        for number, name in enumerate(self.departments):
            check_name(name, f"{self.id}.departments")
            if name in self.departments[:number]:
                raise DuplicateError(field=f"{self.id}.departments", value=name)
        if not self.departments:
            zh, en = "至少一个部门", "at least one department"
            raise InvalidValueError(field=f"{self.id}.departments", rule_zh=zh, rule=en, value=())

    @property
    def head(self) -> RegisterHead:
        """Number and digest of the last entry, to be published or filed elsewhere."""
        digest = self.entries[-1].digest if self.entries else ZERO_DIGEST
        return RegisterHead(register=self.id, entries=len(self.entries), digest=digest)

    @cached_property
    def leads(self) -> Mapping[str, CaseLead]:
        """Every lead by its id; of an id that stands twice, which is a fault, the first."""
        found: dict[str, CaseLead] = {}
        for entry in self.entries:
            if isinstance(entry.record, CaseLead):
                found.setdefault(entry.record.id, entry.record)
        return freeze(found)

    def until(self, as_of: datetime) -> LeadRegister:
        """Return the register as it stood at an instant (登记簿截至).

        Entries are entered in the order of their instants, so that what is added later changes nothing of it.
        """
        entries = tuple(one for one in self.entries if one.recorded_at <= as_of)
        return self if len(entries) == len(self.entries) else attrs.evolve(self, entries=entries)

    @cached_property
    def _steps(self) -> Mapping[str, tuple[LeadStep, ...]]:
        found: dict[str, list[LeadStep]] = {}
        for entry in self.entries:
            if isinstance(entry.record, LeadStep):
                found.setdefault(entry.record.lead_id, []).append(entry.record)
        return freeze({id_: tuple(sorted(steps, key=lambda one: one.at)) for id_, steps in found.items()})

    def handling_of(self, lead_id: str) -> LeadHandling:
        """Return a lead with what was done about it (线索处理情况).

        Raises:
            UnknownNameError: no lead of that id.
            BrokenChainError: steps that do not follow from each other.
            LawError: a lead that was closed without visit and disposal.

        """
        if lead_id not in self.leads:
            raise UnknownNameError(field=f"{self.id}.lead", value=lead_id, known=f"{len(self.leads)} 条线索 leads")
        return LeadHandling(lead=self.leads[lead_id], steps=self._steps.get(lead_id, ()))

    def handlings(self) -> tuple[LeadHandling, ...]:
        """Return every lead with what was done about it, in the order of their entry (全部线索处理情况).

        Raises:
            BrokenChainError: as ``handling_of`` says.
            LawError: the same.

        """
        return self._handlings

    @cached_property
    def _handlings(self) -> tuple[LeadHandling, ...]:
        return tuple(map(self.handling_of, self.leads))

    @cached_property
    def statements(self) -> tuple[CompletenessStatement, ...]:
        """The statements of completeness that still stand: a lead entered later for their period disproves them."""
        found: list[CompletenessStatement] = []
        for entry in self.entries:
            found = [one for one in found if not _disproves(entry, one)]
            if isinstance(entry.record, CompletenessStatement):
                found.append(entry.record)
        return tuple(found)

    @cached_property
    def faults(self) -> tuple[Finding, ...]:
        """Where the chain is broken; ``check_register`` says it, and more."""
        return tuple(_broken_links(self))

    def __repr__(self) -> str:
        return f"<线索登记簿 {self.id}：{len(self.entries)} 项，{len(self.leads)} 条线索>"


def append_entry(
    register: LeadRegister, record: CaseLead | LeadStep | CompletenessStatement, *, recorded_at: datetime
) -> LeadRegister:
    """Return a register with one entry more; what is there stays as it is (线索登记).

    Args:
        register: as it stands.
        record: a lead, a step or a statement.
        recorded_at: now, an instant with an offset, later than that of the last entry.

    Raises:
        InvalidValueError: an instant that is not later, or before what is recorded.
        DuplicateError: a lead of an id that is there.
        UnknownNameError: a step of a lead that is not there, or a lead or a statement of a department whose leads are
            not entered here.
        BrokenChainError: a register whose chain is broken, or a step that does not follow from those before it.
        LawError: a lead that is closed without visit and disposal.

    """
    if register.faults:
        zh, en = "登记簿已断链，不得续登", "the chain of the register is broken, and is not continued"
        first = register.faults[0]
        raise BrokenChainError(link=register.id, rule_zh=zh, rule=en, expected=None, value=first.where)
    entries = register.entries
    if entries and recorded_at <= entries[-1].recorded_at:
        zh, en = "须晚于上一项登记", "lies after the entry before"
        raise InvalidValueError(field=f"{register.id}.recorded_at", rule_zh=zh, rule=en, value=recorded_at.isoformat())
    _check_known(register, record)
    entry = LeadEntry(
        register=register.id,
        number=len(entries) + 1,
        recorded_at=recorded_at,
        before=register.head.digest,
        record=record,
    )
    longer = attrs.evolve(register, entries=(*entries, entry))
    if isinstance(record, LeadStep):
        longer.handling_of(record.lead_id)
    return longer


def _check_known(register: LeadRegister, record: CaseLead | LeadStep | CompletenessStatement) -> None:
    if isinstance(record, LeadStep):
        return  # ``handling_of`` looks at it
    if record.department not in register.departments:
        known = "、".join(register.departments)
        raise UnknownNameError(field=f"{register.id}.department", value=record.department, known=known)
    if isinstance(record, CaseLead) and record.id in register.leads:
        raise DuplicateError(field=f"{register.id}.leads", value=record.id)


def check_register(register: LeadRegister, heads: Iterable[RegisterHead] = ()) -> tuple[Finding, ...]:
    """Return where a register was changed, cut, reordered or dated back, and what was entered late (登记簿核验).

    Args:
        register: as it is shown.
        heads: those that were published or filed elsewhere; without one of the last entry, a change of it cannot be
            told, and a note says so.

    """
    known = tuple(heads)
    findings = [*register_faults(register, known), *_late(register)]
    if register.head not in known:
        zh, en = (
            "最后一项未见对外存根，其变动无从核验",
            "no head of the last entry is at hand: its change would not show",
        )
        findings.append(_finding(Severity.NOTE, "leads.unanchored", register, len(register.entries), zh, en))
    return tuple(findings)


def register_faults(register: LeadRegister, heads: Iterable[RegisterHead] = ()) -> tuple[Finding, ...]:
    """Return why a register cannot be relied on, by itself and beside the heads kept elsewhere (登记簿断链)."""
    return (*register.faults, *_broken_heads(register, heads))


def _late(register: LeadRegister) -> Iterator[Finding]:
    stated: list[tuple[int, CompletenessStatement]] = []
    for entry in register.entries:
        for number, one in stated:
            if _disproves(entry, one):
                zh = f"第 {number} 项声明该期间线索已全部登记，此后又登记该期间线索"
                en = f"entry {number} states that the period is complete, and this lead of it came later"
                yield _finding(Severity.WARNING, "leads.late", register, entry.number, zh, en)
        if isinstance(entry.record, CompletenessStatement):
            stated.append((entry.number, entry.record))


def _disproves(entry: LeadEntry, statement: CompletenessStatement) -> bool:
    """Tell whether an entry is of a lead that a statement made before it should have held."""
    match entry.record:
        case CaseLead() as lead:
            return statement.covers(lead.department, lead.received_on)
        case LeadStep(kind=LeadStepKind.ASSIGNED) as step:
            return statement.covers(step.department, step.on)
        case _:
            return False


def _broken_links(register: LeadRegister) -> Iterator[Finding]:
    before: LeadEntry | None = None
    seen: dict[str, CaseLead] = {}
    for number, entry in enumerate(register.entries, 1):
        for code, zh, en in _faults_of(register, number, entry, before):
            yield _finding(Severity.ERROR, code, register, number, zh, en)
        match entry.record:
            case CaseLead() as lead:
                if lead.id in seen:
                    zh, en = f"线索 {lead.id} 重复登记", f"the lead {lead.id} is entered twice"
                    yield _finding(Severity.ERROR, "leads.twice", register, number, zh, en)
                seen.setdefault(lead.id, lead)
            case LeadStep() as step:
                if step.lead_id not in seen or seen[step.lead_id].digest != step.lead_digest:
                    zh, en = "步骤所引线索不在其前，或已变动", "the lead of this step is not before it, or was changed"
                    yield _finding(Severity.ERROR, "leads.step", register, number, zh, en)
            case _:
                pass
        before = entry
    for id_ in register.leads:
        try:
            register.handling_of(id_)
        except (BrokenChainError, LawError) as error:
            yield _finding(
                Severity.ERROR, "leads.handling", register, len(register.entries), error.zh_line, error.en_line
            )


def _faults_of(
    register: LeadRegister, number: int, entry: LeadEntry, before: LeadEntry | None
) -> Iterator[tuple[str, str, str]]:
    if (entry.register, entry.number) != (register.id, number):
        zh = f"应为 {register.id} 第 {number} 项，实为 {entry.register} 第 {entry.number} 项"
        yield "leads.number", zh, f"is entry {entry.number} of {entry.register}, and not {number} of {register.id}"
    if entry.before != (ZERO_DIGEST if before is None else before.digest):
        yield "leads.link", "所引上一项与上一项不符", "does not cite the entry before as it is"
    if before is not None and entry.recorded_at <= before.recorded_at:
        yield "leads.backdated", "登记时间不晚于上一项", "is not entered after the entry before"


def _broken_heads(register: LeadRegister, heads: Iterable[RegisterHead]) -> Iterator[Finding]:
    for head in heads:
        there = len(register.entries)
        if head.register != register.id or head.entries > there:
            zh = f"存根为 {head.register} {head.entries} 项，登记簿为 {register.id} {there} 项"
            en = f"the head is of {head.entries} entries of {head.register}, there are {there} of {register.id}"
            yield _finding(Severity.ERROR, "leads.head", register, head.entries, zh, en)
        elif head.digest != (register.entries[head.entries - 1].digest if head.entries else ZERO_DIGEST):
            zh, en = "与对外存根不符", "is not what the head kept elsewhere says"
            yield _finding(Severity.ERROR, "leads.head", register, head.entries, zh, en)


def _finding(severity: Severity, code: str, register: LeadRegister, number: int, zh: str, en: str) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        where=f"{register.id} {number}",
        zh=zh,
        en=en,
        clause=LIYANG_2020.ref("3.4.1"),
    )
