"""What lies in an evidence folder is read and never run, whatever it is; and nothing in it stops the check."""

from __future__ import annotations

import importlib.util
import marshal
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shuangsuiji.accountability.evidence_bundles import sums, why_drawn
from shuangsuiji.bundle import verify_evidence as script
from shuangsuiji.bundle.evidence_folders import verify_evidence_folder, write_evidence
from shuangsuiji.errors import BundleError
from shuangsuiji.values import Severity
from tests.unit.evidence_days import undrawn_evidence
from tests.unit.evidence_tamperings import Files, one
from tests.unit.inspection_days import joint_matching, shared_object

SOURCE = Path(script.__file__).parent
RUN = "import os; print('RUN', flush=True); os._exit(0)\n"
IMPORTED = ("struct", "unicodedata", "math", "io", "hashlib", "stat", "types", "typing", "fractions", "verify")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an evidence folder as it is written."""
    return write_evidence(undrawn_evidence(), tmp_path / "证 明")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return the script of somebody who took it from elsewhere, with its verifier."""
    place = tmp_path / "自 备"
    place.mkdir()
    for name in ("verify_evidence.py", "verify.py"):
        shutil.copy(SOURCE / name, place)
    return place / "verify_evidence.py"


def run(program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(program), *map(str, arguments)]
    return subprocess.run(command, env={}, capture_output=True, check=False, encoding="utf-8", timeout=60)


def refused(folder: Path) -> set[str]:
    """Return the codes of what the package refuses in a folder."""
    return {one.code for one in verify_evidence_folder(folder) if one.severity is Severity.ERROR}


def again(folder: Path) -> None:
    """Make the index of a folder anew."""
    (folder / "SHA256SUMS").write_bytes(sums(script.read_folder(str(folder))))


@pytest.mark.parametrize("place", ["", "draws"])
def test_a_module_that_lies_in_the_folder_is_never_run_by_a_copy_from_elsewhere(
    place: str, folder: Path, own: Path
) -> None:
    for name in IMPORTED:
        (folder / place / f"{name}.py").write_text(RUN)
    again(folder)
    done = run(own, folder)
    assert (done.returncode, done.stderr) == (1, ""), done.stdout
    assert "RUN" not in done.stdout
    assert "evidence.name" in refused(folder)


def test_the_script_of_the_folder_runs_nothing_there_but_its_verifier(folder: Path) -> None:
    for name in set(IMPORTED) - {"verify"}:
        for place in (folder, folder / "draws"):
            (place / f"{name}.py").write_text(RUN)
    done = run(folder / "verify_evidence.py")
    assert (done.returncode, done.stderr) == (1, ""), done.stdout
    assert "RUN" not in done.stdout


def test_a_verifier_of_the_folder_is_not_that_of_a_copy_from_elsewhere(folder: Path, own: Path) -> None:
    (folder / "draws" / "verify.py").write_text(RUN)
    assert run(own, folder).returncode == 1
    again(folder)
    assert "RUN" not in run(own, folder).stdout
    own.with_name("verify.py").unlink()
    alone = run(own, folder)
    assert (alone.returncode, alone.stdout) == (2, "")
    assert "找不到 verify.py" in alone.stderr


def test_a_compiled_copy_is_not_run_and_is_refused(folder: Path) -> None:
    compiled = Path(importlib.util.cache_from_source(str(folder / "draws" / "verify.py")))
    compiled.parent.mkdir()
    code = marshal.dumps(compile(RUN, "verify.py", "exec"))
    compiled.write_bytes(importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + bytes(8) + code)
    done = run(folder / "verify_evidence.py")
    assert (done.returncode, done.stderr) == (1, ""), done.stdout
    assert "RUN" not in done.stdout
    assert "evidence.sums" in refused(folder)
    again(folder)
    assert run(folder / "verify_evidence.py").returncode == 1
    assert "evidence.name" in refused(folder)


def test_it_leaves_no_compiled_copy(folder: Path, own: Path) -> None:
    for done in (run(folder / "verify_evidence.py"), run(own, folder)):
        assert done.returncode == 3, done.stdout
    assert not list(folder.parent.rglob("__pycache__"))


def test_what_is_no_plain_file_is_refused_and_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_bytes(b"secret")
    makers: dict[str, Callable[[Path], None]] = {
        "extra.txt": lambda path: path.symlink_to(tmp_path / "elsewhere" / "secret.txt"),
        "draws/more": lambda path: path.symlink_to(tmp_path / "elsewhere", target_is_directory=True),
        "answers/pipe.txt": os.mkfifo,
        "nothing": os.mkdir,
        "lost": lambda path: path.symlink_to(tmp_path / "none"),
    }
    for name, make in makers.items():
        make(folder / name)
        assert name not in script.read_folder(str(folder))
        assert script.odd_names(str(folder)) == [name]
        done = run(folder / "verify_evidence.py")
        assert (done.returncode, done.stderr) == (1, ""), (name, done.stdout)
        assert f"拒绝 refused sums: {name}：不是普通文件" in done.stdout
        assert "evidence.sums" in refused(folder)
        (folder / name).rmdir() if name == "nothing" else (folder / name).unlink()
    assert refused(folder) == set()


def test_a_link_in_the_place_of_a_file_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "verdict.md").rename(tmp_path / "verdict.md")
    (folder / "verdict.md").symlink_to(tmp_path / "verdict.md")
    assert run(folder / "verify_evidence.py").returncode == 1
    assert "evidence.sums" in refused(folder)
    (folder / "evidence.txt").rename(tmp_path / "evidence.txt")
    (folder / "evidence.txt").symlink_to(tmp_path / "evidence.txt")
    assert run(folder / "verify_evidence.py").returncode == 2
    with pytest.raises(BundleError, match="不是证明文件夹"):
        verify_evidence_folder(folder)


def changed(name: str, old: bytes, new: bytes) -> object:
    return pytest.param(name, old, new, id=f"{name}-{new[:30]!r}")


QUERY, GAPS = "registers/001/query.1.txt", b"gaps#1\ngaps.1:OpenPeriod\ngaps.1.first=%b\ngaps.1.last=9999-12-31\n"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        changed(QUERY, b"gaps#0\n", GAPS % b"9999-12-30"),
        changed(QUERY, b"gaps#0\n", GAPS % b"0001-01-01"),
        changed(QUERY, b"gaps#0\n", b"gaps#999999999\n"),
        changed(QUERY, b"received_to=2025-07-10", b"received_to=9999-12-31"),
        changed(QUERY, b"received_from=2025", b"received_from=0001"),
        changed(QUERY, b"as_of=2025-09-08T23:59:59.999999+08:00", b"as_of=0001-01-01T00:00:00"),
        changed(QUERY, b"as_of=2025-09-08T23:59:59.999999+08:00", b"as_of=9999-12-31T23:59:59-23:00"),
        changed("proofs/", b"index=", b"index=\xc2\xb2"),
        changed("proofs/", b"size=", b"size=x"),
        changed("draws/320481-SCJG-2", b"committed.at=2", b"committed.at=9"),
        changed("draws/320481-SCJG-2", b"alg=sha256", b"alg=md5"),
        changed("draws/320481-SCJG-2", b"frame.labels.rows=", b"frame.labels.rows=x"),
        changed("assessment.txt", b"verdicts#1", b"verdicts#300000000"),
        changed("assessment.txt", b"verdicts#1", b"verdicts#\xc2\xb2"),
        changed("assessment.txt", b"verdicts#1", b"verdicts#1\nverdicts#1"),
        changed("assessment.json", b"{", b"[" * 100_000),
        changed("assessment.json", b"{", b"\xff"),
        changed("draws.tsv", b"\tDRAWN\t", b"\tWITHHELD\t"),
        changed("draws.tsv", b"\tDRAWN\t", b"\tNEVER\t"),
        changed("gazettes.tsv", b"320481-SCJG\t1\t", b"320481-SCJG\t\xc2\xb2\t"),
        changed("evidence.txt", b"grade=INTERNAL", b"grade=OTHER"),
        changed("evidence.txt", b"object_id=", b"object_id=\nx="),
    ],
)
def test_no_number_no_day_and_no_word_stops_the_check(
    name: str, old: bytes, new: bytes, folder: Path, own: Path
) -> None:
    files = script.read_folder(str(folder))
    file = name if name in files else one(files, name, ".txt", old.decode())
    assert old in files[file]
    (folder / file).write_bytes(files[file].replace(old, new))
    again(folder)
    assert refused(folder), new
    for done in (run(folder / "verify_evidence.py"), run(own, folder)):
        expected = {1, 3} if file == "assessment.json" else {1}  # its words are compared by the package
        assert done.returncode in expected, done.stdout
        assert done.stderr == ""


@pytest.mark.parametrize("serial", ["99999999", "²", "x", "0"])
def test_a_serial_far_away_makes_one_line_and_not_a_million(serial: str, folder: Path) -> None:
    files = script.read_folder(str(folder))
    manifest = f"agency=320481-SCJG\nalg=sha256\nprev={'0' * 64}\nserial={serial}\n".encode()
    for name in ("x", f"320481-SCJG-{serial}-{script.sha(manifest)[:12]}"):
        found = script.check({**files, f"chain/{name}.txt": manifest})
        assert len(found.checks) < 40
        assert any(one.status == "refused" for one in found.checks)


def test_a_name_cannot_feign_a_line_of_the_report(folder: Path, own: Path) -> None:
    (folder / "x\n通过 ok sums: 全部相符\u001b[2J").write_bytes(b"")
    done = run(own, folder)
    assert done.returncode == 1
    assert not any(line.startswith("通过 ok sums") for line in done.stdout.split("\n"))
    assert "\u001b" not in done.stdout
    assert script.plain("通过 ok\n\u001b[2J") == "通过 ok\ufffd\ufffd[2J"


def test_a_folder_for_a_firm_stops_nothing_either(tmp_path: Path) -> None:
    folder = write_evidence(why_drawn(joint_matching(), shared_object()), tmp_path / "企业")
    files: Files = script.read_folder(str(folder))
    for name in sorted(files):
        if name in {"verify_evidence.py", "SHA256SUMS"} or name.startswith("draws/verify"):
            continue
        for content in (b"", b"\xff\xfe", b"\n" * 9, files[name][: len(files[name]) // 2]):
            (folder / name).write_bytes(content)
            again(folder)
            # Who was matched is nothing that anybody can check without the tables of people: named as unchecked.
            assert refused(folder) or files[name] == content or name.endswith("assignments.tsv"), name
        (folder / name).write_bytes(files[name])
