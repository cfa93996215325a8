"""What the commands on working days are told: the calendar in use, the term, suspensions (工作日命令取值)."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs

from shuangsuiji.cli.options import day_of, pair, read_value
from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.law import LIYANG_RULES, NATIONAL_RULES, RESULT_PUBLICATION, TRIGGERS, Rule, RuleBook
from shuangsuiji.tables import read_notices
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit
from shuangsuiji.workdays import Layer, Suspension, WorkingCalendar, check_notice, china_calendar, region_years

__all__ = [
    "BOOKS",
    "CALENDAR_PATH",
    "AskedTerm",
    "calendar_in_use",
    "not_covered",
    "notices_in_use",
    "suspension_of",
    "term_of",
]

CALENDAR_PATH = "SHUANGSUIJI_CALENDAR_PATH"
BOOKS = {book.id: book for book in (LIYANG_RULES, NATIONAL_RULES)}
_INCOMPLETE = {"notice.empty", "notice.short"}
_LONGEST = 1000  # of any unit: enough for every term, and every end is still a day


@attrs.frozen(kw_only=True)
class AskedTerm:
    """A term, and the rule that it is; none where its number was given (所问期限).

    Attributes:
        limit: number, unit and clause.
        trigger: the event that it starts from, in the words of the clause; may be empty.
        rule: name of the rule.
        book: id of its book.

    """

    limit: TimeLimit
    trigger: str = ""
    rule: str | None = None
    book: str | None = None


def notices_in_use(given: Namespace) -> list[Layer]:
    """Return the notices of ``SHUANGSUIJI_CALENDAR_PATH`` and of ``--notice``."""
    layers: list[Layer] = []
    for path in (*filter(None, [os.environ.get(CALENDAR_PATH)]), *given.notice):
        layers += read_notices(path, layers)
    return layers


def calendar_in_use(given: Namespace) -> tuple[WorkingCalendar, list[tuple[str, str]]]:
    """Return the calendar of the region with the notices in use, and a remark for each that seems incomplete."""
    notices = notices_in_use(given)
    whole = [layer for layer in notices if layer.years or not layer.rules]
    odd = [one for layer in whole for one in check_notice(layer) if one.code in _INCOMPLETE]
    remarks = [(f"{one.where}：{one.zh}", f"{one.where}: {one.en}") for one in odd]
    return china_calendar(given.region, notices=notices), remarks


def not_covered(region: str | None, years: Iterable[int]) -> list[tuple[str, str]]:
    """Return a remark where a region's notice of some years is not known, so that its days count as national ones."""
    lacking = sorted(set(years) - set(region_years(region))) if region else []
    if not lacking:
        return []
    named = "、".join(map(str, lacking))
    zh = f"没有收录{region} {named} 年的放假安排，按全国安排计算；当地另有安排的，请以 --notice 给出"
    return [(zh, f"no notice of {region} for {named} is known: the national calendar was used")]


def term_of(given: Namespace, start: date) -> AskedTerm:
    """Return the term of ``--days``, or of the rule.

    Raises:
        InvalidValueError: options that do not go together, or a number out of range.
        UnknownNameError: no such book, or no such term in force on the day of the start.

    """
    if given.days is not None:
        if given.rule or given.book:
            raise _usage("--days", "不与 --rule、--book 同用", "does not go with --rule or --book", given.days)
        if not 1 <= given.days <= _LONGEST:
            raise _usage("--days", f"应为 1 至 {_LONGEST}", f"must lie from 1 to {_LONGEST}", given.days)
        path = given.basis or "未注明依据"
        clause = ClauseRef(document="自定期限", clause="--days", path=path)
        limit = TimeLimit(number=given.days, unit=TimeUnit(given.unit or TimeUnit.WORKING_DAY.value), clause=clause)
        return AskedTerm(limit=limit)
    if given.unit or given.basis:
        raise _usage("--unit、--basis", "只与 --days 同用", "go with --days alone", given.unit or given.basis)
    return _of_rule(given.rule or RESULT_PUBLICATION, _books(given.book), start)


def _of_rule(name: str, books: Sequence[RuleBook], start: date) -> AskedTerm:
    """Return the term of that name in force on the day of the start, of the first book that has it.

    Raises:
        UnknownNameError: none of them has such a term on that day; the message lists those that there are.

    """
    for book in books:
        rule = book.find(name, start)
        if rule is not None and isinstance(rule.value, TimeLimit):
            return AskedTerm(limit=rule.value, trigger=TRIGGERS.get(name, ""), rule=name, book=book.id)
    terms = {one.name for book in books for one in _rules(book) if isinstance(one.value, TimeLimit)}
    field = f"{'、'.join(book.id for book in books)} {start} 的期限"
    raise UnknownNameError(field=field, value=name, known="、".join(sorted(terms)))


def _rules(book: RuleBook) -> Iterator[Rule]:
    yield from book.rules
    if book.parent:
        yield from _rules(book.parent)


def _books(name: str | None) -> Sequence[RuleBook]:
    if name is None:
        return tuple(BOOKS.values())
    if name in BOOKS:
        return (BOOKS[name],)
    try:
        there = Path(name).exists()
    except OSError:  # a name too long to be one
        there = False
    if not there:
        raise UnknownNameError(field="--book", value=name, known=f"{'、'.join(BOOKS)}，或规则册 JSON 文件")
    return (read_value(name, RuleBook),)


def suspension_of(text: str) -> Suspension:
    """Return the suspension in ``FIRST/LAST=REASON@BASIS``; it lasts still where LAST is empty.

    Raises:
        InvalidValueError: anything else.

    """
    days, said = pair(text, "--suspend")
    first, slash, last = days.partition("/")
    reason, at, basis = said.partition("@")
    if not (slash and at and reason and basis):
        zh = "应为 起/止=理由@依据，如 2026-03-02/2026-03-06=听证@条款；未止的，止留空"
        raise _usage("--suspend", zh, "must be FIRST/LAST=REASON@BASIS; LAST may be empty", text)
    return Suspension(
        first=day_of(first, "--suspend"),
        last=day_of(last, "--suspend") if last else None,
        reason=reason,
        basis=basis,
    )


def _usage(field: str, rule_zh: str, rule: str, value: object) -> InvalidValueError:
    return InvalidValueError(field=field, rule_zh=rule_zh, rule=rule, value=value)
