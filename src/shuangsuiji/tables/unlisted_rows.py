"""Rows that list nothing: empty ones, totals, notes (非数据行)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuangsuiji.tables.cells import cell_text

__all__ = ["EMPTY", "remark_in"]

EMPTY = "空行"
_TOTAL = re.compile(r"(?:本页|本表)?(?:合计|总计|小计|共计|总数)(?:[(（].*?[)）])?[:：]?共?[0-9,，]*[户家个条行项]?")
_REMARK = re.compile(r"(?:填表说明|填报说明|说明|备注|注[0-9]*|填表人|制表人|制表|填报单位|审核人|日期)(?:[:：].*)?")
_REASONS = ((_TOTAL, "合计行"), (_REMARK, "说明行"))


def remark_in(cells: Sequence[object]) -> str | None:
    """Return what a row seems to be that lists nothing, by its first filled cell, else None (非数据行)."""
    filled = next((text for text in map(cell_text, cells) if text.strip()), None)
    if filled is None:
        return EMPTY
    first = "".join(filled.split())
    return next((reason for pattern, reason in _REASONS if pattern.fullmatch(first)), None)
