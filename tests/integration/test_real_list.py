"""A real list of enterprises, from the file to draws that two verifiers accept and that no tampering survives."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import attrs
import pytest

from shuangsuiji.bundle import from_json, read_draw, to_json, verify_folder, write_bundle
from shuangsuiji.cli import main
from shuangsuiji.draws import Draw, PastDraw, commit, draw
from shuangsuiji.errors import YearlyCapError
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.lottery import Algorithm, BeaconEvent, CheckStatus, Reveal, beacon_value, chain, verify_files
from shuangsuiji.planning import AnnualPlan, SamplingDesign, Task
from shuangsuiji.registry import ObjectPool
from shuangsuiji.tables import ImportReport, import_objects
from shuangsuiji.testing.city import item_list
from tests.vectors import tamperings as t
from tests.vectors.tamperings import DRAWN, MANIFEST, REVEAL, THRESHOLDS, Files, Step

LIST = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "changzhou-enterprises.csv"
pytestmark = pytest.mark.skipif(not LIST.exists(), reason=f"the real list is not there: {LIST}")

ROWS = 10_538
CODE_COLUMN = 1
ITEM = "annual-report"
FRAME, EXCLUDED = f"frame.{ITEM}.tsv", f"excluded.{ITEM}.tsv"
PLAN = AnnualPlan(
    id="2026",
    authority="320481-SCJG",
    year=2026,
    tasks=(
        Task(
            id="2026-07",
            name="公示信息抽查",
            designs=(SamplingDesign(item_code=ITEM, ratios="3%"),),
            strata=("kind", "region"),
        ),
    ),
)
EVENTS = (
    BeaconEvent(source="KL8", edition="2026052", at=datetime.fromisoformat("2026-03-03T21:30:00+08:00")),
    BeaconEvent(source="SZSE399001", edition="20260303", at=datetime.fromisoformat("2026-03-03T15:00:00+08:00")),
)
TYPED = ("03 07 11 14 18 21 25 29 33 36 40 44 47 52 55 61 66 70 73 79", "13,502.46")
BEACON = ";".join(
    f"{event.name}/{beacon_value(event.source, typed)}" for event, typed in zip(EVENTS, TYPED, strict=True)
)
PARTIES = ("operator", "supervisor")
CHAINS = {
    party: chain(Algorithm.SHA256, party, digit * 64, 4) for party, digit in (("operator", "5"), ("supervisor", "7"))
}


def pool_of(report: ImportReport) -> ObjectPool:
    return report.pool(id="changzhou", owner=PLAN.authority, item_codes=[ITEM], maintained_on=date(2026, 3, 1))


def rows_of_list() -> list[list[str]]:
    return list(csv.reader(io.StringIO(LIST.read_text(encoding="utf-8-sig"), newline="")))


def as_csv(rows: list[list[str]], encoding: str = "utf-8") -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.fixture(scope="module")
def report() -> ImportReport:
    """Return the report on the real list."""
    return import_objects(LIST)


@pytest.fixture(scope="module")
def pool(report: ImportReport) -> ObjectPool:
    """Return the pool of the real list."""
    return pool_of(report)


def drawn_from(pool: ObjectPool, mode: str) -> Draw:
    """Draw 3 % of every kind and region, some objects left out."""
    sealed = mode == "sealed"
    commitment = commit(
        PLAN["2026-07"],
        pool,
        plan=PLAN,
        items=item_list(),
        rules=LIYANG_RULES,
        beacons=EVENTS,
        committed_at=datetime.fromisoformat("2026-03-02T09:00:00+08:00"),
        parties={party: codes[0] for party, codes in CHAINS.items()} if sealed else None,
        reveal_by=date(2026, 3, 31) if sealed else None,
        mode=mode,
        excluded=dict.fromkeys(pool.columns.ids[::1000], "近期已检"),
    )
    codes = {party: codes[1] for party, codes in CHAINS.items()} if sealed else {}
    return draw(commitment, Reveal(beacon=BEACON, codes=codes))


@pytest.fixture(scope="module")
def draws(pool: ObjectPool) -> dict[str, Draw]:
    """Return an open and a sealed draw."""
    return {mode: drawn_from(pool, mode) for mode in ("open", "sealed")}


@attrs.frozen
class Shelf:
    """The bundles of both draws, and the shell verifiers that are at work on them."""

    folders: dict[str, Path]
    running: dict[str, subprocess.Popen[bytes]]


@pytest.fixture(scope="module")
def shelf(draws: dict[str, Draw], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """Write both bundles, and start `sh verify.sh` in each: a fork per row takes seconds, so they run side by side."""
    folder, shell = tmp_path_factory.mktemp("real"), shutil.which("sh")
    folders = {mode: write_bundle(made, folder / mode) for mode, made in draws.items()}
    running = {
        mode: subprocess.Popen([shell, "verify.sh"], cwd=bundle, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for mode, bundle in folders.items()
        if shell is not None and shutil.which("sha256sum") is not None
    }
    yield Shelf(folders, running)
    for process in running.values():
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


@pytest.fixture(autouse=True)
def _early(shelf: Shelf) -> None:
    """Have the shell verifiers start before the first test, and work while the others run."""
    assert shelf.folders


# The import.


def test_every_row_is_accounted_for(report: ImportReport) -> None:
    assert report.rows == ROWS == len(rows_of_list()) - 1
    assert report.accepted + len(report.rejected) + len(report.skipped) == ROWS
    assert (report.source, report.encoding) == (LIST.name, "utf-8")


def test_repeated_codes_are_all_that_is_rejected(report: ImportReport) -> None:
    codes = Counter(row[CODE_COLUMN] for row in rows_of_list()[1:])
    repeats = sum(codes.values()) - len(codes)
    assert repeats > 0
    assert (report.accepted, report.counts()) == (len(codes), {"duplicate": repeats})
    assert tuple(report.columns.ids) == tuple(sorted(codes))


def test_rejected_rows_are_verbatim(report: ImportReport) -> None:
    rows = rows_of_list()
    assert all(list(one.cells) == rows[one.row - 1] for one in report.rejected)
    again = import_objects(report.rejected_csv())
    assert (again.accepted, again.rejected) == (len({one.cells[CODE_COLUMN] for one in report.rejected}), ())


def test_old_registration_numbers_and_unknown_fields_are_in_the_pool(pool: ObjectPool) -> None:
    old = [id_ for id_ in pool.columns.ids if len(id_) == 15]
    assert len(old) > 0
    assert all(pool[id_].region == id_[:6] for id_ in old)
    assert "N/A" not in {*pool.columns.names, *pool.columns.regions.labels}
    assert set(pool.columns.kinds.counts()) == {"企业", "个体工商户", "其他市场主体"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_the_same_list_in_another_encoding_gives_the_same_pool(pool: ObjectPool, encoding: str) -> None:
    report = import_objects(LIST.read_text(encoding="utf-8-sig").encode(encoding))
    assert report.encoding == encoding.removesuffix("-sig")
    assert pool_of(report).digest == pool.digest


def test_another_order_of_rows_gives_the_same_pool(pool: ObjectPool) -> None:
    header, *rows = rows_of_list()
    random.Random(7).shuffle(rows)  # noqa: S311 - a fixed order
    assert pool_of(import_objects(as_csv([header, *rows], "gb18030"))).digest == pool.digest


def test_soiled_codes_under_a_title_and_above_a_total_give_the_same_pool(pool: ObjectPool) -> None:
    header, *rows = rows_of_list()
    width = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
    for number, row in enumerate(rows):
        code = row[CODE_COLUMN]
        row[CODE_COLUMN] = (code.lower(), f" {code[:6]} {code[6:]}", code.translate(width), code)[number % 4]
    report = import_objects(as_csv([["常州市企业名单"], header, *rows, [], ["合计", str(len(rows))]]))
    assert pool_of(report).digest == pool.digest
    assert [one.reason for one in report.skipped] == ["空行", "合计行"]
    assert len(report.repairs) > ROWS // 2


def test_the_command_line_says_the_same(capsys: pytest.CaptureFixture[str], report: ImportReport) -> None:
    assert main(["import", str(LIST), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["rows"], said["accepted"], len(said["rejected"])) == (ROWS, report.accepted, len(report.rejected))


def test_a_pool_goes_through_json_and_comes_back(pool: ObjectPool) -> None:
    assert from_json(to_json(pool, indent=None), ObjectPool).digest == pool.digest


# The draws.


@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_three_in_a_hundred_are_drawn_in_every_stratum_and_no_more(
    draws: dict[str, Draw], pool: ObjectPool, mode: str
) -> None:
    made = draws[mode]
    [frame] = made.frames
    kept = [one for one in pool if one.id not in made.commitment.excluded[ITEM]]
    counts = Counter(f"{one.kind}/{one.region}" for one in kept)
    assert {one.stratum: one.rows for one in frame.strata} == counts
    assert {one.stratum: one.quota for one in frame.strata} == {
        label: rows * 3 // 100 for label, rows in counts.items()
    }
    assert Fraction(len(made.objects), len(kept)) <= Fraction(3, 100)
    assert all(f"{pool[id_].kind}/{pool[id_].region}" == one.stratum for one in frame.strata for _, id_ in one.drawn)


def test_strata_left_without_a_chance_are_warned_of(draws: dict[str, Draw]) -> None:
    commitment = draws["sealed"].commitment
    without = {one.stratum for one in draws["sealed"].frames[0].strata if one.quota == 0}
    assert without
    assert {one.where for one in commitment.findings if one.code == "draw.no_chance"} == {
        f"{ITEM} {stratum}" for stratum in without
    }


def test_a_second_draw_of_the_year_would_carry_the_item_over_its_cap(draws: dict[str, Draw], pool: ObjectPool) -> None:
    with pytest.raises(YearlyCapError, match="二（二）"):
        commit(
            PLAN["2026-07"],
            pool,
            plan=PLAN,
            items=item_list(),
            rules=LIYANG_RULES,
            beacons=[BeaconEvent(source="DICE", edition="二", at=datetime.fromisoformat("2026-06-01T10:00:00+08:00"))],
            committed_at=datetime.fromisoformat("2026-05-01T09:00:00+08:00"),
            mode="open",
            earlier=[PastDraw.of(draws["open"])],
        )


@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_the_package_accepts_the_folder(shelf: Shelf, draws: dict[str, Draw], mode: str) -> None:
    verdict = verify_folder(shelf.folders[mode])
    assert (verdict.exit_status, verdict.commit) == (0, draws[mode].commitment.commit)
    assert read_draw(shelf.folders[mode]).objects == draws[mode].objects


def test_an_owner_checks_one_code_with_sha256sum(draws: dict[str, Draw]) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("there is no sha256sum")
    made = draws["sealed"]
    drawn = next(iter(made.objects))
    spared = next(id_ for id_ in made.commitment.frames[ITEM].ids if id_ not in made.objects)
    for id_, is_drawn in ((drawn, True), (spared, False)):
        answer = made.why(id_.lower())
        done = subprocess.run(["sh", "-c", answer.command], capture_output=True, check=True)
        assert done.stdout.decode()[:64] == answer.ticket
        assert answer.drawn is is_drawn


# Tamperings: what is done, and the check that refuses it.


def first_line(file: str, old: str, new: str) -> Step:
    """Return a step that changes the first line of a table."""
    return t.lines(file, lambda x: [x[0].replace(old.encode(), new.encode(), 1), *x[1:]])


def some(key: str, files: Files) -> str:
    """Return a key of the manifest that begins so, of a stratum from which something is drawn."""
    found = t.pairs(files[MANIFEST])
    quotas = {name.split(".", 2)[2]: int(value) for name, value in found.items() if name.startswith("quota.")}
    return f"{key}.{ITEM}.{max(quotas, key=quotas.__getitem__)}"


def promise(key: str, value: str) -> Step:
    """Return a step that commits to another value in the largest stratum."""
    return lambda files: t.manifest(some(key, files), value)(files)


def without_a_stratum(files: Files) -> Files:
    """Take one stratum out of the promises of the manifest."""
    gone = [some(key, files) for key in ("ratio", "quota", "cap")]
    return t.steps(*(t.drop(MANIFEST, key) for key in gone), t.redraw)(files)


def undrawn(files: Files) -> str:
    """Return the line of an object that is not drawn, with its true ticket."""
    key = t.pairs(files[REVEAL])["key"]
    drawn = {row[3] for row in t.rows(files[DRAWN])}
    id_, stratum, *_ = next(row for row in t.rows(files[FRAME]) if row[0] not in drawn)
    return f"{ITEM}\t{stratum}\t{t.digest(f'{key}|{id_}')}\t{id_}"


def exchanged(files: Files) -> Files:
    """Put a friend's rival in the friend's place."""
    return t.steps(t.lines(DRAWN, lambda x: x[:-1]), t.add(DRAWN, undrawn(files)))(files)


def twin(files: Files) -> Files:
    """Give one firm a second row under its code in lower case, and draw from that."""
    line = next(line for line in files[FRAME].decode().splitlines() if line[:18] != line[:18].lower())
    return t.steps(t.add(FRAME, line[:18].lower() + line[18:]), t.bind(FRAME), t.redraw)(files)


def left_out_and_in(files: Files) -> Files:
    """Leave out an object that stands in the frame."""
    id_ = t.rows(files[FRAME])[0][0]
    return t.steps(t.add(EXCLUDED, f"{id_}\t注销"), t.bind(EXCLUDED), t.redraw)(files)


def hushed(files: Files) -> Files:
    """Remove a firm from the frame before the commitment's hash is looked at, and draw from the rest."""
    return t.steps(t.lines(FRAME, lambda x: x[1:]), t.redraw)(files)


def forged(files: Files) -> Files:
    """Change the last digit of one ticket."""
    first, *others = t.rows(files[DRAWN])
    first[2] = first[2][:-1] + ("0" if first[2][-1] != "0" else "1")
    return files | {DRAWN: t.as_table("\t".join(row) for row in (first, *others))}


def raised(files: Files) -> Files:
    """Raise the threshold of the largest stratum."""
    stratum = some("quota", files).split(".", 2)[2]
    rows = [[*row[:4], "f" * 64] if row[1] == stratum else row for row in t.rows(files[THRESHOLDS])]
    return files | {THRESHOLDS: t.as_table("\t".join(row) for row in rows)}


UNSORTED = t.lines(FRAME, lambda x: [x[1], x[0], *x[2:]])
TAMPERINGS: dict[str, tuple[str, Step]] = {
    "a row removed": ("table.rows", hushed),
    "a row added": ("table.rows", t.add(FRAME, "91320400MA00000000\t企业/320400\t320400\t-")),
    "a firm moved to another region": ("table.hash", first_line(FRAME, "\t3204", "\t3209")),
    "a reason of exclusion changed": ("table.hash", first_line(EXCLUDED, "近期已检", "注销")),
    "a firm twice in the frame": ("ids.unique", twin),
    "an object left out and in": ("excluded.overlap", left_out_and_in),
    "a frame missing": ("file.missing", t.delete(FRAME)),
    "the thresholds missing": ("file.missing", t.delete(THRESHOLDS)),
    "a frame unsorted": (
        "form.unsorted",
        t.steps(UNSORTED, t.bind(FRAME), t.redraw),
    ),
    "a frame with CRLF": ("form.cr", t.rewrite(FRAME, lambda b: b.replace(b"\n", b"\r\n"))),
    "a BOM before the drawn": ("form.bom", t.rewrite(DRAWN, lambda b: t.BOM + b)),
    "a line of the drawn twice": ("form.duplicate", t.lines(DRAWN, lambda x: [*x, x[-1]])),
    "an unknown line in the manifest": ("form.key", t.manifest("remark", "none")),
    "a quota lowered": ("quota", promise("quota", "1")),
    "a ratio lowered": ("quota", promise("ratio", "1/50")),
    "a stratum without a promise": ("strata", without_a_stratum),
    "more used than the cap allows": ("cap", t.manifest(f"used.{ITEM}", "1000")),
    "a commitment after its beacon": ("order", t.manifest("committed.at", "2026-03-04T09:00:00+08:00")),
    "another agency after the draw": ("seed", t.put(MANIFEST, "agency", "320481-WJW")),
    "a beacon value changed": ("seed", t.rewrite(REVEAL, lambda b: b.replace(b"13502.46", b"13502.47"))),
    "another edition": ("beacon", t.rewrite(REVEAL, lambda b: b.replace(b"KL8/2026052", b"KL8/2026053"))),
    "a wrong code": ("code", t.reveal("code.operator", CHAINS["operator"][2])),
    "a party that withholds its code": ("code", t.drop(REVEAL, "code.supervisor")),
    "another round": ("k", t.put(REVEAL, "k", "1")),
    "the key written over": ("key", t.put(REVEAL, "key", "0" * 32)),
    "a drawn firm struck off": ("drawn", t.lines(DRAWN, lambda x: x[:-1])),
    "a drawn firm exchanged": ("drawn", exchanged),
    "a firm added to the drawn": ("drawn", lambda files: t.add(DRAWN, undrawn(files))(files)),
    "a ticket changed": ("ticket", forged),
    "a threshold raised": ("threshold", raised),
}


def messages(files: Files) -> dict[str, list[str]]:
    """Return the messages of the checks that refuse a bundle, by code."""
    found: dict[str, list[str]] = {}
    for one in verify_files(files).of(CheckStatus.REFUSED):
        found.setdefault(one.code, []).append(f"{one.zh} / {one.en}")
    return found


@pytest.fixture(scope="module")
def refusals(draws: dict[str, Draw]) -> dict[str, dict[str, list[str]]]:
    """Return why each tampering with the sealed draw is refused."""
    return {name: messages(step(dict(draws["sealed"].files))) for name, (_, step) in TAMPERINGS.items()}


def test_the_untampered_bundle_is_not_refused(draws: dict[str, Draw]) -> None:
    assert messages(dict(draws["sealed"].files)) == {}
    assert messages(t.redraw(dict(draws["sealed"].files))) == {}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_a_tampering_is_refused_for_what_it_is(refusals: dict[str, dict[str, list[str]]], name: str) -> None:
    assert TAMPERINGS[name][0] in refusals[name]


def test_every_tampering_is_refused_with_a_message_of_its_own(refusals: dict[str, dict[str, list[str]]]) -> None:
    own = {name: refusals[name][code][0] for name, (code, _) in TAMPERINGS.items()}
    assert len(own) >= 12
    assert len(set(own.values())) == len(own)


# The shell, which has been at work since the first test.


@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_the_shell_verifier_accepts_the_folder(shelf: Shelf, draws: dict[str, Draw], mode: str) -> None:
    if mode not in shelf.running:
        pytest.skip("there is no sh or no sha256sum")
    said, _ = shelf.running[mode].communicate(timeout=120)
    assert shelf.running[mode].returncode == 0, said.decode()
    assert draws[mode].commitment.commit in said.decode()
    assert verify_folder(shelf.folders[mode]).exit_status == 0
