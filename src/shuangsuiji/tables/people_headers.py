"""Column names of lists of inspectors, experts and recusals, as they really have them (人员表头)."""

from __future__ import annotations

from shuangsuiji.tables.column_names import ColumnNames

__all__ = ["EXPERT_NAMES", "INSPECTOR_NAMES", "RECUSAL_NAMES"]

_FEWEST = 2  # a title such as 执法人员 alone is no header
_NUMBER = ("人员编号", "人员编码", "检查人员编号", "执法人员编号", "工号", "执法编号")
_CERTIFICATE = (
    "执法证号", "执法证号码", "执法证编号", "行政执法证号", "行政执法证编号", "行政执法证件号", "执法证件号",
    "执法证件号码", "执法证件编号", "证件编号", "证件号码", "证件号", "证号",
)  # fmt: skip
_DEPARTMENT = (
    "所属部门", "所在部门", "执法部门", "聘任部门", "部门", "部门名称", "所属单位", "所在单位", "执法单位", "执法主体",
    "工作单位", "单位", "单位名称",
)  # fmt: skip
_REGIONS = ("执法区域", "检查区域", "区域", "负责区域", "执法辖区", "辖区", "片区", "所属区域", "行政区划", "服务区域")
_SPECIALTIES = ("业务专长", "专长", "业务领域", "专业领域", "专业特长", "擅长领域", "专业")
_CAPACITY = (
    "年度检查上限", "年度上限", "检查上限", "检查户数上限", "检查企业数量", "检查数量上限", "年度任务上限", "上限",
)  # fmt: skip

INSPECTOR_NAMES = ColumnNames(
    variants={
        "id": (*_NUMBER, "id"),
        "certificate": _CERTIFICATE,
        "certificate_kind": ("证件类型", "执法证类型", "执法证件类型", "证件类别", "证件种类", "证件名称"),
        "valid_from": ("发证日期", "有效期起", "有效期自", "证件有效期起", "起始日期"),
        "valid_until": (
            "有效期至", "有效期止", "有效期限", "有效期", "证件有效期至", "证件有效期", "执法证有效期至",
            "执法证有效期", "到期日期", "失效日期", "截止日期",
        ),
        "name": (
            "姓名", "执法姓名", "执法人员姓名", "检查人员姓名", "人员姓名", "执法人员", "检查人员", "执法检查人员",
        ),
        "kind": ("人员类别", "人员类型", "执法类别", "人员性质", "编制类型", "编制性质", "人员身份", "身份"),
        "department": _DEPARTMENT,
        "regions": _REGIONS,
        "qualifications": ("执法资质", "资质", "岗位资格资质", "岗位资格", "专业资质", "执法资格", "资格", "资格资质"),
        "specialties": _SPECIALTIES,
        "capacity": _CAPACITY,
        "leaves": ("休假", "休假时间", "休假起止", "请假", "请假时间", "休假期间"),
        "trained_on": ("培训日期", "培训时间", "最近培训日期", "最近一次培训"),
        "training": ("培训内容", "培训名称", "培训项目", "培训"),
        "status": ("状态", "人员状态", "在岗状态", "在职状态", "在岗情况"),
        "expert": ("专家标志", "是否专家", "专家"),
    },
    makes_header=lambda found: bool({"certificate", "id"} & found.keys()) and len(found) >= _FEWEST,
)  # fmt: skip

EXPERT_NAMES = ColumnNames(
    variants={
        "id": ("专家编号", "专家编码", "专家代码", "编号", *_NUMBER, "id"),
        "name": ("姓名", "专家姓名", "名称", "专家名称", "专家"),
        "kind": ("专家类别", "专家类型", "类别", "类型", "人员类别"),
        "organisation": ("所属机构", "机构名称", "所在机构", "工作单位", "所在单位", "单位", "单位名称"),
        "department": _DEPARTMENT,
        "regions": _REGIONS,
        "specialties": _SPECIALTIES,
        "capacity": _CAPACITY,
        "appointed_until": ("聘期至", "聘任期至", "聘期", "聘期止", "有效期至", "有效期", "到期日期"),
    },
    makes_header=lambda found: "id" in found and len(found) >= _FEWEST,
)

RECUSAL_NAMES = ColumnNames(
    variants={
        "object": (
            "统一社会信用代码", "检查对象代码", "检查对象编码", "检查对象编号", "对象代码", "主体代码",
            "检查对象", "对象",
        ),
        "inspector": (*_NUMBER, *_CERTIFICATE, "检查人员", "执法检查人员", "执法人员", "回避人员", "人员", "专家编号"),
        "reason": ("回避原因", "回避事由", "回避理由", "原因", "事由", "理由"),
        "evidence": ("证明材料", "回避依据", "依据", "材料编号", "文件编号", "文号"),
        "declared_by": ("提出人", "申报人", "申请人", "申报主体", "提出方"),
        "declared_on": ("提出日期", "申报日期", "申请日期", "登记日期", "日期"),
        "expires_on": ("有效期至", "截止日期", "到期日期", "回避期至"),
    },
    makes_header=lambda found: {"object", "inspector"} <= found.keys(),
)  # fmt: skip
