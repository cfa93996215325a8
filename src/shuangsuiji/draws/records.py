"""The draw: a commitment and its reveal, and all that follows from the two (抽取)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.answers import Answer, answer
from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.lottery.drawing import FrameDraw, draw_frames, drawn_bytes, thresholds_bytes
from shuangsuiji.lottery.seeds import Reveal, Seed, open_commitment
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.lottery.verdicts import Verdict
from shuangsuiji.lottery.verification import verify_files
from shuangsuiji.values import freeze

__all__ = ["Draw", "draw", "verify"]


@attrs.frozen(kw_only=True)
class Draw:
    """A draw; it holds the commitment and the reveal, everything else is computed from them (抽取).

    Attributes:
        commitment: what was fixed before the beacon.
        reveal: beacon values and the parties' codes.

    Raises:
        RefusedRevealError: the reveal does not open the commitment.

    """

    commitment: Commitment
    reveal: Reveal

    def __attrs_post_init__(self) -> None:
        open_commitment(self.commitment.manifest, self.reveal)

    @cached_property
    def seed(self) -> Seed:
        """SEED, and the keys that follow from it."""
        return open_commitment(self.commitment.manifest, self.reveal)

    @cached_property
    def frames(self) -> tuple[FrameDraw, ...]:
        """What was drawn, frame by frame."""
        tickets = KeyedTickets(self.commitment.manifest.alg, self.seed.key)
        return draw_frames(self.commitment.manifest, self.commitment.frames, tickets)

    @cached_property
    def objects(self) -> Mapping[str, tuple[str, ...]]:
        """For every object drawn, in byte order of the ids, the items for which it was drawn: one visit serves all."""
        found: dict[str, list[str]] = {}
        for one in self.frames:
            for id_ in one.ids:
                found.setdefault(id_, []).append(one.name)
        return freeze({id_: tuple(found[id_]) for id_ in sorted(found)})

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files of the whole bundle, by name."""
        return freeze(
            {
                **self.commitment.files,
                "reveal.txt": self.reveal.to_bytes(self.seed),
                "drawn.tsv": drawn_bytes(self.frames),
                "thresholds.tsv": thresholds_bytes(self.frames),
            }
        )

    def why(self, id_: str) -> Answer:
        """Return why an object was drawn or not: every owner's first question (为什么是我).

        Args:
            id_: the object's id, as its owner would type it.

        """
        return answer(self.commitment, self.frames, self.seed, id_)

    def __repr__(self) -> str:
        one = self.commitment.manifest
        return f"<抽取 {one.agency} {one.plan}/{one.task}：抽中 {len(self.objects)} 个对象，KEY {self.seed.key}>"

    def _repr_html_(self) -> str:
        rows = (
            (one.name, part.stratum, part.rows, part.quota, part.threshold or "—")
            for one in self.frames
            for part in one.strata
        )
        return html_table(repr(self), ("事项", "层", "总数", "抽取", "阈值"), rows)


def draw(commitment: Commitment, reveal: Reveal) -> Draw:
    """Draw the objects that the commitment and the reveal decide (抽取).

    Raises:
        RefusedRevealError: the reveal does not open the commitment.
        UnsupportedError: a design that this version cannot carry out.

    """
    made = Draw(commitment=commitment, reveal=reveal)
    len(made.objects)
    return made


def verify(record: Draw | Commitment) -> Verdict:
    """Check a draw, or a commitment before its reveal, from its files alone (核验)."""
    return verify_files(record.files)
