"""The main draw: a commitment and its reveal, and all that follows from the two (抽取)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

import attrs

from shuangsuiji.display import html_table
from shuangsuiji.draws.answers import Answer, answer
from shuangsuiji.draws.commitments import Commitment
from shuangsuiji.lottery.batches import batch_order, batches_bytes
from shuangsuiji.lottery.drawing import draw_frames
from shuangsuiji.lottery.rounds import Taken
from shuangsuiji.lottery.samples import FrameDraw, drawn_bytes, thresholds_bytes
from shuangsuiji.lottery.seeds import Reveal, Round, Seed, main_round, open_commitment
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.values import freeze

__all__ = ["Draw", "items_by_object"]


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

    @property
    def k(self) -> int:
        """0: this is the main draw."""
        return self.reveal.k

    @property
    def main(self) -> Draw:
        """The main draw itself, as the records of supplementary rounds have it too."""
        return self

    @cached_property
    def round(self) -> Round:
        """What the reveal opened."""
        return main_round(self.commitment.manifest)

    @property
    def made_at(self) -> datetime:
        """When the draw was committed."""
        return self.commitment.manifest.committed_at

    @cached_property
    def seed(self) -> Seed:
        """SEED, and the keys that follow from it."""
        return open_commitment(self.commitment.manifest, self.reveal)

    @cached_property
    def frames(self) -> tuple[FrameDraw, ...]:
        """What was drawn, frame by frame."""
        tickets = KeyedTickets(self.commitment.manifest.alg, self.seed.key)
        return draw_frames(self.commitment.manifest, self.commitment.frames, tickets, self.seed.scalar)

    @cached_property
    def objects(self) -> Mapping[str, tuple[str, ...]]:
        """For every object drawn, in byte order of the ids, the items for which it was drawn: one visit serves all."""
        return items_by_object(self.frames)

    @cached_property
    def batches(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """The ids of every batch in the order of visits, by item, for the items that are visited in batches."""
        return freeze(
            {one.name: batch_order(one, self._batches[one.name]) for one in self.frames if one.name in self._batches}
        )

    @property
    def _batches(self) -> dict[str, int]:
        terms = self.commitment.manifest.frames
        return {one.name: one.batches for one in terms if one.batches is not None}

    @cached_property
    def taken(self) -> Taken:
        """What has been drawn, for a supplementary round."""
        return Taken.by(self.commitment.manifest.frames, self.commitment.frames, self.frames)

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """The files of the whole bundle, by name."""
        files = {
            **self.commitment.files,
            "reveal.txt": self.reveal.to_bytes(self.seed),
            "drawn.tsv": drawn_bytes(self.frames),
            "thresholds.tsv": thresholds_bytes(self.frames),
        }
        if self._batches:
            files["batches.tsv"] = batches_bytes(self.frames, self._batches)
        return freeze(files)

    def why(self, id_: str) -> Answer:
        """Return why an object was drawn or not: every owner's first question (为什么是我).

        Args:
            id_: the object's id, as its owner would type it.

        """
        return answer(self.commitment, self.frames, self.seed, id_)

    def __repr__(self) -> str:
        one = self.commitment.manifest
        key = "封存" if one.mode == "sealed" else f"KEY {self.seed.key}"  # KEY tells everyone's fate
        return f"<抽取 {one.agency} {one.plan}/{one.task}：抽中 {len(self.objects)} 个对象，{key}>"

    def _repr_html_(self) -> str:
        rows = (
            (one.name, part.stratum, part.rows, part.quota, part.threshold or "—")
            for one in self.frames
            for part in one.strata
        )
        return html_table(repr(self), ("事项", "层", "总数", "抽取", "阈值"), rows)


def items_by_object(draws: Iterable[FrameDraw]) -> Mapping[str, tuple[str, ...]]:
    """Return for every object drawn, in byte order of the ids, the items for which it was drawn."""
    found: dict[str, list[str]] = {}
    for one in draws:
        for id_ in one.ids:
            found.setdefault(id_, []).append(one.name)
    return freeze({id_: tuple(found[id_]) for id_ in sorted(found)})
