"""The notebooks are what their sources say, and every cell of them runs, one after the other, in a fresh process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.notebook_files import NOTEBOOKS, ROOT, cells_of, notebook_of

RUNNER = """
import json, pathlib, sys
names = {"__name__": "__main__"}
for number, cell in enumerate(json.loads(pathlib.Path(sys.argv[1]).read_text("utf-8"))["cells"], 1):
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), f"cell {number}", "exec"), names)
"""


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_what_its_source_makes_and_has_no_outputs(name: str) -> None:
    source = (ROOT / "examples" / f"{name}.py").read_text(encoding="utf-8")
    kept = (ROOT / "examples" / f"{name}.ipynb").read_text(encoding="utf-8")
    assert kept == notebook_of(source), "make it anew: PYTHONPATH=. python tests/docs/notebook_files.py"
    assert [cell["outputs"] for cell in json.loads(kept)["cells"] if cell["cell_type"] == "code"] == [
        [] for kind, _ in cells_of(source) if kind == "code"
    ]


def test_every_notebook_has_a_source() -> None:
    assert {path.stem for path in ROOT.glob("examples/*.ipynb")} == set(NOTEBOOKS)


def test_a_source_begins_with_a_cell() -> None:
    assert cells_of('# %% [markdown]\n"""A.\n\nB.\n"""\n\n# %%\nx = 1\n') == [
        ("markdown", "A.\n\nB."),
        ("code", "x = 1"),
    ]
    with pytest.raises(ValueError, match="before the first cell"):
        cells_of("x = 1\n# %%\n")


def test_the_five_cases_go_from_plainly_exempt_to_a_breach(tmp_path: Path) -> None:
    script = [sys.executable, "-W", "error", "-c", RUNNER, str(ROOT / "examples/accountability.ipynb")]
    ran = subprocess.run(script, capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path)
    assert ran.stderr == ""
    assert ran.returncode == 0
    assert re.findall(r"^案-(\S+) \S+ ([A-Z_]+)(?:、\S+ ([A-Z_]+))?$", ran.stdout, re.MULTILINE) == [
        ("1", "EXEMPT", ""),
        ("2", "EXEMPT_MANDATORY", ""),
        ("3", "NEEDS_EVIDENCE", ""),
        ("4", "NEEDS_EVIDENCE", ""),
        ("4a", "BREACH", "NEEDS_EVIDENCE"),
        ("4b", "NOT_MET", ""),
        ("5", "NEEDS_EVIDENCE", ""),
        ("5a", "NEEDS_EVIDENCE", "NOT_MET"),
    ]
    assert "would settle it: F7 成立 → 应予免责" in ran.stdout
    assert "2026-04-13 到达的线索至 2026-06-22 未检查、未处置" in ran.stdout
    assert "抽取所据名录库没有该对象" in ran.stdout
    assert re.findall(r"拒绝 (\d+) refused, 未查 \d+ unchecked (\d)$", ran.stdout, re.MULTILINE) == [
        ("0", "3"),
        ("2", "1"),
    ]
    assert "{'NOTE'}" in ran.stdout
    assert ran.stdout.index("## 320481-FGW") < ran.stdout.index("## 320481-NYNC")
    assert "JS0" not in ran.stdout[ran.stdout.index("# 分部门认定情况") :]
