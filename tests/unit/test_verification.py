"""The verifier accepts the worked examples, and refuses every tampering with its own message."""

import re
from hashlib import sha256

import pytest

from shuangsuiji.draws import verify
from shuangsuiji.errors import BundleError
from shuangsuiji.lottery import Algorithm, CheckStatus, Verdict, chain, verify_files
from tests.unit.builders import bundle, committed, design, drawn, item, item_list, pool_of, task
from tests.vectors.tamperings import (
    DRAWN,
    EXCLUDED,
    FRAME,
    MANIFEST,
    REVEAL,
    TAMPERINGS,
    THRESHOLDS,
    Step,
    Tampering,
    add,
    bind,
    delete,
    drop,
    lines,
    manifest,
    put,
    redraw,
    steps,
)

CHINESE = re.compile("[\u4e00-\u9fff]")
# What a change drags along that its catalogue does not count: a new seed without a new draw makes the tickets wrong.
DRAGGED = {"not UTF-8": {"ticket"}}


def codes(verdict: Verdict, status: CheckStatus = CheckStatus.REFUSED) -> set[str]:
    return {check.code for check in verdict.of(status)}


def verified(step: Step, name: str = "ssj1-single") -> Verdict:
    return verify_files(step(bundle(name)))


def test_the_open_example_is_accepted_and_everything_in_it_is_checked() -> None:
    verdict = verify_files(bundle("ssj1-single"))
    assert verdict.accepted
    assert (verdict.exit_status, verdict.level) == (0, 1)
    assert codes(verdict, CheckStatus.UNCHECKED) == set()
    assert verdict.commit == "38d53c7726bcfc10be10b01d111026f91fb518d63c10047456430a96e5d7b73c"


def test_the_sealed_example_is_accepted_with_its_matching() -> None:
    verdict = verify_files(bundle("ssj1-joint"))
    assert verdict.accepted
    assert (verdict.exit_status, verdict.level) == (0, 1)
    assert "matching" in codes(verdict, CheckStatus.OK)
    assert verdict.commit == sha256(bundle("ssj1-joint")["manifest.txt"]).hexdigest()


@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_every_check_says_something_in_both_languages(name: str) -> None:
    for check in verify_files(bundle(name)).checks:
        assert CHINESE.search(check.zh)
        assert re.search("[a-z]", check.en)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_every_tampering_is_refused_by_one_of_its_checks(tampering: Tampering) -> None:
    verdict = verified(tampering.apply, tampering.bundle)
    assert codes(verdict) & tampering.codes
    assert (verdict.exit_status, verdict.level) == (1, None)


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda one: one.name)
def test_nothing_is_refused_but_what_the_tampering_broke(tampering: Tampering) -> None:
    allowed = tampering.codes | tampering.also | DRAGGED.get(tampering.name, set())
    assert codes(verified(tampering.apply, tampering.bundle)) <= allowed


def test_every_kind_of_check_has_messages_of_its_own() -> None:
    said: dict[str, set[str]] = {}
    for tampering in TAMPERINGS:
        for check in verified(tampering.apply, tampering.bundle).of(CheckStatus.REFUSED):
            said.setdefault(check.en, set()).add(check.code)
    assert {message: kinds for message, kinds in said.items() if len(kinds) > 1} == {}


def test_the_same_fault_in_two_files_is_told_apart() -> None:
    told = [
        check.en
        for file in (MANIFEST, FRAME, EXCLUDED, REVEAL, DRAWN, THRESHOLDS)
        for check in verified(lambda files, file=file: files | {file: b"\xef\xbb\xbf" + files[file]}).of(  # type: ignore[misc]
            CheckStatus.REFUSED
        )
        if check.code == "form.bom"
    ]
    assert len(told) == len(set(told)) == 6


@pytest.mark.parametrize(
    ("file", "code"),
    [(FRAME, "file.missing"), (EXCLUDED, "file.missing"), (DRAWN, "file.missing"), (THRESHOLDS, "file.missing")],
)
def test_a_missing_file_is_named(file: str, code: str) -> None:
    refused = verified(delete(file)).of(CheckStatus.REFUSED)
    assert [(check.code, file in check.zh) for check in refused] == [(code, True)]


def test_a_folder_without_a_manifest_cannot_be_verified() -> None:
    for files in ({}, delete(MANIFEST)(bundle("ssj1-single"))):
        with pytest.raises(BundleError, match=r"manifest\.txt"):
            verify_files(files)


def test_a_commitment_before_its_reveal_is_verified_as_far_as_it_goes() -> None:
    verdict = verified(steps(delete(REVEAL), delete(DRAWN), delete(THRESHOLDS)))
    assert verdict.accepted
    assert (verdict.exit_status, verdict.level) == (3, None)
    assert codes(verdict, CheckStatus.UNCHECKED) == {"uncommitted"}


def test_a_tampered_commitment_is_refused_before_its_reveal() -> None:
    verdict = verified(steps(delete(REVEAL), delete(DRAWN), delete(THRESHOLDS), lines(FRAME, lambda rows: rows[1:])))
    assert {"table.rows", "table.hash"} <= codes(verdict)


@pytest.mark.parametrize("alg", list(Algorithm))
@pytest.mark.parametrize("mode", ["open", "sealed"])
def test_our_own_draws_are_accepted(alg: Algorithm, mode: str) -> None:
    operator = chain(alg, "operator", "11" * 32, 4)
    sealed = committed(alg=alg, mode=mode, parties={"operator": operator[0]})
    record = drawn(sealed, codes={"operator": operator[1]})
    verdict = verify(record)
    assert (verdict.exit_status, verdict.level) == (0, 1)
    assert verdict.commit == record.commitment.commit


def test_a_draw_of_nothing_and_a_draw_of_everything_are_accepted() -> None:
    both = task(design("0", "labels"), design("1", "lifts"), strata=("region",))
    record = drawn(committed(both))
    assert [len(one.ids) for one in record.frames] == [0, 60]
    assert verify(record).exit_status == 0


def test_two_hundred_strata_are_accepted() -> None:
    record = drawn(committed(task(design("100%", "lifts"), strata=("region", "kind")), pool_of(200)))
    assert verify(record).exit_status == 0


@pytest.mark.parametrize("key", ["seed", "key", "mkey"])
def test_what_stands_in_a_reveal_for_convenience_may_be_left_out(key: str) -> None:
    assert verified(drop(REVEAL, key)).exit_status == 0


@pytest.mark.parametrize("name", ["ssj1-single", "ssj1-joint"])
def test_every_file_of_a_bundle_matters(name: str) -> None:
    files = bundle(name)
    for file in files.keys() - {"assignments.tsv"}:
        assert not verify_files(files | {file: files[file] + b"x\n"}).accepted, file


def test_every_byte_of_the_manifest_matters() -> None:
    files = bundle("ssj1-single")
    content = files[MANIFEST]
    for position in range(0, len(content), 3):
        flipped = content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
        assert not verify_files(files | {MANIFEST: flipped}).accepted, position


def test_every_byte_of_the_draw_matters() -> None:
    files = bundle("ssj1-single")
    for file in (DRAWN, THRESHOLDS):
        content = files[file]
        for position in range(0, len(content), 3):
            flipped = content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]
            assert not verify_files(files | {file: flipped}).accepted, (file, position)


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (manifest("frame.labels.design", "pareto"), "weights"),
        (manifest("frame.labels.rounding", "chance"), "threshold"),
        (manifest("batches.labels", "2"), "file.missing"),
        (manifest("frame.labels.merkle", "0" * 64), "merkle"),
        (lambda files: files | {"supplement.1.txt": b"ssj1\ncommitted.at=2025-05-13T09:00:00+08:00\n"}, "form.key"),
    ],
    ids=["pareto", "chance", "batches", "merkle", "supplement"],
)
def test_what_the_manifest_promises_and_the_bundle_does_not_hold_is_refused(step: Step, code: str) -> None:
    verdict = verified(step)
    assert code in codes(verdict, CheckStatus.REFUSED)
    assert verdict.exit_status == 1


def test_a_public_bundle_without_its_inspectors_says_so() -> None:
    bare = steps(delete("inspectors.tsv"), delete("recusals.tsv"), delete("absent.tsv"), delete("assignments.tsv"))
    verdict = verified(bare, "ssj1-joint")
    assert verdict.exit_status == 3
    assert sum("未随包公开" in check.zh for check in verdict.of(CheckStatus.UNCHECKED)) == 3


def test_the_frames_of_a_joint_draw_are_judged_apart() -> None:
    verdict = verified(lines("frame.food.tsv", lambda rows: rows[1:]), "ssj1-joint")
    assert all("food" in check.zh or check.code == "drawn" for check in verdict.of(CheckStatus.REFUSED))


def test_items_with_names_in_html_do_not_escape_the_table() -> None:
    named = item(name="<script>x</script>")
    verdict = verify(drawn(committed(items=item_list(named))))
    assert "<script>" not in verdict._repr_html_()


TRUE_LINE = next(one for one in bundle("ssj1-single")[DRAWN].decode().splitlines() if one.endswith("0000488R"))
DOUBLES = {
    "an object drawn in two strata": add(DRAWN, TRUE_LINE.replace("\tC\t", "\tA\t")),
    "an object drawn in no stratum": add(DRAWN, TRUE_LINE.replace("\tC\t", "\t0\t")),
    "a second threshold, lower": add(THRESHOLDS, f"labels\tC\t16\t3\t{'0' * 64}"),
    "a second threshold, none": add(THRESHOLDS, "labels\tC\t1\t1\t-"),
}


@pytest.mark.parametrize("step", DOUBLES.values(), ids=list(DOUBLES))
def test_a_line_too_many_is_refused_wherever_it_sorts(step: Step) -> None:
    assert verified(step).exit_status == 1


def test_an_object_excluded_for_two_reasons_is_refused() -> None:
    twice = add(EXCLUDED, "91320481MA00090016\t注销")
    assert verified(steps(twice, bind(EXCLUDED), redraw)).exit_status == 1


def test_an_object_excluded_in_other_case_is_refused() -> None:
    twin = add(EXCLUDED, "91320481ma0000015j\t注销")
    assert verified(steps(twin, bind(EXCLUDED), redraw)).exit_status == 1


HOSTILE = {
    "a round of 5000 digits": put(REVEAL, "k", "1" * 5000),
    "a beacon of 5000 digits": put(REVEAL, "beacon", f"KL8/2025122/{'1' * 5000};SZSE399001/20250512/10126.83"),
    "a drand round beyond the calendar": manifest("beacon", "KL8/2025122;DRAND/999999999999999"),
    "a label with a blank before it": steps(
        put(MANIFEST, "ratio.labels. A", "1/20"), put(MANIFEST, "quota.labels. A", "1")
    ),
}


@pytest.mark.parametrize("step", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_bytes_are_refused_and_do_not_break_the_verifier(step: Step) -> None:
    assert verified(step).exit_status == 1


@pytest.mark.parametrize(
    "file", ["frame.other.tsv", "batches.tsv", "assignments.tsv", "drawn.1.tsv", "thresholds.1.tsv", "reveal.1.txt"]
)
def test_a_file_that_nothing_binds_is_at_least_named(file: str) -> None:
    verdict = verified(lambda files: files | {file: b"labels\t1\t91320481MA0000015J\n"})
    assert any(file in check.zh for check in verdict.checks)


@pytest.mark.parametrize(
    "step",
    [steps(drop(MANIFEST, "cap.labels"), redraw), manifest("reveal.by", "2000-01-01")],
    ids=["used without cap", "reveal.by"],
)
def test_a_promise_that_makes_no_sense_is_refused(step: Step) -> None:
    assert verified(step).exit_status == 1


RESULTS = ("reveal.txt", "drawn.tsv", "thresholds.tsv", "assignments.tsv")


@pytest.mark.parametrize("name", ["assignments.tsv", "advisers.tsv", "substitutions.tsv", "drawn.tsv"])
def test_a_result_told_before_the_reveal_is_refused(name: str) -> None:
    files = {one: content for one, content in bundle("ssj1-joint").items() if one not in RESULTS}
    assert verify_files(files).exit_status == 3
    verdict = verify_files({**files, name: b""})
    assert codes(verdict, CheckStatus.REFUSED) == {"file.missing"}


def test_advisers_of_a_round_of_a_draw_without_experts_are_told_as_strays() -> None:
    files = {**bundle("ssj1-joint"), "advisers.tsv": b""}
    assert any("advisers.tsv" in check.en for check in verify_files(files).checks if check.code == "file.unbound")


@pytest.mark.parametrize("name", ["advisers.1.tsv", "advisers.tsv"])
def test_advisers_where_there_are_no_experts_speak_of_no_round(name: str) -> None:
    verdict = verify_files({**bundle("ssj1-joint"), name: b""})
    assert verdict.exit_status == 0
    assert any(name in check.en for check in verdict.checks if check.code == "file.unbound")


@pytest.mark.parametrize("name", ["assignments.1.tsv", "inspectors.2.tsv"])
def test_tables_of_a_matching_where_nobody_is_matched_speak_of_no_round(name: str) -> None:
    verdict = verify_files({**bundle("ssj1-single"), name: b""})
    assert verdict.exit_status == 0
    assert any(name in check.en for check in verdict.checks if check.code == "file.unbound")
