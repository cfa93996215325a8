"""Why an object was drawn or not: the answer that its owner can check (为什么是我)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from unicodedata import normalize

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.errors import InvalidIdentifierError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.drawing import FrameDraw
from shuangsuiji.lottery.seeds import Seed
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.values import ClauseRef, identifier

__all__ = ["Answer", "FrameAnswer", "answer"]

_OUTSIDE = {
    True: "在名录库中，但不属于本任务的区域或筛选范围",
    False: "不在名录库中",
    None: "不在抽样框中（本包只载明名录库的摘要）",
}
_COMMAND = {Algorithm.SHA256: "sha256sum", Algorithm.SM3: "openssl dgst -sm3"}


@attrs.frozen(kw_only=True)
class FrameAnswer:
    """What the draw of one item meant for the object (按事项的答复).

    Attributes:
        item_code: the item, whose frame this is.
        in_frame: whether the object was in the frame.
        excluded: reason code where it was left out of the frame, else None.
        in_pool: whether the pool holds the object; None where the bundle only cites the pool and nothing tells.
        stratum: its stratum.
        rows: objects in the stratum.
        quota: how many of them were drawn.
        threshold: the largest ticket drawn; None where the quota is 0.
        drawn: whether the object was drawn.

    """

    item_code: str
    in_frame: bool
    excluded: str | None = None
    in_pool: bool | None = None
    stratum: str | None = None
    rows: int = 0
    quota: int = 0
    threshold: str | None = None
    drawn: bool = False

    @property
    def inclusion_probability(self) -> Fraction:
        """The inclusion probability (被抽查概率): quota over rows, 0 outside the frame."""
        return Fraction(self.quota, self.rows) if self.rows else Fraction(0)

    @property
    def zh(self) -> str:
        """The answer for this item in one Chinese sentence."""
        if not self.in_frame:
            reason = f"被排除（{self.excluded}）" if self.excluded else _OUTSIDE[self.in_pool]
            return f"事项 {self.item_code}：{reason}，未参加抽取。"
        verdict = (
            "抽中：号签不大于阈值" if self.drawn else "未抽中：号签大于阈值" if self.quota else "未抽中：本层名额为 0"
        )
        return (
            f"事项 {self.item_code}：在“{self.stratum}”层，{self.rows} 个对象抽 {self.quota} 个，"
            f"概率 {self.inclusion_probability}（{float(self.inclusion_probability):.2%}）；{verdict}。"
        )


@attrs.frozen(kw_only=True)
class Answer:
    """The answer to "why me", or "why not me", with the line that checks it (答复).

    Attributes:
        id: the object's id, normalised.
        ticket: H(KEY|ID).
        key: KEY of the draw.
        alg: the hash of the draw.
        frames: one answer per item.
        clause: the clause under which objects are drawn at random.

    """

    id: str
    ticket: str
    key: str
    alg: Algorithm
    frames: tuple[FrameAnswer, ...]
    clause: ClauseRef

    @property
    def in_pool(self) -> bool | None:
        """Whether the pool held the object; None where the bundle only cites the pool and nothing tells."""
        known = [one.in_pool for one in self.frames if one.in_pool is not None]
        return any(known) if known else None

    @property
    def drawn(self) -> bool:
        """Whether the object was drawn for any item."""
        return any(one.drawn for one in self.frames)

    @property
    def command(self) -> str:
        """The shell line that computes the ticket anywhere."""
        return f"printf '%s|%s' {self.key} {shell_word(self.id)} | {_COMMAND[self.alg]}"

    def __str__(self) -> str:
        verdict = "抽中" if self.drawn else "不在名录库中" if self.in_pool is False else "未抽中"
        lines = [f"{self.id}：{verdict}（依据 {self.clause}）", f"号签 {self.ticket}"]
        for one in self.frames:
            lines.append(one.zh)
            if one.threshold:
                lines.append(f"  阈值 {one.threshold}")
        return "\n".join([*lines, f"自行核对：{self.command}"])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = [
            (
                one.item_code,
                one.stratum or one.excluded or "—",
                one.inclusion_probability,
                one.threshold or "—",
                "是" if one.drawn else "否",
            )
            for one in self.frames
        ]
        caption = f"{self.id} 号签 {self.ticket}；核对：{self.command}"
        return html_table(caption, ("事项", "层", "概率", "阈值", "抽中"), rows)


def answer(commitment: Commitment, draws: Iterable[FrameDraw], seed: Seed, id_: str) -> Answer:
    """Return what a draw meant for one object (答复)."""
    known = _normalised(commitment, id_)
    ticket = KeyedTickets(seed.alg, seed.key).ticket(known)
    return Answer(
        id=known,
        ticket=ticket,
        key=seed.key,
        alg=seed.alg,
        frames=tuple(_frame_answer(commitment, one, known) for one in draws),
        clause=LIYANG_2020.ref("3.2.1"),
    )


def shell_word(text: str) -> str:
    """Return ``text`` quoted for a POSIX shell where it needs to be."""
    if text.isascii() and text.replace("-", "").replace("_", "").isalnum():
        return text
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"


def _normalised(commitment: Commitment, id_: object) -> str:
    """Return the id as the record knows it: as typed, without blanks around it, or repaired as a code."""
    if not isinstance(id_, str):
        return identifier(id_).text
    pool = commitment.basis.pool if commitment.basis else ()
    known = [*commitment.frames.values(), *commitment.excluded.values(), pool]
    for typed in (id_, normalize("NFC", id_.strip())):
        if any(typed in holder for holder in known):
            return typed
    try:
        return identifier(id_).text
    except InvalidIdentifierError:
        return identifier(id_, entity=False).text


def _frame_answer(commitment: Commitment, drawn: FrameDraw, id_: str) -> FrameAnswer:
    frame = commitment.frames[drawn.name]
    if id_ not in frame:
        excluded = commitment.excluded[drawn.name].get(id_)
        pool = commitment.basis.pool if commitment.basis else None
        in_pool = True if excluded else None if pool is None else id_ in pool
        return FrameAnswer(item_code=drawn.name, in_frame=False, excluded=excluded, in_pool=in_pool)
    part = drawn.stratum(frame.stratum(id_))
    return FrameAnswer(
        item_code=drawn.name,
        in_frame=True,
        in_pool=True,
        stratum=part.stratum,
        rows=part.rows,
        quota=part.quota,
        threshold=part.threshold,
        drawn=any(id_ == one for _, one in part.drawn),
    )
