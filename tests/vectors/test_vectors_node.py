"""A second implementation in JavaScript agrees with the vectors."""

import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).parent
KINDS = ("chain", "seed", "ticket", "scalar", "draw", "pareto", "merkle", "proof", "quota", "round", "batches", "order")
NOT_CHECKED = {"beacon", "id", "inclusion", "tampering"}


def node(*arguments: str) -> tuple[int, list[str]]:
    """Run the check; without node it is skipped, but not where it must run."""
    found = shutil.which("node")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("node is not installed, and a run of CI must have it")
        pytest.skip("node is not installed")
    command = [found, str(HERE / "check_vectors.mjs"), *arguments]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.stderr == b""
    return done.returncode, done.stdout.decode().splitlines()


def test_javascript_agrees_with_every_vector_of_these_kinds() -> None:
    status, lines = node()
    outcomes = {line.split(": ", 1)[0]: line.split(": ", 1)[1] for line in lines}
    assert {name: outcome for name, outcome in outcomes.items() if outcome.startswith("FAILED")} == {}
    assert status == 0
    assert {name.split("/")[0] for name, outcome in outcomes.items() if outcome == "not checked"} == NOT_CHECKED
    checked = Counter(name.split("/")[0] for name, outcome in outcomes.items() if outcome == "ok")
    assert all(checked[kind] for kind in KINDS)
    assert len(lines) == len(list((HERE / "cases").rglob("*.json")))


@pytest.mark.parametrize(
    ("vector", "old", "new"),
    [
        ("chain/sha256-op", "5d791c72", "5d791c73"),
        ("pareto/certain", "0x1.", "0x1.0"),
        ("quota/floor", '"quota": "2"', '"quota": "3"'),
        ("proof/in-7-last", '"accepted": true', '"accepted": false'),
        ("draw/refused-quota-above-rows", '"refused": true', '"refused": false'),
    ],
)
def test_a_vector_that_is_wrong_is_found(tmp_path: Path, vector: str, old: str, new: str) -> None:
    path = tmp_path / f"{vector}.json"
    path.parent.mkdir()
    text = (HERE / "cases" / f"{vector}.json").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    status, lines = node(str(tmp_path))
    assert (status, len(lines)) == (1, 1)
    assert ": FAILED " in lines[0]
