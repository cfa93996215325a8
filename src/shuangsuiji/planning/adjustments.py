"""Adjustments of a plan in the course of the year, dated and reasoned: 3.1.8 (动态调整).

Ratio, frequency and inclusion probability are three quantities, and one adjustment changes one of them. It makes a new
version of the plan. What has been committed rests on the version of its day, which no adjustment can reach; and while
a draw of the task is open, committed and not yet drawn, nothing of the task is adjusted at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from shuangsuiji.errors import InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.designs import EVERY_STRATUM, SamplingDesign
from shuangsuiji.planning.plan_terms import PlanQuantity
from shuangsuiji.planning.schedules import Frequency
from shuangsuiji.planning.tasks import Task
from shuangsuiji.values import check_field, check_kind, check_name, ratio, ratio_text
from shuangsuiji.workdays.layers import check_day

__all__ = ["NONE", "Adjustment", "adjusted_task", "current_value"]

NONE = "-"


@attrs.frozen(kw_only=True)
class Adjustment:
    """One change of one quantity of a task, with its day and its reason: 3.1.8 (计划调整).

    Attributes:
        task_id: the task.
        quantity: what is changed.
        before: the value before in its exact text, ``1/20`` or 每年1次; ``-`` where none was set.
        after: the value from now on, in the same form; ``-`` for an inclusion probability that is no longer aimed at.
        on: the day from which it holds.
        reason: why, in words.
        document: reference of the paper that decides it.
        item_code: the item; empty for a frequency, which is the task's.
        stratum: the stratum, ``*`` for all not named; of a ratio or an inclusion probability alone.

    Raises:
        InvalidValueError: a field of the wrong form, or nothing that changes.
        InvalidRatioError: a ratio that is not exact.

    """

    task_id: str
    quantity: PlanQuantity
    before: str
    after: str
    on: date
    reason: str
    document: str
    item_code: str = ""
    stratum: str = EVERY_STRATUM

    def __attrs_post_init__(self) -> None:
        check_field(self.task_id, "Adjustment.task_id")
        check_kind(self.quantity, PlanQuantity, f"{self.task_id}.quantity")
        check_day(self.on, f"{self.task_id}.on")
        for field in ("before", "after", "reason", "document", "stratum"):
            check_field(getattr(self, field), f"{self.task_id}.{field}")
        if self.quantity is not PlanQuantity.FREQUENCY:
            check_name(self.item_code, f"{self.task_id}.item_code")
        elif self.item_code or self.stratum != EVERY_STRATUM:
            zh, en = "频次是任务的，不指明事项和层", "a frequency is the task's, and names no item and no stratum"
            named = self.item_code or self.stratum
            raise InvalidValueError(field=f"{self.task_id}.item_code, stratum", rule_zh=zh, rule=en, value=named)
        if self.after == NONE and self.quantity is not PlanQuantity.INCLUSION_PROBABILITY:
            zh, en = "比例和频次只能改，不能取消", "a ratio or a frequency is changed, and not taken away"
            raise InvalidValueError(field=f"{self.task_id}.after", rule_zh=zh, rule=en, value=self.after)
        if self.old == self.new:
            zh, en = "调整须有变动", "an adjustment changes something"
            raise InvalidValueError(field=f"{self.task_id}.after", rule_zh=zh, rule=en, value=self.after)

    @property
    def old(self) -> str:
        """The value before, in the one text that it has."""
        return self._plain(self.before, "before")

    @property
    def new(self) -> str:
        """The value after, in the one text that it has: 5% is 1/20, 一年两次 is 每年2次."""
        return self._plain(self.after, "after")

    def _plain(self, text: str, field: str) -> str:
        if text == NONE:
            return text
        if self.quantity is PlanQuantity.FREQUENCY:
            return str(Frequency.of(text))
        return ratio_text(ratio(text, f"{self.task_id}.{field}"))

    @property
    def subject(self) -> tuple[str, str, PlanQuantity, str]:
        """What is adjusted: task, item, quantity and stratum."""
        return self.task_id, self.item_code, self.quantity, self.stratum

    def __str__(self) -> str:
        where = " ".join(part for part in (self.task_id, self.item_code, self.stratum) if part not in ("", "*"))
        return f"{self.on} {where} {self.quantity} {self.before} → {self.after}（{self.document}：{self.reason}）"


def current_value(task: Task, adjustment: Adjustment) -> str:
    """Return the value that a task has of what an adjustment is about, in its exact text (现值).

    Raises:
        UnknownNameError: the task has no such item.

    """
    if adjustment.quantity is PlanQuantity.FREQUENCY:
        return str(task.frequency)
    design = task.design_of(adjustment.item_code)
    ratios = design.ratios if adjustment.quantity is PlanQuantity.RATIO else design.inclusion_targets
    found = ratios.get(adjustment.stratum)
    return NONE if found is None else ratio_text(found)


def adjusted_task(task: Task, adjustment: Adjustment, open_tasks: Iterable[str]) -> Task:
    """Return the task as an adjustment makes it (调整后的任务).

    Raises:
        LawError: a draw of the task is open: 3.1.8.
        InvalidValueError: the value before is not the task's.
        UnknownNameError: the task has no such item.

    """
    if task.id in frozenset(open_tasks):
        raise LawError(
            field=f"{task.id}",
            rule_zh="该任务已锁定尚未抽取，不得调整；待抽取或公告失败后再调",
            rule="a draw of the task is committed and not drawn yet; it is adjusted after that, or once it has failed",
            value=str(adjustment),
            clause=LIYANG_2020.ref("3.1.8"),
        )
    found = current_value(task, adjustment)
    if found != adjustment.old:
        zh, en = f"调整前的数值与计划不符，现为 {found}", f"is not the value of the plan, which is {found}"
        raise InvalidValueError(field=f"{task.id}.before", rule_zh=zh, rule=en, value=adjustment.before)
    if adjustment.quantity is PlanQuantity.FREQUENCY:
        return attrs.evolve(task, frequency=Frequency.of(adjustment.after))
    designs = tuple(
        _adjusted_design(one, adjustment) if one.item_code == adjustment.item_code else one for one in task.designs
    )
    return attrs.evolve(task, designs=designs)


def _adjusted_design(design: SamplingDesign, adjustment: Adjustment) -> SamplingDesign:
    if adjustment.quantity is PlanQuantity.RATIO:
        return attrs.evolve(design, ratios={**design.ratios, adjustment.stratum: adjustment.after})
    targets: dict[str, object] = {**design.inclusion_targets, adjustment.stratum: adjustment.after}
    if adjustment.after == NONE:
        del targets[adjustment.stratum]
    return attrs.evolve(design, inclusion_targets=targets)
