"""``shuangsuiji import-items``, and ``shuangsuiji import`` of workbooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.cli import main
from shuangsuiji.registry import LIYANG_DEPARTMENTS, ItemList
from shuangsuiji.tables import import_objects
from shuangsuiji.terms import BasisRank, InspectionMethod, ItemKind, ItemListKind, ItemOrigin, KeyGround
from shuangsuiji.testing.city import synthetic_code
from tests.unit.sheets import Rows, workbook

Run = Callable[..., tuple[int, str]]
CODES = [synthetic_code(number) for number in range(3)]
HEADER = ("抽查事项", "事项类别", "检查方式", "检查依据")
ROWS = [
    HEADER,
    ("食品检查", "一般", "现场检查、专项检查", "《食品安全法》"),
    ("", "", "", "《标签办法》"),
    ("电梯检查", "重点", "现场检查", "《特种设备安全法》"),
    ("油站检查", "特殊", "现场检查", "《甲法》"),
]
GIVEN = ("--id", "list", "--kind", "department", "--owner", "320481-SCJG", "--on", "2026-01-01")
SAID = ("--cap", "5%", "--ground", "SAFETY", "--superior", "上级清单")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a command line in a folder with an item list and a list of objects."""
    monkeypatch.chdir(tmp_path)
    sheets: dict[str, Rows] = {"清单": ROWS, "说明": [["略"]]}
    Path("items.xlsx").write_bytes(workbook(sheets=sheets))
    objects = [("企业名称", "统一社会信用代码"), ("甲", CODES[0]), ("乙", 913204810682883584)]
    Path("objects.xlsx").write_bytes(workbook(sheets={"封面": [["名单"]], "企业": objects}))

    def called(*arguments: str) -> tuple[int, str]:
        status = main(arguments)
        captured = capsys.readouterr()
        return status, captured.out if status != 2 else captured.err

    return called


def document(said: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(said)


def test_an_item_list_is_imported_and_written_with_its_rejected_rows(run: Run) -> None:
    status, said = run("import-items", "items.xlsx", *GIVEN, *SAID, "--out", "items.json", "--rejected", "退回.xlsx")
    assert status == 0
    assert "共 4 行 = 接收 2（重点 1） + 续行 1 + 退回 1 + 跳过 0" in said
    assert "退回 B5 事项类别" in said
    assert "存疑 C2 检查方式" in said
    assert "未读取的工作表：说明" in said
    assert "ratio_cap 1 项" in said
    made = from_json(Path("items.json").read_bytes(), ItemList)
    assert [(item.name, item.kind) for item in made.items] == [
        ("食品检查", ItemKind.GENERAL),
        ("电梯检查", ItemKind.KEY),
    ]
    again = run("import-items", "退回.xlsx", *GIVEN, *SAID, "--json")
    assert document(again[1])["rejected"][0]["seen"] == "特殊"


def test_the_report_of_items_is_a_json_document(run: Run) -> None:
    said = document(run("import-items", "items.xlsx", *GIVEN, *SAID, "--json")[1])
    assert (said["rows"], said["accepted"], said["sheet"], said["other_sheets"]) == (4, 2, "清单", ["说明"])
    assert said["continued"] == [{"row": 3, "of": 2}]
    assert said["rejected"][0]["cell"] == "B5"
    assert said["supplied"]["key_ground"] == 1


def test_strict_refuses_and_nothing_is_overwritten(run: Run) -> None:
    assert run("import-items", "items.xlsx", *GIVEN, *SAID, "--strict")[0] == 1
    Path("items.json").write_text("{}", encoding="utf-8")
    status, said = run("import-items", "items.xlsx", *GIVEN, *SAID, "--out", "items.json")
    assert (status, Path("items.json").read_text(encoding="utf-8")) == (2, "{}")
    assert "无法新建" in said


def test_every_option_reaches_the_items(run: Run) -> None:
    rows = [("项", "发起部门", "配合部门"), ("新车市场", "商务部门", "相关部门、公安")]
    Path("joint.xlsx").write_bytes(workbook(rows))
    options = (
        *("--column", "项=name", "--departments", "liyang", "--department", "相关部门=320481-SCJG,320481-SWS"),
        *("--item-kind", "key", "--ground", "OTHER", "--ground-text", "联席会议定", "--method", "网络监测"),
        *("--method", "DOCUMENT", "--content", "台账", "--basis", "甲办法=规章", "--power-list", "第 7 项"),
        *("--sheet", "名单", "--out", "joint.json"),
    )
    given = ("--id", "joint", "--kind", "joint", "--owner", "320481-SCJG", "--on", "2026-01-01")
    assert run("import-items", "joint.xlsx", *given, *options)[0] == 0
    made = from_json(Path("joint.json").read_bytes(), ItemList)
    [item] = made.items
    assert (made.kind, item.kind, item.key_ground) == (ItemListKind.JOINT, ItemKind.KEY, KeyGround.OTHER)
    assert item.methods == (InspectionMethod.ONLINE, InspectionMethod.DOCUMENT)
    assert (item.implementing_body, item.joint_departments) == (
        "320481-SWJ",
        ("320481-SCJG", "320481-SWS", "320481-GAJ"),
    )
    assert (item.content, item.legal_bases[0].rank, item.key_ground_text) == ("台账", BasisRank.RULE, "联席会议定")
    assert (item.origin, item.power_list_entry) == (ItemOrigin.SELF_ESTABLISHED, "第 7 项")


def test_the_tree_may_be_a_file_and_body_and_partners_may_be_stated(run: Run) -> None:
    Path("tree.json").write_text(to_json(LIYANG_DEPARTMENTS), encoding="utf-8")
    Path("body.xlsx").write_bytes(workbook([(*HEADER, "检查主体"), (*ROWS[1], "公安"), (*ROWS[3], "")]))
    options = ("--departments", "tree.json", "--body", "320481-WJW", "--joint", "320481-SWJ", "--out", "body.json")
    assert run("import-items", "body.xlsx", *GIVEN, *SAID, *options)[0] == 0
    items = from_json(Path("body.json").read_bytes(), ItemList).items
    assert [item.implementing_body for item in items] == ["320481-GAJ", "320481-WJW"]
    assert {item.joint_departments for item in items} == {("320481-SWJ",)}


@pytest.mark.parametrize(
    "options",
    [("--cap", "5"), ("--ground", "无"), ("--method", "看"), ("--basis", "甲"), ("--sheet", "无"), ("--on", "x")],
)
def test_an_option_of_the_wrong_form_could_not_run(run: Run, options: tuple[str, str]) -> None:
    assert run("import-items", "items.xlsx", *GIVEN, *options)[0] == 2


def test_objects_come_out_of_a_workbook_too(run: Run) -> None:
    status, said = run("import", "objects.xlsx", "--rejected", "退回.xlsx")
    assert status == 0
    assert "objects.xlsx（xlsx，工作表“企业”）：共 2 行 = 接收 1 + 退回 1 + 跳过 0" in said
    assert "退回 B3 统一社会信用代码：以数字格式存储" in said
    assert "未读取的工作表：封面" in said
    assert import_objects("退回.xlsx").rejected[0].cells[:2] == ("乙", "9.132048106828836e+17")
    told = document(run("import", "objects.xlsx", "--sheet", "企业", "--json")[1])
    assert (told["sheet"], told["rejected"][0]["cell"]) == ("企业", "B3")


def test_a_sheet_that_is_not_there_is_named_with_those_that_are(run: Run) -> None:
    status, said = run("import", "objects.xlsx", "--sheet", "无")
    assert status == 2
    assert "封面、企业" in said
