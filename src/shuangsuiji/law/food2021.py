"""The term for publishing results of food inspections, in the order of 2021 (食品生产经营监督检查管理办法).

``tests/law/test_orders.py`` compares the quotations with the text of the articles as promulgated. Whether a later order
has amended them is not checked here.
"""

from datetime import date

from shuangsuiji.law.documents import Clause, Document

__all__ = ["EFFECTIVE_ON", "FOOD_2021"]

EFFECTIVE_ON = date(2022, 3, 15)

FOOD_2021 = Document(
    number="国家市场监督管理总局令第49号",
    title="食品生产经营监督检查管理办法",
    issuer="国家市场监督管理总局",
    issued_on=date(2021, 12, 24),
    disclosure="公布",
    clauses=(
        Clause(
            id="39",
            path="第三十九条",
            quotation=(
                "市场监督管理部门应当于检查结果信息形成后20个工作日内向社会公开。\n"
                "检查结果对消费者有重要影响的，食品生产经营者应当按照规定在食品生产经营场所醒目位置张贴或者"
                "公开展示监督检查结果记录表，并保持至下次监督检查。"
                "有条件的可以通过电子屏幕等信息化方式向消费者展示监督检查结果记录表。"
            ),
        ),
        Clause(
            id="55",
            path="第五十五条",
            quotation=(
                "本办法自2022年3月15日起施行。"
                "原国家食品药品监督管理总局2016年3月4日发布的《食品生产经营日常监督检查管理办法》同时废止。"
            ),
        ),
    ),
)
