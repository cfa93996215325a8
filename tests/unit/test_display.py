"""Tables for notebooks: everything escaped, twenty rows at the most."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from shuangsuiji.display import html_table

EVIL = ["<script>alert(1)</script>", "a & b", '"><img src=x onerror=alert(1)>', "'", "</td></tr></table>", "&lt;"]


class Cells(HTMLParser):
    """Collects tags, and the text between them as a browser would show it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("td", "th", "caption"):
            self.texts.append("")
        assert {name for name, _ in attrs} <= {"scope", "colspan"}

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data


def rows(number: int) -> list[tuple[int]]:
    return [(row,) for row in range(number)]


@pytest.mark.parametrize("evil", EVIL)
def test_caption_header_and_cells_are_escaped(evil: str) -> None:
    parsed = Cells(html_table(evil, [evil], [[evil]]))
    assert parsed.texts == [evil, evil, evil]
    assert parsed.tags == ["table", "caption", "thead", "tr", "th", "tbody", "tr", "td"]


def test_a_cell_may_be_any_value() -> None:
    assert Cells(html_table("表", ["a", "b"], [[1, None]])).texts == ["表", "a", "b", "1", "None"]


@pytest.mark.parametrize("number", [0, 1, 19, 20])
def test_up_to_twenty_rows_are_all_shown(number: int) -> None:
    table = html_table("表", ["n"], rows(number))
    assert table.count("<td>") == number
    assert "另有" not in table


@pytest.mark.parametrize(("number", "more"), [(21, 1), (100, 80)])
def test_the_rows_that_are_not_shown_are_counted(number: int, more: int) -> None:
    table = html_table("表", ["n", "m"], rows(number))
    assert table.count("<tr><td>") == 20
    assert f'<tfoot><tr><td colspan="2">另有 {more} 行</td></tr></tfoot>' in table


def test_a_given_total_spares_reading_the_rows() -> None:
    read: list[int] = []

    def million() -> Iterator[tuple[int]]:
        for row in range(1_000_000):
            read.append(row)
            yield (row,)

    table = html_table("表", ["n"], million(), total=1_000_000)
    assert "另有 999980 行" in table
    assert len(read) <= 21


def test_only_twenty_rows_are_read() -> None:
    left = iter(rows(30))
    html_table("表", ["n"], left, total=30)
    assert next(left) == (20,)


def test_fewer_rows_than_the_total_are_counted_as_shown() -> None:
    table = html_table("表", ["n"], rows(5), total=100)
    assert "另有 95 行" in table
