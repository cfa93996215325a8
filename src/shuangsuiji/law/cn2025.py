"""The second rule book: inspections of enterprises since 国办发〔2024〕54号, as far as texts were found (涉企行政检查).

The national texts ask every department to publish how often a year one enterprise may be inspected; they give no number
and neither does this book. A city adds those that its departments have published, by ``yearly_cap_rule``; until then
``yearly_cap`` returns None, which is *not known* and neither allows nor forbids anything.

Of the texts of 2024 and 2025 only reports were at hand, so that their duties are not verified and off. What was read
word for word is article 54 of the regulation of 2019 and articles 14 to 17 of the measures of Suzhou.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law.business2019 import BUSINESS_2019
from shuangsuiji.law.business2019 import EFFECTIVE_ON as BUSINESS_EFFECTIVE_ON
from shuangsuiji.law.duties import Duty, DutyBook, InspectionType
from shuangsuiji.law.rulebook import Rule, RuleBook, Stricter
from shuangsuiji.law.suzhou2025 import EFFECTIVE_ON as SUZHOU_EFFECTIVE_ON
from shuangsuiji.law.suzhou2025 import SUZHOU_2025
from shuangsuiji.terms import Level, Term
from shuangsuiji.values import ClauseRef, TimeLimit, TimeUnit, check_count, check_name

__all__ = [
    "CN_2025_DUTIES",
    "CN_2025_RULES",
    "ENTERPRISE_YEARLY_CAP",
    "JIANGSU_2025_DUTIES",
    "REPEAT_WINDOW",
    "SUQIAN_2026_DUTIES",
    "SUZHOU_2025_DUTIES",
    "CapReading",
    "counts_toward_cap",
    "under_cn_2025",
    "yearly_cap",
    "yearly_cap_rule",
]

ENTERPRISE_YEARLY_CAP = "enterprise.yearly_cap"
REPEAT_WINDOW = "enterprise.repeat_window"

_OPINION_ON = date(2025, 1, 3)
_ANSWERS_ON = date(2025, 4, 18)
_OPINION = "国办发〔2024〕54号，据新闻报道，未见原文"
_ANSWERS = "司法部办公厅2025年4月18日有关问题解答，据报道和律师文章，未见原文"
_FORMS = "司法部行政检查文书基本格式文本（试行），2025年，未见原文"
_WUXI = "苏政办发〔2025〕14号，据无锡市2025年8月的十项措施转述，未见原文"
_SUQIAN = "宿迁市优化涉企行政检查条例，据新闻报道，未见该条原文"


class CapReading(Term):
    """Which inspections a yearly cap counts: the texts differ, ``CASES_COUNT`` is the stricter reading (频次口径)."""

    CASES_COUNT = "个案检查计入"  # 司法部解答, as reported: all three types but what superiors order as 专项检查
    CASES_FREE = "个案检查不计入"  # 苏州市行政检查办法 第十四条: 个案检查不受…年度检查频次上限限制


def counts_toward_cap(
    inspection_type: InspectionType, *, superior_ordered: bool, reading: CapReading = CapReading.CASES_COUNT
) -> bool:
    """Tell whether an inspection counts towards the yearly cap of the enterprise (是否计入频次上限).

    A visit that several inspections are merged into is one visit; whoever counts passes each visit once. The default
    reading is the stricter one, and is known from reports alone; the other stands in article 14 of Suzhou.

    Args:
        inspection_type: its type.
        superior_ordered: whether a superior ordered it; that takes out a 专项检查, and no other type.
        reading: which of the two readings the jurisdiction follows.

    """
    if inspection_type is InspectionType.TARGETED:
        return not superior_ordered
    return inspection_type is InspectionType.ROUTINE or reading is CapReading.CASES_COUNT


def yearly_cap_rule(
    department: str, number: int, *, clause: ClauseRef, effective_on: date, expires_on: date | None = None
) -> Rule:
    """Return the yearly cap that a department has published, for a rule book of one's own (年度检查频次上限).

    Args:
        department: id of the department.
        number: inspections of one enterprise in a calendar year at most; 0 for none but those that do not count.
        clause: where it is published.
        effective_on: first day.
        expires_on: last day, None while in force.

    Raises:
        InvalidValueError: no name, or no whole number from 0.

    """
    return Rule(
        name=f"{ENTERPRISE_YEARLY_CAP}.{check_name(department, 'yearly_cap.department')}",
        value=check_count(number, f"{ENTERPRISE_YEARLY_CAP}.{department}"),
        stricter=Stricter.SMALLER,
        clause=clause,
        stated=True,
        effective_on=effective_on,
        expires_on=expires_on,
    )


def yearly_cap(rules: RuleBook, department: str, on: date) -> Rule | None:
    """Return the stricter of a department's cap and the one for all departments, on a day (年度检查频次上限).

    Returns None where neither is published: the cap is not known, which is not the same as there being none.

    Raises:
        InvalidValueError: a rule of that name that is no whole number.

    """
    found = [rules.find(name, on) for name in (f"{ENTERPRISE_YEARLY_CAP}.{department}", ENTERPRISE_YEARLY_CAP)]
    caps = [rule for rule in found if rule is not None]
    return min(caps, key=lambda rule: check_count(rule.value, f"{rule.name}.value"), default=None)


def _read(name: str, text_zh: str, source: ClauseRef, effective_on: date, *types: InspectionType) -> Duty:
    """Return a duty in words of its clause."""
    return Duty(
        name=name,
        text_zh=text_zh,
        source=source,
        verified=True,
        active=True,
        effective_on=effective_on,
        applies_to=types or tuple(InspectionType),
    )


def _reported(name: str, text_zh: str, source: str, effective_on: date | None, *types: InspectionType) -> Duty:
    """Return a duty that is known from reports alone, in this library's words, and off."""
    return Duty(
        name=name,
        text_zh=text_zh,
        source=source,
        verified=False,
        active=False,
        effective_on=effective_on,
        applies_to=types or tuple(InspectionType),
    )


CN_2025_RULES = RuleBook(
    id="cn-2025",
    title="规范涉企行政检查（2025年起）",
    level=Level.NATION,
    rules=(
        # Article 54 wants several matters merged and gives no period in which they are several. The supervision system
        # of a province raises an alarm where one enterprise is inspected twice within sixty days.
        Rule(
            name=REPEAT_WINDOW,
            value=TimeLimit(number=60, unit=TimeUnit.DAY, clause=BUSINESS_2019.ref("54")),
            stricter=Stricter.LARGER,
            clause=BUSINESS_2019.ref("54"),
            stated=False,
            effective_on=_OPINION_ON,
        ),
    ),
)


def under_cn_2025(book: RuleBook, *, book_id: str, caps: Iterable[Rule] = ()) -> RuleBook:
    """Return a city's rule book as it stands under the order of 2025, with the caps that are published (上级规则册).

    Args:
        book: the city's, without a book above it.
        book_id: id of the new book.
        caps: yearly caps of its departments, from ``yearly_cap_rule``.

    Raises:
        InvalidValueError: a book that has one above it already, or a rule that stands twice.
        LooserRuleError: a rule that is looser than that of the national book.

    """
    if book.parent is not None:
        zh, en = f"已有上级规则册 {book.parent.id}", f"has a book above it already, {book.parent.id}"
        raise InvalidValueError(field=f"{book.id}.parent", rule_zh=zh, rule=en, value=book.parent.id)
    return RuleBook(id=book_id, title=book.title, level=book.level, rules=(*book.rules, *caps), parent=CN_2025_RULES)


# One duty per entry; the words of a verified one stand in its clause, and tests look for them there.
# fmt: off
_54, _2020 = BUSINESS_2019.ref("54"), BUSINESS_EFFECTIVE_ON
CN_2025_DUTIES = DutyBook(
    id="cn-2025", title=CN_2025_RULES.title, level=Level.NATION, duties=(
        # The article speaks of no types; that leads are followed by 个案检查 is how the texts of 2025 divide them.
        _read("inspection.random", "除直接涉及公共安全和人民群众生命健康等特殊行业、重点领域外，"
              "市场监管领域的行政检查应当通过随机抽取检查对象、随机选派执法检查人员、"
              "抽查事项及查处结果及时向社会公开的方式进行", _54, _2020, InspectionType.ROUTINE),
        _read("inspection.merge", "针对同一检查对象的多个检查事项，应当尽可能合并或者纳入跨部门联合抽查范围",
              _54, _2020),
        _read("inspection.leads", "对通过投诉举报、转办交办、数据监测等发现的问题，"
              "应当有针对性地进行检查并依法依规处理",
              _54, _2020, InspectionType.CASE),
        _reported("inspection.body", "只有行政机关、法律法规授权组织和受委托组织可以实施检查", _OPINION, _OPINION_ON),
        _reported("inspection.item_published", "检查事项须公布，未经公布不得实施", _OPINION, _OPINION_ON),
        _reported("cap.published", "主管部门应于2025年6月底前公布同一企业年度检查频次上限", _OPINION, _OPINION_ON),
        _reported("cap.scope", "频次上限涵盖日常、个案和专项检查，上级部署的专项检查除外", _ANSWERS, _ANSWERS_ON),
        _reported("cap.statistics", "检查频次计入行政执法统计年报", _ANSWERS, _ANSWERS_ON),
        _reported("inspection.merge_or_join", "可合并的不重复检查，可联合的不多头检查", _OPINION, _OPINION_ON),
        _reported("inspection.off_site_first", "书面核查、信息共享可以解决的，不入企检查", _OPINION, _OPINION_ON),
        _reported("inspection.territory", "检查以属地管辖为原则", _OPINION, _OPINION_ON),
        _reported("inspection.scan_in", "入企检查须扫码记录", _OPINION, _OPINION_ON),
        _reported("inspection.no_targets", "不得下达检查指标，考核不得与检查数量、罚没数额挂钩",
                  "国办发〔2024〕54号，未见原文，也未见逐项报道", _OPINION_ON),
        _reported("targeted.control", "严格控制专项检查", _OPINION, _OPINION_ON, InspectionType.TARGETED),
        _reported("inspection.prior_approval", "每次检查须事先报行政执法主体负责人批准，紧急情况事后补办",
                  _ANSWERS, _ANSWERS_ON),
        _reported("inspection.principal", "受委托组织以委托机关名义检查，委托书公示", _ANSWERS, _ANSWERS_ON),
        _reported("items.idle", "近五年未实施的检查事项按程序清理", _ANSWERS, _ANSWERS_ON),
        _reported("entities.by_analogy", "个体工商户、农民专业合作社等参照执行", _ANSWERS, _ANSWERS_ON),
        _reported("inspection.forms", "检查文书载明依据、主体、任务来源和已检查频次，告知申请回避的权利",
                  _FORMS, None),
    ),
)

JIANGSU_2025_DUTIES = DutyBook(
    id="jiangsu-2025", title="江苏省规范涉企行政检查", level=Level.PROVINCE, parent=CN_2025_DUTIES, duties=(
        _reported("plan.public", "年度检查计划于三月底前公布并备案", _WUXI, None, InspectionType.ROUTINE),
        _reported("targeted.plan", "专项检查计划经县级以上人民政府批准、备案并公布",
                  _WUXI, None, InspectionType.TARGETED),
    ),
)

_14, _15, _16, _17 = (SUZHOU_2025.ref(article) for article in ("14", "15", "16", "17"))
SUZHOU_2025_DUTIES = DutyBook(
    id="suzhou-2025", title=SUZHOU_2025.title, level=Level.PREFECTURE, parent=JIANGSU_2025_DUTIES, duties=(
        _read("routine.plan", "日常检查应当根据行政检查年度计划实施", _14, SUZHOU_EFFECTIVE_ON, InspectionType.ROUTINE),
        _read("case.frequency", "个案检查不受年度计划制定公布和年度检查频次上限限制，但不得明显超过合理频次",
              _14, SUZHOU_EFFECTIVE_ON, InspectionType.CASE),
        _read("targeted.number", "根据本级监管需要部署的专项检查实行年度数量控制",
              _15, SUZHOU_EFFECTIVE_ON, InspectionType.TARGETED),
        _read("targeted.plan", "行政执法主体应当事先拟订专项检查计划，经本级政府或者实行垂直管理的上一级行政机关批准，"
              "并报本级司法行政部门备案后，向社会公布", _15, SUZHOU_EFFECTIVE_ON, InspectionType.TARGETED),
        _read("inspection.lead", "开展合并检查的应当明确牵头处（科）室，开展联合检查的应当明确牵头部门",
              _16, SUZHOU_EFFECTIVE_ON),
        _read("inspection.merge", "同一行政执法机关在一定期限内对同一检查对象实施多项检查的，原则上应当合并进行",
              _17, SUZHOU_EFFECTIVE_ON),
        _read("inspection.join", "不同行政执法机关在一定期限内对同一检查对象实施多项检查，"
              "并且检查内容可以合并完成的，可以组织联合检查",
              _17, SUZHOU_EFFECTIVE_ON),
        _read("inspection.one_level", "同一行政执法系统在一定期限内对同一检查对象实施多层级检查的，"
              "可以由上级行政执法机关统筹确定由一个层级实施", _17, SUZHOU_EFFECTIVE_ON),
    ),
)

_SUQIAN_ON = date(2026, 2, 1)
SUQIAN_2026_DUTIES = DutyBook(
    id="suqian-2026", title="宿迁市优化涉企行政检查条例", level=Level.PREFECTURE, parent=JIANGSU_2025_DUTIES, duties=(
        _reported("inspection.item_published", "未列入清单的事项不得检查", _SUQIAN, _SUQIAN_ON),
        _reported("inspection.merge", "同一主体对同一企业的多项现场检查须合并", _SUQIAN, _SUQIAN_ON),
        _reported("inspection.join", "不同主体可合并的现场检查应组织联合检查，由行业主管部门牵头",
                  _SUQIAN, _SUQIAN_ON),
        _reported("enterprise.refusal", "企业对不合规定的检查有权拒绝", _SUQIAN, _SUQIAN_ON),
    ),
)
# fmt: on
