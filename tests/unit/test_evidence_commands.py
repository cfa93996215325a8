"""``shuangsuiji evidence``: from bundles and a store to a folder, and the folder checked; one clear line where not."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from shuangsuiji.bundle import to_json, write_bundle
from shuangsuiji.store import open_store, save
from tests.unit.accountability_days import case, dossiers_of, filed, sheet, undrawn
from tests.unit.builders import AGENCY
from tests.unit.command_line import Run, refused
from tests.unit.evidence_days import assessed, given, records, register, second_draw
from tests.unit.inspection_days import guide, joint_draw, joint_items, joint_matching, joint_people, shared_object

DRAWS = ("--draw", "抽取 1", "--draw", "抽取 2")


def laid_out(name: str, value: object) -> str:
    Path(name).write_text(to_json(value), encoding="utf-8")
    return name


@pytest.fixture
def office(run: Run) -> Run:
    """Lay out two bundles, a store, what was published, a case and the papers."""
    write_bundle(joint_matching(), "抽取 1")
    write_bundle(second_draw(), "抽取 2")
    with open_store("案卷.db", new=True) as store:
        (other,) = dossiers_of((second_draw(),))
        for one in (filed(), other, register()):
            save(store, one)
    commits = (one.commitment.manifest for one in (joint_draw(), second_draw()))
    Path("公报.tsv").write_text("".join(f"{one.serial}\t{one.commit}\n" for one in commits), encoding="utf-8")
    laid_out("案件.json", case(object_id=undrawn()))
    laid_out("事实.json", given("F0"))
    laid_out("链头.json", filed().head)
    laid_out("链头 2.json", other.head)
    laid_out("存根.json", register().head)
    return run


def known() -> Iterable[str]:
    """Return the options that name the records of the office."""
    pools = [draw.commitment.basis.pool for draw in (joint_draw(), second_draw()) if draw.commitment.basis]
    papers = {"--items": joint_items(), "--people": joint_people(), "--guide": guide(), "--sheet": sheet()}
    options = [(option, laid_out(f"{option[2:]}.json", one)) for option, one in papers.items()]
    options += [("--pool", laid_out(f"名录库 {number}.json", one)) for number, one in enumerate(pools)]
    options += [
        ("--head", "链头.json"),
        ("--head", "链头 2.json"),
        ("--register-head", "存根.json"),
        ("--published", f"{AGENCY}=公报.tsv"),
    ]
    options += [("--store", "案卷.db"), ("--on", "2025-09-08")]
    return (*DRAWS, *(one for pair in options for one in pair), "--no-recusals")


def test_a_case_is_assessed_written_and_checked(office: Run) -> None:
    ran = office("evidence", "--case", "案件.json", "--fact", "事实.json", *known(), "--out", "免责 证明")
    assert ran.status == 0, ran
    assert "应予免责 EXEMPT_MANDATORY" in ran.out
    checked = office("evidence", "--check", "免责 证明")
    assert checked.status == 3
    assert checked.out.splitlines()[0] == "证明文件夹 免责 证明：接受 accepted"
    Path("免责 证明/verdict.md").write_text("应予免责\n", encoding="utf-8")
    ran = office("evidence", "--check", "免责 证明", "--json")
    assert ran.status == 1
    assert ran.document["accepted"] is False
    assert {one["code"] for one in ran.document["findings"]} >= {"evidence.sums", "evidence.text", "evidence.made"}


def test_an_assessment_that_was_made_before_is_written(office: Run) -> None:
    laid_out("认定.json", assessed())
    files = {"dossier": filed(), "register": register()}
    options = [one for kind, value in files.items() for one in (f"--{kind}", laid_out(f"{kind}.json", value))]
    ran = office(
        *("evidence", "--assessment", "认定.json", *DRAWS, *options, "--on", "2025-09-08"),
        *("--grade", "all", "--published", f"{AGENCY}=公报.tsv", "--out", "证明", "--json"),
    )
    assert ran.status == 0, ran
    assert ran.document["verdicts"] == ["EXEMPT"]
    assert ran.document["grade"] == "INTERNAL"
    assert ran.document["assessment"] == assessed().digest
    assert office("evidence", "--check", "证明").status == 3
    assert records().as_of.isoformat() == "2025-09-08"


def test_a_firm_is_answered(office: Run) -> None:
    mine = ("evidence", "--why-drawn", shared_object(), "--draw", "抽取 1", "--out", "我")
    assert office(*mine).out.startswith("<为什么是我 ")
    assert office("evidence", "--why-not-drawn", undrawn(), *DRAWS, "--out", "他").status == 0
    assert office("evidence", "--check", "他").status == 3


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), "value.invalid", "须且只须给出"),
        (("--check", "x", "--case", "案件.json"), "value.invalid", "须且只须给出"),
        (("--case", "案件.json"), "value.invalid", "须给出输出文件夹"),
        (("--check", "没有"), "bundle", "不是证明文件夹"),
        (("--why-drawn", "x", "--out", "y"), "value.invalid", "须给出一次抽取"),
        (("--why-not-drawn", "x", "--out", "y"), "value.invalid", "应为已揭示的抽取"),
        (("--case", "没有.json", "--out", "y"), "bundle", "无法读取"),
        (("--case", "链头.json", "--out", "y"), "json", "应为 'Case'"),
        (("--case", "案件.json", "--published", "公报.tsv", "--out", "y"), "value.invalid", "应为 名称=值"),
        (("--case", "案件.json", "--on", "2025-01-01", "--out", "y"), "value.invalid", "不得早于问题出现日"),
    ],
)
def test_wrong_input_is_told_in_one_line(office: Run, arguments: tuple[str, ...], code: str, words: str) -> None:
    ran = office("evidence", *arguments, "--json")
    refused(ran, 2, code)
    assert words in ran.err
    assert not Path("y").exists()


def test_nothing_is_written_over(office: Run) -> None:
    mine = ("evidence", "--why-drawn", shared_object(), "--draw", "抽取 1", "--out", "我")
    office(*mine)
    refused(office(*mine, "--json"), 2, "bundle")


def test_of_a_sealed_draw_nothing_goes_below_a_commitment_that_is_not_revealed(office: Run) -> None:
    write_bundle(second_draw().commitment, "锁定")
    ran = office("evidence", "--why-drawn", shared_object(), "--draw", "抽取 1", "--out", "锁定/我", "--json")
    refused(ran, 2, "value.invalid")
    assert "尚未揭示" in ran.err


def test_a_gazette_that_has_a_serial_twice_is_refused(office: Run) -> None:
    Path("分叉.tsv").write_text(f"1\t{'a' * 64}\n1\t{'b' * 64}\n", encoding="utf-8")
    ran = office("evidence", "--case", "案件.json", "--published", f"{AGENCY}=分叉.tsv", "--out", "y", "--json")
    refused(ran, 2, "duplicate")
    assert f"--published {AGENCY}" in ran.err
