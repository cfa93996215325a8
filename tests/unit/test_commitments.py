"""The commitment: frames, exclusions and manifest, fixed before the beacon."""

from hashlib import sha256

import attrs
import pytest

from shuangsuiji.draws import Basis, Commitment
from shuangsuiji.errors import BrokenChainError, BundleError, InvalidFormError
from shuangsuiji.lottery import Manifest
from tests.unit.builders import bundle, committed, design, frame_of, item_list, plan_of, pool_of, task, uscc

BOTH = task(design(), design("50%", "lifts"), strata=("region",))
EXCLUDED = {uscc(0): "近期已检"}
SINGLE = bundle("ssj1-single")


def test_the_hash_to_publish_is_that_of_the_manifests_bytes() -> None:
    one = committed()
    assert one.commit == sha256(one.files["manifest.txt"]).hexdigest()


def test_the_files_before_the_reveal_are_manifest_frames_and_exclusions() -> None:
    assert set(committed(BOTH).files) == {
        "manifest.txt",
        "frame.labels.tsv",
        "frame.lifts.tsv",
        "excluded.labels.tsv",
        "excluded.lifts.tsv",
    }


@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_a_worked_example_is_read_and_written_back(name: str) -> None:
    files = bundle(name)
    one = Commitment.from_files(files)
    assert {file: files[file] for file in one.files} == one.files
    assert one.basis is None


def test_a_commitment_survives_its_own_files() -> None:
    one = committed(BOTH, excluded=EXCLUDED)
    again = Commitment.from_files(one.files)
    assert (again.manifest, again.frames, again.excluded) == (one.manifest, one.frames, one.excluded)
    assert again.files == one.files


def test_a_commitment_holds_what_it_was_made_from() -> None:
    pool, items = pool_of(), item_list()
    one = committed(BOTH, pool, items=items)
    assert one.basis == Basis(plan=plan_of(BOTH), task=BOTH, items=items, pool=pool)


@pytest.mark.parametrize("file", ["manifest.txt", "frame.labels.tsv", "excluded.labels.tsv"])
def test_a_missing_file_is_named(file: str) -> None:
    with pytest.raises(BundleError, match=file):
        Commitment.from_files({name: content for name, content in SINGLE.items() if name != file})


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("frame.labels.tsv", SINGLE["frame.labels.tsv"][:-1]),
        ("frame.labels.tsv", b"\xef\xbb\xbf" + SINGLE["frame.labels.tsv"]),
        ("excluded.labels.tsv", SINGLE["excluded.labels.tsv"].replace(b"\n", b"\r\n")),
        ("manifest.txt", SINGLE["manifest.txt"].replace(b"ssj1", b"ssj2")),
    ],
    ids=["newline", "BOM", "CR", "head"],
)
def test_a_fault_of_form_is_refused(file: str, content: bytes) -> None:
    with pytest.raises(InvalidFormError):
        Commitment.from_files({**SINGLE, file: content})


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("frame.labels.tsv", "戴埠", "溧城"),
        ("frame.labels.tsv", "91320481MA0000015J\tC", "91320481MA0000015J\tB"),
        ("excluded.labels.tsv", "近期已检", "注销"),
        ("manifest.txt", "1320a08d", "1320a08e"),
        ("manifest.txt", "8900fff7", "8900fff8"),
    ],
)
def test_a_table_that_is_not_the_manifests_breaks_the_chain(file: str, old: str, new: str) -> None:
    changed = SINGLE[file].replace(old.encode(), new.encode())
    assert changed != SINGLE[file]
    with pytest.raises(BrokenChainError, match="与锁定单不符"):
        Commitment.from_files({**SINGLE, file: changed})


def test_another_frame_cannot_slip_in() -> None:
    one = committed()
    with pytest.raises(BrokenChainError, match="frame"):
        attrs.evolve(one, frames={"labels": frame_of({uscc(1): "全部"})})
    with pytest.raises(BrokenChainError, match="frame"):
        attrs.evolve(one, frames={})
    with pytest.raises(BrokenChainError, match="excluded"):
        attrs.evolve(one, excluded={"labels": {uscc(1): "近期已检"}})
    with pytest.raises(BrokenChainError):
        attrs.evolve(one, excluded={})


def test_a_commitment_shows_how_many_will_be_drawn() -> None:
    one = committed()
    assert repr(one) == f"<锁定 320481-SCJG 2025/2025-07：60 行，应抽 3，{one.commit[:12]}…>"


@pytest.mark.parametrize(
    "entries",
    [
        {"frame.labels.rows": "6000"},
        {"quota.labels.全部": "5"},
        {"excluded.labels.rows": "9"},
        {"ratio.labels.B": "1/20", "quota.labels.B": "0"},
    ],
    ids=str,
)
def test_numbers_that_contradict_the_tables_break_the_chain(entries: dict[str, str]) -> None:
    one = committed()
    with pytest.raises(BrokenChainError):
        attrs.evolve(one, manifest=Manifest({**one.manifest.entries, **entries}))


def test_a_frame_too_many_is_refused() -> None:
    one = committed()
    extra = {**one.frames, "other": frame_of({"a": "S"})}
    with pytest.raises(BrokenChainError):
        attrs.evolve(one, frames=extra, excluded={**one.excluded, "other": {}})


def test_a_commitment_cannot_be_changed_through_its_mappings() -> None:
    one = committed()
    with pytest.raises(TypeError):
        one.files["manifest.txt"] = b"ssj1\n"  # type: ignore[index]
    with pytest.raises(TypeError):
        one.excluded["labels"][uscc(1)] = "近期已检"  # type: ignore[index]
