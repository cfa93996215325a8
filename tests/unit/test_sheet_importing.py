"""Lists of objects in workbooks: titles and groups above the header, merged cells, codes that are numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.tables import ImportReport, import_objects
from shuangsuiji.testing.city import dirty_list, synthetic_code
from tests.unit.sheets import Formula, Percent, workbook

CODES = [synthetic_code(number) for number in range(10)]
HEADER = ("企业名称", "统一社会信用代码", "风险等级")


def listed(*rows: tuple[object, ...]) -> ImportReport:
    return import_objects(workbook([HEADER, *rows]))


def test_a_workbook_is_read_from_its_path_or_its_bytes_whatever_it_is_called(tmp_path: Path) -> None:
    content = workbook([HEADER, ("甲", CODES[0], "A")])
    (tmp_path / "名单.csv").write_bytes(content)
    for source in (content, tmp_path / "名单.csv", str(tmp_path / "名单.csv")):
        report = import_objects(source)
        assert (report.accepted, report.encoding, report.sheet) == (1, "xlsx", "名单")
    assert str(import_objects(tmp_path / "名单.csv")).startswith("名单.csv（xlsx，工作表“名单”）：共 1 行 = 接收 1")


def test_the_same_list_as_csv_and_as_workbook_gives_the_same_report() -> None:
    text = dirty_list(400).decode("gb18030")
    rows = [line.split(",") for line in text.splitlines()]
    as_text, as_sheet = import_objects(text.encode()), import_objects(workbook(rows))
    assert as_sheet.columns.digest == as_text.columns.digest
    assert as_sheet.counts() == as_text.counts()
    assert [one.row for one in as_sheet.rejected] == [one.row for one in as_text.rejected]
    assert [one.cells for one in as_sheet.rejected] == [one.cells for one in as_text.rejected]


def test_a_code_that_is_a_number_is_refused_and_the_cell_named() -> None:
    report = listed(("甲", CODES[0], "A"), ("乙", 913204810682883584, "A"), ("丙", 320400000000123, "A"))
    assert (report.accepted, [one.cell for one in report.problems]) == (1, ["B3", "B4"])
    first, second = report.problems
    assert "以数字格式存储，Excel 已破坏末位" in first.zh
    assert "前导零" in second.zh
    assert str(first).startswith("B3 统一社会信用代码：")
    assert (first.row, first.field, first.seen) == (3, "统一社会信用代码", "9.132048106828836e+17")


@pytest.mark.parametrize("cell", ["9.13E+17", "1" * 17, "2" * 14, date(2026, 3, 1), True, Percent(0.05)])
def test_other_ruins_of_a_code_are_refused_with_the_cell_named(cell: object) -> None:
    [problem] = listed(("甲", cell, "A")).problems
    assert (problem.cell, problem.code) == ("B2", "identifier")


def test_the_code_of_a_holder_is_no_number_either() -> None:
    header = ("名称", "检查对象编码", "检查对象类别", "所属市场主体")
    report = import_objects(workbook([header, ("甲", "P-1", "产品", 913204810682883584)]))
    assert [(one.cell, one.field) for one in report.problems] == [("D2", "所属市场主体")]


def test_codes_with_blanks_of_every_kind_are_repaired() -> None:
    report = listed(*(("甲", cell, "A") for cell in (f"\u3000{CODES[0]}", f"{CODES[1][:8]}\u00a0{CODES[1][8:]}")))
    assert (report.accepted, [one.cell for one in report.repairs]) == (2, ["B2", "B3"])


def test_blanks_of_every_kind_in_a_name_become_plain_and_the_report_says_so() -> None:
    report = listed(("甲\u3000公司\u00a0", CODES[0], "A"))
    assert list(report.columns.names) == ["甲 公司"]
    assert [(one.cell, one.code) for one in report.repairs] == [("A2", "blank")]


def test_an_error_value_rejects_the_row_where_the_column_is_used() -> None:
    header = (*HEADER, "电话")
    rows = [("甲", Formula("=NA()", "#N/A"), "A", "1"), ("乙", CODES[1], Formula("=1/0", "#DIV/0!"), "1")]
    report = import_objects(workbook([header, *rows, ("丙", CODES[2], "A", Formula("=NA()", "#N/A"))]))
    assert [(one.cell, one.code, one.seen) for one in report.problems] == [
        ("B2", "formula_error", "#N/A"),
        ("C3", "formula_error", "#DIV/0!"),
    ]
    assert report.accepted == 1


def test_numbers_dates_and_percentages_elsewhere_are_read_as_they_are_shown() -> None:
    header = ("企业名称", "统一社会信用代码", "行政区划代码", "成立日期", "比例")
    report = import_objects(
        workbook([header, (1978, CODES[0], 320481, date(2026, 3, 1), Percent(0.053))]), keep=["成立日期", "比例"]
    )
    one = report.columns.object_at(0)
    assert (one.name, one.region) == ("1978", "320481")
    assert dict(one.attributes) == {"成立日期": "2026-03-01", "比例": "5.3%"}


GROUPED = (
    ("某市企业名单", "", "", ""),
    ("企业名称", "登记", "", "风险等级"),
    ("", "统一社会信用代码", "所属乡镇", ""),
)
TIES = {"A1:D1": "某市企业名单", "A2:A3": "企业名称", "B2:C2": "登记", "D2:D3": "风险等级"}


def test_a_header_of_two_rows_under_a_title_is_found_and_its_names_joined() -> None:
    report = import_objects(workbook([*GROUPED, ("甲", CODES[0], "溧城", "A")], TIES), keep=["登记·所属乡镇"])
    assert report.header == ("企业名称", "登记·统一社会信用代码", "登记·所属乡镇", "风险等级")
    assert (report.rows, report.accepted, report.fields["id"]) == (1, 1, "登记·统一社会信用代码")
    assert report.columns.object_at(0).region == "溧城"


def test_a_column_of_a_group_may_be_named_by_itself() -> None:
    rows = [("企业名称", "登记", ""), ("", "信用代码号", "片"), ("甲", CODES[0], "一片")]
    report = import_objects(
        workbook(rows, {"A1:A2": "企业名称", "B1:C1": "登记"}),
        columns={"信用代码号": "id", "片": "region"},
        keep=["片"],
    )
    one = report.columns.object_at(0)
    assert (one.region, dict(one.attributes)) == ("一片", {"片": "一片"})


def test_a_cell_merged_over_rows_counts_for_each_of_them() -> None:
    rows = [("所属乡镇", *HEADER[:2]), ("", "甲", CODES[0]), ("", "乙", CODES[1]), ("埭头", "丙", CODES[2])]
    report = import_objects(workbook(rows, {"A2:A3": "溧城"}))
    assert list(report.columns.column("region")) == ["溧城", "溧城", "埭头"]


def test_a_row_that_is_merged_into_the_one_above_is_skipped_with_a_reason() -> None:
    merges = {"A2:A3": "甲", "B2:B3": CODES[0], "C2:C3": "A"}
    report = import_objects(workbook([HEADER, ("", "", ""), ("", "", ""), ("乙", CODES[1], "B")], merges))
    assert (report.rows, report.accepted) == (3, 2)
    assert [one.reason for one in report.skipped] == ["续行：整行与上一行同属合并单元格"]


def test_two_rows_under_one_merged_code_are_settled_like_any_repeat() -> None:
    rows = [(*HEADER, "所属乡镇"), ("", "", "A", "溧城"), ("", "", "A", "埭头"), ("乙", CODES[1], "B", "溧城")]
    report = import_objects(workbook(rows, {"A2:A3": "甲", "B2:B3": CODES[0]}))
    assert (report.accepted, report.counts()) == (1, {"conflict": 2})
    assert [one.cells[1] for one in report.rejected] == [CODES[0]] * 2


def test_a_row_of_nothing_but_a_name_may_be_the_rest_of_the_name_above() -> None:
    report = listed(("某某（合成）", CODES[0], "A"), ("有限公司", "", ""))
    [problem] = report.problems
    assert (report.accepted, problem.cell) == (1, "B3")
    assert "上一行名称的续行" in problem.zh


def test_what_stands_beside_the_columns_rejects_the_row_and_an_empty_margin_does_not() -> None:
    report = listed(("甲", CODES[0], "A", "", "已注销"), ("乙", CODES[1], "A", " "), ("丙", CODES[2], "A"))
    assert (report.header, report.accepted) == (HEADER, 2)
    assert [(one.cell, one.code, one.seen) for one in report.problems] == [("E2", "columns", "已注销")]
    assert report.rejected[0].cells == ("甲", CODES[0], "A", "", "已注销")


def test_the_sheet_with_the_header_is_read_and_the_report_names_it_and_the_others() -> None:
    content = workbook(sheets={"说明": [["填表说明"]], "企业": [HEADER, ("甲", CODES[0], "A")], "旧": [HEADER]})
    report = import_objects(content)
    assert (report.sheet, report.other_sheets, report.accepted) == ("企业", ("说明", "旧"), 1)
    other = import_objects(content, sheet="旧")
    assert (other.sheet, other.other_sheets, other.rows) == ("旧", ("说明", "企业"), 0)


def test_a_sheet_that_is_not_there_or_has_no_header_is_refused() -> None:
    content = workbook(sheets={"说明": [["填表说明"]], "企业": [HEADER]})
    with pytest.raises(UnknownNameError, match="说明、企业"):
        import_objects(content, sheet="无")
    with pytest.raises(InvalidValueError, match="说明"):
        import_objects(content, sheet="说明")
    for source in (b"a,b", [{"统一社会信用代码": CODES[0]}]):
        with pytest.raises(InvalidValueError, match="工作簿才有工作表"):
            import_objects(source, sheet="企业")


def test_an_empty_workbook_has_no_header() -> None:
    with pytest.raises(InvalidValueError, match="columns="):
        import_objects(workbook([]))


def test_rejected_rows_are_written_as_a_workbook_corrected_and_imported_again(tmp_path: Path) -> None:
    rows = [("甲", CODES[0], "A"), ("=乙", 913204810682883584, "A"), ("丙", "9.13E+17", "B"), ("丁", "1" * 17, "C")]
    first = import_objects(workbook([("某市企业名单",), HEADER, *rows]))
    path = first.write_rejected(tmp_path / "退回.xlsx")
    again = import_objects(path)
    assert again.header == (*HEADER, "错误原因")
    assert [one.cells[:3] for one in again.rejected] == [one.cells for one in first.rejected]
    assert [one.cells[3] for one in again.rejected] == [str(problem) for problem in first.problems]
    corrected = [
        {**dict(zip(again.header, one.cells, strict=True)), HEADER[1]: CODES[number]}
        for number, one in enumerate(again.rejected, 1)
    ]
    last = import_objects(corrected)
    assert (last.accepted, last.rejected, last.unused) == (3, (), ())
    assert sorted(last.columns.names) == sorted(["=乙", "丙", "丁"])


def test_a_report_on_a_sheet_shows_cells() -> None:
    assert "<td>B2</td>" in listed(("甲", 1, "A"))._repr_html_()
