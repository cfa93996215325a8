"""How fast the draw is, next to its peers, and where the time goes.

One run, one process, in memory: every figure is CPU time (``time.process_time``), the median of three, and every ratio
is taken within the run, since seconds depend on the machine and ratios much less. Peers are optional: one that is
missing is named with its ``pip install``, and the run goes on.

    python benchmarks/draw_speed.py [--rows 1000000]
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from importlib import import_module
from random import Random
from statistics import median
from time import process_time
from typing import Any

import attrs

from shuangsuiji import Algorithm, BeaconEvent, Commitment, Reveal, draw
from shuangsuiji.lottery import FrameTerms, KeyedTickets, TableFrame, compose_manifest, fix_quotas, verify_files
from shuangsuiji.lottery.forms import lines_digest

REPEATS = 3
STRATA = 40
SHARE = Fraction(1, 20)
BATCH = 65_536
SEED = "2026-03-03"
KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
COMMITTED_AT = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))

Row = tuple[str, str]


@attrs.frozen
class Timing:
    """One line of a table: what was done, and the CPU seconds that it took."""

    what: str
    seconds: float
    remark: str = ""


def measured(what: str, work: Callable[[], object], remark: str = "") -> Timing:
    """Return the median of three runs; what a run returns is let go before the next begins."""
    seconds: list[float] = []
    for _ in range(REPEATS):
        gc.collect()
        start = process_time()
        work()
        seconds.append(process_time() - start)
    return Timing(what, median(seconds), remark)


def synthetic_rows(number: int) -> list[Row]:
    """Return rows (id, stratum) in order of the ids: 18 characters each, forty strata of uneven size."""
    random = Random(SEED)
    labels = [f"S{label:02d}" for label in range(STRATA)]
    weights = range(1, STRATA + 1)
    strata = random.choices(labels, weights, k=number)
    return [(f"91320481MA{row:08d}", stratum) for row, stratum in enumerate(strata)]


def our_parts(frame: TableFrame, rows: list[Row], quotas: dict[str, int]) -> tuple[Timing, list[Timing]]:
    """Return our draw, and its parts with what surrounds it."""
    tickets = KeyedTickets(Algorithm.SHA256, KEY)
    none = dict.fromkeys(quotas, 0)
    whole = measured("ours: stratified, 40 strata", lambda: frame.draw(tickets, quotas), "sha256sum, SQL, awk")
    hashed = measured("hash: one ticket per id", lambda: _hash_all(tickets, frame.ids))
    passed = measured("", lambda: frame.draw(tickets, none))
    files = _bundle(frame, quotas)
    parts = [
        hashed,
        Timing("filter: compare with the stratum's bound", passed.seconds - hashed.seconds, "by difference"),
        Timing("keep, sort and print the few", whole.seconds - passed.seconds, "by difference"),
        attrs.evolve(whole, what="the draw, all three", remark=""),
        measured("frame from rows: sort, check, columns", lambda: TableFrame.from_rows(rows)),
        measured("frame digest: its table, hashed", lambda: frame.digest(Algorithm.SHA256)),
        measured("verify_files: everything, from bytes", lambda: _verify(files)),
    ]
    return whole, parts


def _hash_all(tickets: KeyedTickets, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), BATCH):
        tickets.digests(ids[start : start + BATCH])


def _bundle(frame: TableFrame, quotas: dict[str, int]) -> Mapping[str, bytes]:
    """Return the files of an open draw from the frame."""
    terms = FrameTerms(
        name="speed",
        rows=frame.rows,
        digest=frame.digest(Algorithm.SHA256),
        ratios=dict.fromkeys(quotas, SHARE),
        quotas=quotas,
        excluded_rows=0,
        excluded_digest=lines_digest(Algorithm.SHA256, b""),
    )
    event = BeaconEvent(source="FC3D", edition="2026052", at=COMMITTED_AT + timedelta(days=1))
    manifest = compose_manifest(
        agency="bench",
        plan="2026",
        task="speed",
        mode="open",
        beacons=[event],
        committed_at=COMMITTED_AT,
        frames=[terms],
    )
    commitment = Commitment(manifest=manifest, frames={"speed": frame}, excluded={"speed": {}})
    return draw(commitment, Reveal(beacon=f"{event.name}/123")).files


def _verify(files: Mapping[str, bytes]) -> None:
    verdict = verify_files(files)
    if not verdict.accepted:
        sys.exit(f"the benchmark's own bundle was refused: {verdict}")


def peers(rows: list[Row]) -> list[Timing]:
    """Return the peers that are installed, on the same ids and the same share; name those that are not."""
    ids = [id_ for id_, _ in rows]
    take = int(SHARE * len(ids))
    found = [*_verifiable_peers(ids, take)]
    groups: dict[str, list[str]] = {}
    for id_, stratum in rows:
        groups.setdefault(stratum, []).append(id_)
    random = Random(SEED)
    found.append(measured("random.sample: plain", lambda: random.sample(ids, take), "CPython, by list order"))
    found.append(
        measured(
            "random.sample: per stratum, grouped before",
            lambda: [random.sample(group, int(SHARE * len(group))) for group in groups.values()],
            "CPython, by list order",
        )
    )
    return found


def _verifiable_peers(ids: list[str], take: int) -> Iterable[Timing]:
    sampler = _optional("consistent_sampler", "consistent-sampler")
    if sampler:
        yield measured(
            "consistent-sampler: take 5 %",
            lambda: list(sampler.sampler(ids, seed=SEED, take=take, output="id")),
            "Python, by id",
        )
    sample = _optional("cryptorandom.sample", "cryptorandom")
    if sample:
        prng = import_module("cryptorandom.cryptorandom").SHA256
        yield measured(
            "cryptorandom: sample_by_index",
            lambda: sample.sample_by_index(len(ids), take, prng=prng(SEED)),
            "Python, by list order",
        )
        yield measured(
            "cryptorandom: PIKK", lambda: sample.pikk(len(ids), take, prng=prng(SEED)), "Python, by list order"
        )


def _optional(module: str, package: str) -> Any:  # noqa: ANN401 - a module without stubs
    try:
        return import_module(module)
    except ImportError:
        print(f"{package} is not installed and left out: pip install {package}")
        return None


def print_table(title: str, last: str, ours: Timing, timings: Iterable[Timing]) -> None:
    """Print a table with the ratio of each line to ours."""
    print(f"\n{title}\n{'':46}{'CPU s':>8}{'× ours':>9}   {last}".rstrip())
    for one in timings:
        print(f"{one.what:46}{one.seconds:8.3f}{one.seconds / ours.seconds:9.2f}   {one.remark}".rstrip())


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="number of ids (default: %(default)s)")
    rows = synthetic_rows(parser.parse_args().rows)
    frame = TableFrame.from_rows(rows)
    quotas = fix_quotas(frame.counts(), dict.fromkeys(frame.counts(), SHARE))
    ours, parts = our_parts(frame, rows, quotas)
    print(f"{frame.rows:,} ids, {len(quotas)} strata, {sum(quotas.values()):,} drawn; median of {REPEATS}, one process")
    print_table("The draw, input ready in memory", "who can repeat it, and how", ours, [ours, *peers(rows)])
    print_table("Where our time goes", "", ours, parts)


if __name__ == "__main__":
    main()
