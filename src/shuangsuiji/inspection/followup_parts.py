"""What a follow-up is made of: who answers by which rule, hand-overs, steps, the closing: 3.3.6 (后续监管要素)."""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.inspection_terms import FollowUpMeasure
from shuangsuiji.inspection.results import Result
from shuangsuiji.planning.conference_acts import against
from shuangsuiji.registry import InspectionObject
from shuangsuiji.terms import Term
from shuangsuiji.values import check_field, check_kind, check_name, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["FollowUpClosure", "FollowUpStep", "HandOver", "Responsibility", "ResponsibilityRule", "responsibility_for"]

_CLAUSE = "3.3.6"


class ResponsibilityRule(Term):
    """By which rule a department answers for a problem, in the order in which they are asked: 3.3.6 (后续监管原则)."""

    APPROVAL = "谁审批、谁监管"
    TRADE = "谁主管、谁监管"
    JURISDICTION = "谁管辖、谁负责"


@attrs.frozen(kw_only=True)
class Responsibility:
    """Which department answers for a problem, and by which rule: 3.3.6 (责任部门认定).

    Attributes:
        department: id of the one department.
        rule: the rule that leads to it.
        claims: ids of all departments to which that rule leads.
        document: reference of the paper that settles on one of several; empty where there is one alone.

    Raises:
        LawError: a department to which the rule does not lead, or one of several and no paper.
        InvalidValueError: a field of the wrong form.

    """

    department: str
    rule: ResponsibilityRule
    claims: tuple[str, ...] = attrs.field(converter=texts)
    document: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "Responsibility.department")
        check_kind(self.rule, ResponsibilityRule, "Responsibility.rule")
        for one in self.claims:
            check_name(one, "Responsibility.claims")
        if self.document:
            check_field(self.document, "Responsibility.document")
        listed = "、".join(self.claims)
        if self.department not in self.claims:
            zh, en = f"依“{self.rule}”应为 {listed} 之一", f"must be one of {listed}, to whom the rule leads"
            raise against("Responsibility.department", zh, en, self.department, _CLAUSE)
        if len(self.claims) > 1 and not self.document:
            zh, en = f"依“{self.rule}”有 {listed} 多个部门，须以文件明确一个", "several departments: a paper names one"
            raise against("Responsibility.document", zh, en, self.department, _CLAUSE)

    def __str__(self) -> str:
        return f"{self.department}（{self.rule}）"


def responsibility_for(
    one: InspectionObject | None, jurisdiction: str, *, department: str = "", document: str = ""
) -> Responsibility:
    """Return who answers for a problem at an object: 3.3.6 (认定责任部门).

    Whoever approved the object; where nobody did, whoever is in charge of its trade; where nobody is named, whoever has
    jurisdiction. It is the order of ``registry.responsible_department``.

    Args:
        one: the object as its pool has it; None for one that is in no pool.
        jurisdiction: id of the department that has jurisdiction: the owner of the pool, else the one that inspected.
        department: where the rule leads to several, which of them it is to be.
        document: the paper that says so.

    Raises:
        LawError: several departments and none named, or one to whom the rule does not lead.

    """
    claims: tuple[str, ...] = (jurisdiction,)
    rule = ResponsibilityRule.JURISDICTION
    if one is not None and one.approved_by:
        claims, rule = one.approved_by, ResponsibilityRule.APPROVAL
    elif one is not None and one.supervised_by:
        claims, rule = one.supervised_by, ResponsibilityRule.TRADE
    return Responsibility(department=department or claims[0], rule=rule, claims=claims, document=document)


@attrs.frozen(kw_only=True)
class HandOver:
    """A department asks another to answer from now on; until that one accepts, it answers itself: 3.3.6 (责任交接).

    Attributes:
        to: id of the other department.
        rule: the rule by which it is to answer.
        reason: why.
        offered_on: the day.
        document: reference of the paper.
        answered_on: the day of the answer, None while there is none.
        accepted: the answer, None while there is none.
        answer: reference of the paper of the answer.

    Raises:
        InvalidValueError: a field of the wrong form, part of an answer, or an answer before the offer.

    """

    to: str
    rule: ResponsibilityRule
    reason: str
    offered_on: date
    document: str
    answered_on: date | None = None
    accepted: bool | None = None
    answer: str = ""

    def __attrs_post_init__(self) -> None:
        check_name(self.to, "HandOver.to")
        check_kind(self.rule, ResponsibilityRule, "HandOver.rule")
        check_field(self.reason, "HandOver.reason")
        check_day(self.offered_on, "HandOver.offered_on")
        check_field(self.document, "HandOver.document")
        self._check_answer()

    def _check_answer(self) -> None:
        given = (self.answered_on is not None, self.accepted is not None, self.answer != "")
        if len(set(given)) > 1:
            zh, en = "答复日期、结果与文件须同时写明", "day, answer and paper go together"
            raise InvalidValueError(field="HandOver.answer", rule_zh=zh, rule=en, value=self.answer)
        if self.answered_on is None:
            return
        check_day(self.answered_on, "HandOver.answered_on")
        check_kind(self.accepted, bool, "HandOver.accepted")
        check_field(self.answer, "HandOver.answer")
        if self.answered_on < self.offered_on:
            zh, en = "不得早于提出交接", "must not lie before the offer"
            raise InvalidValueError(field="HandOver.answered_on", rule_zh=zh, rule=en, value=self.answered_on)

    def is_pending(self, on: date) -> bool:
        """Tell whether it waits for an answer on a day."""
        return self.offered_on <= on and (self.answered_on is None or self.answered_on > on)


@attrs.frozen(kw_only=True)
class FollowUpStep:
    """One thing that was done about a problem: 3.3.6 (后续处置步骤).

    Attributes:
        measure: the measure that it carries out.
        department: id of the department that did it.
        on: the day.
        done: what was done, in words.
        document: reference of the paper that shows it.

    """

    measure: FollowUpMeasure
    department: str
    on: date
    done: str
    document: str

    def __attrs_post_init__(self) -> None:
        check_kind(self.measure, FollowUpMeasure, "FollowUpStep.measure")
        check_name(self.department, "FollowUpStep.department")
        check_day(self.on, "FollowUpStep.on")
        check_field(self.done, "FollowUpStep.done")
        check_field(self.document, "FollowUpStep.document")


@attrs.frozen(kw_only=True)
class FollowUpClosure:
    """The department that answers closes a follow-up: 3.3.6 (后续监管办结).

    Attributes:
        department: id of the department.
        on: the day.
        done: what came of it, in words.
        document: reference of the paper.
        correction: the correction by which nothing is left to be done; None otherwise.

    Raises:
        InvalidValueError: a field of the wrong form, or a correction that corrects nothing or leaves something to do.

    """

    department: str
    on: date
    done: str
    document: str
    correction: Result | None = None

    def __attrs_post_init__(self) -> None:
        check_name(self.department, "FollowUpClosure.department")
        check_day(self.on, "FollowUpClosure.on")
        check_field(self.done, "FollowUpClosure.done")
        check_field(self.document, "FollowUpClosure.document")
        made = self.correction
        if made is not None and (not made.corrects or made.outcome.needs_follow_up or made.formed_on > self.on):
            zh, en = (
                "应为办结前作出、且无须后续监管的更正",
                "must be a correction, made by then, that leaves nothing to do",
            )
            raise InvalidValueError(field="FollowUpClosure.correction", rule_zh=zh, rule=en, value=repr(made))
