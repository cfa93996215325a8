"""The demo: the whole way in a few seconds, and nothing of anybody's overwritten."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from shuangsuiji.bundle import from_json, read_commitment, read_draw, read_record, verify_folder
from shuangsuiji.cli import main
from shuangsuiji.cli.code_files import read_code_file
from shuangsuiji.cli.demo_checks import all_good, verify_by
from shuangsuiji.cli.output import Output
from shuangsuiji.draws import Matching
from shuangsuiji.planning import AnnualPlan
from shuangsuiji.registry import InspectorPool, ItemList, ObjectPool
from shuangsuiji.tables import import_objects
from shuangsuiji.testing.city import AUTHORITY, HEALTH, dirty_list
from shuangsuiji.testing.city_people import inspector_pool

COMMITMENT = {
    "manifest.txt",
    "frame.labels.tsv",
    "excluded.labels.tsv",
    "verify.py",
    "verify.sh",
    "verify_matching.py",
}
DRAWN = {"reveal.txt", "drawn.tsv", "thresholds.tsv"}
BUNDLE = COMMITMENT | DRAWN
JOINT = COMMITMENT | {"frame.boilers.tsv", "excluded.boilers.tsv"}
PEOPLE = {"inspectors.tsv", "experts.tsv", "recusals.tsv", "absent.tsv"}
MATCHED = JOINT | DRAWN | PEOPLE | {"assignments.tsv", "advisers.tsv"}
PROMISED = (
    {"list.csv", "rejected.csv", "pool.json", "items.json", "plan.json", "procedure.json", "inspectors.json"}
    | {f"commitment/{name}" for name in COMMITMENT}
    | {f"bundle/{name}" for name in BUNDLE}
    | {f"joint/{name}" for name in JOINT}
    | {f"matched/{name}" for name in MATCHED}
    | {f"secret/{party}{more}.codes" for party in ("operator", "supervisor") for more in ("", "-2")}
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


def test_the_joint_commitment_is_published_without_its_people_and_matched_whole(made: Path) -> None:
    public, matching = read_commitment(made / "joint"), read_record(made / "matched")
    assert isinstance(matching, Matching)
    assert (public.staff, public.commit) == (None, matching.commitment.commit)
    assert public.manifest.entries["rules.preflight"] == "worst case"
    assert (matching.commitment.manifest.serial, matching.empty) == (2, ())
    assert {department for _, department in matching.teams} == {AUTHORITY, HEALTH}
    assert all(len(team.members) >= 2 for team in matching.teams.values())
    assert verify_folder(made / "matched").exit_status == 0
    assert from_json((made / "inspectors.json").read_bytes(), InspectorPool) == inspector_pool()


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
    for word in ("import", "commit", "draw", "match", "verify", "verify.sh", "why me", "who comes", "demo/", "虚构"):
        assert word in said.out
    commands = re.findall(r"printf '%s\|%s' [0-9a-f]{32} [0-9A-Z]{18} \| sha256sum", said.out)
    tickets = re.findall(r"号签 ([0-9a-f]{64})", said.out)
    assert len(commands) == len(tickets) == 2
    if shutil.which("sh") and shutil.which("sha256sum"):
        for command, ticket in zip(commands, tickets, strict=True):
            done = subprocess.run(["sh", "-c", command], capture_output=True, check=True)
            assert done.stdout.decode()[:64] == ticket


@pytest.mark.usefixtures("small")
def test_the_demo_says_who_left_the_matching_unchecked_and_who_did_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo"]) == 0
    said = capsys.readouterr().out
    assert said.count("退出码 3：此脚本不重演匹配") == (2 if shutil.which("sh") else 1)
    assert "verify_matching.py（只用 Python 标准库，重演匹配）" in said
    assert re.search(r"第 1 席 [^：]+：JS\d{4}，具备 \d+ 人", said)
    assert re.search(r"专家席 1（协助，不计入人数） 电梯检验：ZJ0\d", said)


def test_a_status_of_3_passes_for_the_scripts_that_leave_the_matching_to_the_other_and_for_nothing_else() -> None:
    good = {"verify.sh": 3, "verify.py": 3, "verify_matching.py": 0}
    assert all_good(good, ("verify.sh", "verify.py"))
    assert all_good({**good, "verify.sh": None}, ("verify.sh", "verify.py"))
    for name, status in (("verify.sh", 0), ("verify.py", 1), ("verify_matching.py", 3)):
        assert not all_good({**good, name: status}, ("verify.sh", "verify.py"))
    assert not all_good({"verify.sh": 3})


def test_what_else_is_left_unchecked_is_shown(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_by("verify_matching.py", made / "joint", Output(as_json=False)) == 3
    said = capsys.readouterr()
    assert "退出码 3" not in said.out
    assert "未查 unchecked" in said.err


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
    assert document["matching"]["verifiers"].pop("verify_matching.py") == 0
    assert set(document["matching"]["verifiers"].values()) <= {3, None}
    assert (document["matching"]["accepted"], document["matching"]["empty"]) == (True, 0)
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
