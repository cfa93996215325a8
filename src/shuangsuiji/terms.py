"""Closed vocabularies whose values are the Chinese legal words (术语)."""

from __future__ import annotations

from enum import Enum
from typing import Self

from shuangsuiji.errors import UnknownNameError

__all__ = [
    "AbsenceReason",
    "BasisRank",
    "CapScope",
    "CertificateKind",
    "DayKind",
    "DeadlineStatus",
    "ExclusionReason",
    "ExpertKind",
    "InspectionMethod",
    "InspectorKind",
    "InspectorStatus",
    "ItemKind",
    "ItemListKind",
    "ItemOrigin",
    "KeyGround",
    "Level",
    "ObjectKind",
    "RecusalDeclarer",
    "RecusalReason",
    "ReplacementReason",
    "TeamForm",
    "Term",
]


class Term(Enum):
    """A word of the law with an English name (术语)."""

    def __str__(self) -> str:
        return str(self.value)

    @classmethod
    def of(cls, text: str) -> Self:
        """Return the term whose Chinese value or English name is ``text``.

        Raises:
            UnknownNameError: nothing of that name; the message lists what there is.

        """
        for term in cls:
            if text in (term.value, term.name):
                return term
        known = "、".join(f"{term.value}（{term.name}）" for term in cls)
        raise UnknownNameError(field=cls.__name__, value=text, known=known)


class ItemKind(Term):
    """Kind of an inspection item, exactly two: 二（二） (事项类别)."""

    KEY = "重点检查事项"
    GENERAL = "一般检查事项"


class KeyGround(Term):
    """Why an item is a KEY item: 二（二） «涉及安全、质量、公共利益等领域» (重点事项理由)."""

    SAFETY = "安全"
    QUALITY = "质量"
    PUBLIC_INTEREST = "公共利益"
    OTHER = "其他"


class BasisRank(Term):
    """Rank of a legal basis: 二（二） «法律、法规和规章» (依据效力层级)."""

    LAW = "法律"
    REGULATION = "法规"
    RULE = "规章"
    NORMATIVE_DOCUMENT = "规范性文件"

    @property
    def suffices(self) -> bool:
        """Whether an item that a department sets up itself may rest on this rank alone."""
        return self is not BasisRank.NORMATIVE_DOCUMENT


class ItemOrigin(Term):
    """Where an item comes from: a superior's list, or set up by the department itself: 二（二） (事项来源)."""

    SUPERIOR = "上级清单"
    SELF_ESTABLISHED = "自行建立"


class ItemListKind(Term):
    """Kind of an item list: 二（二） «本部门随机抽查事项清单和部门联合抽查事项» (清单类别)."""

    DEPARTMENT = "部门随机抽查事项清单"
    JOINT = "部门联合抽查事项清单"


class InspectionMethod(Term):
    """How an inspection is carried out: 三（二） (检查方式)."""

    ON_SITE = "实地核查"
    DOCUMENT = "书面检查"
    ONLINE = "网络监测"
    COMMISSIONED = "委托专业机构检查"
    ADOPTED_CONCLUSION = "采用鉴定结论"


class ObjectKind(Term):
    """Kind of an inspection object: 二（三） «企业、个体工商户等市场主体»，«产品、项目、行为等» (检查对象类别)."""

    ENTERPRISE = "企业"
    INDIVIDUAL_BUSINESS = "个体工商户"
    OTHER_ENTITY = "其他市场主体"
    PRODUCT = "产品"
    PROJECT = "项目"
    BEHAVIOUR = "行为"

    @property
    def is_entity(self) -> bool:
        """Whether the object is itself a market entity (市场主体) and needs no holder."""
        return self in _ENTITIES


_ENTITIES = (ObjectKind.ENTERPRISE, ObjectKind.INDIVIDUAL_BUSINESS, ObjectKind.OTHER_ENTITY)


class Level(Term):
    """Level of an authority, from the highest to the lowest (层级)."""

    NATION = "国家"
    PROVINCE = "省"
    PREFECTURE = "设区市"
    COUNTY = "县"
    TOWN = "镇"
    PARK = "园区"


class CapScope(Term):
    """What the cap of a GENERAL item binds; 二（二） leaves it open, STRATUM is the stricter reading (上限口径)."""

    STRATUM = "每层"
    ITEM = "事项整体"


class ExclusionReason(Term):
    """Why an object of the pool is left out of a frame: 2.1.9 «全程留痕» (排除原因)."""

    BY_HAND = "手工排除"
    COOL_OFF = "冷却期"
    MUTUAL_RECOGNITION = "结果互认"
    ALREADY_INSPECTED = "本年已检查"
    DEREGISTERED = "注销"
    CLOSED = "停业"
    VISIT_CAP = "已达年度检查频次上限"


class ReplacementReason(Term):
    """Why a drawn object is replaced in a supplementary round: SSJ-1 §4.5 (替换原因)."""

    DEREGISTERED = "注销"
    NOT_FOUND = "查无下落"
    CLOSED = "停业"
    RECUSAL = "回避"
    INSPECTED_BY_OTHERS = "已被其他部门检查"


class InspectorKind(Term):
    """Kind of an inspector, exactly two: 二（三） «行政执法类公务员、具有行政执法资格的工作人员» (人员类别)."""

    CIVIL_SERVANT = "行政执法类公务员"
    QUALIFIED_STAFF = "具有行政执法资格的工作人员"


class CertificateKind(Term):
    """Kind of the certificate that an inspector shows at the door; 二（三） names none (证件类型)."""

    ADMINISTRATIVE = "行政执法证"
    TRADE = "行业执法证"
    TAX = "税务检查证"
    OTHER = "其他执法证件"


class InspectorStatus(Term):
    """Whether an inspector serves: 二（三） «实施动态管理» (人员状态)."""

    ACTIVE = "在岗"
    SECONDED = "借调"
    SUSPENDED = "暂停执法"
    TRANSFERRED = "调离"
    RETIRED = "退休"


class AbsenceReason(Term):
    """Why somebody certified is left out of a draw: 二（三） «应包括所有» (缺席原因).

    The words are published beside the id of the person, so that they say no more than they must.
    """

    LEAVE = "休假"
    TRAINING = "培训"
    SECONDED = "借调"
    SUSPENDED = "暂停执法"
    TRANSFERRED = "调离"
    RETIRED = "退休"
    CERTIFICATE_LAPSED = "执法证件不在有效期"
    QUALIFICATION_LAPSED = "执法资质不在有效期"
    TRAINING_LAPSED = "执法培训不在有效期"
    NO_CAPACITY = "检查数量已达上限"
    OUTSIDE_REGIONS = "执法区域不在任务范围"
    NO_ENFORCEMENT_POST = "不在执法岗位"
    OTHER = "其他"


class ExpertKind(Term):
    """Kind of an expert: 二（三） «检测机构、科研院所和专家学者等» (专家类别)."""

    TESTING_BODY = "检测机构"
    RESEARCH_INSTITUTE = "科研院所"
    SCHOLAR = "专家学者"


class RecusalReason(Term):
    """Why an inspector must not visit an object; the law asks for impartiality and lists no reasons (回避原因)."""

    KINSHIP = "亲属关系"
    FORMER_EMPLOYMENT = "曾经任职"
    SHAREHOLDING = "持股或投资"
    OWN_REQUEST = "本人申请"
    PARTY_REQUEST = "当事人申请"
    LAST_INSPECTED = "上次检查同一对象"
    COOL_OFF = "冷却期"


class RecusalDeclarer(Term):
    """Who declared a recusal (回避提出人)."""

    INSPECTOR = "检查人员本人"
    PARTY = "当事人"
    DEPARTMENT = "所在部门"


class TeamForm(Term):
    """How the tags that a team needs are spread over its seats; matching.md §1 (组队形式)."""

    SPLIT = "分席"
    LEAD = "主办带队"
    EXPLICIT = "逐席列明"


class DayKind(Term):
    """What a day is in a working calendar (日类)."""

    WORKDAY = "平日"
    WEEKEND = "周末"
    HOLIDAY = "放假"
    MAKE_UP = "调休上班"
    LOCAL_HOLIDAY = "地方放假"
    LOCAL_WORKDAY = "地方上班"
    SUSPENDED = "扣除"


class DeadlineStatus(Term):
    """How something stands with its term on a day: 三（三） (期限状态)."""

    ON_TIME = "按期"
    LATE = "逾期完成"
    PENDING = "未到期"
    DUE = "当日到期"
    OVERDUE = "已逾期"
    SUSPENDED = "中止"
    UNDETERMINED = "待定"
