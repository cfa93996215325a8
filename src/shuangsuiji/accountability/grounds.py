"""Grounds: what a text makes of facts, as data and never as code: 四（二） (认定依据).

A ground names the facts that must all hold, those of which one must hold, and those of which none may; it is true,
false or not established by strong Kleene logic. It stands on a clause, and where the words of that clause were not read
in the original, it is off until somebody who holds them switches it on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain

import attrs

from shuangsuiji.accountability.cases import SubjectKind
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.truths import Truth, all_of, any_of, none_of
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import Term
from shuangsuiji.values import ClauseRef, check_field, check_kind, check_name
from shuangsuiji.workdays.layers import check_day

__all__ = ["AssessmentVerdict", "BreachKind", "Ground", "evaluate", "value_of"]


class AssessmentVerdict(Term):
    """What an assessment comes to; in this order the first of several stands on top (认定结论).

    The order hides nothing: what is against somebody stands before what frees him, since it is reported beside it; an
    open question stands before NOT_MET, since who is not exempt is not liable for that.
    """

    REFER = "移送有关机关"
    BREACH = "失职"
    EXEMPT_MANDATORY = "应予免责"
    EXEMPT = "免予追究"
    NEEDS_EVIDENCE = "待补证据"
    NOT_MET = "不符合免责条件"
    COMMEND = "表扬和鼓励"

    @property
    def frees(self) -> bool:
        """Whether it is an exemption, mandatory or not."""
        return self in (AssessmentVerdict.EXEMPT, AssessmentVerdict.EXEMPT_MANDATORY)


class BreachKind(Term):
    """How a duty was failed, exactly three: 4.2.2 (失职类别)."""

    NON_PERFORMANCE = "未履行"
    IMPROPER = "不当履行"
    UNLAWFUL = "违法履行"


_OF_GROUNDS = frozenset(AssessmentVerdict) - {AssessmentVerdict.NOT_MET, AssessmentVerdict.NEEDS_EVIDENCE}


@attrs.frozen(kw_only=True)
class Ground:
    """What a clause makes of facts: 四（二） (认定依据).

    Attributes:
        id: a field, unlike that of any other ground, such as ``Ex.1``.
        verdict: what it leads to; never NOT_MET or NEEDS_EVIDENCE, which are what is left.
        applies_to: whom it speaks of, in the order of ``SubjectKind``.
        clauses: the clauses that it rests on, at least one.
        all_of: codes of facts that must all hold.
        any_of: codes of facts of which one must hold; empty where none is asked for.
        none_of: codes of facts of which none may hold.
        barred_by: codes of facts that take the ground away, by another part of the same text; none may hold.
        breach_kind: of a BREACH, which of the three; None for others.
        mandatory: whether the words leave no choice («应予», «应移送», «要给予»).
        reading: the reading that it belongs to, ``family.member``, such as ``causal.narrow``; empty for no reading.
        verified: whether the words were read in the original.
        active: whether it is on where nobody says otherwise; refused for what is not verified.
        source: where it is known from, in words; of a verified one empty, the clause says it.
        effective_on: first day; None where the text names none, or none is known; None for 4.2.2 and 4.2.3.

    Raises:
        InvalidValueError: a field of the wrong form, no fact that must hold, a fact that stands twice, or what does not
            go together: a verdict and its breach or its mandate, being on and not being verified, being off and
            standing in 4.2.2 or 4.2.3.

    """

    id: str
    verdict: AssessmentVerdict
    applies_to: tuple[SubjectKind, ...]
    clauses: tuple[ClauseRef, ...]
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    barred_by: tuple[str, ...] = ()
    breach_kind: BreachKind | None = None
    mandatory: bool = False
    reading: str = ""
    verified: bool = True
    active: bool = True
    source: str = ""
    effective_on: date | None = None

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Ground.id")
        check_kind(self.verdict, AssessmentVerdict, f"{self.id}.verdict")
        for field in ("mandatory", "verified", "active"):
            check_kind(getattr(self, field), bool, f"{self.id}.{field}")
        self._check_verdict()
        self._check_subjects()
        self._check_facts()
        self._check_source()

    def _check_verdict(self) -> None:
        if self.verdict not in _OF_GROUNDS:
            self._wrong("verdict", "不是依据可得的结论", "is no verdict of a ground", self.verdict)
        if self.breach_kind is not None:
            check_kind(self.breach_kind, BreachKind, f"{self.id}.breach_kind")
        if (self.breach_kind is not None) is not (self.verdict is AssessmentVerdict.BREACH):
            self._wrong(
                "breach_kind", "失职须有类别，其他不得有", "goes with BREACH, and only with it", self.breach_kind
            )
        if self.verdict.frees and self.mandatory is not (self.verdict is AssessmentVerdict.EXEMPT_MANDATORY):
            self._wrong("mandatory", "应与结论一致", "goes with EXEMPT_MANDATORY", self.mandatory)

    def _check_subjects(self) -> None:
        for one in self.applies_to:
            check_kind(one, SubjectKind, f"{self.id}.applies_to")
        if not self.applies_to or self.applies_to != tuple(one for one in SubjectKind if one in self.applies_to):
            zh, en = "至少一类主体，各一次，依序", "at least one kind of subject, each once, in order"
            self._wrong("applies_to", zh, en, "、".join(map(str, self.applies_to)))

    def _check_facts(self) -> None:
        codes = list(self.codes)
        for code in codes:
            check_name(code, f"{self.id}.codes")
        if not self.all_of and not self.any_of:
            self._wrong("all_of", "至少一项须成立的事实", "at least one fact that must hold", ())
        if len(set(codes)) < len(codes):
            self._wrong("codes", "同一事实只能出现一次", "a fact stands once", "、".join(codes))

    def _check_source(self) -> None:
        for one in self.clauses:
            check_kind(one, ClauseRef, f"{self.id}.clauses")
        if not self.clauses:
            self._wrong("clauses", "须引条款", "cites a clause", ())
        if self.verified is bool(self.source):
            self._wrong("source", "未核对原文的须写明来源", "goes with what is not verified", self.source)
        if self.source:
            check_field(self.source, f"{self.id}.source")
        if self.active and not self.verified:
            self._wrong("active", "未核对原文的依据不得默认启用", "a ground that is not verified is off", self.active)
        family, dot, member = self.reading.partition(".")
        if self.reading and not (dot and check_name(family, self.id) and check_name(member, self.id)):
            self._wrong("reading", "应为 族.读法", "is family.member", self.reading)
        if self.effective_on is not None:
            check_day(self.effective_on, f"{self.id}.effective_on")

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        shown = str(value) if isinstance(value, Term) else value
        raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=rule_zh, rule=rule, value=shown)

    @property
    def codes(self) -> Iterator[str]:
        """The codes of all its facts, in the order in which the parts stand."""
        return chain(self.all_of, self.any_of, self.none_of, self.barred_by)

    def wants(self, code: str) -> Truth:
        """Return which value of a fact speaks for the ground: FALSE for what may not hold, else TRUE."""
        return Truth.FALSE if code in self.none_of or code in self.barred_by else Truth.TRUE

    def __repr__(self) -> str:
        return f"<依据 {self.id} → {self.verdict}（{self.clauses[0]}）>"


def value_of(facts: Mapping[str, Fact], code: str) -> Truth:
    """Return what is known of a fact; one that nobody gave is not established (事实的状态)."""
    fact = facts.get(code)
    return Truth.NOT_ESTABLISHED if fact is None else fact.value


def evaluate(ground: Ground, facts: Mapping[str, Fact]) -> Truth:
    """Return whether the facts meet a ground, by strong Kleene logic (依据是否成立).

    Whom it speaks of, its reading and whether it is on are not asked here; ``assess`` does.

    Args:
        ground: the ground.
        facts: by code; what is not there is not established.

    """
    parts = [all_of(value_of(facts, code) for code in ground.all_of)]
    if ground.any_of:
        parts.append(any_of(value_of(facts, code) for code in ground.any_of))
    parts.append(none_of(value_of(facts, code) for code in (*ground.none_of, *ground.barred_by)))
    return all_of(parts)
