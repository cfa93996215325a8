"""Of every frame: each row has one proof only, every other id its neighbours, and no change goes unnoticed."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.lottery import Algorithm, TableFrame
from shuangsuiji.lottery.merkle import (
    FrameTree,
    InclusionProof,
    check_absence,
    check_inclusion,
    merkle_root,
    prove_absence,
)
from shuangsuiji.lottery.proof_sheets import ProofSheet
from shuangsuiji.testing.strategies import any_ids, digests
from shuangsuiji.testing.strategies.lotteries import frames

SHA256 = Algorithm.SHA256
FRAMES = frames(min_size=1, max_size=20)


def by_the_rfc(leaves: list[bytes]) -> bytes:
    """Return the root as RFC 9162 §2.1.1 defines it, recursively."""
    if len(leaves) < 2:
        return sha256(b"".join(b"\x00" + leaf for leaf in leaves)).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + by_the_rfc(leaves[:split]) + by_the_rfc(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=3), max_size=40))
def test_the_root_is_that_of_the_rfc(leaves: list[bytes]) -> None:
    assert merkle_root(SHA256, iter(leaves)) == by_the_rfc(leaves).hex()


@given(FRAMES)
def test_every_row_is_proved_and_its_sheet_comes_back(frame: TableFrame) -> None:
    tree = FrameTree(SHA256, frame)
    assert tree.root == merkle_root(SHA256, frame.to_bytes().split(b"\n")[:-1])
    for id_ in frame.ids:
        one = ProofSheet(alg=SHA256, frame="F", proof=tree.inclusion(id_))
        again = ProofSheet.from_text(one.to_text())
        assert again == one
        again.check(tree.root, frame.rows)


@given(frames(max_size=20), any_ids())
def test_an_id_is_in_the_frame_or_proved_absent(frame: TableFrame, id_: str) -> None:
    tree = FrameTree(SHA256, frame)
    if any(one.upper() == id_.upper() for one in frame.ids):
        return
    proof = tree.absence(id_)
    check_absence(SHA256, proof, tree.root, frame.rows)
    assert ProofSheet.from_text(ProofSheet(alg=SHA256, frame="F", proof=proof).to_text()).proof == proof


@given(FRAMES, st.data())
def test_a_row_taken_out_is_proved_absent_and_all_its_neighbours_stay(frame: TableFrame, data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(frame.ids))
    rest = TableFrame.from_rows((id_, frame.stratum(id_)) for id_ in frame.ids if id_ != gone)
    check_absence(SHA256, prove_absence(SHA256, rest, gone), FrameTree(SHA256, rest).root, rest.rows)


@given(FRAMES, st.data())
def test_a_proof_with_another_place_size_line_or_path_is_refused(frame: TableFrame, data: st.DataObject) -> None:
    tree = FrameTree(SHA256, frame)
    proof = tree.inclusion(data.draw(st.sampled_from(frame.ids)))
    changed: dict[str, Any] = {
        "index": data.draw(st.integers(0, 20)),
        "size": data.draw(st.integers(1, 40)),
        "line": tree.inclusion(data.draw(st.sampled_from(frame.ids))).line,
        "path": data.draw(st.permutations(proof.path) | st.lists(digests(), max_size=5)),
    }
    names = data.draw(st.sets(st.sampled_from(sorted(changed)), min_size=1))
    try:
        other = attrs.evolve(proof, **{name: changed[name] for name in names})
    except InvalidValueError:
        return
    assume(other != proof)
    with pytest.raises(BrokenChainError):
        check_inclusion(SHA256, other, tree.root, frame.rows)


@given(FRAMES, st.data())
def test_the_line_of_one_place_does_not_pass_at_another(frame: TableFrame, data: st.DataObject) -> None:
    tree = FrameTree(SHA256, frame)
    here, there = (tree.inclusion(data.draw(st.sampled_from(frame.ids))) for _ in range(2))
    assume(here != there)
    moved = InclusionProof(line=here.line, index=there.index, size=there.size, path=there.path)
    with pytest.raises(BrokenChainError):
        check_inclusion(SHA256, moved, tree.root, frame.rows)
