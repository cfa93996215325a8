"""Tables written as workbooks: every cell is text, whatever it looks like."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.errors import BundleError, InvalidValueError, MissingExtraError
from shuangsuiji.registry import LIYANG_DEPARTMENTS
from shuangsuiji.tables import import_objects, write_objects, write_table
from shuangsuiji.tables.workbooks import read_workbook
from shuangsuiji.tables.writing import table_xlsx
from shuangsuiji.testing.city import dirty_list, synthetic_code

CODE = synthetic_code(1)


def read(content: bytes) -> list[list[object]]:
    [sheet] = read_workbook(content, "x")
    return [list(row) for row in sheet.rows]


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("x")', "{=1}", "0012", "9.13E+17", CODE])
def test_what_looks_like_a_formula_or_a_number_is_written_as_text(cell: str, tmp_path: Path) -> None:
    path = write_table(tmp_path / "a.xlsx", ["甲"], [[cell]])
    assert read(path.read_bytes()) == [["甲"], [cell]]
    with zipfile.ZipFile(path) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_cells_are_formatted_as_text_so_that_a_correction_stays_text(tmp_path: Path) -> None:
    path = write_table(tmp_path / "a.xlsx", ["代码"], [[CODE]])
    with zipfile.ZipFile(path) as archive:
        assert b'numFmtId="49"' in archive.read("xl/styles.xml")  # the format @


def test_the_same_table_gives_the_same_bytes() -> None:
    assert table_xlsx(["甲"], [["乙", "丙"]]) == table_xlsx(["甲"], [["乙", "丙"]])


def test_rows_may_be_shorter_or_longer_than_the_header() -> None:
    assert read(table_xlsx(["甲", "乙"], [["1"], ["1", "2", "3"]]))[1:] == [["1", "", ""], ["1", "2", "3"]]


def test_columns_are_as_wide_as_what_they_hold() -> None:
    content = io.BytesIO(table_xlsx(["甲"], [["统一社会信用代码" * 20]]))
    with zipfile.ZipFile(content) as archive:
        assert b'width="60.' in archive.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "rows", [[["x" * 32_768]], [["x"] * 16_385], [["x"]] * 1_048_576], ids=["cell", "columns", "rows"]
)
def test_what_a_sheet_cannot_hold_is_refused_and_not_cut_off(rows: list[list[str]]) -> None:
    with pytest.raises(InvalidValueError, match="请改用 CSV"):
        table_xlsx(["甲"], rows)


def test_without_xlsxwriter_one_line_names_the_pip_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError) as caught:
        table_xlsx(["甲"], [])
    assert caught.value.en_line == "XLSX needs xlsxwriter: run pip install 'shuangsuiji[table]'"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="无法写入"):
        write_table(tmp_path / "无此夹" / "a.xlsx", ["甲"], [])


def test_a_pool_that_is_written_and_imported_again_is_the_same_pool(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"代码": CODE, "名称": "=甲", "标签": "食品、老店", "审批部门": "卫健", "主管部门": "商务", "风险等级": "A"},
        {"代码": "P-1", "名称": "-乙", "检查对象类别": "产品", "所属市场主体": CODE, "风险等级": "N/A"},
    ]
    for source, columns in ((rows, {"代码": "id"}), (dirty_list(300), {})):
        first = import_objects(source, columns=columns, departments=LIYANG_DEPARTMENTS)
        path = write_objects(
            first.pool(id="pool", owner="320481-SCJG", item_codes=["a"], maintained_on=date(2026, 3, 1)),
            tmp_path / "pool.xlsx",
        )
        again = import_objects(path, departments=LIYANG_DEPARTMENTS)
        assert (again.accepted, again.rejected) == (first.accepted, ())
        assert again.columns.digest == first.columns.digest
