"""The Merkle tree over a frame: one row can be shown, or its absence, without the rest."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise

import pytest

from shuangsuiji.errors import BrokenChainError, InvalidValueError, UnknownNameError
from shuangsuiji.lottery import Algorithm, TableFrame, merkle
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.lottery.frames import COLUMNS
from shuangsuiji.lottery.merkle import (
    AbsenceProof,
    FrameTree,
    InclusionProof,
    check_absence,
    check_inclusion,
    merkle_root,
    prove_absence,
    prove_inclusion,
)
from shuangsuiji.testing.city import synthetic_code
from tests.unit.builders import EMPTY_DIGEST, bundle, made

SHA256 = Algorithm.SHA256
SIZES = (1, 2, 3, 7, 8)
CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
CT_ROOTS = [  # of the first 0, 1, 2 … leaves: the reference tree of RFC 6962
    EMPTY_DIGEST,
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def frame_of(size: int) -> TableFrame:
    return TableFrame.from_rows((synthetic_code(number), "甲" if number % 2 else "乙") for number in range(size))


def by_the_rfc(leaves: list[bytes]) -> str:
    """Return the root as RFC 9162 §2.1.1 defines it, recursively."""
    if not leaves:
        return sha256(b"").hexdigest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).hexdigest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = (bytes.fromhex(by_the_rfc(part)) for part in (leaves[:split], leaves[split:]))
    return sha256(b"\x01" + left + right).hexdigest()


def leads_to(proof: InclusionProof) -> str | None:
    """Return where a proof leads, by the steps of RFC 9162 §2.1.3.2 as they are written there."""
    fn, sn = proof.index, proof.size - 1
    r = sha256(b"\x00" + proof.line.encode()).digest()
    for p in map(bytes.fromhex, proof.path):
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            r = sha256(b"\x01" + p + r).digest()
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\x01" + r + p).digest()
        fn, sn = fn >> 1, sn >> 1
    return r.hex() if sn == 0 else None


def leaves(frame: TableFrame) -> list[bytes]:
    return frame.to_bytes().split(b"\n")[:-1]


def cases() -> Iterator[tuple[int, int]]:
    yield from ((size, index) for size in SIZES for index in range(size))


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_reference_tree(size: int) -> None:
    assert merkle_root(SHA256, CT_LEAVES[:size]) == CT_ROOTS[size]
    assert by_the_rfc(CT_LEAVES[:size]) == CT_ROOTS[size]


def test_a_root_of_sm3_is_another() -> None:
    sm3 = merkle_root(Algorithm.SM3, CT_LEAVES[:1])
    assert sm3 == "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf"
    assert merkle_root(Algorithm.SM3, []) == "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"


@pytest.mark.parametrize("size", [*range(9), 31, 32, 33])
def test_batches_do_not_change_the_root(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = leaves(frame_of(size))
    whole = merkle_root(SHA256, iter(rows))
    for batch in (1, 2, 4, 8):
        monkeypatch.setattr(merkle, "_BATCH", batch)
        assert merkle_root(SHA256, iter(rows)) == whole == by_the_rfc(rows)


def test_the_root_of_a_worked_example_is_that_of_its_lines() -> None:
    content = bundle("ssj1-single")["frame.labels.tsv"]
    frame = TableFrame.from_table(parse_table(content, "frame.labels.tsv", COLUMNS))
    root = FrameTree(SHA256, frame).root
    assert root == merkle_root(SHA256, content.split(b"\n")[:-1]) == by_the_rfc(content.split(b"\n")[:-1])


@pytest.mark.parametrize(("size", "index"), list(cases()))
def test_every_row_is_shown_to_stand_in_its_frame(size: int, index: int) -> None:
    frame = frame_of(size)
    root = merkle_root(SHA256, leaves(frame))
    proof = prove_inclusion(SHA256, frame, frame.ids[index])
    assert (proof.index, proof.size, proof.id) == (index, size, frame.ids[index])
    assert proof.line.encode() == leaves(frame)[index]
    assert leads_to(proof) == root
    check_inclusion(SHA256, proof, root, size)


@pytest.mark.parametrize(("size", "index"), list(cases()))
def test_an_id_taken_out_is_shown_to_be_absent(size: int, index: int) -> None:
    whole = frame_of(size)
    id_ = whole.ids[index]
    frame = TableFrame.from_rows((one, "甲") for one in whole.ids if one != id_)
    proof = prove_absence(SHA256, frame, id_)
    assert (proof.left is None, proof.right is None) == (index == 0, index == size - 1)
    check_absence(SHA256, proof, FrameTree(SHA256, frame).root, size - 1)


def test_rows_with_weights_and_regions_are_shown_whole() -> None:
    frame = TableFrame.from_table([("a", "甲", "溧城", "12"), ("b", "乙", "-", "7")])
    tree = FrameTree(Algorithm.SM3, frame)
    assert tree.inclusion("b").line == "b\t乙\t-\t7"
    check_inclusion(Algorithm.SM3, tree.inclusion("a"), tree.root, 2)
    assert repr(tree) == "FrameTree(alg=<Algorithm.SM3: 'sm3'>)"


def test_only_what_stands_in_a_frame_is_shown_to_stand_there() -> None:
    with pytest.raises(UnknownNameError):
        prove_inclusion(SHA256, frame_of(3), "absent")


@pytest.mark.parametrize(
    ("ids", "asked"), [(("abc",), "abc"), (("ABC",), "abc"), (("abc",), "ABC"), (("aBc", "x"), "AbC"), (("a",), "")]
)
def test_what_stands_in_a_frame_in_any_case_is_not_shown_to_be_absent(ids: tuple[str, ...], asked: str) -> None:
    with pytest.raises(InvalidValueError):
        prove_absence(SHA256, TableFrame.from_rows((id_, "甲") for id_ in ids), asked)


def test_an_id_that_begins_another_stands_before_it_in_lines_as_in_ids() -> None:
    ids = ["a", "a b", "a!", "ab", "a~", "\u00e9", "\uff21", "\U00020bb7"]
    frame = TableFrame.from_rows((id_, "甲") for id_ in ids)
    assert leaves(frame) == sorted(leaves(frame))
    assert list(frame.ids) == ids
    assert all(before < after for before, after in pairwise(id_.encode() for id_ in ids))


# What a cheat would hand out.


@pytest.mark.parametrize(
    ("changes", "link"),
    [
        ({"line": "b\t甲\t-\t-"}, "merkle root"),
        ({"line": "a\t乙\t-\t-"}, "merkle root"),
        ({"index": 1}, "merkle root"),
        ({"path": ("00" * 32,) * 3}, "merkle root"),
        ({"size": 5, "index": 4, "path": ("00" * 32,)}, "merkle size"),
        ({"size": 6}, "merkle size"),
    ],
)
def test_a_proof_that_was_changed_leads_nowhere(changes: dict[str, object], link: str) -> None:
    frame = TableFrame.from_rows((id_, "甲") for id_ in "acegikmo")
    proof, root = prove_inclusion(SHA256, frame, "a"), FrameTree(SHA256, frame).root
    given = {"line": proof.line, "index": 0, "size": 8, "path": proof.path}
    check_inclusion(SHA256, made(InclusionProof, given, {}), root, 8)
    with pytest.raises(BrokenChainError) as caught:
        check_inclusion(SHA256, made(InclusionProof, given, changes), root, 8)
    assert caught.value.params["link"] == link


@pytest.mark.parametrize(
    "changes",
    [
        {"index": 8},
        {"index": -1},
        {"index": True},
        {"size": 0},
        {"size": 9},
        {"path": ()},
        {"path": ("00" * 32,) * 2},
        {"path": ("00" * 32,) * 4},
        {"path": ("00" * 32,) * 2 + ("AB" * 32,)},
        {"path": ("00" * 32,) * 2 + ("00" * 31,)},
        {"path": "00" * 32},
        {"line": "a\t甲\t-"},
        {"line": "a\t甲\t-\t-\n"},
        {"line": "a\t甲\t-\t-\tb"},
        {"line": "a\t甲\t \t-"},
    ],
    ids=str,
)
def test_what_cannot_be_a_proof_is_not_made(changes: dict[str, object]) -> None:
    given = {"line": "a\t甲\t-\t-", "index": 0, "size": 8, "path": ("00" * 32,) * 3}
    with pytest.raises(InvalidValueError):
        made(InclusionProof, given, changes)


def test_a_node_does_not_pass_for_a_row() -> None:
    left, right = (sha256(b"\x00" + leaf).digest() for leaf in CT_LEAVES[:2])
    assert merkle_root(SHA256, [left + right]) != merkle_root(SHA256, CT_LEAVES[:2])


@pytest.mark.parametrize(
    ("asked", "left", "right"),
    [
        ("d", "a", "e"),  # not adjacent
        ("d", "e", "g"),
        ("b", "c", "e"),
        ("a", "a", "c"),
        ("c", "a", "c"),
        ("b", None, "c"),
        ("z", "e", None),
        ("h", None, "a"),
        ("A", "g", None),
        ("\x7f", None, "a"),
    ],
)
def test_neighbours_that_leave_a_gap_are_refused(asked: str, left: str | None, right: str | None) -> None:
    tree = FrameTree(SHA256, TableFrame.from_rows((id_, "甲") for id_ in "aceg"))
    sides = {name: tree.inclusion(id_) if id_ else None for name, id_ in (("left", left), ("right", right))}
    with pytest.raises(InvalidValueError):
        AbsenceProof(id=asked, **sides)


def test_neighbours_of_two_trees_are_refused() -> None:
    small, large = (FrameTree(SHA256, TableFrame.from_rows((id_, "甲") for id_ in ids)) for ids in ("ac", "ace"))
    with pytest.raises(InvalidValueError, match="must be adjacent"):
        AbsenceProof(id="b", left=small.inclusion("a"), right=large.inclusion("c"))
    proof = small.absence("b")
    with pytest.raises(BrokenChainError, match="merkle size"):
        check_absence(SHA256, proof, large.root, 3)
    with pytest.raises(BrokenChainError, match="merkle root"):
        check_absence(SHA256, proof, large.root, 2)


def test_only_an_empty_frame_needs_no_neighbours() -> None:
    proof = prove_absence(SHA256, frame_of(0), "a")
    assert proof == AbsenceProof(id="a", left=None, right=None)
    check_absence(SHA256, proof, EMPTY_DIGEST, 0)
    with pytest.raises(BrokenChainError, match="without neighbours the frame must be empty"):
        check_absence(SHA256, proof, EMPTY_DIGEST, 1)
    with pytest.raises(BrokenChainError, match="the root must be that of no rows"):
        check_absence(SHA256, proof, "00" * 32, 0)
    with pytest.raises(BrokenChainError):
        check_absence(Algorithm.SM3, proof, EMPTY_DIGEST, 0)


def test_a_misplaced_row_gives_two_proofs_that_convict_the_agency() -> None:
    honest = TableFrame.from_rows((id_, "甲") for id_ in "acz")
    rows = [b"a\t\xe7\x94\xb2\t-\t-", b"c\t\xe7\x94\xb2\t-\t-", b"b\t\xe7\x94\xb2\t-\t-"]
    root = merkle_root(SHA256, rows)
    a, c, b = (sha256(b"\x00" + row).digest() for row in rows)
    above = sha256(b"\x01" + a + c).hexdigest()
    there = InclusionProof(line=rows[2].decode(), index=2, size=3, path=(above,))
    left = InclusionProof(line=rows[0].decode(), index=0, size=3, path=(c.hex(), b.hex()))
    right = InclusionProof(line=rows[1].decode(), index=1, size=3, path=(a.hex(), b.hex()))
    check_inclusion(SHA256, there, root, 3)
    check_absence(SHA256, AbsenceProof(id="b", left=left, right=right), root, 3)
    assert root != FrameTree(SHA256, honest).root
