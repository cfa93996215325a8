"""Strategies for tampered bundles: one change that no verifier may accept (篡改策略)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from shuangsuiji.errors import InvalidValueError, UnknownNameError
from shuangsuiji.lottery.forms import SHEET_HEAD
from shuangsuiji.testing.strategies.texts import digests

__all__ = ["WAYS", "tampered"]

Files = Mapping[str, bytes]
Tampered = SearchStrategy[dict[str, bytes]]

_MANIFEST, _REVEAL, _DRAWN, _THRESHOLDS = "manifest.txt", "reveal.txt", "drawn.tsv", "thresholds.tsv"
_CONVENIENCE = (b"seed=", b"key=", b"mkey=")
_BOM = b"\xef\xbb\xbf"


def tampered(files: Mapping[str, bytes], *, ways: Iterable[str] | None = None) -> SearchStrategy[dict[str, bytes]]:
    """Return copies of a bundle with one change, which every verifier must refuse (篡改).

    Before the reveal only the tables are bound to anything in the bundle, and only they are changed: that another
    manifest was published is for COMMIT to tell.

    Args:
        files: the files of a bundle, such as ``draw.files``, by name.
        ways: names of changes out of ``WAYS``; all when not given.

    Raises:
        UnknownNameError: a way that there is none of.
        InvalidValueError: files that none of the ways can change.

    """
    chosen = list(WAYS) if ways is None else list(ways)
    for way in chosen:
        if way not in WAYS:
            raise UnknownNameError(field="ways", value=way, known="、".join(WAYS))
    found = [strategy for way in chosen for strategy in WAYS[way](files)]
    if not found:
        raise InvalidValueError(
            field="files", rule_zh="这些方式无从篡改该包", rule="none of the ways can change them", value=sorted(files)
        )
    return st.one_of(*found)


def _bound(files: Files) -> list[str]:
    """Return the files of which every byte is bound: all after the reveal, only the tables before it."""
    known = [name for name in files if name.startswith(("frame.", "excluded.")) or name in (_DRAWN, _THRESHOLDS)]
    sheets = [name for name in (_MANIFEST, _REVEAL) if name in files and _REVEAL in files]
    return sorted(sheets + known)


def _put(files: Files, name: str, contents: SearchStrategy[bytes]) -> Tampered:
    return contents.map(lambda content: {**files, name: content})


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True)


def _body(content: bytes) -> range:
    """Return the positions of the lines of a table, or of a sheet below its head."""
    return range(int(content.startswith(f"{SHEET_HEAD}\n".encode())), content.count(b"\n"))


def _byte(files: Files) -> Iterator[Tampered]:
    for name in _bound(files):
        content = files[name]
        if content:
            places = st.integers(0, len(content) - 1)
            yield _put(files, name, st.builds(_flip, st.just(content), places, st.integers(1, 255)))


def _flip(content: bytes, at: int, mask: int) -> bytes:
    return content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :]


def _line_removed(files: Files) -> Iterator[Tampered]:
    """Seed and keys of the reveal may be left out: a verifier works them out."""
    for name in _bound(files):
        lines = _lines(files[name])
        bound = [at for at in _body(files[name]) if name != _REVEAL or not lines[at].startswith(_CONVENIENCE)]
        if bound:
            yield _put(files, name, st.sampled_from([b"".join(lines[:at] + lines[at + 1 :]) for at in bound]))


def _line_doubled(files: Files) -> Iterator[Tampered]:
    for name in _bound(files):
        lines, body = _lines(files[name]), _body(files[name])
        if body:
            yield _put(files, name, st.sampled_from([b"".join([*lines[:at], lines[at], *lines[at:]]) for at in body]))


def _lines_exchanged(files: Files) -> Iterator[Tampered]:
    for name in _bound(files):
        lines, body = _lines(files[name]), _body(files[name])
        pairs = [[*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]] for at in body[1:]]
        if pairs:
            yield _put(files, name, st.sampled_from([b"".join(pair) for pair in pairs]))


def _form(files: Files) -> Iterator[Tampered]:
    """Another form of the same text: line ends, a byte order mark, an encoding."""
    for name in sorted(files):
        content = files[name]
        if content and name.endswith((".txt", ".tsv")):
            longer = [content.replace(b"\n", b"\r\n"), _BOM + content, content + b"\n", content + b"\xff\n"]
            yield _put(files, name, st.sampled_from([content[:-1], *longer]))


def _file_removed(files: Files) -> Iterator[Tampered]:
    for name in _bound(files):
        if name not in (_MANIFEST, _REVEAL):
            yield st.just({other: content for other, content in files.items() if other != name})


def _row_added(files: Files) -> Iterator[Tampered]:
    for name in _bound(files):
        if name.startswith("frame."):
            yield _with_line(files, name, digests().map("{}\t甲\t-\t-".format))
        if name.startswith("excluded."):
            yield _with_line(files, name, digests().map("{}\t示例".format))


def _drawn_added(files: Files) -> Iterator[Tampered]:
    """An object that is in no frame, or one that was drawn, listed once more under another stratum."""
    rows = _rows(files, _DRAWN)
    if rows is None:
        return
    frames = sorted(name.split(".")[1] for name in files if name.startswith("frame."))
    yield _with_line(files, _DRAWN, st.builds("{}\t甲\t{}\t{}".format, st.sampled_from(frames), digests(), digests()))
    others = [
        f"{frame}\t{other}\t{ticket}\t{id_}"
        for frame, stratum, ticket, id_ in rows
        for other in ("!", f"{stratum}!")
        if other != stratum
    ]
    if others:
        yield _with_line(files, _DRAWN, st.sampled_from(others))


def _threshold_added(files: Files) -> Iterator[Tampered]:
    """A second line for a stratum, with other numbers; it may sort before the right one or after it."""
    rows = _rows(files, _THRESHOLDS)
    if rows:
        others = [(*row[:2], *numbers) for row in rows for numbers in (("0", "0", "-"), (row[2], "9" * 9, "f" * 64))]
        yield _with_line(files, _THRESHOLDS, st.sampled_from(["\t".join(other) for other in others]))


def _digit(files: Files) -> Iterator[Tampered]:
    """Another hex digit in a ticket, a threshold, a code, the seed or a key."""
    for name in _bound(files):
        if name in (_REVEAL, _DRAWN, _THRESHOLDS):
            content = files[name]
            places = [at for at, byte in enumerate(content) if byte in b"0123456789abcdef"]
            if places:
                steps = st.integers(1, 15)
                yield _put(files, name, st.builds(_another_digit, st.just(content), st.sampled_from(places), steps))


def _another_digit(content: bytes, at: int, step: int) -> bytes:
    digit = (int(content[at : at + 1], 16) + step) % 16
    return content[:at] + f"{digit:x}".encode() + content[at + 1 :]


def _rows(files: Files, name: str) -> list[list[str]] | None:
    if name not in files:
        return None
    return [line.split("\t") for line in files[name].decode().split("\n")[:-1]]


def _with_line(files: Files, name: str, lines: SearchStrategy[str]) -> Tampered:
    """Return the bundle with a line more in a table, in its place."""
    held = files[name].decode().split("\n")[:-1]
    return _put(files, name, lines.map(lambda line: "".join(f"{one}\n" for one in sorted([*held, line])).encode()))


WAYS: dict[str, Callable[[Files], Iterator[Tampered]]] = {
    "byte": _byte,
    "digit": _digit,
    "drawn_added": _drawn_added,
    "file_removed": _file_removed,
    "form": _form,
    "line_doubled": _line_doubled,
    "line_removed": _line_removed,
    "lines_exchanged": _lines_exchanged,
    "row_added": _row_added,
    "threshold_added": _threshold_added,
}
