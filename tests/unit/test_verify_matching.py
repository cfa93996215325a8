"""The script that makes the matching again: it accepts what follows from the tables and the seed, and nothing else."""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import verify
from shuangsuiji.bundle import verify_matching as script
from tests.vectors import tamperings as t
from tests.vectors.tamperings import MANIFEST, REVEAL, Files, Step

VECTORS = Path(__file__).parents[1] / "vectors"
FOLDER = Path(__file__).parents[2] / "src" / "shuangsuiji" / "bundle"
GIVEN, SWAPS = "assignments.tsv", "substitutions.tsv"
LINE = re.compile(r"(通过 ok|拒绝 refused|未查 unchecked|说明 note) [a-z0-9.]+: .+ / .+")


@attrs.frozen
class Report:
    """What the script said of a bundle."""

    lines: list[str]
    refused: set[str]
    unchecked: set[str]

    @property
    def status(self) -> int:
        """Return the exit code."""
        return 1 if self.refused else 3 if self.unchecked else 0


def replayed(files: Mapping[str, bytes]) -> Report:
    """Verify a bundle and its matching; every line has its form."""
    checks = script.replay(dict(files))
    lines = [str(check) for check in checks]
    assert all(LINE.fullmatch(line) for line in lines), lines
    codes = {status: {check.code for check in checks if check.status == status} for status in ("refused", "unchecked")}
    return Report(lines, codes["refused"], codes["unchecked"])


def bundle(name: str = "ssj1-joint") -> Files:
    """Return the files of a worked example."""
    return {path.name: path.read_bytes() for path in (VECTORS / name).iterdir()}


# The script as a program.


def run(script_: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a copy of the script without anything that is installed."""
    command = [sys.executable, "-I", "-S", str(script_), *arguments]
    return subprocess.run(command, cwd=cwd, env={}, capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the joint example and the scripts."""
    folder = tmp_path / "公 示"
    shutil.copytree(VECTORS / "ssj1-joint", folder)
    for name in ("verify.py", "verify_matching.py"):
        shutil.copy(FOLDER / name, folder)
    return folder


def test_the_joint_example_is_accepted_whole_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    before = sorted(folder.iterdir())
    copy = folder / "verify_matching.py"
    for done in (run(copy, cwd=tmp_path), run(copy, "公 示", cwd=tmp_path)):
        assert (done.returncode, done.stderr) == (0, b"")
        *lines, summary, _ = done.stdout.decode().splitlines()
        assert all(LINE.fullmatch(line) for line in lines)
        assert any("31 units, 62 seats filled, 0 empty, 0 repairs" in line for line in lines)
        assert " 拒绝 0 refused, 未查 0 unchecked; " in summary
    assert sorted(folder.iterdir()) == before


def test_a_tampered_folder_is_refused(folder: Path) -> None:
    table = folder / GIVEN
    table.write_bytes(table.read_bytes().replace(b"lot", b"repair", 1))
    done = run(folder / "verify_matching.py", cwd=folder)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "拒绝 refused matching: assignments.tsv:1 " in done.stdout.decode()


def test_without_a_manifest_it_could_not_run(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    done = run(folder / "verify_matching.py", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "cannot run" in done.stderr.decode()


def test_it_needs_the_standard_library_of_python_3_8_and_verify_py_alone() -> None:
    tree = ast.parse((FOLDER / "verify_matching.py").read_text(encoding="utf-8"), feature_version=(3, 8))
    named = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert {str(name) for name in named} <= sys.stdlib_module_names | {"verify", "collections.abc", "None"}
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not any(isinstance(call, ast.Subscript) for call in calls)


# Tamperings with the assignments.

FIRST = "91320481MA0000023D\t市场监管局\t1\tJS0002\tlot\n"
TAMPERINGS: dict[str, Step] = {
    "an officer changed": t.swap(GIVEN, FIRST, FIRST.replace("JS0002", "JS0006")),
    "via changed": t.swap(GIVEN, FIRST, FIRST.replace("lot", "repair")),
    "a seat dropped": t.swap(GIVEN, FIRST, ""),
    "a seat too many": t.add(GIVEN, FIRST.replace("\t1\t", "\t3\t").rstrip()),
    "two officers on one seat": t.add(GIVEN, FIRST.replace("JS0002", "JS0009").rstrip()),
    "another department": t.swap(GIVEN, FIRST, FIRST.replace("市场监管局", "市场局")),
    "a recused officer": t.swap(GIVEN, "2262\t卫健局\t1\tJS0011", "2262\t卫健局\t1\tJS0013"),
    "officers in the wrong order": t.steps(
        t.swap(GIVEN, "023D\t卫健局\t1\tJS0014", "023D\t卫健局\t1\tJS0011"),
        t.swap(GIVEN, "023D\t卫健局\t2\tJS0011", "023D\t卫健局\t2\tJS0014"),
    ),
    "an object that was not drawn": t.add(GIVEN, "91320481MA000004X0\t卫健局\t1\tJS0014\tlot"),
    "no line at all": lambda files: files | {GIVEN: b""},
    "a substitution that nothing follows": lambda files: (
        files | {SWAPS: t.as_table(["2\t0\ta\t卫健局\t1\tb\tc\t病假"])}
    ),
    "a substitution of one who sat elsewhere": lambda files: (
        files | {SWAPS: t.as_table(["1\t0\t91320481MA0000023D\t卫健局\t1\tJS0011\t-\t病假"])}
    ),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_does_not_follow_is_refused(name: str) -> None:
    assert replayed(TAMPERINGS[name](bundle())).refused == {"matching"}


@pytest.mark.parametrize(
    "step",
    [
        t.steps(t.swap("inspectors.tsv", "食品\t6\t0\t2027-12-31\nJS0003", "食品\t1\t0\t2027-12-31\nJS0003")),
        t.put(MANIFEST, "matching.lot", "1"),
        t.swap("recusals.tsv", "91320481MA0000074M\tJS0001", "91320481MA0000023D\tJS0002"),
    ],
    ids=["a capacity", "the size of the lot", "a recusal"],
)
def test_another_commitment_gives_another_matching(step: Step) -> None:
    """All is drawn anew, so that nothing but the matching is of another commitment."""
    committed = t.steps(step, t.bind("inspectors.tsv"), t.bind("recusals.tsv"), t.redraw)(bundle())
    assert replayed(committed).refused == {"matching"}


def test_where_anything_else_is_refused_nothing_is_replayed() -> None:
    report = replayed(t.swap("inspectors.tsv", "\t6\t", "\t1\t")({**bundle(), "inspectors.tsv": b"a\t6\t\n"}))
    assert report.refused == {"table.rows", "table.hash", "form.columns"}
    assert report.unchecked == {"matching"}


def test_a_public_bundle_leaves_the_matching_unchecked() -> None:
    for left in ("inspectors.tsv", "recusals.tsv", "absent.tsv"):
        assert (replayed(t.delete(left)(bundle())).refused, replayed(t.delete(left)(bundle())).status) == (set(), 3)
    forged = TAMPERINGS["via changed"](bundle())
    assert replayed(t.delete("inspectors.tsv")(forged)).status == 3
    assert replayed(t.delete("absent.tsv")(forged)).refused == {"matching"}


def test_before_the_matching_that_is_what_is_left_and_before_the_draw_nothing_can_be_replayed() -> None:
    files = t.delete(GIVEN)(bundle())
    assert (replayed(files).refused, replayed(files).unchecked) == (set(), {"matching"})
    assert any("尚未匹配 / assignments.tsv: not matched yet" in line for line in replayed(files).lines)
    early = t.steps(t.delete(REVEAL), t.delete(t.DRAWN), t.delete(t.THRESHOLDS))
    assert (replayed(early(files)).refused, replayed(early(files)).unchecked) == (set(), {"uncommitted"})
    assert replayed(early(bundle())).refused == {"file.missing"}


def test_a_draw_without_teams_is_as_verify_py_says() -> None:
    assert replayed(bundle("ssj1-single")).status == 0


# The worked example.

EXAMPLE = json.loads((VECTORS / "matching-example.json").read_text(encoding="utf-8"))


def matching(officers: Iterable[script.Officer], recusals: Iterable[tuple[str, str]], lot: int = 3) -> script.Matching:
    """Return the state before round 0, with the key of the worked example and everything in the region 东."""
    state = script.Matching(t.digest, lot, "seat", {})
    state.begin(0, EXAMPLE["mkey"], officers, recusals)
    return state


def unit(state: script.Matching, object_: str, *seats: str, region: str = "东", department: str = "SJ") -> script.Unit:
    """Give a unit these seats."""
    state.regions[object_] = region
    made = script.Unit(object_, department)
    state.grow(made, list(seats))
    return made


def held(state: script.Matching) -> list[list[Any]]:
    """Return the assignments as the worked example writes them."""
    return [[one, dept, int(seat), *rest] for (one, dept, seat), rest in sorted(state.given().items())]


@pytest.mark.parametrize("case", [EXAMPLE, EXAMPLE["infeasible"]], ids=["feasible", "infeasible"])
def test_the_worked_example_is_made_again_in_any_order_of_its_lists(case: dict[str, Any]) -> None:
    pool = [
        script.officer([o["id"], o["department"], *(",".join(o[key]) or "-" for key in ("regions", "tags")), *last])
        for o in EXAMPLE["officers"]
        for last in [[str(o["capacity"]), str(o["base_load"]), "2027-12-31"]]
    ]
    for turn in (1, -1):
        state = matching(pool[::turn], [(one, other) for one, other in case["recusals"]])
        units = [
            unit(
                state, u["object"], *script.canonical(",".join(seat) or "-" for seat in u["seats"]), region=u["region"]
            )
            for u in case["units"][::turn]
        ]
        state.match(units)
        assert held(state) == case["expect"]["assignments"]
        assert state.repairs == case["expect"]["repairs"]


def test_the_tickets_are_those_of_the_worked_example() -> None:
    state = matching([], [])
    assert {one: state.hash("order", one, "SJ") for one in EXAMPLE["order"]} == EXAMPLE["order"]
    for name, ticket in EXAMPLE["tickets"].items():
        object_, number, id_ = name.split("/")
        seat = script.Seat(script.Unit(object_, "SJ"), int(number), "-")
        assert state.ticket(seat)(person(id_)) == ticket


# Units, lots, repairs, rounds and substitutions, one at a time.


def person(id_: str, tags: str = "-", *, capacity: int = 1, base_load: int = 0) -> script.Officer:
    return script.officer([id_, "SJ", "*", tags, str(capacity), str(base_load), "2027-12-31"])


@pytest.mark.parametrize(
    ("teams", "due"),
    [
        ([], []),
        (["-;-"], ["-", "-"]),
        (["食品;-", "标签;-"], ["标签", "食品"]),
        (["-;a;-", "a;a"], ["a", "a", "-"]),
        (["a;b,c", "-;-;-;-"], ["a", "b,c", "-", "-"]),
        (["a;b", "c;-;-"], ["a", "b", "c"]),
    ],
)
def test_a_team_for_several_items_has_the_most_of_each_seat(teams: list[str], due: list[str]) -> None:
    assert script.merged([team.split(";") for team in teams]) == due
    assert script.merged([team.split(";") for team in reversed(teams)]) == due


def test_a_unit_gets_the_seats_that_it_lacks_as_further_numbers() -> None:
    state = matching([], [])
    one = unit(state, "t1", "b", "-")
    state.grow(one, ["a", "b", "c"])
    assert [(seat.number, seat.text) for seat in state.seats[one]] == [(1, "b"), (2, "-"), (3, "a"), (4, "c")]


def test_a_lot_holds_everyone_tied_with_its_last() -> None:
    pool = [person(id_, base_load=load) for id_, load in [("a", 2), ("b", 0), ("c", 2), ("d", 3), ("e", 1)]]
    assert [one.id_ for one in script.least(pool, 3, lambda one: one.base_load)] == ["a", "b", "c", "e"]
    assert script.least(pool, 9, lambda one: one.base_load) == pool


def test_a_repair_moves_those_of_this_round_and_never_those_who_stand() -> None:
    a, b = person("a", "x"), person("b", base_load=1)  # t1 comes first, and a is the less loaded
    both = matching([a, b], [], lot=1)
    both.match([unit(both, "t1", "-"), unit(both, "t2", "x")])
    assert (held(both), both.repairs) == ([["t1", "SJ", 1, "b", "repair"], ["t2", "SJ", 1, "a", "repair"]], 1)
    apart = matching([a], [], lot=1)
    apart.match([unit(apart, "t1", "-")])
    apart.begin(1, EXAMPLE["mkey"], [b], [])
    apart.match([unit(apart, "t2", "x")])
    assert (held(apart), apart.repairs) == ([], 0)
    assert [seat.holder for seat in apart.seats[script.Unit("t1", "SJ")]] == [a]


def test_a_substitute_is_drawn_among_those_with_room_and_the_old_one_does_not_return() -> None:
    state = matching([person("a"), person("b"), person("c", capacity=2)], [("t1", "b")])
    one = unit(state, "t1", "-")
    state.match([one])
    [seat] = state.seats[one]
    first = seat.holder
    assert first is not None
    other = {"a": "c", "c": "a"}[first.id_]
    assert state.substitute("1", seat) == other
    assert state.substitute("2", seat) == "-"
    state.begin(1, EXAMPLE["mkey"], [], [])
    state.match([one])
    assert seat.holder is None


# A bundle with a round, an officer added, an expert and substitutions. Whoever sits is the only one who can.

AT = {"committed.at": "2025-05-20T09:00:00+08:00"}
VALID = "2027-12-31"
INSPECTORS = t.as_table([f"P\t甲\t*\tr\t9\t0\t{VALID}", f"Q\t甲\t东,西\ts\t2\t5\t{VALID}"])
EXPERTS = t.as_table([f"X\t甲\t东\te\t9\t0\t{VALID}"])
ADDED = t.as_table([f"P2\t甲\t东\tr\t9\t0\t{VALID}", f"Q2\t甲\t东\ts\t9\t0\t{VALID}"])


def committed(**tables: bytes) -> Files:
    """Return the commitment of two of four objects, before its draw."""
    rows = t.as_table(f"object-{number}\tA\t东\t-" for number in range(4))
    files = {"frame.F.tsv": rows, "excluded.F.tsv": b"", "inspectors.tsv": INSPECTORS, "experts.tsv": EXPERTS} | {
        f"{name}.tsv": content for name, content in tables.items()
    }
    manifest = {key: value for key, value in t.pairs(bundle("ssj1-single")[MANIFEST]).items() if "labels" not in key}
    manifest |= {"frame.F.design": "stratified", "frame.F.rounding": "floor", "ratio.F.A": "1/2", "quota.F.A": "2"}
    manifest |= {"matching.lot": "1", "matching.min": "2", "team.F.甲": "s;r", "expert.F": "e"}
    for name, content in files.items():
        manifest |= {f"{name[:-4]}.rows": str(content.count(b"\n")), f"{name[:-4]}.hash": t.digest(content)}
    return files | {MANIFEST: t.as_sheet(manifest), REVEAL: bundle("ssj1-single")[REVEAL]}


def ids(files: Files, name: str = t.DRAWN) -> list[str]:
    """Return who was drawn, in order of rank."""
    return [row[3] for row in t.rows(files[name])]


def with_round(files: Files, request: dict[str, str], quota: int = 1) -> Files:
    """Ask for round 1, which binds the substitutions so far, and draw it."""
    request = request | (bound("substitutions.1", files[SWAPS]) if SWAPS in files else {})
    files = files | {"supplement.1.txt": t.as_sheet(AT | request)}
    told = t.pairs(files[REVEAL])
    supplement, beacon = t.digest(files["supplement.1.txt"]), told["beacon"]
    seed = t.digest("|".join(["ssj1", "seed", t.digest(files[MANIFEST]), "1", supplement, beacon]))
    key = t.digest(f"ssj1|obj|{seed}")[:32]
    left = sorted({row[0] for row in t.rows(files["frame.F.tsv"])} - set(ids(files)))
    drawn = sorted((t.digest(f"{key}|{id_}"), id_) for id_ in left)[:quota]
    limits = [f"F\tA\t{len(left)}\t{quota}\t{drawn[-1][0]}"] if quota else []
    return files | {
        "reveal.1.txt": t.as_sheet({"k": "1", "beacon": beacon}),
        "drawn.1.tsv": t.as_table(f"F\tA\t{ticket}\t{id_}" for ticket, id_ in drawn),
        "thresholds.1.tsv": t.as_table(limits),
    }


def bound(name: str, content: bytes) -> dict[str, str]:
    """Return the keys of a request that bind a table."""
    return {f"{name}.rows": str(content.count(b"\n")), f"{name}.hash": t.digest(content)}


def first_round() -> Files:
    """Return the main draw and its matching, with two substitutions for whom there is nobody."""
    files = t.redraw(committed())
    one, two = ids(files)
    seats = [(one, 1, "P"), (one, 2, "Q"), (two, 1, "P"), (two, 2, "Q")]
    return files | {
        GIVEN: t.as_table(f"{object_}\t甲\t{seat}\t{who}\tlot" for object_, seat, who in seats),
        "advisers.tsv": t.as_table(f"{object_}\t甲\t1\tX\tlot" for object_ in (one, two)),
        SWAPS: t.as_table([f"1\t0\t{two}\t甲\t2\tQ\t-\t病假", f"2\t0\t{one}\t甲\t2\tQ\t-\t病假"]),
    }


def whole() -> Files:
    """Return what follows: one object is replaced, two officers are added, one recuses himself from the new object."""
    files = first_round()
    one, two = ids(files)
    request = {"quota.F.A": "1", f"replace.{one}": "停业"} | bound("inspectors.1", ADDED)
    recusals = b""
    for _ in range(8):  # which object comes depends on the recusals, which are committed before
        trial = with_round(files, request | bound("recusals.1", recusals) | {"x.trial": str(_)})
        three = ids(trial, "drawn.1.tsv")[0]
        if recusals == t.as_table([f"{three}\tP\t亲属关系"]):
            break
        recusals = t.as_table([f"{three}\tP\t亲属关系"])
    else:
        pytest.fail("no trial agrees with itself")
    seats = [(two, 2, "Q2"), (three, 1, "P2"), (three, 2, "Q2")]
    return trial | {
        "inspectors.1.tsv": ADDED,
        "recusals.1.tsv": recusals,
        "assignments.1.tsv": t.as_table(f"{object_}\t甲\t{seat}\t{who}\tlot" for object_, seat, who in seats),
        "advisers.1.tsv": t.as_table([f"{three}\t甲\t1\tX\tlot"]),
        SWAPS: t.as_table([*files[SWAPS].decode().splitlines(), f"3\t1\t{two}\t甲\t1\tP\tP2\t回避"]),
    }


EVERYTHING = whole()


def test_experts_rounds_and_substitutions_are_accepted() -> None:
    assert replayed(first_round()).status == 0
    report = replayed(whole())
    assert (report.status, report.refused) == (0, set())
    assert any("3 units, 5 seats filled, 1 empty, 0 repairs" in line for line in report.lines)
    assert any("3 units, 3 seats filled, 0 empty, 0 repairs" in line for line in report.lines)


LATER: dict[str, Step] = {
    "an expert changed": t.rewrite("advisers.tsv", lambda b: b.replace(b"X", b"P", 1)),
    "an expert missing": t.lines("advisers.1.tsv", lambda x: x[1:]),
    "an assignment of the round missing": t.lines("assignments.1.tsv", lambda x: x[1:]),
    "a standing seat given again": lambda f: t.add("assignments.1.tsv", t.rows(f[GIVEN])[0][0] + "\t甲\t1\tP\tlot")(f),
    "a substitute who was not drawn": t.rewrite(SWAPS, lambda b: b.replace(b"P\tP2", b"P\t-")),
    "a substitution of another round": t.rewrite(SWAPS, lambda b: b.replace(b"3\t1", b"3\t0")),
    "a substitution before its time": t.rewrite(SWAPS, lambda b: b.replace(b"1\t0", b"1\t1")),
    "a substitution of a round that is not drawn": t.rewrite(SWAPS, lambda b: b.replace(b"3\t1", b"3\t2")),
    "a substitution left out": t.lines(SWAPS, lambda x: x[1:]),
    "substitutions left out": t.delete(SWAPS),
    "a seat that does not exist": t.rewrite(SWAPS, lambda b: b.replace(b"1\tP", b"7\tP")),
}


@pytest.mark.parametrize("name", LATER)
def test_what_does_not_follow_in_a_round_is_refused(name: str) -> None:
    assert replayed(LATER[name](whole())).refused == {"matching"}


@pytest.mark.parametrize("name", [GIVEN, "advisers.tsv", "assignments.1.tsv", "advisers.1.tsv"])
def test_a_table_that_is_left_out_leaves_the_others_checked(name: str) -> None:
    files = t.delete(name)(whole())
    assert (replayed(files).refused, replayed(files).unchecked) == (set(), {"matching"})
    assert any(f"{name}: left out" in line for line in replayed(files).lines)
    assert replayed(LATER["a substitute who was not drawn"](files)).refused == {"matching"}


def test_assignments_of_a_round_that_nobody_asked_for_are_refused() -> None:
    assert replayed(first_round() | {"assignments.1.tsv": b""}).refused == {"supplement"}


def test_of_a_round_that_is_not_revealed_nothing_is_replayed_and_nobody_can_be_substituted() -> None:
    unrevealed = t.steps(*map(t.delete, ("reveal.1.txt", "drawn.1.tsv", "thresholds.1.tsv")))(whole())
    assert replayed(unrevealed).refused == {"file.missing"}
    asked = t.steps(*map(t.delete, ("assignments.1.tsv", "advisers.1.tsv")))(unrevealed)
    assert replayed(asked).refused == {"matching"}
    earlier = replayed(asked | {SWAPS: first_round()[SWAPS]})
    assert (earlier.refused, earlier.unchecked) == (set(), {"uncommitted"})


NUMBERS: dict[str, tuple[str, Step]] = {
    "a gap in the numbers": ("N runs 1, 2, 3", t.rewrite(SWAPS, lambda b: b.replace(b"2\t0", b"3\t0"))),
    "a seat that does not exist": ("does not hold this seat", t.rewrite(SWAPS, lambda b: b.replace(b"2\tQ", b"7\tQ"))),
    "a round that is not drawn": (
        "of a round that is not drawn",
        t.rewrite(SWAPS, lambda b: b.replace(b"2\t0", b"2\t1")),
    ),
}


@pytest.mark.parametrize("name", NUMBERS)
def test_substitutions_that_no_request_binds_yet_follow_too(name: str) -> None:
    said, step = NUMBERS[name]
    report = replayed(step(first_round()))
    assert report.refused == {"matching"}
    assert any(said in line for line in report.lines)


def test_substitutions_cannot_change_once_a_round_is_asked_for() -> None:
    for change in ((b"\xe7\x97\x85", b"\xe4\xba\x8b"), (b"1\t0", b"1\t1")):
        files = whole()
        report = replayed(files | {SWAPS: files[SWAPS].replace(*change, 1)})
        assert report.refused == {"matching"}
        assert any("substitutions.1.rows/hash" in line for line in report.lines if "refused" in line)


def test_of_a_unit_that_is_not_due_any_more_nobody_is_substituted() -> None:
    files = whole()
    one, two = ids(files)
    late = t.add(SWAPS, f"4\t1\t{one}\t甲\t1\tP\t-\t病假")(files)
    assert replayed(late).refused == {"matching"}
    assert any("N=4: this unit is not due there any more" in line for line in replayed(late).lines)
    assert replayed(t.add(SWAPS, f"4\t1\t{two}\t甲\t1\tP2\t-\t病假")(files)).status == 0


@pytest.mark.parametrize(("who", "codes"), [("P", {"recusal"}), ("X", set()), ("Q", set()), ("P2", set())])
def test_a_round_recuses_nobody_who_sits_there(who: str, codes: set[str]) -> None:
    files = first_round()
    recusals = t.as_table([f"{ids(files)[0]}\t{who}\t亲属关系"])
    request = bound("inspectors.1", ADDED) | bound("recusals.1", recusals)
    drawn = with_round(files, request, quota=0) | {"inspectors.1.tsv": ADDED, "recusals.1.tsv": recusals}
    report = replayed(drawn)
    assert report.refused == codes
    assert any("round" not in line and "recusals.1.tsv" in line and "sits there" in line for line in report.lines)
    asked = t.steps(*map(t.delete, ("reveal.1.txt", "drawn.1.tsv", "thresholds.1.tsv")))(drawn)
    assert replayed(asked).refused == codes
    unmatched = t.steps(*map(t.delete, (GIVEN, "advisers.tsv")))(asked)
    assert replayed(unmatched).refused == codes


def test_people_whom_no_request_binds_do_not_take_part() -> None:
    files = with_round(first_round(), {"quota.F.A": "1"})
    three = ids(files, "drawn.1.tsv")[0]
    files |= {
        "assignments.1.tsv": t.as_table([f"{three}\t甲\t1\tP\tlot", f"{three}\t甲\t2\tQ\tlot"]),
        "advisers.1.tsv": t.as_table([f"{three}\t甲\t1\tX\tlot"]),
    }
    assert replayed(files).status == 0
    stray = files | {"inspectors.1.tsv": ADDED, "recusals.1.tsv": t.as_table([f"{three}\tP\t亲属关系"])}
    assert replayed(stray).status == 0
    assert any("file.unbound" in line and "inspectors.1.tsv" in line for line in replayed(stray).lines)


def test_a_round_that_is_not_matched_yet_leaves_the_rest_checked() -> None:
    later = t.steps(
        t.delete("assignments.1.tsv"), t.delete("advisers.1.tsv"), lambda f: f | {SWAPS: first_round()[SWAPS]}
    )
    files = later(whole())
    assert (replayed(files).refused, replayed(files).unchecked) == (set(), {"matching"})
    assert replayed(t.rewrite(GIVEN, lambda b: b.replace(b"lot", b"repair"))(files)).refused == {"matching"}


def test_a_round_of_added_officers_alone_fills_what_was_empty() -> None:
    files = with_round(first_round(), bound("inspectors.1", ADDED), quota=0)
    seats = t.as_table(f"{object_}\t甲\t2\tQ2\tlot" for object_ in ids(files))
    files |= {"inspectors.1.tsv": ADDED, "assignments.1.tsv": seats, "advisers.1.tsv": b""}
    assert replayed(files).status == 0
    left = replayed(t.delete("inspectors.1.tsv")(files))
    assert (left.refused, left.unchecked) == (set(), {"matching"})


def test_sm3_is_matched_too() -> None:
    state = script.Matching(lambda text: verify.digest("sm3", text.encode()), 3, "seat", {"t": "东"})
    assert state.h("abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_line_of_a_result_gives_an_exit_code_and_no_other_result_is_accepted(choice: st.DataObject) -> None:
    files = choice.draw(st.sampled_from([EVERYTHING, bundle()]))
    name = choice.draw(st.sampled_from(sorted({GIVEN, "advisers.1.tsv", "assignments.1.tsv", SWAPS} & files.keys())))
    rows = t.rows(files[name])
    row, column = choice.draw(st.integers(0, len(rows) - 1)), choice.draw(st.integers(0, len(rows[0]) - 1))
    cells = sorted({cell for one in rows for cell in one} | {"-", "0", "2", "P", "9" * 18, "x"})
    rows[row][column] = choice.draw(st.sampled_from(cells))
    changed = files | {name: t.as_table({"\t".join(one) for one in rows})}
    # Of a substitution that no request binds nobody can check the reason.
    reason = name == SWAPS and column == len(rows[0]) - 1 and rows[row][1] == "1"
    assert replayed(changed).status == (0 if changed == files or reason else 1)
