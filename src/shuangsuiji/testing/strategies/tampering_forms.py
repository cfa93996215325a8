"""Changes of bytes, lines and files, whatever they say (篡改文件)."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import strategies as st

from shuangsuiji.testing.strategies.bound_files import (
    BATCHES,
    CONVENIENCE,
    DRAWN,
    MANIFEST,
    REVEAL,
    THRESHOLDS,
    Files,
    Tampered,
    body,
    bound,
    named,
    put,
    rounds,
)

__all__ = [
    "byte",
    "contents_exchanged",
    "digit",
    "file_removed",
    "form",
    "line_doubled",
    "line_removed",
    "lines_exchanged",
    "round_removed",
    "round_renumbered",
]

_BOM = b"\xef\xbb\xbf"
_FOR_READERS = ("inclusion.tsv",)  # which follows from the frames and decides nothing


def byte(files: Files) -> Iterator[Tampered]:
    """Another byte in the place of one."""
    for name in bound(files):
        content = files[name]
        if content:
            places = st.integers(0, len(content) - 1)
            yield put(files, name, st.builds(_flip, st.just(content), places, st.integers(1, 255)))


def _flip(content: bytes, at: int, mask: int) -> bytes:
    return content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :]


def digit(files: Files) -> Iterator[Tampered]:
    """Another hex digit in a ticket, a threshold, a code, the seed or a key, in a count or in the number of a batch."""
    for name in (*(name for kind in (REVEAL, DRAWN, THRESHOLDS) for name in named(files, kind)), BATCHES):
        content = files.get(name, b"")
        places = [at for at, one in enumerate(content) if one in b"0123456789abcdef"]
        if places:
            steps = st.integers(1, 15)
            yield put(files, name, st.builds(_another_digit, st.just(content), st.sampled_from(places), steps))


def _another_digit(content: bytes, at: int, step: int) -> bytes:
    other = (int(content[at : at + 1], 16) + step) % 16
    return content[:at] + f"{other:x}".encode() + content[at + 1 :]


def line_removed(files: Files) -> Iterator[Tampered]:
    """A line less; but seed and keys of a reveal may be left out."""
    for name in bound(files):
        lines, reveal = _lines(files[name]), REVEAL.fullmatch(name)
        held = [at for at in body(files[name]) if not (reveal and lines[at].startswith(CONVENIENCE))]
        if held:
            yield put(files, name, st.sampled_from([b"".join(lines[:at] + lines[at + 1 :]) for at in held]))


def line_doubled(files: Files) -> Iterator[Tampered]:
    """A line twice."""
    for name in bound(files):
        lines, held = _lines(files[name]), body(files[name])
        if held:
            yield put(files, name, st.sampled_from([b"".join([*lines[:at], lines[at], *lines[at:]]) for at in held]))


def lines_exchanged(files: Files) -> Iterator[Tampered]:
    """Two lines in each other's place."""
    for name in bound(files):
        lines, held = _lines(files[name]), body(files[name])
        pairs = [[*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]] for at in held[1:]]
        if pairs:
            yield put(files, name, st.sampled_from([b"".join(pair) for pair in pairs]))


def form(files: Files) -> Iterator[Tampered]:
    """Another form of the same text: line ends, a byte order mark, an encoding."""
    for name in sorted(files):
        content = files[name]
        if content and name not in _FOR_READERS and name.endswith((".txt", ".tsv")):
            longer = [content.replace(b"\n", b"\r\n"), _BOM + content, content + b"\n", content + b"\xff\n"]
            yield put(files, name, st.sampled_from([content[:-1], *longer]))


def file_removed(files: Files) -> Iterator[Tampered]:
    """A file less; without the manifest there is no bundle."""
    for name in bound(files):
        if name != MANIFEST:
            yield st.just(_without(files, name))


def contents_exchanged(files: Files) -> Iterator[Tampered]:
    """What two rounds say, the main draw being one of them, in each other's place."""
    for k in rounds(files):
        for kind in ("supplement{}.txt", "reveal{}.txt", "drawn{}.tsv", "thresholds{}.tsv"):
            one, other = kind.format(f".{k - 1}" if k > 1 else ""), kind.format(f".{k}")
            if one in files and other in files:
                yield st.just({**files, one: files[other], other: files[one]})


def round_removed(files: Files) -> Iterator[Tampered]:
    """The files of a round that is not the last."""
    for k in rounds(files)[:-1]:
        yield st.just(_without(files, *_of_round(files, k)))


def round_renumbered(files: Files) -> Iterator[Tampered]:
    """The last round under the next number, so that there is a gap."""
    for k in rounds(files)[-1:]:
        renamed = {name.replace(f".{k}.", f".{k + 1}."): files[name] for name in _of_round(files, k)}
        yield st.just({**_without(files, *_of_round(files, k)), **renamed})


def _of_round(files: Files, k: int) -> list[str]:
    kinds = (f"supplement.{k}.txt", f"reveal.{k}.txt", f"drawn.{k}.tsv", f"thresholds.{k}.tsv")
    return [name for name in kinds if name in files]


def _without(files: Files, *names: str) -> dict[str, bytes]:
    return {name: content for name, content in files.items() if name not in names}


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)
