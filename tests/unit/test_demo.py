"""The demo: the whole way in a few seconds, and nothing of anybody's overwritten."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from shuangsuiji.bundle import from_json, read_commitment, read_draw, verify_folder
from shuangsuiji.cli import main
from shuangsuiji.cli.code_files import read_code_file
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.registry import ItemList, ObjectPool
from shuangsuiji.tables import import_objects
from shuangsuiji.testing.city import dirty_list

COMMITMENT = {"manifest.txt", "frame.labels.tsv", "excluded.labels.tsv", "verify.py", "verify.sh"}
BUNDLE = COMMITMENT | {"reveal.txt", "drawn.tsv", "thresholds.tsv"}
PROMISED = (
    {"list.csv", "rejected.csv", "pool.json", "items.json", "plan.json"}
    | {f"commitment/{name}" for name in COMMITMENT}
    | {f"bundle/{name}" for name in BUNDLE}
    | {"secret/operator.codes", "secret/supervisor.codes"}
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the demo once into a folder of its own."""
    folder = tmp_path_factory.mktemp("demo") / "city"
    assert main(["demo", "--out", str(folder)]) == 0
    return folder


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run the demo in an empty folder with a small city, since verify.sh takes a millisecond an object."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("shuangsuiji.cli.demo.dirty_list", lambda: dirty_list(200))


def files_under(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_the_demo_leaves_the_files_that_it_promises(made: Path) -> None:
    assert files_under(made) == PROMISED


def test_the_list_is_dirty_and_every_row_is_accounted_for(made: Path) -> None:
    report = import_objects(made / "list.csv")
    assert report.encoding == "gb18030"
    assert min(report.accepted, len(report.rejected), len(report.skipped), len(report.repairs)) > 0
    assert {"conflict", "duplicate", "identifier", "repaired"} <= set(report.counts())
    assert (made / "rejected.csv").read_bytes() == report.rejected_csv()
    assert from_json((made / "pool.json").read_bytes(), ObjectPool).columns == report.columns


def test_what_is_published_and_what_is_secret_agree(made: Path) -> None:
    commitment, drawn = read_commitment(made / "commitment"), read_draw(made / "bundle")
    assert commitment.commit == drawn.commitment.commit
    assert commitment.manifest.mode == "sealed"
    for party in ("operator", "supervisor"):
        path = made / "secret" / f"{party}.codes"
        name, codes = read_code_file(path)
        assert path.stat().st_mode & 0o777 == 0o600
        assert (name, commitment.manifest.chains[party], drawn.reveal.codes[party]) == (party, codes[0], codes[1])
        assert all(codes[1] not in (made / "commitment" / name).read_text("utf-8") for name in COMMITMENT)


def test_the_bundle_is_accepted_and_the_commitment_is_not_yet_drawn(made: Path) -> None:
    assert verify_folder(made / "bundle").exit_status == 0
    assert verify_folder(made / "commitment").exit_status == 3


def test_plan_and_items_are_the_ones_that_were_drawn_from(made: Path) -> None:
    plan = from_json((made / "plan.json").read_bytes(), AnnualPlan)
    items = from_json((made / "items.json").read_bytes(), ItemList)
    manifest = read_commitment(made / "commitment").manifest
    assert manifest.task in {task.id for task in plan.tasks}
    assert manifest.plan == plan.id
    assert {terms.name for terms in manifest.frames} <= {item.code for item in items.items}


@pytest.mark.usefixtures("small")
def test_the_demo_says_what_it_made_and_how_an_owner_checks_one_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    for word in ("import", "commit", "draw", "verify", "verify.sh", "why me", "demo/", "虚构"):
        assert word in said.out
    commands = re.findall(r"printf '%s\|%s' [0-9a-f]{32} [0-9A-Z]{18} \| sha256sum", said.out)
    tickets = re.findall(r"号签 ([0-9a-f]{64})", said.out)
    assert len(commands) == len(tickets) == 2
    if shutil.which("sh") and shutil.which("sha256sum"):
        for command, ticket in zip(commands, tickets, strict=True):
            done = subprocess.run(["sh", "-c", command], capture_output=True, check=True)
            assert done.stdout.decode()[:64] == ticket


@pytest.mark.usefixtures("small")
def test_a_second_run_takes_the_next_folder_and_json_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "demo-3").write_text("mine", encoding="utf-8")
    assert main(["demo", "--json"]) == 0
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert (said.err, document["folder"], document["verdict"]) == ("", "demo-2", 0)
    assert set(document["verifiers"].values()) <= {0, None}
    assert document["commit"] == read_commitment(tmp_path / "demo-2" / "commitment").commit
    assert document["drawn"] == len(read_draw(tmp_path / "demo-2" / "bundle").objects)
    assert files_under(tmp_path / "demo") == {"mine.txt"}


@pytest.mark.usefixtures("small")
def test_the_demo_draws_from_new_codes_every_time(tmp_path: Path) -> None:
    folders = (tmp_path / "one", tmp_path / "two")
    for folder in folders:
        folder.mkdir()  # an empty folder that is there already may be used
        assert main(["demo", "--out", str(folder)]) == 0
    one, two = (read_draw(folder / "bundle") for folder in folders)
    assert one.commitment.frames == two.commitment.frames
    assert one.seed != two.seed


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for out in (tmp_path, tmp_path / "mine.txt"):
        assert main(["demo", "--out", str(out), "--json"]) == 2
        said = capsys.readouterr()
        assert json.loads(said.out)["error"]["code"] == "bundle"
        assert "不予覆盖" in said.err
    assert files_under(tmp_path) == {"mine.txt"}


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert main(["demo", "--out", str(tmp_path / "file" / "deeper")]) == 2
