"""The command line, as an engineer of an agency would use it."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import attrs
import pytest

from shuangsuiji.bundle import from_json, read_commitment, read_draw, to_json
from shuangsuiji.cli import main
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import Verdict
from shuangsuiji.planning import JointRelaxation
from shuangsuiji.registry import ObjectPool
from shuangsuiji.terms import Level
from shuangsuiji.testing.city import AUTHORITY, dirty_list, synthetic_code
from shuangsuiji.testing.city_people import inspector_pool
from tests.unit.command_line import (
    CODE,
    EVENT,
    EVENT_2,
    IMPORT,
    OTHER,
    TYPED,
    VALUE,
    Run,
    commit,
    files_of,
    refused,
    sealing,
)

SRC = Path(__file__).parents[2] / "src"


# The whole way.


def test_an_open_draw_goes_all_the_way(city: Run) -> None:
    made = city(*commit("2026-01", "bundle", "--mode", "open", "--json")).document
    assert (made["serial"], made["folder"], made["findings"]) == (1, "bundle", [])
    assert made["commit"] == read_commitment("bundle").commit
    assert city("verify", "bundle").status == 3
    drawn = city("draw", "bundle", "--value", VALUE, "--json").document
    assert drawn["folder"] == "bundle"
    assert len(drawn["drawn"]) == sum(made["frames"]["labels"]["quotas"].values())
    assert city("verify", "bundle").status == 0
    [first, *_] = drawn["drawn"]
    answer = city("why", "bundle", first.lower())
    assert f"{first}：抽中" in answer.out
    assert f"printf '%s|%s' {drawn['key']} {first} | sha256sum" in answer.out


def test_a_sealed_draw_of_two_parties_goes_all_the_way(city: Run) -> None:
    parties = (*sealing(city, "operator"), *sealing(city, "supervisor"))
    assert city(*commit("2026-02", "commitment", *parties)).status == 0
    codes = ("--code", "secret/operator.codes", "--code", "secret/supervisor.codes")
    drawn = city("draw", "commitment", "--value", VALUE, *codes, "--out", "bundle")
    assert drawn.status == 0
    assert "2026-04-30" in drawn.out
    assert city("verify", "commitment").status == 3
    assert city("verify", "bundle", "--all").status == 0
    assert "reveal.txt" not in files_of("commitment")
    answer = city("why", "bundle", read_draw("bundle").frames[0].ids[0], "--json").document
    assert (answer["kind"], answer["value"]["alg"]) == ("Answer", "sha256")
    assert city("draw", "commitment", "--value", VALUE, *codes[:2], "--out", "half").status == 1
    assert not Path("half").exists()


def test_the_second_commitment_of_the_year_follows_the_first(city: Run) -> None:
    city(*commit("2026-01", "first", "--mode", "open"))
    city("draw", "first", "--value", VALUE)
    made = city(*commit("2026-02", "second", *sealing(city), "--after", "first", "--json", beacon=EVENT_2)).document
    assert made["serial"] == 2
    assert read_commitment("second").manifest.prev == read_commitment("first").commit
    drawn = city("draw", "second", "--value", VALUE, "--code", "secret/operator.codes", "--out", "second-bundle")
    assert drawn.status == 0
    assert city("verify", "second-bundle").status == 0
    gap = city(*commit("2026-01", "third", "--mode", "open", "--after", "second-bundle", "--json", beacon=EVENT_2))
    refused(gap, 1, "chain.broken")


def test_a_commitment_not_drawn_yet_counts_as_an_earlier_one_too(city: Run) -> None:
    city(*commit("2026-01", "first", "--mode", "open"))
    again = commit("2026-01", "second", "--mode", "open", "--json", beacon=EVENT_2)
    refused(city(*again, "--after", "first"), 1, "law.yearly_cap")
    made = city(*again, "--failed", "first").document
    assert (made["serial"], read_commitment("second").manifest.entries["used.labels"]) == (2, "0")


def test_a_draw_that_would_carry_an_item_over_its_yearly_cap_is_refused_by_law(city: Run) -> None:
    city(*commit("2026-02", "first", "--mode", "open"))
    city("draw", "first", "--value", VALUE)
    again = city(*commit("2026-02", "second", "--mode", "open", "--after", "first", "--json", beacon=EVENT_2))
    refused(again, 1, "law.yearly_cap")
    assert "二（二）" in again.document["error"]["zh"]
    assert not Path("second").exists()


def test_a_beacon_before_the_commitment_is_refused_by_law(city: Run) -> None:
    early = "KL8/2026051@2026-03-02T08:59:59+08:00"
    command = [early if one == EVENT else one for one in commit("2026-01", "late", "--mode", "open", "--json")]
    refused(city(*command), 1, "law")
    assert not Path("late").exists()


def test_exclusions_and_rules_are_read_from_files(city: Run) -> None:
    pool = from_json(Path("pool.json").read_bytes(), ObjectPool)
    Path("excluded.tsv").write_text(f"{pool.columns.ids[0]}\t注销\n", encoding="utf-8")
    county = attrs.evolve(LIYANG_RULES, id="county", level=Level.COUNTY, parent=LIYANG_RULES, rules=())
    Path("rules.json").write_text(to_json(county), encoding="utf-8")
    more = ("--mode", "open", "--excluded", "excluded.tsv", "--rules", "rules.json")
    assert city(*commit("2026-01", "bundle", *more)).status == 0
    assert files_of("bundle")["excluded.labels.tsv"] == Path("excluded.tsv").read_bytes()
    assert read_commitment("bundle").manifest.entries["rules.book"] == "county"


# Joint tasks.

PEOPLE = ("--mode", "open", "--inspectors", "inspectors.json", "--window", "2026-03-10/2026-05-19")


def test_a_joint_task_without_its_procedure_is_refused_with_one_clear_line(city: Run) -> None:
    Path("inspectors.json").write_text(to_json(inspector_pool()), encoding="utf-8")
    said = city(*commit("2026-03", "open", *PEOPLE))
    assert said.status == 1
    zh, en = said.err.splitlines()
    assert zh.startswith("--procedure：联合抽查任务须给出生效程序")
    assert en.startswith("--procedure: a joint task needs the JSON file of its JointProcedure")
    assert "附件四（三）" in zh
    assert not Path("open").exists()


def test_a_joint_task_is_committed_by_its_procedure_or_by_a_relaxation_that_was_filed(city: Run) -> None:
    Path("inspectors.json").write_text(to_json(inspector_pool()), encoding="utf-8")
    filed = JointRelaxation(
        plan_id="2026-LH-01", filed_by=AUTHORITY, filed_on=date(2026, 2, 2), document="合成1号", reason="纸质留存"
    )
    Path("relaxed.json").write_text(to_json(filed), encoding="utf-8")
    for name in ("procedure", "relaxed"):
        assert city(*commit("2026-03", name, "--procedure", f"{name}.json", *PEOPLE)).status == 0
    decided, relaxed = (read_commitment(name).manifest.entries for name in ("procedure", "relaxed"))
    assert (decided["rules.joint.stage"], decided.get("rules.joint.relaxed")) == ("EFFECTIVE", None)
    assert relaxed["rules.joint.relaxed"] == f"no procedure {AUTHORITY} 2026-02-02 合成1号：纸质留存"


@pytest.mark.parametrize(
    ("task", "file"), [("2026-03", "plan.json"), ("2026-03", "none.json"), ("2026-01", "procedure.json")]
)
def test_a_file_that_is_no_procedure_or_that_the_task_has_no_use_for_is_refused(
    city: Run, task: str, file: str
) -> None:
    said = city(*commit(task, "open", "--mode", "open", "--procedure", file))
    assert said.status in {1, 2}
    assert len(said.err.splitlines()) == 2
    assert not Path("open").exists()


def test_a_relaxation_with_a_fault_is_told_as_one(city: Run) -> None:
    text = '{"format": "shuangsuiji/1", "kind": "JointRelaxation", "value": {"plan_id": "2026-LH-01"}}'
    Path("relaxed.json").write_text(text, encoding="utf-8")
    said = city(*commit("2026-03", "open", "--mode", "open", "--procedure", "relaxed.json"))
    assert "missing filed_by" in said.err


def test_sm3_runs_through_all_commands(city: Run) -> None:
    codes = city("codes", "operator", "--out", "sm3.codes", "--alg", "sm3", "--json")
    if codes.status == 2 and codes.document["error"]["code"] == "unsupported":
        pytest.skip("this OpenSSL has no SM3")
    sealed = ("--chain", f"operator={codes.document['end']}", "--reveal-by", "2026-04-30", "--alg", "sm3")
    assert city(*commit("2026-01", "commitment", *sealed)).status == 0
    assert city("draw", "commitment", "--value", VALUE, "--code", "sm3.codes", "--out", "bundle").status == 0
    assert city("verify", "bundle").status == 0
    assert "openssl dgst -sm3" in city("why", "bundle", read_draw("bundle").frames[0].ids[0]).out


# import.


def test_import_accounts_for_every_row(city: Run) -> None:
    ran = city("import", "list.csv", "--json")
    said = ran.document
    rejected = {one["row"] for one in said["rejected"]}
    assert said["rows"] == said["accepted"] + len(rejected) + len(said["skipped"]) == 408
    assert (said["source"], said["encoding"], said["fields"]["id"]) == ("list.csv", "gb18030", "统一社会信用代码")
    assert set(said["rejected"][0]) == {"row", "field", "code", "why", "seen"}
    text = city("import", "list.csv").out
    assert "共 408 行" in text
    assert "未使用的列：备注说明" in text


def test_import_writes_a_pool_and_the_rejected_rows(city: Run) -> None:
    pool = from_json(Path("pool.json").read_bytes(), ObjectPool)
    assert (pool.id, pool.owner, pool.maintained_on.isoformat()) == ("pool", AUTHORITY, "2026-03-01")
    assert pool.item_codes == ("labels", "annual-report", "boilers")
    assert len(pool) == city("import", "list.csv", "--json").document["accepted"]
    with Path("rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[-1] == "错误原因"
    assert len(rows) == len({one["row"] for one in city("import", "list.csv", "--json").document["rejected"]})


def test_rejected_rows_are_corrected_and_imported_again(city: Run) -> None:
    with Path("rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    broken = [row for row in rows if "代码相同" not in row[-1] and "重复" not in row[-1]]
    for number, row in enumerate(broken):
        row[1] = synthetic_code(9_000 + number)
    with Path("corrected.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *broken])
    said = city("import", "corrected.csv", "--strict", "--json").document
    assert (said["accepted"], said["rejected"]) == (len(broken), [])


def test_strict_makes_rejected_rows_a_failure_after_everything_is_written(city: Run) -> None:
    ran = city(*IMPORT, "--out", "strict.json", "--rejected", "strict.csv", "--strict", "--json")
    assert (ran.status, ran.err) == (1, "")
    assert ran.document["rejected"]
    assert (Path("strict.json").exists(), Path("strict.csv").exists()) == (True, True)


def test_columns_are_named_and_kept(run: Run) -> None:
    Path("a.csv").write_text(f"主体,证照,地区\n甲,{synthetic_code(1)},天目湖\n", encoding="utf-8")
    more = ("--column", "主体=name", "--column", "证照=id", "--keep", "地区", "--json")
    said = run("import", "a.csv", *more).document
    assert (said["accepted"], said["fields"], said["unused"]) == (1, {"name": "主体", "id": "证照", "地区": "地区"}, [])


def test_import_names_repairs_and_doubts_row_by_row_in_json_too(city: Run) -> None:
    said = city("import", "list.csv", "--json").document
    assert len(said["repairs"]) == said["counts"]["repaired"]
    assert said["warnings"] == []


@pytest.mark.parametrize("option", ["--out", "--rejected"])
def test_import_overwrites_nothing(city: Run, option: str) -> None:
    Path("mine").write_text("mine", encoding="utf-8")
    assert city(*IMPORT, option, "mine", "--json").status == 2
    assert Path("mine").read_text(encoding="utf-8") == "mine"


# codes, draw, verify, why.


def test_codes_tells_the_end_and_never_the_secret(run: Run) -> None:
    ran = run("codes", "operator", "--out", "secret/operator.codes")
    secret = Path("secret/operator.codes").read_text(encoding="utf-8").split("secret=")[1].strip()
    assert "--chain operator=" in ran.out
    assert secret not in ran.out
    assert Path("secret/operator.codes").stat().st_mode & 0o777 == 0o600
    refused(run("codes", "operator", "--out", "secret/operator.codes", "--json"), 2, "bundle")


@pytest.mark.parametrize("out", [(), ("--out", "commitment"), ("--out", "./x/../commitment/"), ("--out", "link")])
def test_a_sealed_draw_refuses_the_folder_of_its_commitment(city: Run, out: tuple[str, ...]) -> None:
    city(*commit("2026-01", "commitment", *sealing(city)))
    Path("x").mkdir()
    Path("link").symlink_to("commitment")
    before = files_of("commitment")
    ran = city("draw", "commitment", "--value", VALUE, "--code", "secret/operator.codes", *out, "--json")
    refused(ran, 2, "value.invalid")
    assert files_of("commitment") == before


def test_a_draw_is_never_replaced_by_another(city: Run) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    assert city("draw", "bundle", "--value", VALUE).status == 0
    before = files_of("bundle")
    refused(city("draw", "bundle", "--value", OTHER, "--json"), 2, "bundle")
    assert city("draw", "bundle", "--value", VALUE).status == 0
    assert files_of("bundle") == before


@pytest.mark.parametrize(
    ("codes", "status", "code"),
    [
        ((), 1, "reveal.refused"),
        (("--code", f"operator={CODE}"), 1, "reveal.refused"),
        (("--code", f"supervisor={CODE}"), 1, "reveal.refused"),
        (("--code", "secret/operator.codes", "--code", f"supervisor={CODE}"), 1, "reveal.refused"),
        (("--code", "nothing.codes"), 2, "bundle"),
        (("--code", "nothing=codes"), 2, "value.invalid"),
        (("--code", "pool.json"), 2, "form"),
    ],
)
def test_a_sealed_draw_needs_the_code_of_every_party(city: Run, codes: tuple[str, ...], status: int, code: str) -> None:
    city(*commit("2026-01", "commitment", *sealing(city)))
    refused(city("draw", "commitment", "--value", VALUE, *codes, "--out", "bundle", "--json"), status, code)
    assert not Path("bundle").exists()


@pytest.mark.parametrize("value", ["KL8=1 2 3", "SSQ=1", "KL8", f"kl8={TYPED}", "KL8=", f"{VALUE} 81"])
def test_a_value_that_is_none_of_its_source_is_refused(city: Run, value: str) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    refused(city("draw", "bundle", "--value", value, "--json"), 2, "value.invalid")
    assert "reveal.txt" not in files_of("bundle")


@pytest.mark.parametrize("more", [OTHER, "SSQ=1 2 3 4 5 6 7"])
def test_a_value_too_many_is_refused(city: Run, more: str) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    assert city("draw", "bundle", "--value", VALUE, "--value", more, "--json").status == 2


def test_verify_says_every_check_and_its_status(city: Run) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    city("draw", "bundle", "--value", VALUE)
    short, long = city("verify", "bundle").out, city("verify", "bundle", "--all").out
    assert "通过 ok ticket" in long
    assert "通过 ok ticket" not in short
    assert "核验接受" in short
    assert f"COMMIT {read_commitment('bundle').commit}" in short
    verdict = from_json(city("verify", "bundle", "--json").out, Verdict)
    assert (verdict.exit_status, verdict.commit, verdict.level) == (0, read_commitment("bundle").commit, 1)


def test_a_tampered_bundle_is_refused_with_status_1(city: Run) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    city("draw", "bundle", "--value", VALUE)
    drawn = Path("bundle/drawn.tsv").read_bytes().splitlines(keepends=True)
    Path("bundle/drawn.tsv").write_bytes(b"".join(drawn[1:]))
    ran = city("verify", "bundle", "--json")
    assert (ran.status, from_json(ran.out, Verdict).accepted) == (1, False)
    ran = city("verify", "bundle")
    assert (ran.status, ran.err) == (1, "")
    assert "拒绝 refused drawn" in ran.out
    Path("bundle/manifest.txt").write_bytes(b"rubbish")
    assert city("verify", "bundle").status == 1


def test_why_answers_also_those_who_were_never_in_the_pool(city: Run) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    city("draw", "bundle", "--value", VALUE)
    ran = city("why", "bundle", "张三")
    assert ran.status == 0
    assert "未抽中" in ran.out
    assert "不在抽样框中" in ran.out
    refused(city("why", "bundle", "", "--json"), 2, "value.identifier")
    refused(city("why", "bundle", "a|b", "--json"), 2, "value.identifier")


def test_why_before_the_reveal_could_not_run(city: Run) -> None:
    city(*commit("2026-01", "commitment", *sealing(city)))
    refused(city("why", "commitment", synthetic_code(1), "--json"), 2, "bundle")


# Failures.

OPEN = commit("2026-01", "x", "--mode", "open")
MISSING = {
    "import": ("import", "none.csv"),
    "verify": ("verify", "none"),
    "why": ("why", "none", "x"),
    "draw": ("draw", "none", "--value", VALUE),
    "plan": (*OPEN, "--plan", "none.json"),
    "pool": (*OPEN, "--pool", "none.json"),
    "items": (*OPEN, "--items", "none.json"),
    "rules": (*OPEN, "--rules", "none.json"),
    "excluded": (*OPEN, "--excluded", "none.tsv"),
    "after": (*OPEN, "--after", "none"),
}


@pytest.mark.parametrize("command", MISSING.values(), ids=MISSING)
def test_a_missing_file_gives_status_2_and_its_name(city: Run, command: tuple[str, ...]) -> None:
    ran = city(*command, "--json")
    refused(ran, 2, "bundle")
    assert "none" in ran.document["error"]["zh"]
    assert not Path("x").exists()


DUE = ("--reveal-by", "2026-04-30")
WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "a task that is not in the plan": (commit("2026-99", "x", "--mode", "open"), "name.unknown"),
    "sealed without a chain": (commit("2026-01", "x", *DUE), "form"),
    "sealed without a day": (commit("2026-01", "x", "--chain", f"operator={CODE}"), "form"),
    "a chain without a name": (commit("2026-01", "x", "--chain", f"={CODE}"), "value.invalid"),
    "a chain without an end": (commit("2026-01", "x", "--chain", "operator", *DUE), "value.invalid"),
    "an end that is none": (commit("2026-01", "x", "--chain", "operator=1", *DUE), "form"),
    "an instant without an offset": ((*OPEN, "--at", "2026-03-02T09:00"), "value.invalid"),
    "an event without an instant": ((*OPEN, "--beacon", "KL8/2026052"), "value.invalid"),
    "an edition that is none": (
        (*OPEN, "--beacon", "SSQ/一期@2026-03-03T21:30:00+08:00"),
        "value.invalid",
    ),
    "a source twice": ((*OPEN, "--beacon", EVENT), "form"),
    "a plan for a pool": ((*OPEN, "--pool", "plan.json"), "json"),
    "no JSON": ((*OPEN, "--pool", "list.csv"), "json"),
    "exclusions that are no table": ((*OPEN, "--excluded", "plan.json"), "form"),
    "a pool without an owner": (("import", "list.csv", "--out", "x"), "value.invalid"),
    "an owner that is no name": (
        ("import", "list.csv", "--out", "x", "--owner", "市局", "--items", "a"),
        "value.invalid",
    ),
    "a list without codes": (("import", "plan.json"), "value.invalid"),
    "a column without a field": (("import", "list.csv", "--column", "地区"), "value.invalid"),
    "a column to keep that is not there": (("import", "list.csv", "--keep", "地区"), "value.invalid"),
    "a party that is no name": (("codes", "操作方", "--out", "x"), "value.invalid"),
    "a folder that cannot be": (("import", "list.csv", "--rejected", "none/x"), "bundle"),
}


@pytest.mark.parametrize(("command", "code"), WRONG.values(), ids=WRONG)
def test_what_cannot_run_gives_status_2_in_both_languages(city: Run, command: tuple[str, ...], code: str) -> None:
    refused(city(*command, "--json"), 2, code)
    assert not Path("x").exists()


@pytest.mark.parametrize(
    "command",
    [
        (*IMPORT[:-1], "2026-13-01", "--out", "x"),
        commit("2026-01", "x", "--chain", f"operator={CODE}", "--reveal-by", "tomorrow"),
    ],
    ids=["--on", "--reveal-by"],
)
def test_a_day_that_is_none_gives_status_2(city: Run, command: tuple[str, ...]) -> None:
    refused(city(*command, "--json"), 2, "value.invalid")


def test_a_reveal_that_is_due_before_the_beacon_is_refused(city: Run) -> None:
    end = sealing(city)[1]
    assert city(*commit("2026-01", "x", "--chain", end, "--reveal-by", "2026-03-01", "--json")).status != 0


def test_a_chain_that_an_earlier_manifest_holds_is_refused(city: Run) -> None:
    sealed = sealing(city)
    city(*commit("2026-01", "first", *sealed))
    city("draw", "first", "--value", VALUE, "--code", "secret/operator.codes", "--out", "revealed")
    again = city(*commit("2026-01", "second", *sealed, "--after", "revealed", "--json", beacon=EVENT_2))
    assert again.status == 1


def test_a_list_with_an_unclosed_quotation_mark_gives_status_2(run: Run) -> None:
    Path("a.csv").write_text('企业名称,统一社会信用代码\n"甲,' + "乙,丙\n" * 40_000, encoding="utf-8")
    refused(run("import", "a.csv", "--json"), 2, "value.invalid")


# argparse.


@pytest.mark.parametrize("arguments", [(), ("draw",), ("nonsense",), ("verify",), ("commit", "--mode", "half-open")])
def test_a_wrong_usage_ends_with_status_2(run: Run, arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as caught:
        run(*arguments)
    assert caught.value.code == 2


def test_a_wrong_usage_with_json_is_a_json_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["draw", "--json"])
    assert "error" in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "command",
    [
        "demo",
        "import",
        "codes",
        "commit",
        "draw",
        "match",
        "publish",
        "supplement",
        "verify",
        "chain",
        "prove",
        "check-proof",
        "grind",
        "why",
    ],
)
def test_every_command_explains_itself_in_both_languages(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    said = capsys.readouterr().out
    assert (caught.value.code, "--json" in said) == (0, True)
    assert any("\u4e00" <= character <= "\u9fff" for character in said)


# Standard output and standard error.


class Terminal:
    """Standard error as it is on a terminal."""

    def __init__(self) -> None:
        self.written: list[str] = []

    def write(self, text: str) -> int:
        """Keep what is written."""
        self.written.append(text)
        return len(text)

    def flush(self) -> None:
        """Do nothing."""

    def isatty(self) -> bool:
        """Be a terminal."""
        return True


def test_progress_is_shown_on_a_terminal_and_taken_away_again(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.csv").write_bytes(dirty_list(12_000))
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(["import", str(tmp_path / "list.csv"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] > 12_000
    assert any("10000" in one for one in terminal.written)
    assert terminal.written[-1] == "\r\x1b[K"


def shell(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    env = {**os.environ, "PYTHONPATH": str(SRC), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    command = [sys.executable, "-m", "shuangsuiji", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)


def test_python_m_runs_the_same_commands(city: Run, tmp_path: Path) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    done = shell("draw", "bundle", "--value", VALUE, "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["folder"] == "bundle"
    assert shell("verify", "bundle", cwd=tmp_path).returncode == 0
    failed = shell("verify", "nowhere", cwd=tmp_path)
    assert (failed.returncode, failed.stdout) == (2, b"")
    assert len(failed.stderr.decode().splitlines()) == 2


def test_a_console_of_gbk_can_show_every_check(city: Run, tmp_path: Path) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    done = shell("verify", "bundle", "--all", cwd=tmp_path, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (3, b"")


def test_json_on_a_console_of_gbk_loses_no_character(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("企业名称,统一社会信用代码\n甲,𠮷⌊\n", encoding="utf-8")
    done = shell("import", "a.csv", "--json", cwd=tmp_path, PYTHONIOENCODING="gbk", PYTHONUTF8="0")
    assert json.loads(done.stdout.decode("gbk"))["rejected"][0]["seen"] == "𠮷⌊"


def test_a_reader_that_goes_away_is_no_crash(city: Run, tmp_path: Path) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    command = f'"{sys.executable}" -m shuangsuiji verify bundle --all | head -c 10'
    env = {**os.environ, "PYTHONPATH": str(SRC)}
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, env=env, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
