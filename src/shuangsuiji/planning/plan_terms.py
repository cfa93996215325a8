"""Words of the annual plan: its level, its three quantities, how an inspection comes about, gradings (计划术语)."""

from __future__ import annotations

from shuangsuiji.law import InspectionType
from shuangsuiji.terms import Term

__all__ = [
    "CreditGrade",
    "DishonestyMark",
    "GradingKind",
    "PlanLevel",
    "PlanQuantity",
    "RiskGrade",
    "SupervisionMode",
]


class PlanLevel(Term):
    """Whose plan it is: 三（一） «市政府统筹制定本市年度抽查工作计划», «相关部门应于每年年初制定» (计划层级)."""

    CITY = "市级统筹计划"
    DEPARTMENT = "部门计划"


class PlanQuantity(Term):
    """What a plan determines and adjusts, three different things: 3.1.8 (计划量)."""

    RATIO = "抽查比例"
    FREQUENCY = "抽查频次"
    INCLUSION_PROBABILITY = "被抽查概率"


class SupervisionMode(Term):
    """By which way an inspection comes about: 1.2, 三（四） (监管方式).

    A plan draws for all but CASE: a lead is followed at once, and never by lot (3.4.1).
    """

    RANDOM = "双随机抽查"
    KEY_FULL = "重点监管"
    CASE = "个案处理"
    TARGETED = "专项抽查"

    @property
    def inspection_type(self) -> InspectionType:
        """The type under which the texts of 2025 count it."""
        return _TYPES[self]


_TYPES = {
    SupervisionMode.RANDOM: InspectionType.ROUTINE,
    SupervisionMode.KEY_FULL: InspectionType.ROUTINE,
    SupervisionMode.CASE: InspectionType.CASE,
    SupervisionMode.TARGETED: InspectionType.TARGETED,
}


class GradingKind(Term):
    """By what objects are told apart, three separate things: 3.1.7 (分类依据)."""

    RISK = "风险等级"
    CREDIT = "信用评价结果"
    DISHONESTY = "失信状况"


class RiskGrade(Term):
    """Grade of risk, of four, named by letters; the classes are those of 国市监信发〔2022〕6号 (企业信用风险分类).

    It allots work within the authorities and is no public rating of a firm.
    """

    A = "低风险"
    B = "一般风险"
    C = "较高风险"
    D = "高风险"


class CreditGrade(Term):
    """Grade of a credit evaluation; fields have scales of their own, this one of four is the default (信用评价等级)."""

    A = "信用优秀"
    B = "信用良好"
    C = "信用一般"
    D = "信用较差"


class DishonestyMark(Term):
    """Whether a holder is on record for dishonesty, from the best to the worst (失信名单状况)."""

    NONE = "无"
    ABNORMAL = "经营异常名录"
    SERIOUS = "严重违法失信名单"
