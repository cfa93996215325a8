"""The command line as the tests use it: a city laid out in an empty folder, and what a command said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from shuangsuiji.testing.city import AUTHORITY

TYPED = "03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79"
VALUE = f"KL8={TYPED}"
OTHER = f"KL8={TYPED.replace('03', '04')}"
EVENT = "KL8/2026052@2026-03-03T21:30:00+08:00"
EVENT_2 = "KL8/2026080@2026-04-03T21:30:00+08:00"
CODE = "5f" * 32


@attrs.frozen
class Ran:
    """What a command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """Standard output as the one JSON document that it must be."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found


Run = Callable[..., Ran]


IMPORT = ("import", "list.csv", "--owner", AUTHORITY, "--items", "labels,annual-report,boilers", "--on", "2026-03-01")


def commit(task: str = "2026-01", out: str = "commitment", *more: str, beacon: str = EVENT) -> tuple[str, ...]:
    """Return the command that commits a task of the city."""
    at = "2026-03-02T09:00:00+08:00" if beacon == EVENT else "2026-04-02T09:00:00+08:00"
    files = ("--plan", "plan.json", "--items", "items.json", "--pool", "pool.json")
    return ("commit", *files, "--task", task, "--beacon", beacon, "--at", at, "--out", out, *more)


def sealing(run: Run, party: str = "operator") -> tuple[str, ...]:
    """Make a file of codes and return the options that seal a commitment with it."""
    end = run("codes", party, "--out", f"secret/{party}.codes", "--json").document["end"]
    return ("--chain", f"{party}={end}", "--reveal-by", "2026-04-30")


def files_of(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def refused(ran: Ran, status: int, code: str) -> None:
    """Check that a command with --json was refused in both languages, once for a reader and once for a program."""
    assert ran.status == status, ran
    error = ran.document["error"]
    assert error["code"] == code
    assert ran.err.splitlines() == [*error["zh"].splitlines(), *error["en"].splitlines()]
    assert any("\u4e00" <= character <= "\u9fff" for character in error["zh"])
    assert error["en"].strip()
