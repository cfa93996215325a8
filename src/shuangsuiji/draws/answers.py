"""Why an object was drawn or not: the answer that its owner can check (为什么是我)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any
from unicodedata import normalize

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.errors import InvalidIdentifierError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.lottery.batches import batch_order
from shuangsuiji.lottery.chances import chance, weighted_chances
from shuangsuiji.lottery.digest import Algorithm
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.pareto import certain_weights, ranking_value
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.lottery.rounds import Taken
from shuangsuiji.lottery.samples import FrameDraw, StratumDraw
from shuangsuiji.lottery.seeds import Seed
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.values import ClauseRef, identifier

__all__ = ["Answer", "FrameAnswer", "answer"]

_OUTSIDE = {
    True: "在名录库中，但不属于本任务的区域或筛选范围",
    False: "不在名录库中",
    None: "不在抽样框中（本包只载明名录库的摘要）",
}
_READABLE = 10**6  # a fraction with a larger denominator says less than its percentage
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
        threshold: the largest ticket drawn, or with ``pareto`` the largest ranking value as a hex float; None where
            there is nothing to compare with.
        drawn: whether the object was drawn.
        inclusion_probability: the chance that it had before the seed was known (被抽查概率); 0 outside the frame.
        weight: its weight, only with ``pareto``.
        ranking_value: what ``pareto`` compares with the threshold, as a hex float; None for the certain.
        batch: number of the batch in which it is visited, None where there are no batches or it was not drawn.
        drawn_before: whether it had been drawn already, before this supplementary round.

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
    inclusion_probability: Fraction = Fraction(0)
    weight: int | None = None
    ranking_value: str | None = None
    batch: int | None = None
    drawn_before: bool = False

    @property
    def zh(self) -> str:
        """The answer for this item in one Chinese sentence."""
        if not self.in_frame:
            reason = f"被排除（{self.excluded}）" if self.excluded else _OUTSIDE[self.in_pool]
            reason = "此前已抽中" if self.drawn_before else reason
            return f"事项 {self.item_code}：{reason}，未参加抽取。"
        weight = "" if self.weight is None else f"权重 {self.weight}，"
        exact = f" {self.inclusion_probability}" if self.inclusion_probability.denominator <= _READABLE else ""
        return (
            f"事项 {self.item_code}：在“{self.stratum}”层，{self.rows} 个对象抽 {self.quota} 个，{weight}"
            f"概率{exact}（{float(self.inclusion_probability):.2%}）；{self._verdict}。"
        )

    @property
    def _verdict(self) -> str:
        what = "号签" if self.weight is None else "排序值"
        if self.drawn:
            why = (
                "权重足够大，必然抽中"
                if self.weight is not None and self.ranking_value is None
                else f"{what}不大于阈值"
            )
            return f"抽中：{why}" + (f"，第 {self.batch} 批检查" if self.batch else "")
        return (
            f"未抽中：{what}大于阈值"
            if self.threshold
            else "未抽中：本层名额为 0"
            if not self.quota
            else "未抽中：名额均为必然抽中的对象"
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
        before = any(one.drawn_before for one in self.frames)
        verdict = (
            "抽中" if self.drawn else "不在名录库中" if self.in_pool is False else "此前已抽中" if before else "未抽中"
        )
        lines = [f"{self.id}：{verdict}（依据 {self.clause}）", f"号签 {self.ticket}"]
        for one in self.frames:
            lines.append(one.zh)
            if one.ranking_value:
                lines.append(f"  排序值 {one.ranking_value}")
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


def answer(
    commitment: Commitment, draws: Iterable[FrameDraw], seed: Seed, id_: str, before: Taken | None = None
) -> Answer:
    """Return what a draw meant for one object (答复).

    Args:
        commitment: of the main draw.
        draws: what was drawn, frame by frame.
        seed: of the main draw, or of the round.
        id_: the object's id, as its owner would type it.
        before: what had been drawn before, for a supplementary round.

    """
    known = _normalised(commitment, id_)
    ticket = KeyedTickets(seed.alg, seed.key).ticket(known)
    return Answer(
        id=known,
        ticket=ticket,
        key=seed.key,
        alg=seed.alg,
        frames=tuple(_frame_answer(commitment, one, known, ticket, before) for one in draws),
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


def _frame_answer(commitment: Commitment, drawn: FrameDraw, id_: str, ticket: str, before: Taken | None) -> FrameAnswer:
    committed = commitment.frames[drawn.name]
    if id_ not in committed:
        excluded = commitment.excluded[drawn.name].get(id_)
        pool = commitment.basis.pool if commitment.basis else None
        in_pool = True if excluded else None if pool is None else id_ in pool
        return FrameAnswer(item_code=drawn.name, in_frame=False, excluded=excluded, in_pool=in_pool)
    if before is not None and id_ in before.drawn[drawn.name]:
        return FrameAnswer(item_code=drawn.name, in_frame=False, in_pool=True, drawn_before=True)
    frame = committed if before is None else before.left(drawn.name)
    terms = next(one for one in commitment.manifest.frames if one.name == drawn.name)
    label = frame.stratum(id_)
    part = next((one for one in drawn.strata if one.stratum == label), None)
    if part is None:
        part = StratumDraw(stratum=label, rows=frame.counts()[label], quota=0, drawn=())
    share = chance(terms, label, part.rows) if before is None else Fraction(part.quota, part.rows)
    in_order = batch_order(drawn, terms.batches) if before is None and terms.batches is not None else ()
    return FrameAnswer(
        item_code=drawn.name,
        in_frame=True,
        in_pool=True,
        stratum=label,
        rows=part.rows,
        quota=part.quota,
        threshold=part.threshold,
        drawn=any(id_ == one for _, one in part.drawn),
        batch=next((number for number, ids in enumerate(in_order, 1) if id_ in ids), None),
        **_weighed(terms, frame, part, id_, ticket, share),
    )


def _weighed(
    terms: FrameTerms, frame: TableFrame, part: StratumDraw, id_: str, ticket: str, share: Fraction
) -> dict[str, Any]:
    """Return the chance of an object, and with ``pareto`` what it was drawn by."""
    weight = frame.weight(id_) if terms.design == "pareto" else None
    if weight is None:
        return {"inclusion_probability": share}
    counts = frame.weight_counts()[part.stratum]
    certain = certain_weights(counts, part.quota)
    sure = certain.bound is not None and weight >= certain.bound
    value = None if sure or not certain.left else ranking_value(ticket, weight, certain.left, certain.total).hex()
    found = weighted_chances(counts, share * part.rows)[weight]
    return {"inclusion_probability": found, "weight": weight, "ranking_value": value}
