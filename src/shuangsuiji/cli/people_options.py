"""Who may be matched, as the command line hands it over: pool, roster, units of the year, recusals (人员选项)."""

from __future__ import annotations

import csv
import io
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from shuangsuiji.cli.options import day_of, read_bytes, read_value
from shuangsuiji.cli.output import Output
from shuangsuiji.draws import Trial
from shuangsuiji.errors import BundleError, DuplicateError, InfeasibleMatchingError, InvalidValueError
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.lottery.officers import COLUMNS, Officer, count_in, officer_of
from shuangsuiji.lottery.staff import Pair
from shuangsuiji.planning import AnnualPlan, Task
from shuangsuiji.registry import InspectorPool, ObjectPool, Recusal, TaskOfficers
from shuangsuiji.tables import RecusalDefaults, import_recusals

__all__ = [
    "ADDED_OPTIONS",
    "PEOPLE_OPTIONS",
    "added_officers",
    "added_recusals",
    "officers_for",
    "recusals_for",
    "refuse_matching",
    "trial_of",
]

PEOPLE_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("--inspectors", {"metavar": "JSON", "help": "执法检查人员名录库，用于匹配人员 pool of inspectors"}),
    ("--window", {"metavar": "起/止", "help": "任务期间 days of the task, YYYY-MM-DD/YYYY-MM-DD"}),
    ("--recusals", {"metavar": "表", "help": "回避表 CSV、XLSX recusals"}),
    ("--roster", {"metavar": "CSV", "help": "持证人员名册：编号,部门 roster of certificate holders"}),
    ("--taken", {"metavar": "表", "help": "本年已派数：编号 TAB 个数 units had this year"}),
    ("--simulate", {"type": int, "metavar": "N", "help": "预检模拟次数 simulated draws (默认 1000)"}),
    ("--waive", {"metavar": "理由", "help": "预检未通过而仍锁定的理由，写入锁定单 why it is committed all the same"}),
)
ADDED_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("--officers", {"metavar": "表", "help": "增派人员，七列如 inspectors.tsv officers who come on top"}),
    ("--recusals", {"metavar": "表", "help": "新增回避：对象 TAB 人员 TAB 原因 recusals on top"}),
)
SIMULATED = 1000
_SHOWN = 5


def trial_of(given: Namespace, output: Output) -> Trial:
    """Return how the matching is tried out, with what is shown on the way (预检方式)."""
    number = SIMULATED if given.simulate is None else given.simulate

    def shown(done: int, of: int = number) -> None:
        if done % 20 == 0 or done == of:
            output.progress(f"匹配预检：模拟抽取 {done}/{of}…")

    return Trial(simulated=number, waiver=given.waive, progress=shown)


def officers_for(given: Namespace, plan: AnnualPlan, task: Task) -> TaskOfficers | None:
    """Return who may be matched in the window; None where no pool of inspectors is given.

    Raises:
        InvalidValueError: an option that needs a pool, or a pool without a window.
        BundleError: a file cannot be read.
        LawError: somebody on the roster would be left out without a reason.

    """
    if not given.inspectors:
        for name in ("window", "recusals", "roster", "taken", "simulate", "waive"):
            if getattr(given, name) is not None:
                zh, en = "须与 --inspectors 同用", "goes with --inspectors"
                raise InvalidValueError(field=f"--{name}", rule_zh=zh, rule=en, value=getattr(given, name))
        return None
    first, last = _window(given.window)
    pool = read_value(given.inspectors, InspectorPool)
    joint = plan.joint_plan_of(task)
    own = {one for one in (joint.members if joint else ()) if one in pool.departments}
    return pool.officers(
        first,
        last,
        departments=sorted(own | {team.department for team in task.teams}),
        regions=task.regions,
        taken=_taken(given.taken) if given.taken else {},
        roster=_roster(given.roster) if given.roster else {},
    )


def _window(text: str | None) -> tuple[date, date]:
    first, slash, last = (text or "").partition("/")
    if not slash:
        zh, en = "应为 起/止，如 2026-04-07/2026-06-19", "must be FIRST/LAST, two days"
        raise InvalidValueError(field="--window", rule_zh=zh, rule=en, value=text)
    return day_of(first, "--window"), day_of(last, "--window")


def _taken(path: str) -> dict[str, int]:
    return {id_: count_in(count, f"--taken {id_}") for id_, count in parse_table(read_bytes(path), Path(path).name, 2)}


def _roster(path: str) -> dict[str, str]:
    """Return department by id from a CSV file whose header has 编号 and 部门."""
    content = read_bytes(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    header, *rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))] or [[]]
    if not {"编号", "部门"} <= set(header):
        zh, en = "第一行应有“编号”和“部门”两列", "the first line must name the columns 编号 and 部门"
        raise InvalidValueError(field="--roster", rule_zh=zh, rule=en, value="、".join(header))
    id_at, of_at = header.index("编号"), header.index("部门")
    found: dict[str, str] = {}
    for number, row in enumerate(rows, 2):
        if not any(row):
            continue
        if len(row) <= max(id_at, of_at):
            zh, en = f"第 {number} 行缺列", f"line {number} lacks a column"
            raise InvalidValueError(field="--roster", rule_zh=zh, rule=en, value=",".join(row))
        if row[id_at] in found:
            raise DuplicateError(field="--roster", value=row[id_at])
        found[row[id_at]] = row[of_at]
    return found


def recusals_for(
    given: Namespace, objects: ObjectPool, officers: TaskOfficers | None, day: date, output: Output
) -> tuple[Recusal, ...]:
    """Return the recusals of a table, whose doubts are shown; a row that cannot be taken stops everything.

    Raises:
        InvalidValueError: a row that is rejected: a recusal must not get lost.
        BundleError: the file cannot be read.

    """
    if not given.recusals or officers is None:
        return ()
    known = {*(one.id for one in (*officers.officers, *officers.experts)), *officers.absent}
    named = {*objects.columns.ids, *(holder for holder in objects.columns.holders if holder)}
    report = import_recusals(
        given.recusals, defaults=RecusalDefaults(on=day, inspector_ids=frozenset(known), object_ids=frozenset(named))
    )
    if report.rejected:
        shown = "；".join(map(str, report.problems[:_SHOWN]))
        zh = f"有 {len(report.rejected)} 行不能接收，回避不得遗漏，须先改正：{shown}"
        en = f"{len(report.rejected)} rows are rejected; no recusal may get lost"
        raise InvalidValueError(field="--recusals", rule_zh=zh, rule=en, value=given.recusals)
    output.say(*(f"  存疑 {one}" for one in report.warnings[:_SHOWN]))
    return report.recusals


def added_officers(path: str | None) -> tuple[Officer, ...]:
    """Return the officers of a table with the seven columns of ``inspectors.tsv``."""
    if path is None:
        return ()
    return tuple(map(officer_of, parse_table(read_bytes(path), Path(path).name, COLUMNS)))


def added_recusals(path: str | None) -> Mapping[Pair, str]:
    """Return reason by pair from a table with the three columns of ``recusals.tsv``.

    Raises:
        BundleError: a pair twice.

    """
    rows = parse_table(read_bytes(path), Path(path).name, 3) if path else []
    pairs = {(object_, officer): reason for object_, officer, reason in rows}
    if len(pairs) < len(rows):
        zh, en = "同一对象与人员的回避只能列一次", "a pair is recused once"
        raise BundleError(path=path, rule_zh=zh, rule=en)
    return pairs


def refuse_matching(error: InfeasibleMatchingError, output: Output) -> int:
    """Print the whole report of a refusal, and its first line as the error; return the exit status (拒绝报告)."""
    output.clear()
    lines = _report_of(error)
    output.say(*lines)
    return output.fail(InfeasibleMatchingError(**{**error.params, "shown_zh": lines[0]}), report=lines)


def _report_of(error: InfeasibleMatchingError) -> list[str]:
    """Return the lines of a pre-flight and what other forms of teams would give, or of the shortages of a matching."""
    shown = str(error.params["shown_zh"])
    if "preflight" not in error.params:
        return list(map(str, cast("tuple[object, ...]", error.params["shortages"]))) or [shown]
    lines = str(error.params["preflight"]).splitlines()
    others = shown.removeprefix(" ".join(lines)).strip()
    return [*lines, *([others] if others else [])]
