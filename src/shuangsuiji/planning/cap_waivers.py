"""A filed decision to let a targeted inspection go beyond a cap: 3.4.4 «根据实际情况确定抽查比例» (上限放宽).

The text lets a targeted inspection have a ratio of its own and is silent on the cap of a GENERAL item. The cap holds
there too, unless it is lifted by a paper that gives its reason; and then the manifest says so before the draw, in the
place of the cap: no line ``cap.F`` stands where none was kept.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.planning.plan_terms import SupervisionMode
from shuangsuiji.planning.tasks import Task
from shuangsuiji.values import Finding, Severity, check_field, check_kind, check_name, texts
from shuangsuiji.workdays.layers import check_day

__all__ = ["CapWaiver"]


@attrs.frozen(kw_only=True)
class CapWaiver:
    """That caps do not hold for one targeted inspection, as filed: 3.4.4 (上限放宽).

    Attributes:
        task_id: the task.
        filed_by: id of the department that answers for it.
        filed_on: the day.
        document: reference of the paper.
        reason: why, in words.
        item_codes: the GENERAL items whose ratio cap is lifted; empty for none.
        visit_cap: whether the cap of visits to one holder is lifted, so that nobody is left out for it.

    Raises:
        InvalidValueError: a field of the wrong form, or a waiver that lifts nothing.
        DuplicateError: an item twice.

    """

    task_id: str
    filed_by: str
    filed_on: date
    document: str
    reason: str
    item_codes: tuple[str, ...] = attrs.field(default=(), converter=texts)
    visit_cap: bool = False

    def __attrs_post_init__(self) -> None:
        check_name(self.filed_by, "CapWaiver.filed_by")
        check_day(self.filed_on, "CapWaiver.filed_on")
        for field in ("task_id", "document", "reason"):
            check_field(getattr(self, field), f"CapWaiver.{field}")
        check_kind(self.visit_cap, bool, "CapWaiver.visit_cap")
        for number, code in enumerate(self.item_codes):
            check_name(code, "CapWaiver.item_codes")
            if code in self.item_codes[:number]:
                raise DuplicateError(field="CapWaiver.item_codes", value=code)
        if not self.item_codes and not self.visit_cap:
            zh, en = "须写明放宽哪些上限", "says which caps it lifts"
            raise InvalidValueError(field="CapWaiver.item_codes", rule_zh=zh, rule=en, value=())

    def check_drawable(self, task: Task, on: date) -> None:
        """Check that it lifts caps of this task, a targeted one, and was filed by the day of the commitment.

        Raises:
            LawError: a task of another mode, or a waiver that is filed later.
            InvalidValueError: a waiver for another task.
            UnknownNameError: an item that is not the task's.

        """
        if self.task_id != task.id:
            zh, en = "放宽的不是该任务", "is for another task"
            raise InvalidValueError(field="CapWaiver.task_id", rule_zh=zh, rule=en, value=self.task_id)
        if task.mode is not SupervisionMode.TARGETED:
            self._refuse("只有专项抽查可以放宽上限", "a cap is lifted for a targeted inspection alone", task.mode)
        if on < self.filed_on:
            self._refuse("放宽须在锁定之前备案", "is filed before the commitment", self.filed_on)
        for code in self.item_codes:
            task.design_of(code)

    def _refuse(self, rule_zh: str, rule: str, value: object) -> None:
        clause = LIYANG_2020.ref("3.4.4")
        raise LawError(field=f"CapWaiver {self.task_id}", rule_zh=rule_zh, rule=rule, value=value, clause=clause)

    def findings(self) -> tuple[Finding, ...]:
        """Return the warning that a commitment under it carries (放宽提示)."""
        lifted = [f"{code} 的比例上限" for code in self.item_codes] + ["年度检查频次上限"] * self.visit_cap
        shown = ", ".join([f"the ratio cap of {code}" for code in self.item_codes] + ["the visit cap"] * self.visit_cap)
        return (
            Finding(
                severity=Severity.WARNING,
                code="draw.cap_waiver",
                where=self.task_id,
                zh=f"已放宽{'、'.join(lifted)}：{self.filed_by} {self.filed_on} {self.document}：{self.reason}",
                en=f"lifted: {shown}, as filed by {self.filed_by} on {self.filed_on}, {self.document}: {self.reason}",
                clause=LIYANG_2020.ref("3.4.4"),
            ),
        )

    def manifest_line(self) -> str:
        """Return what the manifest says of who lifted the caps, when, by which paper and why (清单行)."""
        return f"{self.filed_by} {self.filed_on} {self.document}：{self.reason}"
