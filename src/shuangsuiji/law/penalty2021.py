"""The two articles of the Administrative Penalty Law, revised in 2021, that the library rests on (行政处罚法).

``tests/law/test_penalty.py`` compares the quotations with the text of the articles. A law is cited by its title, so
that ``number`` is the title and the year, and not the number of the decree that promulgated it (主席令第七十号).
"""

from datetime import date

from shuangsuiji.law.documents import Clause, Document

__all__ = ["EFFECTIVE_ON", "PENALTY_2021"]

EFFECTIVE_ON = date(2021, 7, 15)

# fmt: off
_ARTICLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (  # id, path, paragraphs
    ("42", "第四十二条", (
        "行政处罚应当由具有行政执法资格的执法人员实施。执法人员不得少于两人，法律另有规定的除外。",
        "执法人员应当文明执法，尊重和保护当事人合法权益。",
    )),
    ("43", "第四十三条", (
        "执法人员与案件有直接利害关系或者有其他关系可能影响公正执法的，应当回避。",
        "当事人认为执法人员与案件有直接利害关系或者有其他关系可能影响公正执法的，有权申请回避。",
        "当事人提出回避申请的，行政机关应当依法审查，由行政机关负责人决定。决定作出之前，不停止调查。",
    )),
)
# fmt: on

PENALTY_2021 = Document(
    number="行政处罚法（2021年修订）",
    title="中华人民共和国行政处罚法",
    issuer="全国人民代表大会常务委员会",
    issued_on=date(2021, 1, 22),
    disclosure="现予公布",
    clauses=tuple(Clause(id=i, path=p, quotation="\n".join(paragraphs)) for i, p, paragraphs in _ARTICLES),
)
