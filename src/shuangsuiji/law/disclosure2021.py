"""The terms for publishing penalties, in the order of 2021 on their disclosure (市场监督管理行政处罚信息公示规定).

``tests/law/test_orders.py`` compares the quotations with the text of the articles as promulgated. Whether a later order
has amended them is not checked here.
"""

from datetime import date

from shuangsuiji.law.documents import Clause, Document

__all__ = ["DISCLOSURE_2021", "EFFECTIVE_ON"]

EFFECTIVE_ON = date(2021, 9, 1)

DISCLOSURE_2021 = Document(
    number="国家市场监督管理总局令第45号",
    title="市场监督管理行政处罚信息公示规定",
    issuer="国家市场监督管理总局",
    issued_on=date(2021, 7, 30),
    disclosure="现予公布",
    clauses=(
        Clause(
            id="9",
            path="第九条",
            quotation=(
                "作出行政处罚决定的市场监督管理部门和行政处罚当事人登记地（住所地）在同一省、自治区、直辖市的，"
                "作出行政处罚决定的市场监督管理部门应当自作出行政处罚决定之日起二十个工作日内"
                "将行政处罚信息通过国家企业信用信息公示系统进行公示。"
            ),
        ),
        Clause(
            id="10",
            path="第十条",
            quotation=(
                "作出行政处罚决定的市场监督管理部门和行政处罚当事人登记地（住所地）不在同一省、自治区、直辖市的，"
                "作出行政处罚决定的市场监督管理部门应当自作出行政处罚决定之日起十个工作日内"
                "通过本省、自治区、直辖市市场监督管理部门将行政处罚信息推送至当事人登记地（住所地）市场监督管理部门，"
                "由其协助在收到行政处罚信息之日起十个工作日内将行政处罚信息通过国家企业信用信息公示系统进行公示。"
            ),
        ),
        Clause(
            id="11",
            path="第十一条",
            quotation=(
                "行政处罚决定被依法变更、撤销、确认违法或者确认无效的，"
                "市场监督管理部门应当在三个工作日内撤回行政处罚公示信息并说明理由。"
            ),
        ),
        Clause(
            id="19",
            path="第十九条",
            quotation=(
                "本规定自2021年9月1日起施行。2014年8月19日原国家工商行政管理总局令第71号公布的"
                "《工商行政管理行政处罚信息公示暂行规定》同时废止。"
            ),
        ),
    ),
)
