"""The shell verifier replays supplementary rounds, orders batches, and knows SM3 and long tables."""

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path

import attrs
import pytest

from tests.vectors import tamperings as t
from tests.vectors.tamperings import DRAWN, MANIFEST, REVEAL, Files, Step, pairs
from tests.vectors.test_verify_sh import LINE, TOOLS, Report, Shell, toolbox

Verify = Callable[..., Report]
PARTIES = ("operator", "supervisor")
AFTER = "seed key mkey ticket threshold drawn"
MANIFEST_VALUES = {
    "agency": "320481-SCJG",
    "plan": "2025",
    "task": "2025-08",
    "mode": "sealed",
    "reveal.by": "2025-07-31",
    "serial": "1",
    "prev": "0" * 64,
    "committed.at": "2025-05-11T09:00:00+08:00",
    "beacon": "KL8/2025122;SZSE399001/20250512",
    "beacon.at": "2025-05-12T21:30:00+08:00;2025-05-12T15:00:00+08:00",
    "batches.labels": "2",
    "cap.labels": "1/2",
    "cap.labels.A": "1/4",
    "used.labels": "4",
}
VALUES = {"KL8": t.KL8.rpartition("/")[2], "SZSE399001": "10126.83", "DRAND": "0" * 64}
# Of each frame its strata: rows and ratio. The firms of food are firms of labels too.
FRAMES = {"labels": {"A": (12, "1/4"), "B": (8, "1/4")}, "food": {"C.1 x": (6, "1/2")}}
SUPPLEMENTS = {
    1: {"committed.at": "2025-05-12T21:30:00+08:00", "quota.labels.A": "2", "quota.labels.B": "1"},
    2: {
        "committed.at": "2025-06-10T09:00:00+08:00",
        "beacon": "SZSE399001/20250611",
        "beacon.at": "2025-06-11T07:00:00Z",
        "quota.food.C.1 x": "1",
        "quota.labels.A": "1",
        "x.reason. of it": "复查",
    },
}


# A builder of its own: it shares no code with the package, and none with the script.


def hashed(alg: str, content: str | bytes) -> str:
    """Return H of a message or of the bytes of a file."""
    return hashlib.new(alg, content.encode() if isinstance(content, str) else content).hexdigest()


def table_hash(alg: str, table: bytes, chunk: int = 1 << 20) -> str:
    """Return the hash of a table, of its chunks where it is long."""
    lines = table.splitlines(keepends=True)
    if len(lines) <= chunk:
        return hashed(alg, table)
    parts = (b"".join(lines[start : start + chunk]) for start in range(0, len(lines), chunk))
    return hashed(alg, "".join(f"{hashed(alg, part)}\n" for part in parts))


def code(alg: str, party: str, index: int) -> str:
    """Return x(index) of a party, from a chain of seven."""
    link = hashed(alg, party)
    for _ in range(6 - index):
        link = hashed(alg, f"ssj1|chain|{party}|{link}")
    return link


def names(k: int) -> tuple[str, str, str, str]:
    """Return the names of the request, the reveal, the drawn and the thresholds of a round."""
    dot = f".{k}" if k else ""
    return f"supplement{dot}.txt" if k else MANIFEST, f"reveal{dot}.txt", f"drawn{dot}.tsv", f"thresholds{dot}.tsv"


def bind(files: Files) -> Files:
    """Put rows and hash of every table into the manifest."""
    values = pairs(files[MANIFEST])
    for prefix in [key.removesuffix(".rows") for key in values if key.endswith(".rows")]:
        table = files[f"{prefix}.tsv"]
        values |= {f"{prefix}.rows": str(table.count(b"\n")), f"{prefix}.hash": table_hash(values["alg"], table)}
    return files | {MANIFEST: t.as_sheet(values)}


def reveal_of(files: Files, k: int, told: dict[str, str]) -> bytes:
    """Return the reveal of a round, honest but for what it is told to say."""
    alg = pairs(files[MANIFEST])["alg"]
    request = files[names(k)[0]]
    events = pairs(request).get("beacon") or pairs(files[MANIFEST])["beacon"]
    values = {"k": str(k), "beacon": ";".join(f"{event}/{VALUES[event.split('/')[0]]}" for event in events.split(";"))}
    values |= {f"code.{party}": code(alg, party, k + 1) for party in PARTIES} | told
    supplement = hashed(alg, request) if k else "-"
    codes = [values[f"code.{party}"] for party in PARTIES]
    seed = hashed(
        alg, "|".join(["ssj1", "seed", hashed(alg, files[MANIFEST]), str(k), supplement, values["beacon"], *codes])
    )
    keys = {"seed": seed, "key": hashed(alg, f"ssj1|obj|{seed}")[:32], "mkey": hashed(alg, f"ssj1|ins|{seed}")[:32]}
    return t.as_sheet(values | keys)


def quotas(request: bytes) -> Iterator[tuple[str, str, int]]:
    """Return frame, stratum and quota of every quota of a sheet."""
    for key, value in pairs(request).items():
        if key.startswith("quota."):
            frame, stratum = key.split(".", 2)[1:]
            yield frame, stratum, int(value)


def drawn_of(files: Files, k: int, more: int = 0) -> Files:
    """Draw a round from what the earlier rounds have left, by chance so many more than was promised."""
    request, reveal, drawn_name, thresholds_name = names(k)
    alg, key = pairs(files[MANIFEST])["alg"], pairs(files[reveal])["key"]
    before = {(row[0], row[3]) for earlier in range(k) for row in t.rows(files[names(earlier)[2]])}
    drawn: list[str] = []
    thresholds: list[str] = []
    for frame, stratum, promised in quotas(files[request]):
        rows = t.rows(files.get(f"frame.{frame}.tsv", b""))
        left = [row[0] for row in rows if row[1] == stratum and (frame, row[0]) not in before]
        quota = promised + more
        first = sorted((hashed(alg, f"{key}|{id_}"), id_) for id_ in left)[:quota]
        drawn += [f"{frame}\t{stratum}\t{ticket}\t{id_}" for ticket, id_ in first]
        thresholds.append(f"{frame}\t{stratum}\t{len(left)}\t{quota}\t{first[-1][0] if first else '-'}")
    return files | {drawn_name: t.as_table(drawn), thresholds_name: t.as_table(thresholds)}


def batches_of(files: Files) -> bytes:
    """Cut the drawn of every frame that has batches into runs in ticket order."""
    lines: list[str] = []
    for key, value in pairs(files[MANIFEST]).items():
        if key.startswith("batches."):
            frame, number = key.removeprefix("batches."), int(value)
            ids = [row[3] for row in sorted(t.rows(files[DRAWN]), key=lambda row: (row[2], row[3])) if row[0] == frame]
            short, longer = divmod(len(ids), number)
            sizes = [short + (run < longer) for run in range(min(number, len(ids)))]
            order = [run for run, size in enumerate(sizes, start=1) for _ in range(size)]
            lines += [f"{frame}\t{run}\t{id_}" for run, id_ in zip(order, ids, strict=True)]
    return t.as_table(lines)


def redraw(told: dict[int, dict[str, str]] | None = None, *, bound: bool = True) -> Step:
    """Return a step that draws all rounds anew; `told` is what a round reveals in place of the truth."""

    def redrawn(files: Files) -> Files:
        files = bind(files) if bound else files
        for k in count():
            if names(k)[0] not in files:
                return files | ({"batches.tsv": batches_of(files)} if b"\nbatches." in files[MANIFEST] else {})
            files |= {names(k)[1]: reveal_of(files, k, (told or {}).get(k, {}))}
            files = drawn_of(files, k)
        raise AssertionError

    return redrawn


def ids_drawn(files: Files, k: int, frame: str, stratum: str) -> list[str]:
    """Return the ids drawn in a stratum in a round."""
    return [row[3] for row in t.rows(files[names(k)[2]]) if row[:2] == [frame, stratum]]


def main_draw(alg: str = "sha256", **changes: str) -> Files:
    """Return a sealed draw of two frames by two parties, without supplementary rounds."""
    values = MANIFEST_VALUES | {"alg": alg} | {f"chain.{party}": code(alg, party, 0) for party in PARTIES}
    files: Files = {}
    for frame, strata in FRAMES.items():
        lines: list[str] = []
        for stratum, (rows, ratio) in strata.items():
            lines += [f"{'A' if frame == 'food' else stratum}.{n} 号\t{stratum}\t溧城\t-" for n in range(rows)]
            p, q = map(int, ratio.split("/"))
            values |= {f"ratio.{frame}.{stratum}": ratio, f"quota.{frame}.{stratum}": str(rows * p // q)}
        values |= {f"frame.{frame}.design": "stratified", f"frame.{frame}.rounding": "floor"}
        values |= {f"{table}.{frame}.rows": "" for table in ("frame", "excluded")}
        files |= {f"frame.{frame}.tsv": t.as_table(lines), f"excluded.{frame}.tsv": t.as_table([f"{frame}\t注销"])}
    return redraw()(files | {MANIFEST: t.as_sheet(values | changes)})


def supplemented(files: Files, k: int) -> Files:
    """Add a supplementary round that replaces the first ones drawn before."""
    replaced = ids_drawn(files, k - 1, "labels", "A")[: 3 - k]
    values = SUPPLEMENTS[k] | {f"replace.{id_}": "注销" for id_ in replaced}
    return redraw()(files | {names(k)[0]: t.as_sheet(values)})


@cache
def bundle(alg: str = "sha256", rounds: int = 2) -> Files:
    """Return a draw with up to two supplementary rounds that reach the caps exactly."""
    return supplemented(bundle(alg, rounds - 1), rounds) if rounds else main_draw(alg)


# The shells.


@pytest.fixture(scope="session", params=["sh", "busybox"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return each shell that is installed, with the eight tools and no others."""
    found = shutil.which(request.param)
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    instead = dict.fromkeys(TOOLS, found) if request.param == "busybox" else {}
    command = (found, "sh") if request.param == "busybox" else (found,)
    return Shell(command, toolbox(tmp_path_factory.mktemp("path") / "bin", **instead))


def with_tools(shell: Shell, folder: Path, *tools: str) -> Shell:
    """Give a shell more tools, or skip the test where one is not installed."""
    shutil.copytree(shell.path, folder, symlinks=True)
    for tool in tools:
        found = shutil.which(tool)
        if found is None:
            pytest.skip(f"{tool} is not installed")
        (folder / tool).unlink(missing_ok=True)
        (folder / tool).symlink_to(found)
    return Shell(shell.command, folder)


def verified(shell: Shell, folder: Path, files: Files) -> Report:
    """Lay out a bundle, verify it, and see that nothing was written."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    report = shell.run(str(folder), cwd=folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert report.errors == ""
    assert all(LINE.fullmatch(line) for line in report.text.splitlines()[:-2])
    return report


@pytest.fixture
def verify(bare: Shell, tmp_path: Path) -> Verify:
    """Return a function that verifies a bundle with the eight tools."""
    return lambda files, folder="bundle": verified(bare, tmp_path / folder, files)


HASHERS = ("cksum", "openssl")


@pytest.fixture(params=HASHERS)
def verify_sm3(bare: Shell, tmp_path: Path, request: pytest.FixtureRequest) -> Verify:
    """Return a function that verifies a bundle with a tool that knows SM3."""
    shell = with_tools(bare, tmp_path / "bin", request.param)
    return lambda files, folder="bundle": verified(shell, tmp_path / folder, files)


# What is sound is accepted.


def test_two_supplementary_rounds_and_batches_are_checked_to_the_end(verify: Verify) -> None:
    report = verify(bundle())
    assert (report.status, report.codes("unchecked"), report.codes("refused")) == (0, set(), set())
    assert all(f"round {k}: the tickets of the drawn agree" in report.text for k in (1, 2))


def test_everything_follows_the_algorithm_of_the_draw(verify_sm3: Verify) -> None:
    report = verify_sm3(bundle("sm3"))
    assert (report.status, report.codes("unchecked"), report.codes("refused")) == (0, set(), set())
    assert hashed("sm3", bundle("sm3")[MANIFEST]) in report.text.splitlines()[-2]


def test_without_a_tool_for_it_sm3_is_named_as_unchecked_and_the_rest_is_checked(verify: Verify) -> None:
    report = verify(bundle("sm3"))
    assert (report.status, report.codes("unchecked")) == (3, {"alg"})
    above = t.swap(names(2)[0], "quota.labels.A=1", "quota.labels.A=2")
    assert verify(above(bundle("sm3")), "above").codes("refused") == {"cap"}


def test_the_owner_gets_the_command_that_fits_the_algorithm(verify_sm3: Verify) -> None:
    files = bundle("sm3")
    ticket, id_ = t.rows(files[DRAWN])[0][2:]
    line = verify_sm3(files).text.splitlines()[-1].split("owner: ")[1].replace("ID", f"'{id_}'")
    assert subprocess.run(["sh", "-c", line], capture_output=True, check=True).stdout.decode()[:64] == ticket


@pytest.mark.parametrize("awk", ["mawk", "gawk", "busybox", "original-awk"])
def test_every_awk_says_the_same_of_the_rounds(bare: Shell, tmp_path: Path, awk: str) -> None:
    if shutil.which(awk) is None:
        pytest.skip(f"{awk} is not installed")
    other = Shell(bare.command, toolbox(tmp_path / "bin", awk=awk))
    files = t.swap(names(2)[0], "quota.labels.A=1", "quota.labels.A=100")(bundle())
    for folder, bundled in {"sound": bundle(), "forged": files}.items():
        assert verified(other, tmp_path / f"{folder}1", bundled) == verified(bare, tmp_path / folder, bundled)


@pytest.mark.parametrize("shell", [("bash", "--posix"), ("ksh",), ("yash", "-o", "posix")], ids=lambda shell: shell[0])
def test_other_shells_say_the_same(bare: Shell, tmp_path: Path, shell: tuple[str, ...]) -> None:
    found = shutil.which(shell[0])
    if found is None:
        pytest.skip(f"{shell[0]} is not installed")
    other = Shell((found, *shell[1:]), bare.path)
    report = verified(bare, tmp_path / "bundle", bundle())
    assert other.run(str(tmp_path / "bundle"), cwd=tmp_path, env={"LC_ALL": "C"}) == report


def unrevealed(*rounds: int) -> Step:
    """Return a step that takes back what rounds have revealed."""
    gone = [name for k in rounds for name in names(k)[1:]] + ["batches.tsv"] * (0 in rounds)
    return t.steps(*(t.delete(name) for name in gone))


def test_the_last_round_may_wait_for_its_reveal(verify: Verify) -> None:
    waiting = unrevealed(2)
    report = verify(waiting(bundle()))
    assert (report.status, report.codes("unchecked")) == (3, {"uncommitted"})
    assert "round 2: reveal.2.txt is not there yet" in report.text
    above = t.steps(waiting, t.swap(names(2)[0], "quota.labels.A=1", "quota.labels.A=2"))
    assert verify(above(bundle()), "above").codes("refused") == {"cap"}


def test_a_supplement_may_be_committed_before_the_main_draw_is_revealed(verify: Verify) -> None:
    sealed = t.steps(unrevealed(0, 1))(bundle(rounds=1))
    report = verify(sealed)
    assert (report.status, report.codes("unchecked")) == (3, {"uncommitted"})
    assert verify(t.swap(names(1)[0], "labels.B", "labels.D")(sealed), "strata").codes("refused") == {"strata"}
    early = t.put(names(1)[0], "committed.at", "2025-05-12T21:29:59+08:00")
    assert verify(early(sealed), "early").codes("refused") == {"order"}


@pytest.mark.parametrize("batches", [1, 3, 5, 6, 10**17])
def test_any_number_of_batches_is_cut_without_delay(verify: Verify, batches: int) -> None:
    assert verify(main_draw(**{"batches.labels": str(batches), "batches.food": "2"})).status == 0


def test_a_replaced_object_gives_its_place_back_in_every_frame(verify: Verify) -> None:
    files = main_draw(**{"cap.food": "1/2"})
    twice = sorted(set(ids_drawn(files, 0, "food", "C.1 x")))
    asks = {"committed.at": "2025-06-01T09:00:00+08:00", "quota.food.C.1 x": "1"}

    def replacing(*ids: str) -> Files:
        request = asks | {f"replace.{id_}": "停业" for id_ in ids}
        return redraw()(files | {names(1)[0]: t.as_sheet(request)})

    assert verify(replacing(twice[0])).status == 0
    assert verify(replacing(ids_drawn(files, 0, "labels", "B")[0]), "elsewhere").codes("refused") == {"cap"}


# What is not checked is named.


@pytest.mark.parametrize("name", ["manifest.tsr", "supplement.2.tsr"])
def test_time_tokens_are_named_as_unchecked(verify: Verify, name: str) -> None:
    report = verify(bundle() | {name: b"0\x82"})
    assert (report.status, report.codes("unchecked")) == (3, {"token"})


def test_signatures_of_drand_are_named_as_unchecked_where_an_event_relies_on_them(verify: Verify) -> None:
    signed = redraw()(t.put(R2, "beacon", "DRAND/18940612")(bundle())) | {"drand.tsv": b"18940612\t-\n"}
    report = verify(signed)
    assert (report.status, report.codes("unchecked")) == (3, {"drand"})
    assert verify(bundle() | {"drand.tsv": b""}, "idle").status == 0


def weighted(weight: str, **changes: str) -> Files:
    """Return a draw whose frame of food is drawn by weights."""
    files = main_draw(**changes, **{"frame.food.design": "pareto"})
    return redraw()(t.rewrite("frame.food.tsv", lambda table: table.replace(b"-\n", f"{weight}\n".encode()))(files))


def test_of_a_draw_by_weights_all_but_the_draw_itself_is_checked(verify: Verify) -> None:
    report = verify(weighted("12"))
    assert (report.status, report.codes("unchecked"), "weights" in report.codes("ok")) == (3, {"design"}, True)
    assert verify(weighted(str(2**53 // 18)), "largest").status == 3
    assert verify(weighted(str(2**53 // 18 + 1)), "large").codes("refused") == {"weights"}
    assert verify(weighted("-"), "none").codes("refused") == {"weights"}
    assert verify(weighted("0"), "nought").codes("refused") == {"weights", "form.field"}


def by_chance(ratio: str, cap: str, **changes: str) -> Files:
    """Return a draw of food alone whose rounding is by chance, before the chance has spoken."""
    values = {"ratio.food.C.1 x": ratio, "quota.food.C.1 x": "2", cap: "1/2", "frame.food.rounding": "chance"}
    files = main_draw(**values, **changes)
    alone = {key: value for key, value in pairs(files[MANIFEST]).items() if "labels" not in key}
    return redraw()({name: files[name] for name in files if "labels" not in name} | {MANIFEST: t.as_sheet(alone)})


def test_by_chance_one_more_is_left_open_and_held_to_the_caps(verify: Verify) -> None:
    for cap in ("cap.food.C.1 x", "cap.food"):
        files = by_chance("5/12", cap)
        report = verify(files, f"less {cap}")
        assert (report.status, report.codes("unchecked")) == (3, {"rounding"})
        report = verify(drawn_of(files, 0, more=1), f"more {cap}")
        assert (report.status, report.codes("unchecked")) == (3, {"rounding"})
        tight = redraw()(t.put(MANIFEST, cap, "1/3")(files))
        assert verify(tight, f"tight {cap}").status == 3
        assert verify(drawn_of(tight, 0, more=1), f"above {cap}").codes("refused") == {"cap"}
        assert "drawn" in verify(drawn_of(files, 0, more=2), f"two {cap}").codes("refused")


# What is not sound is refused, each with its own code and naming the round or the file.


@attrs.frozen
class Forgery:
    """One thing done to a bundle, what is refused for it, and the place that the message names."""

    name: str
    codes: frozenset[str]
    place: str
    apply: Step
    also: frozenset[str]
    rounds: int


def forged(name: str, codes: str, place: str, *several: Step, also: str = "", rounds: int = 1) -> Forgery:
    """Return a forgery of a bundle with so many supplementary rounds."""
    return Forgery(name, frozenset(codes.split()), place, t.steps(*several), frozenset(also.split()), rounds)


def asked(name: str, codes: str, k: int, *several: Step, also: str = "") -> Forgery:
    """Return a forgery of what the last round asks for, with an honest draw after it."""
    return forged(name, codes, f"round {k}", *several, redraw(), also=also, rounds=k)


def told(name: str, codes: str, k: int, **values: str) -> Forgery:
    """Return a forgery of what the last round reveals, with an honest draw after it."""
    values = {key.replace("_", "."): value for key, value in values.items()}
    return forged(name, codes, f"reveal.{k}.txt", redraw({k: values}), rounds=k)


def again(files: Files) -> Files:
    """Replace once more, in round 2, whoever was replaced in round 1."""
    once = next(key for key in pairs(files[R1]) if key.startswith("replace."))
    return t.put(R2, once, "停业")(files)


def next_ranks(files: Files) -> Files:
    """Draw round 1 by the key of the main draw, so that everyone knows who is next."""
    key = pairs(files[REVEAL])["key"]
    drawn = drawn_of(files | {names(1)[1]: t.as_sheet({"key": key})}, 1)
    return files | {name: drawn[name] for name in names(1)[2:]}


def drawn_again(files: Files) -> Files:
    """Put an object of the main draw in the place of one drawn in round 1."""
    rows, key = t.rows(files[DRAWN1]), pairs(files[names(1)[1]])["key"]
    kept = [row for row in rows if row[1] == "A"]
    old = ids_drawn(files, 0, "labels", "B")[0]
    lines = ["\t".join(row) for row in [*kept, ["labels", "B", t.digest(f"{key}|{old}"), old]]]
    return files | {DRAWN1: t.as_table(lines)}


def flipped(file: str, column: int) -> Step:
    """Return a step that changes the last digit in a column of the first line of a table."""

    def flip(files: Files) -> Files:
        (*_, last) = first = t.rows(files[file])[0]
        old = first[column] if column < len(first) - 1 else last
        return t.swap(file, old, old[:-1] + ("1" if old[-1] == "0" else "0"))(files)

    return flip


def stray(name: str) -> Step:
    """Return a step that adds an empty file."""
    return lambda files: files | {name: b""}


def put_in(k: int, key: str, value: str) -> Step:
    """Return a step that puts another value into what a round reveals."""
    return t.put(names(k)[1], key, value)


def exchanged(files: Files) -> Files:
    """Exchange the batches of the first object and the last."""
    rows = t.rows(files[BATCHES])
    rows[0][2], rows[-1][2] = rows[-1][2], rows[0][2]
    return files | {BATCHES: t.as_table("\t".join(row) for row in rows)}


def more_batches(files: Files) -> Files:
    """Commit to another number of batches than the draw was cut into."""
    return t.steps(t.put(MANIFEST, "batches.labels", "3"), redraw())(files) | {BATCHES: files[BATCHES]}


def none_replaced(files: Files) -> Files:
    """Draw in round 2 without replacing anybody."""
    return t.lines(R2, lambda lines: [line for line in lines if b"replace" not in line])(files)


def sha256_tickets(files: Files) -> Files:
    """Rank the main draw by SHA-256."""
    manifest = t.put(MANIFEST, "alg", "sha256")(files)[MANIFEST]
    return files | {DRAWN: drawn_of(files | {MANIFEST: manifest}, 0)[DRAWN]}


R1, R2 = names(1)[0], names(2)[0]
DRAWN1, THRESHOLDS1 = names(1)[2:]
BATCHES = "batches.tsv"
OTHER = t.digest("another")
TWO_EVENTS = {"beacon": "KL8/1;KL8/2", "beacon.at": "2025-06-11T15:00:00Z;2025-06-12T15:00:00Z"}
TWO_INSTANTS = "2025-06-01T09:00:00Z;2025-06-02T09:00:00Z"
STRAYS = (
    "reveal.3.txt",
    "drawn.7.tsv",
    "thresholds.0.tsv",
    "supplement.9.tsr",
    "supplement.01.txt",
    "supplement.x\n\x1b.txt",
)


ORDER = (
    forged("no first round", "supplement", "supplement.2.txt", *(t.delete(name) for name in names(1)), rounds=2),
    *(forged(f"a stray {name!r}", "supplement", re.sub("[^0-9a-z.]", "?", name), stray(name)) for name in STRAYS),
    forged(
        "a round not revealed before the next", "supplement", "round 2", unrevealed(1), also="file.missing", rounds=2
    ),
    forged("the main draw not revealed", "supplement", "round 1", unrevealed(0)),
    forged(
        "two rounds that wait", "supplement", "round 2", unrevealed(1), unrevealed(2), also="file.missing", rounds=2
    ),
    asked("committed before the beacon", "order", 1, t.put(R1, "committed.at", "2025-05-12T15:30:00+08:00")),
    asked("committed with the round before", "order", 2, t.put(R2, "committed.at", "2025-05-12T13:30:00Z")),
    asked("an event at its commitment", "order", 2, t.put(R2, "beacon.at", "2025-06-10T01:00:00Z")),
    asked("an edition of another day", "order", 2, t.put(R2, "beacon", "SZSE399001/20250612")),
    asked("an edition long over", "order", 2, t.put(R2, "beacon", "DRAND/1")),
    asked("more instants than events", "order", 2, t.put(R2, "beacon.at", TWO_EVENTS["beacon.at"])),
)
REQUESTS = (
    forged("a request changed after the draw", "seed", "round 1", t.put(R1, "x.note", "1"), also=AFTER),
    asked("nobody of that id was drawn", "supplement", 1, t.put(R1, "replace.A.99 号", "注销")),
    asked("replaced twice", "supplement", 2, again),
    asked("more than are left", "quota", 2, t.put(R2, "quota.food.C.1 x", "4"), also="drawn threshold"),
    asked("an unknown stratum", "strata", 1, t.put(R1, "quota.labels.C", "1"), also="cap drawn threshold"),
    asked("an unknown frame", "strata", 1, t.put(R1, "quota.shops.A", "1"), also="drawn threshold"),
    asked("above the cap of the frame", "cap", 2, t.put(R2, "quota.labels.B", "1")),
    asked("above the cap of the stratum", "cap", 1, t.put(R1, "quota.labels.A", "3"), t.drop(R1, "quota.labels.B")),
    asked("a cap without its replacement", "cap", 2, none_replaced),
    asked("a quota of nought", "form.field", 1, t.put(R1, "quota.food.C.1 x", "0")),
    asked("a key of the manifest", "form.key", 1, t.put(R1, "ratio.labels.A", "1/2")),
    asked("a replacement without reason", "form.field", 1, t.put(R1, "replace.A.99 号", ""), also="supplement"),
    asked("a replacement of a blank", "form.key", 1, t.put(R1, "replace. A", "注销"), also="supplement"),
    asked("no quota", "form.key", 1, t.drop(R1, "quota.labels.A"), t.drop(R1, "quota.labels.B")),
    asked("no instant", "form.key", 1, t.drop(R1, "committed.at"), also="order"),
    asked("events without instants", "form.key", 2, t.drop(R2, "beacon.at"), also="order"),
    asked("instants without events", "form.key", 2, t.drop(R2, "beacon"), also="order"),
    asked("two instants of one commitment", "form.field", 1, t.put(R1, "committed.at", TWO_INSTANTS), also="order"),
    asked("a source twice", "beacon", 2, *(t.put(R2, key, value) for key, value in TWO_EVENTS.items())),
    forged("a request with carriage returns", "form.cr", R1, t.rewrite(R1, lambda b: b.replace(b"\n", b"\r\n"))),
    asked("a request unsorted", "form.unsorted", 1, t.lines(R1, lambda x: [x[0], *x[:0:-1]])),
    asked("a request of another version", "form.head", 1, t.lines(R1, lambda x: [b"ssj2\n", *x[1:]]), also="form.key"),
)
REVEALS = (
    told("another beacon than the main draw", "beacon", 1, beacon=t.KL8),
    told("another edition", "beacon", 2, beacon="SZSE399001/20250612/10126.83"),
    told("the main beacon in spite of its own", "beacon", 2, beacon=f"{t.KL8};{t.SZSE}"),
    told("an old code", "code", 1, code_operator=code("sha256", "operator", 1)),
    told("a later code", "code", 1, code_operator=code("sha256", "operator", 3)),
    forged("another round", "k", "reveal.1.txt", put_in(1, "k", "0")),
    forged("no code", "code", "reveal.1.txt", t.drop("reveal.1.txt", "code.operator"), also=AFTER),
    forged("a seed written over", "seed", "round 1", put_in(1, "seed", OTHER)),
    forged("a draw key written over", "key", "round 1", put_in(1, "key", "0" * 32)),
    forged("a matching key written over", "mkey", "round 1", put_in(1, "mkey", "0" * 32)),
)
DRAWS = (
    forged("no list of a round", "file.missing", "drawn.1.tsv", t.delete(DRAWN1)),
    forged("no reveal of a round", "file.missing", "reveal.1.txt", t.delete("reveal.1.txt")),
    forged("the next ranks of the main draw", "drawn", "drawn.1.tsv", next_ranks, also="ticket threshold"),
    forged("drawn a second time", "drawn", "drawn.1.tsv", drawn_again),
    forged("one of the drawn left out", "drawn", "round 1", t.lines(DRAWN1, lambda x: x[1:])),
    forged("a ticket changed", "ticket", "drawn.1.tsv", flipped(DRAWN1, 2)),
    forged("a threshold changed", "threshold", "round 1", flipped(THRESHOLDS1, 4)),
    forged("rows as before the main draw", "threshold", "round 1", t.swap(THRESHOLDS1, "A\t9\t2", "A\t12\t2")),
    forged("a threshold not asked for", "threshold", THRESHOLDS1, t.add(THRESHOLDS1, "food\tC.1 x\t3\t0\t-")),
    forged("no batches", "file.missing", BATCHES, t.delete(BATCHES)),
    forged("batches exchanged", "batches", "", exchanged),
    forged("another number of batches", "batches", "", more_batches, rounds=0),
    forged("batches unsorted", "form.unsorted", BATCHES, t.lines(BATCHES, lambda x: x[::-1]), also="batches"),
)
SM3 = (
    forged(
        "a frame bound by SHA-256",
        "table.hash",
        "frame.food.tsv",
        lambda f: t.put(MANIFEST, "frame.food.hash", t.digest(f["frame.food.tsv"]))(f),
        redraw(bound=False),
        rounds=0,
    ),
    forged(
        "a chain by SHA-256",
        "code",
        "reveal.txt",
        t.put(MANIFEST, "chain.operator", code("sha256", "operator", 0)),
        redraw({0: {"code.operator": code("sha256", "operator", 1)}}),
        rounds=0,
    ),
    forged("a seed by SHA-256", "seed", "", t.reseed, also="key mkey"),
    forged("tickets by SHA-256", "ticket", "drawn.tsv", sha256_tickets, also="drawn threshold batches", rounds=0),
    forged(
        "SHA-256 after the draw", "table.hash", "frame.food.tsv", t.put(MANIFEST, "alg", "sha256"), also=f"code {AFTER}"
    ),
)


def judge(report: Report, forgery: Forgery) -> None:
    """See that a forgery was refused for what it is."""
    refused = report.codes("refused")
    assert report.status == 1
    assert forgery.codes <= refused <= forgery.codes | forgery.also
    (expected,) = forgery.codes
    lines = [line for line in report.text.splitlines() if line.startswith(f"拒绝 refused {expected}:")]
    assert any(forgery.place in line for line in lines)


@pytest.mark.parametrize("forgery", ORDER + REQUESTS + REVEALS + DRAWS, ids=lambda forgery: forgery.name)
def test_every_forgery_of_rounds_and_batches_is_refused_for_what_it_is(verify: Verify, forgery: Forgery) -> None:
    judge(verify(forgery.apply(bundle(rounds=forgery.rounds))), forgery)


@pytest.mark.parametrize("forgery", SM3, ids=lambda forgery: forgery.name)
def test_every_mixture_of_hashes_is_refused_for_what_it_is(verify_sm3: Verify, forgery: Forgery) -> None:
    judge(verify_sm3(forgery.apply(bundle("sm3", forgery.rounds))), forgery)


def test_a_request_that_cannot_be_read_stops_its_round(verify: Verify) -> None:
    report = verify(t.rewrite(R1, lambda sheet: sheet + b"\xff\n")(bundle()))
    assert (report.status, report.codes("refused"), report.codes("unchecked")) == (1, {"form.utf8"}, {"replay"})


# Long tables.


def long() -> Files:
    """Return a draw that leaves out more objects than there are lines in a chunk."""
    lines = (f"{number:07}\t-\n" for number in range((1 << 20) + 1))
    return redraw()(main_draw() | {"excluded.food.tsv": "".join(lines).encode()})


def test_the_hash_of_a_long_table_is_that_of_its_chunks_where_split_can_filter(tmp_path: Path) -> None:
    bare = Shell(("/bin/sh",), toolbox(tmp_path / "path"))
    report = verified(bare, tmp_path / "bundle", files := long())
    assert (report.status, report.codes("unchecked")) == (3, {"table.hash"})
    able = with_tools(bare, tmp_path / "bin", "split")
    assert verified(able, tmp_path / "again", files).status == 0
    files = t.swap("excluded.food.tsv", "0000007\t-\n", "0000007\tx\n")(files)
    assert verified(able, tmp_path / "forged", files).codes("refused") == {"table.hash"}
