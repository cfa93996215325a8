"""The worked example of a matching: the package makes it anew, and verify_matching.py refuses every tampering."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.vectors.bundle_cases import HERE, files_of
from tests.vectors.matching_example import make
from tests.vectors.matching_tamperings import BUNDLE, MATCHING_TAMPERINGS
from tests.vectors.tamperings import Tampering

SCRIPTS = Path(__file__).resolve().parents[2] / "src" / "shuangsuiji" / "bundle"


def by_script(files: dict[str, bytes], folder: Path) -> int:
    """Return the exit status of verify_matching.py, run as a stranger would."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = [sys.executable, "-B", str(SCRIPTS / "verify_matching.py"), str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_the_package_makes_the_example_to_the_byte() -> None:
    assert dict(make().files) == files_of(HERE / BUNDLE)


@pytest.mark.parametrize("name", [BUNDLE, "ssj1-joint"])
def test_the_script_replays_it_whole(name: str, tmp_path: Path) -> None:
    assert by_script(files_of(HERE / name), tmp_path) == 0


@pytest.mark.parametrize("tampering", MATCHING_TAMPERINGS, ids=lambda one: one.name)
def test_the_script_refuses_every_tampering(tampering: Tampering, tmp_path: Path) -> None:
    assert by_script(tampering.apply(files_of(HERE / BUNDLE)), tmp_path) == 1
