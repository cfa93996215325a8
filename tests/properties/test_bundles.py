"""A record is accepted from its files alone, is read back from them, and is refused once they were changed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.bundle import Record, read_draw, read_record, write_bundle
from shuangsuiji.draws import Commitment, Draw, SupplementCommitment, SupplementDraw, verify
from shuangsuiji.lottery import SOURCES, CheckStatus, verify_files
from shuangsuiji.lottery.seeds import reveal_of
from shuangsuiji.testing.strategies import (
    WAYS,
    commitments,
    draws,
    fields,
    reveals,
    supplement_requests,
    supplements,
    tampered,
)


def records() -> SearchStrategy[Draw | SupplementDraw]:
    return draws() | supplements()


def frame_ids(record: Draw | SupplementDraw) -> list[str]:
    return [id_ for frame in record.commitment.frames.values() for id_ in frame.ids]


@settings(max_examples=60)
@given(records())
def test_every_draw_is_accepted_and_reads_back_from_its_files(record: Draw | SupplementDraw) -> None:
    verdict = verify(record)
    assert verdict.accepted, [str(check) for check in verdict.of(CheckStatus.REFUSED)]
    assert verdict.exit_status == 0
    assert (verdict.commit, verdict.level) == (record.commitment.commit, int(_known(record)))
    commitment = Commitment.from_files(record.files)
    assert commitment.files == record.commitment.files
    name = f"reveal.{record.k}.txt" if record.k else "reveal.txt"
    reveal, claimed = reveal_of(record.files[name])
    assert (reveal, claimed["seed"]) == (record.reveal, record.seed.text)
    assert _redrawn(record, commitment).files == record.files


def _known(record: Draw | SupplementDraw) -> bool:
    """Tell whether every source of the main draw and of every round is a known one: without tokens that is level 1."""
    own = all(event.source in SOURCES for event in record.round.events)
    return own if isinstance(record, Draw) else own and _known(record.request.before)


def _redrawn(record: Draw | SupplementDraw, commitment: Commitment) -> Draw | SupplementDraw:
    """Draw once more, from the commitment and from what was asked for and revealed after it."""
    if isinstance(record, Draw):
        return Draw(commitment=commitment, reveal=record.reveal)
    before = _redrawn(record.request.before, commitment)
    request = SupplementCommitment(before=before, supplement=record.request.supplement)
    return SupplementDraw(request=request, reveal=record.reveal)


@settings(max_examples=25)
@given(commitments() | records() | supplement_requests())
def test_a_bundle_written_and_read_back_is_the_same_record(record: Record) -> None:
    with tempfile.TemporaryDirectory() as folder:
        again = read_record(write_bundle(record, folder))
        assert type(again) is type(record)
        assert again.files == record.files
        if not isinstance(record, Commitment):
            main = record.before.main if isinstance(record, SupplementCommitment) else record.main
            assert read_draw(folder).files == main.files
        for name, content in record.files.items():
            assert (Path(folder) / name).read_bytes() == content


@settings(max_examples=30)
@given(commitments())
def test_every_commitment_is_accepted_and_says_that_it_is_not_revealed(commitment: Commitment) -> None:
    verdict = verify(commitment)
    assert (verdict.accepted, verdict.exit_status, verdict.level) == (True, 3, None)
    assert [check.code for check in verdict.of(CheckStatus.UNCHECKED)] == ["uncommitted"]


@settings(max_examples=30)
@given(supplement_requests())
def test_every_request_is_accepted_and_says_that_it_is_not_revealed(request: SupplementCommitment) -> None:
    verdict = verify(request)
    assert verdict.accepted, [str(check) for check in verdict.of(CheckStatus.REFUSED)]
    assert (verdict.exit_status, verdict.level) == (3, int(_known(request.before)))
    assert [check.code for check in verdict.of(CheckStatus.UNCHECKED)] == ["uncommitted"]


@settings(max_examples=40)
@given(records(), st.data())
def test_why_agrees_with_the_draw_for_every_object(record: Draw | SupplementDraw, data: st.DataObject) -> None:
    id_ = data.draw(st.sampled_from(frame_ids(record)))
    answer = record.why(id_)
    assert answer.drawn == (id_ in record.objects)
    assert tuple(one.item_code for one in answer.frames if one.drawn) == record.objects.get(id_, ())


@settings(max_examples=40)
@given(records(), st.data())
def test_a_draw_tampered_with_in_any_way_is_always_refused(record: Draw | SupplementDraw, data: st.DataObject) -> None:
    for way in WAYS:
        if not list(WAYS[way](record.files)):
            continue
        files = data.draw(tampered(record.files, ways=[way]), label=way)
        assert files != record.files
        verdict = verify_files(files)
        assert (verdict.accepted, verdict.exit_status, verdict.level) == (False, 1, None), way


@settings(max_examples=30)
@given(records(), st.data())
def test_a_verifier_says_something_about_any_bytes_and_never_fails(
    record: Draw | SupplementDraw, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(record.files)))
    junk = data.draw(st.binary(max_size=40) | fields().map(str.encode))
    lines = record.files[name].split(b"\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    for changed in ([junk], [*lines[:at], junk, *lines[at:]], [*lines[:at], lines[at][:3] + junk, *lines[at + 1 :]]):
        assert verify_files({**record.files, name: b"\n".join(changed)}).checks


@settings(max_examples=40)
@given(commitments() | supplement_requests(), st.data())
def test_what_is_bound_is_refused_before_the_reveal_too(
    record: Commitment | SupplementCommitment, data: st.DataObject
) -> None:
    files = data.draw(tampered(record.files))
    assert not verify_files(files).accepted


@settings(max_examples=25)
@given(draws(mode="sealed") | supplements(mode="sealed"), st.data())
def test_the_reveal_of_another_draw_is_refused(record: Draw | SupplementDraw, data: st.DataObject) -> None:
    other = data.draw(reveals(record.commitment if isinstance(record, Draw) else record.request))
    name = f"reveal.{record.k}.txt" if record.k else "reveal.txt"
    files = {**record.files, name: other.to_bytes(record.seed)}
    assert verify_files(files).accepted == (other == record.reveal)
