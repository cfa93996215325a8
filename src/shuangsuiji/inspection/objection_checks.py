"""Objections that are still open, and how long: 三（三） «接受社会监督» (异议核对).

The text names no term for an answer and none for a correction: whoever runs this states them, such as from the working
rules of a department, each with its clause. Without them nothing is called late.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from shuangsuiji.errors import DuplicateError
from shuangsuiji.inspection.objections import Objection, ObjectionAnswer, ObjectionVerdict, SettledObjection
from shuangsuiji.planning.plan_findings import error, note, unchecked, warning
from shuangsuiji.terms import DeadlineStatus
from shuangsuiji.values import Finding, TimeLimit, check_kind
from shuangsuiji.workdays import Deadline, WorkingCalendar
from shuangsuiji.workdays.layers import check_day

__all__ = ["ObjectionTerms", "check_objections"]


@attrs.frozen(kw_only=True)
class ObjectionTerms:
    """How long an answer and a correction may take; the text says nothing of either (异议期限依据).

    Attributes:
        calendar: which days are worked.
        answer_within: from the day of the objection, None where nobody has set it.
        correct_within: from the day of the answer, None where nobody has set it.

    """

    calendar: WorkingCalendar
    answer_within: TimeLimit | None = None
    correct_within: TimeLimit | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.calendar, WorkingCalendar, "ObjectionTerms.calendar")
        for field in ("answer_within", "correct_within"):
            if getattr(self, field) is not None:
                check_kind(getattr(self, field), TimeLimit, f"ObjectionTerms.{field}")

    def answer_due(self, objection: Objection) -> Deadline | None:
        """Return by when an objection has to be answered, None where no term is set."""
        return self._due(objection.filed_on, self.answer_within)

    def correction_due(self, answered: ObjectionAnswer) -> Deadline | None:
        """Return by when the correction has to be public, None where no term is set, or none is owed."""
        if answered.verdict is ObjectionVerdict.REJECTED:
            return None
        return self._due(answered.on, self.correct_within)

    def _due(self, start: date, limit: TimeLimit | None) -> Deadline | None:
        return None if limit is None else self.calendar.deadline(start, limit)


def check_objections(
    records: Iterable[Objection | ObjectionAnswer | SettledObjection], *, on: date, terms: ObjectionTerms | None
) -> tuple[Finding, ...]:
    """Return what is open and what is late among objections: 3.3.5 (异议核对).

    What happened after that day is not seen yet.

    Args:
        records: of every objection the last record: each holds the ones before it.
        on: the day.
        terms: None where no term is known.

    Raises:
        DuplicateError: an objection twice.
        InvalidValueError: a day outside the calendar.

    """
    check_day(on, "on")
    seen: set[str] = set()
    found: list[Finding] = []
    for one in records:
        settled = one if isinstance(one, SettledObjection) else None
        answered = settled.answer if settled is not None else one if isinstance(one, ObjectionAnswer) else None
        objection = answered.objection if answered is not None else one
        if not isinstance(objection, Objection):
            check_kind(objection, Objection, "records")
            continue
        if objection.id in seen:
            raise DuplicateError(field="records", value=objection.id)
        seen.add(objection.id)
        if objection.filed_on <= on:
            found += _findings(objection, answered, settled, on, terms)
    return tuple(found)


def _findings(
    objection: Objection,
    answered: ObjectionAnswer | None,
    settled: SettledObjection | None,
    on: date,
    terms: ObjectionTerms | None,
) -> Iterator[Finding]:
    due = None if terms is None else terms.answer_due(objection)
    yield from _step(
        objection, "objection.answer", "答复", "answer", due, None if answered is None else answered.on, on
    )
    if answered is not None and answered.on <= on and answered.verdict is ObjectionVerdict.UPHELD:
        due = None if terms is None else terms.correction_due(answered)
        done_on = None if settled is None else settled.settled_on
        yield from _step(objection, "objection.correction", "公示更正", "published correction", due, done_on, on)


def _step(  # noqa: PLR0913, PLR0917 - what, in two languages, by when and when
    objection: Objection, code: str, what_zh: str, what: str, due: Deadline | None, done_on: date | None, on: date
) -> Iterator[Finding]:
    """Yield what there is to say of one step: missing, late, or without a term to hold it against."""
    where, done = objection.id, done_on if done_on is not None and done_on <= on else None
    if due is None:
        if done is None:
            yield warning(code, where, f"{objection.department} 尚未{what_zh}", f"no {what} yet", "3.3.5")
        yield unchecked(f"{code}.due", where, f"{what_zh}期限", f"a term for the {what}", "3.3.5")
        return
    status = due.status(on, done)
    if status is DeadlineStatus.LATE:
        zh, en = f"{done_on} {what_zh}，期限 {due.due_on}", f"{what} on {done_on}; due on {due.due_on}"
        yield error(code, where, zh, en, due.limit.clause)
    elif done is None:
        say = error if status is DeadlineStatus.OVERDUE else note
        zh, en = f"{objection.department} 尚未{what_zh}，期限 {due.due_on}", f"no {what} yet; due on {due.due_on}"
        yield say(code, where, zh, en, due.limit.clause)
