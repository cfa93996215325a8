"""What is still open and for how long, and which problems nobody follows up: 3.3.6 «做好后续监管衔接» (后续监管检查).

The text gives no term: sixty days are this library's default, after which an open follow-up is pointed out as overdue;
a city that has decided states its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.standing import lineages, same_result, term_end
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import Finding, Severity, TimeLimit, TimeUnit
from shuangsuiji.workdays import WorkingCalendar
from shuangsuiji.workdays.layers import check_day

__all__ = ["FOLLOW_UP_TERM", "OpenFollowUp", "check_followups", "open_follow_ups"]

FOLLOW_UP_TERM = TimeLimit(number=60, unit=TimeUnit.DAY, clause=LIYANG_2020.ref("3.3.6"))


@attrs.frozen(kw_only=True)
class OpenFollowUp:
    """A follow-up that is not closed on a day, and how old it is: 3.3.6 (未办结后续监管).

    Attributes:
        follow_up: the follow-up.
        department: id of the department that answers that day.
        age: days since it was opened.
        due_on: the last day of the term.
        days_late: days since then, 0 while the term runs.

    """

    follow_up: FollowUp
    department: str
    age: int
    due_on: date
    days_late: int


def open_follow_ups(
    follow_ups: Iterable[FollowUp],
    on: date,
    *,
    within: TimeLimit = FOLLOW_UP_TERM,
    calendar: WorkingCalendar | None = None,
) -> tuple[OpenFollowUp, ...]:
    """Return the follow-ups that are open on a day, the oldest first: 3.3.6 (未办结清单).

    Args:
        follow_ups: all of them; those opened later are not there yet.
        on: the day.
        within: the term, counted from the day of opening.
        calendar: for a term in working days.

    Raises:
        InvalidValueError: a term in working days without a calendar.

    """
    check_day(on, "on")
    found: list[OpenFollowUp] = []
    for one in follow_ups:
        if not one.is_open(on):
            continue
        due = term_end(within, one.opened_on, calendar)
        late, age = max(0, (on - due).days), (on - one.opened_on).days
        who = one.department_on(on)
        found.append(OpenFollowUp(follow_up=one, department=who, age=age, due_on=due, days_late=late))
    return tuple(sorted(found, key=lambda one: (-one.age, one.follow_up.id)))


def check_followups(
    results: Iterable[Result],
    follow_ups: Iterable[FollowUp],
    on: date,
    *,
    within: TimeLimit = FOLLOW_UP_TERM,
    calendar: WorkingCalendar | None = None,
) -> tuple[Finding, ...]:
    """Return what there is to say of the follow-ups on a day: 3.3.6 (后续监管检查).

    A result that needs a follow-up and has none is an error, from the day on which it was formed; a correction is
    followed up by the follow-up of what it corrects, and a re-check by that which asked for it. One that was closed
    before the correction was formed, or by a correction that does not stand, deals with it no more.

    Args:
        results: all results; those formed later are not there yet.
        follow_ups: all follow-ups.
        on: the day.
        within: the term after which an open one is overdue.
        calendar: for a term in working days.

    Raises:
        DuplicateError: as ``current`` says, of which BrokenChainError comes as well.
        InvalidValueError: as ``open_follow_ups`` says.

    """
    check_day(on, "on")
    begun = [one for one in follow_ups if one.opened_on <= on]
    lines = lineages(one for one in results if one.formed_on <= on)
    by_result: defaultdict[str, list[FollowUp]] = defaultdict(list)
    for one in begun:
        for result in (one.result, *one.rechecks):
            by_result[result.id].append(one)
    findings = [finding for line in lines.values() for finding in _on_line(line, by_result)]
    for late in open_follow_ups(begun, on, within=within, calendar=calendar):
        findings += _on_open(late, on, within)
    return tuple(findings)


def _on_line(line: Sequence[Result], by_result: Mapping[str, Sequence[FollowUp]]) -> Iterator[Finding]:
    """Yield what there is to say of a result that stands, behind those that it corrects."""
    last = line[-1]
    found = {one.id: one for result in line for one in by_result.get(result.id, ())}
    own = {id_: one for id_, one in found.items() if one.result.id in {result.id for result in line}}
    if last.outcome.needs_follow_up and not any(one.deals_with(last) for one in found.values()):
        zh, en = f"“{last.outcome}”没有后续监管", "nobody follows it up"
        yield _finding(Severity.ERROR, "missing", last.id, zh, en)
    several = [id_ for id_, one in own.items() if one.deals_with(last)]
    if len(several) > 1:
        zh, en = f"有多项后续监管：{'、'.join(several)}", f"is followed up more than once: {', '.join(several)}"
        yield _finding(Severity.ERROR, "twice", last.id, zh, en)
    for one in own.values():
        given = next(result for result in line if result.id == one.result.id)
        if not same_result(given, one.result):
            zh, en = f"后续监管 {one.id} 所载结果与登记的不一致", f"{one.id} holds another text of the result"
            yield _finding(Severity.ERROR, "other_text", last.id, zh, en)
        if not last.outcome.needs_follow_up and one.closure is None:
            zh, en = (
                f"结果已更正为“{last.outcome}”，后续监管 {one.id} 可以办结",
                f"is corrected; {one.id} can be closed",
            )
            yield _finding(Severity.NOTE, "moot", last.id, zh, en)


def _on_open(one: OpenFollowUp, on: date, within: TimeLimit) -> Iterator[Finding]:
    follow_up = one.follow_up
    if one.days_late:
        zh = f"{one.department} 的后续监管已 {one.age} 日未办结，超过 {within}"
        en = f"open at {one.department} for {one.age} days, longer than {within}"
        yield _finding(Severity.WARNING, "overdue", follow_up.id, zh, en)
    for waiting in follow_up.hand_overs:
        if waiting.is_pending(on):
            days = (on - waiting.offered_on).days
            zh = f"{waiting.offered_on} 提出交由 {waiting.to}，{days} 日未答复，仍由 {one.department} 负责"
            en = f"offered to {waiting.to} {days} days ago and not answered; {one.department} still answers"
            yield _finding(Severity.NOTE, "hand_over_waits", follow_up.id, zh, en)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str) -> Finding:
    clause = LIYANG_2020.ref("3.3.6")
    return Finding(severity=severity, code=f"followup.{code}", where=where, zh=zh, en=en, clause=clause)
