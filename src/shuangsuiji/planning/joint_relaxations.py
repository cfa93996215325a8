"""A filed decision to draw a joint inspection without its procedure at hand: A4.3.1 (联合抽查放宽).

Another city decides in another way, or the papers lie in a system that this library does not read. Such a draw is
possible, and never in silence: who decided so, when, why and by which paper stands in the manifest.
"""

from __future__ import annotations

from datetime import date

import attrs

from shuangsuiji.errors import LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import check_field, check_name
from shuangsuiji.workdays.layers import check_day

__all__ = ["JointRelaxation"]


@attrs.frozen(kw_only=True)
class JointRelaxation:
    """That a joint plan is drawn without its procedure being shown, as filed (联合抽查放宽).

    Attributes:
        plan_id: the joint plan.
        filed_by: id of the department that answers for it.
        filed_on: the day.
        document: reference of the paper.
        reason: why, in words.

    Raises:
        InvalidValueError: a field of the wrong form.

    """

    plan_id: str
    filed_by: str
    filed_on: date
    document: str
    reason: str

    def __attrs_post_init__(self) -> None:
        check_name(self.filed_by, "JointRelaxation.filed_by")
        check_day(self.filed_on, "JointRelaxation.filed_on")
        for field in ("plan_id", "document", "reason"):
            check_field(getattr(self, field), f"JointRelaxation.{field}")

    def check_drawable(self, on: date) -> None:
        """Check that it was filed by the day of the commitment.

        Raises:
            LawError: it was not.

        """
        if on < self.filed_on:
            zh, en = "放宽须在锁定之前备案", "is filed before the commitment"
            raise LawError(
                field=f"JointRelaxation {self.plan_id}",
                rule_zh=zh,
                rule=en,
                value=self.filed_on,
                clause=LIYANG_2020.ref("A4.3.1"),
            )

    def manifest_lines(self) -> dict[str, str]:
        """Return the line of a manifest that says so (清单行)."""
        return {"rules.joint.relaxed": f"no procedure {self.filed_by} {self.filed_on} {self.document}：{self.reason}"}
