"""The articles of the Administrative Penalty Law, revised in 2021, that the library rests on (行政处罚法).

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
    ("76", "第七十六条", (
        ("行政机关实施行政处罚，有下列情形之一，由上级行政机关或者有关机关责令改正，"
        "对直接负责的主管人员和其他直接责任人员依法给予处分："),
        "（一）没有法定的行政处罚依据的；",
        "（二）擅自改变行政处罚种类、幅度的；",
        "（三）违反法定的行政处罚程序的；",
        "（四）违反本法第二十条关于委托处罚的规定的；",
        "（五）执法人员未取得执法证件的。",
        "行政机关对符合立案标准的案件不及时立案的，依照前款规定予以处理。",
    )),
    ("82", "第八十二条", (
        ("行政机关对应当依法移交司法机关追究刑事责任的案件不移交，以行政处罚代替刑事处罚，"
        "由上级行政机关或者有关机关责令改正，对直接负责的主管人员和其他直接责任人员依法给予处分；"
        "情节严重构成犯罪的，依法追究刑事责任。"),
    )),
    ("83", "第八十三条", (
        ("行政机关对应当予以制止和处罚的违法行为不予制止、处罚，"
        "致使公民、法人或者其他组织的合法权益、公共利益和社会秩序遭受损害的，"
        "对直接负责的主管人员和其他直接责任人员依法给予处分；情节严重构成犯罪的，依法追究刑事责任。"),
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
