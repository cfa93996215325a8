"""Checks that replay a draw and compare it with what was published: SSJ-1 §6 (抽取核验)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from shuangsuiji.errors import InvalidFormError, InvalidValueError
from shuangsuiji.lottery.batches import batches_bytes
from shuangsuiji.lottery.checking_frames import check_cap, check_drawable, missing
from shuangsuiji.lottery.drawing import final_quotas
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.quotas import FrameTerms
from shuangsuiji.lottery.samples import NO_THRESHOLD, FrameDraw
from shuangsuiji.lottery.seeds import Seed
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["BATCHES", "check_draws", "compare", "read_rows"]

Row = tuple[str, ...]
BATCHES = "batches.tsv"


def check_draws(
    manifest: Manifest, frames: Mapping[str, TableFrame], seed: Seed, files: Mapping[str, bytes], ledger: Ledger
) -> dict[str, FrameDraw]:
    """Draw again from the frames, compare it with what was published, and return it; frames at fault are left out."""
    tickets = KeyedTickets(manifest.alg, seed.key)
    replayed: dict[str, FrameDraw] = {}
    for terms in manifest.frames:
        frame = frames.get(terms.name)
        quotas = final_quotas(terms, frame.counts() if frame else {}, seed.scalar)
        if frame is not None and terms.rounding == "chance":
            check_drawable(terms, frame, quotas, ledger)
        made = replay(terms, frame, quotas, tickets)
        if made is not None:
            replayed[terms.name] = made
            if terms.rounding == "chance":
                check_cap(terms, sum(quotas.values()), ledger)
    compare([terms.name for terms in manifest.frames], frames, replayed, tickets, files, ledger)
    _check_batches(manifest, replayed, files, ledger)
    return replayed


def replay(
    terms: FrameTerms, frame: TableFrame | None, quotas: Mapping[str, int], tickets: KeyedTickets
) -> FrameDraw | None:
    """Return what is drawn of a frame, None where something of it is at fault, which other checks say."""
    if frame is None:
        return None
    try:
        return FrameDraw(name=terms.name, strata=frame.draw(tickets, quotas, terms.design))
    except InvalidValueError:
        return None


def compare(  # noqa: PLR0913, PLR0917 - what was published against what follows
    names: list[str],
    frames: Mapping[str, TableFrame],
    replayed: Mapping[str, FrameDraw],
    tickets: KeyedTickets,
    files: Mapping[str, bytes],
    ledger: Ledger,
    k: int = 0,
) -> None:
    """Compare the tables of thresholds and of the drawn with a replay.

    Args:
        names: the frames that may have been drawn from.
        frames: what the round draws from.
        replayed: what it draws.
        tickets: the round's tickets.
        files: the files of the bundle.
        ledger: takes the checks.
        k: number of the round, 0 for the main draw.

    """
    suffix = f".{k}" if k else ""
    thresholds, drawn = f"thresholds{suffix}.tsv", f"drawn{suffix}.tsv"
    said = read_rows(thresholds, 5, files, ledger)
    if said is not None:
        _check_thresholds(thresholds, said, names, replayed, ledger)
    listed = read_rows(drawn, 4, files, ledger)
    if listed is not None:
        _check_tickets(drawn, listed, tickets, ledger)
        _check_drawn(drawn, listed, names, frames, replayed, ledger)


def read_rows(file: str, columns: int, files: Mapping[str, bytes], ledger: Ledger) -> list[Row] | None:
    """Return the rows of a table that must be there, None where it is not, or not in its form."""
    if file not in files:
        missing(file, ledger)
        return None
    try:
        return parse_table(files[file], file, columns)
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return None


def _check_thresholds(
    file: str, rows: list[Row], names: list[str], replayed: Mapping[str, FrameDraw], ledger: Ledger
) -> None:
    found = {(row[0], row[1]): row[2:] for row in rows if row[0] in replayed or row[0] not in names}
    due = {
        (name, one.stratum): (str(one.rows), str(one.quota), one.threshold or NO_THRESHOLD)
        for name, draw in replayed.items()
        for one in draw.strata
    }
    none = ("无 none",)
    wrong = [
        f"{name}/{stratum}: {' '.join(found.get((name, stratum), none))} ≠ {' '.join(due.get((name, stratum), none))}"
        for name, stratum in sorted(found.keys() | due.keys())
        if found.get((name, stratum)) != due.get((name, stratum))
    ]
    wrong += _repeated([(row[0], row[1]) for row in rows])
    ledger.settle_all(wrong, "threshold", f"{file} 与重算一致", f"{file} agrees with the replay")


def _check_tickets(file: str, rows: list[Row], tickets: KeyedTickets, ledger: Ledger) -> None:
    recomputed = tickets.digests(row[3] for row in rows)
    wrong = [row[3] for row, ticket in zip(rows, recomputed, strict=True) if row[2] != ticket.hex()]
    ledger.settle_all(wrong, "ticket", f"{file} 的号签均为 H(KEY|ID)", f"every ticket of {file} is H(KEY|ID)")


def _check_drawn(
    file: str,
    rows: list[Row],
    names: list[str],
    frames: Mapping[str, TableFrame],
    replayed: Mapping[str, FrameDraw],
    ledger: Ledger,
) -> None:
    found = {(row[0], row[3]): row[1] for row in rows}
    due = {(name, id_): one.stratum for name, draw in replayed.items() for one in draw.strata for _, id_ in one.drawn}
    wrong: list[str] = []
    for (name, id_), stratum in sorted(found.items()):
        frame = frames.get(name)
        if name not in names or (frame is not None and id_ not in frame):
            wrong.append(f"{name}/{id_} 不在抽样框 not in the frame")
        elif name in replayed and (name, id_) not in due:
            wrong.append(f"{name}/{id_} 未抽中：号签高于阈值 not drawn: its ticket is above the threshold")
        elif name in replayed and stratum != due[name, id_]:
            wrong.append(f"{name}/{id_} 层应为 its stratum is {due[name, id_]}")
    wrong += [f"{name}/{id_} 应抽中而未列 drawn but not listed" for name, id_ in sorted(due.keys() - found.keys())]
    wrong += _repeated([(row[0], row[3]) for row in rows])
    ledger.settle_all(wrong, "drawn", f"{file} 恰为应抽中的对象", f"{file} holds exactly the objects drawn")


def _check_batches(
    manifest: Manifest, replayed: Mapping[str, FrameDraw], files: Mapping[str, bytes], ledger: Ledger
) -> None:
    """Check that the batches cut the drawn as evenly as possible in ticket order."""
    batches = {terms.name: terms.batches for terms in manifest.frames if terms.batches is not None}
    if not batches:
        return
    rows = read_rows(BATCHES, 3, files, ledger)
    if rows is None:
        return
    known = batches.keys() & replayed.keys()
    due = parse_table(batches_bytes(replayed.values(), {name: batches[name] for name in known}), BATCHES, 3)
    found = {row for row in rows if row[0] in known or row[0] not in batches}
    wrong = [f"{'/'.join(row)} 多列 too much" for row in sorted(found.difference(due))]
    wrong += [f"{'/'.join(row)} 应列而未列 missing" for row in sorted(set(due) - found)]
    ledger.settle_all(wrong, "batches", f"{BATCHES} 为号签顺序的均分", f"{BATCHES} cuts the ticket order evenly")


def _repeated(keys: Iterable[tuple[str, str]]) -> list[str]:
    counts = Counter(keys)
    return [
        f"{frame}/{key} 列了 {times} 次 listed {times} times" for (frame, key), times in counts.items() if times > 1
    ]
