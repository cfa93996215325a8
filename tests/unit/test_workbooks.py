"""Workbooks as they come: cells of every type, merged ranges, several sheets, files that cannot be read."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib import import_module

import pytest

from shuangsuiji.errors import InvalidValueError, MissingExtraError, UnknownNameError
from shuangsuiji.tables.cells import NotText
from shuangsuiji.tables.workbooks import choose_sheet, read_workbook, workbook_form
from tests.unit.sheets import Formula, Percent, workbook

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def cells(*row: object) -> list[object]:
    [sheet] = read_workbook(workbook([row]), "名单.xlsx")
    return list(sheet.rows[0])


def test_text_and_numbers_stay_what_they_are() -> None:
    found = cells("甲", " 9.13E+17 ", 1001, 12.5, 913204810682883584, "=1+1")
    assert found == ["甲", " 9.13E+17 ", 1001, 12.5, 9.132048106828836e17, "=1+1"]
    assert [type(cell) for cell in found] == [str, str, int, float, float, str]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, 30), "2026-03-01 09:30:00"),  # noqa: DTZ001 - as a sheet has it
        (time(9, 30), "09:30:00"),
        (timedelta(hours=30), "30:00:00"),
        (True, "TRUE"),
        (False, "FALSE"),
        (Percent(0.05), "5%"),
        (Percent(0.053, "0.0%"), "5.3%"),
        (Percent(1), "100%"),
        (Percent(0.07, '0.00%;[Red]"-"0.00%'), "7%"),
    ],
)
def test_what_is_no_text_is_text_as_a_person_sees_it(cell: object, text: str) -> None:
    [found] = cells(cell)
    assert found == text
    assert isinstance(found, NotText)


def test_formulas_give_their_values_and_errors_their_names() -> None:
    found = cells(Formula("=A1", "甲"), Formula("=1/0", "#DIV/0!"), Formula("=NA()", "#N/A"), Formula("=2*3", 6))
    assert found == ["甲", "#DIV/0!", "#N/A", 6]


def test_a_value_merged_over_rows_stands_in_each_of_them_and_says_so() -> None:
    rows = [["", "甲"], ["", "乙"], ["", "丙"], ["", "丁"]]
    [sheet] = read_workbook(workbook(rows, {"A1:A3": "溧城"}), "名单.xlsx")
    assert [row[0] for row in sheet.rows] == ["溧城", "溧城", "溧城", ""]
    assert dict(sheet.covered) == {1: frozenset({0}), 2: frozenset({0})}


def test_a_value_merged_over_columns_stands_in_the_first() -> None:
    [sheet] = read_workbook(workbook([["", "", "丙"]], {"A1:B1": "一、食品"}), "名单.xlsx")
    assert list(sheet.rows[0]) == ["一、食品", "", "丙"]


def test_the_first_sheet_with_a_header_is_read_and_the_others_are_named() -> None:
    sheets = read_workbook(workbook(sheets={"封面": [["名单"]], "空": [], "名单": [["代码"]], "旧": [["代码"]]}), "x")
    chosen, others = choose_sheet(sheets, None, lambda sheet: sheet.rows[0][0] == "代码")
    assert chosen is not None
    assert (chosen.name, others) == ("名单", ("封面", "旧"))


def test_a_hidden_sheet_is_read_only_where_no_other_has_a_header() -> None:
    content = workbook(sheets={"封面": [["名单"]], "藏": [["代码"]], "名单": [["代码"]]}, hidden=["藏"])
    sheets = read_workbook(content, "x")
    assert [sheet.hidden for sheet in sheets] == [False, True, False]
    for among, name in ((sheets, "名单"), (sheets[:2], "藏")):
        chosen, _ = choose_sheet(among, None, lambda sheet: sheet.rows[0][0] == "代码")
        assert chosen is not None
        assert chosen.name == name


def test_a_sheet_that_is_named_is_read_and_one_that_is_not_there_is_refused() -> None:
    sheets = read_workbook(workbook(sheets={"甲": [["1"]], "乙": []}), "x")
    chosen, others = choose_sheet(sheets, "乙", lambda _: False)
    assert chosen is not None
    assert (chosen.is_empty, others) == (True, ("甲",))
    with pytest.raises(UnknownNameError, match="甲、乙"):
        choose_sheet(sheets, "丙", lambda _: False)


def test_a_workbook_is_known_by_its_bytes() -> None:
    found = [workbook_form(content) for content in (workbook([["甲"]]), OLE2 + b"...", b"PK,", b"")]
    assert found == ["xlsx", "xls", None, None]


def archive(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return content.getvalue()


BROKEN: dict[str, Callable[[], bytes]] = {
    "cut off": lambda: workbook([["甲"]])[:400],
    "no zip": lambda: b"PK\x03\x04" + bytes(100),
    "another zip": lambda: archive(**{"word/document.xml": b"<a/>"}),
    "a zip of the right names": lambda: archive(**{"xl/workbook.xml": b"<workbook", "[Content_Types].xml": b""}),
    "no OLE2": lambda: OLE2 + bytes(2000),
}


def test_a_workbook_with_a_password_is_refused_for_that() -> None:
    with pytest.raises(InvalidValueError, match="已加密"):
        read_workbook(OLE2 + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "名单.xlsx")


@pytest.mark.parametrize("name", BROKEN)
def test_a_damaged_workbook_is_refused_in_both_languages(name: str) -> None:
    with pytest.raises(InvalidValueError, match="工作簿无法读取") as caught:
        read_workbook(BROKEN[name](), "名单.xlsx")
    assert "cannot be read" in caught.value.en_line
    assert caught.value.zh_line.startswith("名单.xlsx：")


def test_every_way_of_failing_is_the_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    calamine = import_module("python_calamine")
    panic = type("PanicException", (BaseException,), {})
    for error, zh in ((calamine.PasswordError("x"), "已加密"), (OverflowError("x"), "已损坏"), (panic("x"), "已损坏")):

        def fail(_: object, error: BaseException = error) -> object:
            raise error

        monkeypatch.setattr(calamine, "CalamineWorkbook", type("Book", (), {"from_filelike": staticmethod(fail)}))
        with pytest.raises(InvalidValueError, match=zh):
            read_workbook(OLE2, "名单.xls")


def test_an_interruption_is_not_taken_for_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> object:
        raise KeyboardInterrupt

    calamine = import_module("python_calamine")
    monkeypatch.setattr(calamine, "CalamineWorkbook", type("Book", (), {"from_filelike": staticmethod(stop)}))
    with pytest.raises(KeyboardInterrupt):
        read_workbook(OLE2, "名单.xls")


def test_without_calamine_one_line_names_the_pip_install(monkeypatch: pytest.MonkeyPatch) -> None:
    content = workbook([["甲"]])
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtraError) as caught:
        read_workbook(content, "名单.xlsx")
    assert caught.value.en_line == "XLS/XLSX needs python-calamine: run pip install 'shuangsuiji[table]'"
