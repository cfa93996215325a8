"""Checks that replay the draw and compare it with what was published: SSJ-1 §6 (抽取核验)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from shuangsuiji.errors import InvalidFormError, UnsupportedError
from shuangsuiji.lottery.checking_frames import missing
from shuangsuiji.lottery.drawing import FrameDraw, check_supported
from shuangsuiji.lottery.forms import parse_table
from shuangsuiji.lottery.frames import TableFrame
from shuangsuiji.lottery.manifest import Manifest
from shuangsuiji.lottery.seeds import Seed
from shuangsuiji.lottery.tickets import KeyedTickets
from shuangsuiji.lottery.verdicts import Ledger

__all__ = ["check_draws"]

Row = tuple[str, ...]


def check_draws(
    manifest: Manifest, frames: Mapping[str, TableFrame], seed: Seed, files: Mapping[str, bytes], ledger: Ledger
) -> None:
    """Draw again from the frames and compare tickets, thresholds and the objects drawn."""
    tickets = KeyedTickets(manifest.alg, seed.key)
    replayed: dict[str, FrameDraw] = {}
    for terms in manifest.frames:
        frame = frames.get(terms.name)
        counts = frame.counts() if frame else {}
        if frame is None or any(number > counts.get(label, 0) for label, number in terms.quotas.items()):
            continue
        if set(counts) - set(terms.quotas):
            continue
        try:
            check_supported(terms)
        except UnsupportedError as error:
            ledger.leave(str(error.params["part"]), error.zh_line, error.en_line)
            continue
        replayed[terms.name] = FrameDraw(name=terms.name, strata=frame.draw(tickets, terms.quotas))
    names = [terms.name for terms in manifest.frames]
    thresholds = _rows("thresholds.tsv", 5, files, ledger)
    if thresholds is not None:
        _check_thresholds(thresholds, names, replayed, ledger)
    drawn = _rows("drawn.tsv", 4, files, ledger)
    if drawn is not None:
        _check_tickets(drawn, tickets, ledger)
        _check_drawn(drawn, names, frames, replayed, ledger)


def _rows(file: str, columns: int, files: Mapping[str, bytes], ledger: Ledger) -> list[Row] | None:
    if file not in files:
        missing(file, ledger)
        return None
    try:
        return parse_table(files[file], file, columns)
    except InvalidFormError as error:
        ledger.refuse_form(error)
        return None


def _check_thresholds(rows: list[Row], names: list[str], replayed: Mapping[str, FrameDraw], ledger: Ledger) -> None:
    found = {(row[0], row[1]): row[2:] for row in rows if row[0] in replayed or row[0] not in names}
    due = {
        (name, one.stratum): (str(one.rows), str(one.quota), one.threshold or "-")
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
    ledger.settle_all(wrong, "threshold", "thresholds.tsv 与重算一致", "thresholds.tsv agrees with the replay")


def _check_tickets(rows: list[Row], tickets: KeyedTickets, ledger: Ledger) -> None:
    recomputed = tickets.digests(row[3] for row in rows)
    wrong = [row[3] for row, ticket in zip(rows, recomputed, strict=True) if row[2] != ticket.hex()]
    ledger.settle_all(wrong, "ticket", "drawn.tsv 的号签均为 H(KEY|ID)", "every ticket of drawn.tsv is H(KEY|ID)")


def _check_drawn(
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
            wrong.append(f"{name}/{id_} 号签高于阈值 its ticket is above the threshold")
        elif name in replayed and stratum != due[name, id_]:
            wrong.append(f"{name}/{id_} 层应为 its stratum is {due[name, id_]}")
    wrong += [f"{name}/{id_} 应抽中而未列 drawn but not listed" for name, id_ in sorted(due.keys() - found.keys())]
    wrong += _repeated([(row[0], row[3]) for row in rows])
    ledger.settle_all(wrong, "drawn", "drawn.tsv 恰为应抽中的对象", "drawn.tsv holds exactly the objects drawn")


def _repeated(keys: list[tuple[str, str]]) -> list[str]:
    counts = Counter(keys)
    return [
        f"{frame}/{key} 列了 {times} 次 listed {times} times" for (frame, key), times in counts.items() if times > 1
    ]
