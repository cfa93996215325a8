"""``shuangsuiji deadline``: when a term ends, how sure that is, and what is left of it (期限命令)."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import attrs

from shuangsuiji.cli.options import day_of
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.cli.workday_options import (
    BOOKS,
    CALENDAR_PATH,
    AskedTerm,
    calendar_in_use,
    not_covered,
    suspension_of,
    term_of,
)
from shuangsuiji.errors import InvalidValueError, UnannouncedError
from shuangsuiji.law import RESULT_PUBLICATION
from shuangsuiji.values import CHINA, TimeUnit
from shuangsuiji.workdays import Deadline, Explanation, WorkingCalendar, explain

__all__ = ["DEADLINE_OPTIONS", "run_deadline"]

_MANY: dict[str, object] = {"action": "append", "default": []}
_UNITS = [unit.value for unit in TimeUnit]
DEADLINE_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("start", {"metavar": "起算日", "help": "起算事件发生之日，当日不计入 day of the event, YYYY-MM-DD"}),
    ("--rule", {"help": f"规则册中的期限 term of a rule book (默认 {RESULT_PUBLICATION})"}),
    ("--book", {"metavar": "编号|JSON", "help": f"规则册 rule book: {'、'.join(BOOKS)} 或 JSON 文件"}),
    ("--days", {"type": int, "metavar": "N", "help": "自定期限，不用规则 a term of one's own instead of a rule"}),
    ("--unit", {"choices": _UNITS, "help": "自定期限的单位 its unit (默认 工作日)"}),
    ("--basis", {"help": "自定期限的依据 the text that sets it"}),
    ("--region", {"help": "另有放假安排的地区，如 广西 region with days of its own"}),
    ("--notice", {**_MANY, "metavar": "文件", "help": f"节假日安排，加于 {CALENDAR_PATH} 之上 a notice, or a folder"}),
    ("--suspend", {**_MANY, "metavar": "起/止=理由@依据", "help": "不计入的期间，未止的止留空 days that do not count"}),
    ("--today", {"help": "截至日期 day for which it is asked, YYYY-MM-DD (默认今天)"}),
    ("--done", {"help": "办结日期 day on which it was done, YYYY-MM-DD"}),
    ("--explain", {"action": "store_true", "help": "逐日说明 one row per day"}),
    ("--strict", {"action": "store_true", "help": "安排尚未公布的退出码为 1 exit 1 where a notice has not come"}),
)


@attrs.frozen(kw_only=True)
class _Asked:
    """What was asked, and what was found (所问).

    Attributes:
        calendar: the calendar in use.
        deadline: the deadline.
        term: the term and its rule.
        today: the day for which it is asked.
        done_on: when the thing was done, None while it is not.

    """

    calendar: WorkingCalendar
    deadline: Deadline
    term: AskedTerm
    today: date
    done_on: date | None

    def left(self, until: date | None) -> int | None:
        """Return the working days that are left until a day; None once it is done, and where there is no such day."""
        if self.done_on is not None or until is None:
            return None
        return self.calendar.remaining(attrs.evolve(self.deadline, due_on=until), self.today)

    def used(self) -> int | None:
        """Return the working days of the term up to the day for which it is asked, of a term that does not end yet."""
        deadline = self.deadline
        if deadline.due_on is not None or deadline.limit.unit is not TimeUnit.WORKING_DAY:
            return None
        days = (deadline.start + timedelta(days=step + 1) for step in range((self.today - deadline.start).days))
        return sum(
            self.calendar.is_working_day(day)
            for day in days
            if not any(one.covers(day) for one in deadline.suspensions)
        )


def run_deadline(given: Namespace, output: Output) -> int:
    """Say when a term ends; 0 said, 1 a notice has not come and ``--strict`` asks for it."""
    start = day_of(given.start, "START")
    today = day_of(given.today, "--today") if given.today else datetime.now(CHINA).date()
    done_on = day_of(given.done, "--done") if given.done else None
    if done_on is not None and not start <= done_on <= today:
        zh, en = f"应在起算日 {start} 至截至日期 {today} 之间", f"must lie between {start} and {today}"
        raise InvalidValueError(field="--done", rule_zh=zh, rule=en, value=given.done)
    calendar, odd = calendar_in_use(given)
    calendar.is_working_day(start)  # refuses a day that the calendar does not reach
    term = term_of(given, start)
    suspensions = [suspension_of(text) for text in given.suspend]
    policy = "raise" if given.strict else "flag"
    try:
        deadline = calendar.deadline(start, term.limit, suspensions, on_unannounced=policy)
    except UnannouncedError as error:
        output.fail(error)
        return REFUSED
    asked = _Asked(calendar=calendar, deadline=deadline, term=term, today=today, done_on=done_on)
    explanation = explain(calendar, deadline) if given.explain else None
    remarks = [*odd, *_remarks(asked), *not_covered(given.region, _years(deadline))]
    output.say(*_lines(asked), *(line for pair in remarks for line in (f"[提醒] {pair[0]}", f"    {pair[1]}")))
    output.say(*(_rows(explanation) if explanation else ()))
    output.give(_document(asked, given.region, remarks, explanation))
    return DONE


def _years(deadline: Deadline) -> range:
    return range(deadline.start.year, (deadline.latest or deadline.start).year + 1)


def _lines(asked: _Asked) -> Iterator[str]:
    deadline, term = asked.deadline, asked.term
    yield f"起算 {deadline.start}（{f'{term.trigger}，' if term.trigger else ''}当日不计入） start, not counted"
    named = f"；{term.book} {term.rule}" if term.rule else ""
    yield f"期限 {deadline.limit}（{deadline.limit.clause}{named}）"
    for one in deadline.suspensions:
        yield f"扣除 {one.first} 至 {one.last or '未止'}：{one.reason}（{one.basis}） not counted"
    yield f"到期 {deadline.due_on or '待定，期间中止'}{'（暂定）' if deadline.provisional else ''} due"
    if deadline.provisional:
        year, through = deadline.announced_through.year + 1, deadline.announced_through
        first, last = deadline.earliest, deadline.latest
        yield f"  {year} 年节假日安排尚未公布（工作日历公布至 {through}），可能在 {first} 至 {last} 之间"
        yield f"  provisional: the notice for {year} has not come; it may be any day from {first} to {last}"
        yield f"  请最迟于 {first} 办结 act by {first}"
    yield f"状态 {deadline.status(asked.today, asked.done_on)}{_standing(asked)}"


def _standing(asked: _Asked) -> str:
    """Return the day for which it is asked, and what is left."""
    if asked.done_on is not None:
        return f"：{asked.done_on} 办结 done"
    said, deadline = f"（截至 {asked.today} as of）", asked.deadline
    if (used := asked.used()) is not None:
        return f"{said}：已用 {used} 个工作日，余 {deadline.limit.number - used} 个 {used} used"
    left = asked.left(deadline.earliest)
    if left is None or deadline.earliest is None:
        return said
    if asked.today > deadline.earliest:
        return f"{said}：{deadline.earliest} 之后已过 {-left} 个工作日 {-left} past"
    return f"{said}：至 {deadline.earliest} 余 {left} 个工作日 {left} left"


def _remarks(asked: _Asked) -> Iterator[tuple[str, str]]:
    """Yield what the reader of a term with suspensions must know, in both languages."""
    if asked.deadline.suspensions and asked.term.rule == RESULT_PUBLICATION:
        zh = "三（三）没有规定可以扣除期间；任务因复检等尚未完成的，应改起算日"
        yield zh, "the clause grants no suspension; where a retest keeps the task open, the start moves instead"


def _rows(explanation: Explanation) -> Iterator[str]:
    for row in explanation.rows:
        yield f"  {row.day} {row.weekday} {'—' if row.counted is None else row.counted:>3} {row.reason}"
    yield explanation.summary


def _document(
    asked: _Asked, region: str | None, remarks: list[tuple[str, str]], explanation: Explanation | None
) -> dict[str, object]:
    deadline, term = asked.deadline, asked.term
    limit = {"number": term.limit.number, "unit": term.limit.unit.value, "clause": str(term.limit.clause)}
    found: dict[str, object] = {
        "start": f"{deadline.start}",
        "trigger": term.trigger,
        "rule": term.rule,
        "book": term.book,
        "limit": limit,
        "region": region,
        "due_on": _text(deadline.due_on),
        "provisional": deadline.provisional,
        "earliest": _text(deadline.earliest),
        "latest": _text(deadline.latest),
        "act_by": _text(deadline.earliest),
        "announced_through": f"{deadline.announced_through}",
        "calendar_id": deadline.calendar_id,
        "suspensions": [
            {"first": f"{one.first}", "last": _text(one.last), "reason": one.reason, "basis": one.basis}
            for one in deadline.suspensions
        ],
        "today": f"{asked.today}",
        "done_on": _text(asked.done_on),
        "status": deadline.status(asked.today, asked.done_on).value,
        "remaining": asked.left(deadline.due_on),
        "remaining_to_act": asked.left(deadline.earliest),
        "used": asked.used(),
        "remarks": [{"zh": zh, "en": en} for zh, en in remarks],
    }
    if explanation:
        found["summary"] = explanation.summary
        found["days"] = [
            {
                "day": f"{row.day}",
                "weekday": row.weekday,
                "counted": row.counted,
                "kind": row.kind.value,
                "reason": row.reason,
            }
            for row in explanation.rows
        ]
    return found


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
