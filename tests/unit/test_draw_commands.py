"""Supplementary rounds on the command line, and what a sealed draw does not say."""

from __future__ import annotations

import subprocess
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from shuangsuiji.bundle import read_commitment, read_record
from shuangsuiji.cli.ceremony import hold_ceremony
from shuangsuiji.cli.ceremony_room import Room
from shuangsuiji.cli.draw_commands import refuse_public
from shuangsuiji.cli.output import Output
from shuangsuiji.draws import Commitment, Matching, SupplementDraw
from shuangsuiji.testing.city import AUTHORITY
from tests.unit.command_line import VALUE, Run, commit, files_of, refused, sealing
from tests.unit.drand_signing import sign_round
from tests.unit.time_authority import make_authority

AT = ("--at", "2026-03-10T09:00:00+08:00")
ROUND = ("--beacon", "FC3D/2026060@2026-03-10T21:15:00+08:00")
SECRETS = ("--code", "secret/operator.codes")


@pytest.fixture
def drawn(city: Run) -> Run:
    """Draw the city's first task, sealed by one party."""
    assert city(*commit("2026-01", "commitment", *sealing(city))).status == 0
    assert city("draw", "commitment", "--value", VALUE, *SECRETS, "--out", "bundle").status == 0
    return city


def first_drawn() -> str:
    record = read_record("bundle")
    assert not isinstance(record, Commitment | Matching)
    return next(iter(record.taken.drawn["labels"]))


def test_a_round_is_asked_for_before_its_beacon_and_drawn_after_it(drawn: Run) -> None:
    gone = first_drawn()
    asked = drawn("supplement", "bundle", "--replace", f"{gone}=查无下落", *ROUND, *AT, "--json").document
    assert asked["supplement"] == "supplement.1.txt"
    assert sum(asked["quotas"]["labels"].values()) == 1
    assert drawn("verify", "bundle").status == 3
    made = drawn("draw", "bundle", "--value", "FC3D=8 0 5", *SECRETS, "--json").document
    assert gone not in made["drawn"]
    assert isinstance(read_record("bundle"), SupplementDraw)
    verdict = drawn("verify", "bundle", "--json")
    assert (verdict.status, verdict.document["value"]["level"]) == (0, 1)
    shell = subprocess.run(["sh", "bundle/verify.sh"], capture_output=True, check=False)
    assert shell.returncode == 0, shell.stdout.decode()
    (new,) = made["drawn"]
    assert f"{new}：抽中" in drawn("why", "bundle", new).out


def test_a_second_round_takes_the_next_code(drawn: Run) -> None:
    for k, day in ((1, "10"), (2, "11")):
        at = ("--at", f"2026-03-{day}T09:00:00+08:00")
        assert drawn("supplement", "bundle", "--extend", "labels/A=1", *at).status == 0
        assert drawn("draw", "bundle", *SECRETS).status == 0
        assert Path(f"bundle/drawn.{k}.tsv").is_file()
    assert drawn("verify", "bundle").status == 0
    refused(drawn("draw", "bundle", *SECRETS, "--json"), 2, "bundle")


def test_what_cannot_be_asked_for_is_refused_in_both_languages(drawn: Run) -> None:
    for options, status, code in (
        (("--replace", "91320481MA0000000X=注销"), 1, "chain.broken"),
        (("--extend", "labels/A=x"), 2, "value.invalid"),
        (("--extend", "labels"), 2, "value.invalid"),
        ((), 2, "form"),
    ):
        refused(drawn("supplement", "bundle", *options, *AT, "--json"), status, code)
    refused(drawn("supplement", "commitment", "--extend", "labels/A=1", *AT, "--json"), 2, "bundle")
    assert not Path("bundle/supplement.1.txt").exists()


def test_a_pending_round_must_be_drawn_before_the_next_is_asked_for(drawn: Run) -> None:
    assert drawn("supplement", "bundle", "--extend", "labels/A=1", *AT).status == 0
    refused(drawn("supplement", "bundle", "--extend", "labels/A=1", *AT, "--json"), 2, "bundle")


def test_a_sealed_draw_does_not_show_what_tells_everyones_fate(city: Run) -> None:
    city(*commit("2026-01", "commitment", *sealing(city)))
    said = city("draw", "commitment", "--value", VALUE, *SECRETS, "--out", "bundle")
    key = dict(line.split("=", 1) for line in files_of("bundle")["reveal.txt"].decode().splitlines()[1:])["key"]
    assert key not in said.out + said.err
    again = city("draw", "commitment", "--value", VALUE, *SECRETS, "--out", "bundle", "--json")
    assert key not in again.out


def test_a_sealed_draw_goes_nowhere_below_the_public_commitment(city: Run) -> None:
    city(*commit("2026-01", "commitment", *sealing(city)))
    city("publish", "commitment", "--out", "public")
    before = files_of("commitment")
    for out in ("commitment", "commitment/sealed", "./commitment/../commitment/x", "public", "public/x/y"):
        refused(city("draw", "commitment", "--value", VALUE, *SECRETS, "--out", out, "--json"), 2, "value.invalid")
    assert files_of("commitment") == before
    assert city("draw", "commitment", "--value", VALUE, *SECRETS, "--out", "bundle").status == 0
    assert city("draw", "bundle", "--value", VALUE, *SECRETS).status == 0
    for out in ("commitment", "public/x"):
        refused(city("supplement", "bundle", "--extend", "labels/A=1", *AT, "--out", out, "--json"), 2, "value.invalid")
    assert city("supplement", "bundle", "--extend", "labels/A=1", *AT, "--out", "asked").status == 0
    refused(city("draw", "asked", *SECRETS, "--out", "public", "--json"), 2, "value.invalid")
    assert city("draw", "asked", *SECRETS).status == 0
    assert files_of("commitment") == before


def test_an_open_draw_may_go_below_its_commitment(city: Run) -> None:
    city(*commit("2026-01", "commitment", "--mode", "open"))
    assert city("draw", "commitment", "--value", VALUE, "--out", "commitment/drawn").status == 0


def test_a_ceremony_cut_off_while_it_writes_leaves_nothing_that_looks_like_a_commitment(
    city: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    city(*commit("2026-01", "commitment", *sealing(city)))
    commitment, out = read_commitment("commitment"), Path("bundle")
    moved, rename = list[str](), Path.rename

    def checked(path: Path, target: Path) -> Path:
        made = rename(path, target)
        if made.parent.resolve() == out.resolve():
            moved.append(made.name)
            refuse_public(commitment, out)
        return made

    monkeypatch.setattr(Path, "rename", checked)
    answers = iter(["甲", "乙", "丙", commitment.commit[:8], "一致", *[VALUE.partition("=")[2]] * 2])
    room = Room(
        ask=lambda _: next(answers, "一致"),
        ask_secret=lambda _: "secret/operator.codes",
        now=lambda: datetime.fromisoformat("2026-03-03T22:00:00+08:00"),
    )
    assert hold_ceremony(commitment, Path("commitment"), out, Output(as_json=False), room=room) == 0
    assert {"manifest.txt", "reveal.txt"} <= set(moved)


def test_authorities_and_the_calendar_of_draws_raise_the_level(drawn: Run, tmp_path: Path) -> None:
    authority = make_authority(tmp_path / "tsa")
    Path("tsa.pem").write_bytes(authority.roots)
    at = datetime.fromisoformat("2026-03-02T10:00:00+08:00")
    stamped = authority.stamp(Path("bundle/manifest.txt").read_bytes(), at)
    Path("bundle/manifest.tsr").write_bytes(stamped)
    Path("editions.tsv").write_text("KL8/2026052\t2026-03-03T21:30:00+08:00\n", encoding="utf-8")
    assert drawn("verify", "bundle").status == 3
    verdict = drawn("verify", "bundle", "--authority", "tsa.pem", "--editions", "editions.tsv", "--json")
    assert (verdict.status, verdict.document["value"]["level"]) == (0, 2)


def test_an_agencys_next_commitment_counts_the_rounds(drawn: Run) -> None:
    drawn("supplement", "bundle", "--extend", "labels/A=1", *AT)
    drawn("draw", "bundle", *SECRETS)
    more = ("--mode", "open", "--after", "bundle")
    made = drawn(*commit("2026-02", "second", *more, beacon="KL8/2026080@2026-04-03T21:30:00+08:00"), "--json")
    assert made.status == 0, made
    assert made.document["serial"] == 2
    assert AUTHORITY in Path("second/manifest.txt").read_text("utf-8")


def test_time_tokens_and_signatures_go_along_into_the_folder_of_the_draw(city: Run, tmp_path: Path) -> None:
    number, at = 27_000_000, "2026-03-14T19:09:24+08:00"
    signature = sign_round(7, number)[1]
    beacon = f"DRAND/{number}@{at}"
    assert (
        city(
            *commit("2026-01", "commitment", *sealing(city), beacon=beacon), "--at", "2026-03-02T09:00:00+08:00"
        ).status
        == 0
    )
    authority = make_authority(tmp_path / "tsa")
    Path("commitment/manifest.tsr").write_bytes(authority.stamp(Path("commitment/manifest.txt").read_bytes()))
    said = city("draw", "commitment", "--drand", signature, *SECRETS, "--out", "bundle", "--json")
    assert said.status == 0, said
    assert Path("bundle/drand.tsv").read_text("utf-8") == f"{number}\t{signature}\n"
    assert Path("bundle/manifest.tsr").is_file()
    value = sha256(bytes.fromhex(signature)).hexdigest()
    assert f"beacon=DRAND/{number}/{value}" in Path("bundle/reveal.txt").read_text("utf-8")


def test_after_a_round_an_owner_is_told_of_the_main_draw_and_of_the_rounds(drawn: Run) -> None:
    first = first_drawn()
    drawn("supplement", "bundle", "--extend", "labels/A=1", *AT)
    drawn("draw", "bundle", *SECRETS)
    said = drawn("why", "bundle", first)
    assert said.out.startswith(f"{first}：抽中")
    assert "第 1 轮补充抽取" in said.out
    assert f"{first}：此前已抽中" in said.out
    assert drawn("why", "bundle", first, "--json").document["value"]["frames"][0]["drawn"]


def test_a_round_asked_for_alone_says_that_the_year_was_not_looked_at(drawn: Run) -> None:
    said = drawn("supplement", "bundle", "--replace", f"{first_drawn()}=停业", *AT)
    assert said.status == 0
    assert "全年上限只按本锁定单核对" in said.out


def test_another_signature_of_a_round_overwrites_nothing(city: Run) -> None:
    number, signature = 27_000_000, sign_round(7, 27_000_000)[1]
    early = ("--at", "2026-03-02T09:00:00+08:00")
    beacon = f"DRAND/{number}@2026-03-14T19:09:24+08:00"
    assert city(*commit("2026-01", "commitment", "--mode", "open", beacon=beacon), *early).status == 0
    other = f"{number}\t{sign_round(8, number)[1]}\n"
    Path("commitment/drand.tsv").write_text(other, encoding="utf-8")
    refused(city("draw", "commitment", "--drand", signature, "--json"), 2, "bundle")
    assert Path("commitment/drand.tsv").read_text("utf-8") == other
    assert not Path("commitment/reveal.txt").exists()
