"""The examples run as their first lines say, and find what the documentation says of them."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji import verify_folder

ROOT = Path(__file__).parents[2]
PLANNING = ROOT / "docs/planning-and-drawing.md"
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def main_of(name: str) -> Callable[..., Any]:
    """Return ``main`` of an example, loaded as a script that is not run yet."""
    main: Callable[..., Any] = runpy.run_path(str(ROOT / "examples" / name))["main"]
    return main


def numbers(text: str) -> list[float]:
    return [float(number) for number in NUMBER.findall(text)]


def test_the_first_draw_leaves_a_bundle_that_is_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main_of("first_draw.py")(tmp_path / "bundle")
    assert verify_folder(tmp_path / "bundle").exit_status == 0
    assert capsys.readouterr().out.endswith(f"sh {tmp_path}/bundle/verify.sh\n")


def test_the_joint_draw_finds_the_figures_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    main_of("joint_draw.py")()
    printed = capsys.readouterr().out
    [shown] = re.findall(r"```text\n(4000 .*?)```", PLANNING.read_text(encoding="utf-8"), re.DOTALL)
    assert NUMBER.sub("N", printed) == NUMBER.sub("N", shown)
    # Every new line of a manifest gives other seeds, and so the chance of some few visits more or less.
    assert numbers(printed) == pytest.approx(numbers(shown), rel=0.05, abs=1)


def test_the_joint_inspection_is_refused_first_and_leaves_two_bundles_then(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main_of("joint_inspection.py")(tmp_path / "bundle")
    printed = capsys.readouterr().out
    assert "匹配预检未通过：模拟抽取 100 次，有 100 次配不齐" in printed
    assert "320481-WJW 缺 2 个名额" in printed
    assert "预检 worst case" in printed
    assert printed.count("<检查组 ") == 6
    assert "（休假）" in printed
    assert "substitute" in printed
    assert printed.endswith(f"python3 {tmp_path}/bundle/verify_matching.py\n")
    assert verify_folder(tmp_path / "bundle").exit_status == 0
    assert verify_folder(tmp_path / "bundle-public").exit_status == 3
    script = [sys.executable, str(tmp_path / "bundle" / "verify_matching.py")]
    assert subprocess.run(script, capture_output=True, check=False).returncode == 0


def test_every_example_is_run_here() -> None:
    examples = {
        "accountability.py",
        "first_draw.py",
        "joint_draw.py",
        "joint_inspection.py",
    }  # the first: test_notebooks
    assert {path.name for path in ROOT.glob("examples/*.py")} == examples
