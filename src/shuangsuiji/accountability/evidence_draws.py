"""What an evidence folder holds of draws: their public files, and what each of them meant for one object (抽取证明).

The people who may be matched are left out: who is ill and who is whose relative is nobody's business, and their hashes
stay in the manifest. What a frame says of its strata, grades of risk among them, was public from the commitment on, and
goes along as committed: without it no frame can be checked. Of a sealed draw whose day of reveal is not over yet, the
commitment alone goes along, and the folder says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

import attrs

from shuangsuiji.accountability.derive_draws import DrawOnRecord
from shuangsuiji.draws import Commitment, Draw, FrameAnswer, SupplementDraw
from shuangsuiji.draws.answers import Answer, answer
from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.lottery.merkle import FrameTree
from shuangsuiji.lottery.proof_sheets import ProofSheet
from shuangsuiji.lottery.samples import FrameDraw
from shuangsuiji.terms import Term
from shuangsuiji.values import day_in_china, ratio_text

__all__ = ["DrawState", "ObjectRow", "ObjectStanding", "draw_folder", "draw_state", "draws_files", "object_rows"]

_PEOPLE = re.compile(r"(?:inspectors|recusals|absent|experts)(?:\.[0-9]+)?\.tsv")
_PREFIX = 12
NONE = "-"


class DrawState(Term):
    """How far a draw in an evidence folder has come, and how much of it is there (抽取载入状态)."""

    DRAWN = "已抽取"
    PENDING = "已锁定，尚未揭示"
    FAILED = "已公布失败"
    WITHHELD = "封存期内，只载锁定"


class ObjectStanding(Term):
    """What one round of a draw was for one object, as far as its public files tell (对象抽取结果)."""

    DRAWN = "抽中"
    NOT_DRAWN = "未抽中"
    NO_CHANCE = "本层名额为零"
    BEFORE = "此前已抽中"
    EXCLUDED = "被排除"
    OUTSIDE = "不在抽样框中"
    COMMITTED = "在抽样框中，无抽取结果可查"


@attrs.frozen(kw_only=True)
class ObjectRow:
    """A line of ``object.tsv``: what one round of one draw was for the object, for one item (对象抽取行).

    Attributes:
        folder: name of the draw's folder.
        item_code: the item, whose frame this is.
        k: 0 for the main draw, else the number of the round.
        on: the day in China from which the round could be known.
        standing: what it was.
        ticket: its ticket; empty where no seed is at hand.
        answer: stratum, quota, threshold and chance; None outside the frame and without a seed.

    """

    folder: str
    item_code: str
    k: int
    on: date
    standing: ObjectStanding
    ticket: str = ""
    answer: FrameAnswer | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The line: folder, item, k, day, standing, ticket, stratum, rows, quota, threshold, chance."""
        head = (self.folder, self.item_code, str(self.k), self.on.isoformat(), self.standing.name, self.ticket or NONE)
        one = self.answer
        if one is None or not one.in_frame:
            return (*head, NONE, NONE, NONE, NONE, NONE)
        rows = str(one.rows) if one.quota else NONE
        share = ratio_text(one.inclusion_probability)
        return (*head, one.stratum or NONE, rows, str(one.quota), one.threshold or NONE, share)


def draw_folder(commitment: Commitment) -> str:
    """Return the name under which a draw lies in the folder: agency, serial, first digits of COMMIT (抽取夹名)."""
    manifest = commitment.manifest
    return f"{manifest.agency}-{manifest.serial}-{manifest.commit[:_PREFIX]}"


def draw_state(draw: DrawOnRecord, as_of: date | None) -> DrawState:
    """Return how far a draw has come, and whether its outcome is open on a day; None: whatever the day (抽取状态)."""
    manifest = draw.manifest
    if draw.drawn is None:
        return DrawState.FAILED if draw.failed or draw.discarded else DrawState.PENDING
    sealed = as_of is not None and manifest.reveal_by is not None and as_of < manifest.reveal_by
    return DrawState.WITHHELD if sealed else DrawState.DRAWN


def draws_files(draws: Iterable[DrawOnRecord], object_id: str, as_of: date | None) -> dict[str, bytes]:
    """Return the files of several draws and what each of them meant for an object (抽取证明文件).

    Args:
        draws: the draws.
        object_id: the object.
        as_of: the day up to which sealed draws are kept closed; None where everything may be shown.

    """
    files: dict[str, bytes] = {}
    listed: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = []
    for one in sorted(draws, key=lambda each: (each.manifest.agency, each.manifest.serial, each.manifest.commit)):
        state, name = draw_state(one, as_of), draw_folder(one.commitment)
        shown = one.commitment.files if state is not DrawState.DRAWN else one.record.files
        files |= {f"draws/{name}/{file}": content for file, content in _public(shown)}
        manifest = one.manifest
        discarded = "yes" if one.discarded else "no"
        pool = NONE if one.pool is None else "yes" if object_id in one.pool else "no"
        listed.append((name, manifest.agency, str(manifest.serial), manifest.commit, state.name, discarded, pool))
        rows += [row.cells for row in object_rows(one, object_id, state)]
        files[f"answers/{name}.txt"] = _words(one, object_id, state).encode()
        files |= _proofs(one.commitment, object_id, name)
    return files | {"draws.tsv": table_bytes(listed), "object.tsv": table_bytes(rows)}


def _public(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    return ((name, content) for name, content in files.items() if not _PEOPLE.fullmatch(name))


def object_rows(draw: DrawOnRecord, object_id: str, state: DrawState) -> Iterator[ObjectRow]:
    """Yield what every round of a draw meant for an object, item by item (对象抽取行)."""
    name, commitment = draw_folder(draw.commitment), draw.commitment
    answers = _answers(draw, object_id) if state is DrawState.DRAWN else ()
    if not answers:
        for terms in commitment.manifest.frames:
            standing = _unanswered(commitment, terms.name, object_id)
            yield ObjectRow(folder=name, item_code=terms.name, k=0, on=draw.day, standing=standing)
    for record, ticket, frames in answers:
        for one in frames:
            yield ObjectRow(
                folder=name,
                item_code=one.item_code,
                k=record.k,
                on=_known_on(record),
                standing=_standing(one),
                ticket=ticket,
                answer=one,
            )


def _answers(
    draw: DrawOnRecord, object_id: str
) -> tuple[tuple[Draw | SupplementDraw, str, tuple[FrameAnswer, ...]], ...]:
    """Return what the public files of every round say: without the pool, which they only cite."""
    if draw.drawn is None:
        return ()
    found = ((one, _answer(one, one.frames, object_id)) for one in _rounds(draw.drawn))
    return tuple((one, said.ticket, said.frames) for one, said in found)


def _rounds(drawn: Draw | SupplementDraw) -> tuple[Draw | SupplementDraw, ...]:
    return (drawn.main, *drawn.rounds) if isinstance(drawn, SupplementDraw) else (drawn,)


def _answer(record: Draw | SupplementDraw, frames: Iterable[FrameDraw], object_id: str) -> Answer:
    bare = attrs.evolve(record.commitment, basis=None)
    before = record.request.taken if isinstance(record, SupplementDraw) else None
    return answer(bare, frames, record.seed, object_id, before)


def _known_on(record: Draw | SupplementDraw) -> date:
    events: Iterable[datetime] = (min(one.at, one.known_at or one.at) for one in record.round.events)
    return day_in_china(max((record.made_at, *events)))


def _unanswered(commitment: Commitment, item_code: str, object_id: str) -> ObjectStanding:
    if object_id in commitment.excluded[item_code]:
        return ObjectStanding.EXCLUDED
    return ObjectStanding.COMMITTED if object_id in commitment.frames[item_code] else ObjectStanding.OUTSIDE


def _standing(one: FrameAnswer) -> ObjectStanding:
    if one.drawn_before:
        return ObjectStanding.BEFORE
    if not one.in_frame:
        return ObjectStanding.EXCLUDED if one.excluded else ObjectStanding.OUTSIDE
    if one.drawn:
        return ObjectStanding.DRAWN
    return ObjectStanding.NOT_DRAWN if one.quota else ObjectStanding.NO_CHANCE


def _words(draw: DrawOnRecord, object_id: str, state: DrawState) -> str:
    """Return the answers of all rounds in words, each with the line that gives the ticket."""
    manifest = draw.manifest
    head = f"{manifest.agency} 第{manifest.serial}号 {manifest.plan}/{manifest.task} COMMIT {manifest.commit}\n"
    if state is not DrawState.DRAWN or draw.drawn is None:
        return f"{head}{state} / {state.name.lower()}\n"
    told = [
        f"{f'第 {record.k} 轮补充抽取 round {record.k}' if record.k else '主抽取 main draw'}\n"
        f"{_answer(record, record.frames, object_id)}\n"
        for record in _rounds(draw.drawn)
    ]
    return head + "".join(told)


def _proofs(commitment: Commitment, object_id: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield for every frame with a committed root that the object stands in it, or between which two it would."""
    alg = commitment.manifest.alg
    for terms in commitment.manifest.frames:
        if terms.merkle is not None:
            tree, frame = FrameTree(alg, commitment.frames[terms.name]), commitment.frames[terms.name]
            proof = tree.inclusion(object_id) if object_id in frame else tree.absence(object_id)
            sheet = ProofSheet(alg=alg, frame=terms.name, proof=proof)
            yield f"proofs/{name}.{terms.name}.txt", sheet.to_text().encode()
