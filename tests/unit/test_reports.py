"""What became of every row, and the way back for the rows that were rejected."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, BundleError
from shuangsuiji.registry import ObjectPool
from shuangsuiji.tables import ImportReport, Problem, RejectedRow, SkippedRow, import_objects
from shuangsuiji.tables.cells import shown
from shuangsuiji.testing.city import dirty_list, synthetic_code

CODES = [synthetic_code(number) for number in range(10)]
HEADER = ("企业名称", "统一社会信用代码", "风险等级")
ROWS: tuple[tuple[str, ...], ...] = (
    ("甲", CODES[0], "A"),
    ('乙,（“引号”"）\n分行', "9.1320481E+17", " 高 "),
    ("丙", CODES[2], "A"),
    ("丙", CODES[2], "D"),
    ("丁", CODES[3]),
    ("戊", CODES[4], "B", "", "多出"),
    ("己", CODES[0], "A"),
    ("", "", ""),
    ("合计", "7", ""),
)


def as_csv(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    return text.getvalue().encode()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def report_of(*rows: Sequence[str]) -> ImportReport:
    return import_objects(as_csv(rows or ROWS))


def pool_of(report: ImportReport) -> ObjectPool:
    return report.pool(id="pool", owner="320481-SCJG", item_codes=["labels"], maintained_on=date(2026, 3, 1))


def test_the_report_counts_every_row() -> None:
    report = report_of()
    assert (report.rows, report.accepted, len(report.rejected), len(report.skipped)) == (9, 0, 7, 2)
    assert report.counts() == {"columns": 2, "conflict": 4, "identifier": 1}
    assert str(report) == repr(report) == "bytes（utf-8）：共 9 行 = 接收 0 + 退回 7 + 跳过 2；修正 0 处，存疑 0 处"


def test_rows_that_do_not_add_up_make_no_report() -> None:
    report = report_of()
    for change in ({"rows": 8}, {"rows": 10}, {"rejected": report.rejected[1:]}, {"skipped": ()}):
        with pytest.raises(BrokenChainError, match="must add up"):
            attrs.evolve(report, **change)


def test_problems_stand_in_the_order_of_the_rows() -> None:
    report = import_objects(dirty_list(500, 3))
    assert [one.row for one in report.problems] == sorted(one.row for one in report.problems)
    assert [one.row for one in report.rejected] == sorted(one.row for one in report.rejected)


def test_a_problem_says_row_column_why_and_what_was_seen_in_chinese() -> None:
    [problem] = report_of(("甲", "9.1320481E+17", "A")).problems
    assert str(problem) == "第 2 行 统一社会信用代码：是科学计数法，末位数字已丢失，无法还原；实际为 '9.1320481E+17'"


def test_the_cells_of_rejected_rows_are_verbatim() -> None:
    report = report_of()
    assert [one.cells for one in report.rejected] == list(ROWS[:7])
    assert [one.row for one in report.skipped] == [9, 10]


def test_rejected_rows_are_written_with_their_reasons_in_the_last_column() -> None:
    content = report_of(*ROWS[1:3], ROWS[3]).rejected_csv()
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = rows_of(content)
    assert header == [*HEADER, "错误原因"]
    assert [tuple(row[:3]) for row in rows] == list(ROWS[1:4])
    assert "科学计数法" in rows[0][3]
    assert "第 3、4 行代码相同而内容不一致" in rows[1][3]


def test_every_reason_of_a_row_is_written() -> None:
    report = import_objects(as_csv([("甲", "123", "A", "a|b")], header=(*HEADER, "区域")))
    [_, [*_, reason]] = rows_of(report.rejected_csv())
    assert "现有 3 位" in reason
    assert "U+007C" in reason


def test_cells_beyond_the_header_stand_behind_the_reason_and_missing_ones_are_empty() -> None:
    header, short, longer = rows_of(report_of(ROWS[4], ROWS[5]).rejected_csv())
    assert len(header) == 4
    assert (short[:3], len(short)) == (["丁", CODES[3], ""], 4)
    assert (longer[:3], longer[4:]) == (["戊", CODES[4], "B"], ["", "多出"])


def test_rows_written_back_unchanged_are_rejected_for_the_same_cells_again() -> None:
    first = report_of(*ROWS[:4], ROWS[6])
    again = import_objects(first.rejected_csv())
    assert again.counts() == first.counts()
    assert again.header == (*HEADER, "错误原因")
    assert rows_of(again.rejected_csv())[0] == [*HEADER, "错误原因"]
    assert [one.cells[:3] for one in again.rejected] == [one.cells for one in first.rejected]


def test_the_column_of_reasons_does_not_pile_up_and_is_not_called_unused() -> None:
    report = report_of(ROWS[1])
    for _ in range(3):
        report = import_objects(report.rejected_csv())
    assert (rows_of(report.rejected_csv())[0], report.unused) == ([*HEADER, "错误原因"], ())


def test_corrected_rows_imported_again_give_the_complete_pool() -> None:
    clean = [(f"{name}", CODES[number], "A") for number, name in enumerate("甲乙丙丁")]
    dirty = [clean[0], ("乙", "9.1320481E+17", "A"), ("丙", f"{CODES[2]}0", "A"), ("丁", CODES[3])]
    first = report_of(*dirty)
    assert (first.accepted, len(first.rejected)) == (1, 3)
    header, *rows = rows_of(first.rejected_csv())
    corrected = [[*row[:1], CODES[number], "A", *row[3:]] for number, row in enumerate(rows, 1)]
    second = import_objects(as_csv(corrected, header=header))
    assert (second.accepted, second.rejected) == (3, ())
    whole = pool_of(first).revise(on=date(2026, 3, 2), put=pool_of(second), reasons="退回行改正后补入")
    assert whole.columns.digest == pool_of(report_of(*clean)).columns.digest
    assert whole.version == 2


def test_a_whole_city_comes_back_after_its_rejected_rows_are_corrected() -> None:
    first = import_objects(dirty_list(600))
    header, *rows = rows_of(first.rejected_csv())
    kinds = dict(
        zip((one.row for one in first.rejected), (one.problems[0].code for one in first.rejected), strict=True)
    )
    fresh = iter(synthetic_code(number) for number in range(10_000, 11_000))
    kept: dict[str, list[str]] = {}
    for row, code in zip(rows, kinds.values(), strict=True):
        if code == "identifier":
            row[1] = next(fresh)
        if code != "duplicate":
            kept.setdefault(row[1], row)  # of two that contradict, a person keeps one
    second = import_objects(as_csv(list(kept.values()), header=header))
    assert (second.accepted, second.rejected) == (len(kept), ())
    whole = pool_of(first).revise(on=date(2026, 3, 2), put=pool_of(second), reasons="改正")
    wanted = {synthetic_code(number, prefix) for number in range(600) for prefix in ("91", "92")}
    assert len(whole) == first.accepted + len(kept) == 603
    assert len([one for one in whole if one.id in wanted]) == 600


def test_the_rejected_rows_of_dicts_can_be_written_too() -> None:
    report = import_objects([{"统一社会信用代码": None, "企业名称": "甲", "年份": 2026}])
    assert rows_of(report.rejected_csv())[1][:3] == ["", "甲", "2026"]


def test_a_file_is_written_and_its_path_returned(tmp_path: Path) -> None:
    report = report_of()
    path = report.write_rejected(str(tmp_path / "退回.csv"))
    assert path.read_bytes() == report.rejected_csv()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "无此夹" / "退回.csv"):
        with pytest.raises(BundleError, match="无法写入") as caught:
            report_of().write_rejected(path)
        assert str(path) in caught.value.en_line


def test_without_rejected_rows_only_the_header_is_written() -> None:
    assert rows_of(report_of(ROWS[0]).rejected_csv()) == [[*HEADER, "错误原因"]]


def test_a_report_shows_itself_as_an_escaped_table() -> None:
    page = report_of(("<script>", "<b>", "A"))._repr_html_()
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_cells_are_shown_as_text_and_nothing_as_nothing() -> None:
    assert shown([None, 1, "甲", 1.5, True]) == ("", "1", "甲", "1.5", "True")


def test_the_parts_of_a_report_are_values() -> None:
    problem = Problem(row=2, field="代码", code="identifier", zh="不得为空", seen="")
    assert RejectedRow(row=2, cells=("a",), problems=(problem,)) == RejectedRow(
        row=2, cells=("a",), problems=(attrs.evolve(problem),)
    )
    assert SkippedRow(row=3, reason="空行") != SkippedRow(row=4, reason="空行")
