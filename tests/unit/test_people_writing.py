"""A matching as tables that people work with, as CSV and as a workbook."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from shuangsuiji import write_teams, write_work_lists
from shuangsuiji.draws import Matching, Trial, match, report, substitute
from shuangsuiji.errors import BundleError, MissingExtraError
from shuangsuiji.planning import ExpertRule, TeamRule
from shuangsuiji.tables.workbooks import read_workbook
from shuangsuiji.terms import AbsenceReason
from tests.unit.builders import AGENCY, committed, design, drawn, inspector, inspector_pool, pool_of, task

FROM, TO = date(2025, 5, 13), date(2025, 7, 31)
FOOD = "食品安全监管"
HEALTH = "320481-WJJ"
WRITERS = pytest.mark.parametrize("write", [write_teams, write_work_lists])


@cache
def matched(capacity: int = 12, department: str = HEALTH) -> Matching:
    """Return a matching of two departments in two batches, one of which has an expert."""
    people = (
        *(inspector(number, capacity=capacity) for number in range(1, 7)),
        *(inspector(number, department=department) for number in (21, 22, 23)),
    )
    teams = (
        TeamRule(item_code="labels", department=AGENCY, tags=(FOOD, "标签")),
        TeamRule(item_code="labels", department=department),
    )
    experts = (ExpertRule(item_code="labels", seats=(("电梯",),)),)
    one = task(design("10%", batches=2), teams=teams, experts=experts)
    officers = inspector_pool(*people, absences=()).officers(FROM, TO)
    trial = Trial(simulated=20, waiver="人员将于下周到位")
    made = drawn(committed(one, pool_of(60), officers=officers, recusals=[], trial=trial))
    return match(made, partial=True)


def read(path: Path) -> list[dict[str, str]]:
    """Return the rows of a file by the names of their columns."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        [sheet] = read_workbook(content, path.name)
        rows = [[str(cell) for cell in row] for row in sheet.rows]
    else:
        assert content.startswith(b"\xef\xbb\xbf")  # without it Excel takes UTF-8 for GBK
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


@pytest.mark.parametrize("name", ["组.csv", "组.xlsx", "组.XLSX"])
def test_every_seat_is_a_row_in_the_order_of_visits(name: str, tmp_path: Path) -> None:
    matching = matched()
    path = write_teams(matching, tmp_path / name)
    rows = read(path.rename(path.with_suffix(path.suffix.lower())))
    order = [id_ for ids in matching.main.batches["labels"] for id_ in ids]
    assert [row["检查对象"] for row in rows] == [id_ for id_ in order for _ in range(6)]
    for row in rows:
        key, number = (row["检查对象"], row["部门"]), int(row["席位"])
        team = (matching.advisers if row["人员类别"] == "专家" else matching.teams)[key]
        assert row["人员"] == team.holders.get(number, "")
        assert row["要求"] == "、".join(team.seats[number - 1])
        assert (row["区域"], row["抽查事项"], row["备注"]) == (team.region, "labels", "")
        assert (row["产生方式"], row["轮次"]) == (("抽签", "0") if row["人员"] else ("空缺", ""))
        assert row["检查对象"] in matching.main.batches["labels"][int(row["批次"]) - 1]
    assert len([row for row in rows if row["产生方式"] == "空缺"]) == len(order)  # the second department has no expert


@pytest.mark.parametrize("name", ["单.csv", "单.xlsx"])
def test_every_visit_is_a_row_of_him_who_makes_it(name: str, tmp_path: Path) -> None:
    matching = matched()
    rows = read(write_work_lists(matching, tmp_path / name))
    due = [(one.id, visit.object) for one in report(matching).work_lists for visit in one.visits]
    assert [(row["人员"], row["检查对象"]) for row in rows] == due
    for row in rows:
        assert (row["人员类别"] == "专家") == (row["人员"] == "ZJ01")
        seats = [matching.teams[row["检查对象"], row["部门"]].members]
        seats += [matching.advisers[row["检查对象"], row["部门"]].members]
        assert sorted([row["人员"], *row["同组人员"].split("、")]) == sorted(id_ for ids in seats for id_ in ids)


def test_a_substitute_is_told_from_those_who_were_drawn(tmp_path: Path) -> None:
    matching = matched()
    (object_, department), team = next(iter(matching.teams.items()))
    after = substitute(matching, object_, team.holders[1], reason=AbsenceReason.LEAVE)
    rows = read(write_teams(after, tmp_path / "组.csv"))
    [row] = [row for row in rows if row["产生方式"] == "替换"]
    assert (row["检查对象"], row["部门"], row["席位"]) == (object_, department, "1")
    assert row["人员"] == after.substitutions[0].new


def test_an_empty_seat_is_a_row_without_anybody_and_no_visit(tmp_path: Path) -> None:
    matching = matched(capacity=1)
    rows = read(write_teams(matching, tmp_path / "组.csv"))
    empty = [row for row in rows if row["产生方式"] == "空缺" and row["人员类别"] != "专家"]
    assert {(row["检查对象"], row["部门"], int(row["席位"])) for row in empty} == set(matching.empty) != set()
    assert all(row["人员"] for row in read(write_work_lists(matching, tmp_path / "单.csv")))


def test_names_that_look_like_a_formula_are_text_in_a_workbook(tmp_path: Path) -> None:
    matching = matched(department="@SUM(1+1)")
    for write in (write_teams, write_work_lists):
        rows = read(write(matching, tmp_path / f"{write.__name__}.xlsx"))
        assert {row["部门"] for row in rows} == {AGENCY, "@SUM(1+1)"}


@WRITERS
def test_the_same_matching_gives_the_same_bytes(write: Callable[..., Path], tmp_path: Path) -> None:
    for suffix in ("csv", "xlsx"):
        one, other = (write(matched(), tmp_path / f"{name}.{suffix}").read_bytes() for name in "甲乙")
        assert one == other


@WRITERS
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_a_file_that_cannot_be_written_is_named(write: Callable[..., Path], name: str, tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="无法写入"):
        write(matched(), tmp_path / "无此夹" / name)


@WRITERS
def test_without_xlsxwriter_one_line_names_the_pip_install_and_csv_needs_none(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError) as caught:
        write(matched(), tmp_path / "a.xlsx")
    assert caught.value.en_line == "XLSX needs xlsxwriter: run pip install 'shuangsuiji[table]'"
    assert not (tmp_path / "a.xlsx").exists()
    assert read(write(matched(), tmp_path / "a.csv"))
