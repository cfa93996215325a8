"""Bundles: folders of plain files that anyone can check (抽取包)."""

from __future__ import annotations

import re
from importlib.resources import files as resources
from pathlib import Path

from shuangsuiji.draws import Commitment, Draw, Matching, SupplementCommitment, SupplementDraw
from shuangsuiji.errors import BundleError
from shuangsuiji.lottery import Evidence, Supplement, Verdict, verify_files
from shuangsuiji.lottery.checking_rounds import round_numbers
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.lottery.seeds import reveal_of
from shuangsuiji.lottery.staff import Staff
from shuangsuiji.lottery.substitutions import COLUMNS, SUBSTITUTIONS, Substitution, substitution_of

__all__ = [
    "VERIFIERS",
    "Record",
    "read_bundle",
    "read_commitment",
    "read_draw",
    "read_record",
    "verify_folder",
    "write_bundle",
]

Record = Commitment | Draw | Matching | SupplementCommitment | SupplementDraw
VERIFIERS = ("verify.sh", "verify.py", "verify_matching.py")
_PEOPLE = re.compile(r"(?:inspectors|recusals|absent|experts)(?:\.[0-9]+)?\.tsv")
_FILE = re.compile(r"[A-Za-z0-9_.-]+\.(?:txt|tsv|tsr|parquet)")
_NO_EVIDENCE = Evidence()


def write_bundle(record: Record, folder: str | Path, *, public: bool = False) -> Path:
    """Write the bundle of a commitment, a draw or a matching, with its verifiers, and return its folder (抽取包).

    Nothing is ever overwritten: a folder that already holds the commitment may receive its draw, and a file that is
    there must be the same to the byte.

    Args:
        record: what is written.
        folder: where.
        public: leave out the tables of inspectors, recusals, absences and experts, whose hashes stay in the manifest:
            they say who is ill and who is whose relative. Then nobody but the auditor can check the matching.

    Raises:
        BundleError: a file there differs, or the folder cannot be written.

    """
    folder = Path(folder)
    shipped = {name: resources("shuangsuiji.bundle").joinpath(name).read_bytes() for name in VERIFIERS}
    files = {name: content for name, content in record.files.items() if not (public and _PEOPLE.fullmatch(name))}
    files |= shipped
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            path = folder / name
            if name in VERIFIERS and path.is_file() and not path.is_symlink():
                continue  # the verifier that went out with the commitment stays, whatever this version ships
            if path.is_symlink() or (path.exists() and path.read_bytes() != content):
                zh, en = "已存在且内容不同，不予覆盖", "is there already and differs; nothing is overwritten"
                raise BundleError(path=path, rule_zh=zh, rule=en)
        for name in sorted(files, key=lambda name: name == "manifest.txt"):  # last: with it a folder is a bundle
            _write_whole(folder / name, files[name])
    except OSError as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError.because(folder, error, "无法写入", "cannot be written") from None
    return folder


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, so that it is there whole or not at all, whenever the power fails."""
    if not path.exists():
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content)
        part.replace(path)


def read_bundle(folder: str | Path) -> dict[str, bytes]:
    """Return the sheets, tables and time tokens of a folder, by name; others are no part of a bundle (读取文件).

    Raises:
        BundleError: not a folder, a link in the place of a file, or a file that cannot be read.

    """
    folder = Path(folder)
    files: dict[str, bytes] = {}
    try:
        for path in sorted(folder.iterdir()):
            if not _FILE.fullmatch(path.name):
                continue
            if path.is_symlink() or not path.is_file():
                raise BundleError(path=path, rule_zh="应为普通文件", rule="must be a plain file")
            files[path.name] = path.read_bytes()
    except OSError as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError.because(folder, error, "无法读取", "cannot be read") from None
    return files


def read_commitment(folder: str | Path) -> Commitment:
    """Return the commitment in a folder (读取锁定).

    Raises:
        BundleError: a file is missing or cannot be read.
        InvalidFormError: a fault of form.
        BrokenChainError: a table is not the one of the manifest.

    """
    return Commitment.from_files(read_bundle(folder))


def read_draw(folder: str | Path) -> Draw:
    """Return the main draw in a folder, computed anew from its commitment and its reveal (读取抽取).

    Raises:
        BundleError: a file is missing or cannot be read, or nothing has been revealed yet.
        InvalidFormError: a fault of form.
        RefusedRevealError: the reveal does not open the commitment.

    """
    record = read_record(folder)
    if not isinstance(record, Commitment):
        return record.before.main if isinstance(record, SupplementCommitment) else record.main
    zh, en = "尚未揭示，没有 reveal.txt", "not revealed yet, there is no reveal.txt"
    raise BundleError(path=folder, rule_zh=zh, rule=en)


def read_record(folder: str | Path) -> Record:
    """Return what a folder holds: a commitment, its draw, the last of its rounds, or their matching (读取记录).

    What is not revealed yet comes as a ``Commitment`` or a ``SupplementCommitment``, what has been matched as a
    ``Matching``; all of it is computed anew, and ``verify_folder`` compares it with what is written there.

    Raises:
        BundleError: a file is missing or cannot be read.
        InvalidFormError: a fault of form.
        BrokenChainError: a table is not the one of the manifest, a round does not follow from the one before, or a
            substitution is not what the lot gives.
        RefusedRevealError: a reveal does not open what was committed.

    """
    files = read_bundle(folder)
    commitment = Commitment.from_files(files)
    if "reveal.txt" not in files:
        return commitment
    substitutions = _substitutions(files)
    record: Draw | SupplementDraw = Draw(commitment=commitment, reveal=reveal_of(files["reveal.txt"])[0])
    for k in round_numbers(files):
        asked, reveal = f"supplement.{k}.txt", f"reveal.{k}.txt"
        if asked not in files:
            raise BundleError(path=Path(folder) / asked, rule_zh="缺少该文件", rule="the file is missing")
        supplement = Supplement.from_bytes(files[asked], k)
        request = SupplementCommitment(
            before=record,
            supplement=supplement,
            added=_added(files, supplement),
            substituted=tuple(one for one in substitutions if one.k < k),
        )
        if reveal not in files:
            return request
        record = SupplementDraw(request=request, reveal=reveal_of(files[reveal], reveal)[0])
    suffix = f".{record.k}.tsv" if record.k else ".tsv"
    if commitment.staff is None or f"assignments{suffix}" not in files:
        return record
    return Matching(draw=record, substitutions=substitutions)


def _substitutions(files: dict[str, bytes]) -> tuple[Substitution, ...]:
    rows = parse_table(files.get(SUBSTITUTIONS, b""), SUBSTITUTIONS, COLUMNS)
    return tuple(sorted(map(substitution_of, rows), key=lambda one: one.number))


def _added(files: dict[str, bytes], asked: Supplement) -> Staff | None:
    """Return who comes with a round; None where nobody does, and where a public bundle leaves the tables out."""
    names = {name: f"{name}.{asked.k}.tsv" for name in asked.tables}
    if not names or not set(names.values()) <= files.keys():
        return None
    return Staff.from_tables({name: files[file] for name, file in names.items()})


def verify_folder(folder: str | Path, evidence: Evidence = _NO_EVIDENCE) -> Verdict:
    """Check the bundle in a folder (核验).

    Args:
        folder: where the bundle is.
        evidence: trusted authorities and the calendar of a lottery, for the assurance level.

    Raises:
        BundleError: not a folder, or no ``manifest.txt`` in it.

    """
    return verify_files(read_bundle(folder), evidence)
