"""The third verifier, a script of its own: it accepts what is sound, refuses the rest, and never breaks."""

import ast
import hashlib
import importlib.util
import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.vectors import tamperings as t
from tests.vectors.tamperings import MANIFEST, REVEAL, TAMPERINGS, Files, Step, Tampering

VECTORS = Path(__file__).parents[1] / "vectors"
SCRIPT = Path(__file__).parents[2] / "src" / "shuangsuiji" / "bundle" / "verify.py"
LINE = re.compile(r"(通过 ok|拒绝 refused|未查 unchecked|说明 note) [a-z0-9.]+: .+ / .+")
Hash = Callable[[bytes], str]


def load() -> ModuleType:
    """Load the script from its file, as a stranger would who has nothing else."""
    spec = importlib.util.spec_from_file_location("verify_py", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


script = load()


@attrs.frozen
class Report:
    """What the verifier said of a bundle."""

    lines: list[str]
    refused: set[str]
    unchecked: set[str]

    @property
    def status(self) -> int:
        """Return the exit code."""
        return 1 if self.refused else 3 if self.unchecked else 0


def verified(files: Mapping[str, bytes]) -> Report:
    """Verify a bundle; every line has its form."""
    checks = script.verify(dict(files))
    lines = [str(check) for check in checks]
    assert all(LINE.fullmatch(line) for line in lines), lines
    codes = {status: {check.code for check in checks if check.status == status} for status in ("refused", "unchecked")}
    return Report(lines, codes["refused"], codes["unchecked"])


def bundle(name: str = "ssj1-single") -> Files:
    """Return the files of a worked example."""
    return {path.name: path.read_bytes() for path in (VECTORS / name).iterdir()}


def sha256(content: bytes) -> str:
    """Return H of a draw with alg=sha256."""
    return hashlib.sha256(content).hexdigest()


# The examples and the catalogue of tamperings.


def test_the_open_example_is_accepted_whole() -> None:
    report = verified(bundle())
    assert (report.status, report.refused, report.unchecked) == (0, set(), set())


def test_of_the_sealed_example_the_matching_alone_is_left() -> None:
    report = verified(bundle("ssj1-joint"))
    assert (report.status, report.refused, report.unchecked) == (3, set(), {"matching"})


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_every_tampering_is_refused_for_what_it_is(tampering: Tampering) -> None:
    report = verified(tampering.apply(bundle(tampering.bundle)))
    assert report.refused & tampering.codes
    assert report.refused <= tampering.codes | tampering.also


# The script as a program.


def run(*arguments: str, cwd: Path, script: Path = SCRIPT, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a copy of the script without anything that is installed."""
    command = [sys.executable, "-I", "-S", "-B", str(script), *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)


def test_a_copy_in_the_bundle_verifies_its_own_folder_and_writes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "公 示"
    folder.mkdir()
    for name, content in bundle().items():
        (folder / name).write_bytes(content)
    shutil.copy(SCRIPT, folder / "verify.py")
    before = sorted(folder.iterdir())
    for done in (run(cwd=tmp_path, script=folder / "verify.py"), run("公 示", cwd=tmp_path)):
        assert (done.returncode, done.stderr) == (0, b"")
        *lines, summary, owner = done.stdout.decode().splitlines()
        assert all(LINE.fullmatch(line) for line in lines)
        assert summary.startswith(f"合计 summary: 通过 {len(lines) - 3} ok, 拒绝 0 refused, 未查 0 unchecked; ")
        assert summary.endswith(f"COMMIT {sha256(bundle()[MANIFEST])}")
        assert owner == "企业自查 owner: printf '%s|%s' 45041702c41ccbb298665f3d10642f2b ID | sha256sum"
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "utf-8", "cp1252"])
def test_a_console_without_chinese_does_not_break_it(tmp_path: Path, encoding: str) -> None:
    command = [sys.executable, "-B", "-S", str(SCRIPT), str(VECTORS / "ssj1-joint")]
    env = {"PYTHONIOENCODING": encoding, "LC_ALL": "C"}
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (3, b"")
    assert b"unchecked matching" in done.stdout


def test_without_folder_or_manifest_it_could_not_run(tmp_path: Path) -> None:
    (tmp_path / "manifest.txt").mkdir()
    for arguments in ((str(tmp_path),), ("nowhere",), ("a", "b")):
        done = run(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert "cannot run" in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()


def test_main_returns_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, content in t.lines(t.DRAWN, lambda x: x[:-1])(bundle()).items():
        (tmp_path / name).write_bytes(content)
    assert script.main([str(tmp_path)]) == 1
    assert "拒绝 1 refused" in capsys.readouterr().out


def test_it_needs_the_standard_library_of_python_3_8_alone() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))
    named = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    named += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    assert {str(name).split(".")[0] for name in named} <= sys.stdlib_module_names
    # What 3.8 does not have: subscripts of built-in types outside annotations, and newer methods.
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert not any(isinstance(call, ast.Subscript) for call in calls)
    newer = {"removeprefix", "removesuffix", "bit_count", "is_relative_to", "pairwise", "batched"}
    assert not newer & {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert not any(
        isinstance(node, ast.Call) and any(k.arg == "strict" for k in node.keywords) for node in ast.walk(tree)
    )


# Hashes.

SM3_VECTORS = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}


@pytest.mark.parametrize("message", SM3_VECTORS, ids=len)
def test_sm3_gives_the_examples_of_the_standard(message: bytes) -> None:
    assert script.sm3(message) == SM3_VECTORS[message]


def test_a_python_without_sm3_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = hashlib.new

    def without(name: str, content: bytes = b"") -> object:
        if name == "sm3":
            raise ValueError(name)
        return whole(name, content)

    monkeypatch.setattr(hashlib, "new", without)
    assert script.digest("sm3", b"abc") == SM3_VECTORS[b"abc"]
    assert script.digest("sha256", b"abc") == sha256(b"abc")


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3")
@pytest.mark.parametrize("length", [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])
def test_sm3_agrees_with_openssl(length: int) -> None:
    message = bytes(number * 7 % 256 for number in range(length))
    assert script.sm3(message) == hashlib.new("sm3", message).hexdigest()


@pytest.mark.parametrize("rows", range(9))
def test_a_long_table_is_hashed_by_pieces(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert script.CHUNK_LINES == 1_048_576
    monkeypatch.setattr(script, "CHUNK_LINES", 3)
    lines = [b"%d\n" % number for number in range(rows)]
    pieces = [b"".join(lines[start : start + 3]) for start in range(0, rows, 3)]
    want = sha256(b"".join(lines)) if rows <= 3 else sha256("".join(f"{sha256(one)}\n" for one in pieces).encode())
    assert script.table_digest("sha256", b"".join(lines)) == want


def root(lines: list[bytes]) -> bytes:
    """Return the root as RFC 9162 §2.1.1 defines it."""
    if len(lines) <= 1:
        return hashlib.sha256(b"\0" + lines[0] if lines else b"").digest()
    k = 1 << (len(lines) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root(lines[:k]) + root(lines[k:])).digest()


@pytest.mark.parametrize("leaves", range(20))
def test_the_merkle_root_is_that_of_rfc_9162(leaves: int) -> None:
    lines = [b"line %d" % number for number in range(leaves)]
    assert script.merkle_root("sha256", lines) == root(lines).hex()


def test_a_merkle_root_in_the_manifest_is_checked() -> None:
    right = root(bundle()[t.FRAME].split(b"\n")[:-1]).hex()
    assert verified(t.manifest("frame.labels.merkle", right)(bundle())).status == 0
    assert verified(t.manifest("frame.labels.merkle", "0" * 64)(bundle())).refused == {"merkle"}


# Public events.

KL8 = t.KL8.rpartition("/")[2]
CANONICAL = [
    ("KL8", KL8),
    ("SSQ", "1.5.9.12.20.33+16"),
    ("DLT", "1.7.12.20.35+1.12"),
    ("FC3D", "007"),
    ("PL5", "01234"),
    ("SZSE399001", "10126.83"),
    ("SSE000001", "0.01"),
    ("DICE", "10.8.3.0.1"),
    ("DRAND", "ab" * 32),
    ("NOTARY", "公证书 7 号"),
]
OTHERS = [
    ("KL8", KL8.removesuffix(".80")),
    ("KL8", KL8.replace("1.4.", "4.1.")),
    ("KL8", KL8.replace("1.4.", "01.4.")),
    ("KL8", KL8.replace(".80", ".81")),
    ("SSQ", "1.5.9.12.20.34+16"),
    ("SSQ", "1.5.9.12.20.33"),
    ("DLT", "1.7.12.20.35+12.1"),
    ("DLT", "1.7.12.20.35+1.12+1"),
    ("FC3D", "7"),
    ("PL5", "0123٤"),
    ("SSE000001", "3369.0"),
    ("SZSE399001", "010126.83"),
    ("DICE", "6.7"),
    ("DICE", "6"),
    ("DICE", "1.1"),
    ("DICE", "6.01"),
    ("DRAND", "AB" * 32),
    ("KL8", "6." + "1" * 5000),
    ("DICE", "6." + "1" * 5000),
]


@pytest.mark.parametrize(("source", "value"), CANONICAL)
def test_the_value_of_a_known_source_has_one_form(source: str, value: str) -> None:
    assert script.is_canonical(source, value)


@pytest.mark.parametrize(("source", "value"), OTHERS, ids=lambda value: ascii(value)[:20])
def test_a_value_in_any_other_form_is_refused(source: str, value: str) -> None:
    assert not script.is_canonical(source, value)


@pytest.mark.parametrize(
    ("event", "at", "committed_at", "code"),
    [
        ("KL8/2025122", "2025-05-12T21:30:00+08:00", "2025-05-11T09:00:00+08:00", None),
        ("KL8/25122", "2025-05-12T21:30:00+08:00", "2025-05-11T09:00:00+08:00", None),
        ("KL8/202512", "2025-05-12T21:30:00+08:00", "2025-05-11T09:00:00+08:00", "beacon"),
        ("快乐8/2025122", "2025-05-12T21:30:00+08:00", "2025-05-11T09:00:00+08:00", "beacon"),
        ("KL8", "2025-05-12T21:30:00+08:00", "2025-05-11T09:00:00+08:00", "beacon"),
        ("NOTARY/第 7 次", "2025-05-12T21:30:00+08:00", "2025-05-11T09:00:00+08:00", None),
        ("SZSE399001/20250512", "2025-05-12T23:59:59+08:00", "2025-05-11T09:00:00+08:00", None),
        ("SZSE399001/20250512", "2025-05-13T00:00:00+08:00", "2025-05-11T09:00:00+08:00", "order"),
        ("SZSE399001/20250512", "2025-05-12T21:00:00+08:00", "2025-05-12T15:00:00+08:00", "order"),
        ("SZSE399001/20250230", "2025-03-02T15:00:00+08:00", "2025-02-11T09:00:00+08:00", "beacon"),
        ("DRAND/1", "2023-08-23T23:09:27+08:00", "2023-08-23T15:09:26Z", None),
        ("DRAND/1", "2023-08-23T23:09:27+08:00", "2023-08-23T15:09:27Z", "order"),
        ("DRAND/1", "2025-05-12T21:00:00+08:00", "2025-05-11T09:00:00+08:00", "order"),
        ("DRAND/01", "2025-05-12T21:00:00+08:00", "2025-05-11T09:00:00+08:00", "beacon"),
        ("DRAND/9999999999", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "order"),
        ("DRAND/99999999999", "2025-05-12T21:00:00+08:00", "2025-05-11T09:00:00+08:00", "beacon"),
    ],
)
def test_an_event_is_named_before_it_happens(event: str, at: str, committed_at: str, code: str | None) -> None:
    early = t.steps(*(t.delete(name) for name in (REVEAL, t.DRAWN, t.THRESHOLDS)))
    named = t.steps(t.put(MANIFEST, "beacon", event), t.put(MANIFEST, "beacon.at", at), early)
    assert verified(t.put(MANIFEST, "committed.at", committed_at)(named(bundle()))).refused == ({code} - {None})


def test_a_drand_value_is_the_hash_of_its_signature_and_the_pairing_is_left() -> None:
    signature = "ab" * 48
    value = sha256(bytes.fromhex(signature))
    event = t.steps(
        t.put(MANIFEST, "beacon", "DRAND/20000000"),
        t.put(MANIFEST, "beacon.at", "2025-07-18T09:49:24+08:00"),
        t.reveal("beacon", f"DRAND/20000000/{value}"),
    )
    files = event(bundle())
    assert (verified(files).refused, verified(files).unchecked) == (set(), set())
    signed = files | {"drand.tsv": f"20000000\t{signature}\n".encode()}
    assert (verified(signed).refused, verified(signed).unchecked) == (set(), {"drand"})
    forged = files | {"drand.tsv": f"20000000\t{'ac' * 48}\n".encode()}
    assert verified(forged).refused == {"drand"}
    assert verified(files | {"drand.tsv": b"20000000\tab\n"}).refused == {"form.field"}


# A builder of bundles, of its own, to be verified.


@attrs.frozen
class Design:
    """How the frame F of a built bundle is drawn."""

    rows: dict[str, tuple[str, str]]  # stratum and weight by id
    ratio: str = "1/3"
    design: str = "stratified"
    rounding: str = "floor"


def by_weight(units: list[tuple[str, str, int]], n: int) -> tuple[list[str], str]:
    """Draw by weights as the contract says it: certain units in rounds, then the smallest Q."""
    certain: list[str] = []
    while True:
        total = sum(weight for _, _, weight in units)
        sure = [unit for unit in units if n * unit[2] >= total]
        if not sure or n == 0:
            break
        certain += [id_ for _, id_, _ in sure]
        units, n = [unit for unit in units if unit not in sure], n - len(sure)
    ranked = []
    for ticket, id_, weight in units if n else []:
        lam = (n * weight) / sum(weight for _, _, weight in units)
        u = (int(ticket[:13], 16) + 0.5) / 2**52
        ranked.append(((u * (1 - lam)) / (lam * (1 - u)), ticket, id_))
    ranked = sorted(ranked)[:n]
    return certain + [id_ for _, _, id_ in ranked], float.hex(ranked[-1][0]) if ranked else "-"


def draw(
    h: Hash, design: Design, key: str, quotas: dict[str, int], gone: set[str]
) -> dict[str, tuple[int, str, dict[str, str]]]:
    """Return by stratum the rows left, the threshold, and the tickets of the drawn."""
    result = {}
    for stratum, n in quotas.items():
        left = {id_: weight for id_, (own, weight) in design.rows.items() if own == stratum and id_ not in gone}
        tickets = {id_: h(f"{key}|{id_}".encode()) for id_ in left}
        if design.design == "pareto":
            picked, threshold = by_weight([(tickets[id_], id_, int(left[id_])) for id_ in left], n)
        else:
            picked = sorted(left, key=lambda id_: (tickets[id_], id_))[:n]
            threshold = tickets[picked[-1]] if picked else "-"
        result[stratum] = len(left), threshold, {id_: tickets[id_] for id_ in picked}
    return result


def round_files(h: Hash, files: Files, design: Design, quotas: dict[str, int], sheet: dict[str, str], k: int) -> Files:
    """Reveal round K with these values, and draw."""
    end = f".{k}" if k else ""
    supplement = h(files[f"supplement.{k}.txt"]) if k else "-"
    codes = [sheet[key] for key in sorted(sheet) if key.startswith("code.")]
    seed = h("|".join(["ssj1", "seed", h(files[MANIFEST]), str(k), supplement, sheet["beacon"], *codes]).encode())
    key = h(f"ssj1|obj|{seed}".encode())[:32]
    if k == 0 and design.rounding == "chance":
        for stratum in quotas:
            rows = sum(own == stratum for own, _ in design.rows.values())
            u = Fraction(int(h(f"ssj1|uni|{seed}|round.F.{stratum}".encode()), 16), 2**256)
            quotas[stratum] += u < Fraction(design.ratio) * rows - math.floor(Fraction(design.ratio) * rows)
    earlier = [name for name in files if name.startswith("drawn")]
    gone = {row[3] for name in earlier for row in t.rows(files[name])}
    drawn, thresholds = [], []
    for stratum, (rows, threshold, picked) in draw(h, design, key, quotas, gone).items():
        drawn += [f"F\t{stratum}\t{ticket}\t{id_}" for id_, ticket in picked.items()]
        thresholds.append(f"F\t{stratum}\t{rows}\t{quotas[stratum]}\t{threshold}")
    tables = {f"drawn{end}.tsv": t.as_table(drawn), f"thresholds{end}.tsv": t.as_table(thresholds)}
    return files | tables | {f"reveal{end}.txt": t.as_sheet(sheet | {"k": str(k), "seed": seed})}


def built(design: Design, /, alg: str = "sha256", **more: str) -> Files:
    """Return a bundle of one frame F, drawn by this design, with more in its manifest."""
    h: Hash = sha256 if alg == "sha256" else script.sm3
    frame = t.as_table(f"{id_}\t{stratum}\t-\t{weight}" for id_, (stratum, weight) in design.rows.items())
    strata = {stratum: sum(own == stratum for own, _ in design.rows.values()) for stratum, _ in design.rows.values()}
    p, q = (int(number) for number in design.ratio.split("/"))
    quotas = {stratum: -(-n * p // q) if design.rounding == "ceil" else n * p // q for stratum, n in strata.items()}
    manifest = t.pairs(bundle()[MANIFEST])
    manifest = {key: value for key, value in manifest.items() if "labels" not in key} | {"alg": alg}
    manifest |= {"frame.F.rows": str(len(design.rows)), "frame.F.hash": h(frame), "frame.F.design": design.design}
    manifest |= {"frame.F.rounding": design.rounding, "excluded.F.rows": "0", "excluded.F.hash": h(b"")}
    for stratum, n in quotas.items():
        manifest |= {f"ratio.F.{stratum}": design.ratio, f"quota.F.{stratum}": str(n)}
    manifest |= {key.replace("_", "."): value for key, value in more.items()}
    files = {"frame.F.tsv": frame, "excluded.F.tsv": b"", MANIFEST: t.as_sheet(manifest)}
    codes = {f"code.{key[6:]}": code_of(h, key[6:], 1) for key in manifest if key.startswith("chain.")}
    return round_files(h, files, design, quotas, {"beacon": f"{t.KL8};{t.SZSE}"} | codes, 0)


def code_of(h: Hash, party: str, number: int) -> str:
    """Return the n-th code of a party whose chain has five."""
    code = "77" * 32
    for _ in range(5 - number):
        code = h(f"ssj1|chain|{party}|{code}".encode())
    return code


def rows_of(count: int, weights: Callable[[int], str] = lambda _: "-") -> dict[str, tuple[str, str]]:
    """Return rows in two strata."""
    return {f"object-{number:03}": ("AB"[number % 3 // 2], weights(number)) for number in range(count)}


@pytest.mark.parametrize("alg", ["sha256", "sm3"])
@pytest.mark.parametrize("rounding", ["floor", "ceil", "chance"])
@pytest.mark.parametrize("design", ["stratified", "pareto"])
@pytest.mark.parametrize("ratio", ["0/1", "2/7", "1/1"])
def test_every_design_rounding_and_hash_is_checked_whole(alg: str, rounding: str, design: str, ratio: str) -> None:
    one = Design(rows_of(47, lambda number: str(number % 11 * number % 7 + 1)), ratio, design, rounding)
    files = built(one, alg, chain_op=code_of(sha256 if alg == "sha256" else script.sm3, "op", 0))
    report = verified(files)
    assert (report.status, report.refused, report.unchecked) == (0, set(), set())
    if ratio == "2/7":
        lost = verified(t.lines(t.DRAWN, lambda x: x[1:])(files))
        assert lost.refused == {"drawn"}


def test_rounding_by_chance_adds_one_for_some_strata_and_the_manifest_does_not_say_which() -> None:
    rows = {f"object-{number:03}": (f"S{number % 20}", "-") for number in range(100)}
    files = built(Design(rows, "1/2", rounding="chance"))
    finals = {row[3] for row in t.rows(files[t.THRESHOLDS])}
    assert finals == {"2", "3"}
    assert verified(files).status == 0
    lower = t.rewrite(t.THRESHOLDS, lambda b: b.replace(b"\t5\t3\t", b"\t5\t2\t", 1))
    assert verified(lower(files)).refused == {"threshold"}


def test_a_cap_holds_for_the_quotas_that_chance_gives() -> None:
    rows = {f"object-{number:03}": (f"S{number % 20}", "-") for number in range(100)}
    assert verified(built(Design(rows, "1/2", rounding="chance"), cap_F="2/5")).refused == {"cap"}
    assert verified(built(Design(rows, "1/2", rounding="chance"), cap_F="3/5")).status == 0


# Draws by weights.


def ticket(first: str) -> str:
    """Return a ticket that begins with these digits."""
    return first.ljust(64, "0")


def units(*given: tuple[str, str, int]) -> list[object]:
    return [script.Unit(ticket(first), id_, weight) for first, id_, weight in given]


def test_a_draw_by_weights_follows_the_formula_by_hand() -> None:
    # n = 1, W = 4: lambda of a is 1/4, of b 3/4; u of 8000000000000 is a little above one half, of c000… above 3/4.
    drawn, threshold = script.pareto(units(("8000000000000", "a", 1), ("c000000000000", "b", 3)), 1)
    u = (0xC000000000000 + 0.5) / 2**52
    assert [unit.id_ for unit in drawn] == ["b"]
    assert threshold == float.hex((u * 0.25) / (0.75 * (1 - u)))
    assert float.fromhex(threshold) == pytest.approx(1.0)


def test_units_heavy_enough_are_certain_and_leave_the_rest_to_be_weighed_again() -> None:
    # n = 3, W = 20: 3·12 >= 20, certain; then n = 2, W = 8: 2·4 >= 8, certain; then n = 1, W = 4: 1·1 < 4.
    given = [("f000000000000", "heavy", 12), ("f000000000000", "next", 4)]
    given += [(f"{digit}000000000000", f"light{digit}", 1) for digit in "5678"]
    drawn, threshold = script.pareto(units(*given), 3)
    assert {unit.id_ for unit in drawn} == {"heavy", "next", "light5"}
    u = (0x5000000000000 + 0.5) / 2**52
    assert threshold == float.hex((u * 0.75) / (0.25 * (1 - u)))


def test_where_all_that_are_drawn_are_certain_there_is_no_threshold() -> None:
    drawn, threshold = script.pareto(units(("f000000000000", "a", 5), ("1000000000000", "b", 1)), 2)
    assert ([unit.id_ for unit in drawn], threshold) == (["a", "b"], "-")
    assert script.pareto(units(("1000000000000", "a", 5)), 0) == ([], "-")


@given(st.lists(st.integers(1, 60), min_size=1, max_size=25), st.data())
def test_certain_units_taken_one_at_a_time_are_those_taken_in_rounds(weights: list[int], choice: st.DataObject) -> None:
    n = choice.draw(st.integers(0, len(weights)))
    given_units = [(sha256(str(number).encode()), f"{number:03}", weight) for number, weight in enumerate(weights)]
    picked, threshold = by_weight(given_units, n)
    drawn, limit = script.pareto([script.Unit(*unit) for unit in given_units], n)
    assert (sorted(unit.id_ for unit in drawn), limit) == (sorted(picked), threshold)


def test_a_row_without_weight_and_a_product_that_is_too_large_are_refused() -> None:
    one = Design(rows_of(9, lambda number: "-" if number == 4 else "1"), "1/1", "pareto")
    files = built(attrs.evolve(one, design="stratified"))
    assert verified(t.put(MANIFEST, "frame.F.design", "pareto")(files)).refused >= {"weights"}
    large = Design(rows_of(9, lambda _: str(2**49)), "1/1", "pareto")
    assert verified(built(large)).refused == {"weights"}
    assert verified(built(Design(rows_of(9, lambda _: str(2**47)), "1/1", "pareto"))).status == 0


# Batches.


@pytest.mark.parametrize(
    ("drawn", "batches", "sizes"), [(7, 3, [3, 2, 2]), (2, 4, [1, 1]), (6, 3, [2, 2, 2]), (0, 2, [])]
)
def test_batches_are_runs_as_even_as_possible_the_longer_first(drawn: int, batches: int, sizes: list[int]) -> None:
    numbers = [script.batch_of(place, drawn, batches) for place in range(drawn)]
    assert numbers == [number for number, size in enumerate(sizes, 1) for _ in range(size)]


@pytest.mark.parametrize("batches", [1, 4, 10**17])
def test_batches_follow_the_order_of_tickets(batches: int) -> None:
    files = t.manifest("batches.labels", str(batches))(bundle())
    ids = [row[3] for row in sorted(t.rows(files[t.DRAWN]), key=lambda row: row[2])]
    short, longer = divmod(len(ids), batches)
    numbers = [n for n in range(1, min(batches, 6) + 1) for _ in range(short + (n <= longer))]
    table = t.as_table(f"labels\t{number}\t{id_}" for number, id_ in zip(numbers, ids, strict=True))
    assert verified(files | {"batches.tsv": table}).status == 0
    assert verified(files).refused == {"file.missing"}
    assert verified(files | {"batches.tsv": table[table.index(b"\n") + 1 :]}).refused == {"batches"}
    assert verified(files | {"batches.tsv": table + b"labels\t9\tx\n"}).refused == {"batches"}


# Supplementary rounds.

DESIGN = Design(rows_of(60), "1/6")
CHAIN = code_of(sha256, "op", 0)
ASKED = {"committed.at": "2025-05-20T09:00:00+08:00"}
FRESH = {"beacon": "FC3D/2025133", "beacon.at": "2025-05-21T21:15:00+08:00"}


def supplemented(k: int, request: dict[str, str], design: Design = DESIGN, beacon: str = "", **more: str) -> Step:
    """Return a step that asks for round K and draws it."""

    def step(files: Files) -> Files:
        files = files | {f"supplement.{k}.txt": t.as_sheet(request)}
        quotas = {key[8:]: int(value) for key, value in request.items() if key.startswith("quota.F.")}
        sheet = {"beacon": beacon or t.pairs(files[REVEAL])["beacon"], "code.op": code_of(sha256, "op", k + 1)}
        return round_files(sha256, files, design, quotas, sheet | more, k)

    return step


def drawn_ids(files: Files, name: str = t.DRAWN) -> list[str]:
    """Return the ids that a round drew."""
    return [row[3] for row in t.rows(files[name])]


def base(**more: str) -> Files:
    """Return the main draw that the rounds follow."""
    return built(DESIGN, chain_op=CHAIN, **more)


def two_rounds(**more: str) -> Files:
    """Return a draw with a round of replacements and one of extensions, the second with events of its own."""
    files = base(**more)
    first = drawn_ids(files)[0]
    files = supplemented(1, ASKED | {"quota.F.A": "1", f"replace.{first}": "停业"})(files)
    second = (
        ASKED
        | FRESH
        | {"committed.at": "2025-05-21T09:00:00+08:00", "quota.F.A": "2", "quota.F.B": "1", "x.why": "扩大"}
    )
    return supplemented(2, second, beacon="FC3D/2025133/007")(files)


def test_rounds_that_follow_are_accepted() -> None:
    report = verified(two_rounds())
    assert (report.status, report.refused, report.unchecked) == (0, set(), set())
    weighed = Design(rows_of(60, lambda number: str(number % 9 + 1)), "1/6", "pareto")
    files = supplemented(1, ASKED | {"quota.F.A": "30"}, weighed)(built(weighed, chain_op=CHAIN))
    assert verified(files).status == 0


def test_a_round_without_its_reveal_is_the_last_and_leaves_the_bundle_unfinished() -> None:
    files = two_rounds()
    pending = t.steps(*(t.delete(name) for name in ("reveal.2.txt", "drawn.2.tsv", "thresholds.2.tsv")))(files)
    assert (verified(pending).refused, verified(pending).unchecked) == (set(), {"uncommitted"})
    gap = t.steps(*(t.delete(name) for name in ("reveal.1.txt", "drawn.1.tsv", "thresholds.1.tsv")))
    assert verified(gap(files)).refused == {"supplement"}
    assert verified(gap(pending)).refused == {"supplement"}


def asked(**values: str) -> Step:
    """Return a step that asks for a first round with these values."""
    return supplemented(1, ASKED | {key.replace("_", "."): value for key, value in values.items()})


ROUNDS: dict[str, tuple[str, Step]] = {
    "a round missing": ("supplement", lambda files: {n: c for n, c in files.items() if ".1." not in n}),
    "a request missing": ("supplement", t.delete("supplement.1.txt")),
    "a reveal missing": ("file.missing", t.delete("reveal.1.txt")),
    "a list missing": ("file.missing", t.delete("drawn.2.tsv")),
    "thresholds missing": ("file.missing", t.delete("thresholds.1.tsv")),
    "a round of the billions": ("supplement", lambda files: files | {"drawn.1000000000.tsv": b""}),
    "a round of no number": ("supplement", lambda files: files | {f"reveal.{'9' * 30}.txt": b""}),
    "round nought": ("supplement", lambda files: files | {"supplement.0.txt": b"ssj1\n"}),
    "a round with a nought before": ("supplement", lambda files: files | {"supplement.02.txt": b"ssj1\n"}),
    "a request changed": ("seed", t.put("supplement.2.txt", "x.why", "其他")),
    "a wrong k": ("k", t.put("reveal.1.txt", "k", "2")),
    "a code of the main draw": ("code", t.put("reveal.1.txt", "code.op", code_of(sha256, "op", 1))),
    "a beacon of its own": ("beacon", t.put("reveal.1.txt", "beacon", f"{t.NEXT};{t.SZSE}")),
    "another value": ("beacon", t.put("reveal.2.txt", "beacon", "FC3D/2025133/7")),
    "a drawn one removed": ("drawn", t.lines("drawn.2.tsv", lambda x: x[1:])),
    "a drawn one of the main draw": ("drawn", lambda f: f | {"drawn.1.tsv": f[t.DRAWN].split(b"\n")[0] + b"\n"}),
    "a ticket changed": ("ticket", t.rewrite("drawn.1.tsv", lambda b: re.sub(rb"[0-9a-f]{64}", b"0" * 64, b))),
    "a threshold changed": (
        "threshold",
        t.rewrite("thresholds.2.tsv", lambda b: re.sub(rb"[0-9a-f]{64}", b"0" * 64, b)),
    ),
    "a threshold of another stratum": ("threshold", t.add("thresholds.1.tsv", "F\tB\t18\t0\t-")),
}


@pytest.mark.parametrize("name", ROUNDS)
def test_a_tampering_with_a_round_is_refused(name: str) -> None:
    code, step = ROUNDS[name]
    assert code in verified(step(two_rounds())).refused


REQUESTS: dict[str, tuple[str, dict[str, str]]] = {
    "no quota": ("form.key", {}),
    "a quota of nought": ("form.field", {"quota.F.A": "0"}),
    "an unknown key": ("form.key", {"quota.F.A": "1", "ratio.F.A": "1/2"}),
    "events without instants": ("form.key", {"quota.F.A": "1", "beacon": "FC3D/2025133"}),
    "an unknown stratum": ("strata", {"quota.F.Z": "1"}),
    "an unknown frame": ("strata", {"quota.G.A": "1"}),
    "more than are left": ("quota", {"quota.F.B": "18"}),
    "one that was not drawn": ("supplement", {"quota.F.A": "1", "replace.nobody": "停业"}),
    "before the events": ("order", {"quota.F.A": "1", "committed.at": "2025-05-12T21:29:59+08:00"}),
    "before the manifest": ("order", {"quota.F.A": "1", "committed.at": "2025-05-11T09:00:00+08:00"}),
    "an event of the past": ("order", {"quota.F.A": "1", **FRESH, "beacon.at": "2025-05-20T09:00:00+08:00"}),
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_that_may_not_be_made_is_refused(name: str) -> None:
    code, request = REQUESTS[name]
    files = base() | {"supplement.1.txt": t.as_sheet(ASKED | request)}
    assert verified(files).refused == {code}


def test_a_request_at_the_very_instant_of_the_last_event_is_accepted() -> None:
    at = {"quota.F.A": "1", "committed.at": "2025-05-12T21:30:00+08:00"}
    assert verified(base() | {"supplement.1.txt": t.as_sheet(ASKED | at)}).unchecked == {"uncommitted"}


def test_a_replacement_gives_its_place_back_and_an_extension_does_not() -> None:
    files = base(cap_F="1/6", used_F="1")  # 6 + 3 drawn of 60, used 1: full
    first, second = drawn_ids(files)[:2]
    assert verified(files).status == 0
    assert verified(asked(quota_F_A="1")(files)).refused == {"cap"}
    replaced = supplemented(1, ASKED | {"quota.F.A": "1", f"replace.{first}": "停业"})(files)
    assert verified(replaced).status == 0
    again = ASKED | {"committed.at": "2025-05-21T09:00:00+08:00", "quota.F.A": "1"}
    assert verified(supplemented(2, again | {f"replace.{second}": "停业"})(replaced)).status == 0
    assert verified(supplemented(2, again | {f"replace.{first}": "停业"})(replaced)).refused == {"supplement", "cap"}


def test_the_cap_of_a_stratum_holds_over_all_rounds() -> None:
    files = base(cap_F_B="1/6")
    assert verified(files).status == 0
    assert verified(asked(quota_F_A="5")(files)).status == 0
    assert verified(asked(quota_F_B="1")(files)).refused == {"cap"}


# What is left, and what is refused besides.


def test_a_time_token_is_left_unchecked() -> None:
    assert verified(bundle() | {"manifest.tsr": b"\x30\x00"}).unchecked == {"token"}
    assert verified(two_rounds() | {"supplement.1.tsr": b"\x30\x00"}).unchecked == {"token"}


def test_files_that_nothing_speaks_of_are_named() -> None:
    report = verified(bundle() | {"frame.other.tsv": b"\xff", "evil\n\x1b[2J.txt": b""})
    assert report.status == 0
    assert any("file.unbound" in line and "frame.other.tsv" in line for line in report.lines)


def test_a_public_bundle_without_the_tables_of_people_is_not_refused() -> None:
    people = {"inspectors.tsv", "recusals.tsv", "absent.tsv", "assignments.tsv"}
    report = verified({name: content for name, content in bundle("ssj1-joint").items() if name not in people})
    assert (report.refused, report.unchecked) == (set(), {"matching"})


def test_a_frame_published_as_parquet_is_left_unchecked() -> None:
    report = verified(t.delete(t.FRAME)(bundle()) | {"frame.labels.parquet": b""})
    assert (report.refused, report.unchecked) == (set(), {"replay"})


def test_a_bundle_before_its_reveal_has_its_commitment_checked() -> None:
    early = t.steps(t.delete(REVEAL), t.delete(t.DRAWN), t.delete(t.THRESHOLDS))
    assert (verified(early(bundle())).refused, verified(early(bundle())).unchecked) == (set(), {"uncommitted"})
    assert verified(t.steps(early, t.put(MANIFEST, "used.labels", "1"))(bundle())).refused == {"cap"}


MORE = {
    "used without cap": (t.steps(t.drop(MANIFEST, "cap.labels"), t.redraw), "form.key"),
    "a reveal before the last event": (t.manifest("reveal.by", "2025-05-11"), "order"),
    "serial 1 with a predecessor": (t.manifest("serial", "1"), "form.field"),
    "a number of 19 digits": (t.manifest("used.labels", "1" + "0" * 18), "form.field"),
    "a number of 5000 digits": (t.put(REVEAL, "k", "1" * 5000), "form.field"),
    "a ratio of 5000 digits": (t.manifest("cap.labels", f"1/{'1' * 5000}"), "form.field"),
    "excluded twice": (
        t.steps(t.add(t.EXCLUDED, "91320481MA00090016\t注销"), t.bind(t.EXCLUDED), t.redraw),
        "ids.unique",
    ),
    "excluded in other case": (
        t.steps(t.add(t.EXCLUDED, "91320481ma0000015j\t注销"), t.bind(t.EXCLUDED), t.redraw),
        "excluded.overlap",
    ),
    "names of frames in other case": (
        t.steps(
            *(
                t.put(MANIFEST, key.replace("labels", "Labels"), value)
                for key, value in t.pairs(bundle()[MANIFEST]).items()
                if "labels" in key
            )
        ),
        "form.key",
    ),
    "text that is not in NFC": (t.frame(t.swap(t.FRAME, t.ROW, f"{t.ID}\tC\tCafe\u0301\t-")), "form.field"),
    "a line that is not in NFC": (t.manifest("x.task", "\u0338x"), "form.field"),
    "a private character": (t.manifest("task", "\ue000"), "form.field"),
    "a label with a blank before it": (
        t.steps(t.put(MANIFEST, "ratio.labels. A", "1/20"), t.put(MANIFEST, "quota.labels. A", "1")),
        "form.key",
    ),
    "a value that is not canonical": (t.reveal("beacon", f"{t.KL8};SZSE399001/20250512/10126.8"), "beacon"),
    "an officer whose certificate has no day": (
        t.steps(
            t.swap(
                "inspectors.tsv",
                "JS0001\t市场监管局\t天目湖,戴埠\t特设,食品\t6\t0\t2027-12-31",
                "JS0001\ta\tb\t-\t6\t0\t-",
            ),
            t.bind("inspectors.tsv"),
        ),
        "form.field",
    ),
}


@pytest.mark.parametrize("name", MORE)
def test_what_the_package_refuses_besides_is_refused_here(name: str) -> None:
    step, code = MORE[name]
    assert code in verified(step(bundle("ssj1-joint" if "officer" in name else "ssj1-single"))).refused


# Teams and people, committed honestly, with an honest draw after it.

BOUND = ("frame.food.tsv", "frame.labels.tsv", "inspectors.tsv", "recusals.tsv", "absent.tsv")
LAST_OFFICER = "JS0016\t卫健局\t天目湖,戴埠,溧城\t标签,食品\t6\t0\t2027-12-31"
EXPERT = "ZJ01\t卫健局\t*\t-\t3\t0\t2027-12-31"
VISITED = "91320481MA0000015J\tC\t天目湖\t-"
RECUSED = "91320481MA0000605K\tJS0005\t亲属关系"


def committed(*several: Step) -> Step:
    """Return a step that binds the tables of the joint example after these steps, and draws."""

    def bound(files: Files) -> Files:
        tables = [name for name in BOUND if f"{name[:-4]}.rows" in t.pairs(files[MANIFEST])]
        return t.steps(*map(t.bind, tables), t.redraw)(files)

    return t.steps(*several, bound)


def advised(seats: str = "食品", *rows: str) -> Step:
    """Return a step that adds experts, with these seats for the item food."""
    table: Step = lambda files: files | {"experts.tsv": t.as_table(rows or [EXPERT])}  # noqa: E731
    return t.steps(table, t.bind("experts.tsv"), t.put(MANIFEST, "expert.food", seats))


def inspector(line: str) -> Step:
    """Return a step that has another line for the last inspector."""
    return t.swap("inspectors.tsv", LAST_OFFICER, line)


TEAMS: dict[str, tuple[Step, set[str]]] = {
    "no lot": (t.drop(MANIFEST, "matching.lot"), {"form.key"}),
    "no inspectors": (
        t.steps(t.drop(MANIFEST, "inspectors.rows"), t.drop(MANIFEST, "inspectors.hash")),
        {"form.key"},
    ),
    "expert seats without experts": (t.put(MANIFEST, "expert.food", "食品"), {"form.key"}),
    "expert seats of an item without teams": (
        t.steps(advised(), t.drop(MANIFEST, "team.labels.市场监管局"), t.put(MANIFEST, "expert.labels", "-")),
        {"form.key"},
    ),
    "an empty seat": (t.put(MANIFEST, "team.food.卫健局", "食品;;-"), {"form.field"}),
    "tags out of order": (t.put(MANIFEST, "team.food.卫健局", "食品,特设;-"), {"form.field"}),
    "a tag twice": (t.put(MANIFEST, "team.food.卫健局", "食品,食品;-"), {"form.field"}),
    "a plain tag": (t.put(MANIFEST, "team.food.卫健局", "-,食品;-"), {"form.field"}),
    "every tag": (t.put(MANIFEST, "team.food.卫健局", "*;-"), {"form.field"}),
    "blanks around a tag": (t.put(MANIFEST, "team.food.卫健局", "食品; -"), {"form.field"}),
    "expert seats out of form": (advised("a,"), {"form.field"}),
    "two departments in one": (t.put(MANIFEST, "team.food.卫健局,公安局", "-;-"), {"form.field"}),
    "every department": (t.put(MANIFEST, "team.food.*", "-;-"), {"form.field"}),
    "a window of one day": (t.put(MANIFEST, "rules.window", "2025-06-01"), {"form.field"}),
    "a window that ends before": (t.put(MANIFEST, "rules.window", "2025-06-02/2025-06-01"), {"form.field"}),
    "a window of three days": (t.put(MANIFEST, "rules.window", "2025-06-01/2025-06-02/2025-06-03"), {"form.field"}),
    "a team of one": (t.put(MANIFEST, "team.food.卫健局", "食品"), {"team"}),
    "a larger minimum": (t.put(MANIFEST, "matching.min", "3"), {"team"}),
    "no region": (t.swap("frame.labels.tsv", VISITED, VISITED.replace("天目湖", "-")), {"region"}),
    "every region": (t.swap("frame.labels.tsv", VISITED, VISITED.replace("天目湖", "*")), {"region"}),
    "two regions": (t.swap("frame.labels.tsv", VISITED, VISITED.replace("天目湖", "天目湖,戴埠")), {"region"}),
    "another region in another frame": (
        t.swap("frame.food.tsv", "91320481MA0000023D\tC\t戴埠", "91320481MA0000023D\tC\t溧城"),
        {"region"},
    ),
    "a department out of form": (inspector(LAST_OFFICER.replace("卫健局", "卫健局;公安局")), {"people"}),
    "an officer of no region": (inspector(LAST_OFFICER.replace("天目湖,戴埠,溧城", "-")), {"people"}),
    "regions out of order": (inspector(LAST_OFFICER.replace("天目湖,戴埠", "戴埠,天目湖")), {"people"}),
    "everywhere and somewhere": (inspector(LAST_OFFICER.replace("天目湖,戴埠", "*,戴埠")), {"people"}),
    "tags of an officer twice": (inspector(LAST_OFFICER.replace("标签,食品", "食品,食品")), {"people"}),
    "an officer twice": (t.add("inspectors.tsv", LAST_OFFICER.replace("\t6\t", "\t5\t")), {"people"}),
    "an officer twice in other case": (t.add("inspectors.tsv", LAST_OFFICER.lower()), {"people"}),
    "an officer who is an expert too": (advised("-", EXPERT.replace("ZJ01", "js0001")), {"people"}),
    "an expert of no region": (advised("-", EXPERT.replace("*", "-")), {"people"}),
    "an officer who is absent": (t.add("absent.tsv", "JS0016\t病假"), {"people"}),
    "a certificate that ends too early": (t.put(MANIFEST, "rules.window", "2027-12-01/2028-01-01"), {"people"}),
    "a recusal from nobody": (t.add("recusals.tsv", "91320481MA9999999X\tJS0001\t亲属关系"), {"recusal"}),
    "a recusal twice": (t.add("recusals.tsv", RECUSED.replace("亲属关系", "利害关系")), {"recusal"}),
}


@pytest.mark.parametrize("name", TEAMS)
def test_teams_and_people_that_may_not_be_committed_are_refused(name: str) -> None:
    step, codes = TEAMS[name]
    assert verified(committed(step)(bundle("ssj1-joint"))).refused == codes


@pytest.mark.parametrize(
    "step",
    [
        advised(),
        advised("a,b;-;-", EXPERT, EXPERT.replace("ZJ01", "ZJ02").replace("*", "戴埠").replace("\t-\t", "\ta,b\t")),
        t.put(MANIFEST, "rules.window", "2027-12-01/2027-12-31"),
        t.put(MANIFEST, "team.food.卫健局.一队", "a,b;-;-"),
        t.add("recusals.tsv", "91320481MA0000605K\tJS9999\t亲属关系"),
    ],
)
def test_teams_and_people_in_their_form_are_accepted(step: Step) -> None:
    report = verified(committed(step)(bundle("ssj1-joint")))
    assert (report.refused, report.unchecked) == (set(), {"matching"})


def test_what_a_matching_gave_has_its_form_and_is_left_to_the_other_script() -> None:
    files = bundle("ssj1-joint")
    assert any("use verify_matching.py" in line for line in verified(files).lines)
    files = t.delete("assignments.tsv")(files)
    assert any("尚未匹配 / assignments.tsv: not matched yet" in line for line in verified(files).lines)
    assert not any("not matched yet" in line for line in verified(t.delete("inspectors.tsv")(files)).lines)
    swaps = "1\t0\ta\t卫健局\t1\tJS0014\t-\t病假"
    assert verified(files | {"substitutions.tsv": t.as_table([swaps])}).refused == set()
    assert verified(files | {"substitutions.tsv": t.as_table([swaps[:-3]])}).refused == {"form.columns"}
    assert verified(files | {"substitutions.tsv": t.as_table([swaps.replace("1", "0", 1)])}).refused == {"form.field"}
    assert verified(files | {"advisers.tsv": b"rubbish"}).status == 3  # there are no expert seats: nothing speaks of it
    asked_for = committed(advised())(files)
    assert verified(asked_for | {"advisers.tsv": b"rubbish\n"}).refused == {"form.columns"}
    for name in ("assignments.1.tsv", "assignments.0.tsv", "advisers.1.tsv"):
        assert verified(asked_for | {name: b""}).refused == {"supplement"}


# People whom a round adds.

MORE_OFFICERS = t.as_table([LAST_OFFICER.replace("JS0016", "JS0020")])
MORE_RECUSALS = t.as_table([RECUSED.replace("JS0005", "JS0020")])


def bound_in_round(name: str, content: bytes) -> dict[str, str]:
    """Return the keys that bind a table in a request."""
    return {f"{name}.rows": str(content.count(b"\n")), f"{name}.hash": sha256(content)}


def enlarged(request: dict[str, str], tables: Files, *steps: Step, name: str = "ssj1-joint") -> Report:
    """Verify a bundle with a request for round 1 and the tables that it binds, before its reveal."""
    files = t.steps(*steps)(bundle(name)) | {f"{one}.1.tsv": content for one, content in tables.items()}
    return verified(files | {"supplement.1.txt": t.as_sheet({"committed.at": "2025-05-20T09:00:00+08:00"} | request)})


ADDED = bound_in_round("inspectors.1", MORE_OFFICERS) | bound_in_round("recusals.1", MORE_RECUSALS)
ADDED_TABLES = {"inspectors": MORE_OFFICERS, "recusals": MORE_RECUSALS}


def test_a_round_may_add_officers_and_recusals() -> None:
    for more in ({}, {"quota.food.A": "1"}):
        report = enlarged(ADDED | more, ADDED_TABLES)
        assert (report.refused, report.unchecked) == (set(), {"matching", "uncommitted"})
        assert not any("file.unbound" in line for line in report.lines)
    left_out = enlarged(ADDED, {"recusals": MORE_RECUSALS})
    assert (left_out.refused, left_out.unchecked) == (set(), {"matching", "uncommitted"})
    assert any("inspectors.1.tsv: left out" in line for line in left_out.lines)


def test_a_round_that_may_not_add_them_is_refused() -> None:
    tables = ADDED_TABLES
    alone = bound_in_round("recusals.1", MORE_RECUSALS)
    assert enlarged(alone, tables).refused == {"form.key"}
    assert enlarged({"inspectors.1.rows": "1"}, tables).refused == {"form.key"}
    assert enlarged({"inspectors.2.rows": "1", "inspectors.2.hash": "0" * 64}, tables).refused == {"form.key"}
    assert enlarged(ADDED | {"inspectors.1.rows": "2"}, tables).refused == {"table.rows"}
    assert enlarged(ADDED | {"inspectors.1.hash": "0" * 64}, tables).refused == {"table.hash"}
    known = MORE_OFFICERS.replace(b"JS0020", b"js0016")
    assert enlarged(bound_in_round("inspectors.1", known), {"inspectors": known}).refused == {"people"}
    again = t.as_table([RECUSED])
    assert enlarged(ADDED | bound_in_round("recusals.1", again), tables | {"recusals": again}).refused == {"recusal"}
    teamless = enlarged(bound_in_round("inspectors.1", MORE_OFFICERS), tables, name="ssj1-single")
    assert teamless.refused == {"supplement"}
    absent = t.steps(t.add("absent.tsv", "JS0020\t病假"), t.bind("absent.tsv"), t.redraw)
    assert enlarged(ADDED, tables, absent).refused == set()  # who was absent may come back


def substituted(*lines: str) -> tuple[Step, dict[str, str]]:
    """Return a step that has these substitutions, and the keys of a request that binds them all."""
    table = t.as_table(lines)
    return (lambda files: files | {"substitutions.tsv": table}), bound_in_round("substitutions.1", table)


def test_a_request_binds_the_substitutions_made_before_it() -> None:
    first, second = "1\t0\ta\t卫健局\t1\tJS0014\t-\t病假", "2\t0\tb\t卫健局\t1\tJS0014\t-\t病假"
    there, bound = substituted(first, second)
    later, _ = substituted(first, second, "3\t1\tc\t卫健局\t1\tJS0014\t-\t病假")
    for step in (there, later):
        assert enlarged(ADDED | bound, ADDED_TABLES, step).refused == set()
        assert enlarged(ADDED, ADDED_TABLES, step).refused == {"matching"}
    for wrong in ({"substitutions.1.rows": "1"}, {"substitutions.1.hash": "0" * 64}, substituted(first)[1]):
        assert enlarged(ADDED | bound | wrong, ADDED_TABLES, there).refused == {"matching"}
    assert enlarged(ADDED | bound, ADDED_TABLES).refused == {"matching"}
    assert enlarged(ADDED | substituted()[1], ADDED_TABLES).refused == {"matching"}
    assert enlarged(ADDED | bound | {"substitutions.1.rows": "x"}, ADDED_TABLES, there).refused == {"form.field"}
    assert enlarged(ADDED | {"substitutions.1.rows": "2"}, ADDED_TABLES, there).refused == {"form.key"}
    assert enlarged(bound, {}, there).refused == {"form.key"}
    quota = {"quota.labels.A": "1"}
    assert "supplement" in enlarged(quota | bound, {}, name="ssj1-single").refused
    malformed = t.steps(there, t.rewrite("substitutions.tsv", lambda b: b.replace(b"1\t0", b"1\tx", 1)))
    assert enlarged(ADDED | bound, ADDED_TABLES, malformed).refused == {"form.field"}


def test_a_matching_before_its_reveal_is_refused() -> None:
    early = t.steps(t.delete(REVEAL), t.delete(t.DRAWN), t.delete(t.THRESHOLDS), t.delete("assignments.tsv"))
    assert verified(early(bundle("ssj1-joint"))).refused == set()
    for name in ("assignments.tsv", "advisers.tsv", "substitutions.tsv"):
        report = verified(early(bundle("ssj1-joint")) | {name: b""})
        assert report.refused == {"file.missing"}
        assert any("reveal.txt: the file is missing" in line for line in report.lines)
    for name in ("assignments", "advisers"):
        asked = enlarged(ADDED, ADDED_TABLES | {name: b""})
        assert asked.refused == {"file.missing"}
        assert any("reveal.1.txt: the file is missing" in line for line in asked.lines)


def test_experts_of_a_round_are_strays_where_there_are_no_expert_seats() -> None:
    report = verified(bundle("ssj1-joint") | {"advisers.1.tsv": b"rubbish"})
    assert report.refused == set()
    assert any("file.unbound" in line and "advisers.1.tsv" in line for line in report.lines)


def test_a_manifest_that_cannot_be_read_leaves_nothing_to_conclude() -> None:
    report = verified(bundle() | {MANIFEST: b"\xff"})
    assert report.status == 1
    assert report.unchecked == {"replay"}
    assert not any(line.startswith("通过") for line in report.lines)


def test_a_thousand_faults_of_one_kind_are_counted_and_not_all_listed() -> None:
    wrong = t.rewrite(t.FRAME, lambda b: b.replace(b"\t-\n", b"\t0\n"))(bundle())
    lines = [line for line in verified(wrong).lines if "form.field" in line]
    assert len(lines) == 21
    assert "40 more" in lines[-1]


RUBBISH = [
    b"",
    b"\n",
    b"\0" * 99,
    b"\xff\xfe",
    b"=\n",
    b"ssj1\n=\n",
    b"ssj1\n.=.\n",
    b"ssj1",
    b"|\n" * 99,
    b"\t" * 9 + b"\n",
]
EVERY = sorted({*bundle(), *bundle("ssj1-joint"), *two_rounds(), "batches.tsv", "drand.tsv", "inclusion.tsv"})


@pytest.mark.parametrize("content", RUBBISH, ids=ascii)
@pytest.mark.parametrize("file", EVERY)
def test_rubbish_in_any_file_does_not_break_it(file: str, content: bytes) -> None:
    for files in (bundle(), bundle("ssj1-joint"), two_rounds()):
        report = verified(files | {file: content})
        nothing_binds_it = file == "assignments.tsv" and content == b""
        assert report.status == 1 or file not in files or content == files[file] or nothing_binds_it


def test_tables_for_readers_have_the_form_of_tables() -> None:
    files = built(Design(rows_of(47, lambda number: str(number + 1)), "1/6", "pareto"))
    assert verified(files | {"inclusion.tsv": b"F\tA\t1\t0.25\t0.2499\n"}).status == 0
    assert verified(files | {"inclusion.tsv": b"F\tA\t1\t0.25\n"}).refused == {"form.columns"}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_bytes_anywhere_give_an_exit_code(choice: st.DataObject) -> None:
    files = choice.draw(st.sampled_from([bundle(), two_rounds(), base()]))
    name = choice.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(choice.draw(st.integers(1, 3))):
        at = choice.draw(st.integers(0, len(content)))
        content[at : at + choice.draw(st.integers(0, 9))] = choice.draw(st.binary(max_size=4))
    report = verified(files | {name: bytes(content)})
    assert report.status in (0, 1, 3)
    if bytes(content) != files[name]:
        assert report.status == 1 or name == REVEAL or name.startswith("reveal.")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_value_of_any_key_gives_an_exit_code(choice: st.DataObject) -> None:
    files = choice.draw(st.sampled_from([bundle(), two_rounds()]))
    name = choice.draw(st.sampled_from([name for name in sorted(files) if name.endswith(".txt")]))
    sheet = t.pairs(files[name])
    heads = ["quota", "ratio", "cap", "used", "batches", "frame", "excluded", "replace", "chain", "code", "x", "team"]
    key = choice.draw(
        st.sampled_from(sorted(sheet))
        | st.sampled_from(heads).flatmap(lambda head: st.text("F.AlabesZ", max_size=9).map(f"{head}.{{}}".format))
    )
    value = choice.draw(
        st.text("0123456789/;.-TZ:+KL8 溧", max_size=30) | st.just("9" * 18) | st.sampled_from(sorted(sheet.values()))
    )
    changed = files | {name: t.as_sheet(sheet | {key: value})}
    assert verified(changed).status in (0, 1, 3)
    if choice.draw(st.booleans()) and name == MANIFEST:
        bare = t.steps(*(t.delete(other) for other in files if other.startswith(("reveal", "drawn", "thresholds"))))
        assert verified(bare(changed)).status in (1, 3)
