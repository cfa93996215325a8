"""The shell verifier holds the tables of people and every row of the matching to the rules, without replaying it."""

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import attrs
import pytest

from tests.vectors import tamperings as t
from tests.vectors.tamperings import MANIFEST, Files, Step, pairs
from tests.vectors.test_verify_sh import TOOLS, Report, Shell, bundle, toolbox
from tests.vectors.test_verify_sh_rounds import hashed, main_draw, names, redraw, supplemented, verified

Verify = Callable[..., Report]
Unit = tuple[str, str, str]  # table of the rows, object, department
MARKET, HEALTH = "市场局", "卫健局"
TEAMS = {
    "matching.lot": "3",
    "matching.min": "2",
    f"team.food.{HEALTH}": "食品;-",
    f"team.food.{MARKET}": "食品;-",
    f"team.labels.{MARKET}": "标签;-",
    "expert.food": "营养",
    "rules.window": "2025-06-01/2025-07-31",
}
SUBSTITUTIONS = "substitutions.tsv"
ABLE, LAST = "标签,食品", "2025-07-31"
PEOPLE = {
    "inspectors": [
        *(f"M{n}\t{MARKET}\t*\t{ABLE}\t99\t{n}\t{LAST}" for n in range(4)),
        *(f"W{n}\t{HEALTH}\t天目湖,溧城\t食品\t99\t0\t{LAST}" for n in range(4)),
        # The builder seats none of these.
        f"z.barred\t{MARKET}\t*\t{ABLE}\t99\t0\t{LAST}",
        f"z.far\t{MARKET}\t天目湖\t{ABLE}\t99\t0\t{LAST}",
        f"z.once\t{MARKET}\t*\t{ABLE}\t1\t0\t{LAST}",
        f"z.plain\t{MARKET}\t*\t-\t99\t0\t{LAST}",
    ],
    "experts": [f"E{n}\t{(MARKET, HEALTH)[n % 2]}\t*\t营养\t99\t0\t{LAST}" for n in range(4)],
    "recusals": [f"{stratum}.{n} 号\tz.barred\t亲属" for stratum, rows in (("A", 12), ("B", 8)) for n in range(rows)],
    "absent": ["M9\t产假"],
}
ADDED = {"inspectors.1": [f"N1\t{MARKET}\t*\t{ABLE}\t99\t0\t{LAST}"], "recusals.1": ["A.1 号\tM3\t亲属"]}


# A builder of its own. Whoever may sit, sits: no lots are drawn, since no lots are checked.


def merged(seats: list[list[str]]) -> list[str]:
    """Return the seats of a department for all frames of an object, in canonical order."""
    most: Counter[str] = Counter()
    for team in seats:
        most |= Counter(team)
    surplus = most.total() - max((len(team) for team in seats), default=0)
    most["-"] -= min(surplus, most["-"])
    return sorted(most.elements(), key=lambda seat: (seat == "-", seat.encode()))


def of_round(k: int, *tables: str) -> list[str]:
    """Return the names of tables in a round."""
    return [f"{table}.{k}.tsv" if k else f"{table}.tsv" for table in tables]


@attrs.define
class Office:
    """Who is drawn, which seats there are, and who holds them."""

    files: Files
    live: set[tuple[str, str]] = attrs.field(factory=set)
    seats: dict[Unit, list[str]] = attrs.field(factory=lambda: defaultdict(list))
    held: dict[Unit, dict[int, str]] = attrs.field(factory=lambda: defaultdict(dict))
    people: dict[str, list[list[str]]] = attrs.field(factory=lambda: defaultdict(list))
    barred: set[tuple[str, str]] = attrs.field(factory=set)

    def enter(self, k: int) -> None:
        """Take in what a round brings."""
        inspectors, experts, recusals = of_round(k, "inspectors", "experts", "recusals")
        self.people["assignments"] += t.rows(self.files.get(inspectors, b""))
        self.people["advisers"] += t.rows(self.files.get(experts, b""))
        self.barred |= {(row[0], row[1]) for row in t.rows(self.files.get(recusals, b""))}
        gone = {key.partition(".")[2] for key in pairs(self.files[names(k)[0]]) if key.startswith("replace.")}
        self.live = {(frame, id_) for frame, id_ in self.live if id_ not in gone}
        self.live |= {(row[0], row[3]) for row in t.rows(self.files[names(k)[2]])}

    def grow(self, table: str) -> Iterator[Unit]:
        """Give every unit the seats that it lacks, and yield those that have any."""
        manifest = pairs(self.files[MANIFEST])
        for id_ in sorted({id_ for _, id_ in self.live}):
            for department in (MARKET, HEALTH):
                frames = [frame for frame, other in self.live if other == id_]
                frames = [frame for frame in frames if f"team.{frame}.{department}" in manifest]
                keys = [
                    f"team.{frame}.{department}" if table == "assignments" else f"expert.{frame}" for frame in frames
                ]
                wanted = merged([manifest[key].split(";") for key in keys if key in manifest])
                unit = (table, id_, department)
                lacks = Counter(wanted) - Counter(self.seats[unit])
                self.seats[unit] += [seat for seat in dict.fromkeys(wanted) for _ in range(lacks[seat])]
                if wanted:
                    yield unit

    def choose(self, unit: Unit, number: int) -> str:
        """Return somebody who may take a seat."""
        table, id_, department = unit
        tags = set(self.seats[unit][number - 1].split(",")) - {"-"}
        return next(
            who
            for who, office, _, held, *_ in self.people[table]
            if office == department and tags <= set(held.split(",")) and (id_, who) not in self.barred
            if not who.startswith("z.") and who not in self.held[unit].values()
        )

    def fill(self, table: str) -> bytes:
        """Fill the open seats and return the rows."""
        lines: list[str] = []
        for unit in self.grow(table):
            for number in range(1, len(self.seats[unit]) + 1):
                if number not in self.held[unit]:
                    self.held[unit][number] = self.choose(unit, number)
                    lines.append("\t".join([*unit[1:], str(number), self.held[unit][number], "lot"]))
        return t.as_table(lines)

    def substitute(self, k: int) -> None:
        """Make the substitutions that follow a round."""
        rows = t.rows(self.files.get(SUBSTITUTIONS, b""))
        for _, _, id_, department, number, old, new, _ in sorted(row for row in rows if row[1] == str(k)):
            unit = ("assignments", id_, department)
            self.barred.add((id_, old))
            del self.held[unit][int(number)]
            if new != "-":
                self.held[unit][int(number)] = new


def matched(files: Files) -> Files:
    """Seat somebody everywhere, in every round."""
    office, k = Office(files), 0
    while names(k)[0] in files:
        office.enter(k)
        files = files | {name: office.fill(name.split(".")[0]) for name in of_round(k, "assignments", "advisers")}
        office.substitute(k)
        k += 1
    return files


def staffed(files: Files, tables: dict[str, list[str]], request: str = MANIFEST) -> Files:
    """Add tables of people to a sheet and draw anew; redrawing binds those of the manifest once more."""
    written = {name: t.as_table(lines) for name, lines in tables.items()}
    values = {f"{name}.rows": str(table.count(b"\n")) for name, table in written.items()}
    values |= {f"{name}.hash": hashed("sha256", table) for name, table in written.items()}
    files = files | {f"{name}.tsv": table for name, table in written.items()}
    return redraw()(files | {request: t.as_sheet(pairs(files[request]) | values)})


@cache
def unmatched(rounds: int = 0) -> Files:
    """Return a draw with people; its first round adds some."""
    if rounds == 0:
        return staffed(main_draw(**TEAMS), PEOPLE)
    files = supplemented(unmatched(rounds - 1), rounds)
    return staffed(files, ADDED, names(1)[0]) if rounds == 1 else files


def changes(*several: tuple[int, str, int, str, str]) -> bytes:
    """Return a table of substitutions in the market office: round, object, seat, old and new."""
    rows = enumerate(several, start=1)
    return t.as_table(f"{n}\t{k}\t{id_}\t{MARKET}\t{seat}\t{old}\t{new}\t生病" for n, (k, id_, seat, old, new) in rows)


def food(files: Files) -> set[str]:
    """Return the ids that are drawn for food in the main draw."""
    return {row[3] for row in t.rows(files[t.DRAWN]) if row[0] == "food"}


def bakery(files: Files) -> str:
    """Return an object that is drawn for labels alone and never replaced."""
    return next(row[3] for row in t.rows(files[t.DRAWN]) if row[1] == "B")


def bound(files: Files) -> Files:
    """Bind the substitutions made before each round in its request, and draw anew."""
    for k in count(1):
        request = names(k)[0]
        if request not in files:
            return redraw()(files)
        values = {key: value for key, value in pairs(files[request]).items() if not key.startswith("substitutions.")}
        lines = ["\t".join(row) for row in t.rows(files.get(SUBSTITUTIONS, b"")) if int(row[1]) < k]
        keys = {"rows": str(len(lines)), "hash": hashed("sha256", t.as_table(lines))} if lines else {}
        values |= {f"substitutions.{k}.{key}": value for key, value in keys.items()}
        files = files | {request: t.as_sheet(values)}
    raise AssertionError


@cache
def joint(rounds: int = 0) -> Files:
    """Return a sound matching; where there are rounds, with substitutions, one of them by nobody."""
    files = unmatched()
    if rounds == 0:
        return matched(files)
    other = min(food(files))
    made = [(0, bakery(files), 1, "M0", "-"), (0, other, 1, "M0", "z.once"), (0, other, 1, "z.once", "M3")]
    for k in range(1, rounds + 1):
        files = supplemented(files | {SUBSTITUTIONS: changes(*made)}, k)
        files = matched(bound(staffed(files, ADDED, names(1)[0]) if k == 1 else files))
        if k == 1:
            late = t.rows(files["assignments.1.tsv"])[-1][0]
            made += [(1, late, 1, "M0", "z.once"), (1, late, 2, "M1", "N1")]
    return files | {SUBSTITUTIONS: changes(*made)}


# The shells.


@pytest.fixture(scope="session", params=["sh", "busybox"])
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return each shell that is installed, with the eight tools and no others."""
    found = shutil.which(request.param)
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    instead = dict.fromkeys(TOOLS, found) if request.param == "busybox" else {}
    command = (found, "sh") if request.param == "busybox" else (found,)
    return Shell(command, toolbox(tmp_path_factory.mktemp("path") / "bin", **instead))


@pytest.fixture
def verify(shell: Shell, tmp_path: Path) -> Verify:
    """Return a function that verifies a bundle with the eight tools."""
    return lambda files, folder="bundle": verified(shell, tmp_path / folder, files)


def sound(report: Report) -> bool:
    """Tell whether nothing is refused, the rows are allowed, and that they were not replayed is all that is left."""
    left = (report.status, report.codes("refused"), report.codes("unchecked"))
    return left == (3, set(), {"matching"}) and "every row of the matching is allowed" in report.text


def lines_of(report: Report, verdict: str, code: str) -> list[str]:
    """Return the lines with this verdict and code."""
    return [line for line in report.text.splitlines() if f"{verdict} {code}:" in line]


# What is sound is accepted.


def test_a_sound_matching_is_allowed_and_not_replayed(verify: Verify) -> None:
    for name, files in {"worked": bundle("ssj1-joint"), "joint": joint(), "rounds": joint(2)}.items():
        report = verify(files, name)
        assert sound(report), report.text
        assert "verify_matching.py" in lines_of(report, "unchecked", "matching")[0]


def test_what_is_not_matched_yet_is_said_to_be_so(verify: Verify) -> None:
    report = verify(unmatched())
    assert (report.status, report.codes("refused"), report.codes("unchecked")) == (3, set(), {"matching"})
    assert "not matched yet" in lines_of(report, "unchecked", "matching")[1]
    early = t.steps(*(t.delete(name) for name in names(0)[1:]))(unmatched())
    assert "not matched yet" not in verify(early, "early").text
    late = verify(t.delete("assignments.1.tsv")(t.delete("advisers.1.tsv")(matched(unmatched(1)))), "late")
    assert "round 1: not matched yet" in lines_of(late, "unchecked", "matching")[1]


@pytest.mark.parametrize("table", ["inspectors", "experts", "recusals", "absent", "inspectors.1", "recusals.1"])
def test_a_table_of_people_may_be_left_out(verify: Verify, table: str) -> None:
    report = verify(t.delete(f"{table}.tsv")(joint(1)))
    assert (report.status, report.codes("refused"), report.codes("unchecked")) == (3, set(), {"matching"})
    assert f"{table}.tsv is left out" in report.text
    assert ("is allowed" in report.text) == (table.startswith(("recusals", "absent")))


def test_a_round_may_add_inspectors_and_nothing_else(verify: Verify) -> None:
    request = {key: value for key, value in pairs(unmatched(1)[names(1)[0]]).items() if not key.startswith("quota.")}
    files = matched(redraw()(unmatched(1) | {names(1)[0]: t.as_sheet(request)}))
    assert sound(verify(files))


@pytest.mark.parametrize("awk", ["mawk", "gawk", "busybox", "original-awk"])
def test_every_awk_says_the_same_of_the_matching(shell: Shell, tmp_path: Path, awk: str) -> None:
    if shutil.which(awk) is None:
        pytest.skip(f"{awk} is not installed")
    other = Shell(shell.command, toolbox(tmp_path / "bin", awk=awk))
    broken = joint(2) | {"inspectors.tsv": t.as_table(f"z{n}\t,\t-\t-\t1\t0\t{LAST}" for n in range(3))}
    for folder, files in {"sound": joint(2), "broken": broken}.items():
        assert verified(other, tmp_path / f"{folder}1", files) == verified(shell, tmp_path / folder, files)


# Rows that are not allowed.


def row_of(files: Files, table: str, department: str = MARKET, seat: str = "1") -> list[str]:
    """Return the first row of a seat of an object that is drawn for food."""
    return next(row for row in t.rows(files[table]) if row[1:3] == [department, seat] and row[0] in food(files))


def seated(who: str, department: str = MARKET, table: str = "assignments.tsv") -> Step:
    """Return a step that gives the first seat of one unit to somebody else."""

    def put(files: Files) -> Files:
        old = row_of(files, table, department)
        return t.swap(table, "\t".join(old), "\t".join([*old[:3], who, old[4]]))(files)

    return put


def everywhere(who: str, table: str = "assignments.tsv") -> Step:
    """Return a step that gives the first seat of every unit of the market office to one person."""

    def put(files: Files) -> Files:
        rows = [[*row[:3], who, row[4]] if row[1:3] == [MARKET, "1"] else row for row in t.rows(files[table])]
        return files | {table: t.as_table(map("\t".join, rows))}

    return put


def another(who: str, seat: str, department: str = MARKET, id_: Callable[[Files], str] = bakery) -> Step:
    """Return a step that seats one more."""
    return lambda files: t.add("assignments.tsv", f"{id_(files)}\t{department}\t{seat}\t{who}\tlot")(files)


def undrawn(files: Files) -> str:
    """Return an object of the frames that was not drawn."""
    drawn = {row[3] for row in t.rows(files[t.DRAWN])}
    return next(row[0] for row in t.rows(files["frame.labels.tsv"]) if row[0] not in drawn)


def lost(table: str, department: str) -> Step:
    """Return a step that takes a row away."""
    return lambda files: t.swap(table, "\t".join(row_of(files, table, department)) + "\n", "")(files)


def replaced(*several: tuple[int, int, str, str]) -> Step:
    """Return a step that has these substitutions at an object drawn for food: round, seat, old and new."""

    def put(files: Files) -> Files:
        id_ = min(food(files))
        return files | {SUBSTITUTIONS: changes(*((k, id_, seat, old, new) for k, seat, old, new in several))}

    return put


ROWS: tuple[tuple[str, str, Step], ...] = (
    ("a recused officer", "z.barred is barred from", seated("z.barred")),
    ("an officer of another department", f"W3 is not of {MARKET}", seated("W3")),
    ("a missing tag", "z.plain lacks the tag", seated("z.plain")),
    ("a missing tag of an expert", "E3 is not of", seated("E3", MARKET, "advisers.tsv")),
    ("a wrong region", "z.far does not cover 溧城", seated("z.far")),
    ("nobody of that name", "nobody is not in the table", seated("nobody")),
    ("an expert in the place of an officer", "E0 is not in the table", seated("E0")),
    ("an officer in the place of an expert", "M0 is not in the table", seated("M0", MARKET, "advisers.tsv")),
    ("a seat twice", "seat 1 is taken", another("M3", "1")),
    ("a seat that there is not", "there is no seat 3", another("M3", "3")),
    ("an officer twice in a unit", "M1 sits in this unit already", seated("M1")),
    ("capacity exceeded", "z.once exceeds the capacity 1", everywhere("z.once")),
    ("an object not drawn", "not drawn", another("M3", "1", id_=undrawn)),
    ("an object of no frame", "not drawn", another("M3", "1", id_=lambda _: "nowhere")),
    ("a department without a team", f"nobody of {HEALTH} is due there", another("W3", "1", HEALTH)),
    ("an expert of an incomplete unit", "are not complete", lost("assignments.tsv", MARKET)),
    ("an old holder who was not", "M2 did not hold this seat", replaced((0, 1, "M2", "M3"))),
    ("a new holder without a tag", "z.plain lacks the tag", replaced((0, 1, "M0", "z.plain"))),
    ("a new holder from the unit", "M1 sits in this unit already", replaced((0, 1, "M0", "M1"))),
    ("an old holder who comes back", "M0 is barred", replaced((0, 1, "M0", "M2"), (0, 1, "M2", "M0"))),
    ("a substitution after no round", "substitution 2", replaced((0, 1, "M0", "M2"), (1, 1, "M2", "M3"))),
    (
        "a gap in the numbers",
        "substitution 1",
        t.steps(replaced((0, 1, "M0", "M2")), t.swap(SUBSTITUTIONS, "1\t0", "2\t0")),
    ),
)
LATER: tuple[tuple[str, str, Step], ...] = (
    ("an inspector before his time", "N1 is not in the table", seated("N1")),
    (
        "a seat given again",
        "seat 2 is taken",
        t.steps(lambda files: t.add("assignments.1.tsv", f"{bakery(files)}\t{MARKET}\t2\tM3\tlot")(files)),
    ),
    ("a round that falls", "substitution 2", replaced((1, 1, "M0", "M2"), (0, 1, "M2", "M3"))),
    ("somebody replaced who comes back", "M0 is barred", t.swap("assignments.1.tsv", "\tM2\tlot", "\tM0\tlot")),
    ("capacity exceeded over the rounds", "z.once exceeds", everywhere("z.once", "assignments.1.tsv")),
)


@pytest.mark.parametrize(("said", "step"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_a_row_that_is_not_allowed_is_refused(verify: Verify, said: str, step: Step) -> None:
    report = verify(step(joint()))
    assert (report.status, report.codes("refused")) == (1, {"matching"})
    assert any(said in line for line in lines_of(report, "refused", "matching")), report.text


@pytest.mark.parametrize(("said", "step"), [case[1:] for case in LATER], ids=[case[0] for case in LATER])
def test_a_row_of_a_round_that_is_not_allowed_is_refused(verify: Verify, said: str, step: Step) -> None:
    report = verify(step(joint(2)))
    assert (report.status, report.codes("refused")) == (1, {"matching"})
    assert any(said in line for line in lines_of(report, "refused", "matching")), report.text


@pytest.mark.parametrize(
    ("code", "step"),
    [
        ("form.columns", t.lines("assignments.tsv", lambda x: [line.replace(b"\tlot", b"") for line in x])),
        ("form.field", t.rewrite("assignments.tsv", lambda x: x.replace(b"lot", b"flow"))),
        ("form.field", t.rewrite("advisers.tsv", lambda x: x.replace(b"\t1\t", b"\t0\t"))),
        ("form.unsorted", t.lines("assignments.tsv", lambda x: x[::-1])),
        ("form.duplicate", t.lines("assignments.tsv", lambda x: [*x, x[-1]])),
        ("form.field", t.steps(replaced((0, 1, "M0", "M2")), t.swap(SUBSTITUTIONS, "1\t0", "01\t0"))),
        ("supplement", lambda files: files | {"assignments.3.tsv": b""}),
        ("supplement", lambda files: files | {"inspectors.2.tsv": b""}),
    ],
)
def test_the_tables_of_rows_have_a_form(verify: Verify, code: str, step: Step) -> None:
    report = verify(step(joint()))
    assert (report.status, report.codes("refused") - {"matching"}) == (1, {code})


# What a request binds, and what comes too early or too late.

TOLD = ("reveal.{}.txt", "drawn.{}.tsv", "thresholds.{}.tsv", "assignments.{}.tsv", "advisers.{}.tsv")


def undone(k: int) -> Step:
    """Return a step that takes away what a round gave."""
    return t.steps(*(t.delete(name.format(k)) for name in TOLD))


@cache
def requested() -> Files:
    """Return a matching with three substitutions, and a request for a round that binds them."""
    return t.lines(SUBSTITUTIONS, lambda x: x[:3])(undone(1)(joint(1)))


BOUND: tuple[tuple[str, set[str], Step], ...] = (
    ("nothing", set(), lambda files: files),
    ("a reason", {"matching"}, t.rewrite(SUBSTITUTIONS, lambda x: x.replace("生病".encode(), "出差".encode(), 1))),
    (
        "one more",
        {"matching"},
        t.rewrite(SUBSTITUTIONS, lambda x: x + x.splitlines()[2].replace(b"3", b"4", 1) + b"\n"),
    ),
    ("all left out", {"matching"}, t.delete(SUBSTITUTIONS)),
    ("other rows", {"matching"}, t.put(names(1)[0], "substitutions.1.rows", "2")),
    ("another hash", {"matching"}, t.put(names(1)[0], "substitutions.1.hash", "0" * 64)),
    ("no rows", {"matching", "form.key"}, t.drop(names(1)[0], "substitutions.1.rows")),
    ("rows that are no number", {"matching", "form.field"}, t.put(names(1)[0], "substitutions.1.rows", "many")),
    (
        "none bound",
        {"matching"},
        t.steps(*(t.drop(names(1)[0], f"substitutions.1.{key}") for key in ("rows", "hash"))),
    ),
    (
        "none in fact",
        {"matching"},
        t.steps(
            t.delete(SUBSTITUTIONS),
            t.put(names(1)[0], "substitutions.1.rows", "0"),
            t.put(names(1)[0], "substitutions.1.hash", hashed("sha256", "")),
        ),
    ),
)


@pytest.mark.parametrize(("codes", "step"), [case[1:] for case in BOUND], ids=[case[0] for case in BOUND])
def test_a_request_binds_the_substitutions_made_before_it(verify: Verify, codes: set[str], step: Step) -> None:
    report = verify(step(requested()))
    assert report.codes("refused") == codes, report.text
    told = lines_of(report, "refused" if codes else "ok", "matching")
    assert any("supplement.1.txt" in line for line in told)


def test_substitutions_are_of_no_draw_without_teams(verify: Verify) -> None:
    keys = {"substitutions.1.rows": "1", "substitutions.1.hash": "0" * 64}
    files = supplemented(main_draw(), 1)
    files = redraw()(files | {names(1)[0]: t.as_sheet(pairs(files[names(1)[0]]) | keys)})
    assert verify(files).codes("refused") == {"supplement"}


def test_a_round_recuses_nobody_who_sits_there(verify: Verify) -> None:
    files = joint()
    id_ = min(food(files))
    added = ADDED | {"recusals.1": [f"{id_}\tE0\t亲属", f"{id_}\tM0\t亲属"]}
    asked = staffed(supplemented(files, 1), added, names(1)[0])
    for folder, one in {"revealed": matched(asked), "asked": undone(1)(asked)}.items():
        report = verify(one, folder)
        assert report.codes("refused") == {"recusal"}, report.text
        [line] = lines_of(report, "refused", "recusal")
        assert "recusals.1.tsv line 2: M0 sits there and is to be substituted before" in line
    gone = bound(asked | {SUBSTITUTIONS: changes((0, id_, 1, "M0", "-"))})
    assert sound(verify(matched(gone), "gone"))


def test_of_a_unit_that_is_not_due_any_more_nobody_is_substituted(verify: Verify) -> None:
    files = joint(1)
    [replaced_, *_] = [key.partition(".")[2] for key in pairs(files[names(1)[0]]) if key.startswith("replace.")]
    report = verify(t.add(SUBSTITUTIONS, f"6\t1\t{replaced_}\t{MARKET}\t1\tM0\t-\t生病")(files))
    assert report.codes("refused") == {"matching"}
    assert "substitution 6: this unit is not due there any more" in report.text


def test_a_matching_before_its_reveal_is_refused(verify: Verify) -> None:
    early = t.steps(*(t.delete(name) for name in names(0)[1:]))(unmatched())
    for name in ("assignments.tsv", "advisers.tsv", SUBSTITUTIONS):
        report = verify(early | {name: b""}, name)
        assert report.codes("refused") == {"file.missing"}
        assert "reveal.txt is missing" in report.text
    for name in ("assignments.1.tsv", "advisers.1.tsv"):
        report = verify(requested() | {name: b""}, name)
        assert report.codes("refused") == {"file.missing"}
        assert "reveal.1.txt is missing" in report.text


def test_experts_of_a_round_are_strays_where_there_are_no_expert_seats(verify: Verify) -> None:
    teams = {key: value for key, value in TEAMS.items() if not key.startswith("expert.")}
    people = {table: lines for table, lines in PEOPLE.items() if table != "experts"}
    files = t.steps(matched, t.delete("advisers.tsv"))(staffed(main_draw(**teams), people))
    assert sound(verify(files))
    assert sound(verify(files | {"advisers.1.tsv": b"rubbish"}, "stray"))
    assert verify(files | {"assignments.1.tsv": b""}, "other").codes("refused") == {"supplement"}


# What is committed.


def committed(*several: Step) -> Step:
    """Return a step that commits to something else, and does not reveal anything yet."""
    return t.steps(*several, redraw(), *(t.delete(name) for name in names(0)[1:]))


def told(key: str, value: str) -> Step:
    """Return a step that puts another value into the manifest."""
    return t.put(MANIFEST, key, value)


def person(old: str, new: str, table: str = "inspectors.tsv") -> Step:
    """Return a step that changes what is listed of somebody whom the builder does not seat."""
    return t.swap(table, old, new)


LABELS = f"team.labels.{MARKET}"
PLAIN = f"z.plain\t{MARKET}\t*\t-\t99\t0\t{LAST}"
COMMITTED: tuple[tuple[str, str, Step], ...] = (
    ("a team below the minimum", "team", told(f"team.food.{HEALTH}", "食品")),
    ("a minimum above a team", "team", told("matching.min", "3")),
    (
        "another region in another frame",
        "region",
        t.swap("frame.food.tsv", "A.5 号\tC.1 x\t溧城", "A.5 号\tC.1 x\t天目湖"),
    ),
    ("no region", "region", t.swap("frame.labels.tsv", "B.0 号\tB\t溧城", "B.0 号\tB\t-")),
    ("two regions", "region", t.swap("frame.labels.tsv", "B.0 号\tB\t溧城", "B.0 号\tB\t溧城,天目湖")),
    ("tags unsorted", "people", person(PLAIN, PLAIN.replace("\t-\t", "\t食品,标签\t"))),
    ("a tag twice", "people", person(PLAIN, PLAIN.replace("\t-\t", "\t食品,食品\t"))),
    ("regions unsorted", "people", person(PLAIN, PLAIN.replace("*", "溧城,天目湖"))),
    ("everywhere and somewhere", "people", person(PLAIN, PLAIN.replace("*", "*,溧城"))),
    ("no region of an inspector", "people", person(PLAIN, PLAIN.replace("*", "-"))),
    ("no department", "people", person(PLAIN, PLAIN.replace(MARKET, "-"))),
    ("an id in other case", "people", t.add("inspectors.tsv", PLAIN.replace("z.plain", "Z.FAR"))),
    ("an inspector among the experts", "people", t.add("experts.tsv", PLAIN)),
    ("an inspector among the absent", "people", t.add("absent.tsv", "z.plain\t产假")),
    ("a certificate that ends too soon", "people", person(PLAIN, PLAIN.replace(LAST, "2025-07-30"))),
    ("a recusal of no frame", "recusal", t.add("recusals.tsv", "C.1 号\tM3\t亲属")),
    ("a recusal twice", "recusal", t.add("recusals.tsv", "A.1 号\tz.barred\t同学")),
    ("no such day", "form.field", person(PLAIN, PLAIN.replace(LAST, "2025-09-31"))),
    ("a capacity that is no number", "form.field", person(PLAIN, PLAIN.replace("99", "many"))),
    ("seats unsorted", "form.field", told(f"team.food.{MARKET}", "食品,标签;-")),
    ("a seat of nothing", "form.field", told(f"team.food.{MARKET}", "食品;;-")),
    ("a plain seat with a tag", "form.field", told("expert.food", "-,营养")),
    ("a seat anywhere", "form.field", told("expert.food", "*")),
    ("a department with a comma", "form.field", told("team.food.a,b", "-;-")),
    ("a department of no name", "form.field", told("team.food.-", "-;-")),
    ("a window backwards", "form.field", told("rules.window", "2025-07-31/2025-06-01")),
    ("an expert without a team", "form.key", t.steps(told("expert.labels", "营养"), t.drop(MANIFEST, LABELS))),
    ("a team for no frame", "form.key", told(f"team.shops.{MARKET}", "-;-")),
    ("no least number", "form.key", t.drop(MANIFEST, "matching.min")),
    ("inspectors of a round in the manifest", "form.key", told("inspectors.1.hash", "0" * 64)),
)


@pytest.mark.parametrize(("code", "step"), [case[1:] for case in COMMITTED], ids=[case[0] for case in COMMITTED])
def test_what_is_committed_of_people_and_teams_is_held_to_the_rules(verify: Verify, code: str, step: Step) -> None:
    report = verify(committed(step)(unmatched()))
    assert (report.status, report.codes("refused")) == (1, {code}), report.text


@pytest.mark.parametrize("table", ["inspectors", "experts"])
def test_a_team_without_people_is_refused(verify: Verify, table: str) -> None:
    bare = t.steps(*(t.delete(f"{name}.tsv") for name in ("assignments", "advisers", table)))
    dropped = t.steps(*(t.drop(MANIFEST, f"{table}.{key}") for key in ("rows", "hash")), redraw())
    assert verify(t.steps(bare, dropped)(joint())).codes("refused") == {"form.key"}


def asked(change: dict[str, list[str]], *dropped: str) -> Step:
    """Return a step that adds other people in round 1, and drops keys of its request."""

    def ask(files: Files) -> Files:
        request = {
            key: value for key, value in pairs(files[names(1)[0]]).items() if not key.startswith(dropped or ("-",))
        }
        return staffed(files | {names(1)[0]: t.as_sheet(request)}, change, names(1)[0])

    return ask


ASKED: tuple[tuple[str, str, Step], ...] = (
    ("an inspector listed before", "people", asked({"inspectors.1": [PLAIN]})),
    ("a recusal listed before", "recusal", asked({"recusals.1": ["A.1 号\tz.barred\t亲属"]})),
    ("recusals alone", "form.key", asked({}, "quota.", "inspectors.")),
    ("no rows", "form.key", asked({}, "inspectors.1.rows")),
    ("inspectors of another round", "form.key", t.steps(asked({"inspectors.2": []}), t.delete("inspectors.2.tsv"))),
    ("experts of a round", "form.key", asked({"experts.1": []})),
    ("another table", "table.hash", t.swap("inspectors.1.tsv", "99", "98")),
    ("another row", "table.rows", t.add("recusals.1.tsv", "A.2 号\tM3\t亲属")),
)


@pytest.mark.parametrize(("code", "step"), [case[1:] for case in ASKED], ids=[case[0] for case in ASKED])
def test_what_a_round_adds_is_held_to_the_rules(verify: Verify, code: str, step: Step) -> None:
    report = verify(step(unmatched(1)))
    assert report.status == 1
    assert code in report.codes("refused") <= {code, "table.hash", "table.rows"}, report.text


def test_a_round_may_not_add_people_to_a_draw_without_teams(verify: Verify) -> None:
    files = staffed(supplemented(main_draw(), 1), ADDED, names(1)[0])
    assert verify(files).codes("refused") == {"supplement"}
