"""From a problem to its follow-up, and on until it is closed: 3.3.6 (推进后续监管)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError
from shuangsuiji.inspection.followup_parts import (
    FollowUpClosure,
    FollowUpStep,
    HandOver,
    ResponsibilityRule,
    responsibility_for,
)
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.inspection_terms import FollowUpMeasure
from shuangsuiji.inspection.results import Result
from shuangsuiji.registry import ObjectPool

__all__ = ["answer_hand_over", "carry_out", "close_follow_up", "hand_over", "open_follow_up", "recheck"]


def open_follow_up(  # noqa: PLR0913 - what was found, and who is to do what about it
    result: Result,
    pool: ObjectPool | None,
    *,
    follow_up_id: str,
    measures: Iterable[FollowUpMeasure],
    opened_on: date,
    document: str,
    recheck_required: bool = False,
    department: str = "",
    settled_by: str = "",
) -> FollowUp:
    """Return the follow-up of a result, at the department that answers for the object: 3.3.6 (启动后续监管).

    Args:
        result: the result.
        pool: the pool that holds the object, and says who approved it and who is in charge of its trade; None for an
            object of no pool, for which the department that inspected has jurisdiction.
        follow_up_id: a field.
        measures: what is to be done.
        opened_on: the day.
        document: the paper that opens it.
        recheck_required: whether another visit must show that the problem is gone.
        department: where the rule leads to several departments, which of them answers.
        settled_by: the paper that says so.

    Raises:
        LawError: a result that leaves nothing to do, or several departments and none named.
        UnknownNameError: the pool does not hold the object.

    """
    one = None if pool is None else pool[result.visit.object_id]
    own = result.department if pool is None else pool.owner
    return FollowUp(
        id=follow_up_id,
        result=result,
        responsibility=responsibility_for(one, own, department=department, document=settled_by),
        measures=tuple(measures),
        opened_on=opened_on,
        document=document,
        recheck_required=recheck_required,
    )


def hand_over(
    follow_up: FollowUp, *, to: str, rule: ResponsibilityRule, reason: str, on: date, document: str
) -> FollowUp:
    """Return a follow-up that is offered to another department, which is to accept it: 3.3.6 (提出交接).

    Raises:
        BrokenChainError: it is closed.
        LawError: a department to itself, or while another offer waits.

    """
    _check_open(follow_up)
    offered = HandOver(to=to, rule=rule, reason=reason, offered_on=on, document=document)
    return attrs.evolve(follow_up, hand_overs=(*follow_up.hand_overs, offered))


def answer_hand_over(follow_up: FollowUp, *, accepted: bool, on: date, document: str) -> FollowUp:
    """Return a follow-up with the answer to its hand-over; once accepted, the other department answers (答复交接).

    Raises:
        BrokenChainError: nothing waits for an answer, or it is closed.

    """
    _check_open(follow_up)
    *before, last = follow_up.hand_overs or (None,)
    if last is None or last.accepted is not None:
        zh, en = "没有待答复的交接", "no hand-over waits for an answer"
        raise BrokenChainError(link=follow_up.id, rule_zh=zh, rule=en, expected="HandOver", value=None)
    answered = attrs.evolve(last, answered_on=on, accepted=accepted, answer=document)
    return attrs.evolve(follow_up, hand_overs=(*before, answered))


def carry_out(follow_up: FollowUp, *, measure: FollowUpMeasure, on: date, done: str, document: str) -> FollowUp:
    """Return a follow-up with one more thing done, by the department that answers (处置).

    Raises:
        BrokenChainError: it is closed.

    """
    _check_open(follow_up)
    by = follow_up.department
    step = FollowUpStep(measure=measure, department=by, on=on, done=done, document=document)
    return attrs.evolve(follow_up, steps=(*follow_up.steps, step))


def recheck(follow_up: FollowUp, result: Result) -> FollowUp:
    """Return a follow-up with the result of a visit that looked whether the problem is gone (复查).

    Raises:
        BrokenChainError: it is closed.
        InvalidValueError: a result of another object or item, or of a visit before the follow-up.

    """
    _check_open(follow_up)
    return attrs.evolve(follow_up, rechecks=(*follow_up.rechecks, result))


def close_follow_up(
    follow_up: FollowUp, *, on: date, done: str, document: str, correction: Result | None = None
) -> FollowUp:
    """Return a follow-up as closed by the department that answers, with day, paper and what was done (办结).

    Args:
        follow_up: one that is open.
        on: the day.
        done: what came of it.
        document: the paper.
        correction: the correction of its result that leaves nothing to do, so that no measure is needed any more.

    Raises:
        BrokenChainError: it is closed already, or the correction is of another result.
        LawError: a measure without a step, a hand-over without an answer, or a problem that is still there (3.3.6).

    """
    _check_open(follow_up)
    by = follow_up.department
    closure = FollowUpClosure(department=by, on=on, done=done, document=document, correction=correction)
    return attrs.evolve(follow_up, closure=closure)


def _check_open(follow_up: FollowUp) -> None:
    if follow_up.closure is not None:
        zh, en = "已办结", "is closed"
        raise BrokenChainError(link=follow_up.id, rule_zh=zh, rule=en, expected=None, value=follow_up.closure.on)
