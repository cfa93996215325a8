"""The commands: each reads files, calls one verb and writes files (命令)."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from shuangsuiji.bundle import read_commitment, read_record, to_json, verify_folder, write_bundle
from shuangsuiji.cli.code_files import make_code_file
from shuangsuiji.cli.import_reports import say_report, summary_of, write_rejected_rows
from shuangsuiji.cli.options import (
    day_of,
    event_of,
    exclusions_in,
    instant_of,
    pairs_of,
    procedure_for,
    read_bytes,
    read_text,
    read_value,
    write_new,
)
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.cli.people_options import officers_for, recusals_for, refuse_matching, trial_of
from shuangsuiji.cli.team_lines import team_lines
from shuangsuiji.draws import Commitment, Matching, PastDraw, SupplementCommitment, SupplementDraw, commit
from shuangsuiji.errors import BundleError, InfeasibleMatchingError, InvalidValueError
from shuangsuiji.law import LIYANG_RULES, RuleBook
from shuangsuiji.lottery import Algorithm, CheckStatus, Evidence
from shuangsuiji.lottery.editions import parse_editions
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.registry import ItemList, ObjectPool
from shuangsuiji.tables import ImportReport, import_objects
from shuangsuiji.values import CHINA, day_in_china

__all__ = ["run_codes", "run_commit", "run_import", "run_verify", "run_why"]


def run_import(given: Namespace, output: Output) -> int:
    """Import a list, report on every row, and write the pool and the rejected rows where asked."""
    columns = pairs_of(given.column, "--column")
    report = import_objects(given.file, columns=columns, keep=given.keep, progress=output.count, sheet=given.sheet)
    output.clear()
    say_report(report, output)
    pool = _pool(report, given) if given.out else None
    write_rejected_rows(report, given.rejected, output)
    if pool is not None:
        write_new(given.out, f"{to_json(pool, indent=None)}\n".encode())
        output.say(f"{pool!r} 已写入 {given.out}")
    output.give(summary_of(report))
    return REFUSED if given.strict and report.rejected else DONE


def _pool(report: ImportReport, given: Namespace) -> ObjectPool:
    if not given.owner or not given.items:
        zh, en = "写出名录库时须给出 --owner 和 --items", "writing a pool needs --owner and --items"
        raise InvalidValueError(field="--out", rule_zh=zh, rule=en, value=str(given.out))
    day = day_of(given.on, "--on") if given.on else datetime.now(CHINA).date()
    return report.pool(id=given.pool_id, owner=given.owner, item_codes=given.items.split(","), maintained_on=day)


def run_codes(given: Namespace, output: Output) -> int:
    """Make a party's chain of one-time codes and print its public end."""
    end = make_code_file(given.party, Path(given.out), Algorithm(given.alg))
    output.say(f"{given.party} 的密码链已写入 {given.out}，揭示之前不得示人", f"--chain {given.party}={end}")
    output.give({"party": given.party, "end": end, "file": given.out})
    return DONE


def run_commit(given: Namespace, output: Output) -> int:
    """Commit a task and write the bundle to publish; a matching that may fail is refused with the whole report."""
    try:
        made = _commit(given, output)
    except InfeasibleMatchingError as error:
        return refuse_matching(error, output)
    write_bundle(made, given.out)
    output.clear()
    output.say(made, *(f"  {finding}" for finding in made.findings))
    if made.staff is not None:
        output.say(f"{made.staff!r}，预检 {made.manifest.entries['rules.preflight']}")
        output.say(f"人员表不公开：shuangsuiji publish {given.out} --out 公开文件夹")
    output.say(f"锁定包已写入 {given.out}", f"请在公共随机事件之前公布 COMMIT {made.commit}")
    output.give(_committed(made, given.out))
    return DONE


def _commit(given: Namespace, output: Output) -> Commitment:
    output.progress("读取名录库…")
    plan = read_value(given.plan, AnnualPlan)
    task = plan[given.task]
    procedure, pool = procedure_for(given.procedure, task), read_value(given.pool, ObjectPool)
    at = instant_of(given.at, "--at") if given.at else datetime.now(CHINA)
    officers = officers_for(given, plan, task)
    return commit(
        task,
        pool,
        plan=plan,
        items=read_value(given.items, ItemList),
        rules=read_value(given.rules, RuleBook) if given.rules else LIYANG_RULES,
        beacons=[event_of(text) for text in given.beacon],
        committed_at=at,
        parties=pairs_of(given.chain, "--chain"),
        reveal_by=day_of(given.reveal_by, "--reveal-by") if given.reveal_by else None,
        mode=given.mode,
        excluded=exclusions_in(given.excluded) if given.excluded else {},
        earlier=[
            *(PastDraw.of(read_record(folder)) for folder in given.after),
            *(PastDraw(manifest=read_commitment(folder).manifest, drawn={}, failed=True) for folder in given.failed),
        ],
        alg=Algorithm(given.alg),
        merkle=given.merkle,
        officers=officers,
        recusals=recusals_for(given, pool, officers, day_in_china(at), output),
        trial=trial_of(given, output),
        procedure=procedure,
    )


def _committed(made: Commitment, out: str) -> dict[str, object]:
    return {
        "commit": made.commit,
        "serial": made.manifest.serial,
        "frames": {terms.name: {"rows": terms.rows, "quotas": dict(terms.quotas)} for terms in made.manifest.frames},
        "preflight": made.manifest.entries.get("rules.preflight"),
        "findings": [{"code": one.code, "where": one.where, "zh": one.zh, "en": one.en} for one in made.findings],
        "folder": out,
    }


def run_verify(given: Namespace, output: Output) -> int:
    """Check a bundle; exit status 0, 1 or 3 as SSJ-1 §6 says."""
    output.progress("核验…")
    evidence = Evidence(
        authorities="\n".join(read_text(path) for path in given.authority),
        editions=parse_editions(read_bytes(given.editions)) if given.editions else {},
    )
    verdict = verify_folder(given.folder, evidence)
    output.clear()
    shown = verdict.checks if given.all else [one for one in verdict.checks if one.status is not CheckStatus.OK]
    output.say(*shown, verdict, f"COMMIT {verdict.commit}")
    output.give_text(to_json(verdict))
    return verdict.exit_status


def run_why(given: Namespace, output: Output) -> int:
    """Answer an owner: drawn or not, why, and who comes."""
    record = read_record(given.folder)
    matching = record if isinstance(record, Matching) else None
    if matching is not None:
        record = matching.draw
    if isinstance(record, SupplementCommitment):
        record = record.before
    if isinstance(record, Commitment):
        zh, en = "尚未揭示，没有 reveal.txt", "not revealed yet, there is no reveal.txt"
        raise BundleError(path=given.folder, rule_zh=zh, rule=en)
    answers = [record.main.why(given.id)]
    if isinstance(record, SupplementDraw):
        answers += [one.why(given.id) for one in record.rounds]
    for k, answer in enumerate(answers):
        output.say(*([f"— 第 {k} 轮补充抽取 round {k}"] if k else []), answer)
    if matching is not None:
        output.say(*team_lines(matching, answers[0].id))
    output.give_text(to_json(next((answer for answer in answers if answer.drawn), answers[0])))
    return DONE
