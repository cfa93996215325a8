"""Evidence folders: package and script accept what is written, and refuse what is changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shuangsuiji.accountability.evidence_bundles import SUMS, EvidenceBundle, sums, why_drawn, why_not_drawn
from shuangsuiji.bundle import read_record
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.bundle.evidence_folders import verify_evidence_folder, write_evidence
from shuangsuiji.draws import Commitment, Draw, Matching, SupplementCommitment, SupplementDraw
from shuangsuiji.errors import BundleError
from shuangsuiji.inspection import DisclosureGrade
from shuangsuiji.values import Severity
from tests.unit.accountability_days import undrawn
from tests.unit.builders import VECTORS
from tests.unit.evidence_days import (
    broken_evidence,
    failed_evidence,
    sealed_evidence,
    second_draw,
    undrawn_evidence,
    visited_evidence,
)
from tests.unit.evidence_tamperings import TAMPERINGS_OF_UNDRAWN, TAMPERINGS_OF_VISITED, Files, Tampering
from tests.unit.inspection_days import joint_draw, joint_matching, shared_object

Made = Callable[[], EvidenceBundle]
_CASES = [(visited_evidence, one) for one in TAMPERINGS_OF_VISITED] + [
    (undrawn_evidence, one) for one in TAMPERINGS_OF_UNDRAWN
]


def program(folder: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the script of a folder without anything that is installed."""
    command = [sys.executable, "-I", "-S", str(folder / "verify_evidence.py"), *arguments]
    return subprocess.run(command, cwd=cwd, env={}, capture_output=True, check=False)


def errors(folder: Path) -> set[str]:
    return {one.code for one in verify_evidence_folder(folder) if one.severity is Severity.ERROR}


def read(folder: Path) -> Files:
    return script.read_folder(str(folder))


def written(files: Files, folder: Path) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[Made, Files]:
    """Return the files of both folders as they are written."""
    top = tmp_path_factory.mktemp("原 件")
    made: tuple[Made, ...] = (visited_evidence, undrawn_evidence)
    return {one: read(write_evidence(one(), top / str(number))) for number, one in enumerate(made)}


@pytest.mark.parametrize("grade", list(DisclosureGrade))
@pytest.mark.parametrize("make", [visited_evidence, undrawn_evidence])
def test_a_folder_is_accepted_by_both_wherever_it_lies(
    make: Callable[[DisclosureGrade], EvidenceBundle], grade: DisclosureGrade, tmp_path: Path
) -> None:
    folder = write_evidence(make(grade), tmp_path / "免责 证明" / "案 01")
    before = read(folder)
    assert errors(folder) == set()
    for done in (program(folder, cwd=tmp_path), program(folder, str(folder), cwd=tmp_path)):
        assert (done.returncode, done.stderr) == (3, b""), done.stdout.decode()
        assert "拒绝 refused" not in done.stdout.decode()
        assert b"ASSESSMENT" in done.stdout
    assert read(folder) == before
    done = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=False, capture_output=True)
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize("summed", [False, True], ids=["index-as-it-was", "index-made-again"])
@pytest.mark.parametrize(("make", "tamper"), _CASES, ids=[f"{m.__name__}-{t.__name__}" for m, t in _CASES])
def test_whatever_is_changed_is_refused_by_both(
    make: Made, tamper: Tampering, *, summed: bool, originals: dict[Made, Files], tmp_path: Path
) -> None:
    files = dict(originals[make])
    tamper(files)
    assert files != originals[make]
    if summed:
        files["SHA256SUMS"] = sums(files)
    folder = written(files, tmp_path / "改 动")
    found = errors(folder)
    assert found, tamper
    assert ("evidence.sums" in found) is not summed
    done = program(folder, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (1, b""), done.stdout.decode()
    assert "拒绝 refused" in done.stdout.decode()


def test_an_owner_is_shown_that_the_lot_chose_him_and_another_that_it_did_not(tmp_path: Path) -> None:
    made = [
        why_drawn(joint_matching(), shared_object()),
        why_not_drawn([joint_matching(), second_draw()], undrawn()),
        why_not_drawn([second_draw()], "91320481MA999999XX"),
    ]
    for number, bundle in enumerate(made):
        folder = write_evidence(bundle, tmp_path / f"企业 {number}")
        assert errors(folder) == set()
        done = program(folder, cwd=tmp_path)
        assert done.returncode in {0, 3}, done.stdout.decode()
        files = read(folder)
        files["evidence.txt"] = files["evidence.txt"].replace(
            *((b"WHY_DRAWN", b"WHY_NOT_DRAWN") if number == 0 else (b"WHY_NOT_DRAWN", b"WHY_DRAWN"))
        )
        files["SHA256SUMS"] = sums(files)
        assert any(one.code == "claim" and one.status == "refused" for one in script.check(files).checks)
    absent = made[2].files[next(name for name in made[2].files if name.startswith("proofs/"))].decode()
    assert "absent=91320481MA999999XX" in absent


@pytest.mark.parametrize("make", [sealed_evidence, failed_evidence, broken_evidence])
def test_what_does_not_prove_anything_is_shown_as_it_is(make: Made, tmp_path: Path) -> None:
    folder = write_evidence(make(), tmp_path / "待 补")
    assert errors(folder) == set()
    done = program(folder, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (3, b""), done.stdout.decode()


@pytest.mark.parametrize("name", sorted(path.name for path in VECTORS.glob("ssj1-*")))
def test_every_design_and_every_round_of_a_draw_can_be_shown(name: str, tmp_path: Path) -> None:
    record = read_record(VECTORS / name)
    assert not isinstance(record, (Commitment, SupplementCommitment))
    draw = record.draw if isinstance(record, Matching) else record
    rounds: tuple[Draw | SupplementDraw, ...] = (draw,) if isinstance(draw, Draw) else (draw.main, *draw.rounds)
    drawn = {id_ for one in rounds for id_ in one.objects}
    frames = record.commitment.frames.values()
    spared = sorted({id_ for frame in frames for id_ in frame.ids} - drawn)
    out = sorted({id_ for table in record.commitment.excluded.values() for id_ in table} - drawn)
    made = [why_drawn(record, id_) for id_ in sorted(drawn)[:3]]
    made += [why_not_drawn([record], id_) for id_ in (*spared[:2], *out[:1])]
    for number, bundle in enumerate(made):
        folder = write_evidence(bundle, tmp_path / str(number))
        assert errors(folder) == set()


def test_of_a_draw_without_a_root_the_whole_frame_shows_who_is_absent(tmp_path: Path) -> None:
    folder = write_evidence(why_not_drawn([joint_draw()], "91320481MA999999XX"), tmp_path / "不在")
    assert errors(folder) == set()
    assert not (folder / "proofs").exists()
    assert "\tOUTSIDE\t" in (folder / "object.tsv").read_text(encoding="utf-8")


def test_the_people_are_left_out(tmp_path: Path) -> None:
    names = {path.name for path in write_evidence(visited_evidence(), tmp_path / "包").rglob("*")}
    assert "assignments.tsv" in names
    assert not names & {"inspectors.tsv", "recusals.tsv", "absent.tsv", "experts.tsv"}


def test_evidence_is_never_written_over_anything(tmp_path: Path) -> None:
    folder = write_evidence(undrawn_evidence(), tmp_path / "包")
    with pytest.raises(BundleError, match="已存在且不是空文件夹"):
        write_evidence(undrawn_evidence(), folder)
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BundleError):
        write_evidence(undrawn_evidence(), tmp_path / "file")
    with pytest.raises(BundleError, match="无法写入"):
        write_evidence(undrawn_evidence(), tmp_path / "file" / "below")


def test_what_is_no_evidence_folder_is_told_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none"):
        with pytest.raises(BundleError, match="不是证明文件夹"):
            verify_evidence_folder(path)


@pytest.mark.parametrize("name", ["verify_evidence.py", "draws/verify.py", "draws/verify.sh"])
def test_a_script_that_is_not_that_of_the_release_is_named(
    name: str, originals: dict[Made, Files], tmp_path: Path
) -> None:
    files = dict(originals[undrawn_evidence])
    files[name] += b"\n# changed\n"
    files[SUMS] = sums({one: content for one, content in files.items() if one != SUMS})
    found = verify_evidence_folder(written(files, tmp_path / "folder"))
    (told,) = [one for one in found if one.code == "evidence.script"]
    assert (told.where, told.severity) == (name, Severity.WARNING)
    whole = verify_evidence_folder(written(originals[undrawn_evidence], tmp_path / "whole"))
    assert not any(one.code == "evidence.script" for one in whole)
