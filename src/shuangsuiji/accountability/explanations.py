"""An explanation as a tree: in Chinese and in English, with the words of the law (认定说明).

The tree is a value; plain text, Markdown and HTML are three ways to write it down. Whatever comes from outside is
escaped in the last two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Literal

import attrs

from shuangsuiji.accountability.truths import Truth
from shuangsuiji.values import ClauseRef, check_field, check_kind

__all__ = ["ExplanationNode", "Quotation"]

Language = Literal["zh", "en", "both"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|&~.-])")


@attrs.frozen(kw_only=True)
class Quotation:
    """Words of a clause, as they stand in its document (法条引文).

    Attributes:
        clause: the clause.
        text: its words; none left out, none added.

    """

    clause: ClauseRef
    text: str

    def __attrs_post_init__(self) -> None:
        check_kind(self.clause, ClauseRef, "Quotation.clause")
        check_kind(self.text, str, "Quotation.text")

    def __str__(self) -> str:
        return f"「{self.text}」（{self.clause}）"


@attrs.frozen(kw_only=True)
class ExplanationNode:
    """One line of an explanation, with the words of the law that it rests on and what stands below it (说明节点).

    Attributes:
        zh: the line in Chinese.
        en: the same in English.
        truth: whether what it says holds; None where that is no question.
        quotations: the words of the law behind it.
        children: what it follows from.

    """

    zh: str
    en: str
    truth: Truth | None = None
    quotations: tuple[Quotation, ...] = ()
    children: tuple[ExplanationNode, ...] = ()

    def __attrs_post_init__(self) -> None:
        for field in ("zh", "en"):
            check_field(getattr(self, field), f"ExplanationNode.{field}")
        if self.truth is not None:
            check_kind(self.truth, Truth, "ExplanationNode.truth")

    def walk(self) -> Iterator[ExplanationNode]:
        """Yield the node and all below it, from the top."""
        yield self
        for child in self.children:
            yield from child.walk()

    def line(self, language: Language = "both") -> str:
        """Return its one line."""
        both = f"{self.zh} / {self.en}"
        return {"zh": self.zh, "en": self.en, "both": both}[language]

    def text(self, language: Language = "both") -> str:
        """Return the tree as plain text, two blanks for each step down, every line ended by a newline."""
        return "".join(f"{'  ' * depth}{line}\n" for depth, line in _text_lines(self, 0, language))

    def markdown(self, language: Language = "both") -> str:
        """Return the tree as Markdown: nested lists, the words of the law as block quotes."""
        return "".join(f"{line}\n" for line in _markdown_lines(self, 0, language))

    def html(self, language: Language = "both") -> str:
        """Return the tree as HTML: nested lists, everything escaped."""
        return f'<div class="ssj-explanation"><ul>{_html(self, language)}</ul></div>'

    def _repr_html_(self) -> str:
        return self.html()

    def __str__(self) -> str:
        return self.text()


def _text_lines(node: ExplanationNode, depth: int, language: Language) -> Iterator[tuple[int, str]]:
    yield depth, node.line(language)
    for quotation in node.quotations:
        for line in str(quotation).split("\n"):
            yield depth + 1, line
    for child in node.children:
        yield from _text_lines(child, depth + 1, language)


def _markdown_lines(node: ExplanationNode, depth: int, language: Language) -> Iterator[str]:
    indent = "  " * depth
    yield f"{indent}- {_MARKDOWN.sub(_escaped, node.line(language))}"
    for quotation in node.quotations:
        yield ""
        for line in str(quotation).split("\n"):
            yield f"{indent}  > {_MARKDOWN.sub(_escaped, line)}"
        yield ""
    for child in node.children:
        yield from _markdown_lines(child, depth + 1, language)


def _escaped(matched: re.Match[str]) -> str:
    mark = matched[1]
    return escape(mark) if mark in "<>&" else f"\\{mark}"


def _html(node: ExplanationNode, language: Language) -> str:
    quotes = "".join(
        f"<blockquote>{escape(one.text)}<footer>{escape(str(one.clause))}</footer></blockquote>".replace("\n", "<br/>")
        for one in node.quotations
    )
    below = "".join(_html(child, language) for child in node.children)
    return f"<li>{_html_line(node, language)}{quotes}{f'<ul>{below}</ul>' if below else ''}</li>"


def _html_line(node: ExplanationNode, language: Language) -> str:
    zh, en = f'<span lang="zh">{escape(node.zh)}</span>', f'<span lang="en">{escape(node.en)}</span>'
    return {"zh": zh, "en": en, "both": f"{zh}<br/><small>{en}</small>"}[language]
