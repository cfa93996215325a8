"""The article on random inspection, in the regulation of 2019 on the business environment (优化营商环境条例).

``tests/law/test_inspection_orders.py`` compares the quotations with the text of the articles as promulgated. Whether a
later decree has amended them is not checked here.
"""

from datetime import date

from shuangsuiji.law.documents import Clause, Document

__all__ = ["BUSINESS_2019", "EFFECTIVE_ON"]

EFFECTIVE_ON = date(2020, 1, 1)

BUSINESS_2019 = Document(
    number="国务院令第722号",
    title="优化营商环境条例",
    issuer="国务院",
    issued_on=date(2019, 10, 22),
    disclosure="公布",
    clauses=(
        Clause(
            id="54",
            path="第五十四条",
            quotation=(
                "国家推行“双随机、一公开”监管，除直接涉及公共安全和人民群众生命健康等特殊行业、重点领域外，"
                "市场监管领域的行政检查应当通过随机抽取检查对象、随机选派执法检查人员、"
                "抽查事项及查处结果及时向社会公开的方式进行。"
                "针对同一检查对象的多个检查事项，应当尽可能合并或者纳入跨部门联合抽查范围。\n"
                "对直接涉及公共安全和人民群众生命健康等特殊行业、重点领域，"
                "依法依规实行全覆盖的重点监管，并严格规范重点监管的程序；"
                "对通过投诉举报、转办交办、数据监测等发现的问题，应当有针对性地进行检查并依法依规处理。"
            ),
        ),
        Clause(id="72", path="第七十二条", quotation="本条例自2020年1月1日起施行。"),
    ),
)
