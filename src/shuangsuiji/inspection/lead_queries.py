"""What a register says of one object: found, none on record, or not established: 4.2.12 rests on it (线索查询).

That nothing is on record says that nothing was received only where the keeper has stated, for every day asked about and
every department, that nothing is missing; where a lead is there whose object is not known; and where the chain holds.
Anything else is not established, which neither exempts nor blames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.lead_entries import CompletenessStatement, RegisterHead
from shuangsuiji.inspection.lead_handlings import LeadHandling
from shuangsuiji.inspection.lead_registers import LeadRegister, register_faults
from shuangsuiji.inspection.leads import LeadStepKind
from shuangsuiji.terms import Term
from shuangsuiji.values import Finding, check_field, check_name, day_in_china
from shuangsuiji.workdays.layers import check_day

__all__ = ["LeadAnswer", "LeadState", "OpenPeriod", "leads_on"]


class LeadState(Term):
    """What a register says of leads about one object (线索查询结论)."""

    FOUND = "有线索"
    NONE_ON_RECORD = "登记完整且无线索"
    NOT_ESTABLISHED = "未能确定"


@attrs.frozen(kw_only=True)
class OpenPeriod:
    """Days of which no statement says that a department's leads are all entered (未声明期间).

    Attributes:
        department: id of the department.
        first: the first day.
        last: the last day.

    """

    department: str
    first: date
    last: date

    def __str__(self) -> str:
        return f"{self.department} {self.first} 至 {self.last}"


@attrs.frozen(kw_only=True)
class LeadAnswer:
    """What a register, as it stood at an instant, says of leads about one object in a period (线索查询).

    Attributes:
        state: found, none on record, or not established.
        subject: id of the object, or of the market entity.
        departments: ids of the departments asked about.
        received_from: first day of receipt, or of assignment to the department.
        received_to: last day.
        as_of: the instant.
        leads: what was found, with the steps entered by then.
        unidentified: leads of that time whose object is not known; any of them may be about this one.
        gaps: days without a statement of completeness.
        faults: why the register cannot be relied on; with any, nothing is established.
        head: number and digest of the last entry that the answer rests on.
        statements: the statements of completeness that touch the period.

    """

    state: LeadState
    subject: str
    departments: tuple[str, ...]
    received_from: date
    received_to: date
    as_of: datetime
    head: RegisterHead
    leads: tuple[LeadHandling, ...] = ()
    unidentified: tuple[LeadHandling, ...] = ()
    gaps: tuple[OpenPeriod, ...] = ()
    faults: tuple[Finding, ...] = ()
    statements: tuple[CompletenessStatement, ...] = ()

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """What would have to be brought to settle it, in Chinese and English; nothing where it is settled."""
        if self.state is not LeadState.NOT_ESTABLISHED:
            return ()
        asked = [(f"登记完整声明：{gap}", f"a statement of completeness: {gap}") for gap in self.gaps]
        asked += [(f"查明线索 {id_} 的对象", f"the object of the lead {id_}") for id_ in self._unidentified_ids]
        asked += [(f"登记簿原件：{one.where} {one.zh}", f"the original: {one.where} {one.en}") for one in self.faults]
        return tuple(asked)

    @property
    def _unidentified_ids(self) -> tuple[str, ...]:
        return tuple(one.lead.id for one in self.unidentified)

    def __repr__(self) -> str:
        return f"<线索查询 {self.subject} {self.received_from} 至 {self.received_to}：{self.state}>"


def leads_on(  # noqa: PLR0913 - what is asked
    register: LeadRegister,
    subject: str,
    *,
    received_from: date,
    received_to: date,
    as_of: datetime,
    department: str | None = None,
    heads: Iterable[RegisterHead] = (),
) -> LeadAnswer:
    """Return what a register says of leads about one object, as it stood at an instant: 4.2.12 (线索查询).

    A lead counts for the department that received it, from that day, and for whoever it was assigned to, from the day
    of the assignment. Entries made after ``as_of`` change nothing.

    Args:
        register: the register.
        subject: id of the object, or of the market entity behind objects.
        received_from: first day.
        received_to: last day.
        as_of: the instant, with an offset.
        department: id of one department; None for all whose leads are entered here.
        heads: those kept elsewhere, against which the register is checked.

    Raises:
        InvalidValueError: a period that ends before it begins, or an instant without an offset.

    """
    check_field(subject, "leads_on.subject")
    for field, day in (("received_from", received_from), ("received_to", received_to)):
        check_day(day, f"leads_on.{field}")
    day_in_china(as_of)
    if received_to < received_from:
        zh, en = "不得早于 received_from", "must not lie before received_from"
        raise InvalidValueError(field="leads_on.received_to", rule_zh=zh, rule=en, value=received_to)
    departments = register.departments if department is None else (check_name(department, "leads_on.department"),)
    period = received_from, received_to
    then = register.until(as_of)
    faults = tuple(dict.fromkeys((*register_faults(register, heads), *then.faults)))
    timely = [] if faults else [one for one in then.handlings() if _concerns(one, departments, period)]
    found = tuple(one for one in timely if one.concerns(subject))
    unidentified = tuple(one for one in timely if one.is_unidentified)
    gaps = tuple(gap for name in departments for gap in _gaps(name, then.statements, period))
    return LeadAnswer(
        state=_state(found, (*unidentified, *gaps, *faults)),
        subject=subject,
        departments=departments,
        received_from=received_from,
        received_to=received_to,
        as_of=as_of,
        head=then.head,
        leads=found,
        unidentified=unidentified,
        gaps=gaps,
        faults=faults,
        statements=tuple(one for one in then.statements if _touches(one, departments, period)),
    )


def _state(found: Sequence[LeadHandling], doubts: Sequence[object]) -> LeadState:
    if found:
        return LeadState.FOUND
    return LeadState.NOT_ESTABLISHED if doubts else LeadState.NONE_ON_RECORD


def _concerns(handling: LeadHandling, departments: Sequence[str], period: tuple[date, date]) -> bool:
    """Tell whether one of the departments received a lead in a period, or had it assigned then."""
    came = [(handling.lead.department, handling.lead.received_on)]
    came += [(one.department, one.on) for one in handling.steps if one.kind is LeadStepKind.ASSIGNED]
    return any(name in departments and period[0] <= day <= period[1] for name, day in came)


def _touches(statement: CompletenessStatement, departments: Sequence[str], period: tuple[date, date]) -> bool:
    return statement.department in departments and statement.first <= period[1] and period[0] <= statement.last


def _gaps(
    department: str, statements: Iterable[CompletenessStatement], period: tuple[date, date]
) -> Iterator[OpenPeriod]:
    """Yield the days of a period of which no statement speaks, as stretches."""
    day, last = period
    spoken = sorted((one.first, one.last) for one in statements if one.department == department)
    for begins, ends in spoken:
        if begins > last:
            break
        if day < begins:
            yield OpenPeriod(department=department, first=day, last=begins - timedelta(days=1))
        day = max(day, ends + timedelta(days=1))
    if day <= last:
        yield OpenPeriod(department=department, first=day, last=last)
