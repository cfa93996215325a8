"""Explanations as trees: plain text, Markdown and HTML, with everything from outside escaped."""

from xml.etree import ElementTree as ET  # the page is our own

import pytest

from shuangsuiji.accountability import ExplanationNode, Quotation
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.law import LIYANG_2020, PENALTY_2021
from tests.unit.assessment_cases import T

QUOTED = Quotation(clause=LIYANG_2020.ref("4.2.11"), text="检查对象未被抽到")
TREE = ExplanationNode(
    zh="结论", en="verdict", children=(ExplanationNode(zh="依据", en="ground", truth=T, quotations=(QUOTED,)),)
)
NASTY = "<script>alert('1')</script> *a* [b](c) & `d`"


def test_plain_text_steps_in_by_two_blanks_and_quotes_the_law_with_its_clause() -> None:
    assert TREE.text() == (
        "结论 / verdict\n  依据 / ground\n    「检查对象未被抽到」（溧政办发〔2020〕27号 四（二））\n"
    )
    assert TREE.text("zh").splitlines()[0] == "结论"
    assert str(TREE) == TREE.text()
    assert TREE.text("en").splitlines()[:2] == ["verdict", "  ground"]


def test_markdown_is_a_list_with_the_law_as_a_block_quote() -> None:
    assert TREE.markdown("zh") == (
        "- 结论\n  - 依据\n\n    > 「检查对象未被抽到」（溧政办发〔2020〕27号 四（二））\n\n"
    )


def test_html_is_well_formed_and_marks_the_language() -> None:
    page = ET.fromstring(TREE.html())  # noqa: S314 - the page is our own
    assert [one.text for one in page.iter("span") if one.get("lang") == "zh"] == ["结论", "依据"]
    assert [one.text for one in page.iter("blockquote")] == ["检查对象未被抽到"]
    assert TREE._repr_html_() == TREE.html()
    assert "verdict" not in TREE.html("zh")


def test_what_comes_from_outside_is_escaped() -> None:
    node = ExplanationNode(zh=NASTY, en=NASTY)
    assert "<script>" not in node.html()
    assert "<script>" not in node.markdown()
    assert "\\*a\\* \\[b\\]\\(c\\) &amp; \\`d\\`" in node.markdown()


def test_an_article_of_several_paragraphs_stays_whole_in_all_three() -> None:
    article = PENALTY_2021.clause("76")
    node = ExplanationNode(
        zh="依据", en="ground", quotations=(Quotation(clause=PENALTY_2021.ref("76"), text=article.quotation),)
    )
    assert all(f"  {line}" in node.text() or f"  「{line}" in node.text() for line in article.quotation.split("\n"))
    assert node.markdown().count("\n  > ") == article.quotation.count("\n") + 1
    assert node.html().count("<br/>") == article.quotation.count("\n") + 1  # and one between the languages


def test_a_tree_is_walked_from_the_top() -> None:
    assert [one.zh for one in TREE.walk()] == ["结论", "依据"]


@pytest.mark.parametrize("field", ["zh", "en"])
def test_a_line_is_one_line_in_both_languages(field: str) -> None:
    for wrong in ("", "a\nb"):
        with pytest.raises(InvalidValueError, match=field):
            ExplanationNode(**{"zh": "甲", "en": "a", field: wrong})  # type: ignore[arg-type]
