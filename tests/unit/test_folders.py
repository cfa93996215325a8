"""Bundles: folders of plain files that never change once they are written."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from shuangsuiji.bundle import read_bundle, read_commitment, read_draw, read_record, verify_folder, write_bundle
from shuangsuiji.bundle.folders import VERIFIERS
from shuangsuiji.draws import Commitment, Draw, commit, draw
from shuangsuiji.errors import (
    BrokenChainError,
    BundleError,
    InvalidFormError,
    RefusedRevealError,
    ShuangsuijiError,
)
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import Algorithm, BeaconEvent, CheckStatus, Reveal, beacon_value, chain
from shuangsuiji.registry import ObjectPool
from shuangsuiji.tables import import_objects
from shuangsuiji.testing.city import AUTHORITY, annual_plan, dirty_list, item_list

SCRIPT = Path(__file__).parents[2] / "src" / "shuangsuiji" / "bundle" / "verify.sh"
EVENT = BeaconEvent(source="KL8", edition="2026052", at=datetime.fromisoformat("2026-03-03T21:30:00+08:00"))
TYPED = "03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79"
BEACON = f"{EVENT.name}/{beacon_value('KL8', TYPED)}"
CODES = chain(Algorithm.SHA256, "operator", "5" * 64, 4)
COMMITTED = {"manifest.txt", "frame.labels.tsv", "excluded.labels.tsv"}
DRAWN = COMMITTED | {"reveal.txt", "drawn.tsv", "thresholds.tsv"}
IN_ROOT_S_HANDS = os.geteuid() == 0


@pytest.fixture(scope="module")
def pool() -> ObjectPool:
    """Return a pool of a small city."""
    report = import_objects(dirty_list(300))
    return report.pool(id="city", owner=AUTHORITY, item_codes=["labels"], maintained_on=date(2026, 3, 1))


def committed(pool: ObjectPool, mode: str) -> Commitment:
    plan = annual_plan(2026)
    return commit(
        plan["2026-01"],
        pool,
        plan=plan,
        items=item_list(),
        rules=LIYANG_RULES,
        beacons=[EVENT],
        committed_at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"),
        parties={"operator": CODES[0]} if mode == "sealed" else None,
        reveal_by=date(2026, 3, 31) if mode == "sealed" else None,
        mode=mode,
        excluded={pool.columns.ids[3]: "注销"},
    )


@pytest.fixture(scope="module")
def opened(pool: ObjectPool) -> Draw:
    """Return an open draw."""
    return draw(committed(pool, "open"), Reveal(beacon=BEACON))


@pytest.fixture(scope="module")
def sealed(pool: ObjectPool) -> Draw:
    """Return a sealed draw."""
    return draw(committed(pool, "sealed"), Reveal(beacon=BEACON, codes={"operator": CODES[1]}))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_commitment_is_written_and_read_back(tmp_path: Path, sealed: Draw) -> None:
    folder = write_bundle(sealed.commitment, str(tmp_path / "deep" / "锁定"))
    assert names(folder) == COMMITTED | set(VERIFIERS)
    found = read_commitment(str(folder))
    assert (found.commit, found.files, found.basis) == (sealed.commitment.commit, sealed.commitment.files, None)
    assert read_record(folder) == found


def test_a_draw_is_written_and_read_back(tmp_path: Path, sealed: Draw, opened: Draw) -> None:
    for made in (sealed, opened):
        folder = write_bundle(made, tmp_path / made.commitment.manifest.mode)
        assert names(folder) == DRAWN | set(VERIFIERS)
        found = read_draw(folder)
        assert (found.files, found.objects, found.seed) == (made.files, made.objects, made.seed)
        assert read_record(folder) == found
        assert read_bundle(folder) == made.files
        assert verify_folder(folder).exit_status == 0


def test_the_shell_verifier_is_copied_to_the_byte_and_accepts_its_folder(tmp_path: Path, opened: Draw) -> None:
    folder = write_bundle(opened, tmp_path / "bundle")
    assert (folder / "verify.sh").read_bytes() == SCRIPT.read_bytes()
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no sh")
    done = subprocess.run([shell, "verify.sh"], cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode()


def test_a_commitment_and_then_its_draw_go_into_one_folder_in_open_mode(tmp_path: Path, opened: Draw) -> None:
    folder = write_bundle(opened.commitment, tmp_path / "bundle")
    assert verify_folder(folder).exit_status == 3
    assert isinstance(read_record(folder), Commitment)
    assert write_bundle(opened, folder) == folder
    assert verify_folder(folder).exit_status == 0
    assert read_draw(folder).files == opened.files


def test_the_same_bundle_may_be_written_twice(tmp_path: Path, opened: Draw) -> None:
    folder = write_bundle(opened, tmp_path / "bundle")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write_bundle(opened, folder)
    write_bundle(opened.commitment, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_verifier_that_went_out_with_the_commitment_stays(tmp_path: Path, opened: Draw) -> None:
    (tmp_path / "verify.sh").write_bytes(b"of an earlier version")
    write_bundle(opened, tmp_path)
    assert (tmp_path / "verify.sh").read_bytes() == b"of an earlier version"


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_a_file_that_differs_is_never_overwritten_and_nothing_else_is_written(
    tmp_path: Path, opened: Draw, name: str
) -> None:
    (tmp_path / name).write_bytes(b"mine")
    with pytest.raises(BundleError, match="nothing is overwritten") as caught:
        write_bundle(opened, tmp_path)
    assert str(tmp_path / name) in caught.value.zh_line
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {name: b"mine"}


def test_another_draw_of_the_same_commitment_does_not_replace_the_first(tmp_path: Path, opened: Draw) -> None:
    folder = write_bundle(opened, tmp_path / "bundle")
    typed = TYPED.replace("03", "04")
    again = draw(opened.commitment, Reveal(beacon=f"{EVENT.name}/{beacon_value('KL8', typed)}"))
    with pytest.raises(BundleError, match=r"reveal\.txt|drawn\.tsv|thresholds\.tsv"):
        write_bundle(again, folder)
    assert read_bundle(folder) == opened.files


def test_a_sealed_commitment_does_not_go_into_the_folder_of_another(tmp_path: Path, opened: Draw, sealed: Draw) -> None:
    folder = write_bundle(opened.commitment, tmp_path / "bundle")
    with pytest.raises(BundleError, match=r"manifest\.txt"):
        write_bundle(sealed.commitment, folder)


def test_a_folder_that_cannot_be_is_named(tmp_path: Path, opened: Draw) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "bundle" / "drawn.tsv").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "file" / "deeper", tmp_path / "bundle"):
        with pytest.raises(BundleError, match="无法写入") as caught:
            write_bundle(opened, folder)
        assert str(folder) in caught.value.en_line


@pytest.mark.skipif(IN_ROOT_S_HANDS, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path, opened: Draw) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(BundleError, match="cannot be written"):
            write_bundle(opened, tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_nothing_is_written_through_a_link_that_leads_out_of_the_folder(tmp_path: Path, opened: Draw) -> None:
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "manifest.txt").symlink_to(tmp_path / "elsewhere.txt")
    with pytest.raises(BundleError):
        write_bundle(opened, folder)
    assert not (tmp_path / "elsewhere.txt").exists()


def test_other_files_are_no_part_of_a_bundle(tmp_path: Path, opened: Draw) -> None:
    folder = write_bundle(opened, tmp_path / "bundle")
    for name in ("readme.md", "读我.txt", ".hidden", "a b.txt", "scan.pdf"):
        (folder / name).write_bytes(b"\xff")
    (folder / "photos").mkdir()
    (folder / "link").symlink_to("/etc/passwd")
    assert read_bundle(folder) == opened.files
    assert verify_folder(folder).exit_status == 0


@pytest.mark.parametrize("name", ["manifest.txt", "frame.labels.tsv", "x.txt"])
def test_a_link_in_the_place_of_a_file_is_refused(tmp_path: Path, opened: Draw, name: str) -> None:
    folder = write_bundle(opened, tmp_path / "bundle")
    target = tmp_path / "target"
    target.write_bytes(opened.files.get(name, b""))
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(target)
    for read in (read_bundle, read_record, verify_folder):
        with pytest.raises(BundleError, match="must be a plain file") as caught:
            read(folder)
        assert name in caught.value.zh_line


def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    makers: tuple[Callable[[Path], None], ...] = (Path.mkdir, os.mkfifo)
    for number, make in enumerate(makers):
        folder = tmp_path / str(number)
        folder.mkdir()
        make(folder / "manifest.txt")
        with pytest.raises(BundleError, match="must be a plain file"):
            read_bundle(folder)


def test_the_folder_itself_may_be_a_link(tmp_path: Path, opened: Draw) -> None:
    (tmp_path / "link").symlink_to(write_bundle(opened, tmp_path / "bundle"))
    assert verify_folder(tmp_path / "link").exit_status == 0


@pytest.mark.parametrize("read", [read_bundle, read_commitment, read_draw, read_record, verify_folder])
def test_what_is_no_folder_is_named(tmp_path: Path, read: Callable[[Path], object]) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file", tmp_path / "nowhere"):
        with pytest.raises(BundleError, match="cannot be read") as caught:
            read(folder)
        assert str(folder) in caught.value.zh_line


@pytest.mark.parametrize("read", [read_commitment, read_draw, read_record, verify_folder])
def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path, read: Callable[[Path], object]) -> None:
    with pytest.raises(BundleError, match=r"manifest\.txt"):
        read(tmp_path)


@pytest.mark.parametrize("name", ["frame.labels.tsv", "excluded.labels.tsv"])
def test_a_missing_table_is_named(tmp_path: Path, opened: Draw, name: str) -> None:
    folder = write_bundle(opened, tmp_path / "bundle")
    (folder / name).unlink()
    for read in (read_commitment, read_draw, read_record):
        with pytest.raises(BundleError, match=name):
            read(folder)
    assert "file.missing" in {one.code for one in verify_folder(folder).checks}


def test_a_draw_without_its_reveal_is_a_commitment(tmp_path: Path, sealed: Draw) -> None:
    folder = write_bundle(sealed.commitment, tmp_path / "bundle")
    with pytest.raises(BundleError, match="尚未揭示"):
        read_draw(folder)


def test_a_draw_without_its_tables_is_computed_anew_and_not_verified(tmp_path: Path, opened: Draw) -> None:
    folder = write_bundle(opened, tmp_path / "bundle")
    (folder / "drawn.tsv").unlink()
    (folder / "thresholds.tsv").write_bytes(b"")
    assert read_draw(folder).files == opened.files
    assert verify_folder(folder).exit_status == 1


CHANGES: dict[str, tuple[str, bytes, bytes, type[ShuangsuijiError]]] = {
    "a row of the frame": ("frame.labels.tsv", b"\tA\t", b"\tB\t", BrokenChainError),
    "an unsorted exclusion": ("excluded.labels.tsv", b"\n", b"\n!\t-\n", InvalidFormError),
    "CRLF": ("manifest.txt", b"\n", b"\r\n", InvalidFormError),
    "another code": ("reveal.txt", b"code.operator=", b"code.operator=0", RefusedRevealError),
    "another round": ("reveal.txt", b"\nk=0", b"\nk=1", RefusedRevealError),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_folder_that_was_changed_is_refused(
    tmp_path: Path, sealed: Draw, change: tuple[str, bytes, bytes, type[ShuangsuijiError]]
) -> None:
    name, old, new, error = change
    folder = write_bundle(sealed, tmp_path / "bundle")
    content = (folder / name).read_bytes()
    assert old in content
    (folder / name).write_bytes(content.replace(old, new, 1))
    with pytest.raises(error):
        read_draw(folder)
    assert verify_folder(folder).exit_status == 1


def test_a_manifest_that_was_changed_is_another_draw_and_is_refused_by_verify(tmp_path: Path, sealed: Draw) -> None:
    folder = write_bundle(sealed, tmp_path / "bundle")
    content = (folder / "manifest.txt").read_bytes()
    (folder / "manifest.txt").write_bytes(content.replace(b"plan=2026", b"plan=2027"))
    assert read_draw(folder).seed != sealed.seed
    refused = {one.code for one in verify_folder(folder).of(CheckStatus.REFUSED)}
    assert {"seed", "key", "ticket", "drawn"} <= refused
