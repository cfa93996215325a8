"""The published table by which results change grades, given as data: 3.3.10 (调整规则).

The text gives no figures: ``REGRADING_RULES`` is this library's default, and a city that has decided writes its own.
Risk, credit and dishonesty stay three things: a rule is of one of them. Problems alone, and a holder who cannot be
found, make a grade worse; clean inspections that were drawn, and nothing else, make it better.
"""

from __future__ import annotations

from typing import Any

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.credit_events import gives_credit_event
from shuangsuiji.inspection.inspection_terms import Outcome, OutcomeGroup
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning import DishonestyMark, GradingKind
from shuangsuiji.planning.conference_acts import against
from shuangsuiji.terms import Term
from shuangsuiji.values import ClauseRef, check_count, check_field, check_kind, check_name

__all__ = ["REGRADING_RULES", "RegradingGround", "RegradingRule"]

_CLAUSE = "3.3.10"


class RegradingGround(Term):
    """What a rule counts: results, or the credit events that followed from them (调整依据)."""

    RESULT = "检查结果"
    CREDIT_EVENT = "信用事件"


@attrs.frozen(kw_only=True)
class RegradingRule:
    """One line of the table: what it counts, how many, and how far it moves a grade: 3.3.10 (分级调整规则).

    Attributes:
        id: a name.
        kind: which of the three gradings.
        clause: the clause that asks for it.
        source: whose rule it is, in words, such as the number of the paper that published the table.
        outcomes: the outcomes that it counts.
        ground: whether it counts results or credit events.
        at_least: how many it takes: visits for results, so that a visit of many items counts once; else events.
        steps: how many grades worse, or, below nought, better; 0 where ``to`` says where.
        to: the label to which whoever has a better one, or none that is known, is moved; else empty.
        years: over how many calendar years up to the one in question a bettering rule counts; 1 for a worsening one,
            which would make one problem count twice.

    Raises:
        LawError: a worsening rule that counts what is no fault of the holder, or a bettering one that counts anything
            but clean results (3.3.10).
        InvalidValueError: a field of the wrong form, neither or both of ``steps`` and ``to``, or more years.

    """

    id: str
    kind: GradingKind
    clause: ClauseRef
    source: str
    outcomes: tuple[Outcome, ...]
    ground: RegradingGround = RegradingGround.RESULT
    at_least: int = 1
    steps: int = 0
    to: str = ""
    years: int = 1

    def __attrs_post_init__(self) -> None:
        check_name(self.id, "RegradingRule.id")
        check_kind(self.kind, GradingKind, f"{self.id}.kind")
        check_kind(self.clause, ClauseRef, f"{self.id}.clause")
        check_field(self.source, f"{self.id}.source")
        check_kind(self.outcomes, tuple, f"{self.id}.outcomes")
        for one in self.outcomes:
            check_kind(one, Outcome, f"{self.id}.outcomes")
        check_kind(self.ground, RegradingGround, f"{self.id}.ground")
        check_count(self.at_least, f"{self.id}.at_least", at_least=1)
        check_count(abs(self.steps), f"{self.id}.steps")
        check_count(self.years, f"{self.id}.years", at_least=1)
        if self.to:
            check_field(self.to, f"{self.id}.to")
        if bool(self.steps) == bool(self.to):
            zh, en = "须写明升降几级或调至何级，且只写其一", "states steps or a label, one of them"
            raise InvalidValueError(field=f"{self.id}.steps", rule_zh=zh, rule=en, value=f"{self.steps} {self.to}")
        if self.worsens and self.years > 1:
            zh, en = "降级规则只计一年，以免一事两降", "a worsening rule counts one year"
            raise InvalidValueError(field=f"{self.id}.years", rule_zh=zh, rule=en, value=self.years)
        self._check_outcomes()

    def _check_outcomes(self) -> None:
        if not self.outcomes:
            raise against(f"{self.id}.outcomes", "至少一种检查结果", "at least one outcome", "()", _CLAUSE)
        for one in self.outcomes:
            if self.worsens and not gives_credit_event(one):
                zh, en = "只有发现问题或无法联系可致降级", "only a problem, or a holder not found, makes a grade worse"
                raise against(f"{self.id}.outcomes", zh, en, one, _CLAUSE)
            if not self.worsens and one.group is not OutcomeGroup.CLEAN:
                zh, en = "只有未发现问题可致升级", "only clean results make a grade better"
                raise against(f"{self.id}.outcomes", zh, en, one, _CLAUSE)
        if not self.worsens and self.ground is RegradingGround.CREDIT_EVENT:
            zh, en = "未发现问题不产生信用事件", "no credit event follows from a clean result"
            raise against(f"{self.id}.ground", zh, en, self.ground, _CLAUSE)

    @property
    def worsens(self) -> bool:
        """Whether it makes a grade worse."""
        return self.steps >= 0

    @property
    def effect(self) -> str:
        """What it does to a grade, in words."""
        if self.to:
            return f"调至{self.to}"
        return f"{'降' if self.worsens else '升'}{abs(self.steps)}级"

    def __str__(self) -> str:
        counted = "、".join(map(str, self.outcomes))
        met = f"{self.ground}“{counted}”满 {self.at_least} 次"
        return f"{self.id} {self.kind}：{met}，{self.effect}（{self.clause}；{self.source}）"


_PROBLEMS = tuple(one for one in Outcome if one.group is OutcomeGroup.PROBLEM)
_GRAVE = (Outcome.CONCEALED_OR_FALSE, Outcome.NON_COOPERATION_SERIOUS)
_CLEAN = (Outcome.NO_PROBLEM,)
_RISK, _CREDIT, _DISHONESTY = GradingKind
_EVENT = RegradingGround.CREDIT_EVENT


def _rule(id_: str, kind: GradingKind, outcomes: tuple[Outcome, ...], **more: Any) -> RegradingRule:  # noqa: ANN401 - fields
    clause = LIYANG_2020.ref(_CLAUSE)
    return RegradingRule(id=id_, kind=kind, clause=clause, source="本库默认", outcomes=outcomes, **more)


# Onto the list of abnormal operation and off it again leads a procedure of its own: nobody leaves it by this table, and
# nobody comes onto the list of the seriously dishonest by it.
REGRADING_RULES: tuple[RegradingRule, ...] = (
    _rule("risk-problem", _RISK, _PROBLEMS, steps=1),
    _rule("risk-grave", _RISK, _GRAVE, steps=2),
    _rule("risk-clean", _RISK, _CLEAN, at_least=2, steps=-1, years=3),
    _rule("credit-event", _CREDIT, _PROBLEMS, ground=_EVENT, steps=1),
    _rule("credit-clean", _CREDIT, _CLEAN, at_least=3, steps=-1, years=3),
    _rule("dishonesty", _DISHONESTY, (Outcome.UNREACHABLE,), ground=_EVENT, to=str(DishonestyMark.ABNORMAL)),
)
