"""Assessments: what facts and grounds come to, with everything that it rests on: 四（二） (认定).

An assessment is advice until a unit or a post has decided, and the day stands beside it. It is worked out again from
its facts and grounds whenever it is made or read, so that no verdict can be written into it by hand.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import attrs

from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.concluding import Evaluation, evaluations_of, open_grounds, verdicts_of
from shuangsuiji.accountability.due_grounds import check_due
from shuangsuiji.accountability.fact_rules import check_fact
from shuangsuiji.accountability.fact_sources import evidence_for
from shuangsuiji.accountability.facts import Fact, FactEvidence, MissingEvidence
from shuangsuiji.accountability.ground_sets import GroundSet
from shuangsuiji.accountability.grounds import AssessmentVerdict, BreachKind, Ground
from shuangsuiji.accountability.settling import Settlement, settlements_of, turning_codes
from shuangsuiji.accountability.truths import Truth
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, UnknownNameError
from shuangsuiji.values import FrozenMap, check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["Assessment", "Breach", "Exemption", "OpenFact", "by_code", "open_facts_of"]

_LISTED_PAPERS = ("ItemList", "InspectionGuide", "CheckSheet")


@attrs.frozen(kw_only=True)
class Exemption:
    """A ground that frees the subject: 4.2.10, 4.2.13 (尽职免责).

    Attributes:
        ground: the ground, with its clauses.

    """

    ground: Ground

    def __attrs_post_init__(self) -> None:
        check_kind(self.ground, Ground, "Exemption.ground")
        if not self.ground.verdict.frees:
            zh, en = "须为免责依据", "is a ground that frees"
            raise InvalidValueError(field="Exemption.ground", rule_zh=zh, rule=en, value=self.ground.id)

    @property
    def mandatory(self) -> bool:
        """Whether the words leave no choice: «应予免责»."""
        return self.ground.mandatory


@attrs.frozen(kw_only=True)
class Breach:
    """A duty that was failed: 4.2.2 (失职).

    Attributes:
        ground: the ground, with its clauses.

    """

    ground: Ground

    def __attrs_post_init__(self) -> None:
        check_kind(self.ground, Ground, "Breach.ground")
        if self.ground.breach_kind is None:
            zh, en = "须为失职依据", "is a ground of a breach"
            raise InvalidValueError(field="Breach.ground", rule_zh=zh, rule=en, value=self.ground.id)

    @property
    def kind(self) -> BreachKind | None:
        """Which of the three it is."""
        return self.ground.breach_kind


@attrs.frozen(kw_only=True)
class OpenFact:
    """A fact that can still turn the answer, with what is missing (待查事实).

    Attributes:
        code: code of the fact.
        missing: what would establish it, and who has it; at least one.

    """

    code: str
    missing: tuple[MissingEvidence, ...]

    def __attrs_post_init__(self) -> None:
        check_name(self.code, "OpenFact.code")
        for one in self.missing:
            check_kind(one, MissingEvidence, f"{self.code}.missing")


def by_code(grounds: GroundSet, facts: tuple[Fact, ...]) -> FrozenMap[str, Fact]:
    """Return the facts by code, in the order of the set (按代码排列的事实).

    Raises:
        UnknownNameError: a fact that no ground asks for.
        DuplicateError: a fact that is given twice.
        InvalidValueError: two that contradict each other, or one whose phrase is not that of the set.

    """
    found: dict[str, Fact] = {}
    for fact in facts:
        check_kind(fact, Fact, "Assessment.facts")
        kind = grounds.kind(fact.code)
        if fact.kind != kind:
            zh, en = f"应为“{kind.phrase}”（{kind.clause}）", "is not the fact of this code in the set of grounds"
            raise InvalidValueError(field=fact.code, rule_zh=zh, rule=en, value=str(fact.kind))
        other = found.setdefault(fact.code, fact)
        if other.value is not fact.value:
            zh, en = f"与同一事实的“{other.value}”矛盾", f"contradicts another that says {other.value.name}"
            raise InvalidValueError(field=fact.code, rule_zh=zh, rule=en, value=str(fact.value))
        if other is not fact:
            raise DuplicateError(field="Assessment.facts", value=fact.code)
    if len(found) < len(facts):
        codes = [fact.code for fact in facts]
        raise DuplicateError(field="Assessment.facts", value=next(code for code in codes if codes.count(code) > 1))
    return FrozenMap((kind.code, found[kind.code]) for kind in grounds.kinds if kind.code in found)


def open_facts_of(
    grounds: GroundSet, facts: FrozenMap[str, Fact], evaluations: tuple[Evaluation, ...]
) -> tuple[OpenFact, ...]:
    """Return the facts that can still turn the answer, each with what is missing for it (待查事实清单)."""
    turning = open_grounds(grounds, evaluations)
    found: list[OpenFact] = []
    for code in turning_codes(grounds, facts, turning):
        fact = facts.get(code)
        found.append(OpenFact(code=code, missing=fact.missing if fact else (evidence_for(grounds.kind(code)),)))
    return tuple(found)


@attrs.frozen(kw_only=True)
class Assessment:
    """What facts and grounds come to in a case; advice until somebody decides: 四（二） (认定).

    Attributes:
        case: whose responsibility, for what.
        grounds: the set of grounds, with the readings chosen.
        facts: each once, in the order of the set.
        evaluations: what the facts make of every ground, in its order.
        verdicts: all of them, in the order of ``AssessmentVerdict``; the first stands on top.
        open_facts: the facts that can still turn the answer; of a settled one, none.
        decided_by: the unit or post that decided, never a person's name; empty while nobody has.
        decided_on: the day of the decision; None while nobody has.

    Raises:
        InvalidValueError: a field of the wrong form, a fact of what was so by the event that was looked at before it, a
            fact or a decision of whoever it is about, a decider without a day or a day without one, a decision before
            the case was opened or before the evidence was looked at.
        BrokenChainError: evaluations, verdicts or open facts that do not follow from the facts and the grounds.
        LawError: grounds that free by 四（二） without its breaches and its referral as they stand there.
        DuplicateError, UnknownNameError: as ``by_code`` says of the facts.

    """

    case: Case
    grounds: GroundSet
    facts: tuple[Fact, ...]
    evaluations: tuple[Evaluation, ...]
    verdicts: tuple[AssessmentVerdict, ...]
    open_facts: tuple[OpenFact, ...]
    decided_by: str = ""
    decided_on: date | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.case, Case, "Assessment.case")
        check_kind(self.grounds, GroundSet, f"{self.case.id}.grounds")
        check_due(self.grounds, f"{self.case.id}.grounds")
        facts = by_code(self.grounds, self.facts)
        for fact in self.facts:
            check_fact(fact, self.case)
        due = evaluations_of(self.case, facts, self.grounds)
        self._follows("facts", tuple(facts.values()), self.facts)
        self._follows("evaluations", due, self.evaluations)
        self._follows("verdicts", verdicts_of(self.grounds, due), self.verdicts)
        self._follows("open_facts", open_facts_of(self.grounds, facts, due), self.open_facts)
        self._check_decision()

    def _follows(self, field: str, due: tuple[object, ...], given: tuple[object, ...]) -> None:
        if given != due:
            zh, en = "与所载事实和依据不符", "does not follow from its facts and grounds"
            shown, wrong = ("、".join(map(str, one)) for one in (due, given))
            raise BrokenChainError(link=f"{self.case.id}.{field}", rule_zh=zh, rule=en, expected=shown, value=wrong)

    def _check_decision(self) -> None:
        if (self.decided_on is None) is not (not self.decided_by):
            self._wrong("decided_by", "决定单位与日期须同时写明", "decider and day go together", self.decided_by)
        if self.decided_on is None:
            return
        check_field(self.decided_by, f"{self.case.id}.decided_by")
        if self.decided_by == self.case.subject:
            zh, en = "责任主体不得自行决定", "is not for whoever the case is about"
            self._wrong("decided_by", zh, en, self.decided_by)
        check_day(self.decided_on, f"{self.case.id}.decided_on")
        seen = [evidence.as_of for fact in self.facts for evidence in fact.evidence]
        earliest = max(self.case.opened_on, *seen) if seen else self.case.opened_on
        if self.decided_on < earliest:
            zh, en = f"不得早于立案和查证的 {earliest}", f"must not lie before {earliest}, of the case and its evidence"
            self._wrong("decided_on", zh, en, self.decided_on.isoformat())

    def _wrong(self, field: str, rule_zh: str, rule: str, value: object) -> None:
        raise InvalidValueError(field=f"{self.case.id}.{field}", rule_zh=rule_zh, rule=rule, value=value)

    @property
    def verdict(self) -> AssessmentVerdict:
        """The verdict on top; ``verdicts`` holds those beside it."""
        return self.verdicts[0]

    @property
    def is_settled(self) -> bool:
        """Whether nothing that may be found out can still turn the answer."""
        return AssessmentVerdict.NEEDS_EVIDENCE not in self.verdicts

    @property
    def is_decided(self) -> bool:
        """Whether a unit or a post has decided; else it is advice."""
        return self.decided_on is not None

    @property
    def is_conflicting(self) -> bool:
        """Whether an exemption and a breach stand side by side, so that only a person can resolve it."""
        return bool(self.exemptions and self.breaches)

    @cached_property
    def met(self) -> tuple[Ground, ...]:
        """The grounds that count and are met, in the order of the set."""
        pairs = zip(self.grounds.grounds, self.evaluations, strict=True)
        return tuple(ground for ground, one in pairs if one.counts and one.truth is Truth.TRUE)

    @property
    def exemptions(self) -> tuple[Exemption, ...]:
        """The grounds that free the subject."""
        return tuple(Exemption(ground=one) for one in self.met if one.verdict.frees)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """The duties that were failed."""
        return tuple(Breach(ground=one) for one in self.met if one.breach_kind is not None)

    @property
    def papers(self) -> tuple[FactEvidence, ...]:
        """The item lists, guides and check sheets that its facts cite; both verdicts are read off them: 4.2.4."""
        cited = (evidence for fact in self.facts for evidence in fact.evidence if evidence.kind in _LISTED_PAPERS)
        return tuple(dict.fromkeys(cited))

    def fact(self, code: str) -> Fact | None:
        """Return a fact by its code, None where nobody gave it.

        Raises:
            UnknownNameError: no ground of the set asks for it.

        """
        self.grounds.kind(code)
        return next((fact for fact in self.facts if fact.code == code), None)

    def evaluation(self, ground_id: str) -> Evaluation:
        """Return what the facts make of a ground.

        Raises:
            UnknownNameError: the set has no ground of that id.

        """
        for one in self.evaluations:
            if one.ground_id == ground_id:
                return one
        known = "、".join(one.ground_id for one in self.evaluations)
        raise UnknownNameError(field=self.case.id, value=ground_id, known=known)

    def settlements(self) -> tuple[Settlement, ...]:
        """Return the smallest sets of facts that would settle the open question; of a settled one, none."""
        facts = by_code(self.grounds, self.facts)
        return settlements_of(self.grounds, facts, open_grounds(self.grounds, self.evaluations))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        decided = f"，{self.decided_by} {self.decided_on} 决定" if self.is_decided else "，供参考"
        return f"<认定 {self.case.id}：{'、'.join(map(str, self.verdicts))}{decided}>"
