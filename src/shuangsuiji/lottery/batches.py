"""The order in which the drawn are visited, batch by batch: 二（二）, SSJ-1 §4.4 (检查批次顺序)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from shuangsuiji.lottery.forms import table_bytes
from shuangsuiji.lottery.samples import FrameDraw

__all__ = ["batch_order", "batches_bytes"]


def batch_order(draw: FrameDraw, batches: int) -> tuple[tuple[str, ...], ...]:
    """Return the ids of every batch: the drawn in ticket order over all strata, cut as evenly as possible (批次).

    Args:
        draw: what was drawn of the frame.
        batches: how many batches; the longer ones come first, and of more batches than drawn the last are left out.

    """
    drawn = iter(sorted(pair for one in draw.strata for pair in one.drawn))
    count = len(draw.ids)
    short, longer = divmod(count, batches)
    sizes = (short + (number < longer) for number in range(min(batches, count)))
    return tuple(tuple(id_ for _, id_ in islice(drawn, size)) for size in sizes)


def batches_bytes(draws: Iterable[FrameDraw], batches: Mapping[str, int]) -> bytes:
    """Return the bytes of ``batches.tsv``: frame, number of the batch from 1, id.

    Args:
        draws: what was drawn of every frame.
        batches: number of batches, by the name of the frame, for the frames that are visited in batches.

    """
    return table_bytes(
        (draw.name, str(number), id_)
        for draw in draws
        if draw.name in batches
        for number, ids in enumerate(batch_order(draw, batches[draw.name]), 1)
        for id_ in ids
    )
