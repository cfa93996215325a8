"""The commands: each reads files, calls one verb and writes files (命令)."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from shuangsuiji.bundle import from_json, read_commitment, read_draw, read_record, to_json, verify_folder, write_bundle
from shuangsuiji.cli.code_files import code_for_draw, make_code_file
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.draws import Commitment, Draw, PastDraw, commit, draw
from shuangsuiji.errors import BundleError, DuplicateError, InvalidValueError
from shuangsuiji.law import LIYANG_RULES, RuleBook
from shuangsuiji.lottery import Algorithm, BeaconEvent, CheckStatus, Reveal
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.registry import ItemList, ObjectPool
from shuangsuiji.tables import ImportReport, Problem, import_objects
from shuangsuiji.values import CHINA

__all__ = ["run_codes", "run_commit", "run_draw", "run_import", "run_verify", "run_why"]

T = TypeVar("T")

_SHOWN = 10


def run_import(given: Namespace, output: Output) -> int:
    """Import a list, report on every row, and write the pool and the rejected rows where asked."""
    columns = _pairs(given.column, "--column")
    report = import_objects(given.file, columns=columns, keep=given.keep, progress=output.count)
    output.clear()
    output.say(report)
    for title, problems in (("退回", report.problems), ("存疑", report.warnings), ("修正", report.repairs)):
        output.say(*(f"  {title} {problem}" for problem in problems[:_SHOWN]))
        if len(problems) > _SHOWN:
            output.say(f"  {title} 另有 {len(problems) - _SHOWN} 条")
    if report.unused:
        output.say(f"未使用的列：{'、'.join(report.unused)}")
    pool = _pool(report, given) if given.out else None
    if given.rejected:
        write_new(given.rejected, report.rejected_csv())
        output.say(f"退回行已写入 {given.rejected}")
    if pool is not None:
        write_new(given.out, f"{to_json(pool, indent=None)}\n".encode())
        output.say(f"{pool!r} 已写入 {given.out}")
    output.give(_summary(report))
    return REFUSED if given.strict and report.rejected else DONE


def _pool(report: ImportReport, given: Namespace) -> ObjectPool:
    if not given.owner or not given.items:
        zh, en = "写出名录库时须给出 --owner 和 --items", "writing a pool needs --owner and --items"
        raise InvalidValueError(field="--out", rule_zh=zh, rule=en, value=str(given.out))
    day = _day(given.on, "--on") if given.on else datetime.now(CHINA).date()
    return report.pool(id=given.pool_id, owner=given.owner, item_codes=given.items.split(","), maintained_on=day)


def _summary(report: ImportReport) -> dict[str, object]:
    return {
        "source": report.source,
        "encoding": report.encoding,
        "rows": report.rows,
        "accepted": report.accepted,
        "rejected": [_problem(one) for one in report.problems],
        "repairs": [_problem(one) for one in report.repairs],
        "warnings": [_problem(one) for one in report.warnings],
        "skipped": [{"row": one.row, "reason": one.reason} for one in report.skipped],
        "counts": report.counts(),
        "fields": dict(report.fields),
        "unused": list(report.unused),
    }


def _problem(one: Problem) -> dict[str, object]:
    return {"row": one.row, "field": one.field, "code": one.code, "why": one.zh, "seen": one.seen}


def run_codes(given: Namespace, output: Output) -> int:
    """Make a party's chain of one-time codes and print its public end."""
    end = make_code_file(given.party, Path(given.out), Algorithm(given.alg))
    output.say(f"{given.party} 的密码链已写入 {given.out}，揭示之前不得示人", f"--chain {given.party}={end}")
    output.give({"party": given.party, "end": end, "file": given.out})
    return DONE


def run_commit(given: Namespace, output: Output) -> int:
    """Commit a task and write the bundle to publish."""
    output.progress("读取名录库…")
    plan = _read(given.plan, AnnualPlan)
    excluded = dict(_excluded(given.excluded)) if given.excluded else {}
    made = commit(
        plan[given.task],
        _read(given.pool, ObjectPool),
        plan=plan,
        items=_read(given.items, ItemList),
        rules=_read(given.rules, RuleBook) if given.rules else LIYANG_RULES,
        beacons=[_event(text) for text in given.beacon],
        committed_at=_instant(given.at, "--at") if given.at else datetime.now(CHINA),
        parties=_pairs(given.chain, "--chain"),
        reveal_by=_day(given.reveal_by, "--reveal-by") if given.reveal_by else None,
        mode=given.mode,
        excluded=excluded,
        earlier=[
            *(PastDraw.of(read_record(folder)) for folder in given.after),
            *(PastDraw(manifest=read_commitment(folder).manifest, drawn={}, failed=True) for folder in given.failed),
        ],
        alg=Algorithm(given.alg),
    )
    write_bundle(made, given.out)
    output.clear()
    output.say(made, *(f"  {finding}" for finding in made.findings))
    output.say(f"锁定包已写入 {given.out}", f"请在公共随机事件之前公布 COMMIT {made.commit}")
    output.give(_committed(made, given.out))
    return DONE


def _committed(made: Commitment, out: str) -> dict[str, object]:
    return {
        "commit": made.commit,
        "serial": made.manifest.serial,
        "frames": {terms.name: {"rows": terms.rows, "quotas": dict(terms.quotas)} for terms in made.manifest.frames},
        "findings": [{"code": one.code, "where": one.where, "zh": one.zh, "en": one.en} for one in made.findings],
        "folder": out,
    }


def run_draw(given: Namespace, output: Output) -> int:
    """Draw from a commitment and write the whole bundle."""
    commitment = read_commitment(given.folder)
    sealed = commitment.manifest.mode == "sealed"
    out = given.out or given.folder
    if sealed and Path(out).resolve() == Path(given.folder).resolve():
        zh = "封存方式须用 --out 写入另一文件夹，揭示之前不得与锁定包一同公布"
        en = "a sealed draw goes into another folder, --out, and is not published with the commitment before the reveal"
        raise InvalidValueError(field="--out", rule_zh=zh, rule=en, value=out)
    output.progress("抽取…")
    codes = dict(code_for_draw(text) for text in given.code)
    made = draw(commitment, Reveal.of(commitment.manifest, _pairs(given.value, "--value"), codes))
    write_bundle(made, out)
    output.clear()
    output.say(made)
    for frame in made.frames:
        output.say(*(f"  {frame.name} {one.stratum}：{one.rows} 抽 {one.quota}" for one in frame.strata))
    output.say(f"抽取包已写入 {out}" + (f"，须在 {commitment.manifest.reveal_by} 前揭示" if sealed else ""))
    output.give({"seed": made.seed.text, "key": made.seed.key, "drawn": dict(made.objects), "folder": out})
    return DONE


def run_verify(given: Namespace, output: Output) -> int:
    """Check a bundle; exit status 0, 1 or 3 as SSJ-1 §6 says."""
    output.progress("核验…")
    verdict = verify_folder(given.folder)
    output.clear()
    shown = verdict.checks if given.all else [one for one in verdict.checks if one.status is not CheckStatus.OK]
    output.say(*shown, verdict, f"COMMIT {verdict.commit}")
    output.give_text(to_json(verdict))
    return verdict.exit_status


def run_why(given: Namespace, output: Output) -> int:
    """Answer an owner: drawn or not, and why."""
    record: Draw = read_draw(given.folder)
    answer = record.why(given.id)
    output.say(answer)
    output.give_text(to_json(answer))
    return DONE


def pair(text: str, option: str) -> tuple[str, str]:
    """Return the two sides of ``NAME=VALUE``.

    Raises:
        InvalidValueError: there is no ``=``.

    """
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise InvalidValueError(field=option, rule_zh="应为 名称=值", rule="must be NAME=VALUE", value=text)
    return name, value


def _pairs(texts: list[str], option: str) -> dict[str, str]:
    """Return the pairs of an option that may be given several times, each name once."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, value = pair(text, option)
        if name in pairs:
            raise DuplicateError(field=option, value=name)
        pairs[name] = value
    return pairs


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidValueError(
            field=option, rule_zh="应为日期 YYYY-MM-DD", rule="must be a day, YYYY-MM-DD", value=text
        ) from None


def _event(text: str) -> BeaconEvent:
    name, separator, at = text.rpartition("@")
    source, slash, edition = name.partition("/")
    if not separator or not slash:
        zh, en = "应为 来源/期号@时间，如 KL8/2026061@2026-03-03T21:30:00+08:00", "must be SOURCE/EDITION@INSTANT"
        raise InvalidValueError(field="--beacon", rule_zh=zh, rule=en, value=text)
    return BeaconEvent(source=source, edition=edition, at=_instant(at, "--beacon"))


def _instant(text: str, option: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        zh, en = "应为带时区的时间，如 2026-03-02T09:00:00+08:00", "must be an instant with an offset"
        raise InvalidValueError(field=option, rule_zh=zh, rule=en, value=text)
    return found


def _excluded(path: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in parse_table(_bytes(path), Path(path).name, 2)]


def _read(path: str, kind: type[T]) -> T:
    return from_json(_bytes(path), kind)


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise BundleError.because(path, error, "无法读取", "cannot be read") from None


def write_new(path: str | Path, content: bytes) -> None:
    """Write a file that is not there yet; nothing is ever overwritten.

    Raises:
        BundleError: the file is there already, or cannot be written.

    """
    try:
        with Path(path).open("xb") as file:
            file.write(content)
    except OSError as error:
        raise BundleError.because(path, error, "无法新建", "cannot be made anew") from None
