"""The quotations against the text of the articles of 行政处罚法 (2021年修订)."""

import re
from datetime import date
from pathlib import Path

from shuangsuiji.law import PENALTY_2021
from shuangsuiji.law.penalty2021 import EFFECTIVE_ON

TEXT = Path(__file__).with_name("penalty-2021.txt").read_text(encoding="utf-8")


def articles() -> dict[str, str]:
    """Return the words of every article of the text, by its heading."""
    _, *parts = re.split(r"^(第\w+条)　", TEXT, flags=re.MULTILINE)
    return dict(zip(parts[::2], (words.rstrip("\n") for words in parts[1::2]), strict=True))


def test_every_quotation_is_the_whole_article_word_for_word() -> None:
    assert {clause.path: clause.quotation for clause in PENALTY_2021.clauses} == articles()


def test_the_number_of_an_article_is_that_of_its_heading() -> None:
    assert [(clause.id, clause.path) for clause in PENALTY_2021.clauses] == [
        ("42", "第四十二条"),
        ("43", "第四十三条"),
        ("76", "第七十六条"),
        ("82", "第八十二条"),
        ("83", "第八十三条"),
    ]


def test_it_was_revised_in_january_and_is_in_force_since_july_2021() -> None:
    assert (PENALTY_2021.issued_on, EFFECTIVE_ON) == (date(2021, 1, 22), date(2021, 7, 15))


def test_an_article_is_cited_by_the_title_of_the_law() -> None:
    assert str(PENALTY_2021.ref("42")) == "行政处罚法（2021年修订） 第四十二条"
    assert "执法人员不得少于两人" in PENALTY_2021.clause("42").quotation
