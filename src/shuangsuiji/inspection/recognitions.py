"""A valid result of another department on an equivalent item stands in for a visit: 3.3.8 «抽查结果互认» (结果互认).

What is equivalent is no matter of opinion: an ``Equivalence`` says so for one item and another, in one direction, with
the paper behind it and the days from and to which it holds. Nothing is recognised on any other ground.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.inspection_terms import OutcomeGroup
from shuangsuiji.inspection.results import Result
from shuangsuiji.inspection.standing import same_result
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.planning.conference_acts import against
from shuangsuiji.terms import Term
from shuangsuiji.values import TimeLimit, TimeUnit, check_field, check_kind, check_name, record_digest
from shuangsuiji.workdays.layers import check_day

__all__ = ["Equivalence", "MutualRecognition", "RecognitionReading"]

_CLAUSE = "3.3.8"


class RecognitionReading(Term):
    """Which results can be recognised; the text leaves it open, CLEAN_ONLY is the stricter reading (互认口径)."""

    CLEAN_ONLY = "仅未发现问题的结果"
    PROBLEM_CLOSED = "发现问题且后续监管已办结的结果亦可"


@attrs.frozen(kw_only=True)
class Equivalence:
    """An inspection of one item is as good as one of another, in this direction alone: 3.3.8 (事项等效).

    Attributes:
        id: a field, unlike that of any other equivalence.
        from_item: the item whose results are recognised.
        from_department: id of the department that inspects it.
        to_item: the item for which they stand in.
        to_department: id of the department that recognises them.
        valid_for: how long after a visit its result can stand in; in days, months or years.
        document: reference of the paper that says so.
        effective_on: its first day.
        expires_on: its last day; it always has one, so that it is looked at again.

    Raises:
        InvalidValueError: a field of the wrong form, a last day before the first, or a term in working days.
        LawError: a department with itself.

    """

    id: str
    from_item: str
    from_department: str
    to_item: str
    to_department: str
    valid_for: TimeLimit
    document: str
    effective_on: date
    expires_on: date

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "Equivalence.id")
        for field in ("from_item", "from_department", "to_item", "to_department"):
            check_name(getattr(self, field), f"{self.id}.{field}")
        check_kind(self.valid_for, TimeLimit, f"{self.id}.valid_for")
        check_field(self.document, f"{self.id}.document")
        check_day(self.effective_on, f"{self.id}.effective_on")
        check_day(self.expires_on, f"{self.id}.expires_on")
        if self.valid_for.unit is TimeUnit.WORKING_DAY:
            zh, en = "有效期以日、月或年计", "a validity is in days, months or years"
            raise InvalidValueError(field=f"{self.id}.valid_for", rule_zh=zh, rule=en, value=str(self.valid_for))
        if self.expires_on < self.effective_on:
            zh, en = "不得早于生效日期", "must not lie before effective_on"
            raise InvalidValueError(field=f"{self.id}.expires_on", rule_zh=zh, rule=en, value=self.expires_on)
        if self.from_department == self.to_department:
            zh, en = "互认在部门之间进行", "departments recognise one another's results"
            raise against(f"{self.id}.to_department", zh, en, self.to_department, _CLAUSE)

    def is_in_force(self, on: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.effective_on <= on <= self.expires_on

    def covers(self, result: Result) -> bool:
        """Tell whether a result is of the item and the department whose results it recognises."""
        return (result.item_code, result.department) == (self.from_item, self.from_department)

    def valid_until(self, result: Result) -> date:
        """Return the last day on which a result can stand in, counted from the day on which its visit ended."""
        return self.valid_for.ends_on(result.visit.completed_on)

    def __str__(self) -> str:
        return f"{self.from_department} {self.from_item} → {self.to_department} {self.to_item}（{self.document}）"


@attrs.frozen(kw_only=True)
class MutualRecognition:
    """One result stands in for one item at one object, on record: 3.3.8 (结果互认).

    Attributes:
        result: the result of the other department, entered on the platform, where the one that recognises it finds it.
        equivalence: the ground.
        on: the day.
        reading: whether a problem that has been dealt with may be recognised.
        follow_up: how the problem was closed; None for a clean result.

    Raises:
        LawError: what is not to be recognised (3.3.8): an equivalence that does not hold that day or is of another item
            or department, a result that is not entered, too old, not of a drawn inspection (抽查结果) or not clean.
        BrokenChainError: a follow-up of another result.
        InvalidValueError: a field of the wrong form, or a follow-up of a clean result.

    """

    result: Result
    equivalence: Equivalence
    on: date
    reading: RecognitionReading = RecognitionReading.CLEAN_ONLY
    follow_up: FollowUp | None = None

    def __attrs_post_init__(self) -> None:
        check_kind(self.result, Result, "MutualRecognition.result")
        check_kind(self.equivalence, Equivalence, "MutualRecognition.equivalence")
        check_day(self.on, "MutualRecognition.on")
        check_kind(self.reading, RecognitionReading, "MutualRecognition.reading")
        result, ground = self.result, self.equivalence
        if not ground.is_in_force(self.on):
            zh, en = (
                f"等效有效期为 {ground.effective_on} 至 {ground.expires_on}",
                "the equivalence does not hold that day",
            )
            raise self._refused(zh, en, self.on)
        if not ground.covers(result):
            zh, en = f"等效仅为 {ground}", "the equivalence is of another item or department, and has one direction"
            raise self._refused(zh, en, f"{result.department} {result.item_code}")
        if result.visit.mode is SupervisionMode.CASE:
            zh, en = "互认的是抽查结果，个案检查结果除外", "what is recognised is the result of a drawn inspection"
            raise self._refused(zh, en, result.visit.mode)
        if result.entered_on is None or result.entered_on > self.on:
            raise self._refused("结果尚未录入", "is not entered yet", result.entered_on)
        if self.on > ground.valid_until(result):
            zh, en = f"结果有效至 {ground.valid_until(result)}", f"was valid until {ground.valid_until(result)}"
            raise self._refused(zh, en, self.on)
        self._check_outcome()

    def _check_outcome(self) -> None:
        result, group = self.result, self.result.outcome.group
        if self.follow_up is not None and not (
            group is OutcomeGroup.PROBLEM and self.reading is RecognitionReading.PROBLEM_CLOSED
        ):
            zh, en = "仅在认可已办结问题时附后续监管", "stands only where a closed problem is recognised"
            raise InvalidValueError(field="MutualRecognition.follow_up", rule_zh=zh, rule=en, value=self.follow_up.id)
        if group is OutcomeGroup.CLEAN:
            return
        if group is not OutcomeGroup.PROBLEM or self.reading is RecognitionReading.CLEAN_ONLY:
            raise self._refused(f"按“{self.reading}”不予互认", "is not recognised by this reading", result.outcome)
        if self.follow_up is None or self.follow_up.is_open(self.on) or self.follow_up.opened_on > self.on:
            raise self._refused("问题的后续监管尚未办结", "its problem is still open", result.outcome)
        if not same_result(self.follow_up.result, result):
            zh, en = "后续监管不是该结果的", "the follow-up is of another result"
            link, value = "MutualRecognition.follow_up", self.follow_up.result.id
            raise BrokenChainError(link=link, rule_zh=zh, rule=en, expected=result.id, value=value)

    def _refused(self, rule_zh: str, rule: str, value: object) -> LawError:
        return against(f"MutualRecognition {self.result.id}", rule_zh, rule, value, _CLAUSE)

    @property
    def object_id(self) -> str:
        """The object that need not be visited for the item."""
        return self.result.visit.object_id

    @property
    def item_code(self) -> str:
        """The item for which the result stands in."""
        return self.equivalence.to_item

    @property
    def department(self) -> str:
        """Id of the department that recognises."""
        return self.equivalence.to_department

    @property
    def digest(self) -> str:
        """SHA-256 of the record, 64 hex digits."""
        return record_digest(self)

    def __repr__(self) -> str:
        return f"<结果互认 {self.object_id} {self.item_code}：{self.result.id}>"
