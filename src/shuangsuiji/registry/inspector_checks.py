"""What there is to say of the people of a pool on a day: 2.3.7, 2.3.8, 4.3.3 (人员检查)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from shuangsuiji.law import CERTIFICATE_NOTICE, INSPECTOR_TRAINING, LIYANG_2020, RuleBook
from shuangsuiji.registry.departments import DepartmentTree
from shuangsuiji.registry.inspectors import Expert, Inspector
from shuangsuiji.terms import InspectorStatus
from shuangsuiji.values import ClauseRef, Finding, Severity, TimeLimit, TimeUnit

__all__ = ["check_departments", "check_people", "check_tags"]


def check_people(people: Iterable[Inspector | Expert], rules: RuleBook, on: date) -> Iterator[Finding]:
    """Yield what lapses or has lapsed, training that is missing, and capacities of nothing (人员检查)."""
    notice, training = (_term(rules, name, on) for name in (CERTIFICATE_NOTICE, INSPECTOR_TRAINING))
    for one in people:
        if one.capacity == 0:
            zh, en = "检查数量上限为 0，不会被匹配", "has a capacity of 0 and will never be matched"
            yield _finding("inspectors.capacity", one.id, zh, en)
        if isinstance(one, Expert):
            yield from _lapses(one.id, ("聘期", "appointment"), one.appointed_until, notice, on)
        elif one.status is InspectorStatus.ACTIVE:
            yield from _lapses(one.id, ("执法证件", "certificate"), one.certificate.valid_until, notice, on)
            for held in one.qualifications:
                named = (f"执法资质“{held.name}”", f"qualification {held.name}")
                yield from _lapses(one.id, named, held.valid_until, notice, on)
            yield from _untrained(one, training, on)


def check_departments(people: Iterable[Inspector | Expert], departments: DepartmentTree) -> Iterator[Finding]:
    """Yield the people of departments that the tree does not have, by id (部门检查)."""
    known = {one.id for one in departments.departments}
    for one in people:
        if one.department not in known:
            zh, en = f"部门树中没有 {one.department}", f"no department {one.department} in the tree"
            yield _finding("inspectors.department", one.id, zh, en)


def check_tags(people: Iterable[Inspector | Expert], asked: Iterable[str], on: date) -> Iterator[Finding]:
    """Yield the tags asked for that no inspector holds, and the tags held that nothing asks for (标注检查)."""
    asked = set(asked)
    people = tuple(people)
    held = {tag for one in people if isinstance(one, Inspector) for tag in one.tags(on)}
    clause = LIYANG_2020.ref("2.3.9")
    for tag in sorted(asked - held):
        zh, en = "抽查事项要求此项标注，名录库中无人具备", "an item asks for this tag and nobody in the pool holds it"
        yield _finding("inspectors.tag_missing", tag, zh, en, clause=clause)
    for one in people:
        own = one.tags(on) if isinstance(one, Inspector) else one.specialties
        for tag in sorted(set(own) - asked):
            zh, en = f"没有抽查事项要求标注“{tag}”", f"no item asks for the tag {tag}"
            yield _finding("inspectors.tag_unknown", one.id, zh, en, severity=Severity.NOTE, clause=clause)


def _term(rules: RuleBook, name: str, on: date) -> TimeLimit | None:
    """Return the term of a rule, None where there is none that a calendar alone can count."""
    rule = rules.find(name, on)
    value = rule.value if rule is not None else None
    return value if isinstance(value, TimeLimit) and value.unit is not TimeUnit.WORKING_DAY else None


def _lapses(
    id_: str, named: tuple[str, str], valid_until: date | None, notice: TimeLimit | None, on: date
) -> Iterator[Finding]:
    if valid_until is None:
        return
    if valid_until < on:
        zh, en = f"{named[0]}已于 {valid_until} 到期", f"{named[1]} expired on {valid_until}"
        yield _finding("inspectors.expired", id_, zh, en, severity=Severity.ERROR)
    elif notice is not None and valid_until <= notice.ends_on(on):
        zh, en = f"{named[0]}将于 {valid_until} 到期", f"{named[1]} expires on {valid_until}"
        yield _finding("inspectors.expiring", id_, zh, en, clause=notice.clause)


def _untrained(one: Inspector, within: TimeLimit | None, on: date) -> Iterator[Finding]:
    last = max((done.completed_on for done in one.trainings), default=None)
    clause = within.clause if within is not None else LIYANG_2020.ref("4.3.3")
    if last is None:
        zh, en = "没有培训记录", "no training on record"
        yield _finding("inspectors.training", one.id, zh, en, clause=clause)
    elif within is not None and within.ends_on(last) < on:
        zh = f"最近一次培训在 {last}，已超过规则册的 {within}"
        en = f"last trained on {last}, longer ago than the rule book's {within}"
        yield _finding("inspectors.training", one.id, zh, en, clause=clause)


def _finding(
    code: str,
    where: str,
    zh: str,
    en: str,
    *,
    severity: Severity = Severity.WARNING,
    clause: ClauseRef | None = None,
) -> Finding:
    clause = clause or LIYANG_2020.ref("2.3.7")
    return Finding(severity=severity, code=code, where=where, zh=zh, en=en, clause=clause)
