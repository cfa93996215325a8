"""Cells as text, by name, and those that hold no text."""

from __future__ import annotations

import pytest

from shuangsuiji.tables.cells import NotText, cell_name, cell_text, flat, known_text, shown


@pytest.mark.parametrize(
    ("row", "position", "name"), [(13, 1, "B13"), (1, 0, "A1"), (2, 25, "Z2"), (3, 26, "AA3"), (1, 16_383, "XFD1")]
)
def test_a_cell_has_the_name_that_a_spreadsheet_gives_it(row: int, position: int, name: str) -> None:
    assert cell_name(row, position) == name


def test_cells_are_shown_as_text_and_nothing_as_nothing() -> None:
    assert shown([None, 1, "甲", 1.5, True, float("nan"), NotText("5%")]) == ("", "1", "甲", "1.5", "True", "", "5%")


def test_what_is_no_text_is_plain_text_once_it_is_read() -> None:
    assert type(cell_text(NotText("2026-03-01"))) is str
    assert type(known_text(NotText("2026-03-01"))) is str


@pytest.mark.parametrize("cell", ["N/A", " 无 ", "—", "", None, "\u3000", "\u00a0", "\u3000无\u00a0"])
def test_words_for_nothing_and_blanks_of_every_kind_are_nothing(cell: object) -> None:
    assert known_text(cell) == ""


def test_ideographic_and_no_break_blanks_become_plain_ones() -> None:
    assert known_text("\u3000甲\u3000公司\u00a0") == "甲 公司"
    assert flat(" 甲\n\u3000乙 ") == "甲 乙"
