"""Grounds of other texts, made from the rules that ``law`` keeps of them (其他文本的认定依据)."""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.accountability.cases import SubjectKind
from shuangsuiji.accountability.facts import FactKind
from shuangsuiji.accountability.ground_sets import GroundSet
from shuangsuiji.accountability.grounds import AssessmentVerdict, BreachKind, Ground
from shuangsuiji.law import PENALTY_LIABILITY, SAMR_41_LIABILITY, LiabilityEffect, LiabilityRule, LiabilityText
from shuangsuiji.values import FrozenMap

__all__ = ["PENALTY_GROUNDS", "SAMR_41_GROUNDS", "grounds_of"]

_OF: Mapping[LiabilityEffect, tuple[AssessmentVerdict, BreachKind | None]] = FrozenMap(
    {
        LiabilityEffect.FREES: (AssessmentVerdict.EXEMPT, None),
        LiabilityEffect.BLAMES_OMISSION: (AssessmentVerdict.BREACH, BreachKind.NON_PERFORMANCE),
        LiabilityEffect.BLAMES_ACT: (AssessmentVerdict.BREACH, BreachKind.UNLAWFUL),
    }
)
_SUBJECTS = (SubjectKind.OFFICER, SubjectKind.UNIT)  # these texts speak of agencies and of those who act for them


def grounds_of(text: LiabilityText) -> GroundSet:
    """Return the rules of a text as a set of grounds; those that were not read in the original are off (转为认定依据).

    Args:
        text: the text; ``joined`` puts its grounds beside those of a city.

    """
    return GroundSet(
        id=text.id,
        title=text.title,
        grounds=tuple(_ground(rule, text) for rule in text.rules),
        kinds=tuple(FactKind(code=one.code, phrase=one.zh, en=one.en, clause=one.clause) for one in text.facts),
    )


def _ground(rule: LiabilityRule, text: LiabilityText) -> Ground:
    verdict, kind = _OF[rule.effect]
    return Ground(
        id=rule.id,
        verdict=verdict,
        applies_to=_SUBJECTS,
        clauses=(rule.clause,),
        all_of=rule.all_of,
        any_of=rule.any_of,
        none_of=rule.none_of,
        breach_kind=kind,
        verified=rule.verified,
        active=rule.verified,
        source=rule.source,
        effective_on=text.effective_on,
    )


PENALTY_GROUNDS = grounds_of(PENALTY_LIABILITY)
SAMR_41_GROUNDS = grounds_of(SAMR_41_LIABILITY)
