"""Check sheets for the printer: as HTML, as text, as CSV and as a workbook: 2.1.6, 2.4.3."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Callable
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError, MissingExtraError
from shuangsuiji.planning import CheckPoint, CheckSheet, InspectionGuide, check_sheet
from shuangsuiji.registry import LegalBasis
from shuangsuiji.tables import check_sheets_csv, check_sheets_html, check_sheets_text, check_sheets_xlsx
from shuangsuiji.tables.workbooks import read_workbook
from shuangsuiji.terms import BasisRank, InspectionMethod
from shuangsuiji.testing.city import synthetic_code
from tests.unit.builders import AGENCY, expert, full_width, inspector, made

FOOD = LegalBasis(title="食品安全法", rank=BasisRank.LAW, article="第六十七条")
LABELS = (
    CheckPoint(id="name", text="标签载明名称", basis=FOOD),
    CheckPoint(id="date", text="标签载明生产日期", basis=FOOD),
)
LIFTS = (CheckPoint(id="sign", text="使用标志在有效期内", basis=FOOD),)
NAMES = {"labels": "食品标签检查", AGENCY: "市场监管部门（合成）"}
RENDER = pytest.mark.parametrize("render", [check_sheets_html, check_sheets_text, check_sheets_csv, check_sheets_xlsx])


def guide(code: str = "labels", points: tuple[CheckPoint, ...] = LABELS, /, **changes: object) -> InspectionGuide:
    basics = {
        "item_code": code,
        "item_version": 1,
        "department": AGENCY,
        "legal_bases": (FOOD,),
        "content": "标签内容",
        "methods": (InspectionMethod.ON_SITE, InspectionMethod.DOCUMENT),
        "check_points": points,
        "effective_on": date(2025, 1, 1),
    }
    return made(InspectionGuide, basics, changes)


def sheet(*guides: InspectionGuide, name: str = "合成第1有限公司", task_id: str = "2025-07") -> CheckSheet:
    return check_sheet(
        guides or (guide(), guide("lifts", LIFTS)),
        (synthetic_code(1), name),
        team=[inspector(1), "JS0002", expert(1)],
        task_id=task_id,
        valid_from=date(2025, 6, 2),
        plan_id="2025",
    )


class Cells(HTMLParser):
    """What stands in the cells of the rows of points, and every element of the document."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.in_cell = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "td" and ("colspan", "5") not in attrs:
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self.in_cell = self.in_cell and tag != "td"

    def handle_data(self, data: str) -> None:
        if self.in_cell:
            self.rows[-1][-1] += data


def points_of(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in row] for row in Cells(text).rows if row]


def plain(text: str) -> str:
    """Return the words of an HTML document."""
    return unescape(re.sub("<[^>]+>", "", text))


def table(content: bytes) -> list[dict[str, str]]:
    if content.startswith(b"PK"):
        [page] = read_workbook(content, "x")
        rows = [[str(cell) for cell in row] for row in page.rows]
    else:
        assert content.startswith(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for GBK
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_points_stand_one_by_one_with_room_for_result_and_remark_2_4_3() -> None:
    boxes = "□符合□不符合□不适用"
    assert points_of(check_sheets_html(sheet())) == [
        ["1", "标签载明名称 name", "《食品安全法》第六十七条", boxes, ""],
        ["2", "标签载明生产日期 date", "《食品安全法》第六十七条", boxes, ""],
        ["3", "使用标志在有效期内 sign", "《食品安全法》第六十七条", boxes, ""],
    ]


@settings(max_examples=25)
@given(st.lists(st.text(st.sampled_from('甲乙<>&"a1 '), min_size=1).map(lambda text: f"·{text}·"), min_size=1))
def test_every_point_is_printed_once_and_in_order_2_4_3(words: list[str]) -> None:
    points = [CheckPoint(id=f"p{place}", text=text, basis=FOOD) for place, text in enumerate(words)]
    one = sheet(guide("labels", tuple(points[:1])), guide("lifts", tuple(points)))
    expected = [points[0], *points]
    printed = points_of(check_sheets_html(one))
    assert [row[:2] for row in printed] == [[f"{n}", f"{p.text} {p.id}"] for n, p in enumerate(expected, 1)]
    lines = [line for line in check_sheets_text(one).splitlines() if re.match(r"\d+\. ", line)]
    assert lines == [f"{n}. {p.text}（{p.id}）" for n, p in enumerate(expected, 1)]
    rows = table(check_sheets_csv(one))
    assert [(row["要点编号"], row["检查要点"]) for row in rows] == [(p.id, p.text) for p in expected]


def test_a_sheet_says_whom_who_and_by_what_2_1_6() -> None:
    words = plain(check_sheets_html(sheet(), names=NAMES))
    text = check_sheets_text(sheet(), names=NAMES)
    for said in (
        f"合成第1有限公司（{synthetic_code(1)}）",
        "JS0001（行政执法证 JS0001，有效期至 2027-12-31）；JS0002",
        "ZJ01",
        "2025-07",
        "2025-06-02",
        "食品标签检查（labels）",
        f"市场监管部门（合成）（{AGENCY}）",
        "□实地核查　□书面检查",
        guide().citation,
        sheet().citation,
    ):
        assert said in words
        assert said in text
    assert "抽取编号" not in words  # what is empty is left out
    assert words.count("检查人员签名") == text.count("检查人员签名") == 2  # an expert signs nothing


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a&b", "\"><img src=x onerror='y'>", "</style>", "<!--"])
def test_whatever_a_name_is_it_stays_text(name: str) -> None:
    point = CheckPoint(id="name", text=name.replace("=", ""), basis=FOOD)
    text = check_sheets_html(
        sheet(guide("labels", (point,), content="<b>内容"), name=name), names={"labels": "<i>", AGENCY: name}
    )
    harmless = Cells(check_sheets_html(sheet(guide("labels", LABELS[:1]))))
    assert Cells(text).tags == harmless.tags
    assert not {"script", "img", "b", "i"} & set(harmless.tags)
    assert name in plain(text)


@pytest.mark.parametrize("mark", ["\u202e", "\u2028", "\x85", "\ufffe"])
def test_marks_that_nobody_sees_are_shown(mark: str) -> None:
    one = sheet(name=f"甲{mark}乙　丙")
    seen = f"甲{ascii(mark)[1:-1]}乙　丙"
    assert seen in check_sheets_html(one)
    assert seen in check_sheets_text(one)
    assert len(check_sheets_text(one).splitlines()) == len(check_sheets_text(sheet()).splitlines())
    for content in (check_sheets_csv(one), check_sheets_xlsx(one)):
        assert {row["名称"] for row in table(content)} == {seen}


def test_the_document_stands_alone_is_made_for_a4_and_has_no_scripts() -> None:
    text = check_sheets_html(sheet())
    assert text.startswith('<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">')
    assert "@page { size: A4;" in text
    assert "default-src 'none'" in text
    assert not {"script", "link", "img", "iframe"} & set(Cells(text).tags)
    assert "http" not in text.replace("http-equiv", "")


def test_labels_are_chinese_with_small_english() -> None:
    assert '检查对象 <small lang="en">Object</small>' in check_sheets_html(sheet())
    assert "检查对象 Object：" in check_sheets_text(sheet())


def test_every_sheet_begins_on_a_new_page() -> None:
    both = [sheet(), sheet(task_id="2025-08")]
    text = check_sheets_html(both)
    assert text.count('<section class="sheet">') == 2
    assert ".sheet { break-after: page; }" in text
    pages = check_sheets_text(both).split("\f")
    assert pages == [check_sheets_text(one) for one in both]
    assert [row["任务"] for row in table(check_sheets_csv(both))] == ["2025-07"] * 3 + ["2025-08"] * 3


@pytest.mark.parametrize("render", [check_sheets_csv, check_sheets_xlsx])
def test_a_table_has_a_row_for_every_point(render: Callable[..., bytes]) -> None:
    rows = table(render(sheet(), names=NAMES))
    assert len(rows) == 3
    assert rows[1] == {
        "检查对象": synthetic_code(1),
        "名称": "合成第1有限公司",
        "所属市场主体": "",
        "计划": "2025",
        "任务": "2025-07",
        "抽取编号": "",
        "生效日期": "2025-06-02",
        "检查人员": "JS0001、JS0002",
        "专家": "ZJ01",
        "抽查事项": "食品标签检查（labels）",
        "部门": f"市场监管部门（合成）（{AGENCY}）",
        "检查方式": "实地核查、书面检查",
        "序号": "2",
        "要点编号": "date",
        "检查要点": "标签载明生产日期",
        "依据": "《食品安全法》第六十七条",
        "结果": "",
        "备注": "",
        "检查表摘要": sheet().digest,
    }


@pytest.mark.parametrize("name", ['=HYPERLINK("x")', "+86", "-5", "@SUM(A1)", full_width("=1+1"), full_width("-a")])
def test_what_looks_like_a_formula_is_text_in_csv_and_in_a_workbook(name: str) -> None:
    one = sheet(name=name)
    assert {row["名称"] for row in table(check_sheets_csv(one))} == {f"'{name}"}
    assert {row["名称"] for row in table(check_sheets_xlsx(one))} == {name}


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert check_sheets_xlsx(sheet()) == check_sheets_xlsx(sheet())


@RENDER
def test_without_a_sheet_there_is_nothing_to_print(render: Callable[..., object]) -> None:
    with pytest.raises(InvalidValueError, match="没有可打印的检查表"):
        render([])


def test_without_xlsxwriter_one_line_names_the_pip_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError) as caught:
        check_sheets_xlsx(sheet())
    assert caught.value.en_line == "XLSX needs xlsxwriter: run pip install 'shuangsuiji[table]'"
    assert check_sheets_html(sheet())
