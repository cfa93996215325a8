"""Column names of lists of inspection objects, as they really have them (名单表头)."""

from __future__ import annotations

from shuangsuiji.tables.column_names import ColumnNames

__all__ = ["ATTRIBUTES", "FIELDS", "OBJECT_NAMES", "REJECTION_COLUMN"]

REJECTION_COLUMN = "错误原因"

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
FIELDS = frozenset(_VARIANTS)
OBJECT_NAMES = ColumnNames(variants=_VARIANTS, makes_header=lambda found: "id" in found or "registration" in found)
