"""Column names of item lists, as they really have them (清单表头)."""

from __future__ import annotations

from shuangsuiji.tables.column_names import ColumnNames

__all__ = ["DEPARTMENT_WORDS", "ITEM_FIELDS", "ITEM_NAMES"]

_FEWEST = 2  # a title such as 抽查事项 alone is no header
DEPARTMENT_WORDS = ("body", "initiator", "participants")

# 抽查项目 is the matter where a list has no 抽查事项, else the category: the first field with a free column takes it.
_VARIANTS: dict[str, tuple[str, ...]] = {
    "code": ("事项编码", "抽查事项编码", "检查事项编码", "事项代码", "事项编号", "项目编码"),
    "catalogue_code": ("监管事项编码", "监管事项目录编码", "互联网+监管事项编码", "监管目录编码"),
    "number": ("序号", "编号"),
    "name": (
        "抽查事项", "抽查事项名称", "随机抽查事项", "随机抽查事项名称", "联合抽查事项", "检查事项", "检查事项名称",
        "事项名称", "监管事项", "事项", "抽查项目", "抽查项目名称", "检查项目", "项目名称",
    ),
    "category": ("抽查类别", "抽查领域", "抽查大类", "检查类别", "监管领域", "联合抽查领域", "抽查项目", "类别"),
    "content": ("检查内容", "抽查内容", "抽查事项内容", "监管内容", "内容"),
    "object": ("检查对象", "抽查对象", "监管对象", "检查对象范围", "抽查对象范围"),
    "kind": ("事项类别", "检查事项类别", "抽查事项类别", "事项类型", "事项分类", "重点/一般", "一般/重点"),
    "methods": ("检查方式", "抽查方式", "检查方法", "抽查方法", "监管方式", "方式"),
    "body": ("检查主体", "实施主体", "抽查主体", "执法主体", "监管主体", "实施部门", "检查部门", "实施单位"),
    "initiator": ("发起部门", "牵头部门", "发起单位", "牵头单位", "检查部门发起", "检查部门牵头", "发起", "牵头"),
    "participants": (
        "配合部门", "参与部门", "协同部门", "联合部门", "协助部门", "配合单位", "参与单位", "检查部门配合",
        "检查部门参与", "配合", "参与",
    ),
    "bases": ("检查依据", "抽查依据", "法律依据", "法律法规依据", "监管依据", "执法依据", "设定依据", "依据"),
    "ratio_cap": ("抽查比例上限", "比例上限", "年度抽查比例上限", "上限"),
    "ratio": ("抽查比例", "检查比例", "抽查比例及频次", "抽查比例和频次", "抽查比例、频次", "比例及频次", "比例"),
    "frequency": ("抽查频次", "检查频次", "频次", "抽查频率", "频率"),
    "department": ("编制单位名称", "编制单位", "编制部门", "所属部门", "主管部门", "部门名称", "部门"),
    "power_list_entry": ("权责清单事项", "权力清单事项", "权力事项", "权责事项"),
    "remark": ("备注",),
}  # fmt: skip
ITEM_FIELDS = frozenset(_VARIANTS)
ITEM_NAMES = ColumnNames(variants=_VARIANTS, makes_header=lambda found: "name" in found and len(found) >= _FEWEST)
