"""Changes of what the tables say: a row, an object, a threshold, a batch (篡改内容)."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from shuangsuiji.lottery import Algorithm, KeyedTickets
from shuangsuiji.lottery.forms import parse_sheet, table_bytes
from shuangsuiji.testing.strategies.bound_files import (
    BATCHES,
    DRAWN,
    MANIFEST,
    THRESHOLDS,
    Files,
    Tampered,
    bound,
    named,
    put,
    rows,
    with_line,
)
from shuangsuiji.testing.strategies.texts import digests

__all__ = ["batch_changed", "drawn_added", "drawn_exchanged", "row_added", "threshold_added", "undrawn_listed"]

_LONG = "9" * 9


def row_added(files: Files) -> Iterator[Tampered]:
    """An object more in a frame, or among those left out."""
    for name in bound(files):
        if name.startswith("frame."):
            yield with_line(files, name, digests().map("{}\t甲\t-\t-".format))
        if name.startswith("excluded."):
            yield with_line(files, name, digests().map("{}\t示例".format))


def drawn_added(files: Files) -> Iterator[Tampered]:
    """An object that is in no frame, or one that was drawn, listed once more under another stratum."""
    frames = _frames(files)
    for name in named(files, DRAWN):
        yield with_line(files, name, st.builds("{}\t甲\t{}\t{}".format, st.sampled_from(frames), digests(), digests()))
        others = [
            f"{frame}\t{other}\t{ticket}\t{id_}"
            for frame, stratum, ticket, id_ in rows(files, name)
            for other in ("!", f"{stratum}!")
            if other != stratum
        ]
        if others:
            yield with_line(files, name, st.sampled_from(others))


def undrawn_listed(files: Files) -> Iterator[Tampered]:
    """An object of a frame that was not drawn in this round, or was drawn before it, listed with its right ticket."""
    for name in named(files, DRAWN):
        others = _undrawn(files, name)
        if others:
            yield with_line(files, name, st.sampled_from(["\t".join(row) for row in others]))


def drawn_exchanged(files: Files) -> Iterator[Tampered]:
    """Another object of the stratum in the place of one that was drawn, with its right ticket."""
    for name in named(files, DRAWN):
        held, others = rows(files, name), _undrawn(files, name)
        pairs = [(row, other) for row in held for other in others if row[:2] == other[:2]]
        if pairs:
            exchanged = [table_bytes([*(one for one in held if one != row), other]) for row, other in pairs]
            yield put(files, name, st.sampled_from(exchanged))


def _undrawn(files: Files, name: str) -> list[list[str]]:
    """Return what the lines of a table of the drawn would be for the objects that are not in it."""
    sheet = parse_sheet(files[name.replace("drawn", "reveal").replace(".tsv", ".txt")], name)
    tickets = KeyedTickets(Algorithm(parse_sheet(files[MANIFEST], MANIFEST)["alg"]), sheet["key"])
    drawn = {(row[0], row[3]) for row in rows(files, name)}
    return [
        [frame, row[1], tickets.ticket(row[0]), row[0]]
        for frame in _frames(files)
        for row in rows(files, f"frame.{frame}.tsv")
        if (frame, row[0]) not in drawn
    ]


def threshold_added(files: Files) -> Iterator[Tampered]:
    """A second line for a stratum, with other numbers; it may sort before the right one or after it."""
    for name in named(files, THRESHOLDS):
        others = [
            (*row[:2], *numbers)
            for row in rows(files, name)
            for numbers in (("0", "0", "-"), (row[2], _LONG, "f" * 64))
            if tuple(row[2:]) != numbers
        ]
        if others:
            yield with_line(files, name, st.sampled_from(["\t".join(other) for other in others]))


def batch_changed(files: Files) -> Iterator[Tampered]:
    """An object in another batch, or in two."""
    held = rows(files, BATCHES) if BATCHES in files else []
    others = [(row, [row[0], number, row[2]]) for row in held for number in ("1", "2", _LONG) if number != row[1]]
    if others:
        yield with_line(files, BATCHES, st.sampled_from(["\t".join(other) for _, other in others]))
        moved = [table_bytes([*(one for one in held if one != row), other]) for row, other in others]
        yield put(files, BATCHES, st.sampled_from(moved))


def _frames(files: Files) -> list[str]:
    return sorted(name.split(".")[1] for name in files if name.startswith("frame."))
