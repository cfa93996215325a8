"""Evidence folders: written with the verifiers, and checked with the package (免责证明文件夹)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files as resources
from pathlib import Path

from shuangsuiji.accountability.assessments import Assessment
from shuangsuiji.accountability.derive_draws import DrawOnRecord
from shuangsuiji.accountability.evidence_bundles import SUMS, EvidenceBundle, EvidenceKind, sums
from shuangsuiji.accountability.evidence_draws import DrawState, draws_files
from shuangsuiji.accountability.evidence_texts import assessment_files, readme
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.bundle.folders import VERIFIERS, read_record
from shuangsuiji.bundle.jsons import from_json, to_json
from shuangsuiji.errors import BundleError, ShuangsuijiError
from shuangsuiji.inspection import DisclosureGrade
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery import CheckStatus, verify_files
from shuangsuiji.values import Finding, Severity

__all__ = ["ASSESSMENT", "verify_evidence_folder", "write_evidence"]

ASSESSMENT = "assessment.json"
SCRIPT = "verify_evidence.py"
_CLAUSE = LIYANG_2020.ref("4.3.5")
_SEVERITY = {"refused": Severity.ERROR, "unchecked": Severity.NOTE}


def write_evidence(bundle: EvidenceBundle, folder: str | Path) -> Path:
    """Write an evidence folder with the scripts that check it, and return it: 4.3.5 (写出证明文件夹).

    Args:
        bundle: what is written.
        folder: where; it must not be there yet, or be empty: evidence is never mixed with anything.

    Raises:
        BundleError: something is there already, or the folder cannot be written.

    """
    folder = Path(folder)
    files = _whole(bundle)
    try:
        if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
            zh, en = "已存在且不是空文件夹，不予覆盖", "is there already and is no empty folder; nothing is overwritten"
            raise BundleError(path=folder, rule_zh=zh, rule=en)
        for name in sorted(files, key=lambda one: one == SUMS):  # last: with it a folder is whole
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
    except OSError as error:
        if isinstance(error, BundleError):
            raise
        raise BundleError.because(folder, error, "无法写入", "cannot be written") from None
    return folder


def _whole(bundle: EvidenceBundle) -> dict[str, bytes]:
    """Return the files of a bundle with the scripts, the assessment as JSON and the index."""
    files = {**bundle.files, **_scripts()}
    if bundle.assessment is not None:
        files[ASSESSMENT] = f"{to_json(bundle.assessment)}\n".encode()
    return files | {SUMS: sums(files)}


def _scripts() -> dict[str, bytes]:
    """Return the scripts that ship with a folder, by the name under which each lies there."""
    shipped = resources("shuangsuiji.bundle")
    names = {f"draws/{name}": name for name in VERIFIERS} | {SCRIPT: SCRIPT}
    return {place: shipped.joinpath(name).read_bytes() for place, name in names.items()}


def verify_evidence_folder(folder: str | Path) -> tuple[Finding, ...]:
    """Return everything that is wrong with an evidence folder, and as notes what nobody could check in it (核验证明).

    The checks are those of the script that ships with the folder, by the package's own copy of it; then the package
    verifies every draw, and makes anew what follows from draws and assessment, every page of words among it: the same
    bytes, or it is refused.

    Args:
        folder: the folder.

    Raises:
        BundleError: not a folder, or no ``evidence.txt`` in it.

    """
    folder = Path(folder)
    found = _read(folder)
    files = {name: content for name, content in found.items() if content is not None}
    checker = script.check(files, sorted(set(found) - set(files)))
    return (*_told(checker, folder), *_strange_scripts(files), *_made(folder, files, checker))


def _read(folder: Path) -> Mapping[str, bytes | None]:
    """Return what lies in a folder by name, without content where it is no plain file."""
    try:
        files = dict(script.walk(str(folder))) if folder.is_dir() else {}
    except OSError as error:
        raise BundleError.because(folder, error, "无法读取", "cannot be read") from None
    if files.get("evidence.txt") is None:
        zh, en = "不是证明文件夹：没有 evidence.txt", "is no evidence folder: there is no evidence.txt"
        raise BundleError(path=folder, rule_zh=zh, rule=en)
    return files


def _told(checker: script.EvidenceVerifier, folder: Path) -> Iterator[Finding]:
    """Yield what the script refuses or leaves unchecked, but for the words, which are compared here."""
    for one in checker.checks:
        if one.status in _SEVERITY and (one.status, one.code) != ("unchecked", script.WORDS):
            yield _finding(_SEVERITY[one.status], one.code, str(folder), script.plain(one.zh), script.plain(one.en))


def _strange_scripts(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield as notes the scripts that are not those of this release: whoever runs one of them runs somebody's code."""
    for name, content in _scripts().items():
        if files.get(name) != content:
            zh, en = (
                "不是本发布所附的脚本，运行前须核对其来源",
                "is not the script of this release: ask whose it is",
            )
            yield _finding(Severity.WARNING, "script", name, zh, en)


def _made(folder: Path, files: Mapping[str, bytes], checker: script.EvidenceVerifier) -> Iterator[Finding]:
    """Yield where the files are not what follows from draws and assessment, and where nothing can follow from them."""
    try:
        yield from _draw_findings(folder, files, checker.object_)
        yield from _readme_findings(files, checker.terms)
        if checker.exempting:
            yield from _assessment_findings(files)
    except script.UNREADABLE as error:  # a cell that is none, a day that no calendar has
        zh, en = f"内容不可读，未重新得出（{error}）", f"cannot be read, was not made anew ({error})"
        yield _finding(Severity.ERROR, "made", "evidence", script.plain(zh), script.plain(en))


def _draw_findings(folder: Path, files: Mapping[str, bytes], object_id: str) -> Iterator[Finding]:
    """Yield what the package's own verification of the draws refuses, and what it makes otherwise."""
    names = sorted({name.split("/")[1] for name in files if name.startswith("draws/") and name.count("/") > 1})
    draws: list[DrawOnRecord] = []
    states = {row[0]: row[4] for row in script.rows_of(files.get("draws.tsv", b"")) if len(row) > 4}  # noqa: PLR2004
    for name in names:
        own = {one.rpartition("/")[2]: content for one, content in files.items() if one.startswith(f"draws/{name}/")}
        try:
            for check in verify_files(own).checks:
                if check.status is CheckStatus.REFUSED:
                    yield _finding(Severity.ERROR, f"draw.{check.code}", name, check.zh, check.en)
            draw = DrawOnRecord(record=read_record(folder / "draws" / name))
            if states.get(name) == DrawState.DRAWN.name:
                draws.append(draw)
            else:
                yield from _same(files, _sealed_files(draw, object_id, states.get(name, "")))
        except ShuangsuijiError as error:
            yield _finding(Severity.ERROR, "draw", name, error.zh_line, error.en_line)
    try:
        made = draws_files(draws, object_id, None)
    except ShuangsuijiError as error:
        yield _finding(Severity.ERROR, "object", object_id, error.zh_line, error.en_line)
        return
    told = files.get("object.tsv", b"").splitlines(keepends=True)
    lines = [line for line in told if states.get(line.split(b"\t")[0].decode(errors="replace")) == DrawState.DRAWN.name]
    yield from _same({"object.tsv": b"".join(lines)}, {"object.tsv": made["object.tsv"]})
    yield from _same(files, {name: content for name, content in made.items() if not name.endswith(".tsv")})


def _sealed_files(draw: DrawOnRecord, object_id: str, state: str) -> dict[str, bytes]:
    """Return the proofs and the words of a draw whose outcome is not here, in the state that the folder tells."""
    committed = DrawOnRecord(record=draw.commitment)
    made = {name: one for name, one in draws_files([committed], object_id, None).items() if not name.endswith(".tsv")}
    told = f"{DrawState[state]} / {state.lower()}\n".encode() if state in DrawState.__members__ else b""
    pending = f"{DrawState.PENDING} / pending\n".encode()
    return {name: one.replace(pending, told) if name.startswith("answers/") else one for name, one in made.items()}


def _readme_findings(files: Mapping[str, bytes], terms: script.Record) -> Iterator[Finding]:
    """Yield where the page that tells how to check is not that of this kind of folder."""
    kind, grade = EvidenceKind.__members__.get(terms["kind"]), DisclosureGrade.__members__.get(terms["grade"])
    if kind is None or grade is None:
        yield _finding(Severity.ERROR, "form", "evidence.txt", "类别或公开等级不符", "its kind or its grade is none")
        return
    made = readme(f"{kind} {kind.name}", terms["object_id"], f"{grade} {grade.name}")
    yield from _same(files, {"README.txt": made})


def _assessment_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Yield where the pages are not those of the assessment, which is worked out again as it is read."""
    try:
        assessment = from_json(files.get(ASSESSMENT, b""), Assessment)
    except ShuangsuijiError as error:
        yield _finding(Severity.ERROR, "assessment", ASSESSMENT, error.zh_line, error.en_line)
        return
    yield from _same(files, assessment_files(assessment))


def _same(files: Mapping[str, bytes], made: Mapping[str, bytes]) -> Iterator[Finding]:
    for name, content in made.items():
        if files.get(name) != content:
            zh, en = "与由抽取和认定重新得出的不同", "is not what follows from the draws and the assessment"
            yield _finding(Severity.ERROR, "made", name, zh, en)


def _finding(severity: Severity, code: str, where: str, zh: str, en: str) -> Finding:
    return Finding(severity=severity, code=f"evidence.{code}", where=where, zh=zh, en=en, clause=_CLAUSE)
