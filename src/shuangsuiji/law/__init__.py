"""The law, clause by clause, and the numbers of a jurisdiction (法规与规则册)."""

from shuangsuiji.law.books import (
    CERTIFICATE_NOTICE,
    INSPECTOR_TRAINING,
    JOINT_TEAM_MINIMUM,
    KEY_COUNT,
    KEY_SHARE,
    LIYANG_RULES,
    LOT_SIZE,
    NATIONAL_RULES,
    PENALTY_FORWARDING,
    PENALTY_PUBLICATION,
    PENALTY_PUBLICATION_FORWARDED,
    PENALTY_WITHDRAWAL,
    POOL_MAINTENANCE,
    RESULT_PUBLICATION,
    RESULT_PUBLICATION_FOOD,
    TEAM_MINIMUM,
    TRIGGERS,
)
from shuangsuiji.law.business2019 import BUSINESS_2019
from shuangsuiji.law.cn2025 import (
    CN_2025_DUTIES,
    CN_2025_RULES,
    ENTERPRISE_YEARLY_CAP,
    JIANGSU_2025_DUTIES,
    SUQIAN_2026_DUTIES,
    SUZHOU_2025_DUTIES,
    CapReading,
    counts_toward_cap,
    yearly_cap,
    yearly_cap_rule,
)
from shuangsuiji.law.disclosure2021 import DISCLOSURE_2021
from shuangsuiji.law.documents import Clause, Document
from shuangsuiji.law.duties import Duty, DutyBook, InspectionType, active_duties
from shuangsuiji.law.food2021 import FOOD_2021
from shuangsuiji.law.liyang2020 import LIYANG_2020
from shuangsuiji.law.penalty2021 import PENALTY_2021
from shuangsuiji.law.rulebook import Rule, RuleBook, Stricter
from shuangsuiji.law.suzhou2025 import SUZHOU_2025

__all__ = [
    "BUSINESS_2019",
    "CERTIFICATE_NOTICE",
    "CN_2025_DUTIES",
    "CN_2025_RULES",
    "DISCLOSURE_2021",
    "ENTERPRISE_YEARLY_CAP",
    "FOOD_2021",
    "INSPECTOR_TRAINING",
    "JIANGSU_2025_DUTIES",
    "JOINT_TEAM_MINIMUM",
    "KEY_COUNT",
    "KEY_SHARE",
    "LIYANG_2020",
    "LIYANG_RULES",
    "LOT_SIZE",
    "NATIONAL_RULES",
    "PENALTY_2021",
    "PENALTY_FORWARDING",
    "PENALTY_PUBLICATION",
    "PENALTY_PUBLICATION_FORWARDED",
    "PENALTY_WITHDRAWAL",
    "POOL_MAINTENANCE",
    "RESULT_PUBLICATION",
    "RESULT_PUBLICATION_FOOD",
    "SUQIAN_2026_DUTIES",
    "SUZHOU_2025",
    "SUZHOU_2025_DUTIES",
    "TEAM_MINIMUM",
    "TRIGGERS",
    "CapReading",
    "Clause",
    "Document",
    "Duty",
    "DutyBook",
    "InspectionType",
    "Rule",
    "RuleBook",
    "Stricter",
    "active_duties",
    "counts_toward_cap",
    "yearly_cap",
    "yearly_cap_rule",
]
