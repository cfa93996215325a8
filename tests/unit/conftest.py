"""Fixtures of the unit tests: the command line in an empty folder, evidence folders to be changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.bundle import to_json
from shuangsuiji.cli import main
from shuangsuiji.testing.city import annual_plan, dirty_list, item_list
from shuangsuiji.testing.conferences import effective_procedure
from tests.unit.command_line import IMPORT, Ran, Run
from tests.unit.evidence_days import undrawn_evidence, visited_evidence
from tests.unit.evidence_tamperings import Files


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs a command in an empty folder; nothing but errors may reach standard error."""
    monkeypatch.chdir(tmp_path)

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        status = main(arguments)
        said = capsys.readouterr()
        if status in {0, 3}:
            assert said.err == ""
        return Ran(status, said.out, said.err)

    return ran


@pytest.fixture
def city(run: Run) -> Run:
    """Lay out a plan, the procedure of its joint inspection, items, a list and its pool."""
    plan = annual_plan(2026)
    Path("plan.json").write_text(to_json(plan), encoding="utf-8")
    procedure = effective_procedure(plan.joint_plans[0], date(2026, 2, 2))
    Path("procedure.json").write_text(to_json(procedure), encoding="utf-8")
    Path("items.json").write_text(to_json(item_list()), encoding="utf-8")
    Path("list.csv").write_bytes(dirty_list(400))
    assert run(*IMPORT, "--out", "pool.json", "--rejected", "rejected.csv").status == 0
    return run


@pytest.fixture
def files() -> Files:
    """Return the files of the evidence on an object that was not drawn, to be changed."""
    return dict(undrawn_evidence().files)


@pytest.fixture
def visited() -> Files:
    """Return the files of the evidence on an object that was visited, to be changed."""
    return dict(visited_evidence().files)
