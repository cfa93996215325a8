"""The commands: each reads files, calls one verb and writes files (命令)."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TypeVar

from shuangsuiji.bundle import from_json, read_commitment, read_draw, read_record, to_json, verify_folder, write_bundle
from shuangsuiji.cli.code_files import code_for_draw, make_code_file
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.draws import Commitment, Draw, PastDraw, commit, draw
from shuangsuiji.errors import BundleError, InvalidValueError
from shuangsuiji.law import LIYANG_RULES, RuleBook
from shuangsuiji.lottery import Algorithm, BeaconEvent, CheckStatus, Reveal, beacon_value
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.registry import ItemList, ObjectPool
from shuangsuiji.tables import ImportReport, import_objects

__all__ = ["run_codes", "run_commit", "run_draw", "run_import", "run_verify", "run_why"]

T = TypeVar("T")

CHINA = timezone(timedelta(hours=8))
_SHOWN = 10


def run_import(given: Namespace, output: Output) -> int:
    """Import a list, report on every row, and write the pool and the rejected rows where asked."""
    columns = dict(pair(text, "--column") for text in given.column)
    report = import_objects(given.file, columns=columns, keep=given.keep, progress=output.count)
    output.clear()
    output.say(report)
    for title, problems in (("退回", report.problems), ("存疑", report.warnings), ("修正", report.repairs)):
        output.say(*(f"  {title} {problem}" for problem in problems[:_SHOWN]))
        if len(problems) > _SHOWN:
            output.say(f"  {title} 另有 {len(problems) - _SHOWN} 条")
    if report.unused:
        output.say(f"未使用的列：{'、'.join(report.unused)}")
    if given.rejected:
        output.say(f"退回行已写入 {report.write_rejected(given.rejected)}")
    if given.out:
        pool = _pool(report, given)
        _write(given.out, to_json(pool, indent=None))
        output.say(f"{pool!r} 已写入 {given.out}")
    output.give(_summary(report))
    return REFUSED if given.strict and report.rejected else DONE


def _pool(report: ImportReport, given: Namespace) -> ObjectPool:
    if not given.owner or not given.items:
        zh, en = "写出名录库时须给出 --owner 和 --items", "writing a pool needs --owner and --items"
        raise InvalidValueError(field="--out", rule_zh=zh, rule=en, value=str(given.out))
    day = date.fromisoformat(given.on) if given.on else datetime.now(CHINA).date()
    return report.pool(id=given.pool_id, owner=given.owner, item_codes=given.items.split(","), maintained_on=day)


def _summary(report: ImportReport) -> dict[str, object]:
    return {
        "source": report.source,
        "encoding": report.encoding,
        "rows": report.rows,
        "accepted": report.accepted,
        "rejected": [
            {"row": one.row, "field": one.field, "code": one.code, "why": one.zh, "seen": one.seen}
            for one in report.problems
        ],
        "skipped": [{"row": one.row, "reason": one.reason} for one in report.skipped],
        "counts": report.counts(),
        "fields": dict(report.fields),
        "unused": list(report.unused),
    }


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
        parties=dict(pair(text, "--chain") for text in given.chain),
        reveal_by=date.fromisoformat(given.reveal_by) if given.reveal_by else None,
        mode=given.mode,
        excluded=excluded,
        earlier=[PastDraw.of(read_record(folder)) for folder in given.after],
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
    made = draw(commitment, _reveal(commitment, given))
    write_bundle(made, out)
    output.clear()
    output.say(made)
    for frame in made.frames:
        output.say(*(f"  {frame.name} {one.stratum}：{one.rows} 抽 {one.quota}" for one in frame.strata))
    output.say(f"抽取包已写入 {out}" + (f"，须在 {commitment.manifest.reveal_by} 前揭示" if sealed else ""))
    output.give({"seed": made.seed.text, "key": made.seed.key, "drawn": made.objects, "folder": out})
    return DONE


def _reveal(commitment: Commitment, given: Namespace) -> Reveal:
    values = dict(pair(text, "--value") for text in given.value)
    parts: list[str] = []
    for event in commitment.manifest.beacons:
        if event.source not in values:
            zh, en = f"须给出 {event.name} 的值", f"the value of {event.name} is needed"
            raise InvalidValueError(field="--value", rule_zh=zh, rule=en, value=sorted(values))
        parts.append(f"{event.name}/{beacon_value(event.source, values[event.source])}")
    return Reveal(beacon=";".join(parts), codes=dict(code_for_draw(text) for text in given.code))


def run_verify(given: Namespace, output: Output) -> int:
    """Check a bundle; exit status 0, 1 or 3 as SSJ-1 §6 says."""
    verdict = verify_folder(given.folder)
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
        zh, en = f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}"
        raise BundleError(path=path, rule_zh=zh, rule=en) from None


def _write(path: str, text: str) -> None:
    try:
        Path(path).write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        zh, en = f"无法写入：{error.strerror}", f"cannot be written: {error.strerror}"
        raise BundleError(path=path, rule_zh=zh, rule=en) from None
