"""Follow-ups: a problem is one department's to answer for, at any time, until it is closed: 3.3.6 (后续监管).

A follow-up grows by verbs, each of which gives a new record; what stands in it is never taken away. While a hand-over
waits for its answer the department before goes on answering, so that no problem is ever without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import attrs

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError
from shuangsuiji.inspection.followup_parts import FollowUpClosure, FollowUpStep, HandOver, Responsibility
from shuangsuiji.inspection.inspection_terms import FollowUpMeasure
from shuangsuiji.inspection.results import Result
from shuangsuiji.planning.conference_acts import against
from shuangsuiji.values import check_field, check_kind, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["FollowUp"]

_CLAUSE = "3.3.6"


@attrs.frozen(kw_only=True)
class FollowUp:
    """What is done about a problem that an inspection found, until it is closed: 3.3.6 (后续监管).

    Attributes:
        id: a field, unlike that of any other follow-up.
        result: the result with the problem, or by which the holder cannot be found.
        responsibility: who answers at first, and by which rule.
        measures: what is to be done, each once; closed only when each has been.
        opened_on: the day; not before the result was formed.
        document: reference of the paper by which it was opened.
        recheck_required: whether it may be closed only after another visit that found the problem gone.
        hand_overs: to other departments, in order.
        steps: what has been done.
        rechecks: results of visits that looked whether the problem is gone, in order.
        closure: how it was closed, None while it is open.

    Raises:
        LawError: a result that leaves nothing to do, a step or a closing by a department that does not answer that
            day, or a closing before everything is done (3.3.6).
        InvalidValueError: a field of the wrong form, or a day before the one that it follows.
        DuplicateError: a measure twice.

    """

    id: str
    result: Result
    responsibility: Responsibility
    measures: tuple[FollowUpMeasure, ...]
    opened_on: date
    document: str
    recheck_required: bool = False
    hand_overs: tuple[HandOver, ...] = ()
    steps: tuple[FollowUpStep, ...] = ()
    rechecks: tuple[Result, ...] = ()
    closure: FollowUpClosure | None = None

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "FollowUp.id")
        check_kind(self.result, Result, f"{self.id}.result")
        check_kind(self.responsibility, Responsibility, f"{self.id}.responsibility")
        check_kind(self.recheck_required, bool, f"{self.id}.recheck_required")
        check_field(self.document, f"{self.id}.document")
        check_day(self.opened_on, f"{self.id}.opened_on")
        for field in ("measures", "hand_overs", "steps", "rechecks"):
            check_kind(getattr(self, field), tuple, f"{self.id}.{field}")
        if not self.result.outcome.needs_follow_up:
            zh, en = "检查结果没有须后续监管的问题", "the result leaves nothing to follow up"
            raise self._against("result", zh, en, self.result.outcome)
        self._check_days("opened_on", [self.result.formed_on, self.opened_on])
        self._check_measures()
        self._check_hand_overs()
        for step in self.steps:
            check_kind(step, FollowUpStep, f"{self.id}.steps")
            self._check_answers("steps", step.department, step.on)
        self._check_rechecks()
        if self.closure is not None:
            self._check_closure(self.closure)

    def _check_measures(self) -> None:
        for measure in self.measures:
            check_kind(measure, FollowUpMeasure, f"{self.id}.measures")
            if self.measures.count(measure) > 1:
                raise DuplicateError(field=f"{self.id}.measures", value=str(measure))
        if not self.measures:
            raise self._against("measures", "至少一项处置措施", "at least one measure", "()")

    def _check_hand_overs(self) -> None:
        department, days = self.responsibility.department, [self.opened_on]
        for number, one in enumerate(self.hand_overs, 1):
            check_kind(one, HandOver, f"{self.id}.hand_overs")
            days += [one.offered_on, *([] if one.answered_on is None else [one.answered_on])]
            if one.to == department:
                raise self._against("hand_overs", "须交给另一部门", "goes to another department", one.to)
            if one.accepted is None and number < len(self.hand_overs):
                zh, en = "上一次交接未答复，不得另行交接", "the hand-over before is not answered yet"
                raise self._against("hand_overs", zh, en, one.to)
            department = one.to if one.accepted else department
        self._check_days("hand_overs", days)

    def _check_rechecks(self) -> None:
        for one in self.rechecks:
            check_kind(one, Result, f"{self.id}.rechecks")
            same_item = one.department != self.result.department or one.item_code == self.result.item_code
            if (one.visit.object_id, same_item) != (self.result.visit.object_id, True) or one.id == self.result.id:
                zh, en = "复查须针对同一对象、同一事项", "looks at the same object and item again"
                raise InvalidValueError(field=f"{self.id}.rechecks", rule_zh=zh, rule=en, value=repr(one))
            self._check_days("rechecks", [self.opened_on, one.visit.on])
            self._check_answers("rechecks", one.department, one.visit.on)
        self._check_days("rechecks", [one.formed_on for one in self.rechecks])

    def _check_closure(self, closure: FollowUpClosure) -> None:
        check_kind(closure, FollowUpClosure, f"{self.id}.closure")
        answered = [one.answered_on for one in self.hand_overs if one.answered_on is not None]
        acts = [*answered, *(one.on for one in self.steps), *(one.formed_on for one in self.rechecks)]
        self._check_days("closure", [max([self.opened_on, *acts]), closure.on])
        if any(one.accepted is None for one in self.hand_overs):
            raise self._against("closure", "交接未答复，不得办结", "a hand-over waits for its answer", closure.on)
        if closure.department != self.department:
            zh, en = f"由责任部门 {self.department} 办结", f"is closed by {self.department}, which answers"
            raise self._against("closure", zh, en, closure.department)
        last = self.rechecks[-1] if self.rechecks else None
        if closure.correction is not None and (last is None or not last.outcome.needs_follow_up):
            self._check_correction(closure.correction)
            return
        undone = [str(one) for one in self.measures if all(step.measure is not one for step in self.steps)]
        if undone:
            raise self._against("closure", "措施尚未落实", "measures are not carried out yet", "、".join(undone))
        if (last is None and self.recheck_required) or (last is not None and last.outcome.needs_follow_up):
            zh, en = "须经复查，且复查未见问题", "needs a visit that finds the problem gone"
            raise self._against("closure", zh, en, last and last.outcome)

    def _check_correction(self, correction: Result) -> None:
        made, own = correction, self.result
        if (made.visit, made.item_code, made.department) != (own.visit, own.item_code, own.department):
            zh, en = "更正不是针对本结果的", "the correction is of another result"
            raise BrokenChainError(link=f"{self.id}.closure", rule_zh=zh, rule=en, expected=own.id, value=made.id)

    def _check_answers(self, field: str, department: str, on: date) -> None:
        self._check_days(field, [self.opened_on, on])
        if department not in self._answering(on):
            answers = "、".join(self._answering(on))
            zh, en = f"{on} 的责任部门为 {answers}", f"{answers} answers on {on}"
            raise self._against(field, zh, en, department)

    def _check_days(self, field: str, days: Iterable[date]) -> None:
        for before, after in pairwise(days):
            if after < before:
                zh, en = f"不得早于上一步的 {before}", f"must not lie before {before}, the day of the step before"
                raise InvalidValueError(field=f"{self.id}.{field}", rule_zh=zh, rule=en, value=after.isoformat())

    def _answering(self, on: date) -> tuple[str, ...]:
        """Return who answers on a day: two on the day of a hand-over, before and after it."""
        found = [self.responsibility.department]
        for one in self.hand_overs:
            if one.accepted and one.answered_on is not None and one.answered_on <= on:
                found = [*found, one.to] if one.answered_on == on else [one.to]
        return tuple(found)

    def _against(self, field: str, rule_zh: str, rule: str, value: object) -> LawError:
        return against(f"{self.id}.{field}", rule_zh, rule, value, _CLAUSE)

    @property
    def department(self) -> str:
        """Id of the department that answers now."""
        return self._answering(date.max)[-1]

    def department_on(self, on: date) -> str:
        """Return the department that answers at the end of a day."""
        return self._answering(on)[-1]

    def is_open(self, on: date) -> bool:
        """Tell whether it was open at the end of a day."""
        return self.opened_on <= on and (self.closure is None or self.closure.on > on)

    def deals_with(self, result: Result) -> bool:
        """Tell whether a problem that stands is dealt with here: it was not closed before that, nor by a correction."""
        closure = self.closure
        return closure is None or (closure.correction is None and closure.on >= result.formed_on)

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits; what comes after cites it."""
        return record_digest(self)

    def __repr__(self) -> str:
        state = "未办结" if self.closure is None else f"{self.closure.on} 办结"
        return f"<后续监管 {self.id} {self.result.id}：{self.department}，{state}>"
