"""Four articles on the kinds of inspection, in the measures of Suzhou of 2025 (苏州市行政检查办法).

They bind authorities in Suzhou and nobody else; they are here because they are the nearest text, in force from 2026,
that says in words what is a 日常, 个案 or 专项检查 and which of them a yearly cap leaves out.

``tests/law/test_inspection_orders.py`` compares the quotations with the text of these articles, as one public copy has
it; that copy writes its punctuation in half width, which is set in full width here. The other articles were not read,
and the day of entry into force is that of the notice of promulgation.
"""

from datetime import date

from shuangsuiji.law.documents import Clause, Document

__all__ = ["EFFECTIVE_ON", "SUZHOU_2025"]

EFFECTIVE_ON = date(2026, 1, 1)

# fmt: off
_ARTICLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (  # id, path, paragraphs
    ("14", "第十四条", (
        "行政执法主体依照法律规定，可以对不特定检查对象或者不特定事项实施日常检查。日常检查应当根据行政检查年度计划实施。",
        ("行政执法主体根据投诉举报、转办交办、应急响应、数据监测、企业申请等，可以实施个案检查。"
         "个案检查不受年度计划制定公布和年度检查频次上限限制，但不得明显超过合理频次。"),
    )),
    ("15", "第十五条", (
        ("行政执法主体根据上级主管部门部署，或者根据本级监管需要部署，"
         "可以针对重点领域和本行业、本地区的突出问题，就特定事项实施专项检查。"
         "经评估确需部署专项检查的，应当严格控制专项检查的范围、内容和时限等。"),
        ("根据本级监管需要部署的专项检查实行年度数量控制。行政执法主体应当事先拟订专项检查计划，"
         "经本级政府或者实行垂直管理的上一级行政机关批准，并报本级司法行政部门备案后，向社会公布。"),
    )),
    ("16", "第十六条", (
        "行政执法机关应当推进合并检查与联合检查，实现违法线索互联、执法信息共享和处理结果互认，避免重复检查。",
        "开展合并检查的应当明确牵头处（科）室，开展联合检查的应当明确牵头部门。",
    )),
    ("17", "第十七条", (
        "同一行政执法机关在一定期限内对同一检查对象实施多项检查的，原则上应当合并进行。",
        "不同行政执法机关在一定期限内对同一检查对象实施多项检查，并且检查内容可以合并完成的，可以组织联合检查。",
        "同一行政执法系统在一定期限内对同一检查对象实施多层级检查的，可以由上级行政执法机关统筹确定由一个层级实施。",
    )),
)
# fmt: on

SUZHOU_2025 = Document(
    number="苏州市人民政府令第169号",
    title="苏州市行政检查办法",
    issuer="苏州市人民政府",
    issued_on=date(2025, 11, 14),
    disclosure="此件公开发布",
    clauses=tuple(Clause(id=i, path=p, quotation="\n".join(paragraphs)) for i, p, paragraphs in _ARTICLES),
)
