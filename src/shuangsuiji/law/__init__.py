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
from shuangsuiji.law.disclosure2021 import DISCLOSURE_2021
from shuangsuiji.law.documents import Clause, Document
from shuangsuiji.law.food2021 import FOOD_2021
from shuangsuiji.law.liyang2020 import LIYANG_2020
from shuangsuiji.law.penalty2021 import PENALTY_2021
from shuangsuiji.law.rulebook import Rule, RuleBook, Stricter

__all__ = [
    "CERTIFICATE_NOTICE",
    "DISCLOSURE_2021",
    "FOOD_2021",
    "INSPECTOR_TRAINING",
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
    "TEAM_MINIMUM",
    "TRIGGERS",
    "Clause",
    "Document",
    "Rule",
    "RuleBook",
    "Stricter",
]
