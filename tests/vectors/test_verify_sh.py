"""The shell verifier accepts what is sound, refuses every tampering, and names what it cannot check."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from tests.vectors import tamperings as t
from tests.vectors.tamperings import MANIFEST, REVEAL, TAMPERINGS, Files, Step, Tampering

HERE = Path(__file__).parent
SCRIPT = HERE.parents[1] / "src" / "shuangsuiji" / "bundle" / "verify.sh"
TOOLS = ("sha256sum", "sort", "awk", "cut", "grep", "cmp", "printf", "tr")
LINE = re.compile(r"(通过 ok|拒绝 refused|未查 unchecked|说明 note) ([a-z0-9.]+): .+ / .+")


@attrs.frozen
class Report:
    """What a run of the verifier said."""

    status: int
    text: str
    errors: str

    def codes(self, verdict: str) -> set[str]:
        """Return the codes of one verdict."""
        found = [LINE.fullmatch(line) for line in self.text.splitlines()]
        return {line[2] for line in found if line and line[1].endswith(verdict)}


@attrs.frozen
class Shell:
    """A shell, and a folder that holds the eight tools and nothing else."""

    command: tuple[str, ...]
    path: Path

    def run(self, *arguments: str, cwd: Path, script: Path = SCRIPT, env: dict[str, str] | None = None) -> Report:
        """Run the verifier."""
        env = {"PATH": str(self.path), "CDPATH": "/", "LC_ALL": "en_US.UTF-8"} | (env or {})
        command = [*self.command, str(script), *arguments]
        done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False)
        return Report(done.returncode, done.stdout.decode(), done.stderr.decode())


Verify = Callable[..., Report]


def toolbox(folder: Path, **instead: str) -> Path:
    """Make a folder with the eight tools, some of them from other programs."""
    folder.mkdir()
    for tool in TOOLS:
        found = shutil.which(instead.get(tool, tool))
        assert found, tool
        (folder / tool).symlink_to(Path(found).resolve() if found.endswith("awk") else found)
    return folder


@pytest.fixture(scope="session", params=["sh", "busybox"])
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Return each shell that is installed, with its tools."""
    found = shutil.which(request.param)
    if found is None:
        pytest.skip(f"{request.param} is not installed")
    instead = dict.fromkeys(TOOLS, found) if request.param == "busybox" else {}
    command = (found, "sh") if request.param == "busybox" else (found,)
    return Shell(command, toolbox(tmp_path_factory.mktemp("path") / "bin", **instead))


@pytest.fixture
def verify(shell: Shell, tmp_path: Path) -> Verify:
    """Return a function that lays out a bundle, verifies it, and sees that nothing was written anywhere."""

    def verified(files: Files, folder: str = "bundle", patience: str = "100") -> Report:
        (tmp_path / folder).mkdir(parents=True)
        for name, content in files.items():
            (tmp_path / folder / name).write_bytes(content)
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        report = shell.run(folder, cwd=tmp_path, env={"SSJ_PATIENCE": patience})
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
        assert report.errors == ""
        assert all(LINE.fullmatch(line) for line in report.text.splitlines()[:-2])
        return report

    return verified


def bundle(name: str = "ssj1-single") -> Files:
    """Return the files of a worked example."""
    return {path.name: path.read_bytes() for path in (HERE / name).iterdir()}


def framed(ratio: str = "1/2", /, **frames: list[str]) -> Step:
    """Return a step that commits to other frames, every quota following from one ratio, rounded down."""
    p, q = (int(number) for number in ratio.split("/"))

    def put_in(files: Files) -> Files:
        values = {key: value for key, value in t.pairs(files[MANIFEST]).items() if ".labels" not in key}
        for name, frame in frames.items():
            strata = [row.split("\t")[1] for row in frame]
            values |= {f"frame.{name}.design": "stratified", f"frame.{name}.rounding": "floor"}
            values |= {f"ratio.{name}.{stratum}": ratio for stratum in strata}
            values |= {f"quota.{name}.{stratum}": str(strata.count(stratum) * p // q) for stratum in strata}
        tables = {f"frame.{name}.tsv": t.as_table(frame) for name, frame in frames.items()}
        tables |= {f"excluded.{name}.tsv": b"" for name in frames}
        return t.steps(*(t.bind(table) for table in tables))(files | tables | {MANIFEST: t.as_sheet(values)})

    return put_in


def test_the_shell_verifier_accepts_the_worked_example(verify: Verify) -> None:
    report = verify(bundle())
    assert (report.status, report.codes("unchecked")) == (0, set())
    assert t.digest(bundle()[MANIFEST]) in report.text.splitlines()[-2]


def test_the_shell_verifier_names_the_matching_as_all_that_is_left_of_the_joint_example(verify: Verify) -> None:
    report = verify(bundle("ssj1-joint"))
    assert (report.status, report.codes("refused"), report.codes("unchecked")) == (3, set(), {"matching"})


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_every_tampering_is_refused_for_what_it_is(verify: Verify, tampering: Tampering) -> None:
    report = verify(tampering.apply(bundle(tampering.bundle)))
    assert report.status == 1
    assert report.codes("refused") & tampering.codes
    assert report.codes("refused") <= tampering.codes | tampering.also


@pytest.mark.parametrize("awk", ["mawk", "gawk", "busybox", "original-awk"])
@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_every_awk_says_the_same(shell: Shell, tmp_path: Path, awk: str, name: str) -> None:
    if shutil.which(awk) is None:
        pytest.skip(f"{awk} is not installed")
    other = Shell(shell.command, toolbox(tmp_path / "bin", awk=awk))
    assert other.run(str(HERE / name), cwd=tmp_path) == shell.run(str(HERE / name), cwd=tmp_path)


@pytest.mark.parametrize("tool", [tool for tool in TOOLS if tool != "printf"])  # which is a part of the shell
def test_a_missing_tool_means_that_it_could_not_run(shell: Shell, tmp_path: Path, tool: str) -> None:
    toolbox(tmp_path / "bin")
    (tmp_path / "bin" / tool).unlink()
    report = Shell(shell.command, tmp_path / "bin").run(str(HERE / "ssj1-single"), cwd=tmp_path)
    assert (report.status, report.text) == (2, "")
    assert tool in report.errors


def test_without_manifest_folder_or_safe_path_it_could_not_run(shell: Shell, tmp_path: Path) -> None:
    assert shell.run(str(tmp_path), cwd=tmp_path).status == 2
    assert shell.run("nowhere", cwd=tmp_path).status == 2
    assert shell.run(str(HERE / "ssj1-single"), cwd=tmp_path, env={"PATH": f"{shell.path}:."}).status == 2
    assert shell.run(str(HERE / "ssj1-single"), cwd=tmp_path, env={"SSJ_PATIENCE": "$(touch x)"}).status == 2


@pytest.mark.parametrize("folder", ["双随机 第 2 期", "-n", "a=b", "$(touch x)", "deep/er"])
def test_the_folder_may_have_any_name(verify: Verify, folder: str) -> None:
    assert verify(bundle(), folder).status == 0


def test_without_a_folder_it_verifies_the_one_that_holds_the_script(shell: Shell, tmp_path: Path) -> None:
    shutil.copytree(HERE / "ssj1-single", tmp_path / "公 示")
    script = tmp_path / "公 示" / "verify.sh"
    shutil.copy(SCRIPT, script)
    assert shell.run(cwd=tmp_path, script=script).status == 0
    assert shell.run(cwd=script.parent, script=Path("verify.sh")).status == 0


def test_the_owner_gets_the_line_that_gives_his_ticket(verify: Verify) -> None:
    ticket, object_id = t.rows(bundle()[t.DRAWN])[0][2:]
    line = verify(bundle()).text.splitlines()[-1].split("owner: ")[1].replace("ID", object_id)
    assert subprocess.run(["sh", "-c", line], capture_output=True, check=True).stdout.decode()[:64] == ticket


COMMANDS = r"""$(touch x),`touch x`,a; touch x,*,? [a-z]*,-n,--,%s%n,\033c\n\\,',",#!,&&"""
NUMBERS = "1e5,100000,+1,1.0,1.,01,1,0x1A,26,.5,0.5,-0,nan,inf"


@pytest.mark.parametrize("words", [COMMANDS, NUMBERS])
def test_ids_and_strata_that_look_like_commands_or_numbers_are_mere_bytes(verify: Verify, words: str) -> None:
    frame = [f"{word}{number}\t{word}\t{word}\t-" for word in words.split(",") for number in ("", "7", " 溧")]
    assert verify(t.steps(framed("2/3", labels=frame), t.redraw)(bundle())).status == 0


def test_frames_whose_names_are_equal_as_numbers_are_different_frames(verify: Verify) -> None:
    frames = {"1": ["a\t1\t-\t-", "b\t1\t-\t-"], "01": [f"{number}\t01\t-\t-" for number in "abcdefgh"]}
    assert verify(t.steps(framed(**frames), t.redraw)(bundle())).status == 0


@pytest.mark.parametrize("name", ["../manifest", "/etc/passwd", "a b", "$(touch x)", "a*", "frame.", "名", "a" * 65])
def test_a_frame_whose_name_is_none_is_refused_and_never_opened(verify: Verify, name: str) -> None:
    report = verify(t.rewrite(MANIFEST, lambda b: b + f"frame.{name}.rows=1\n".encode())(bundle()))
    assert (report.status, "form.key" in report.codes("refused")) == (1, True)


@pytest.mark.parametrize("content", [b"", b"\n", b"\0" * 99, b"\xff\xfe", b"=\n", b"ssj1\n=\n", b"ssj1", b"|\n" * 99])
@pytest.mark.parametrize("file", [MANIFEST, REVEAL, t.FRAME, "excluded.labels.tsv", t.DRAWN, "thresholds.tsv"])
def test_rubbish_in_any_file_is_refused(verify: Verify, file: str, content: bytes) -> None:
    assert verify(bundle() | {file: content}).status == 1


def test_a_small_patience_leaves_the_undrawn_rows_unchecked_and_still_refuses_the_rest(verify: Verify) -> None:
    report = verify(bundle(), patience="59")
    assert (report.status, report.codes("unchecked")) == (3, {"replay"})
    forged = t.rewrite(t.DRAWN, lambda b: b.replace(b"346fa81b", b"346fa81a"))(bundle())
    assert verify(forged, "forged", patience="59").codes("refused") == {"ticket"}
    assert verify(bundle(), "patient", patience="60").status == 0


def test_a_bundle_before_its_reveal_has_its_commitment_checked(verify: Verify) -> None:
    early = t.steps(t.delete(REVEAL), t.delete(t.DRAWN), t.delete("thresholds.tsv"))
    report = verify(early(bundle()))
    assert (report.status, report.codes("unchecked")) == (3, {"uncommitted"})
    assert verify(t.steps(early, t.put(MANIFEST, "used.labels", "1"))(bundle()), "late").codes("refused") == {"cap"}


UNCHECKED = (
    t.single("rounding by chance", "rounding", t.manifest("frame.labels.rounding", "chance")),
    t.single(
        "pareto sampling",
        "design",
        t.put(MANIFEST, "frame.labels.design", "pareto"),
        t.frame(t.rewrite(t.FRAME, lambda table: table.replace(b"-\n", b"1\n"))),
    ),
    t.single("a Merkle root", "merkle", t.manifest("frame.labels.merkle", "0" * 64)),
    t.single("SM3", "alg", t.manifest("alg", "sm3")),
    t.single("a product above 2^53", "quota", t.manifest("cap.labels.A", "999999999999999/1000000000000000")),
    t.single("a huge number in use", "quota", t.manifest("used.labels", "1" + "0" * 17)),
    t.single("Parquet", "replay", t.delete(t.FRAME), lambda files: files | {"frame.labels.parquet": b"PAR1"}),
)


@pytest.mark.parametrize("case", UNCHECKED, ids=lambda case: case.name)
def test_what_a_shell_cannot_check_is_named_and_is_not_success(verify: Verify, case: Tampering) -> None:
    report = verify(case.apply(bundle()))
    assert (report.status, report.codes("unchecked")) == (3, set(case.codes))


def test_a_public_bundle_without_the_tables_of_people_is_not_refused(verify: Verify) -> None:
    people = {"inspectors.tsv", "recusals.tsv", "absent.tsv", "assignments.tsv"}
    report = verify({name: content for name, content in bundle("ssj1-joint").items() if name not in people})
    assert (report.status, report.codes("unchecked")) == (3, {"matching"})


def test_codes_enter_the_seed_in_the_order_of_names_not_of_lines(verify: Verify) -> None:
    parties = {name: t.digest(name) for name in ("a", "a-b", "a1", "A", "_")}
    ends = [t.put(MANIFEST, f"chain.{name}", t.digest(f"ssj1|chain|{name}|{code}")) for name, code in parties.items()]
    codes = [t.put(REVEAL, f"code.{name}", code) for name, code in parties.items()]
    assert verify(t.steps(*ends, *codes, t.redraw)(bundle())).status == 0


@pytest.mark.parametrize("batches", [1, 2, 4, 6, 11])
def test_batches_follow_the_order_of_tickets(verify: Verify, batches: int) -> None:
    files = t.manifest("batches.labels", str(batches))(bundle())
    ids = [row[3] for row in sorted(t.rows(files[t.DRAWN]), key=lambda row: row[2])]
    short, longer = divmod(len(ids), batches)
    sizes = [short + (number < longer) for number in range(batches)]
    order = [number for number, size in enumerate(sizes, start=1) for _ in range(size)]
    table = t.as_table(f"labels\t{number}\t{id_}" for number, id_ in zip(order, ids, strict=True))
    assert verify(files | {"batches.tsv": table}).status == 0
    swapped = table.replace(ids[0].encode(), b"x").replace(ids[-1].encode(), ids[0].encode())
    assert "batches" in verify(files | {"batches.tsv": swapped}, "swapped").codes("refused")
    assert verify(files, "none").codes("refused") == {"file.missing"}


def test_a_stratum_with_quota_nought_has_a_dash_for_its_threshold(verify: Verify) -> None:
    files = t.redraw(framed(labels=["a\tA\t-\t-", "b\tB\t-\t-", "c\tB\t-\t-"])(bundle()))
    assert b"labels\tA\t1\t0\t-\n" in files["thresholds.tsv"]
    assert verify(files).status == 0


@pytest.mark.parametrize(
    ("committed_at", "beacon_at", "status"),
    [
        ("2024-02-29T23:59:59Z", "2024-03-01T00:00:00Z", 0),
        ("2024-12-31T23:59:59+14:00", "2024-12-31T10:00:00Z", 0),
        ("2025-01-01T00:00:00+00:00", "2024-12-31T19:00:00-05:00", 1),
        ("2025-03-01T05:29:00+05:30", "2025-02-28T23:59:00Z", 1),
        ("2025-03-01T05:28:59+05:30", "2025-02-28T23:59:00Z", 0),
    ],
)
def test_instants_compare_across_offsets(verify: Verify, committed_at: str, beacon_at: str, status: int) -> None:
    beacon = next(line for line in bundle()[t.REVEAL].decode().splitlines() if line.startswith("beacon="))
    lottery_alone = t.steps(
        t.put(MANIFEST, "beacon", "KL8/2025122"),
        t.put(t.REVEAL, "beacon", beacon.removeprefix("beacon=").split(";")[0]),
    )
    times = t.steps(lottery_alone, t.put(MANIFEST, "committed.at", committed_at), t.manifest("beacon.at", beacon_at))
    assert verify(times(bundle())).status == status


@pytest.mark.parametrize(
    ("event", "at", "committed_at"),
    [
        ("SZSE399001/20250512", "2025-05-13T15:00:00+08:00", "2025-05-11T09:00:00+08:00"),
        ("SZSE399001/20250230", "2025-03-02T15:00:00+08:00", "2025-02-11T09:00:00+08:00"),
        ("SZSE399001/20250512", "2025-05-12T21:00:00+08:00", "2025-05-12T16:00:00+08:00"),
        ("DRAND/1", "2025-05-12T21:00:00+08:00", "2025-05-11T09:00:00+08:00"),
    ],
    ids=["another day", "no such day", "closed before the commitment", "a round long over"],
)
def test_an_edition_that_names_an_instant_is_held_to_it(verify: Verify, event: str, at: str, committed_at: str) -> None:
    late = t.steps(
        t.put(MANIFEST, "beacon", event), t.put(MANIFEST, "committed.at", committed_at), t.manifest("beacon.at", at)
    )
    assert "order" in verify(late(bundle())).codes("refused")


@pytest.mark.parametrize("ratio", ["0/1", "1/1", "1/3", "2/3", "999999/1000000"])
@pytest.mark.parametrize("rounding", ["floor", "ceil"])
def test_quotas_are_exact(verify: Verify, ratio: str, rounding: str) -> None:
    p, q = (int(number) for number in ratio.split("/"))
    frame = framed(ratio, labels=[f"{number:04}\tA\t-\t-" for number in range(27)])
    want = -(-27 * p // q) if rounding == "ceil" else 27 * p // q
    rounded = t.put(MANIFEST, "frame.labels.rounding", rounding)
    files = t.steps(frame, rounded, t.manifest("quota.labels.A", str(want)))(bundle())
    assert verify(files).status == 0
    assert verify(t.manifest("quota.labels.A", str(27 - want))(files), "wrong").codes("refused") == {"quota"}


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
def test_shellcheck_has_nothing_to_say() -> None:
    subprocess.run(["shellcheck", "-s", "sh", str(SCRIPT)], check=True)
