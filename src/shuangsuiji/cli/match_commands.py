"""The commands of the matching: match, its pre-flight, substitutes by lot, the public bundle (匹配命令)."""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shuangsuiji.bundle import Record, read_commitment, read_record, to_json, write_bundle
from shuangsuiji.cli.draw_commands import carry_over, is_sealed, refuse_public, replace_file
from shuangsuiji.cli.options import pair
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.cli.people_options import SIMULATED, refuse_matching
from shuangsuiji.cli.team_lines import object_of
from shuangsuiji.draws import Commitment, Draw, Matching, SupplementCommitment, SupplementDraw, match, substitute
from shuangsuiji.draws.work_lists import team_reports
from shuangsuiji.errors import BundleError, InfeasibleMatchingError, InvalidValueError
from shuangsuiji.lottery.predictions import predictability
from shuangsuiji.lottery.preflights import preflight
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.substitutions import SUBSTITUTIONS

__all__ = ["MATCH_OPTIONS", "PUBLISH_OPTIONS", "run_match", "run_publish", "write_matching"]

MATCH_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("folder", {"help": "抽取包文件夹 folder of the draw"}),
    ("--out", {"help": "文件夹 folder (默认同上)"}),
    ("--partial", {"action": "store_true", "help": "人员不足也写出，空席待补充抽取 also where seats stay empty"}),
    ("--teams", {"metavar": "文件", "help": "检查组表 CSV 或 XLSX table of teams"}),
    ("--work-lists", {"metavar": "文件", "help": "每人任务单 CSV 或 XLSX work list of everybody"}),
    ("--preflight", {"action": "store_true", "help": "只做预检：各种抽取结果能否配齐 can every outcome be matched"}),
    ("--predict", {"action": "store_true", "help": "预检时另算谁去可以预料到什么程度 who can be foretold"}),
    ("--simulate", {"type": int, "metavar": "N", "help": "模拟次数 simulated draws (默认 1000)"}),
    ("--substitute", {"metavar": "对象=人员", "help": "替换不能前往的人员，由号签决定 replace somebody by lot"}),
    ("--reason", {"help": "替换原因，如 休假；随包公布 why, as it is published"}),
)
PUBLISH_OPTIONS: tuple[tuple[str, dict[str, object]], ...] = (
    ("folder", {"help": "锁定包或抽取包文件夹 folder"}),
    ("--out", {"required": True, "help": "公开文件夹，不含人员各表 public folder, without the tables of people"}),
)
_SHOWN = 20


def run_match(given: Namespace, output: Output) -> int:
    """Match what was drawn last, or tell beforehand whether it can be, or replace somebody by lot."""
    _check_usage(given)
    if given.preflight:
        return _tell_preflight(given, output)
    try:
        made = _substituted(given) if given.substitute else _matched(given, output)
    except InfeasibleMatchingError as error:
        return refuse_matching(error, output)
    out = Path(given.out or given.folder)
    for option, path in (("--out", out), ("--teams", given.teams), ("--work-lists", given.work_lists)):
        if path:
            refuse_public(made, path, option)
    write_matching(made, out)
    carry_over(Path(given.folder), out)
    output.clear()
    _write_reports(made, given)
    output.say(made, *_spoken(made), f"匹配已写入 {out}{_until(made)}")
    output.give({**_summary(made), "folder": str(out)})
    return DONE


def _check_usage(given: Namespace) -> None:
    for needed, option, value in (
        ("--preflight", "--predict", given.predict and not given.preflight),
        ("--preflight", "--simulate", given.simulate is not None and not given.preflight),
        ("--substitute", "--reason", given.reason is not None and not given.substitute),
    ):
        if value:
            zh, en = f"须与 {needed} 同用", f"goes with {needed}"
            raise InvalidValueError(field=option, rule_zh=zh, rule=en, value=value)
    if given.preflight and given.substitute:
        zh, en = "不能与 --substitute 同用", "does not go with --substitute"
        raise InvalidValueError(field="--preflight", rule_zh=zh, rule=en, value=given.substitute)


def _matched(given: Namespace, output: Output) -> Matching:
    record = read_record(given.folder)
    if isinstance(record, (Commitment, SupplementCommitment)):
        zh, en = "须先抽取，再匹配人员", "draw first, then match"
        raise BundleError(path=given.folder, rule_zh=zh, rule=en)
    output.progress("匹配…")
    if not isinstance(record, Matching):
        return match(record, partial=given.partial)
    if record.empty and not given.partial:
        raise _unfilled(record)
    return record  # matched before: written again where asked, substitutions kept


def _unfilled(made: Matching) -> InfeasibleMatchingError:
    """Return the refusal of a matching with empty seats: too few officers, or nobody to replace somebody."""
    number = len(made.empty)
    return InfeasibleMatchingError(
        field=made.commitment.manifest.task,
        shown_zh="；".join(map(str, made.shortages)) or f"{number} 席因替换而空缺，须由补充抽取增派",
        shown=f"{number} empty seats, which need a supplementary round",
        matching=made,
        shortages=made.shortages,
    )


def _substituted(given: Namespace) -> Matching:
    record = read_record(given.folder)
    if not isinstance(record, Matching):
        zh, en = "尚未匹配，没有可以替换的人员", "nobody is matched yet who could be replaced"
        raise BundleError(path=given.folder, rule_zh=zh, rule=en)
    if not given.reason:
        zh, en = "须写明原因，随包公布", "the reason is published and must be stated"
        raise InvalidValueError(field="--reason", rule_zh=zh, rule=en, value=given.reason)
    object_, officer = pair(given.substitute, "--substitute")
    return substitute(record, object_of(record, object_), officer, reason=given.reason, partial=given.partial)


def write_matching(made: Record, out: Path, *, public: bool = False) -> None:
    """Write a bundle in which ``substitutions.tsv``, the one table that grows, may have grown (写出匹配).

    Raises:
        BundleError: a file there differs, or has lines that this matching does not have.

    """
    path, new = out / SUBSTITUTIONS, made.files.get(SUBSTITUTIONS)
    if new is not None and path.is_file() and path.read_bytes() != new:
        if not set(path.read_bytes().splitlines()) <= set(new.splitlines()):
            zh, en = "已有另一替换记录，不予覆盖", "holds other substitutions; nothing is overwritten"
            raise BundleError(path=path, rule_zh=zh, rule=en)
        replace_file(path, new)
    write_bundle(made, out, public=public)


def _write_reports(made: Matching, given: Namespace) -> None:
    for option, name in ((given.teams, "write_teams"), (given.work_lists, "write_work_lists")):
        if option:
            from shuangsuiji import tables  # noqa: PLC0415 - xlsxwriter is an extra

            getattr(tables, name)(made, option)


def _spoken(made: Matching) -> list[str]:
    """Return counts by department, and of an open draw the first teams; a sealed one tells nobody who goes where."""
    units = Counter(department for _, department in made.teams)
    lines = [f"  {department}：{number} 个检查组" for department, number in sorted(units.items())]
    if made.rounds[-1].unadvised:
        lines.append(f"  专家席空缺 {made.rounds[-1].unadvised}，不影响检查")
    lines += [f"  空缺：{one}" for one in made.shortages]
    if not is_sealed(made):
        lines += [f"  {one!r}" for one in (*team_reports(made)[:_SHOWN], *made.substitutions)]
    return lines


def _until(made: Matching) -> str:
    return f"，{made.commitment.manifest.reveal_by} 揭示前不得公布" if is_sealed(made) else ""


def _summary(made: Matching) -> dict[str, object]:
    """Return the matching as JSON has it; of a sealed draw without who goes where."""
    counts: dict[str, object] = {
        "k": made.k,
        "teams": len(made.teams),
        "seats": sum(len(team.seats) for team in made.teams.values()),
        "empty": len(made.empty),
        "repairs": sum(one.matched.repairs for one in made.rounds),
        "unadvised": made.rounds[-1].unadvised,
        "substitutions": len(made.substitutions),
        "shortages": list(map(str, made.shortages)),
    }
    if is_sealed(made):
        return counts
    assigned = [
        {
            "object": object_,
            "department": department,
            "inspectors": {str(number): id_ for number, id_ in sorted(team.holders.items())},
            "experts": list(made.advisers[object_, department].members)
            if (object_, department) in made.advisers
            else [],
        }
        for (object_, department), team in made.teams.items()
    ]
    return {**counts, "assigned": assigned}


def _tell_preflight(given: Namespace, output: Output) -> int:
    """Tell whether every outcome of a commitment can be matched; exit status 1 where one cannot."""
    commitment = read_commitment(given.folder)
    staff, number = _staff_of(commitment, given.folder), SIMULATED if given.simulate is None else given.simulate

    def shown(done: int) -> None:
        if done % 20 == 0 or done == number:
            output.progress(f"模拟抽取 {done}/{number}…")

    asked = (commitment.manifest, commitment.frames, staff, number, shown)
    report = preflight(*asked)
    output.clear()
    output.say(*str(report).splitlines())
    document = {"preflight": _value_of(report), "may_fail": report.may_fail, "summary": report.summary}
    if given.predict:
        foretold = predictability(*asked)
        output.clear()
        output.say(*str(foretold).splitlines(), *(f"  {one}" for one in foretold.predictions[:_SHOWN]))
        document["predictability"] = _value_of(foretold)
    output.give(document)
    return REFUSED if report.may_fail else DONE


def _staff_of(commitment: Commitment, folder: str) -> Staff:
    if commitment.manifest.matching is None:
        zh, en = "锁定单没有组队规则，不匹配人员", "the manifest has no teams and matches nobody"
        raise BundleError(path=folder, rule_zh=zh, rule=en)
    if commitment.staff is None:
        zh, en = "公开的包不含人员各表，无法预检", "the public bundle leaves out the tables of people"
        raise BundleError(path=folder, rule_zh=zh, rule=en)
    return commitment.staff


def _value_of(report: object) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(to_json(report))["value"]
    return found


def run_publish(given: Namespace, output: Output) -> int:
    """Write the public bundle: everything but the tables of people, whose hashes stay in the manifest."""
    record = read_record(given.folder)
    out = Path(given.out)
    if out.resolve() == Path(given.folder).resolve():
        zh, en = "须为另一文件夹", "must be another folder"
        raise InvalidValueError(field="--out", rule_zh=zh, rule=en, value=given.out)
    write_matching(record, out, public=True)
    carry_over(Path(given.folder), out)
    revealed = isinstance(record, (Matching, Draw, SupplementDraw)) and is_sealed(record)
    output.say(record, f"公开包已写入 {out}，不含人员、专家、回避、缺席各表，其摘要在锁定单中")
    if revealed:
        output.say("封存抽取：公布此文件夹即为揭示 publishing this folder is the reveal")
    names = sorted(path.name for path in out.iterdir())
    output.give({"folder": str(out), "files": names, "reveals": revealed})
    return DONE
