"""What the records say of every fact of a case, and what somebody has to bring: 4.2.5 to 4.2.13 (事实认定推导).

What a record settles cannot be talked away: a fact given by hand fills what is open, and one that contradicts a record
is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.derive_inspected import derive_inspected
from shuangsuiji.accountability.derive_leads import derive_leads
from shuangsuiji.accountability.derive_not_drawn import derive_not_drawn
from shuangsuiji.accountability.fact_kinds import FACT_KINDS
from shuangsuiji.accountability.fact_sources import evidence_for
from shuangsuiji.accountability.facts import Fact, MissingEvidence
from shuangsuiji.accountability.records_basis import RecordsBasis
from shuangsuiji.accountability.traps import traps_of
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.display import html_table
from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.values import Finding, freeze

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
        given: facts that somebody established; each fills what the records leave open.

    Raises:
        InvalidValueError: a basis from before the event, a kind of fact that is none, a given fact that contradicts the
            records or rests on a dossier whose chain is broken, or that nothing is on record of abuse as of a day
            before the event.
        DuplicateError: a fact given twice.

    """
    if basis.as_of < case.event_on:
        zh, en = f"查证日期不得早于问题出现日 {case.event_on}", f"must not lie before the event, {case.event_on}"
        raise InvalidValueError(field="RecordsBasis.as_of", rule_zh=zh, rule=en, value=basis.as_of.isoformat())
    brought = _checked(tuple(given), case, basis)
    found = dict(derive_inspected(case, basis))
    found |= {"F6": derive_not_drawn(case, basis), "F7": derive_leads(case, basis)}
    found |= {code: _open(code) for code in FACT_KINDS if code not in found}
    merged = {code: _merged(found[code], brought.get(code)) for code in FACT_KINDS}
    return Derived(
        case=case,
        facts=merged,
        traps=traps_of(case, basis, brought.values()),
        by_hand=frozenset(code for code, one in merged.items() if code in brought and one is brought[code]),
    )


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


def _merged(found: Fact, brought: Fact | None) -> Fact:
    """Return what is known of a fact once somebody has added to it; what the records settle stays as it is."""
    if brought is None or (found.value is not Truth.NOT_ESTABLISHED and brought.value is Truth.NOT_ESTABLISHED):
        return found
    if found.value is Truth.NOT_ESTABLISHED:
        return brought
    if found.value is not brought.value:
        zh, en = f"与记录相反：记录为{found.value}（{found.because_zh}）", f"the records say {found.value.name}"
        raise InvalidValueError(field=f"given {found.code}", rule_zh=zh, rule=en, value=str(brought.value))
    return attrs.evolve(found, evidence=tuple(dict.fromkeys((*found.evidence, *brought.evidence))))


def _checked(given: tuple[Fact, ...], case: Case, basis: RecordsBasis) -> Mapping[str, Fact]:
    brought: dict[str, Fact] = {}
    broken: frozenset[str] | None = None
    for one in given:
        if FACT_KINDS.get(one.code) != one.kind:
            zh, en = "不是四（二）的事实", "is no fact of 4.2"
            raise InvalidValueError(field="given", rule_zh=zh, rule=en, value=one.code)
        if one.code in brought:
            raise DuplicateError(field="given", value=one.code)
        if broken is None:
            broken = _broken_digests(basis)
        if any(each.digest in broken for each in one.evidence):
            zh, en = "证据取自断链的案卷", "its evidence comes from a dossier whose chain is broken"
            raise InvalidValueError(field=f"given {one.code}", rule_zh=zh, rule=en, value=one.because_zh)
        late = all(each.as_of < case.event_on for each in one.evidence)
        if one.code == "F4" and one.value is Truth.FALSE and late:
            zh, en = "查询截止日不得早于问题出现日", "must have been searched up to the event at least"
            raise InvalidValueError(field="given F4", rule_zh=zh, rule=en, value=one.evidence[0].as_of)
        brought[one.code] = one
    return brought


def _broken_digests(basis: RecordsBasis) -> frozenset[str]:
    """Return the digests of the records that broken dossiers claim to hold."""
    return frozenset(entry.record_digest for one in basis.trails if one.faults for entry in one.dossier.entries)
