"""A matching as tables that people work with: who goes to every object, what everybody has to visit (检查安排写出).

XLSX where the file is called so, through xlsxwriter, extra ``table``: every cell is text. Else CSV as rejected rows
have it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from shuangsuiji.draws import Matching
from shuangsuiji.draws.matching_reports import report
from shuangsuiji.draws.seat_histories import SeatReport
from shuangsuiji.draws.work_lists import TeamReport, Visit, WorkList
from shuangsuiji.errors import BundleError
from shuangsuiji.tables.writing import is_xlsx, write_table

__all__ = ["write_teams", "write_work_lists"]

_TEAMS = (
    "批次", "检查对象", "部门", "区域", "抽查事项", "人员类别", "席位", "要求", "人员", "产生方式", "轮次", "备注",
)  # fmt: skip
_VISITS = (
    "人员", "人员类别", "部门", "批次", "检查对象", "区域", "抽查事项", "席位", "要求", "产生方式", "同组人员",
)  # fmt: skip
_VIA = {"lot": "抽签", "repair": "修补", "substitute": "替换", None: "空缺"}
_OFFICER, _EXPERT = "执法检查人员", "专家"


def write_teams(matching: Matching, path: str | Path) -> Path:
    """Write who goes to every object, one row per seat, empty ones too, in the order of visits (写出检查组).

    Args:
        matching: the matching.
        path: a workbook where it ends in ``.xlsx``, else CSV, UTF-8 with the byte order mark that Excel needs.

    Raises:
        BundleError: the file cannot be written.
        InvalidValueError: more rows, or a longer cell, than a sheet can hold.
        MissingExtraError: a workbook, and xlsxwriter is not installed.

    """
    rows = (row for team in report(matching).teams for row in _team_rows(team))
    return _write(path, _TEAMS, rows, "检查组")


def write_work_lists(matching: Matching, path: str | Path) -> Path:
    """Write what everybody has to visit, one row per visit, officers by id, then experts (写出工作清单).

    Args:
        matching: the matching.
        path: a workbook where it ends in ``.xlsx``, else CSV, UTF-8 with the byte order mark that Excel needs.

    Raises:
        BundleError: the file cannot be written.
        InvalidValueError: more rows, or a longer cell, than a sheet can hold.
        MissingExtraError: a workbook, and xlsxwriter is not installed.

    """
    made = report(matching)
    rows = (
        _visit_row(one, visit, made.team(visit.object, one.department))
        for one in made.work_lists
        for visit in one.visits
    )
    return _write(path, _VISITS, rows, "工作清单")


def _team_rows(team: TeamReport) -> Iterator[tuple[str, ...]]:
    note = "对象已替换，不再检查" if team.replaced else ""
    for kind, seats in ((_OFFICER, team.seats), (_EXPERT, team.experts)):
        for seat in seats:
            yield (*_place(team), kind, *_seat(seat), note)


def _visit_row(one: WorkList, visit: Visit, team: TeamReport) -> tuple[str, ...]:
    seats = (*team.seats, *team.experts)
    others = [seat.officer for seat in seats if seat.officer is not None and seat.officer != one.id]
    return (
        one.id,
        _EXPERT if one.expert else _OFFICER,
        one.department,
        _batch(visit.batch),
        visit.object,
        visit.region,
        _joined(visit.items),
        str(visit.seat),
        _joined(visit.tags),
        _VIA[visit.via],
        _joined(others),
    )


def _place(team: TeamReport) -> tuple[str, ...]:
    return _batch(team.batch), team.object, team.department, team.region, _joined(team.items)


def _seat(seat: SeatReport) -> tuple[str, ...]:
    k = "" if seat.k is None else str(seat.k)
    return str(seat.number), _joined(seat.tags), seat.officer or "", _VIA[seat.via], k


def _batch(number: int | None) -> str:
    return "" if number is None else str(number)


def _joined(names: Iterable[str]) -> str:
    return "、".join(names)


def _write(path: str | Path, header: Sequence[str], rows: Iterable[Sequence[str]], sheet: str) -> Path:
    if is_xlsx(path):
        return write_table(path, header, rows, sheet=sheet)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    try:
        Path(path).write_bytes(text.getvalue().encode("utf-8-sig"))
    except OSError as error:
        raise BundleError.because(path, error, "无法写入", "cannot be written") from None
    return Path(path)
