"""Risk grade, credit grade and dishonesty: three separate columns by which objects are told apart: 3.1.7 (分类分级)."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from shuangsuiji.errors import DuplicateError, InvalidValueError
from shuangsuiji.planning.plan_terms import CreditGrade, DishonestyMark, GradingKind, RiskGrade
from shuangsuiji.values import check_field, check_kind, texts

__all__ = ["CREDIT", "DISHONESTY", "RISK", "Grading", "check_gradings"]


@attrs.frozen(kw_only=True)
class Grading:
    """One column of a pool that grades its objects, and what its labels mean: 3.1.7 (分级).

    Attributes:
        kind: risk, credit or dishonesty.
        column: name of the column.
        order: the labels from the best to the worst; a label that is not among them is of unknown grade.

    Raises:
        InvalidValueError: a field of the wrong form, or fewer than two grades.
        DuplicateError: a label twice.

    """

    kind: GradingKind
    column: str
    order: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        check_kind(self.kind, GradingKind, "Grading.kind")
        check_field(self.column, "Grading.column")
        for label in self.order:
            check_field(label, f"{self.column}.order")
            if self.order.count(label) > 1:
                raise DuplicateError(field=f"{self.column}.order", value=label)
        if len(self.order) < 2:  # noqa: PLR2004 - one grade grades nothing
            zh, en = "至少两个等级", "needs two grades at least"
            raise InvalidValueError(field=f"{self.column}.order", rule_zh=zh, rule=en, value=self.order)

    def place(self, label: str) -> int | None:
        """Return how bad a label is, from 0 for the best; None for one that is not a grade."""
        return self.order.index(label) if label in self.order else None


RISK = Grading(kind=GradingKind.RISK, column="风险等级", order=[one.name for one in RiskGrade])
CREDIT = Grading(kind=GradingKind.CREDIT, column="信用等级", order=[one.name for one in CreditGrade])
DISHONESTY = Grading(kind=GradingKind.DISHONESTY, column="失信状况", order=[str(one) for one in DishonestyMark])


def check_gradings(gradings: Sequence[Grading]) -> None:
    """Check that the gradings are kept apart: each kind once, each in a column of its own (分级核对).

    Raises:
        DuplicateError: a kind or a column twice.

    """
    for field, values in (
        ("kind", [str(one.kind) for one in gradings]),
        ("column", [one.column for one in gradings]),
    ):
        twice = next((value for value in values if values.count(value) > 1), None)
        if twice is not None:
            raise DuplicateError(field=f"gradings.{field}", value=twice)
