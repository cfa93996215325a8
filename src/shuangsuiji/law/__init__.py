"""The law, clause by clause, and the numbers of a jurisdiction (法规与规则册)."""

from shuangsuiji.law.documents import Clause, Document
from shuangsuiji.law.liyang2020 import LIYANG_2020
from shuangsuiji.law.penalty2021 import PENALTY_2021
from shuangsuiji.law.rulebook import (
    CERTIFICATE_NOTICE,
    INSPECTOR_TRAINING,
    JOINT_TEAM_MINIMUM,
    KEY_COUNT,
    KEY_SHARE,
    LIYANG_RULES,
    LOT_SIZE,
    POOL_MAINTENANCE,
    RESULT_PUBLICATION,
    TEAM_MINIMUM,
    Rule,
    RuleBook,
    Stricter,
)

__all__ = [
    "CERTIFICATE_NOTICE",
    "INSPECTOR_TRAINING",
    "JOINT_TEAM_MINIMUM",
    "KEY_COUNT",
    "KEY_SHARE",
    "LIYANG_2020",
    "LIYANG_RULES",
    "LOT_SIZE",
    "PENALTY_2021",
    "POOL_MAINTENANCE",
    "RESULT_PUBLICATION",
    "TEAM_MINIMUM",
    "Clause",
    "Document",
    "Rule",
    "RuleBook",
    "Stricter",
]
