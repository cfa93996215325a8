"""What the records say of every fact of a case, and what somebody has to bring: 4.2.5 to 4.2.13 (事实认定推导).

What a record settles cannot be talked away: a fact given by hand fills what is open, and one that contradicts a record
is refused. So is one that would fill what is open because a record is broken, withheld or left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_inspected import derive_inspected
from shuangsuiji.accountability.derive_leads import derive_leads
from shuangsuiji.accountability.derive_not_drawn import derive_not_drawn
from shuangsuiji.accountability.derive_parts import FoundFact
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.accountability.fact_rules import check_fact
from shuangsuiji.accountability.fact_sources import evidence_for
from shuangsuiji.accountability.facts import Fact, MissingEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.traps import traps_of
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.display import html_table
from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.registry import ObjectPool
from shuangsuiji.values import Finding, check_kind, freeze

__all__ = ["Derived", "derive"]


@attrs.frozen(kw_only=True)
class Derived:
    """What the records and whoever added to them say of a case (已推导事实).

    Attributes:
        case: the case.
        facts: every fact of 四（二） by its code, in the order of ``FACT_KINDS``.
        traps: what could be overlooked, gravest first.
        by_hand: codes of the facts that somebody established, and no record.

    """

    case: Case
    facts: Mapping[str, Fact] = attrs.field(converter=freeze)
    traps: tuple[Finding, ...] = ()
    by_hand: frozenset[str] = frozenset()

    @property
    def missing(self) -> tuple[MissingEvidence, ...]:
        """Everything that would have to be brought to settle what is open, each once."""
        return tuple(dict.fromkeys(each for one in self.facts.values() for each in one.missing))

    def __repr__(self) -> str:
        shown = "，".join(f"{code} {one.value}" for code, one in self.facts.items())
        return f"<已推导事实 {self.case.id}：{shown}；陷阱 {len(self.traps)}>"

    def _repr_html_(self) -> str:
        rows = ((code, one.value, one.because_zh, len(one.evidence)) for code, one in self.facts.items())
        return html_table(repr(self), ("事实", "状态", "理由", "证据"), rows)


def derive(case: Case, basis: RecordsBasis, given: Iterable[Fact] = ()) -> Derived:
    """Return what is known of every fact of a case, with what could be overlooked: 四（二） (事实认定推导).

    Args:
        case: the case.
        basis: the records, as they stood at the end of a day that is not before the event.
        given: facts that somebody established; each fills what the records leave open, and what these found stays
            among its evidence.

    Raises:
        InvalidValueError: an argument of another class, a basis from before the event, a holder other than that of the
            pool, a kind of fact that is none, or a given fact that contradicts the records, rests on a dossier whose
            chain is broken, fills what only a record can close, was established by whoever the case is about, or was
            looked at before the event (F0, F4 to F7) or after the day of the basis.
        DuplicateError: a fact given twice.

    """
    check_kind(case, Case, "derive.case")
    check_kind(basis, RecordsBasis, "derive.basis")
    check_kind(given, Iterable, "derive.given")
    if basis.as_of < case.event_on:
        zh, en = f"查证日期不得早于问题出现日 {case.event_on}", f"must not lie before the event, {case.event_on}"
        raise InvalidValueError(field="RecordsBasis.as_of", rule_zh=zh, rule=en, value=basis.as_of.isoformat())
    _check_holder(case, basis)
    brought = _checked(tuple(given), case, basis)
    found = dict(derive_inspected(case, basis))
    found |= {"F6": derive_not_drawn(case, basis), "F7": derive_leads(case, basis)}
    found |= {code: FoundFact(fact=_open(code)) for code in FACT_KINDS if code not in found}
    merged = {code: _merged(found[code], brought.get(code)) for code in FACT_KINDS}
    return Derived(
        case=case,
        facts=merged,
        traps=traps_of(case, basis, brought.values()),
        by_hand=frozenset(
            code for code, one in merged.items() if _is_settled(one) and not _is_settled(found[code].fact)
        ),
    )


def _is_settled(fact: Fact) -> bool:
    return fact.value is not Truth.NOT_ESTABLISHED


def _open(code: str) -> Fact:
    """Return a fact that no record answers, with what has to be brought."""
    because_zh, because = "案卷不能回答，须由人认定", "no record answers it: somebody has to find"
    return Fact(
        kind=FACT_KINDS[code],
        value=Truth.NOT_ESTABLISHED,
        because_zh=because_zh,
        because=because,
        missing=(evidence_for(FACT_KINDS[code]),),
    )


def _merged(known: FoundFact, brought: Fact | None) -> Fact:
    """Return what is known of a fact once somebody has added to it; what the records settle stays as it is."""
    found = known.fact
    if brought is None or (_is_settled(found) and not _is_settled(brought)):
        return found
    if not _is_settled(found):
        return _filled(known, brought)
    if found.value is not brought.value:
        zh, en = f"与记录相反：记录为{found.value}（{found.because_zh}）", f"the records say {found.value.name}"
        raise InvalidValueError(field=f"given {found.code}", rule_zh=zh, rule=en, value=str(brought.value))
    return attrs.evolve(found, evidence=tuple(dict.fromkeys((*found.evidence, *brought.evidence))))


def _filled(known: FoundFact, brought: Fact) -> Fact:
    """Return what somebody brought for a fact that is open, with what the records have of it.

    What is open by what was done to a record, or not done, cannot be closed beside it.
    """
    found = known.fact
    evidence = tuple(dict.fromkeys((*brought.evidence, *found.evidence)))
    if not _is_settled(brought):
        own = found.missing if found.evidence or known.by_record else ()
        return attrs.evolve(brought, evidence=evidence, missing=tuple(dict.fromkeys((*brought.missing, *own))))
    for one in known.by_record[:1]:
        zh, en = f"只能由记录本身补正，不得另行认定：{one.zh}", f"only the record itself can close it: {one.en}"
        raise InvalidValueError(field=f"given {found.code}", rule_zh=zh, rule=en, value=str(brought.value))
    return attrs.evolve(brought, evidence=evidence)


def _check_holder(case: Case, basis: RecordsBasis) -> None:
    """Check that the market entity of a case is that of the pools of the day of the event; leads are asked by it.

    Where a pool from which somebody drew has the object, a pool from which nobody did says nothing of it.
    """
    holding = [one for one in basis.every_pool if case.object_id in one]
    drawn_from = {one.pool.id for one in basis.draws_on_record if one.pool is not None and case.object_id in one.pool}
    newest: dict[str, ObjectPool] = {}
    for one in sorted(holding, key=lambda one: (one.maintained_on <= case.event_on, one.version)):
        if one.id in drawn_from or not drawn_from:
            newest[one.id] = one
    holders = sorted({one[case.object_id].holder or case.object_id for one in newest.values()})
    if holders and case.holder not in holders:
        zh, en = f"名录库所载市场主体为 {'、'.join(holders)}", f"the pool has {', '.join(holders)}"
        raise InvalidValueError(field=f"{case.id}.holder", rule_zh=zh, rule=en, value=case.holder)


def _checked(given: tuple[Fact, ...], case: Case, basis: RecordsBasis) -> Mapping[str, Fact]:
    brought: dict[str, Fact] = {}
    broken = _broken_digests(basis) if given else frozenset[str]()
    for one in given:
        check_kind(one, Fact, "derive.given")
        if FACT_KINDS.get(one.code) != one.kind:
            zh, en = "不是四（二）的事实", "is no fact of 4.2"
            raise InvalidValueError(field="given", rule_zh=zh, rule=en, value=one.code)
        if one.code in brought:
            raise DuplicateError(field="given", value=one.code)
        if any(each.digest in broken for each in one.evidence):
            zh, en = "证据取自断链的案卷", "its evidence comes from a dossier whose chain is broken"
            raise InvalidValueError(field=f"given {one.code}", rule_zh=zh, rule=en, value=one.because_zh)
        _check_days(one, case, basis)
        brought[one.code] = one
    return brought


def _check_days(one: Fact, case: Case, basis: RecordsBasis) -> None:
    """Check who looked and when: not after the day of the basis."""
    days = sorted(each.as_of for each in one.evidence)
    if days and days[-1] > basis.as_of:
        zh, en = f"查证日期不得晚于 {basis.as_of}", f"must not have been looked at after {basis.as_of}"
        raise InvalidValueError(field=f"given {one.code}", rule_zh=zh, rule=en, value=days[-1].isoformat())
    check_fact(one, case)


def _broken_digests(basis: RecordsBasis) -> frozenset[str]:
    """Return the digests of the records that broken dossiers claim to hold."""
    return frozenset(entry.record_digest for one in basis.trails if one.faults for entry in one.dossier.entries)
