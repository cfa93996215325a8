"""Rows of the national system as JSON, CSV and workbooks."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from shuangsuiji.errors import BundleError, InvalidJsonError, UnknownNameError
from shuangsuiji.inspection import NationalDetail, Outcome
from shuangsuiji.tables import national_csv, national_json, parse_national_json, write_national
from tests.unit.test_national_forms import PLAIN
from tests.unit.test_national_rows import hygiene, row, rows

HEADER = [
    "市场主体", "raninsPlanId", "raninsPlaneName", "raninsTaskId", "raninsTaskName", "raninsTypeName", "insAuth",
    "insDate", "seqno", "raninsItemName", "raninsCheckResName",
]  # fmt: skip


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_json_has_the_rows_of_every_market_entity_3_3_3() -> None:
    one = row()
    assert json.loads(national_json([one])) == {one.holder: [PLAIN]}


def test_json_goes_out_and_comes_back() -> None:
    both = rows(hygiene())
    assert parse_national_json(national_json(both)) == both
    assert parse_national_json(national_json((), indent=None)) == ()


def test_details_that_are_a_text_of_json_are_read() -> None:
    written = {"H": [{**PLAIN, "details": json.dumps(PLAIN["details"])}]}
    (found,) = parse_national_json(json.dumps(written))
    assert found.details == (NationalDetail(seqno=1, item_name="食品标签检查", outcome=Outcome.NO_PROBLEM),)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"H": {}}', '{"H": ["甲"]}', '{"H": [{"details": "["}]}'])
def test_what_is_no_such_json_is_refused(text: str) -> None:
    with pytest.raises(InvalidJsonError):
        parse_national_json(text)


def test_a_number_is_no_outcome_in_a_file_either() -> None:
    text = national_json([row()]).replace('"未发现问题"', '"1"')
    with pytest.raises(UnknownNameError):
        parse_national_json(text)


def test_a_table_has_one_line_an_item() -> None:
    one = row(details=tuple(NationalDetail(seqno=n, item_name=f"事项{n}", outcome=Outcome.NO_PROBLEM) for n in (1, 2)))
    header, first, second = cells(national_csv([one]))
    assert header == HEADER
    assert first[0] == second[0] == one.holder
    assert [line[8:] for line in (first, second)] == [["1", "事项1", "未发现问题"], ["2", "事项2", "未发现问题"]]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@a", "\uff1d1"])
def test_what_a_spreadsheet_would_take_for_a_formula_gets_an_apostrophe(name: str) -> None:
    text = national_csv([row(details=(NationalDetail(seqno=1, item_name=name, outcome=Outcome.NO_PROBLEM),))])
    assert cells(text)[1][9] == f"'{name}"


def test_a_file_is_written_in_the_form_that_its_name_says(tmp_path: Path) -> None:
    both = rows(hygiene())
    written = write_national(both, tmp_path / "rows.json")
    assert parse_national_json(written.read_bytes()) == both
    assert write_national(both, tmp_path / "rows.csv").read_bytes() == national_csv(both)
    sheet = CalamineWorkbook.from_path(str(write_national(both, tmp_path / "rows.xlsx"))).get_sheet_by_index(0)
    assert sheet.to_python() == cells(national_csv(both))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError):
        write_national([row()], tmp_path / "none" / "rows.csv")
