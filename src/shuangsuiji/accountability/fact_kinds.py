"""The facts that 四（二） asks for, each a phrase of its text (事实要件表).

The phrases are word for word those of the text. F4, F8 to F11 are facts against somebody: true blames.
"""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.accountability.facts import FactKind
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import FrozenMap

__all__ = ["FACT_KINDS"]

_ROWS = (  # code, clause, phrase, what it asks
    ("F0", "4.2.13", "市场主体出现问题", "a problem of the market entity came up"),
    (
        "F1",
        "4.2.5",
        "严格依据抽查事项清单和相关工作要求开展“双随机、一公开”监管",
        "the inspection kept to the item list and the working requirements",
    ),
    ("F2", "4.2.6", "抽查对象检查时未查出问题", "no problem was found when the object was inspected"),
    (
        "F3",
        "4.2.7",
        "执法人员已按照法律、法规、规章规定和检查要求履行了职责",
        "the officers did what law and the requirements of the inspection ask",
    ),
    ("F4", "4.2.8", "滥用职权、徇私舞弊等情形", "abuse of power, favouritism or the like"),
    (
        "F5",
        "4.2.9",
        "事后发现市场主体存在的问题与该次检查无因果关系",
        "the problem found later was not caused by that inspection",
    ),
    ("F6", "4.2.11", "检查对象未被抽到", "the object was in the pool and was not drawn"),
    (
        "F7",
        "4.2.12",
        "未接到投诉举报、有关部门转办交办违法违规线索",
        "no complaint and no lead was received before the event",
    ),
    ("F8", "4.2.2", "未履行", "a duty was not performed"),
    ("F9", "4.2.2", "不当履行", "a duty was performed badly"),
    ("F10", "4.2.2", "违法履行", "a duty was performed unlawfully"),
    ("F11", "4.2.3", "涉嫌犯罪", "an official is suspected of a crime"),
    ("F12", "4.2.1", "忠于职守、履职尽责", "duty was done in a way that deserves praise"),
)

FACT_KINDS: Mapping[str, FactKind] = FrozenMap(
    (code, FactKind(code=code, phrase=phrase, en=en, clause=LIYANG_2020.ref(clause)))
    for code, clause, phrase, en in _ROWS
)
