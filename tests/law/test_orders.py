"""The quotations against the text of the articles of two orders of 国家市场监督管理总局 (令第45号、第49号)."""

import re
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.law import DISCLOSURE_2021, FOOD_2021, Document, disclosure2021, food2021

TEXTS = {DISCLOSURE_2021.number: "disclosure-2021.txt", FOOD_2021.number: "food-2021.txt"}
NUMERALS = {"9": "第九条", "10": "第十条", "11": "第十一条", "19": "第十九条", "39": "第三十九条", "55": "第五十五条"}

both = pytest.mark.parametrize("document", [DISCLOSURE_2021, FOOD_2021], ids=lambda one: one.title)


def articles(document: Document) -> dict[str, str]:
    """Return the words of every article of the text, by its heading."""
    text = Path(__file__).with_name(TEXTS[document.number]).read_text(encoding="utf-8")
    _, *parts = re.split(r"^(第\w+条)　", text, flags=re.MULTILINE)
    return dict(zip(parts[::2], (words.rstrip("\n") for words in parts[1::2]), strict=True))


@both
def test_every_quotation_is_the_whole_article_word_for_word(document: Document) -> None:
    assert {clause.path: clause.quotation for clause in document.clauses} == articles(document)


@both
def test_the_number_of_an_article_is_that_of_its_heading(document: Document) -> None:
    assert [NUMERALS[clause.id] for clause in document.clauses] == [clause.path for clause in document.clauses]


@pytest.mark.parametrize(
    ("day", "document", "last"),
    [
        (disclosure2021.EFFECTIVE_ON, DISCLOSURE_2021, "第十九条"),
        (food2021.EFFECTIVE_ON, FOOD_2021, "第五十五条"),
    ],
    ids=["45", "49"],
)
def test_the_day_of_entry_into_force_is_that_of_the_last_article(day: date, document: Document, last: str) -> None:
    assert f"自{day.year}年{day.month}月{day.day}日起施行" in articles(document)[last]


def test_an_order_is_cited_by_its_number() -> None:
    assert str(DISCLOSURE_2021.ref("9")) == "国家市场监督管理总局令第45号 第九条"
    assert str(FOOD_2021.ref("39")) == "国家市场监督管理总局令第49号 第三十九条"
    assert [one.issued_on for one in (DISCLOSURE_2021, FOOD_2021)] == [date(2021, 7, 30), date(2021, 12, 24)]
