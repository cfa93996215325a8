"""By when a result is entered and made public: 三（三） «在抽查任务完成后20个工作日内» (公示期限).

The sentence leaves two points open, and each reading is a parameter whose default is the strict one: from when the term
runs, and what has to be done by then. A rule book may set another term; it is followed. The food order has a term of
its own, from the day on which the information on the result was formed, and stands beside it. A correction runs from
its own day, in every reading. Of a case the sentence does not speak (3.4.1): it is no task of random inspection.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from shuangsuiji.draws import Draw, Matching, SupplementDraw
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.visits import Visit
from shuangsuiji.law import NATIONAL_RULES, RESULT_PUBLICATION, RESULT_PUBLICATION_FOOD, Rule, RuleBook
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.terms import DeadlineStatus, Term
from shuangsuiji.values import FrozenMap, TimeLimit, check_kind, check_name, freeze, texts
from shuangsuiji.workdays import Deadline, WorkingCalendar
from shuangsuiji.workdays.layers import check_day

__all__ = [
    "DeadlineDuty",
    "DeadlineStart",
    "PublicationDeadline",
    "PublicationTerms",
    "awaited_deadlines",
    "deadlines_of",
    "task_completed_on",
]


class DeadlineStart(Term):
    """From which day the term of 3.3.2 runs, VISIT being the strict reading (起算口径)."""

    VISIT = "对该对象的检查结束"
    TASK = "整个抽查任务完成"
    FORMED = "检查结果信息形成"


class DeadlineDuty(Term):
    """What has to be done within the term of 3.3.2, PUBLICATION being the strict reading (期内事项口径)."""

    ENTRY = "录入"
    PUBLICATION = "录入并在两个渠道公示"


def _codes(given: object) -> frozenset[str]:
    return frozenset(texts(given))


@attrs.frozen(kw_only=True)
class PublicationTerms:
    """By what the terms of publication are worked out: the books, the calendar, and the readings (公示期限依据).

    Attributes:
        rules: the book that gives ``result.publication``, 20 working days in Liyang's.
        calendar: which days are worked.
        start: from when the term of 3.3.2 runs.
        duty: what has to be done within it.
        completions: by COMMIT of a draw, the day on which its task was completed; for TASK alone, where a task that
            is not there is not completed, see ``task_completed_on``.
        food_items: codes of the items under the food order; none unless stated.
        food_rules: the book that gives ``result.publication.food``.

    Raises:
        InvalidValueError: a field of the wrong form.
        NotADayError: a completion that is no day.

    """

    rules: RuleBook
    calendar: WorkingCalendar
    start: DeadlineStart = DeadlineStart.VISIT
    duty: DeadlineDuty = DeadlineDuty.PUBLICATION
    completions: Mapping[str, date] = attrs.field(factory=FrozenMap[str, date], converter=freeze)
    food_items: frozenset[str] = attrs.field(default=frozenset(), converter=_codes)
    food_rules: RuleBook = NATIONAL_RULES

    def __attrs_post_init__(self) -> None:
        for field, kind in (
            ("rules", RuleBook),
            ("calendar", WorkingCalendar),
            ("start", DeadlineStart),
            ("duty", DeadlineDuty),
            ("food_rules", RuleBook),
        ):
            check_kind(getattr(self, field), kind, f"PublicationTerms.{field}")
        for commit, on in self.completions.items():
            check_day(on, f"PublicationTerms.completions {commit[:12]}")
        for code in self.food_items:
            check_name(code, "PublicationTerms.food_items")


@attrs.frozen(kw_only=True)
class PublicationDeadline:
    """By when one result has to be entered, or public, and by which rule (结果公示期限).

    Attributes:
        rule: the rule, with its clause.
        start: from when the term runs.
        duty: what has to be done.
        deadline: the term itself, which says whether it is provisional; None while it has not begun to run.

    """

    rule: Rule
    start: DeadlineStart
    duty: DeadlineDuty
    deadline: Deadline | None

    def status(self, on: date, done_on: date | None = None) -> DeadlineStatus:
        """Return how it stands on a day; what was done later is not done on that day (公示期限状态).

        Raises:
            NotADayError: something that is no day.

        """
        check_day(on, "on")
        known = done_on if done_on is not None and check_day(done_on, "done_on") <= on else None
        if self.deadline is None or (known is not None and known < self.deadline.start):
            return DeadlineStatus.PENDING if known is None else DeadlineStatus.ON_TIME
        return self.deadline.status(on, known)

    def __repr__(self) -> str:
        shown = "尚未起算" if self.deadline is None else repr(self.deadline)
        return f"<公示期限 {self.rule.name} {self.start}，{self.duty}：{shown}>"


def deadlines_of(result: Result, terms: PublicationTerms) -> tuple[PublicationDeadline, ...]:
    """Return by when a result has to be entered and public: 3.3.2, and the food order where it applies (结果公示期限).

    The rule is that of the day on which the visit ended, whatever the reading, so that the strict one is never later.

    Args:
        result: the result; a correction runs from its own ``formed_on``.
        terms: books, calendar, readings.

    Raises:
        UnknownNameError: the book has no such rule on that day.
        InvalidValueError: a rule that is no term, a task completed before the visit, or a day outside the calendar.

    """
    formed = result.formed_on
    return _deadlines(result.visit, result.item_code, terms, formed, formed if result.corrects else None)


def awaited_deadlines(visit: Visit, item_code: str, terms: PublicationTerms) -> tuple[PublicationDeadline, ...]:
    """Return by when the result of a visit has to be there that has not come yet: 3.3.2 (待形成结果期限).

    A term that runs from the result has not begun, which is why FORMED is not the strict reading.

    Raises:
        UnknownNameError: as ``deadlines_of``; so does the next.
        InvalidValueError: likewise.

    """
    return _deadlines(visit, item_code, terms, None, None)


def _deadlines(
    visit: Visit, item_code: str, terms: PublicationTerms, formed_on: date | None, corrected_on: date | None
) -> tuple[PublicationDeadline, ...]:
    found: list[PublicationDeadline] = []
    if visit.mode is not SupervisionMode.CASE:
        start = corrected_on or _start(visit, terms, formed_on)
        rule = terms.rules.rule(RESULT_PUBLICATION, corrected_on or visit.completed_on)
        reading = DeadlineStart.FORMED if corrected_on else terms.start
        found.append(_deadline(terms, rule, reading, terms.duty, start))
    if item_code in terms.food_items:
        food = terms.food_rules.find(RESULT_PUBLICATION_FOOD, formed_on or visit.completed_on)
        if food is not None:
            found.append(_deadline(terms, food, DeadlineStart.FORMED, DeadlineDuty.PUBLICATION, formed_on))
    return tuple(found)


def _start(visit: Visit, terms: PublicationTerms, formed_on: date | None) -> date | None:
    """Return the day of the event that starts the term of 3.3.2, None where it has not come."""
    if terms.start is DeadlineStart.FORMED:
        return formed_on
    if terms.start is DeadlineStart.VISIT or visit.draw is None:
        return visit.completed_on
    completed = terms.completions.get(visit.draw.commit)
    if completed is not None and completed < visit.completed_on:
        zh, en = f"任务完成不得早于检查 {visit.id} 结束", f"a task is not completed before the end of visit {visit.id}"
        field = f"completions {visit.draw}"
        raise InvalidValueError(field=field, rule_zh=zh, rule=en, value=completed.isoformat())
    return completed


def _deadline(
    terms: PublicationTerms, rule: Rule, start: DeadlineStart, duty: DeadlineDuty, on: date | None
) -> PublicationDeadline:
    if not isinstance(rule.value, TimeLimit):
        zh, en = "应为期限", "must be a term"
        raise InvalidValueError(field=rule.name, rule_zh=zh, rule=en, value=rule.value)
    deadline = None if on is None else terms.calendar.deadline(on, rule.value)
    return PublicationDeadline(rule=rule, start=start, duty=duty, deadline=deadline)


def task_completed_on(record: Matching | Draw | SupplementDraw, visits: Iterable[Visit]) -> date | None:
    """Return the day on which the last object that was drawn had been visited, None while one is left (任务完成日).

    Args:
        record: the draw, with its supplementary rounds where there are any.
        visits: those of other draws are passed over.

    """
    drawn = record.draw if isinstance(record, Matching) else record
    teams: Mapping[str, Mapping[str, object]] = record.seated.terms.teams if isinstance(record, Matching) else {}
    left: set[tuple[str, str, str]] = {
        (object_id, code, department)
        for object_id, codes in drawn.taken.live.items()
        for code in codes
        for department in teams.get(code, {}) or ("",)  # whoever inspects it, where no team does
    }
    last: date | None = None
    for one in visits:
        if one.draw is None or one.draw.commit != drawn.commitment.manifest.commit:
            continue
        left -= {(one.object_id, item.item_code, name) for item in one.items for name in (item.department, "")}
        last = one.completed_on if last is None else max(last, one.completed_on)
    return None if left else last
