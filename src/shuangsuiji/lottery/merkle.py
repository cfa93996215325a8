"""Proofs that a row stands in a committed frame, or that an id does not: RFC 9162 §2.1, SSJ-1 §3 (在册与不在册证明).

The tree stands over the lines of ``frame.F.tsv``: leaf H(0x00 ‖ line without LF), node H(0x01 ‖ left ‖ right), over raw
digests; its root is ``frame.F.merkle``, its size ``frame.F.rows``. So one owner can be shown one row of a frame that
is not published whole.

A proof of absence shows the two neighbours between which the id would stand. It is as good as the order of the tree,
which whoever holds the whole frame checks (``LC_ALL=C sort -c -u``); an agency that misplaced a row is convicted by a
proof of inclusion and a proof of absence of one id. It speaks of the id as it is written: that ``abc`` is absent does
not say that ``ABC`` is. Unified codes and registration numbers have one spelling (SSJ-1 §2); of another kind of id ask
for every spelling that matters. ``prove_absence`` refuses where the frame holds the id in other upper and lower case.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import islice

import attrs

from shuangsuiji.errors import BrokenChainError, InvalidValueError
from shuangsuiji.lottery.digest import Algorithm, hash_bytes, hasher, is_digest
from shuangsuiji.lottery.frames import COLUMNS, UNUSED, TableFrame, upper
from shuangsuiji.values import check_count, check_field, texts
from shuangsuiji.values.columns import find, holds

__all__ = [
    "AbsenceProof",
    "FrameTree",
    "InclusionProof",
    "check_absence",
    "check_inclusion",
    "merkle_root",
    "prove_absence",
    "prove_inclusion",
]

_LEAF, _NODE = b"\x00", b"\x01"
_DIGEST, _PAIR = 32, 64
_BATCH = 65_536
_LOWER = re.compile("[a-z]")


def merkle_root(alg: Algorithm, leaves: Iterable[bytes]) -> str:
    """Return the root over leaves such as the lines of a table without their LF; of none, H of nothing (Merkle 根).

    Batches of a power of two are folded as they come, so that memory holds one batch and log n digests.
    """
    leaf = _digester(alg, _LEAF)
    pending: list[tuple[int, bytes]] = []
    rest = iter(leaves)
    while batch := list(islice(rest, _BATCH)):
        size, top = len(batch), _levels(alg, b"".join(map(leaf, batch)))[-1]
        while pending and pending[-1][0] == size:
            size, top = 2 * size, _up(alg, pending.pop()[1] + top)
        pending.append((size, top))
    if not pending:
        return hash_bytes(alg, b"")
    top = pending.pop()[1]
    while pending:
        top = _up(alg, pending.pop()[1] + top)
    return top.hex()


@attrs.frozen(kw_only=True)
class InclusionProof:
    """The row of a frame with the digests that lead from it to the root (在册证明).

    Attributes:
        line: the row as it stands in ``frame.F.tsv``, without its LF.
        index: its place, from 0.
        size: rows of the frame.
        path: the digests of the siblings, from the leaf upwards, as 64 lower-case hex digits each.

    """

    line: str
    index: int
    size: int
    path: tuple[str, ...] = attrs.field(converter=texts)

    def __attrs_post_init__(self) -> None:
        cells = self.line.split("\t")
        for cell in cells:
            check_field(cell, "InclusionProof.line")
        if len(cells) != COLUMNS:
            zh, en = f"应有 {COLUMNS} 列", f"must have {COLUMNS} columns"
            raise InvalidValueError(field="InclusionProof.line", rule_zh=zh, rule=en, value=self.line)
        check_count(self.size, "InclusionProof.size", at_least=1)
        if check_count(self.index, "InclusionProof.index") >= self.size:
            zh, en = f"应小于行数 {self.size}", f"must be less than the size {self.size}"
            raise InvalidValueError(field="InclusionProof.index", rule_zh=zh, rule=en, value=self.index)
        length = len(list(_turns(self.index, self.size)))
        if len(self.path) != length or not all(map(is_digest, self.path)):
            zh, en = f"应为 {length} 个 64 位小写十六进制摘要", f"must be {length} digests of 64 lower-case hex digits"
            raise InvalidValueError(field="InclusionProof.path", rule_zh=zh, rule=en, value=self.path)

    @property
    def id(self) -> str:
        """The id of the row."""
        return self.line.partition("\t")[0]


@attrs.frozen(kw_only=True)
class AbsenceProof:
    """The neighbours between which an id would stand, had the frame one of that spelling (不在册证明).

    Attributes:
        id: what does not stand in the frame.
        left: the last row before it; None where it would stand first.
        right: the first row after it; None where it would stand last. An empty frame has neither.

    """

    id: str
    left: InclusionProof | None
    right: InclusionProof | None

    def __attrs_post_init__(self) -> None:
        check_field(self.id, "AbsenceProof.id")
        left, right = self.left, self.right
        # Lines compare as their ids do: TAB (0x09) lies below every byte of a field, which holds no control characters,
        # so that of `ab` and `abc` the shorter comes first in both orders. Code points order as their UTF-8 bytes do.
        if (left and left.id >= self.id) or (right and right.id <= self.id):
            self._refuse("须在两邻行之间", "must lie between its neighbours")
        if left and right and (left.size != right.size or left.index + 1 != right.index):
            self._refuse("两邻行须相邻", "its neighbours must be adjacent")
        if left and not right and left.index + 1 != left.size:
            self._refuse("无右邻行时，左邻行须为末行", "without a right neighbour the left one must be the last row")
        if right and not left and right.index:
            self._refuse("无左邻行时，右邻行须为首行", "without a left neighbour the right one must be the first row")

    def _refuse(self, zh: str, en: str) -> None:
        raise InvalidValueError(field="AbsenceProof.id", rule_zh=zh, rule=en, value=self.id)


@attrs.frozen
class FrameTree:
    """The tree over a frame, kept to give many proofs: seconds for a million rows, then next to nothing (Merkle 树)."""

    alg: Algorithm
    frame: TableFrame = attrs.field(repr=False)

    @property
    def root(self) -> str:
        """``frame.F.merkle``."""
        return self._tree[-1].hex() if self.frame.rows else merkle_root(self.alg, ())

    def inclusion(self, id_: str) -> InclusionProof:
        """Return the proof that ``id_`` stands in the frame.

        Raises:
            UnknownNameError: it does not.

        """
        return self._proof(find(self.frame.ids, id_))

    def absence(self, id_: str) -> AbsenceProof:
        """Return the proof that ``id_`` does not stand in the frame.

        Raises:
            InvalidValueError: it does, in this or in other upper and lower case, or it is no field.

        """
        ids = self.frame.ids
        if holds(ids, id_) or holds(ids, upper(id_)) or upper(id_) in self._with_lower:
            zh, en = "在抽样框中（不分大小写）", "stands in the frame, upper and lower case counted as the same"
            raise InvalidValueError(field="id", rule_zh=zh, rule=en, value=id_)
        place = bisect_left(ids, id_)
        left = self._proof(place - 1) if place else None
        return AbsenceProof(id=id_, left=left, right=self._proof(place) if place < len(ids) else None)

    @cached_property
    def _tree(self) -> list[bytes]:
        lines = (line[:-1].encode() for line in self.frame.lines())
        return _levels(self.alg, b"".join(map(_digester(self.alg, _LEAF), lines)))

    @cached_property
    def _with_lower(self) -> frozenset[str]:
        return frozenset(upper(id_) for id_ in self.frame.ids if _LOWER.search(id_))

    def _proof(self, index: int) -> InclusionProof:
        frame, path = self.frame, list[str]()
        for level, (place, is_right) in _turns(index, frame.rows):
            start = _DIGEST * (place - 1 if is_right else place + 1)
            path.append(self._tree[level][start : start + _DIGEST].hex())
        weight = UNUSED if frame.weights is None else frame.weights[index]
        line = "\t".join((frame.ids[index], frame.strata[index], frame.regions[index], weight))
        return InclusionProof(line=line, index=index, size=frame.rows, path=path)


def prove_inclusion(alg: Algorithm, frame: TableFrame, id_: str) -> InclusionProof:
    """Return the proof that an id stands in a frame; ``FrameTree`` gives many at the price of one (在册证明).

    Raises:
        UnknownNameError: the frame does not hold it.

    """
    return FrameTree(alg, frame).inclusion(id_)


def prove_absence(alg: Algorithm, frame: TableFrame, id_: str) -> AbsenceProof:
    """Return the proof that an id does not stand in a frame; ``FrameTree`` gives many at the price of one (不在册证明).

    Raises:
        InvalidValueError: the frame holds it, in this or in other upper and lower case, or it is no field.

    """
    return FrameTree(alg, frame).absence(id_)


def check_inclusion(alg: Algorithm, proof: InclusionProof, root: str, size: int) -> None:
    """Check that a proof leads to the root of a tree of that size: RFC 9162 §2.1.3.2 (核验在册证明).

    Index, size and length of the path were checked when the proof was made, so that one row has one proof.

    Raises:
        BrokenChainError: the proof is of a tree of another size, or leads to another root.

    """
    _expect("size", "证明的行数应为锁定的行数", "the proof must be of a frame of the committed size", size, proof.size)
    top = _digester(alg, _LEAF)(proof.line.encode())
    turns = _turns(proof.index, proof.size)
    for sibling, (_, (_, is_right)) in zip(map(bytes.fromhex, proof.path), turns, strict=True):
        top = _up(alg, sibling + top if is_right else top + sibling)
    _expect("root", "证明应通向锁定的Merkle 根", "the proof must lead to the committed root", root, top.hex())


def check_absence(alg: Algorithm, proof: AbsenceProof, root: str, size: int) -> None:
    """Check that the neighbours of an absent id stand in the tree of that root and size (核验不在册证明).

    That they are adjacent, and the id between them, was checked when the proof was made.

    Raises:
        BrokenChainError: a neighbour does not stand there, or there is none and the tree is not empty.

    """
    neighbours = [one for one in (proof.left, proof.right) if one]
    for one in neighbours:
        check_inclusion(alg, one, root, size)
    if not neighbours:
        _expect("size", "没有邻行时，抽样框应为空", "without neighbours the frame must be empty", size, 0)
        _expect("root", "空框的根应为空串的摘要", "the root must be that of no rows", root, merkle_root(alg, ()))


def _expect(link: str, zh: str, en: str, expected: object, value: object) -> None:
    if expected != value:
        raise BrokenChainError(link=f"merkle {link}", rule_zh=zh, rule=en, expected=expected, value=value)


def _turns(index: int, size: int) -> Iterator[tuple[int, tuple[int, bool]]]:
    """Yield the levels at which a leaf has a sibling, with its place there and whether it is the right one of the two.

    Level by level neighbours are paired and a last one without a partner moves up as it is: the tree of RFC 9162, whose
    left part is the largest power of two.
    """
    level = 0
    while size > 1:
        if index % 2 or index + 1 < size:
            yield level, (index, index % 2 == 1)
        level, index, size = level + 1, index // 2, (size + 1) // 2


def _levels(alg: Algorithm, digests: bytes) -> list[bytes]:
    """Return the levels of a tree from its leaves to its root, each as its digests put together."""
    levels = [digests]
    while len(levels[-1]) > _DIGEST:
        levels.append(_up(alg, levels[-1]))
    return levels


def _up(alg: Algorithm, level: bytes) -> bytes:
    """Return the level above."""
    node, paired = _digester(alg, _NODE), len(level) // _PAIR * _PAIR
    return b"".join([node(level[at : at + _PAIR]) for at in range(0, paired, _PAIR)]) + level[paired:]


def _digester(alg: Algorithm, prefix: bytes) -> Callable[[bytes], bytes]:
    """Return what gives the raw H(prefix ‖ message)."""
    start = hasher(alg, prefix).copy

    def digest(message: bytes) -> bytes:
        state = start()
        state.update(message)
        return state.digest()

    return digest
