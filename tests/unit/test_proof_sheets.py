"""Proofs as plain text: they come back as they were written, and a shell alone can check them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from shuangsuiji.errors import BrokenChainError, InvalidFormError, InvalidValueError
from shuangsuiji.lottery import Algorithm, TableFrame, proof_sheets
from shuangsuiji.lottery.merkle import FrameTree
from shuangsuiji.lottery.proof_sheets import ProofSheet
from shuangsuiji.testing.city import synthetic_code
from tests.unit.builders import EMPTY_DIGEST

FRAME = TableFrame.from_rows((id_, "甲", "溧城") for id_ in ("a", "a b", r"c\x41%s", "-e", "天目湖"))
TREE = FrameTree(Algorithm.SHA256, FRAME)


def sheet(id_: str, tree: FrameTree = TREE) -> ProofSheet:
    proof = tree.inclusion(id_) if id_ in tree.frame else tree.absence(id_)
    return ProofSheet(alg=tree.alg, frame="labels", proof=proof)


def recipe() -> str:
    """Return the shell lines of the page, as a reader copies them."""
    block = re.search(r"::\n\n((?:    .*\n)+)", proof_sheets.__doc__ or "")
    assert block
    return re.sub("^    ", "", block[1], flags=re.MULTILINE)


@pytest.mark.parametrize("id_", [*FRAME.ids, "0", "#", "b", "溧", "龘"])
def test_a_proof_comes_back_as_it_was_written(id_: str) -> None:
    one = sheet(id_)
    again = ProofSheet.from_text(one.to_text())
    assert again == one
    again.check(TREE.root, FRAME.rows)
    with pytest.raises(BrokenChainError):
        again.check("00" * 32, FRAME.rows)


def test_a_sheet_reads_as_its_keys_say() -> None:
    tree = FrameTree(Algorithm.SHA256, TableFrame.from_table([("a", "甲", "溧城", "12")]))
    assert sheet("a", tree).to_text() == (
        "ssj1\nalg=sha256\nframe=labels\nid=a\nindex=0\npath=-\nregion=溧城\nsize=1\nstratum=甲\nweight=12\n"
    )
    assert sheet("b", tree).to_text() == (
        "ssj1\nabsent=b\nalg=sha256\nframe=labels\n"
        "left.id=a\nleft.index=0\nleft.path=-\nleft.region=溧城\nleft.stratum=甲\nleft.weight=12\nsize=1\n"
    )


def test_absence_from_an_empty_frame_is_a_sheet_too() -> None:
    one = sheet("a", FrameTree(Algorithm.SHA256, TableFrame.from_rows([])))
    assert one.to_text() == "ssj1\nabsent=a\nalg=sha256\nframe=labels\nsize=0\n"
    ProofSheet.from_text(one.to_text()).check(EMPTY_DIGEST, 0)


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
@pytest.mark.parametrize("id_", FRAME.ids)
def test_a_shell_alone_follows_a_proof_to_the_root(shell: str, id_: str, tmp_path: Path) -> None:
    if not shutil.which(shell) or not shutil.which("sha256sum"):
        pytest.skip(f"no {shell} or no sha256sum here")
    (tmp_path / "proof.txt").write_text(sheet(id_).to_text(), encoding="utf-8")
    done = subprocess.run([shell, "-c", recipe()], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr, done.returncode) == (f"{TREE.root}\n", "", 0)


def test_a_shell_follows_every_place_of_a_larger_frame(tmp_path: Path) -> None:
    if not shutil.which("sh") or not shutil.which("sha256sum"):
        pytest.skip("no sh or no sha256sum here")
    tree = FrameTree(Algorithm.SHA256, TableFrame.from_rows((synthetic_code(n), "甲") for n in range(11)))
    for id_ in tree.frame.ids:
        (tmp_path / "proof.txt").write_text(sheet(id_, tree).to_text(), encoding="utf-8")
        done = subprocess.run(["sh", "-c", recipe()], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.stdout == f"{tree.root}\n"


def test_a_shell_prints_no_root_for_a_path_that_is_too_long(tmp_path: Path) -> None:
    if not shutil.which("sh") or not shutil.which("sha256sum"):
        pytest.skip("no sh or no sha256sum here")
    text = re.sub("^path=", f"path={'00' * 32},", sheet("a").to_text(), flags=re.MULTILINE)
    (tmp_path / "proof.txt").write_text(text, encoding="utf-8")
    done = subprocess.run(["sh", "-c", recipe()], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 1)


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("ssj1\n", "", "form.head"),
        ("\n", "\r\n", "form.cr"),
        ("alg=sha256", "alg=md5", "form.field"),
        ("frame=labels", "frame=标签", "form.field"),
        ("size=5", "size=1", "form.field"),
        ("size=5", "size=05", "form.field"),
        ("size=5", f"size={'9' * 5000}", "form.field"),
        ("index=1", "index=-1", "form.field"),
        ("index=1", "index=5", "form.field"),
        ("path=", "path=00,", "form.field"),
        ("path=", "path=-", "form.field"),
        ("stratum=甲\n", "", "form.key"),
        ("stratum=甲\n", "stratum=甲\nstratum=甲\n", "form.duplicate"),
        ("weight=-\n", "weight=-\nx.note=1\n", "form.key"),
        ("index=1", "index=1\nleft.id=a", "form.key"),
        ("id=a", "id=a\ud800", "form.utf8"),
        ("id=a", "id=a\u200b", "form.field"),
        ("ssj1\n", "ssj1\nabsent=b\n", "form.key"),
    ],
    ids=ascii,
)
def test_a_sheet_of_another_form_is_refused(old: str, new: str, check: str) -> None:
    text = sheet("a").to_text()
    assert old in text
    with pytest.raises(InvalidFormError) as caught:
        ProofSheet.from_text(text.replace(old, new))
    assert caught.value.check == check


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("absent=b", "absent=a", "form.field"),
        ("absent=b", "absent=z", "form.field"),
        ("left.index=2", "left.index=1", "form.field"),
        ("left.id=a b\n", "", "form.key"),
        ("size=5", "size=0", "form.field"),
    ],
)
def test_a_sheet_of_absence_of_another_form_is_refused(old: str, new: str, check: str) -> None:
    text = sheet("b").to_text()
    assert old in text
    with pytest.raises(InvalidFormError) as caught:
        ProofSheet.from_text(text.replace(old, new))
    assert caught.value.check == check


def test_absence_without_neighbours_is_refused_in_a_frame_that_has_rows() -> None:
    with pytest.raises(InvalidFormError, match="a frame that is not empty has neighbours"):
        ProofSheet.from_text("ssj1\nabsent=a\nalg=sha256\nframe=labels\nsize=1\n")


def test_a_frame_has_a_name() -> None:
    with pytest.raises(InvalidValueError):
        ProofSheet(alg=Algorithm.SHA256, frame="标签", proof=TREE.inclusion("a"))
