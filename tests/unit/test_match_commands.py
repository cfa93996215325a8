"""The matching on the command line: committed with its people, matched, replaced by lot, published without them."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import attrs
import pytest

from shuangsuiji.bundle import from_json, read_commitment, read_record, to_json, verify_folder
from shuangsuiji.cli.ceremony import hold_ceremony
from shuangsuiji.cli.ceremony_room import Room
from shuangsuiji.cli.output import Output
from shuangsuiji.draws import Draw, Matching, SupplementDraw
from shuangsuiji.registry import InspectorPool, ObjectPool
from shuangsuiji.testing.city import AUTHORITY, HEALTH
from shuangsuiji.testing.city_people import inspector_pool, recusals, roster
from tests.unit.command_line import VALUE, Run, commit, files_of, refused, sealing

WINDOW = ("--inspectors", "inspectors.json", "--window", "2026-03-10/2026-05-19")
PEOPLE = (*WINDOW, "--recusals", "recusals.csv", "--roster", "roster.csv")
PRIVATE = {"inspectors.tsv", "experts.tsv", "recusals.tsv", "absent.tsv"}
NEXT = ("--at", "2026-03-20T09:00:00+08:00", "--beacon", "FC3D/2026070@2026-03-20T21:15:00+08:00")
CODE = ("--code", "secret/operator.codes")


def joint(out: str, *more: str) -> tuple[str, ...]:
    return commit("2026-03", out, "--procedure", "procedure.json", *more)


def lay_out(people: InspectorPool | None = None) -> None:
    """Write the people of the city, their roster and their recusals."""
    pool = people or inspector_pool()
    Path("inspectors.json").write_text(to_json(pool), encoding="utf-8")
    objects = from_json(Path("pool.json").read_bytes(), ObjectPool)
    with Path("recusals.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["检查对象代码", "检查人员", "回避原因", "提出人", "提出日期", "证明材料"])
        for one in recusals(objects, inspector_pool())[:5]:
            writer.writerow(
                [one.object_id, one.inspector_id, one.reason.value, one.declared_by.value, "2026-03-01", one.evidence]
            )
    with Path("roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["编号", "部门"], *roster().items(), []])


@pytest.fixture
def staffed(city: Run) -> Run:
    lay_out()
    return city


@pytest.fixture
def matched(staffed: Run) -> Run:
    """Commit, draw and match the joint task in open mode."""
    assert staffed(*joint("open", "--mode", "open", *PEOPLE)).status == 0
    assert staffed("draw", "open", "--value", VALUE).status == 0
    assert staffed("match", "open").status == 0
    return staffed


def matching_in(folder: str) -> Matching:
    record = read_record(folder)
    assert isinstance(record, Matching)
    return record


def scarce() -> InspectorPool:
    """Return the city's people, of whom the health department keeps three with two places each."""
    pool = inspector_pool()
    few = [
        attrs.evolve(one, capacity=2) if one.department == HEALTH else one
        for one in pool
        if one.department == AUTHORITY or one.id in {"JS0101", "JS0102", "JS0103"}
    ]
    return attrs.evolve(pool, inspectors=tuple(few))


def pair_of_inspectors() -> InspectorPool:
    """Return the city's people, of whom the health department keeps two, who go everywhere and to everything."""
    pool = inspector_pool()
    kept = [one for one in pool if one.department == AUTHORITY]
    pair = [one for one in pool if one.id in {"JS0101", "JS0102"}]
    able = [attrs.evolve(one, capacity=200, regions=("*",)) for one in pair]
    return attrs.evolve(pool, inspectors=(*kept, *able))


# The whole way.


def test_people_are_committed_matched_verified_and_published_without_their_tables(staffed: Run) -> None:
    made = staffed(*joint("open", "--mode", "open", *PEOPLE, "--json")).document
    assert made["preflight"] == "worst case"
    assert set(files_of("open")) >= PRIVATE
    said = staffed("draw", "open", "--value", VALUE)
    assert "shuangsuiji match open" in said.out
    assert staffed("verify", "open").status == 3
    result = staffed("match", "open", "--json").document
    assert (result["k"], result["empty"], result["substitutions"], result["shortages"]) == (0, 0, 0, [])
    assert result["teams"] == len(result["assigned"]) == len(matching_in("open").teams)
    assert all(len(set(one["inspectors"].values())) == 2 for one in result["assigned"])
    assert any(one["experts"] for one in result["assigned"])
    assert staffed("verify", "open").status == 0
    again = subprocess.run([sys.executable, "open/verify_matching.py"], capture_output=True, check=False)
    assert again.returncode == 0, again.stdout.decode()
    published = staffed("publish", "open", "--out", "public", "--json").document
    assert not published["reveals"]
    assert not PRIVATE & set(published["files"])
    assert files_of("public")["assignments.tsv"] == files_of("open")["assignments.tsv"]
    assert staffed("verify", "public").status == 3
    assert staffed("why", "public", result["assigned"][0]["object"]).status == 0


def test_matching_again_changes_nothing(matched: Run) -> None:
    before = files_of("open")
    assert matched("match", "open").status == 0
    assert matched("draw", "open", "--value", VALUE).status == 0
    assert files_of("open") == before


def test_a_sealed_matching_shows_nobody_who_goes_where(staffed: Run) -> None:
    staffed(*joint("sealed", *sealing(staffed), *PEOPLE))
    assert staffed("draw", "sealed", "--value", VALUE, *CODE, "--out", "bundle").status == 0
    text, document = staffed("match", "bundle"), staffed("match", "bundle", "--json")
    matching = matching_in("bundle")
    for said in (text, document):
        assert not [object_ for object_ in matching.main.objects if object_ in said.out]
        assert not [one for team in matching.teams.values() for one in team.members if one in said.out]
        assert matching.main.seed.key not in said.out
        assert matching.main.seed.matching_key not in said.out
    assert "assigned" not in document.document
    assert matching.commitment.manifest.reveal_by is not None
    assert f"{matching.commitment.manifest.reveal_by} 揭示前不得公布" in text.out
    assert "assignments.tsv" in files_of("bundle")
    assert "assignments.tsv" not in files_of("sealed")
    (object_, _), team = next(iter(matching.teams.items()))
    replaced = staffed("match", "bundle", "--substitute", f"{object_}={team.members[0]}", "--reason", "休假")
    (one,) = matching_in("bundle").substitutions
    assert one.new is not None
    assert one.new not in replaced.out
    assert staffed("verify", "bundle").status == 0
    assert staffed("publish", "bundle", "--out", "public", "--json").document["reveals"]


def test_a_sealed_matching_goes_nowhere_at_or_below_a_commitment_not_revealed_yet(staffed: Run) -> None:
    staffed(*joint("sealed", *sealing(staffed), *PEOPLE))
    staffed("publish", "sealed", "--out", "public")
    staffed("draw", "sealed", "--value", VALUE, *CODE, "--out", "bundle")
    before = files_of("sealed"), files_of("public"), files_of("bundle")
    for option, path in (
        ("--out", "sealed"),
        ("--out", "sealed/sub"),
        ("--out", "bundle/../public/a/b"),
        ("--teams", "sealed/teams.csv"),
        ("--work-lists", "public/lists.csv"),
    ):
        ran = staffed("match", "bundle", option, path, "--json")
        refused(ran, 2, "value.invalid")
        assert ran.document["error"]["zh"].startswith(option)
    assert (files_of("sealed"), files_of("public"), files_of("bundle")) == before
    assert staffed("match", "bundle", "--out", "whole", "--teams", "teams.csv").status == 0
    assert verify_folder("whole").exit_status == 0


def test_a_sealed_matching_that_fails_tells_nobody_who_goes_where(staffed: Run) -> None:
    lay_out(scarce())
    waived = ("--simulate", "2", "--waive", "下周增派三人")
    staffed(*joint("sealed", *sealing(staffed), *WINDOW, *waived))
    staffed("draw", "sealed", "--value", VALUE, *CODE, "--out", "bundle")
    tried = ((), ("--json",), ("--partial",), ("--partial", "--json"), ("--json",))
    said = [staffed("match", "bundle", *options) for options in tried]
    said.append(staffed("supplement", "bundle", "--extend", "labels/A=0", *NEXT))
    assert [ran.status for ran in said] == [1, 1, 0, 0, 1, 2]
    matching = matching_in("bundle")
    assert matching.empty
    for ran in said:
        assert not [object_ for object_ in matching.main.objects if object_ in ran.out + ran.err]
        assert matching.main.seed.matching_key not in ran.out + ran.err


def test_teams_and_work_lists_are_written_as_tables(matched: Run) -> None:
    assert matched("match", "open", "--teams", "teams.csv", "--work-lists", "lists.csv").status == 0
    with Path("teams.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    seats = sum(len(team.seats) for team in matching_in("open").teams.values())
    assert len(rows) > seats
    assert Path("lists.csv").stat().st_size > 100


def test_why_tells_who_comes_with_a_line_that_gives_the_ticket(matched: Run) -> None:
    matching = matching_in("open")
    (object_, _), team = next(iter(matching.teams.items()))
    said = matched("why", "open", object_.lower()).out
    assert f"第 1 席 食品安全监管：{team.members[0]}" in said or f"：{team.members[0]}，具备" in said
    lines = [line for line in said.splitlines() if "号签 ticket" in line]
    if shutil.which("sh") and shutil.which("sha256sum"):
        for line in lines:
            done = subprocess.run(["sh", "-c", line.partition("：")[2]], capture_output=True, check=True)
            assert len(done.stdout.split()[0]) == 64
    assert all(f"{matching.main.seed.matching_key}|seat|{object_}|" in line or "|expert|" in line for line in lines)


def test_the_ceremony_sends_on_to_match_and_to_publish(staffed: Run, capsys: pytest.CaptureFixture[str]) -> None:
    staffed(*joint("open", "--mode", "open", *PEOPLE))
    answers = iter(["甲", "乙", "丙", read_commitment("open").commit[:8], "一致", *[VALUE.partition("=")[2]] * 2])
    room = Room(
        ask=lambda _: next(answers, "一致"),
        ask_secret=lambda _: "",
        now=lambda: datetime.fromisoformat("2026-03-03T22:00:00+08:00"),
    )
    assert hold_ceremony(read_commitment("open"), Path("open"), Path("open"), Output(as_json=False), room=room) == 0
    said = capsys.readouterr().out
    assert re.search(r"先匹配人员：shuangsuiji match \S*open；", said)
    assert "shuangsuiji publish" in said
    assert staffed("match", "open").status == 0
    assert staffed("verify", "open").status == 0


# Before the seed.


def test_the_preflight_of_a_commitment_tells_what_it_guarantees_and_who_can_be_foretold(staffed: Run) -> None:
    staffed(*joint("open", "--mode", "open", *PEOPLE))
    ran = staffed("match", "open", "--preflight")
    assert (ran.status, "匹配预检通过" in ran.out) == (0, True)
    said = staffed("match", "open", "--preflight", "--predict", "--simulate", "3", "--json").document
    assert (said["summary"], said["may_fail"], said["preflight"]["guaranteed"]) == ("worst case", False, True)
    assert said["predictability"]["simulated"] == 3
    lines = staffed("match", "open", "--preflight", "--predict", "--simulate", "3").out.splitlines()
    (headline,) = [line for line in lines if "最容易猜中的检查组" in line]
    listed = [line.strip() for line in lines if line.startswith("  ")]
    assert headline.endswith(f"最容易猜中的检查组：{listed[0]}。")


def test_a_plan_that_may_fail_is_refused_with_the_whole_report(staffed: Run) -> None:
    lay_out(scarce())
    command = joint("open", "--mode", "open", *WINDOW, "--simulate", "5")
    ran = staffed(*command)
    assert ran.status == 1
    assert "匹配预检未通过：模拟抽取 5 次" in ran.out
    assert f"{HEALTH} 缺" in ran.out
    assert "任选其一" in ran.out
    assert "\n若 boilers 320481-SCJG 改为分席" in ran.out
    assert len(ran.err.splitlines()) == 2
    assert not Path("open").exists()
    refusal = staffed(*command, "--json")
    refused(refusal, 1, "matching.infeasible")
    assert any(HEALTH in line for line in refusal.document["report"])


def test_a_waiver_is_committed_and_the_preflight_goes_on_failing(staffed: Run) -> None:
    lay_out(scarce())
    made = staffed(*joint("open", "--mode", "open", *WINDOW, "--simulate", "5", "--waive", "下周增派三人"))
    assert made.status == 0
    assert "下周增派三人" in made.out
    assert read_commitment("open").manifest.entries["rules.waiver.matching"] == "下周增派三人"
    assert staffed("match", "open", "--preflight", "--simulate", "3").status == 1


def test_a_matching_with_empty_seats_is_refused_unless_asked_for_and_filled_by_a_round(staffed: Run) -> None:
    lay_out(scarce())
    staffed(*joint("open", "--mode", "open", *WINDOW, "--simulate", "2", "--waive", "下周增派三人"))
    staffed("draw", "open", "--value", VALUE)
    ran = staffed("match", "open", "--json")
    refused(ran, 1, "matching.infeasible")
    assert "assignments.tsv" not in files_of("open")
    partial = staffed("match", "open", "--partial")
    assert partial.status == 0
    assert "空缺" in partial.out
    assert matching_in("open").empty
    again = staffed("match", "open", "--json")
    refused(again, 1, "matching.infeasible")
    assert again.document["report"] == ran.document["report"]
    rows = [f"JS09{n:02d}\t{HEALTH}\t*\t卫生监督\t20\t0\t2027-12-31\n" for n in range(4)]
    Path("more.tsv").write_text("".join(rows), encoding="utf-8")
    first = next(iter(matching_in("open").empty))[0]
    Path("barred.tsv").write_text(f"{first}\tJS0900\t亲属关系\n", encoding="utf-8")
    asked = staffed(
        "supplement", "open", "--officers", "more.tsv", "--recusals", "barred.tsv", *NEXT, "--json"
    ).document
    assert asked["added"] == {"inspectors": 4, "recusals": 1}
    drawn = staffed("draw", "open", "--value", "FC3D=8 0 5")
    assert drawn.status == 0, drawn
    assert isinstance(read_record("open"), SupplementDraw)
    assert staffed("match", "open").status == 0
    matching = matching_in("open")
    assert (matching.empty, matching.k) == ((), 1)
    assert "JS0900" not in {one for key, team in matching.teams.items() if key[0] == first for one in team.members}
    assert staffed("verify", "open").status == 0
    assert staffed("why", "open", first).status == 0
    assert staffed("chain", "open", "--on", "2026-04-01").status == 0


# Substitutes.


def test_somebody_who_cannot_go_is_replaced_by_lot_and_everybody_else_stays(matched: Run) -> None:
    before = matching_in("open")
    [*pairs] = [(key[0], team.members[0]) for key, team in before.teams.items()][:2]
    for number, (object_, officer) in enumerate(pairs, 1):
        ran = matched("match", "open", "--substitute", f"{object_}={officer}", "--reason", "休假")
        assert ran.status == 0, ran
        assert f"<替换 {number} {object_}" in ran.out
        rows = files_of("open")["substitutions.tsv"].decode().splitlines()
        assert len(rows) == number
        assert rows[-1].split("\t")[0] == str(number)
    after = matching_in("open")
    moved = {key for key in before.teams if before.teams[key] != after.teams[key]}
    assert moved == {one.unit for one in after.substitutions}
    assert matched("verify", "open").status == 0
    said = matched("why", "open", pairs[0][0]).out
    assert f"替换 {pairs[0][1]}（休假）" in said
    assert matched("publish", "open", "--out", "public").status == 0
    more = (f"{pairs[1][0]}={after.teams[after.substitutions[1].unit].members[1]}", "--reason", "培训")
    assert matched("match", "open", "--substitute", *more).status == 0
    assert matched("publish", "open", "--out", "public").status == 0
    assert files_of("public")["substitutions.tsv"] == files_of("open")["substitutions.tsv"]


def test_a_seat_that_a_substitution_leaves_empty_is_refused_unless_asked_for(staffed: Run) -> None:
    lay_out(pair_of_inspectors())
    staffed(*joint("open", "--mode", "open", *WINDOW))
    staffed("draw", "open", "--value", VALUE)
    assert staffed("match", "open").status == 0
    object_ = next(key[0] for key in matching_in("open").teams if key[1] == HEALTH)
    command = ("match", "open", "--substitute", f"{object_}=JS0101", "--reason", "休假")
    refused(staffed(*command, "--json"), 1, "matching.infeasible")
    assert not matching_in("open").empty
    assert staffed(*command, "--partial").status == 0
    before = files_of("open")
    ran = staffed("match", "open", "--json")
    refused(ran, 1, "matching.infeasible")
    assert ran.document["report"] == ["1 席因替换而空缺，须由补充抽取增派"]
    assert staffed("match", "open", "--partial").status == 0
    assert files_of("open") == before


def test_other_substitutions_are_never_overwritten(matched: Run) -> None:
    shutil.copytree("open", "other")
    (one, team), (two, others) = list(matching_in("open").teams.items())[:2]
    assert matched("match", "open", "--substitute", f"{one[0]}={team.members[0]}", "--reason", "休假").status == 0
    assert matched("match", "other", "--substitute", f"{two[0]}={others.members[0]}", "--reason", "休假").status == 0
    before = files_of("other")
    refused(matched("match", "open", "--out", "other", "--json"), 2, "bundle")
    assert files_of("other") == before


def test_a_substitution_needs_a_holder_and_a_reason_that_says_something(matched: Run) -> None:
    (object_, _), team = next(iter(matching_in("open").teams.items()))
    who = f"{object_}={team.members[0]}"
    for options in (
        ("--substitute", who),
        ("--substitute", who, "--reason", "其他"),
        ("--substitute", object_, "--reason", "休假"),
        ("--substitute", f"{object_}=JS9999", "--reason", "休假"),
    ):
        refused(matched("match", "open", *options, "--json"), 2, "value.invalid")
    assert "substitutions.tsv" not in files_of("open")


# What cannot be done.


def test_what_is_not_drawn_or_has_no_teams_cannot_be_matched(staffed: Run) -> None:
    staffed(*joint("open", "--mode", "open", *PEOPLE))
    refused(staffed("match", "open", "--json"), 2, "bundle")
    staffed(*commit("2026-01", "plain", "--mode", "open"))
    refused(staffed("match", "plain", "--preflight", "--json"), 2, "bundle")
    staffed("draw", "plain", "--value", VALUE)
    refused(staffed("match", "plain", "--json"), 1, "chain.broken")
    staffed("publish", "open", "--out", "public")
    refused(staffed("match", "public", "--preflight", "--json"), 2, "bundle")
    staffed("draw", "public", "--value", VALUE)
    assert isinstance(read_record("public"), Draw)
    refused(staffed("match", "public", "--json"), 1, "chain.broken")
    refused(staffed("match", "public", "--substitute", "x=y", "--reason", "休假", "--json"), 2, "bundle")
    refused(staffed("publish", "open", "--out", "open/", "--json"), 2, "value.invalid")


@pytest.mark.parametrize(
    "options",
    [
        ("--predict",),
        ("--simulate", "3"),
        ("--reason", "休假"),
        ("--preflight", "--substitute", "x=y"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_refused(matched: Run, options: tuple[str, ...]) -> None:
    refused(matched("match", "open", *options, "--json"), 2, "value.invalid")


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ((), 1, "law"),
        (("--window", "2026-03-10/2026-05-19"), 2, "value.invalid"),
        (("--simulate", "5"), 2, "value.invalid"),
        (("--inspectors", "inspectors.json"), 2, "value.invalid"),
        (("--inspectors", "inspectors.json", "--window", "2026-03-10"), 2, "value.invalid"),
        ((*WINDOW, "--roster", "short.csv"), 2, "value.invalid"),
        ((*WINDOW, "--roster", "cut.csv"), 2, "value.invalid"),
        ((*WINDOW, "--roster", "twice.csv"), 2, "duplicate"),
        ((*WINDOW, "--roster", "longer.csv"), 1, "law"),
        ((*WINDOW, "--recusals", "wrong.csv"), 2, "value.invalid"),
        ((*WINDOW, "--taken", "taken.tsv"), 2, "value.invalid"),
        ((*WINDOW, "--taken", "none.tsv"), 2, "bundle"),
    ],
    ids=str,
)
def test_people_that_cannot_be_read_stop_a_commitment(
    staffed: Run, options: tuple[str, ...], status: int, code: str
) -> None:
    Path("short.csv").write_text("人员\nJS0001\n", encoding="utf-8")
    Path("cut.csv").write_text("编号,部门\nJS0001\n", encoding="utf-8")
    Path("twice.csv").write_text(f"编号,部门\nJS0001,{AUTHORITY}\nJS0001,{AUTHORITY}\n", encoding="gb18030")
    Path("longer.csv").write_text(f"部门,编号\n{AUTHORITY},JS0999\n", encoding="gb18030")
    Path("wrong.csv").write_text("检查对象代码,检查人员,回避原因\n91320481MA0000007P,,持股\n", encoding="utf-8")
    Path("taken.tsv").write_text("JS0001\t03\n", encoding="utf-8")
    refused(staffed(*joint("x", "--mode", "open", *options, "--json")), status, code)
    assert not Path("x").exists()


def test_people_for_a_task_without_teams_are_refused(staffed: Run) -> None:
    refused(staffed(*commit("2026-01", "x", "--mode", "open", *WINDOW, "--json")), 2, "value.invalid")


def test_units_had_this_year_use_up_the_capacity_of_the_year(staffed: Run) -> None:
    Path("taken.tsv").write_text("JS0001\t4\nJS0004\t12\n", encoding="utf-8")
    assert staffed(*joint("open", "--mode", "open", *PEOPLE, "--taken", "taken.tsv")).status == 0
    rows = dict(line.split("\t", 1) for line in files_of("open")["inspectors.tsv"].decode().splitlines())
    assert rows["JS0001"].split("\t")[3:5] == ["9", "4"]
    assert "JS0004" not in rows
    assert "JS0004\t检查数量已达上限" in files_of("open")["absent.tsv"].decode()


def test_a_pair_recused_twice_in_a_round_is_refused(matched: Run) -> None:
    Path("barred.tsv").write_text("x\tJS0001\t亲属关系\nx\tJS0001\t本人申请\n", encoding="utf-8")
    refused(matched("supplement", "open", "--recusals", "barred.tsv", *NEXT, "--json"), 2, "bundle")
