"""Bundles in which something false was committed and everything after it was done honestly.

Tampering with a draw shows in its seed. What is wrong before the seed, each verifier has to find by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fractions import Fraction

from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from shuangsuiji.draws import Draw, SupplementDraw
from shuangsuiji.values import ratio_text
from tests.vectors.redrawing import redraw
from tests.vectors.tamperings import Files, as_sheet, as_table, pairs, rows

MANIFEST = "manifest.txt"
WEIGHTS = ("-", "1", "01", "0", str(2**52), str(2**53 - 1), "9" * 18)
SHARES = tuple(map(Fraction, ("0", "1/1000", "1/3", "1/2", "2/3", "1")))
STEPS = (-1, 1, 3600, -86_400, 86_400, 10**7, -(10**7), 6 * 10**8)
WORDS = {
    "design": ("pareto", "stratified"),
    "rounding": ("floor", "ceil", "chance"),
    "mode": ("open", "sealed"),
    "merkle": ("0" * 64,),
    "by": ("2026-01-05", "2040-01-01"),
}


@st.composite
def forged(draw: DrawFn, records: SearchStrategy[Draw | SupplementDraw]) -> Files:
    """Return bundles with one or two lines of a committed sheet, or rows of a frame, that are other than they were.

    The table of chances is left out: it is published for readers, and verify.py does not work it out.
    """
    record = draw(records)
    files = {name: content for name, content in record.files.items() if name != "inclusion.tsv"}
    for _ in range(draw(st.integers(1, 2))):
        forge = draw(st.sampled_from((_other_value, _other_value, _key_less, _key_more, _other_row)))
        files = draw(forge(files))
    try:
        return redraw("", dict(_told(record)))(files)
    except KeyError:  # without its hash or a party's code nothing can be drawn any more
        reject()


def _told(record: Draw | SupplementDraw) -> Iterable[tuple[int, Mapping[str, str]]]:
    """Yield what the rounds revealed: nobody can word a code or a beacon anew."""
    codes = {f"code.{party}": code for party, code in record.reveal.codes.items()}
    yield record.k, {"beacon": record.reveal.beacon, **codes}
    if isinstance(record, SupplementDraw):
        yield from _told(record.request.before)


def weighed(files: Files, frame: str, stratum: str, weight: int) -> Files:
    """Return a bundle in which every object of a stratum has this weight; draw it anew."""
    name = f"frame.{frame}.tsv"
    held = [[*row[:3], str(weight)] if row[1] == stratum else row for row in rows(files[name])]
    kept = {other: content for other, content in files.items() if other != "inclusion.tsv"}
    return kept | {name: as_table("\t".join(row) for row in held)}


def noted(files: Files, note: str) -> Files:
    """Return a bundle with a line of the agency's own, so that its seed is another; draw it anew."""
    return files | {MANIFEST: as_sheet(pairs(files[MANIFEST]) | {"x.note": note})}


def _sheets(files: Files) -> SearchStrategy[str]:
    return st.sampled_from([MANIFEST, *(name for name in sorted(files) if name.startswith("supplement."))])


@st.composite
def _other_value(draw: DrawFn, files: Files) -> Files:
    name = draw(_sheets(files))
    values = pairs(files[name])
    key = draw(st.sampled_from([key for key, value in values.items() if _others(key, value)]))
    return files | {name: as_sheet(values | {key: draw(st.sampled_from(_others(key, values[key])))})}


def _others(key: str, value: str) -> list[str]:
    """Return other values of the form that a key has."""
    head, last = key.partition(".")[0], key.rpartition(".")[2]
    if head in ("ratio", "cap"):
        return [ratio_text(share) for share in SHARES if ratio_text(share) != value]
    if head in ("quota", "used", "batches"):
        numbers = (int(value) - 1, int(value) + 1, int(value) + 2, 10**6)
        return [str(number) for number in numbers if number >= int(head != "used")]
    if key in ("committed.at", "beacon.at"):
        first, *rest = value.split(";")
        at = datetime.fromisoformat(first)
        return [";".join([(at + timedelta(seconds=step)).isoformat(), *rest]) for step in STEPS]
    if key == "beacon":
        events = value.split(";")
        return [value + ";X/1", f"{events[0]};{value}", *[";".join(events[::-1])][: len(events) - 1]]
    return [word for word in WORDS.get(last, ()) if word != value]


@st.composite
def _key_less(draw: DrawFn, files: Files) -> Files:
    name = draw(_sheets(files))
    values = pairs(files[name])
    gone = draw(st.sampled_from(sorted(values)))
    return files | {name: as_sheet({key: value for key, value in values.items() if key != gone})}


@st.composite
def _key_more(draw: DrawFn, files: Files) -> Files:
    """Add a line to a sheet: a quota, a cap, an object that is replaced, an event."""
    name = draw(_sheets(files))
    frame, stratum = draw(st.sampled_from([_cell(key) for key in pairs(files[MANIFEST]) if key.startswith("ratio.")]))
    ids = [row[0] for row in rows(files[f"frame.{frame}.tsv"])]
    line = st.sampled_from(
        [
            ("x.note", "1"),
            (f"quota.{frame}.{stratum}", "1"),
            (f"quota.{frame}.?", "1"),
            (f"quota.?.{stratum}", "1"),
            (f"cap.{frame}.{stratum}", "1/3"),
            (f"cap.{frame}", "1/2"),
            (f"used.{frame}", "1"),
            (f"batches.{frame}", "3"),
            ("beacon", "X/1"),
            ("beacon.at", "2040-01-01T00:00:00+08:00"),
        ]
    )
    replaced = st.sampled_from(ids).map(lambda id_: (f"replace.{id_}", "注销"))
    key, value = draw(line | replaced if ids else line)
    return files | {name: as_sheet({key: value} | pairs(files[name]))}


def _cell(key: str) -> tuple[str, str]:
    _, frame, stratum = key.split(".", 2)
    return frame, stratum


@st.composite
def _other_row(draw: DrawFn, files: Files) -> Files:
    """Change a row of a frame: its stratum, its weight, or its id so that two differ in case alone."""
    name = draw(st.sampled_from([name for name in sorted(files) if name.startswith("frame.")]))
    held = rows(files[name])
    if not held:
        return files
    at = draw(st.integers(0, len(held) - 1))
    id_, stratum, region, weight = held[at]
    other = draw(st.sampled_from(held))
    changed = [[other[0].swapcase(), stratum, region, weight], [id_, other[1], region, weight]]
    changed += [[id_, stratum, region, one] for one in WEIGHTS]
    held[at] = draw(st.sampled_from(changed))
    return files | {name: as_table("\t".join(row) for row in held)}
