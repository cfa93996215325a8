"""Checks that concern the frames and the tables of exclusions: SSJ-1 §6 (抽样框核验)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from shuangsuiji.errors import DuplicateError, InvalidFormError, InvalidValueError
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.forms import lines_digest, parse_table
from shuangsuiji.lottery.frames import COLUMNS, TableFrame, upper
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.merkle import merkle_root
from shuangsuiji.lottery.pareto import check_weights
from shuangsuiji.lottery.quotas import FrameTerms, quota, room
from shuangsuiji.lottery.verdicts import Ledger
from shuangsuiji.lottery.weights import UNUSED, is_weight

__all__ = ["EXCLUDED_COLUMNS", "check_cap", "check_drawable", "check_frames", "check_table", "check_terms", "missing"]

EXCLUDED_COLUMNS = 2


def check_frames(manifest: Manifest, files: Mapping[str, bytes], ledger: Ledger) -> dict[str, TableFrame]:
    """Check every frame, its exclusions, its quotas and caps; return the frames that could be read."""
    frames: dict[str, TableFrame] = {}
    for terms in manifest.frames:
        frame = _frame(manifest.alg, terms, files, ledger)
        _check_excluded(manifest.alg, terms, frame, files, ledger)
        if frame is not None:
            frames[terms.name] = frame
            check_terms(terms, frame, ledger)
            _check_merkle(manifest.alg, terms, files[f"frame.{terms.name}.tsv"], ledger)
        else:
            check_cap(terms, sum(terms.quotas.values()), ledger)
    return frames


def check_terms(terms: FrameTerms, frame: TableFrame, ledger: Ledger) -> None:
    """Check that strata, weights, quotas and caps of a manifest agree with the frame."""
    _check_quotas(terms, frame, ledger)
    check_drawable(terms, frame, terms.quotas, ledger)
    _check_caps(terms, frame, ledger)
    check_cap(terms, sum(terms.quotas.values()), ledger)


def check_table(  # noqa: PLR0913, PLR0917 - what a manifest says of a table
    alg: Algorithm, file: str, content: bytes, columns: int, rows: int, digest: str, ledger: Ledger
) -> list[tuple[str, ...]] | None:
    """Check form, number of rows and hash of a table; return its rows, None where the form is wrong."""
    found = content.count(b"\n") + (not content.endswith(b"\n") and content != b"")
    ledger.settle(
        found == rows,
        "table.rows",
        f"{file}：锁定单记 {rows} 行，实有 {found} 行",
        f"{file}: {rows} rows committed, {found} found",
    )
    actual = lines_digest(alg, content)
    ledger.settle(
        actual == digest,
        "table.hash",
        f"{file}：锁定单记 {digest}，实为 {actual}",
        f"{file}: {digest} committed, {actual} found",
    )
    try:
        return parse_table(content, file, columns)
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return None


def missing(file: str, ledger: Ledger) -> None:
    """Record that a file which must be there is not."""
    ledger.refuse("file.missing", f"缺少文件 {file}", f"the file {file} is missing")


def _frame(alg: Algorithm, terms: FrameTerms, files: Mapping[str, bytes], ledger: Ledger) -> TableFrame | None:
    file = f"frame.{terms.name}.tsv"
    if file not in files:
        if f"frame.{terms.name}.parquet" in files:
            zh, en = "以 Parquet 发布，未核验", "is published as Parquet, not checked"
            ledger.leave("replay", f"{file} {zh}", f"{file} {en}")
        else:
            missing(file, ledger)
        return None
    rows = check_table(alg, file, files[file], COLUMNS, terms.rows, terms.digest, ledger)
    if rows is None or not _check_weight_forms(file, rows, ledger):
        return None
    try:
        frame = TableFrame.from_table(rows)
    except DuplicateError as error:
        ledger.refuse("ids.unique", f"{file}：{error.zh_line}", f"{file}: {error.en_line}")
        return None
    ledger.ok("ids.unique", f"{file}：标识不重复", f"{file}: ids are unique")
    return frame


def _check_weight_forms(file: str, rows: list[tuple[str, ...]], ledger: Ledger) -> bool:
    wrong = sorted({row[3] for row in rows if row[3] != UNUSED and not is_weight(row[3])})
    zh, en = f"{file}：权重应为正整数或 -", f"{file}: a weight is a positive integer or -"
    return not wrong or ledger.settle_all(wrong, "form.field", zh, en)


def _check_excluded(
    alg: Algorithm, terms: FrameTerms, frame: TableFrame | None, files: Mapping[str, bytes], ledger: Ledger
) -> None:
    file = f"excluded.{terms.name}.tsv"
    if file not in files:
        missing(file, ledger)
        return
    rows = check_table(alg, file, files[file], EXCLUDED_COLUMNS, terms.excluded_rows, terms.excluded_digest, ledger)
    if rows is None or frame is None:
        return
    ids = [upper(row[0]) for row in rows]
    twice = sorted(id_ for id_, number in Counter(ids).items() if number > 1)
    ledger.settle_all(twice, "ids.unique", f"{file}：标识不重复", f"{file}: ids are unique")
    inside = set(map(upper, frame.ids)) if ids else set[str]()
    both = [id_ for id_ in ids if id_ in inside]
    ledger.settle_all(
        both,
        "excluded.overlap",
        f"{file}：被排除对象不得同时在抽样框中",
        f"{file}: an excluded object must not be in the frame",
    )


def _check_quotas(terms: FrameTerms, frame: TableFrame, ledger: Ledger) -> None:
    counts = frame.counts()
    ledger.settle_all(
        sorted(set(counts) ^ set(terms.quotas)),
        "strata",
        f"{terms.name}：抽样框与锁定单的层应一致",
        f"{terms.name}: frame and manifest must name the same strata",
    )
    wrong: list[str] = []
    for stratum, exact in terms.ratios.items():
        rows = counts.get(stratum, 0)
        due = quota(rows, exact, terms.rounding, terms.caps.get(stratum))
        if due != terms.quotas[stratum]:
            wrong.append(f"{stratum}: N={rows}, {exact} → {due} ≠ {terms.quotas[stratum]}")
    ledger.settle_all(
        wrong,
        "quota",
        f"{terms.name}：名额由比例、进位方式和上限算出",
        f"{terms.name}: quotas follow from ratios, rounding and caps",
    )


def check_drawable(terms: FrameTerms, frame: TableFrame, quotas: Mapping[str, int], ledger: Ledger) -> bool:
    """Check that the rows of a frame that is drawn by weight can be drawn exactly: SSJ-1 §4.3."""
    if terms.design != "pareto":
        return True
    zh, en = f"{terms.name}：各行权重可供 pareto 抽取", f"{terms.name}: every weight can be drawn by"
    try:
        for stratum, weights in frame.weight_counts().items():
            check_weights(weights, quotas.get(stratum, 0), f"weight {terms.name}/{stratum}")
    except InvalidValueError as error:
        ledger.refuse_error("weights", error)
        return False
    ledger.ok("weights", zh, en)
    return True


def _check_merkle(alg: Algorithm, terms: FrameTerms, content: bytes, ledger: Ledger) -> None:
    if terms.merkle is None:
        return
    root = merkle_root(alg, content.split(b"\n")[:-1])
    ledger.settle(
        root == terms.merkle,
        "merkle",
        f"{terms.name}：锁定单记 Merkle 根 {terms.merkle}，重算为 {root}",
        f"{terms.name}: Merkle root {terms.merkle} committed, recomputed {root}",
    )


def _check_caps(terms: FrameTerms, frame: TableFrame, ledger: Ledger) -> None:
    counts = frame.counts()
    most = {stratum: room(counts.get(stratum, 0), cap) for stratum, cap in terms.caps.items()}
    above = [
        f"{stratum}: {terms.quotas[stratum]} > {most[stratum]}"
        for stratum in most
        if terms.quotas[stratum] > most[stratum]
    ]
    if terms.caps:
        zh, en = f"{terms.name}：各层名额不超过该层上限", f"{terms.name}: no quota is above the cap of its stratum"
        ledger.settle_all(above, "cap", zh, en)


def check_cap(terms: FrameTerms, drawn: int, ledger: Ledger) -> None:
    """Check what is drawn of a frame, with what the year has used already, against the cap of the whole frame."""
    if terms.cap is None:
        return
    total, most = drawn + (terms.used or 0), room(terms.rows, terms.cap)
    ledger.settle(
        total <= most,
        "cap",
        f"{terms.name}：名额合计加全年已抽 {total}，上限 ⌊{terms.cap}×{terms.rows}⌋ = {most}",
        f"{terms.name}: quotas and used make {total}, the cap allows ⌊{terms.cap}×{terms.rows}⌋ = {most}",
    )
