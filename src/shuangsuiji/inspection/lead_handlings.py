"""What is done about a lead, step by step, and how soon: 3.4.1 «要立即实施检查、处置» (线索处理).

The text says 立即 and gives no number. ``LEAD_RESPONSE`` is this library's default, one working day from the day after
receipt; it is a parameter, and whoever decides on another one passes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

import attrs

from shuangsuiji.errors import BrokenChainError, LawError
from shuangsuiji.inspection.leads import CaseLead, LeadStep, LeadStepKind
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit, check_kind
from shuangsuiji.workdays import Deadline, WorkingCalendar

__all__ = ["LEAD_RESPONSE", "LeadHandling", "LeadResponse", "respond_by", "response_of", "take_step", "unhandled"]

_CLAUSE = LIYANG_2020.ref("3.4.1")

LEAD_RESPONSE = TimeLimit(number=1, unit=TimeUnit.WORKING_DAY, clause=_CLAUSE)

_HOUR = 3600


@attrs.frozen(kw_only=True)
class LeadHandling:
    """A lead and everything that was done about it so far: 3.4.1, 3.4.2 (线索处理).

    Attributes:
        lead: the lead.
        steps: in the order of their instants.

    Raises:
        BrokenChainError: a step of another lead, before its receipt, out of order, or after the end.
        LawError: an end without a visit and without disposal, or a case filed without either (3.4.1).

    """

    lead: CaseLead
    steps: tuple[LeadStep, ...] = ()

    def __attrs_post_init__(self) -> None:
        check_kind(self.lead, CaseLead, "LeadHandling.lead")
        done: set[LeadStepKind] = set()
        last: datetime | None = self.lead.received_at
        for one in self.steps:
            self._check_step(one, last, done)
            last = one.at
            done.add(one.kind)

    def _check_step(self, one: LeadStep, last: datetime | None, done: set[LeadStepKind]) -> None:
        if (one.lead_id, one.lead_digest) != (self.lead.id, self.lead.digest):
            self._broken("步骤须引该线索", "a step cites this lead", self.lead.digest, one.lead_digest)
        if one.on < self.lead.received_on or (last is not None and one.at < last):
            zh, en = "步骤须依时间先后，且不得早于收到线索", "steps follow in time, and none comes before the receipt"
            due = self.lead.received_on if last is None else last
            self._broken(zh, en, due.isoformat(), one.at.isoformat())
        if LeadStepKind.CLOSED in done:
            self._broken("线索已办结", "the lead is closed", LeadStepKind.CLOSED, one.kind)
        if one.kind in (LeadStepKind.CASE_FILED, LeadStepKind.CLOSED) and not done & _ACTED:
            zh, en = (
                "须先检查或处置，再立案、办结",
                "is inspected or disposed of before a case is filed or it is closed",
            )
            raise LawError(field=self.lead.id, rule_zh=zh, rule=en, value=one.kind, clause=_CLAUSE)

    def _broken(self, rule_zh: str, rule: str, expected: object, value: object) -> None:
        raise BrokenChainError(link=self.lead.id, rule_zh=rule_zh, rule=rule, expected=expected, value=value)

    @property
    def first_visit(self) -> LeadStep | None:
        """The first visit, None while there was none."""
        return self._first(LeadStepKind.VISITED)

    @property
    def is_handled(self) -> bool:
        """Whether it was inspected or disposed of."""
        return any(one.kind in _ACTED for one in self.steps)

    @property
    def is_closed(self) -> bool:
        """Whether nothing is left to be done."""
        return self._first(LeadStepKind.CLOSED) is not None

    @property
    def case_file(self) -> str:
        """Number of the file, where a case was filed (3.4.2), else empty."""
        found = self._first(LeadStepKind.CASE_FILED)
        return found.reference if found else ""

    @property
    def departments(self) -> tuple[str, ...]:
        """The department that received it, and those that it was assigned to, in that order."""
        assigned = (one.department for one in self.steps if one.kind is LeadStepKind.ASSIGNED)
        return tuple(dict.fromkeys((self.lead.department, *assigned)))

    @property
    def department(self) -> str:
        """Id of the department that has it now: the last that it was assigned to, else the one that received it."""
        assigned = [one.department for one in self.steps if one.kind is LeadStepKind.ASSIGNED]
        return assigned[-1] if assigned else self.lead.department

    @property
    def is_unidentified(self) -> bool:
        """Whether it may concern an object of a pool, and which one is still not known."""
        return self.lead.is_unidentified and self._first(LeadStepKind.IDENTIFIED) is None

    def concerns(self, id_: str) -> bool:
        """Tell whether it is about an object, or one of a market entity, as far as is known by now (涉及对象)."""
        found = (one for one in self.steps if one.kind is LeadStepKind.IDENTIFIED)
        return self.lead.concerns(id_) or any(id_ != "" and id_ in (one.object_id, one.holder) for one in found)

    def _first(self, kind: LeadStepKind) -> LeadStep | None:
        return next((one for one in self.steps if one.kind is kind), None)

    def __repr__(self) -> str:
        return f"<线索处理 {self.lead.id}：{'、'.join(str(one.kind) for one in self.steps) or '未处理'}>"


_ACTED = frozenset({LeadStepKind.VISITED, LeadStepKind.DISPOSED})


@attrs.frozen(kw_only=True)
class LeadResponse:
    """How long it took from the receipt of a lead to the first visit: 3.4.1 «立即» (线索响应时间).

    Attributes:
        lead_id: the lead.
        visited_on: the day of the first visit, None while there was none.
        hours: exact hours from receipt to visit; None where either instant is not known.
        working_days: working days after the day of receipt up to that of the visit; 0 on the day itself.
        due: by when it should have been, under the term that was passed.
        in_time: whether it was; None while there was no visit and the term runs, or its end is not known.

    """

    lead_id: str
    visited_on: date | None
    hours: Fraction | None
    working_days: int | None
    due: Deadline
    in_time: bool | None

    @property
    def clause(self) -> ClauseRef:
        """The clause behind the term."""
        return self.due.limit.clause


def take_step(handling: LeadHandling, step: LeadStep) -> LeadHandling:
    """Return the handling of a lead with one step more (线索处理推进).

    Raises:
        BrokenChainError: a step of another lead, before the last one, or after the end.
        LawError: an end without a visit and without disposal.

    """
    return attrs.evolve(handling, steps=(*handling.steps, step))


def respond_by(lead: CaseLead, calendar: WorkingCalendar, limit: TimeLimit = LEAD_RESPONSE) -> Deadline:
    """Return by when a lead is to be looked into: 3.4.1 (线索响应期限).

    Args:
        lead: the lead.
        calendar: the working days.
        limit: the term; the text says 立即 and gives none.

    """
    return calendar.deadline(lead.received_on, limit)


def response_of(
    handling: LeadHandling, calendar: WorkingCalendar, *, on: date, limit: TimeLimit = LEAD_RESPONSE
) -> LeadResponse:
    """Return how soon a lead was looked into: 3.4.1 (线索响应时间).

    Args:
        handling: the lead and its steps.
        calendar: the working days.
        on: today.
        limit: the term; the text says 立即 and gives none.

    """
    lead, found = handling.lead, handling.first_visit
    due = respond_by(lead, calendar, limit)
    hours = None
    if found is not None and lead.received_at is not None:
        gone = found.at - lead.received_at
        hours = Fraction(gone.days * 24 * _HOUR + gone.seconds, _HOUR) + Fraction(gone.microseconds, 1_000_000 * _HOUR)
    return LeadResponse(
        lead_id=lead.id,
        visited_on=None if found is None else found.on,
        hours=hours,
        working_days=None if found is None else calendar.count(lead.received_on, found.on),
        due=due,
        in_time=_in_time(None if found is None else found.on, due, on),
    )


def _in_time(visited_on: date | None, due: Deadline, on: date) -> bool | None:
    """Return whether a visit kept a term, None where that is still open."""
    if due.earliest is None or due.latest is None:
        return None
    if visited_on is not None and visited_on <= due.earliest:
        return True
    return False if (visited_on or on) > due.latest else None


def unhandled(
    handlings: Iterable[LeadHandling], calendar: WorkingCalendar, *, on: date, limit: TimeLimit = LEAD_RESPONSE
) -> tuple[LeadResponse, ...]:
    """Return the leads received by a day that were neither inspected nor disposed of, oldest first (未处理线索).

    Args:
        handlings: of every lead.
        calendar: the working days.
        on: today; steps of later days do not count.
        limit: the term; the text says 立即 and gives none.

    """
    known = (
        attrs.evolve(one, steps=tuple(step for step in one.steps if step.on <= on))
        for one in handlings
        if one.lead.received_on <= on
    )
    left = sorted((one for one in known if not one.is_handled), key=lambda one: (one.lead.received_on, one.lead.id))
    return tuple(response_of(one, calendar, on=on, limit=limit) for one in left)
