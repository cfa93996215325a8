"""What is worked out over the records of a year, next to the making of that year: plan, scorecard, assessments.

One run, one process, from the root of the repository: CPU time (``time.process_time``), each once. The year of the
synthetic county, from its plan to its dossiers, is the measure; every ratio is taken within the run. No peer is timed:
we found none that assesses from records.

    python -m benchmarks.records_speed [--cases 200]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from time import process_time
from typing import TypeVar

from shuangsuiji.accountability import Case, Derived, SubjectKind, assess, derive
from shuangsuiji.inspection import Visit, score
from shuangsuiji.law import LIYANG_RULES
from shuangsuiji.planning import check_plan
from shuangsuiji.testing import county_basis as assessed_by
from shuangsuiji.testing.county import city_plan
from shuangsuiji.testing.county_trails import CountyRecords, county_records
from shuangsuiji.testing.county_years import county_basis

T = TypeVar("T")
LAST = date(2026, 12, 31)


def visits(records: CountyRecords) -> Iterator[Visit]:
    """Yield the visits of the year, by draw."""
    return (visit for one in records.aftermaths.values() for visit in one.visits)


def case_of(visit: Visit) -> Case:
    """Return the case of the first officer of a visit, of a problem that came up two months later."""
    item, event_on = visit.items[0], min(visit.on + timedelta(days=60), LAST)
    return Case(
        id=visit.id,
        subject=visit.officers_of(item.department)[0].id,
        subject_kind=SubjectKind.OFFICER,
        department=item.department,
        object_id=visit.object_id,
        holder=visit.holder,
        item_codes=(item.item_code,),
        event_on=event_on,
        opened_on=event_on,
    )


class Clock:
    """Times what it is given, and prints it as a row beside the first."""

    def __init__(self) -> None:
        self.first = 0.0

    def time(self, what: str, work: Callable[[], T]) -> T:
        """Return what some work returns, and print how long it took."""
        start = process_time()
        made = work()
        took = process_time() - start
        self.first = self.first or took
        print(f"| {what} | {took:.2f} | {took / self.first:.2f} |")
        return made


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--cases", type=int, default=1_000, help="cases to be assessed")
    number: int = parser.parse_args().cases
    clock = Clock()
    print("| | CPU s | × the year |\n|---|---|---|")
    records = clock.time("the year, from its plan to its dossiers", lambda: county_records(LIYANG_RULES))
    plan, at_hand = city_plan(), county_basis(LIYANG_RULES, objects=4_000)
    clock.time("`check_plan`: 203 tasks, 4,000 firms", lambda: check_plan(plan, at_hand))
    clock.time(f"`score`: {len(records.score_basis.visits):,} visits", lambda: score(records.score_basis))
    basis = assessed_by.county_basis(records)
    cases = [case_of(one) for one in islice(visits(records), number)]

    def derived() -> list[Derived]:
        return [derive(one, basis) for one in cases]

    found = clock.time(f"`derive`: {len(cases):,} cases, the first look at every record included", derived)
    clock.time("`derive`: the same once more", derived)
    clock.time(f"`assess`: {len(cases):,} cases", lambda: [assess(one.case, one.facts) for one in found])


if __name__ == "__main__":
    main()
