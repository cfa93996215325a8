"""What a result means for the credit of a holder, and whom it is handed to: 3.3.9, 4.1.4 (信用事件).

A clean result is no event, nor is the state of a holder; of what the frame had wrong, one thing alone is: a holder who
cannot be found at his address, which leads to the list of abnormal operation. Joint sanctions (联合惩戒) are for
violations (违法失信行为) that are established, and follow from no event by themselves: a basis is named for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.inspection_terms import Outcome, OutcomeGroup
from shuangsuiji.inspection.results import Result, current
from shuangsuiji.inspection.standing import same_result
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.conference_acts import against
from shuangsuiji.values import Finding, Severity, check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = [
    "CreditEvent",
    "CreditNotice",
    "check_credit_events",
    "credit_event",
    "gives_credit_event",
    "share_credit_event",
    "withdraw_credit_event",
]

_CLAUSE = "3.3.9"
_NOT_SANCTIONED = (Outcome.UNREACHABLE, Outcome.PENDING_FOLLOW_UP)


@attrs.frozen(kw_only=True)
class CreditNotice:
    """A credit event is handed to another department: 4.1.4 «部门之间要相互配合、信息共享» (信用信息推送).

    Attributes:
        to: id of the other department.
        on: the day.
        document: reference of the paper, or of the record of the platform.

    """

    to: str
    on: date
    document: str

    def __attrs_post_init__(self) -> None:
        check_name(self.to, "CreditNotice.to")
        check_day(self.on, "CreditNotice.on")
        check_field(self.document, "CreditNotice.document")


@attrs.frozen(kw_only=True)
class CreditEvent:
    """What a result means for the credit of a holder: 3.3.9 (信用事件).

    Attributes:
        id: a field, unlike that of any other event.
        result: the result from which it follows; it gives holder, item and outcome.
        on: the day; not before the result was formed.
        joint_sanctions: whether joint sanctions (联合惩戒) are to follow.
        sanctions_basis: the text by which they do; empty where none follow.
        notices: to which departments it was handed, each once, in order.
        withdrawn_on: the day on which it was taken back, None while it holds.
        withdrawal: the paper, or the correction, by which it was.

    Raises:
        LawError: an outcome from which no event follows, sanctions without a basis or before the violation is
            established (3.3.9), or a notice to the department itself (4.1.4).
        InvalidValueError: a field of the wrong form, or a day before the one that it follows.
        DuplicateError: a department twice.

    """

    id: str
    result: Result
    on: date
    joint_sanctions: bool = False
    sanctions_basis: str = ""
    notices: tuple[CreditNotice, ...] = ()
    withdrawn_on: date | None = None
    withdrawal: str = ""

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "CreditEvent.id")
        check_kind(self.result, Result, f"{self.id}.result")
        check_day(self.on, f"{self.id}.on")
        check_kind(self.joint_sanctions, bool, f"{self.id}.joint_sanctions")
        check_kind(self.notices, tuple, f"{self.id}.notices")
        if not gives_credit_event(self.outcome):
            zh, en = "该结果不产生信用事件", "no credit event follows from this outcome"
            raise self._against("result", zh, en, self.outcome)
        self._check_after("on", self.result.formed_on, self.on)
        self._check_sanctions()
        self._check_notices()
        if (self.withdrawn_on is None) != (not self.withdrawal):
            zh, en = "撤回日期与依据须同时写明", "day and paper go together"
            raise InvalidValueError(field=f"{self.id}.withdrawal", rule_zh=zh, rule=en, value=self.withdrawal)
        if self.withdrawn_on is not None:
            check_day(self.withdrawn_on, f"{self.id}.withdrawn_on")
            check_field(self.withdrawal, f"{self.id}.withdrawal")
            self._check_after("withdrawn_on", self.on, self.withdrawn_on)

    def _check_sanctions(self) -> None:
        if self.joint_sanctions and self.outcome in _NOT_SANCTIONED:
            zh, en = "违法失信行为尚未认定，不得联合惩戒", "no violation is established that could be sanctioned"
            raise self._against("joint_sanctions", zh, en, self.outcome)
        if self.joint_sanctions != bool(self.sanctions_basis):
            zh, en = "联合惩戒须写明依据，其他不写", "sanctions, and nothing else, name their basis"
            raise self._against("sanctions_basis", zh, en, repr(self.sanctions_basis))
        if self.sanctions_basis:
            check_field(self.sanctions_basis, f"{self.id}.sanctions_basis")

    def _check_notices(self) -> None:
        seen: set[str] = set()
        last = self.on
        for one in self.notices:
            check_kind(one, CreditNotice, f"{self.id}.notices")
            if one.to in seen:
                raise DuplicateError(field=f"{self.id}.notices", value=one.to)
            if one.to == self.result.department:
                zh, en = "须推送其他部门", "goes to another department"
                raise against(f"{self.id}.notices", zh, en, one.to, "4.1.4")
            self._check_after("notices", last, one.on)
            seen.add(one.to)
            last = one.on

    def _check_after(self, field: str, before: date, on: date) -> None:
        if on < before:
            zh, en = f"不得早于 {before}", f"must not lie before {before}"
            raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=zh, rule=en, value=on.isoformat())

    def _against(self, field: str, rule_zh: str, rule: str, value: object) -> LawError:
        return against(f"{self.id}.{field}", rule_zh, rule, value, _CLAUSE)

    @property
    def holder(self) -> str:
        """Id of the market entity whose credit it concerns."""
        return self.result.collected_under

    @property
    def item_code(self) -> str:
        """The item that was inspected."""
        return self.result.item_code

    @property
    def outcome(self) -> Outcome:
        """What the inspection came to."""
        return self.result.outcome

    def holds(self, on: date) -> bool:
        """Tell whether it holds on a day: it has come about, and is not withdrawn."""
        return self.on <= on and (self.withdrawn_on is None or self.withdrawn_on > on)

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after cites it."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<信用事件 {self.id} {self.holder} {self.item_code}：{self.outcome}，{self.on}>"


def gives_credit_event(outcome: Outcome) -> bool:
    """Tell whether a credit event follows: from a problem, or a holder who cannot be found: 3.3.9 (是否归信)."""
    return outcome.group is OutcomeGroup.PROBLEM or outcome is Outcome.UNREACHABLE


def credit_event(
    result: Result, *, event_id: str, on: date, joint_sanctions: bool = False, sanctions_basis: str = ""
) -> CreditEvent | None:
    """Return the credit event of a result, None where no event follows from its outcome: 3.3.9 (归集信用事件).

    Args:
        result: the result.
        event_id: a field.
        on: the day.
        joint_sanctions: whether joint sanctions are to follow.
        sanctions_basis: the text by which they do.

    Raises:
        LawError: sanctions without a basis, or before the violation is established.
        InvalidValueError: a day before the result.

    """
    if not gives_credit_event(result.outcome):
        return None
    return CreditEvent(
        id=event_id, result=result, on=on, joint_sanctions=joint_sanctions, sanctions_basis=sanctions_basis
    )


def share_credit_event(event: CreditEvent, *, to: str, on: date, document: str) -> CreditEvent:
    """Return an event as handed to one more department: 4.1.4 (推送信用事件).

    Raises:
        BrokenChainError: it is withdrawn.
        DuplicateError: that department has it already.
        LawError: the department that inspected itself.

    """
    _check_holds(event)
    return attrs.evolve(event, notices=(*event.notices, CreditNotice(to=to, on=on, document=document)))


def withdraw_credit_event(event: CreditEvent, *, on: date, document: str) -> CreditEvent:
    """Return an event as taken back, such as after a correction; it stays on record (撤回信用事件).

    Raises:
        BrokenChainError: it is withdrawn already.

    """
    _check_holds(event)
    return attrs.evolve(event, withdrawn_on=on, withdrawal=document)


def check_credit_events(results: Iterable[Result], events: Iterable[CreditEvent], on: date) -> tuple[Finding, ...]:
    """Return results without their event, events of what no longer stands, sanctions told to nobody (信用检查).

    Args:
        results: all results; those formed later are not there yet.
        events: all events.
        on: the day.

    Raises:
        DuplicateError: as ``current`` says, of which BrokenChainError comes as well.

    """
    check_day(on, "on")
    given = [one for one in results if one.formed_on <= on]
    standing = {one.id: one for one in current(given)}
    holding = [one for one in events if one.holds(on)]
    having = {one.result.id for one in holding}
    known = {one.id for one in given}
    findings = [
        _finding(Severity.WARNING, "missing", one.id, f"“{one.outcome}”未归集信用事件", "no credit event follows it")
        for one in standing.values()
        if gives_credit_event(one.outcome) and one.id not in having
    ]
    return (*findings, *(finding for event in holding for finding in _on_event(event, standing, known)))


def _on_event(event: CreditEvent, standing: Mapping[str, Result], known: set[str]) -> Iterator[Finding]:
    stands = standing.get(event.result.id)
    if event.result.id in known and (stands is None or not same_result(stands, event.result)):
        zh, en = (
            f"所依据的结果 {event.result.id} 已更正或不一致，应予撤回",
            "its result is corrected or another; withdraw it",
        )
        yield _finding(Severity.ERROR, "corrected", event.id, zh, en)
    if event.joint_sanctions and not event.notices:
        zh, en = "应联合惩戒，尚未推送任何部门", "joint sanctions are to follow and no department has been told"
        yield _finding(Severity.WARNING, "not_handed", event.id, zh, en, "4.1.4")


def _check_holds(event: CreditEvent) -> None:
    if event.withdrawn_on is not None:
        zh, en = "已撤回", "is withdrawn"
        raise BrokenChainError(link=event.id, rule_zh=zh, rule=en, expected=None, value=event.withdrawn_on)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str, clause_id: str = _CLAUSE) -> Finding:
    clause = LIYANG_2020.ref(clause_id)
    return Finding(severity=severity, code=f"credit.{code}", where=where, zh=zh, en=en, clause=clause)
