"""Proofs for one owner, and what cheating would have cost, on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from shuangsuiji.bundle import read_commitment
from tests.unit.command_line import Run, commit, refused


@pytest.fixture
def rooted(city: Run) -> Run:
    """Commit the city's first task with Merkle roots."""
    assert city(*commit("2026-01", "bundle", "--mode", "open", "--merkle")).status == 0
    return city


def test_an_owner_proves_that_a_firm_is_in_the_frame_or_is_not(rooted: Run) -> None:
    (terms,) = read_commitment("bundle").manifest.frames
    known = read_commitment("bundle").frames["labels"].ids[7]
    for id_, included in ((known, True), ("91320481MA99999999", False)):
        out = f"{id_}.txt"
        made = rooted("prove", "bundle", id_, "--out", out, "--json").document
        assert (made["included"], made["root"], made["rows"]) == (included, terms.merkle, terms.rows)
        checked = rooted("check-proof", out, "--root", str(terms.merkle), "--rows", str(terms.rows), "--json")
        assert checked.status == 0
        assert checked.document == {"id": id_, "included": included, "frame": "labels"}
        said = rooted("check-proof", out, "--root", str(terms.merkle), "--rows", str(terms.rows))
        assert ("不在抽样框中" in said.out) is not included


def test_a_proof_against_another_root_is_refused(rooted: Run) -> None:
    (terms,) = read_commitment("bundle").manifest.frames
    known = read_commitment("bundle").frames["labels"].ids[7]
    rooted("prove", "bundle", known, "--out", "proof.txt")
    for root, rows in (("0" * 64, terms.rows), (str(terms.merkle), terms.rows + 1)):
        ran = rooted("check-proof", "proof.txt", "--root", root, "--rows", str(rows), "--json")
        refused(ran, 1, "chain.broken")
    Path("other.txt").write_text("ssj1\nx=y\n", encoding="utf-8")
    assert rooted("check-proof", "other.txt", "--root", "0" * 64, "--rows", "1").status == 2


def test_a_commitment_without_a_root_proves_nothing(city: Run) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open"))
    refused(city("prove", "bundle", "x", "--json"), 2, "value.invalid")


def test_a_frame_must_be_named_where_there_are_several(city: Run) -> None:
    city(*commit("2026-01", "bundle", "--mode", "open", "--merkle"))
    refused(city("prove", "bundle", "x", "--frame", "food", "--json"), 2, "name.unknown")


def test_the_cost_of_cheating_is_told(rooted: Run) -> None:
    frame = read_commitment("bundle").frames["labels"]
    said = rooted("grind", "bundle", "--spare", frame.ids[0], "--hit", frame.ids[1])
    assert said.status == 0
    assert "若不先锁定" in said.out
    found = rooted("grind", "bundle", "--hit", frame.ids[0], "--bits", "10", "--json").document
    assert found["tries"] > 1
    assert found["bits"] == 10
    assert 0 < found["best"] <= 1
    refused(rooted("grind", "bundle", "--json"), 2, "value.invalid")
