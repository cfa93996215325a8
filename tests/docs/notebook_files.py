"""Makes the notebooks of ``examples`` from their sources: ``PYTHONPATH=. python tests/docs/notebook_files.py``.

A notebook is kept as text: a script with ``# %%`` before every cell, which runs as it stands. The ``.ipynb`` beside it
is made from it, has no outputs, and is compared with it by the tests.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ("accountability",)
CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)


def cells_of(source: str) -> list[tuple[str, str]]:
    """Return the cells of a script, each as its type and its text; one of words is the string that it holds."""
    before, *parts = CELL.split(source)
    if before.strip():
        message = f"something stands before the first cell: {before!r}"
        raise ValueError(message)
    found: list[tuple[str, str]] = []
    for marked, body in zip(parts[::2], parts[1::2], strict=True):
        if marked:
            text = ast.literal_eval(body.strip())
            found.append(("markdown", str(text).strip()))
        else:
            found.append(("code", body.strip()))
    return found


def notebook_of(source: str) -> str:
    """Return the notebook of a script as the JSON of nbformat 4, without outputs."""
    cells: list[dict[str, object]] = []
    for kind, text in cells_of(source):
        cell: dict[str, object] = {"cell_type": kind, "metadata": {}, "source": text.splitlines(keepends=True)}
        if kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(dict(sorted(cell.items())))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Write every notebook anew."""
    for name in NOTEBOOKS:
        source = (ROOT / "examples" / f"{name}.py").read_text(encoding="utf-8")
        (ROOT / "examples" / f"{name}.ipynb").write_text(notebook_of(source), encoding="utf-8")


if __name__ == "__main__":
    main()
