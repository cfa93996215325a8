"""The law, clause by clause, and the numbers of a jurisdiction (法规与规则册)."""

from shuangsuiji.law.documents import Clause, Document
from shuangsuiji.law.liyang2020 import LIYANG_2020
from shuangsuiji.law.rulebook import (
    CERTIFICATE_NOTICE,
    INSPECTOR_TRAINING,
    KEY_COUNT,
    KEY_SHARE,
    LIYANG_RULES,
    POOL_MAINTENANCE,
    RESULT_PUBLICATION,
    Rule,
    RuleBook,
    Stricter,
)

__all__ = [
    "CERTIFICATE_NOTICE",
    "INSPECTOR_TRAINING",
    "KEY_COUNT",
    "KEY_SHARE",
    "LIYANG_2020",
    "LIYANG_RULES",
    "POOL_MAINTENANCE",
    "RESULT_PUBLICATION",
    "Clause",
    "Document",
    "Rule",
    "RuleBook",
    "Stricter",
]
