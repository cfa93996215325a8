"""``shuangsuiji chain``: an agency's bundles as one chain, from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from shuangsuiji.bundle import from_json, write_bundle
from shuangsuiji.cli import main
from shuangsuiji.draws import Commitment
from shuangsuiji.draws.serials import SerialCheck
from tests.unit.builders import committed, design, drawn, plan_of, task

BEFORE, AFTER = "2025-06-01", "2025-08-01"  # reveal.by is 2025-07-31


@attrs.frozen
class Ran:
    """What the command said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        document: dict[str, Any] = json.loads(self.out)
        return [one["code"] for one in document["value"]["findings"]]


Run = Callable[..., Ran]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Commitment]:
    """Write three bundles: two drawn, ``1`` and ``2``, the third, ``3``, only committed."""
    monkeypatch.chdir(tmp_path)
    tasks = [task(design("2%"), id=str(number)) for number in (1, 2, 3)]
    plan, commitments = plan_of(*tasks), list[Commitment]()
    for number, one in enumerate(tasks):
        commitments.append(committed(one, None, number, plan=plan, earlier=commitments))
    for number, commitment in enumerate(commitments[:2]):
        write_bundle(drawn(commitment, number), str(number + 1))
    write_bundle(commitments[2], "3")
    return commitments


@pytest.fixture
def run(made: list[Commitment], capsys: pytest.CaptureFixture[str]) -> Run:
    assert len(made) == 3

    def ran(*arguments: str, on: str = BEFORE) -> Ran:
        capsys.readouterr()
        status = main(("chain", *arguments, "--on", on))
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return ran


def gazette(made: list[Commitment]) -> str:
    return "".join(f"{one.manifest.serial} {one.commit.upper()}\n" for one in made)


def test_a_whole_chain_ends_with_0_and_lists_every_commitment(run: Run, made: list[Commitment]) -> None:
    ran = run("3", "1", "2")
    assert (ran.status, ran.err) == (0, "")
    assert [line for line in ran.out.splitlines() if line.startswith("第")] == [
        f"第 1 号 1 已抽取 COMMIT {made[0].commit}",
        f"第 2 号 2 已抽取 COMMIT {made[1].commit}",
        f"第 3 号 3 未揭示 COMMIT {made[2].commit}",
    ]
    assert ran.out.splitlines()[-1].startswith("锁定链接受：320481-SCJG，至第 3 号，共 3 个锁定")


def test_a_gap_ends_with_1_and_is_said_in_both_languages(run: Run) -> None:
    ran = run("1", "3")
    assert ran.status == 1
    assert "[错误] 编号 2：缺编号 2" in ran.out
    assert "serial 2 missing" in ran.out


def test_a_late_reveal_is_found_on_the_day_that_is_asked_for(run: Run) -> None:
    assert run("1", "2", "3").status == 0
    ran = run("1", "2", "3", "--json", on=AFTER)
    assert ran.status == 1
    assert "chain.overdue" in ran.codes


def test_without_a_day_it_asks_for_today(made: list[Commitment], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("chain", "1", "2", "3")) == 1
    assert "2025-07-31" in capsys.readouterr().out
    assert len(made) == 3


def test_a_commitment_published_as_failed_is_listed_and_not_late(run: Run) -> None:
    ran = run("1", "2", "--failed", "3", "--json", on=AFTER)
    assert ran.status == 0
    assert "chain.failed" in ran.codes


def test_a_bundle_that_cannot_be_read_hides_nothing_of_the_others(run: Run) -> None:
    frame = Path("2/frame.labels.tsv")
    frame.write_bytes(frame.read_bytes().replace("全部".encode(), "部分".encode()))
    ran = run("1", "2", "nowhere", "3", "--json")
    assert ran.status == 1
    assert ran.err == ""
    assert ran.codes[:3] == ["chain.unreadable", "chain.unreadable", "chain.gap"]
    said = run("1", "nowhere").out
    assert "[错误] nowhere：无法读取" in said
    assert "第 1 号" in said


def test_what_cannot_be_read_at_all_is_reported_too(run: Run) -> None:
    ran = run("nowhere", "--json")
    assert (ran.status, ran.codes) == (1, ["chain.unreadable"])


def test_published_commitments_may_be_copied_as_a_gazette_prints_them(run: Run, made: list[Commitment]) -> None:
    text = f"\ufeff{gazette(made)}\n\n".replace("2 ", "  2：\t").replace("\n", "\r\n")
    Path("gazette.txt").write_bytes(text.encode())
    ran = run("1", "2", "3", "--published", "gazette.txt", "--json")
    assert ran.status == 0
    assert "chain.unpublished" not in ran.codes


def test_a_commitment_that_is_not_the_published_one_is_refused(run: Run, made: list[Commitment]) -> None:
    Path("gazette.txt").write_text(gazette(made).replace(made[1].commit.upper(), "ab" * 32), encoding="utf-8")
    ran = run("1", "2", "3", "--published", "gazette.txt", "--json")
    assert ran.status == 1
    assert "chain.published" in ran.codes


def test_what_was_published_and_not_given_is_missing(run: Run, made: list[Commitment]) -> None:
    Path("gazette.txt").write_text(gazette(made), encoding="utf-8")
    ran = run("1", "2", "--published", "gazette.txt")
    assert ran.status == 1
    assert "其中 3 已公布 COMMIT" in ran.out


@pytest.mark.parametrize(
    "text",
    [f"0 {'ab' * 32}\n", "1 abc\n", f"{'ab' * 32}\n", f"1 {'ab' * 32}\n1 {'cd' * 32}\n"],
    ids=["serial 0", "short", "no serial", "two of one serial"],
)
def test_a_table_of_published_commitments_of_another_form_could_not_be_used(run: Run, text: str) -> None:
    Path("gazette.txt").write_text(text, encoding="utf-8")
    ran = run("1", "--published", "gazette.txt")
    assert ran.status == 2
    assert "--published" in ran.err


def test_a_table_of_published_commitments_that_cannot_be_read_is_said(run: Run) -> None:
    assert run("1", "--published", "nowhere.txt").status == 2
    Path("gazette.txt").write_bytes("编号 1".encode("gb18030"))
    ran = run("1", "--published", "gazette.txt")
    assert ran.status == 2
    assert "UTF-8" in ran.err


def test_a_day_of_another_form_is_said(run: Run) -> None:
    ran = run("1", on="1.8.2025")
    assert ran.status == 2
    assert "--on" in ran.err


def test_json_holds_the_whole_check(run: Run, made: list[Commitment]) -> None:
    check = from_json(run("1", "2", "3", "--json").out, SerialCheck)
    assert check.accepted
    assert [one.commit for one in check.links] == [one.commit for one in made]
