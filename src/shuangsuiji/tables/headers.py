"""Column names as lists really have them, and what they mean (表头)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from unicodedata import normalize

__all__ = ["ATTRIBUTES", "FIELDS", "HEADER_ROWS", "REJECTION_COLUMN", "field_of", "header_row", "map_header"]

REJECTION_COLUMN = "错误原因"
HEADER_ROWS = 10
_NOTE = re.compile(r"[(\[【].*?[)\]】]")
_DROPPED = re.compile(r"[\s*:_\-]")

_VARIANTS: dict[str, tuple[str, ...]] = {
    "id": (
        "统一社会信用代码", "社会信用代码", "统一信用代码", "信用代码", "统一代码", "统一社会信用代码/注册号",
        "统一社会信用代码或注册号", "检查对象代码", "检查对象编码", "检查对象编号", "对象代码", "主体代码",
        "uscc", "id",
    ),
    "registration": ("注册号", "工商注册号", "营业执照注册号", "营业执照号", "原注册号"),
    "name": (
        "企业名称", "单位名称", "市场主体名称", "主体名称", "检查对象名称", "检查对象", "对象名称", "机构名称",
        "字号名称", "名称", "name",
    ),
    "kind": ("检查对象类别", "对象类别", "检查对象类型", "对象类型", "主体类别", "市场主体类别", "kind"),
    "type": ("企业类型", "市场主体类型", "主体类型", "单位类型", "经济类型"),
    "region": (
        "行政区划代码", "行政区划", "区划代码", "区域", "所属区域", "所在区域", "属地", "所属辖区", "辖区", "所在区县",
        "所属区县", "区县", "所属乡镇", "所在乡镇", "乡镇街道", "乡镇", "街道", "region",
    ),
    "holder": ("所属市场主体", "所属主体代码", "所属企业代码", "所属单位代码", "holder"),
    "tags": ("标签", "标注", "分类标注", "分类标签", "tags"),
    "approved_by": ("审批部门", "许可部门", "approvedby"),
    "supervised_by": ("主管部门", "行业主管部门", "监管部门", "supervisedby"),
    "行业": ("行业", "行业类型", "行业门类", "所属行业", "行业类别", "行业代码", "国民经济行业"),
    "风险等级": ("风险等级", "信用风险等级", "信用风险分类", "企业信用风险分类", "风险分类", "风险类别"),
    "信用等级": ("信用等级", "信用评价等级", "信用评级", "信用评价结果"),
}  # fmt: skip
ATTRIBUTES = ("行业", "风险等级", "信用等级")
_FIELD = {variant: (field, rank) for field, variants in _VARIANTS.items() for rank, variant in enumerate(variants)}
FIELDS = frozenset(_VARIANTS)


def field_of(header: str) -> str | None:
    """Return the field that a column name stands for: notes in brackets, blanks and asterisks do not count."""
    found = _ranked_field(header)
    return found[0] if found else None


def _ranked_field(header: str) -> tuple[str, int] | None:
    """Return the field that a column name stands for, and how plainly: 0 is the plainest of its names."""
    text = normalize("NFKC", header).lower()
    for candidate in (text, _NOTE.sub("", text)):
        found = _FIELD.get(_DROPPED.sub("", candidate))
        if found:
            return found
    return None


def map_header(header: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """Return the position of each field; of several columns for one field the plainest name counts, then the first.

    Args:
        header: the names of the columns.
        given: field by column name, which comes before what the names say.

    """
    best: dict[str, tuple[int, int]] = {}
    for position, name in enumerate(header):
        found = (given[name.strip()], -1) if name.strip() in given else _ranked_field(name)
        if found:
            field, rank = found
            best[field] = min(best.get(field, (rank, position)), (rank, position))
    return {field: position for field, (_, position) in best.items()}


def header_row(rows: Sequence[Sequence[str]], given: Mapping[str, str]) -> int | None:
    """Return which of the first ten rows is the header: the first that names an id column; None where none does."""
    for number, row in enumerate(rows[:HEADER_ROWS]):
        positions = map_header([str(cell) for cell in row], given)
        if "id" in positions or "registration" in positions:
            return number
    return None
