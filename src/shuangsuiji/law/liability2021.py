"""Two texts on liability beside that of the city: articles of a law, read, and a national order, not read (责任文本).

The articles of 行政处罚法 stand word for word in ``PENALTY_2021``. Of 国家市场监督管理总局令第41号 what was seen is
that it exists, from which day it is in force, its principle and what is reported of its article 9 and of a list of
cases without liability; the list itself was not seen. Of its thirteen cases and one, eleven are entered from memory, in
other words; the rest is not, since nothing of it was at hand. Whoever holds the order can check them and switch them
on.
"""

from __future__ import annotations

from datetime import date

from shuangsuiji.law.liability import Certainty, LiabilityEffect, LiabilityFact, LiabilityRule, LiabilityText
from shuangsuiji.law.penalty2021 import EFFECTIVE_ON, PENALTY_2021
from shuangsuiji.values import ClauseRef

__all__ = ["PENALTY_LIABILITY", "SAMR_41_LIABILITY"]

Codes = tuple[str, ...]

_P76, _P82, _P83 = (PENALTY_2021.ref(number) for number in ("76", "82", "83"))

PENALTY_LIABILITY = LiabilityText(
    id="PENALTY-2021",
    title="行政处罚法（2021年修订）法律责任",
    effective_on=EFFECTIVE_ON,
    facts=tuple(
        LiabilityFact(code=f"G-{code}", zh=zh, en=en, clause=clause)
        for code, clause, zh, en in (
            ("P76-1", _P76, "实施处罚缺乏法定依据", "a penalty had no basis in law"),
            ("P76-2", _P76, "处罚的种类或者幅度被擅自改变", "kind or range of a penalty was changed at will"),
            ("P76-3", _P76, "处罚未按法定程序作出", "a penalty broke the procedure of the law"),
            ("P76-4", _P76, "委托处罚不合第二十条", "a penalty was delegated against article 20"),
            ("P76-5", _P76, "执法人员没有执法证件", "those who enforced had no certificate"),
            ("P76-6", _P76, "达到立案标准而没有及时立案", "a case was not filed in time, though it had to be"),
            ("P82-1", _P82, "应移交司法机关的案件没有移交，改作行政处罚", "a penalty stood in for a criminal case"),
            (
                "P83-1",
                _P83,
                "对应制止、处罚的违法行为没有制止、处罚",
                "an illegal act was neither stopped nor punished",
            ),
            ("P83-2", _P83, "由此造成权益、公共利益和秩序受损", "rights, public interest and order were harmed by it"),
        )
    ),
    rules=(
        LiabilityRule(
            id="P76",
            effect=LiabilityEffect.BLAMES_ACT,
            clause=_P76,
            certainty=Certainty.READ,
            any_of=tuple(f"G-P76-{number}" for number in range(1, 6)),
        ),
        LiabilityRule(  # the second paragraph of the article
            id="P76-late",
            effect=LiabilityEffect.BLAMES_OMISSION,
            clause=_P76,
            certainty=Certainty.READ,
            all_of=("G-P76-6",),
        ),
        LiabilityRule(
            id="P82", effect=LiabilityEffect.BLAMES_ACT, clause=_P82, certainty=Certainty.READ, all_of=("G-P82-1",)
        ),
        LiabilityRule(
            id="P83",
            effect=LiabilityEffect.BLAMES_OMISSION,
            clause=_P83,
            certainty=Certainty.READ,
            all_of=("G-P83-1", "G-P83-2"),
        ),
    ),
)


_ORDER = "国家市场监督管理总局令第41号"
_LIST = ClauseRef(document=_ORDER, clause="list", path="不承担责任的情形（条次和文字均未核对）")
_FAULT = ClauseRef(document=_ORDER, clause="9", path="第九条（文字未核对）")
_REMEMBERED = "据记忆，未见原文；报道称有十三种加一种情形"

_FACTS: tuple[tuple[str, str, str], ...] = (  # code, in own words, in English
    ("unclear", "依据不明确或者对依据理解不一", "the basis was unclear or was understood differently"),
    ("intent", "故意", "it was done on purpose"),
    ("deceit", "当事人隐瞒情况或者提供虚假材料", "the party hid facts or gave false material"),
    ("reviewed", "已尽审查义务", "the duty to review was done"),
    ("expert", "依据检验、鉴定或者评估意见", "it relied on a test or on the opinion of an expert"),
    ("unlicensed", "当事人无证无照经营", "the party ran its business without a licence"),
    ("report", "已接到投诉举报", "a complaint had been received"),
    ("neglect", "巡查检查职责未尽", "the duty to patrol and inspect was neglected"),
    ("by-plan", "已按年度或者双随机计划履行检查职责", "inspections were carried out by the yearly or the random plan"),
    ("not-due", "尚未检查，但未超过法定或者规定时限", "there was no inspection yet, and its term had not passed"),
    ("beyond", "限于科学水平或者监管手段无法发现", "science or the means of supervision did not let it be found"),
    ("indirect", "事故并非未履行职责直接造成", "the accident was not caused directly by a duty not done"),
    ("handled", "违法行为已经处理", "the violation had been dealt with"),
    ("defied", "当事人拒不改正、逃避或者破坏封存", "the party refused, evaded or broke the seals"),
    ("dissent", "集体决策时明确提出不同意见", "dissent was stated when the decision was taken together"),
    (
        "objected",
        "已向上级提出命令有误，上级仍令执行",
        "the superior was told that the order was wrong, and kept to it",
    ),
    ("plain", "命令明显违法", "the order was plainly unlawful"),
    ("force", "不可抗力等因素", "there was force majeure or the like"),
)
_FREEING: tuple[tuple[int, Codes, Codes, Codes], ...] = (  # number in the report, all_of, any_of, none_of
    (1, ("unclear",), (), ("intent",)),
    (2, ("deceit", "reviewed"), (), ()),
    (3, ("expert", "reviewed"), (), ()),
    (4, ("unlicensed",), (), ("report", "neglect")),
    (5, (), ("by-plan", "not-due"), ()),
    (6, ("beyond",), (), ()),
    (7, ("indirect",), (), ()),
    (8, ("handled", "defied"), (), ()),
    (9, ("dissent",), (), ()),
    (10, ("objected",), (), ("plain",)),
    (11, ("force",), (), ()),
)
_BLAMING = (
    ("fault", "故意或者重大过失", "there was intent or gross negligence"),
    ("unlawful", "违法履行职责", "a duty was performed unlawfully"),
    ("harm", "造成危害后果或者不良影响", "harm or a bad effect came of it"),
)


def _codes(names: Codes) -> Codes:
    return tuple(f"G-S41-{name}" for name in names)


SAMR_41_LIABILITY = LiabilityText(
    id="SAMR-41",
    title="市场监督管理行政执法责任制规定（总局令第41号）",
    effective_on=date(2021, 7, 15),
    facts=tuple(
        LiabilityFact(code=f"G-S41-{name}", zh=zh, en=en, clause=clause)
        for rows, clause in ((_FACTS, _LIST), (_BLAMING, _FAULT))
        for name, zh, en in rows
    ),
    rules=(
        *(
            LiabilityRule(
                id=f"S41-{number}",
                effect=LiabilityEffect.FREES,
                clause=_LIST,
                certainty=Certainty.RECALLED,
                source=_REMEMBERED,
                all_of=_codes(all_of),
                any_of=_codes(any_of),
                none_of=_codes(none_of),
            )
            for number, all_of, any_of, none_of in _FREEING
        ),
        LiabilityRule(
            id="S41-fault",
            effect=LiabilityEffect.BLAMES_ACT,
            clause=_FAULT,
            certainty=Certainty.REPORTED,
            source="据网页转载和评论文章，未见该条原文",
            all_of=_codes(("fault", "unlawful", "harm")),
        ),
    ),
)
