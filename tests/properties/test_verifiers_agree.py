"""The package, verify.py and verify.sh, written apart from one contract, accept and refuse the same bundles."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.bundle import Record
from shuangsuiji.draws import Commitment
from shuangsuiji.lottery import Algorithm, CheckStatus, Manifest, verify_files
from shuangsuiji.testing.strategies import WAYS, commitments, draws, supplement_requests, supplements, tampered
from shuangsuiji.values import is_field
from tests.properties.forging import forged, noted, weighed
from tests.vectors.redrawing import redraw

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "shuangsuiji" / "bundle"
SHELL, SCRIPT = BUNDLE / "verify.sh", BUNDLE / "verify.py"
EXAMPLE = {path.name: path.read_bytes() for path in Path(__file__).parents[1].joinpath("vectors/ssj1-pareto").iterdir()}
PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)

Files = Mapping[str, bytes]


def load() -> ModuleType:
    """Load the script from its file, as a stranger would who has nothing else."""
    spec = importlib.util.spec_from_file_location("verify_py", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load()


def records() -> SearchStrategy[Record]:
    """Return records of every kind: what is committed, drawn, asked for once more, drawn once more."""
    return supplements() | draws(leaving=True) | draws() | commitments() | supplement_requests()


def manifest_of(record: Record) -> Manifest:
    return record.manifest if isinstance(record, Commitment) else record.commitment.manifest


def by_the_script(files: Files) -> int:
    """Return the exit status of verify.py."""
    statuses = {check.status for check in script.verify(dict(files))}
    return 1 if "refused" in statuses else 3 if "unchecked" in statuses else 0


def run(command: list[str], files: Files) -> int:
    """Return the exit status of a program that is given a folder with these files."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        done = subprocess.run([*command, folder], capture_output=True, check=False, timeout=120)
    assert done.stderr == b""
    return done.returncode


def by_the_shell(files: Files) -> int:
    """Return the exit status of verify.sh."""
    return run(["sh", str(SHELL)], files)


@cache
def shell_knows(alg: Algorithm) -> bool:
    """Tell whether the shell finds a program for a hash: SM3 takes openssl, or a cksum that knows it."""
    if alg is Algorithm.SHA256 or shutil.which("openssl"):
        return True
    return subprocess.run(["cksum", "-a", "sm3"], input=b"", capture_output=True, check=False).returncode == 0


def left_by_the_shell(manifest: Manifest) -> bool:
    """Tell whether a draw has what verify.sh says it leaves unchecked: rounding by chance, weights, Merkle roots."""
    return any(
        terms.rounding == "chance" or terms.design == "pareto" or terms.merkle is not None for terms in manifest.frames
    )


def as_the_shell_sees(files: Files, record: Record) -> Files:
    """Return a bundle with the one thing put right that verify.sh does not look at: the thresholds of ``pareto``."""
    weighted = {terms.name.encode() for terms in manifest_of(record).frames if terms.design == "pareto"}
    seen = dict(files)
    for name in files.keys() & record.files.keys():
        told, right = files[name].split(b"\n"), record.files[name].split(b"\n")
        if name.startswith("thresholds") and len(told) == len(right):
            pairs = zip(told, right, strict=True)
            seen[name] = b"\n".join(due if _differs_in_threshold(one, due, weighted) else one for one, due in pairs)
    return seen


def _differs_in_threshold(line: bytes, due: bytes, weighted: set[bytes]) -> bool:
    (*cells, last), (*others, _) = line.split(b"\t"), due.split(b"\t")
    try:
        return cells == others and bool(cells) and cells[0] in weighted and is_field(last.decode())
    except UnicodeDecodeError:
        return False


@settings(max_examples=50, suppress_health_check=PATIENT)
@given(record=records(), choice=st.data())
def test_the_package_and_verify_py_say_the_same_of_a_bundle_and_of_every_tampering(
    record: Record, choice: st.DataObject
) -> None:
    assert by_the_script(record.files) == verify_files(record.files).exit_status != 1
    for way, make in WAYS.items():
        if list(make(record.files)):
            files = choice.draw(tampered(record.files, ways=[way]), label=way)
            assert by_the_script(files) == verify_files(files).exit_status == 1, way


@settings(max_examples=100, suppress_health_check=PATIENT)
@given(forged(supplements() | draws(leaving=True)))
def test_the_package_and_verify_py_say_the_same_of_what_was_committed_falsely_and_drawn_honestly(files: Files) -> None:
    assert by_the_script(files) == verify_files(files).exit_status


@settings(max_examples=25, suppress_health_check=PATIENT)
@given(forged(supplements() | draws(leaving=True)))
def test_the_shell_says_the_same_of_what_was_committed_falsely_but_for_merkle_roots(files: Files) -> None:
    verdict = verify_files(files)
    assume(verdict.commit is None or shell_knows(Manifest.from_bytes(files["manifest.txt"]).alg))
    found = {check.code for check in verdict.of(CheckStatus.REFUSED)} - {"merkle"}
    leaves = verdict.commit is not None and left_by_the_shell(Manifest.from_bytes(files["manifest.txt"]))
    assert by_the_shell(files) == (1 if found else 3 if leaves else verdict.exit_status)


@pytest.mark.parametrize("note", "abcd")
def test_a_product_of_weights_that_only_chance_makes_too_large_is_refused_where_it_does(note: str) -> None:
    """Of 24 objects 4 or 5 are drawn: 4 times their weights is below 2⁵³, 5 times is not."""
    files = redraw("ssj1-pareto")(noted(weighed(EXAMPLE, "labels", "A", 2**53 // 5 // 24 + 1), note))
    one_more = b"labels\tA\t24\t5\t" in files["thresholds.tsv"]
    assert verify_files(files).exit_status == by_the_script(files) == int(one_more)
    assert by_the_shell(files) == (1 if one_more else 3)


def test_a_product_of_weights_that_only_a_round_makes_too_large_is_refused() -> None:
    """The main draw takes none of the stratum, so that nothing is too large for it; the round takes one."""
    files = redraw("ssj1-pareto")(weighed(EXAMPLE, "labels", "C", 2**53 // 12 + 1))
    verdict = verify_files(files)
    assert {check.code for check in verdict.of(CheckStatus.REFUSED)} == {"weights"}
    assert verdict.exit_status == by_the_script(files) == 1


@settings(max_examples=45, suppress_health_check=PATIENT)
@given(record=records(), choice=st.data())
def test_the_shell_says_the_same_but_for_what_it_leaves_unchecked(record: Record, choice: st.DataObject) -> None:
    """It says 3 for 0 where it leaves something, and of a draw by weight it checks the number and not who was drawn."""
    manifest = manifest_of(record)
    assume(shell_knows(manifest.alg))
    blind = {"drawn_exchanged"} if any(terms.design == "pareto" for terms in manifest.frames) else set[str]()
    ways = [way for way, make in WAYS.items() if way not in blind and list(make(record.files))]
    files = choice.draw(tampered(record.files, ways=ways)) if choice.draw(st.booleans()) else record.files
    due = verify_files(as_the_shell_sees(files, record)).exit_status
    assert by_the_shell(files) == (3 if due == 0 and left_by_the_shell(manifest) else due)


@settings(max_examples=6, suppress_health_check=PATIENT)
@given(record=records(), choice=st.data())
def test_verify_py_exits_as_its_checks_say(record: Record, choice: st.DataObject) -> None:
    for files in (record.files, choice.draw(tampered(record.files))):
        assert run([sys.executable, "-I", "-S", "-B", str(SCRIPT)], files) == by_the_script(files)
