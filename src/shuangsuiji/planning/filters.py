"""Conditions on the columns of a pool, as data that a draw commits (筛选条件)."""

from __future__ import annotations

from enum import Enum

import attrs

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.registry.objects import UNKNOWN
from shuangsuiji.values import check_field, check_kind, texts

__all__ = ["Filter", "Operator", "check_part"]


class Operator(Enum):
    """How a filter compares a column with its values (筛选方式)."""

    IN = "属于"
    NOT_IN = "不属于"
    STARTS_WITH = "开头为"
    AT_LEAST = "不小于"
    AT_MOST = "不大于"


@attrs.frozen(kw_only=True)
class Filter:
    """A condition on one column of a pool, as data: committed with the draw, runnable by a database (筛选条件).

    Attributes:
        field: ``kind``, ``region``, ``tags``, ``holder`` or an attribute of the objects.
        operator: how to compare; AT_LEAST and AT_MOST compare text bytewise, as ISO dates need, and admit
            nothing that is unknown.
        values: one or several for IN, NOT_IN and STARTS_WITH, exactly one for the others. On ``tags``, a value is one
            tag, and an object with any of its tags among the values is IN.

    """

    field: str
    operator: Operator
    values: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        check_kind(self.operator, Operator, f"Filter {self.field}")
        for text in (self.field, *self.values):
            check_part(text, f"Filter {self.field}")
        single = self.operator in (Operator.AT_LEAST, Operator.AT_MOST)
        if not self.values or (single and len(self.values) != 1):
            raise InvalidValueError(
                field=f"Filter {self.field}",
                rule_zh="取值个数不符：须有一个或多个取值，不小于、不大于只能有一个",
                rule="needs a value, and AT_LEAST and AT_MOST exactly one",
                value=self.values,
            )

    def admits(self, label: str) -> bool:
        """Tell whether a label of the column meets the condition."""
        parts = set(label.split(",")) if self.field == "tags" else {label}
        match self.operator:
            case Operator.IN:
                return not parts.isdisjoint(self.values)
            case Operator.NOT_IN:
                return parts.isdisjoint(self.values)
            case Operator.STARTS_WITH:
                return any(part.startswith(self.values) for part in parts)
            case Operator.AT_LEAST:
                return label != UNKNOWN and label >= self.values[0]
            case Operator.AT_MOST:
                return label != UNKNOWN and label <= self.values[0]

    def __str__(self) -> str:
        """The condition as the manifest commits it: the operator, then column and values joined by commas."""
        return f"{self.operator.name} {','.join((self.field, *self.values))}"


def check_part(text: str, field: str) -> None:
    """Check a part of a condition: a field without commas.

    Raises:
        InvalidValueError: anything else.

    """
    check_field(text, field)
    if "," in text:
        raise InvalidValueError(field=field, rule_zh="不得含有逗号", rule="must not contain a comma", value=text)
