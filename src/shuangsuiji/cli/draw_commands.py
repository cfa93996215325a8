"""The commands that draw: the main draw, and supplementary rounds with their requests (抽取命令)."""

from __future__ import annotations

from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from shuangsuiji.bundle import Record, read_record, write_bundle
from shuangsuiji.cli.ceremony import hold_ceremony
from shuangsuiji.cli.code_files import code_for_round
from shuangsuiji.cli.options import event_of, instant_of, pairs_of, read_bytes, write_new
from shuangsuiji.cli.output import DONE, Output
from shuangsuiji.cli.people_options import added_officers, added_recusals
from shuangsuiji.draws import (
    Commitment,
    Draw,
    Matching,
    SupplementCommitment,
    SupplementDraw,
    commit_supplement,
    draw,
)
from shuangsuiji.errors import BundleError, InvalidValueError
from shuangsuiji.lottery import Reveal, Round
from shuangsuiji.lottery.checking_events import DRAND_TABLE
from shuangsuiji.lottery.drand import parse_drand_table, randomness
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.values import CHINA

__all__ = ["carry_over", "is_sealed", "refuse_public", "replace_file", "run_draw", "run_supplement"]


def run_draw(given: Namespace, output: Output) -> int:
    """Draw from a commitment, or the supplementary round that was asked for last, and write the whole bundle."""
    record = read_record(given.folder)
    commitment = _undrawn(record, given.folder, ceremony=given.ceremony)
    out = str(given.out or given.folder)
    refuse_public(record, out)
    if isinstance(commitment, Commitment) and given.ceremony:
        path = Path(given.record) if given.record else None
        return hold_ceremony(commitment, Path(given.folder), Path(out), output, record=path)
    output.progress("抽取…")
    made = _drawn(commitment, given)
    signatures = _signatures(made.round, given.drand, (Path(given.folder), Path(out))) if given.drand else None
    write_bundle(made, out)
    carry_over(Path(given.folder), Path(out))
    if signatures is not None:
        replace_file(Path(out) / DRAND_TABLE, signatures)
    output.clear()
    output.say(made)
    for frame in made.frames:
        output.say(*(f"  {frame.name} {one.stratum}：{one.rows} 抽 {one.quota}" for one in frame.strata))
    sealed = is_sealed(record)
    until = f"，须在 {made.commitment.manifest.reveal_by} 前揭示，此前不得公布" if sealed else ""
    output.say(f"抽取包已写入 {out}{until}")
    keys = {} if sealed else {"seed": made.seed.text, "key": made.seed.key}
    if made.commitment.manifest.matching is not None:
        output.say(f"下一步匹配人员：shuangsuiji match {out}")
    output.give({**keys, "drawn": dict(made.objects), "folder": str(out)})
    return DONE


def _drawn(commitment: Commitment | SupplementCommitment, given: Namespace) -> Draw | SupplementDraw:
    k = commitment.supplement.k if isinstance(commitment, SupplementCommitment) else 0
    codes = dict(code_for_round(text, k) for text in given.code)
    values = pairs_of(given.value, "--value")
    if given.drand:
        values.setdefault("DRAND", randomness(given.drand))
    if isinstance(commitment, SupplementCommitment):
        return draw(commitment, Reveal.of_round(commitment.round, values, codes))
    return draw(commitment, Reveal.of(commitment.manifest, values, codes))


def carry_over(source: Path, out: Path) -> None:
    """Take the time tokens and signatures of the commitment along into another folder (随带时间戳)."""
    names = [path.name for path in source.glob("*.tsr")] + [DRAND_TABLE] * (source / DRAND_TABLE).is_file()
    for name in names:
        if not (out / name).exists():
            write_new(out / name, read_bytes(str(source / name)))


def _signatures(one: Round, signature: str, folders: Iterable[Path]) -> bytes:
    """Return the table of signatures with that of a round's drand event added.

    Raises:
        BundleError: another signature of the round is there already; nothing is overwritten.

    """
    edition = next(event.edition for event in one.events if event.source == "DRAND")
    table = {int(edition): signature}
    for path in (folder / DRAND_TABLE for folder in folders):
        known = parse_drand_table(path.read_bytes()) if path.is_file() else {}
        if known.get(int(edition), signature) != signature:
            zh = f"第 {edition} 轮已有另一签名，不予覆盖"
            en = f"round {edition} has another signature; nothing is overwritten"
            raise BundleError(path=path, rule_zh=zh, rule=en)
        table |= known
    return table_bytes((str(number), text) for number, text in table.items())


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in the place of one that it contains, whole or not at all (替换文件).

    Raises:
        BundleError: it cannot be written.

    """
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise BundleError.because(path, error, "无法写入", "cannot be written") from None


def _undrawn(record: Record, folder: str, *, ceremony: bool) -> Commitment | SupplementCommitment:
    """Return what is to be drawn in a folder; a main draw that was drawn already may be drawn again to the same."""
    if isinstance(record, SupplementCommitment) and ceremony:
        zh, en = "仪式用于主抽取，补充抽取用 --value 和 --code", "the ceremony is for the main draw"
        raise InvalidValueError(field="--ceremony", rule_zh=zh, rule=en, value=folder)
    if isinstance(record, (Commitment, SupplementCommitment)):
        return record
    if isinstance(record, Matching):
        record = record.draw
    if isinstance(record, Draw):
        return record.commitment
    zh, en = "最后一轮补充抽取已抽取", "the last supplementary round has been drawn"
    raise BundleError(path=folder, rule_zh=zh, rule=en)


def is_sealed(record: Record) -> bool:
    """Tell whether what a record decides is secret until its reveal (是否封存)."""
    commitment = record if isinstance(record, Commitment) else record.commitment
    return commitment.manifest.mode == "sealed"


def refuse_public(record: Record, path: str | Path, option: str = "--out") -> None:
    """Refuse to write what a sealed record decides into a commitment not revealed yet, or below it (不入公开文件夹).

    Such a folder has a ``manifest.txt`` and no ``reveal.txt``, and is public: whatever lies in it gets published too.

    Args:
        record: what is written, or what it is computed from.
        path: the folder, or the file.
        option: the option that names it.

    Raises:
        InvalidValueError: a sealed record, and a folder of that kind.

    """
    if not is_sealed(record):
        return
    whole = Path(path).resolve()
    for folder in (whole, *whole.parents):
        if (folder / "manifest.txt").exists() and not (folder / "reveal.txt").exists():
            zh = f"封存方式须写入另一文件夹，揭示之前不得与锁定包一同公布；{folder} 是尚未揭示的锁定包"
            en = (
                f"what is sealed goes into another folder and is not published with the commitment before the reveal; "
                f"{folder} is a commitment not revealed yet"
            )
            raise InvalidValueError(field=option, rule_zh=zh, rule=en, value=str(path))


def run_supplement(given: Namespace, output: Output) -> int:
    """Ask for a supplementary round, and write the request that is to be published before its beacon."""
    record = read_record(given.folder)
    if isinstance(record, (Commitment, SupplementCommitment)):
        zh, en = "须先抽取上一轮", "the round before must be drawn first"
        raise BundleError(path=given.folder, rule_zh=zh, rule=en)
    out = given.out or given.folder
    refuse_public(record, out)  # a request comes with the whole bundle, its main draw included
    asked = commit_supplement(
        record,
        committed_at=instant_of(given.at, "--at") if given.at else datetime.now(CHINA),
        replaced=pairs_of(given.replace, "--replace"),
        extended=_extensions(given.extend),
        beacons=[event_of(text) for text in given.beacon],
        officers=added_officers(given.officers),
        recusals=added_recusals(given.recusals),
        earlier=[read_record(folder) for folder in given.after],
    )
    write_bundle(asked, out)
    output.say(asked, f"{asked.supplement.file} 已写入 {out}")
    if not given.after and any(terms.cap is not None for terms in record.commitment.manifest.frames):
        output.say("未用 --after 给出本年其他锁定，全年上限只按本锁定单核对 the cap was held to this manifest alone")
    output.say(f"请在公共随机事件之前公布其摘要 {asked.digest}")
    quotas = {name: dict(strata) for name, strata in asked.supplement.quotas.items()}
    added = {name: rows for name, (rows, _) in asked.supplement.tables.items()}
    output.give({"supplement": asked.supplement.file, "digest": asked.digest, "quotas": quotas, "added": added})
    return DONE


def _extensions(texts: list[str]) -> dict[str, dict[str, int]]:
    """Return how many more are to be drawn, from ``ITEM/STRATUM=NUMBER``."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for text in texts:
        place, _, number = text.rpartition("=")
        item, slash, stratum = place.partition("/")
        if not slash or not number.isascii() or not number.isdigit() or stratum in found[item]:
            zh, en = "应为 事项/层=个数，每层一次", "must be ITEM/STRATUM=NUMBER, each stratum once"
            raise InvalidValueError(field="--extend", rule_zh=zh, rule=en, value=text)
        found[item][stratum] = int(number)
    return found
