"""What the results of a year change for the plan of the next: 3.3.10 «守法企业一路畅通，违法企业处处受阻» (分级调整).

Results and credit events move the grades of a holder by a published table, and so his strata and his chances in the
next plan. Nothing but a next version of the pool is made, with a reason for every object: what has been committed cites
the version before, and no draw of the year in question can be reached.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from shuangsuiji.errors import DuplicateError, UnknownNameError
from shuangsuiji.inspection.credit_events import CreditEvent, gives_credit_event
from shuangsuiji.inspection.regrading_rules import REGRADING_RULES, RegradingGround, RegradingRule
from shuangsuiji.inspection.results import Result, current
from shuangsuiji.planning import CREDIT, DISHONESTY, RISK, Grading, GradingKind, SupervisionMode
from shuangsuiji.planning.conference_acts import against
from shuangsuiji.planning.gradings import check_gradings
from shuangsuiji.registry import InspectionObject, ObjectPool
from shuangsuiji.registry.objects import UNKNOWN
from shuangsuiji.values import check_count, check_field, check_kind, check_name, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["GradeChange", "Regrading", "regrade"]

_NAMED = 3


@attrs.frozen(kw_only=True)
class GradeChange:
    """One grade of one object changes, and why: 3.3.10 (等级变动).

    Attributes:
        object_id: the object.
        holder: id of the market entity whose results they are.
        kind: which of the three gradings.
        before: the label before.
        after: the label from now on.
        rule_id: the rule of the table.
        grounds: ids of the results or credit events that it counted, sorted.

    """

    object_id: str
    holder: str
    kind: GradingKind
    before: str
    after: str
    rule_id: str
    grounds: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        for field in ("object_id", "holder", "before", "after"):
            check_field(getattr(self, field), f"GradeChange.{field}")
        check_kind(self.kind, GradingKind, f"{self.object_id}.kind")
        check_name(self.rule_id, f"{self.object_id}.rule_id")

    def __str__(self) -> str:
        more = f"等 {len(self.grounds)} 项" if len(self.grounds) > _NAMED else ""
        named = "、".join(self.grounds[:_NAMED])
        return f"{self.kind} {self.before}→{self.after}，规则 {self.rule_id}，依据 {named}{more}"


@attrs.frozen(kw_only=True)
class Regrading:
    """The next version of a pool, and what it changes by which table: 3.3.10 (分级调整).

    Attributes:
        pool: the next version; the version before where nothing changes.
        before: digest of the version before.
        year: the year whose results it counts.
        on: the day.
        rules: the table.
        changes: every change, by object and grading.
        ungraded: the gradings of which the table has rules and the pool no column, sorted.

    """

    pool: ObjectPool
    before: str
    year: int
    on: date
    rules: tuple[RegradingRule, ...]
    changes: tuple[GradeChange, ...]
    ungraded: tuple[GradingKind, ...] = ()

    def __repr__(self) -> str:
        return f"<分级调整 {self.pool.id} v{self.pool.version} {self.year}：{len(self.changes)} 处变动>"


@attrs.frozen(kw_only=True)
class _Record:
    """What is known of one holder."""

    results: list[Result] = attrs.field(factory=list[Result])
    events: list[CreditEvent] = attrs.field(factory=list[CreditEvent])


def regrade(  # noqa: PLR0913 - what there is, the table, and when
    pool: ObjectPool,
    results: Iterable[Result],
    events: Iterable[CreditEvent] = (),
    rules: Iterable[RegradingRule] = REGRADING_RULES,
    *,
    year: int,
    on: date,
    gradings: Iterable[Grading] | None = None,
    within_year: bool = False,
) -> Regrading:
    """Return the pool as the results of a year make it for the next: 3.3.10 (结果反馈分级).

    Of the worsening rules that are met the one that moves furthest decides; only where none is met, and nothing is
    known against the holder in the years that it counts, does a bettering rule. A label that is not a grade is moved by
    no number of steps. Every object of a holder moves, since results are collected under him (3.3.3).

    Args:
        pool: the version before.
        results: results; corrected ones and those of later years are left out.
        events: credit events; withdrawn ones are left out.
        rules: the table.
        year: the year.
        on: the day of the new version.
        gradings: the columns; where nothing is said, those of ``RISK``, ``CREDIT`` and ``DISHONESTY`` in the pool.
        within_year: whether the new version may already be made in that year, for draws that come later in it; that
            it serves the plan of the year after is the stricter reading.

    Raises:
        LawError: a day within the year where nothing else is said (3.3.10).
        UnknownNameError: a grading whose column the pool does not have, or a rule to a label that it does not have.
        DuplicateError: a grading, a column or a rule twice, or results as ``current`` says.
        InvalidValueError: a day before the version before.

    """
    table = tuple(rules)
    check_count(year, "year", at_least=1)
    check_day(on, "on")
    if on.year < year or (on.year == year and not within_year):
        zh, en = f"{year} 年的结果用于下一年的计划", f"the results of {year} are for the plan of the year after"
        raise against("on", zh, en, on, "3.3.10")
    columns = _columns(pool, gradings)
    _check_table(table, columns)
    records = _records(results, events, year, on)
    changes: list[GradeChange] = []
    put: list[InspectionObject] = []
    reasons: dict[str, str] = {}
    for row, id_ in enumerate(pool.columns.ids):
        holder = pool.columns.holders[row] or id_
        if holder not in records:
            continue
        made = _changes(pool[id_], holder, records[holder], columns, table, year)
        changes += made
        if made:
            labels = {columns[one.kind].column: one.after for one in made}
            put.append(attrs.evolve(pool[id_], attributes={**pool[id_].attributes, **labels}))
            reasons[id_] = "；".join(map(str, made))
    return Regrading(
        pool=pool.revise(on=on, put=put, reasons=reasons) if put else pool,
        before=pool.digest,
        year=year,
        on=on,
        rules=table,
        changes=tuple(changes),
        ungraded=tuple(kind for kind in GradingKind if kind not in columns and any(kind is one.kind for one in table)),
    )


def _columns(pool: ObjectPool, gradings: Iterable[Grading] | None) -> Mapping[GradingKind, Grading]:
    have = pool.columns.attributes
    given = tuple(one for one in (RISK, CREDIT, DISHONESTY) if one.column in have) if gradings is None else gradings
    columns = tuple(given)
    check_gradings(columns)
    for one in columns:
        if one.column not in have:
            raise UnknownNameError(field="gradings", value=one.column, known="、".join(have))
    if not columns:
        known = "、".join(one.column for one in (RISK, CREDIT, DISHONESTY))
        raise UnknownNameError(field=f"{pool.id}.gradings", value="、".join(have), known=known)
    return {one.kind: one for one in columns}


def _check_table(rules: Sequence[RegradingRule], columns: Mapping[GradingKind, Grading]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise DuplicateError(field="rules", value=rule.id)
        seen.add(rule.id)
        grading = columns.get(rule.kind)
        if rule.to and grading is not None and grading.place(rule.to) is None:
            raise UnknownNameError(field=rule.id, value=rule.to, known="、".join(grading.order))


def _records(results: Iterable[Result], events: Iterable[CreditEvent], year: int, on: date) -> Mapping[str, _Record]:
    """Return what stands of each holder up to a year; every rule looks at as many years as it says."""
    found: defaultdict[str, _Record] = defaultdict(_Record)
    given = [one for one in results if one.formed_on <= on]
    standing = current(given)
    corrected = {one.id for one in given} - {one.id for one in standing}
    for one in standing:
        if one.formed_on.year <= year:
            found[one.collected_under].results.append(one)
    for event in events:
        if event.holds(on) and event.result.id not in corrected and event.on.year <= year:
            found[event.holder].events.append(event)
    return found


def _changes(
    one: InspectionObject,
    holder: str,
    record: _Record,
    columns: Mapping[GradingKind, Grading],
    rules: Sequence[RegradingRule],
    year: int,
) -> list[GradeChange]:
    made: list[GradeChange] = []
    for kind, grading in columns.items():
        before = one.attributes.get(grading.column, UNKNOWN)
        moves = [
            (rule, after, grounds)
            for rule in rules
            if rule.kind is kind
            and (grounds := _grounds(rule, record, year))
            and (after := _moved(rule, grading, before)) is not None
        ]
        worse = [move for move in moves if move[0].worsens]
        for rule, after, grounds in _decisive(worse or moves, grading, worst=bool(worse)):
            if after != before:
                made.append(
                    GradeChange(
                        object_id=one.id,
                        holder=holder,
                        kind=kind,
                        before=before,
                        after=after,
                        rule_id=rule.id,
                        grounds=grounds,
                    )
                )
    return made


_Move = tuple[RegradingRule, str, tuple[str, ...]]


def _decisive(moves: Sequence[_Move], grading: Grading, *, worst: bool) -> Sequence[_Move]:
    """Return the one move that leads furthest, the first of the table among equals; none where there is none."""
    ordered = sorted(moves, key=lambda move: grading.order.index(move[1]), reverse=worst)
    return ordered[:1]


def _grounds(rule: RegradingRule, record: _Record, year: int) -> tuple[str, ...]:
    """Return the ids of what a rule counts, none where it is not met."""
    if rule.ground is RegradingGround.CREDIT_EVENT:
        events = [one for one in record.events if one.outcome in rule.outcomes and one.on.year == year]
        return tuple(sorted(one.id for one in events)) if len(events) >= rule.at_least else ()
    first = year - rule.years
    counted = [one for one in record.results if one.outcome in rule.outcomes and one.formed_on.year > first]
    if not rule.worsens:
        if _is_tainted(record, first):
            return ()
        # A firm could have complaints made against itself: what follows a lead makes nothing better.
        counted = [one for one in counted if one.visit.mode is not SupervisionMode.CASE]
    if len({one.visit.id for one in counted}) < rule.at_least:
        return ()
    return tuple(sorted(one.id for one in counted))


def _is_tainted(record: _Record, first: int) -> bool:
    """Tell whether anything is known against the holder after a year."""
    results = any(gives_credit_event(one.outcome) for one in record.results if one.formed_on.year > first)
    return results or any(one.on.year > first for one in record.events)


def _moved(rule: RegradingRule, grading: Grading, before: str) -> str | None:
    """Return the label to which a rule moves another, None where it does not say."""
    place = grading.place(before)
    if rule.to:
        to = grading.order.index(rule.to)
        return rule.to if place is None or place < to else before
    if place is None:
        return None
    return grading.order[min(max(place + rule.steps, 0), len(grading.order) - 1)]
