"""How much memory and time a large pool takes: built from columns, and imported from a CSV.

Every case runs in an interpreter of its own, so that nothing is counted twice, and reports the peak of its resident
memory (``getrusage``) and its CPU time. The bound is that of the project: a pool of a million objects in 400 MiB.

    python benchmarks/pool_memory.py [--rows 1000000]
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Sized
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from shuangsuiji import ObjectColumns, ObjectKind, ObjectPool, import_objects
from shuangsuiji.testing.city import synthetic_code
from shuangsuiji.values.columns import Column

BOUND_MIB = 400
TOWNS = ("溧城", "埭头", "上黄", "戴埠", "天目湖", "别桥", "上兴", "竹箦", "南渡", "社渚")
GRADES = ("A", "A", "A", "B", "B", "C", "D")
ITEMS = ("labels",)
ON = date(2026, 3, 2)

# A case prepares what it is given, and returns the work that is measured.
Case = Callable[[int, str], Callable[[], Sized]]


def _name(row: int) -> str:
    return f"{TOWNS[row % len(TOWNS)]}合成第{row}号有限公司"


def _nothing(_: int, __: str) -> Callable[[], Sized]:
    """Do nothing: what the interpreter and the package take by themselves."""
    return tuple[str, ...]


def _pool(rows: int, _: str) -> Callable[[], Sized]:
    """Build a pool from columns and freeze it: its digest binds every row."""
    ids, names = tuple(map(synthetic_code, range(rows))), tuple(map(_name, range(rows)))

    def build() -> ObjectPool:
        empty = Column.constant("", rows)
        columns = ObjectColumns(
            ids=ids,
            names=names,
            kinds=Column.constant(ObjectKind.ENTERPRISE.value, rows),
            regions=Column.of(TOWNS[row % len(TOWNS)] for row in range(rows)),
            holders=empty,
            tags=empty,
            approved_by=empty,
            supervised_by=empty,
            attributes={"风险等级": Column.of(GRADES[row % len(GRADES)] for row in range(rows))},
        )
        return _frozen(ObjectPool(id="memory", owner="bench", item_codes=ITEMS, columns=columns, maintained_on=ON))

    return build


def _import(_: int, path: str) -> Callable[[], Sized]:
    """Import a CSV and freeze the pool."""
    return lambda: _frozen(import_objects(path).pool(id="memory", owner="bench", item_codes=ITEMS, maintained_on=ON))


def _frozen(pool: ObjectPool) -> ObjectPool:
    len(pool.digest)
    return pool


CASES: dict[str, tuple[str, Case]] = {
    "nothing": ("the interpreter and the package alone", _nothing),
    "pool": ("a pool from columns, checked and frozen", _pool),
    "import": ("a CSV of as many rows, imported and frozen", _import),
}


def _rows_of_list(rows: int) -> Iterator[tuple[str, ...]]:
    yield "企业名称", "统一社会信用代码", "企业类型", "所属乡镇", "风险等级"
    for row in range(rows):
        yield _name(row), synthetic_code(row), "有限责任公司", TOWNS[row % len(TOWNS)], GRADES[row % len(GRADES)]


def _run_case(case: str, rows: int, path: str) -> None:
    """Run one case and print what it took: this is the child process."""
    work = CASES[case][1](rows, path)
    start = process_time()
    kept = work()
    seconds = process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mib = peak / 2**20 if sys.platform == "darwin" else peak / 2**10
    print(json.dumps({"seconds": seconds, "mib": mib, "objects": len(kept)}))


def _measure(case: str, rows: int, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--case", case, "--rows", str(rows), "--csv", str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - this very script
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Run every case in a fresh interpreter and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rows", type=int, default=1_000_000, help="number of objects (default: %(default)s)")
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    parser.add_argument("--csv", default="", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        _run_case(given.case, given.rows, given.csv)
        return
    print(f"{given.rows:,} objects\n{'':46}{'CPU s':>8}{'peak MiB':>10}{f'× {BOUND_MIB} MiB':>12}{'objects':>12}")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_rows_of_list(given.rows))
        for case, (title, _) in CASES.items():
            one = _measure(case, given.rows, path)
            share = one["mib"] / BOUND_MIB
            print(f"{title:46}{one['seconds']:8.2f}{one['mib']:10.0f}{share:12.2f}{int(one['objects']):12,}")
        print(f"The CSV has {path.stat().st_size / 2**20:.0f} MiB.")


if __name__ == "__main__":
    main()
