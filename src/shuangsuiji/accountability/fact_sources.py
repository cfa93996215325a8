"""Who has the evidence for a fact that nobody has given (事实证据来源).

A fact that was looked for and not established says itself what is missing; this is for those that were not looked for.
"""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.accountability.facts import FactKind, MissingEvidence
from shuangsuiji.values import FrozenMap

__all__ = ["evidence_for"]

_ROWS = (  # code, what is missing in Chinese, in English, who has it
    ("F0", "问题出现的记录及日期", "the record of the problem, with its day", "受理或发现该问题的部门"),
    (
        "F1",
        "当日有效的事项清单版本、计划任务、抽取记录、指引版本、人员匹配证明",
        "the item list of the day, the task of the plan, the draw, the guide, the proof of the matching",
        "该次检查的案卷（Dossier）",
    ),
    ("F2", "该事项当次检查的结果", "the result of that inspection for the item", "该次检查的案卷（Result）"),
    (
        "F3",
        "检查要点逐项勾选、检查方式、执法证件有效期、录入与公示日期、后续处理",
        "every check point marked, the methods, the certificates of the day, entry, publication and follow-up",
        "该次检查的案卷（CheckSheet、Result、Publication、FollowUp）",
    ),
    (
        "F4",
        "截至某日在所列来源中查询有无记录的结果",
        "a search of named sources up to a day, for what is on record",
        "纪检监察机构（回避、投诉处理记录一并查询）",
    ),
    ("F5", "因果关系的书面认定或鉴定意见", "a finding in writing on the cause, or an expert opinion", "有权认定的单位"),
    (
        "F6",
        "对象在库证明，以及期间内每次抽取（含作废的）中其号签未被抽中的证明",
        "proof that the object was in the pool and that no draw of the span, discarded ones included, took its ticket",
        "该部门期间内全部抽取记录（Draw）",
    ),
    (
        "F7",
        "按对象、期间、截止时点查询线索登记簿的结果及其完整性声明",
        "a query of the register of leads by object, span and day, and the statement that it is complete",
        "线索登记簿（LeadRegister）",
    ),
    ("F8", "职责依据，以及应履行而未履行的查明材料", "the duty, and what shows that it was not done", "责任调查单位"),
    ("F9", "职责依据，以及履行不当的查明材料", "the duty, and what shows that it was done badly", "责任调查单位"),
    (
        "F10",
        "职责依据，以及违法履行的查明材料",
        "the duty, and what shows that it was done against the law",
        "责任调查单位",
    ),
    (
        "F11",
        "涉嫌犯罪的线索材料",
        "what the suspicion of a crime rests on",
        "有关机关（公职人员移送 OfficialReferral）",
    ),
    ("F12", "忠于职守、履职尽责的事迹材料", "what shows that the duty was done well", "所在单位"),
)

_SOURCES: Mapping[str, MissingEvidence] = FrozenMap(
    (code, MissingEvidence(zh=zh, en=en, where=where)) for code, zh, en, where in _ROWS
)


def evidence_for(kind: FactKind) -> MissingEvidence:
    """Return what is missing for a fact that nobody has given, and who has it (应取的证据).

    A fact of another text, of which the table knows nothing, names its clause.
    """
    found = _SOURCES.get(kind.code)
    if found is not None:
        return found
    zh, en = f"能够查明“{kind.phrase}”的材料", f"what shows whether {kind.en}"
    return MissingEvidence(zh=zh, en=en, where=f"主管该事项的单位（{kind.clause}）")
