"""The quotations against the text of the articles on inspection (国务院令第722号、苏州市人民政府令第169号)."""

import re
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.law import business2019, suzhou2025
from shuangsuiji.law.business2019 import BUSINESS_2019
from shuangsuiji.law.documents import Document
from shuangsuiji.law.suzhou2025 import SUZHOU_2025

TEXTS = {BUSINESS_2019.number: "business-2019.txt", SUZHOU_2025.number: "suzhou-2025.txt"}
NUMERALS = {
    "14": "第十四条",
    "15": "第十五条",
    "16": "第十六条",
    "17": "第十七条",
    "54": "第五十四条",
    "72": "第七十二条",
}

both = pytest.mark.parametrize("document", [BUSINESS_2019, SUZHOU_2025], ids=lambda one: one.title)


def text_of(document: Document) -> str:
    return Path(__file__).with_name(TEXTS[document.number]).read_text(encoding="utf-8")


def articles(document: Document) -> dict[str, str]:
    """Return the words of every article of the text, by its heading."""
    _, *parts = re.split(r"^(第\w+条)　", text_of(document), flags=re.MULTILINE)
    return dict(zip(parts[::2], (words.rstrip("\n") for words in parts[1::2]), strict=True))


@both
def test_every_quotation_is_the_whole_article_word_for_word(document: Document) -> None:
    assert {clause.path: clause.quotation for clause in document.clauses} == articles(document)


@both
def test_the_number_of_an_article_is_that_of_its_heading(document: Document) -> None:
    assert [NUMERALS[clause.id] for clause in document.clauses] == [clause.path for clause in document.clauses]


@pytest.mark.parametrize(
    ("day", "document"),
    [(business2019.EFFECTIVE_ON, BUSINESS_2019), (suzhou2025.EFFECTIVE_ON, SUZHOU_2025)],
    ids=["722", "169"],
)
def test_the_day_of_entry_into_force_stands_in_the_text(day: date, document: Document) -> None:
    assert f"自{day.year}年{day.month}月{day.day}日起施行" in text_of(document)


def test_the_measures_of_suzhou_are_cited_by_the_number_and_day_of_their_promulgation() -> None:
    day = SUZHOU_2025.issued_on
    assert text_of(SUZHOU_2025).startswith(f"（{day.year}年{day.month}月{day.day}日{SUZHOU_2025.number}发布，")
    assert str(SUZHOU_2025.ref("14")) == "苏州市人民政府令第169号 第十四条"
    assert str(BUSINESS_2019.ref("54")) == "国务院令第722号 第五十四条"
