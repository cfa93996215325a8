"""Killed in the middle of a thousand writes, a store has lost nothing that it acknowledged, and its chain verifies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from shuangsuiji.inspection.dossiers import Dossier, Opening
from shuangsuiji.store import open_store, read_dossier, save, verify_store
from tests.unit.builders import AGENCY
from tests.unit.dossier_days import whole

WRITER = """
import sys
from datetime import date
from shuangsuiji.inspection.dossier_parts import Citation
from shuangsuiji.store import append, open_store

path, name, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
with open_store(path) as store:
    for number in range(count):
        record = Citation(kind="InspectionGuide", id=f"{name}-{number}", version=1, digest="5" * 64)
        entry = append(store, "案卷", record, date(2025, 6, 20))
        print(entry.number, entry.digest, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a store with an empty dossier in it."""
    made = tmp_path / "案卷.db"
    with open_store(made, new=True) as store:
        save(store, Dossier(id="案卷", opened_by=Opening(department=AGENCY, matter="指引 2025")))
    return made


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(path), name, str(count)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def lines_of(process: subprocess.Popen[str], count: int | None = None) -> list[str]:
    """Return so many lines that a process prints, or all of them."""
    assert process.stdout is not None
    if count is None:
        with process.stdout as rest:
            return rest.read().splitlines()
    return [process.stdout.readline().rstrip("\n") for _ in range(count)]


def stored(path: Path) -> list[str]:
    """Return what a store holds, as the writer acknowledges it, once all of it verifies."""
    with open_store(path) as store:
        assert verify_store(store) == ()
        return [f"{one.number} {one.digest}" for one in read_dossier(store, "案卷").entries]


def test_kill_9_loses_nothing_that_was_acknowledged(path: Path) -> None:
    acknowledged: list[str] = []
    for number, moment in enumerate((1, 137, 400)):
        process = writer(path, f"第{number}次", 1000)
        acknowledged += lines_of(process, moment)
        process.kill()
        acknowledged += lines_of(process)
        assert process.wait() == -9
        found = stored(path)
        assert found[: len(acknowledged)] == acknowledged
        assert len(found) - len(acknowledged) <= 1  # written, and killed before it could say so
        acknowledged = found
    assert 538 <= len(acknowledged) < 1000


def test_two_processes_at_once_make_one_chain(path: Path) -> None:
    both = [writer(path, name, 60) for name in ("甲", "乙")]
    said = [line for one in both for line in lines_of(one)]
    assert [one.wait() for one in both] == [0, 0]
    found = stored(path)
    assert sorted(said) == sorted(found)
    assert len(found) == 120


def test_a_store_that_was_copied_with_its_log_is_whole(path: Path, tmp_path: Path) -> None:
    """A copy of the file and of its write-ahead log, taken while the store is open, opens as the store."""
    copy = tmp_path / "副本.db"
    with open_store(path) as store:
        save(store, whole())
        for suffix in ("", "-wal"):
            Path(f"{copy}{suffix}").write_bytes(Path(f"{path}{suffix}").read_bytes())
    with open_store(copy) as store:
        assert read_dossier(store, whole().id) == whole()
        assert verify_store(store, [whole().head]) == ()
