"""The package and the shell script, written apart from the same contract, accept and refuse the same bundles."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from shuangsuiji.draws import Draw
from shuangsuiji.lottery import Algorithm, verify_files
from shuangsuiji.testing.strategies import draws, tampered

SCRIPT = Path(__file__).resolve().parents[2] / "src" / "shuangsuiji" / "bundle" / "verify.sh"


def exit_status_of_the_shell(files: dict[str, bytes]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return subprocess.run(["sh", str(SCRIPT), folder], capture_output=True, check=False, timeout=120).returncode


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(one=draws(), choice=st.data())
def test_both_verifiers_accept_and_refuse_the_same(one: Draw, choice: st.DataObject) -> None:
    assume(one.commitment.manifest.alg is Algorithm.SHA256)
    files = dict(choice.draw(tampered(one.files)) if choice.draw(st.booleans()) else one.files)
    assert exit_status_of_the_shell(files) == verify_files(files).exit_status
