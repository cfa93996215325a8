"""Strategies for cases, facts and what they come to, by any set of grounds: 四（二） (责任认定策略)."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.accountability import (
    LIYANG_GROUNDS,
    PENALTY_GROUNDS,
    SAMR_41_GROUNDS,
    Assessment,
    Case,
    CausalReading,
    DepartmentReport,
    Fact,
    FactEvidence,
    FactKind,
    Ground,
    GroundSet,
    MissingEvidence,
    SubjectKind,
    Truth,
    assess,
    grounds_under,
    joined,
    report_on_departments,
)
from shuangsuiji.testing.strategies.identifiers import any_ids
from shuangsuiji.testing.strategies.texts import days, digests, fields, names

__all__ = ["assessments", "cases", "department_reports", "facts"]

_ALL = joined("ALL", "合并", (LIYANG_GROUNDS, PENALTY_GROUNDS, SAMR_41_GROUNDS), include_unverified=True)
_SETS = st.sampled_from((LIYANG_GROUNDS, grounds_under(CausalReading.WIDE), _ALL))

# Whoever a case is about establishes and decides nothing in it: neither family of ids meets that of the subjects.
_OFFICES = st.sampled_from(("320481-SCJG", "320481-YJ")) | names().map("320481-{}".format)
_SUBJECTS = st.integers(1, 999).map("ZF-{:03}".format) | names().map("ZF-{}".format)
_DECIDERS = st.sampled_from(("问责机构", "监管领导小组办公室"))

_ITEMS = st.lists(fields(), min_size=1, max_size=3, unique=True).map(lambda codes: tuple(sorted(codes)))
_SPANS = st.integers(0, 60).map(lambda number: timedelta(days=number))
_TRUTHS = st.sampled_from(Truth)
_RECORDS = st.sampled_from(("Result", "ItemList", "LeadRegister", "问题报告")) | fields()
_NOTES = st.just("") | fields()
_MISSING = st.lists(st.builds(MissingEvidence, zh=fields(), en=fields(), where=fields()), min_size=1, max_size=2)


@st.composite
def cases(draw: DrawFn) -> Case:
    """Return cases about an officer, a unit or who keeps a pool (责任认定案件)."""
    event_on = draw(days())
    object_id = draw(any_ids())
    return Case(
        id=draw(fields()),
        subject=draw(_SUBJECTS),
        subject_kind=draw(st.sampled_from(SubjectKind)),
        department=draw(_OFFICES),
        object_id=object_id,
        holder=draw(st.just(object_id) | any_ids()),
        item_codes=draw(_ITEMS),
        event_on=event_on,
        opened_on=event_on + draw(_SPANS),
        first=date(event_on.year, 1, 1) - draw(_SPANS),
    )


def facts(kind: FactKind | None = None, *, since: date | None = None) -> SearchStrategy[Fact]:
    """Return facts: true or false with what shows it, or not established with what is missing (事实认定).

    Args:
        kind: which fact; by default any that a set of grounds asks for.
        since: the first day up to which its records may have been looked at; by default any.

    """
    return _facts(st.sampled_from(_ALL.kinds) if kind is None else st.just(kind), since, _TRUTHS)


@st.composite
def _facts(draw: DrawFn, kinds: SearchStrategy[FactKind], since: date | None, values: SearchStrategy[Truth]) -> Fact:
    value = draw(values)
    settled = value is not Truth.NOT_ESTABLISHED
    return Fact(
        kind=draw(kinds),
        value=value,
        because_zh=draw(fields()),
        because=draw(fields()),
        evidence=tuple(draw(st.lists(_evidence(since), min_size=int(settled), max_size=2))),
        missing=() if settled else tuple(draw(_MISSING)),
    )


@st.composite
def _evidence(draw: DrawFn, since: date | None) -> FactEvidence:
    as_of = draw(days()) if since is None else since + draw(_SPANS)
    return FactEvidence(
        kind=draw(_RECORDS),
        reference=draw(fields()),
        as_of=as_of,
        established_by=draw(_OFFICES),
        digest=draw(st.just("") | digests()),
        made_on=draw(st.none() | _SPANS.map(lambda span: as_of - span)),
        note=draw(_NOTES),
    )


def assessments(grounds: GroundSet | None = None) -> SearchStrategy[Assessment]:
    """Return what facts come to in a case; some are decided, the others advice (认定).

    Args:
        grounds: by which to assess; by default those of 四（二） in both readings, or all sets that there are.

    """
    return _assessments(grounds)


@st.composite
def _assessments(draw: DrawFn, grounds: GroundSet | None) -> Assessment:
    case = draw(cases())
    chosen = draw(_SETS) if grounds is None else grounds
    about = [ground for ground in chosen.grounds if case.subject_kind in ground.applies_to]
    aimed = draw(st.booleans())
    aim = _met_by(draw(st.sampled_from(about))) if aimed and about else {}
    beside = draw(st.lists(st.sampled_from([kind.code for kind in chosen.kinds]), unique=True))
    values = dict.fromkeys(beside, _TRUTHS) | {code: st.just(value) for code, value in aim.items()}
    found = [draw(_facts(st.just(chosen.kind(code)), case.event_on, value)) for code, value in values.items()]
    if not draw(st.booleans()):
        return assess(case, found, chosen)
    last = max([case.opened_on, *(one.as_of for fact in found for one in fact.evidence)])
    return assess(case, found, chosen, decided_by=draw(_DECIDERS), decided_on=last + draw(_SPANS))


def _met_by(ground: Ground) -> dict[str, Truth]:
    """Return what makes a ground met; by chance alone, those that ask for much would hardly ever be."""
    asked = dict.fromkeys((*ground.all_of, *ground.any_of), Truth.TRUE)
    return asked | dict.fromkeys((*ground.none_of, *ground.barred_by), Truth.FALSE)


def department_reports() -> SearchStrategy[DepartmentReport]:
    """Return what the assessments of a department come to (分部门认定情况)."""
    several = st.lists(assessments(), min_size=1, max_size=3, unique_by=lambda one: one.case.id)
    return several.flatmap(lambda own: st.sampled_from(report_on_departments(own)))
