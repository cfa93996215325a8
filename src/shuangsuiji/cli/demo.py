"""The whole way in a few seconds: a synthetic city from a dirty list to a draw and to its inspectors (演示)."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime
from pathlib import Path

from shuangsuiji.bundle import to_json, write_bundle
from shuangsuiji.cli.code_files import make_code_file, read_code_file
from shuangsuiji.cli.demo_checks import all_good, verify_by, verify_here
from shuangsuiji.cli.demo_matching import match_city
from shuangsuiji.cli.output import DONE, REFUSED, Output
from shuangsuiji.draws import Commitment, Draw, commit, draw
from shuangsuiji.errors import BundleError
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import BeaconEvent, Reveal
from shuangsuiji.registry import ObjectPool
from shuangsuiji.tables import import_objects
from shuangsuiji.testing.city import AUTHORITY, annual_plan, dirty_list, item_list
from shuangsuiji.values import CHINA

__all__ = ["run_demo"]

PARTIES = ("operator", "supervisor")
_VERIFIERS = ("verify.sh", "verify.py")
_COMMITTED_AT = datetime(2026, 3, 2, 9, tzinfo=CHINA)
_REVEAL_BY = date(2026, 3, 31)
_EVENTS = (
    BeaconEvent(source="KL8", edition="2026052", at=datetime(2026, 3, 3, 21, 30, tzinfo=CHINA)),
    BeaconEvent(source="SZSE399001", edition="20260303", at=datetime(2026, 3, 3, 15, tzinfo=CHINA)),
)
_TYPED = {"KL8": "03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79", "SZSE399001": "13,502.46"}


def run_demo(given: Namespace, output: Output) -> int:
    """Make a synthetic city, import its list, draw, verify in three ways, match inspectors to a second draw (演示)."""
    folder = _folder(given.out)
    pool = _import(folder, output)
    commitment = _commit(folder, pool, output)
    made = _draw(folder, commitment, output)
    verdict = verify_here(folder / "bundle", output, "4 检查结束后揭示并核验 reveal and verify")
    others = {name: verify_by(name, folder / "bundle", output) for name in _VERIFIERS}
    _tell_owners(made, output)
    matched = match_city(folder, pool, made, output)
    output.say(f"\n全部文件在 {folder}/ ；真实使用时公共随机事件的值由公众自行核对，本演示的值是虚构的。")
    output.give(
        {
            "folder": str(folder),
            "commit": commitment.commit,
            "drawn": len(made.objects),
            "verdict": verdict.exit_status,
            "verifiers": others,
            "matching": matched,
        }
    )
    return DONE if verdict.exit_status == DONE and all_good(others) and matched["accepted"] else REFUSED


def _folder(given: str | None) -> Path:
    """Return the folder asked for, which must be empty, or the first of demo, demo-2, … that is not there."""
    if given is not None:
        folder = Path(given)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            zh, en = (
                "已存在且不是空文件夹，不予覆盖",
                "is there and not empty; nothing is overwritten",
            )
            raise BundleError(path=folder, rule_zh=zh, rule=en)
    else:
        names = ["demo", *(f"demo-{number}" for number in range(2, 1000))]
        folder = next(path for path in map(Path, names) if not path.exists())
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BundleError.because(folder, error, "无法建立", "cannot be made") from None
    return folder


def _import(folder: Path, output: Output) -> ObjectPool:
    source = folder / "list.csv"
    source.write_bytes(dirty_list())
    report = import_objects(source, progress=output.count)
    output.clear()
    report.write_rejected(folder / "rejected.csv")
    pool = report.pool(
        id="city",
        owner=AUTHORITY,
        item_codes=[item.code for item in item_list().items],
        maintained_on=_COMMITTED_AT.date(),
    )
    for name, value in (("pool", pool), ("items", item_list()), ("plan", annual_plan())):
        (folder / f"{name}.json").write_text(to_json(value), encoding="utf-8")
    output.say("1 导入名单 import", f"  {report}")
    output.say(*(f"  退回 {problem}" for problem in report.problems[:3]))
    output.say(f"  退回的 {len(report.rejected)} 行连同原因在 {folder / 'rejected.csv'}，改正后可再次导入")
    return pool


def _commit(folder: Path, pool: ObjectPool, output: Output) -> Commitment:
    plan = annual_plan()
    ends = {party: make_code_file(party, folder / "secret" / f"{party}.codes") for party in PARTIES}
    made = commit(
        plan["2026-01"],
        pool,
        plan=plan,
        items=item_list(),
        rules=LIYANG_RULES,
        beacons=_EVENTS,
        committed_at=_COMMITTED_AT,
        parties=ends,
        reveal_by=_REVEAL_BY,
        mode="sealed",
    )
    write_bundle(made, folder / "commitment")
    output.say("2 锁定 commit", f"  {made}", *(f"  {finding}" for finding in made.findings))
    output.say(f"  公布 {folder / 'commitment'} 和 COMMIT {made.commit}")
    return made


def _draw(folder: Path, commitment: Commitment, output: Output) -> Draw:
    codes = dict(read_code_file(folder / "secret" / f"{party}.codes") for party in PARTIES)
    reveal = Reveal.of(commitment.manifest, _TYPED, {party: chain[1] for party, chain in codes.items()})
    made = draw(commitment, reveal)
    write_bundle(made, folder / "bundle")
    output.say("3 开奖之后抽取（封存）draw, sealed", f"  {reveal.beacon}", f"  {made}")
    output.say(*(f"  {one.stratum}：{one.rows} 抽 {one.quota}" for frame in made.frames for one in frame.strata))
    return made


def _tell_owners(made: Draw, output: Output) -> None:
    drawn = next(iter(made.objects))
    frame = next(iter(made.commitment.frames.values()))
    spared = next(id_ for id_ in frame.ids if id_ not in made.objects)
    output.say("5 为什么是我 why me")
    for id_ in (drawn, spared):
        output.say(*(f"  {line}" for line in str(made.why(id_)).splitlines()))
