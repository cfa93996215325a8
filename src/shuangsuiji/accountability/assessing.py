"""Assess a case: facts against grounds, and nothing else: 四（二） (认定方法)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast

from shuangsuiji.accountability.assessments import Assessment, by_code, open_facts_of
from shuangsuiji.accountability.cases import Case
from shuangsuiji.accountability.concluding import evaluations_of, verdicts_of
from shuangsuiji.accountability.facts import Fact
from shuangsuiji.accountability.ground_sets import GroundSet
from shuangsuiji.accountability.liyang_grounds import LIYANG_GROUNDS
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values import check_kind

__all__ = ["assess", "assess_otherwise"]


def assess(
    case: Case,
    facts: Mapping[str, Fact] | Iterable[Fact],
    grounds: GroundSet = LIYANG_GROUNDS,
    *,
    decided_by: str = "",
    decided_on: date | None = None,
) -> Assessment:
    """Return what the facts come to in a case; never liable by default, never exempt by default (认定责任).

    A fact that nobody gives is not established. The assessment is advice; a decider makes it a decision.

    Args:
        case: whose responsibility, for what.
        facts: each once; a mapping has the code of each as its key.
        grounds: by which to assess, with the readings chosen; by default those of 四（二）, 4.2.9 read narrowly.
        decided_by: the unit or post that decided, never a person's name.
        decided_on: the day of the decision.

    Raises:
        UnknownNameError: a fact that no ground of the set asks for.
        DuplicateError: a fact that is given twice.
        InvalidValueError: facts that contradict each other, a key that is not the code of its fact, or a field of the
            wrong form.
        LawError: grounds that free by 四（二） without its breaches and its referral as they stand there.

    """
    check_kind(case, Case, "assess.case")
    check_kind(grounds, GroundSet, "assess.grounds")
    found = by_code(grounds, _listed(facts))
    evaluations = evaluations_of(case, found, grounds)
    return Assessment(
        case=case,
        grounds=grounds,
        facts=tuple(found.values()),
        evaluations=evaluations,
        verdicts=verdicts_of(grounds, evaluations),
        open_facts=open_facts_of(grounds, found, evaluations),
        decided_by=decided_by,
        decided_on=decided_on,
    )


def assess_otherwise(assessment: Assessment) -> tuple[Assessment, ...]:
    """Return what the same facts come to under each reading that was not chosen, as advice (另一读法的认定)."""
    others = assessment.grounds.other_readings()
    return tuple(assess(assessment.case, assessment.facts, one) for one in others)


def _listed(facts: Mapping[str, Fact] | Iterable[Fact]) -> tuple[Fact, ...]:
    if not isinstance(facts, Mapping):
        check_kind(facts, Iterable, "assess.facts")
        return tuple(facts)
    given = cast("Mapping[str, Fact]", facts)
    for code, fact in given.items():
        if not isinstance(cast("object", fact), Fact) or fact.code != code:
            zh, en = "键须为事实的代码", "a key is the code of its fact"
            raise InvalidValueError(field="assess.facts", rule_zh=zh, rule=en, value=code)
    return tuple(given.values())
