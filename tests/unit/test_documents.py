"""Documents of the law, clause by clause."""

from datetime import date

import pytest

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.law import LIYANG_2020, Clause, Document
from shuangsuiji.values import ClauseRef

DOCUMENT = Document(
    number="测府发〔2024〕1号",
    title="测试办法",
    issuer="测试市人民政府",
    issued_on=date(2024, 1, 2),
    disclosure="此件公开发布",
    clauses=(Clause(id="1.1", path="一", quotation="甲"), Clause(id="2.1.1", path="二（一）", quotation="乙")),
)


def test_a_clause_is_found_by_its_id() -> None:
    assert DOCUMENT.clause("2.1.1").quotation == "乙"


def test_a_reference_carries_document_id_and_path() -> None:
    assert DOCUMENT.ref("2.1.1") == ClauseRef(document="测府发〔2024〕1号", clause="2.1.1", path="二（一）")


@pytest.mark.parametrize("clause_id", ["", "9.9", "2.1", "2.1.1 "], ids=repr)
def test_an_unknown_clause_cannot_be_cited(clause_id: str) -> None:
    with pytest.raises(UnknownNameError, match="测府发〔2024〕1号"):
        DOCUMENT.clause(clause_id)
    with pytest.raises(UnknownNameError):
        DOCUMENT.ref(clause_id)


def test_a_document_shows_its_number_and_size() -> None:
    assert repr(DOCUMENT) == "<Document 测府发〔2024〕1号 2 条>"


def test_the_liyang_measures_have_a_clause_for_every_row_of_the_table() -> None:
    ids = [clause.id for clause in LIYANG_2020.clauses]
    assert len(ids) == len(set(ids)) == 130
    assert (LIYANG_2020.number, LIYANG_2020.issued_on) == ("溧政办发〔2020〕27号", date(2020, 5, 7))


@pytest.mark.parametrize(
    ("clause_id", "words"),
    [
        ("2.2.10", "抽查比例不设上限"),
        ("2.2.12", "抽查比例应根据监管实际情况严格设置上限"),
        ("2.2.13", "严格控制重点检查事项的数量"),
        ("2.3.3", "谁审批、谁监管，谁主管、谁监管"),
        ("3.2.1", "从检查对象名录库中随机抽取检查对象"),
    ],
)
def test_the_clauses_that_the_code_cites_say_what_it_needs(clause_id: str, words: str) -> None:
    assert words in LIYANG_2020.clause(clause_id).quotation


def test_section_two_two_is_where_the_cap_stands() -> None:
    paths = {LIYANG_2020.clause(f"2.2.{number}").path for number in range(1, 14)}
    assert paths == {"二（二）"}
