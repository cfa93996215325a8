"""What a basis needs that no other record says: who left an object out, how a lost seed is read (依据要素)."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date
from typing import TypeVar

import attrs

from shuangsuiji.terms import Term
from shuangsuiji.values import check_field, check_name
from shuangsuiji.workdays.layers import check_day

__all__ = ["ExclusionRecord", "FailedReading", "field_text", "grouped"]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_FULL_WIDTH = {ord("="): 0xFF1D, ord("|"): 0xFF5C}


class FailedReading(Term):
    """What a commitment whose seed never came says of those in its frame, UNKNOWN being the strict reading (失败口径).

    To withhold a code is the one way to throw away a draw that one dislikes, and whoever withholds it may know it.
    """

    UNKNOWN = "结果不明"
    NOBODY_DRAWN = "未产生抽取结果"


@attrs.frozen(kw_only=True)
class ExclusionRecord:
    """Who left an object out of a frame, and on what ground: 2.1.9 (排除记录).

    Attributes:
        object_id: the object.
        commit: COMMIT of the draw, 64 hex digits.
        department: id of the department that decided it.
        on: the day.
        document: the paper that gives the ground.
        decided_by: id of the officer or unit that proposed or decided it; empty where it is not known.

    """

    object_id: str
    commit: str
    department: str
    on: date
    document: str
    decided_by: str = ""

    def __attrs_post_init__(self) -> None:
        for field in ("object_id", "commit", "document"):
            check_field(getattr(self, field), f"ExclusionRecord.{field}")
        check_name(self.department, f"{self.object_id}.department")
        check_day(self.on, f"{self.object_id}.on")
        if self.decided_by:
            check_field(self.decided_by, f"{self.object_id}.decided_by")


def field_text(text: str) -> str:
    """Return words as a field: what SSJ-1 keeps for itself is written in full width (字段文本)."""
    return " ".join(text.translate(_FULL_WIDTH).split())


def grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    """Return the values by their key, in the order given (归组)."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}
