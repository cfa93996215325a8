"""Which files of a bundle are bound by others, and how to change one of them (受约束的文件)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hypothesis.strategies import SearchStrategy

from shuangsuiji.lottery.forms import SHEET_HEAD

__all__ = [
    "BATCHES",
    "CONVENIENCE",
    "DRAWN",
    "MANIFEST",
    "REVEAL",
    "THRESHOLDS",
    "Files",
    "Tampered",
    "body",
    "bound",
    "named",
    "put",
    "rounds",
    "rows",
    "with_line",
]

Files = Mapping[str, bytes]
Tampered = SearchStrategy[dict[str, bytes]]

MANIFEST, BATCHES = "manifest.txt", "batches.tsv"
REVEAL = re.compile(r"reveal(?:\.[0-9]+)?\.txt")
DRAWN = re.compile(r"drawn(?:\.[0-9]+)?\.tsv")
THRESHOLDS = re.compile(r"thresholds(?:\.[0-9]+)?\.tsv")
CONVENIENCE = (b"seed=", b"key=", b"mkey=")
"""Lines of a reveal that may be left out: a verifier works them out."""

_TABLES = re.compile(rf"(?:frame|excluded)\.[A-Za-z0-9_-]+\.tsv|{DRAWN.pattern}|{THRESHOLDS.pattern}|{BATCHES}")
_SUPPLEMENT = re.compile(r"supplement\.([0-9]+)\.txt")


def bound(files: Files) -> list[str]:
    """Return the files of which every byte is bound.

    Those are the tables, and of each round that has been revealed the sheet that was committed and the reveal. What
    another sheet was published before its beacon is for COMMIT, or SUPPLEMENT, to tell.
    """
    sheets = [MANIFEST] if "reveal.txt" in files else []
    sheets += [f"supplement.{k}.txt" for k in rounds(files) if f"reveal.{k}.txt" in files]
    return sorted(name for name in files if name in sheets or REVEAL.fullmatch(name) or _TABLES.fullmatch(name))


def rounds(files: Files) -> list[int]:
    """Return the numbers of the supplementary rounds that have been asked for."""
    found = map(_SUPPLEMENT.fullmatch, files)
    return sorted(int(one[1]) for one in found if one)


def named(files: Files, pattern: re.Pattern[str]) -> list[str]:
    """Return the files of this kind, of the main draw and of every round."""
    return sorted(filter(pattern.fullmatch, files))


def body(content: bytes) -> range:
    """Return the positions of the lines of a table, or of a sheet below its head."""
    return range(int(content.startswith(f"{SHEET_HEAD}\n".encode())), content.count(b"\n"))


def rows(files: Files, name: str) -> list[list[str]]:
    """Return the rows of a table."""
    return [line.split("\t") for line in files[name].decode().split("\n")[:-1]]


def put(files: Files, name: str, contents: SearchStrategy[bytes]) -> Tampered:
    """Return the bundle with other contents of a file."""
    return contents.map(lambda content: {**files, name: content})


def with_line(files: Files, name: str, lines: SearchStrategy[str]) -> Tampered:
    """Return the bundle with a line more in a table, in its place."""
    held = files[name].decode().split("\n")[:-1]
    return put(files, name, lines.map(lambda line: "".join(f"{one}\n" for one in sorted([*held, line])).encode()))
