"""How fast a deadline is, next to other calendars of China; bulk, build, memory, and threads.

One run, one process, from the root of the repository: CPU time (``time.process_time``), the best of five, of three in
bulk, the loop over the days included. Every ratio is taken within the run, and the answers of all are compared with a
loop over the days of the notices. Peers are asked on as many days as their speed allows; one that is not installed is
named and left out:

    pip install chinesecalendar workalendar calendra chinese-days numpy
    python -m benchmarks.workdays_speed [--quick]
"""

from __future__ import annotations

import argparse
import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from random import Random
from threading import Barrier
from time import process_time
from typing import Any, cast
from warnings import filterwarnings

import attrs
from holidays.countries.china import China

from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import TimeLimit, TimeUnit
from shuangsuiji.workdays import WorkingCalendar, china_calendar, national_layers

COUNT = 20
LIMIT = TimeLimit(number=COUNT, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.3.2"))
LAST = 2026
CALENDAR = china_calendar(last_announced=LAST)
DAY = timedelta(days=1)
STARTS = [date(2014, 10, 1) + step * DAY for step in range(4_400)]  # all of them end in announced time
YEARS = range(2001, 2037)  # what our table holds
THREADS, TRIALS, QUESTIONS, OTHER_WORK = 4, 40, 100, 20_000
DUE = {day: CALENDAR.add(day, COUNT) for day in STARTS}


@attrs.frozen
class Peer:
    """Somebody who can count working days, on how many days he is timed, and the years that he knows (同行).

    ``quick`` ones are asked twenty times over, for the sake of the clock.
    """

    what: str
    add: Callable[[date, int], object]
    works: Callable[[date], object]
    days: int = 4_400
    first: int = 2014
    last: int = LAST
    quick: bool = False

    def starts(self, part: int) -> list[date]:
        """Return the days that it is asked about, spread over the years that it knows."""
        known = [day for day in STARTS if self.first <= day.year and day + 40 * DAY <= date(self.last, 12, 31)]
        return known[:: max(1, len(known) * part // self.days)]

    def times(self, part: int) -> tuple[float, float]:
        """Return the CPU seconds of one deadline and of one question about a day."""
        starts = self.starts(part)
        asked = starts * (20 if self.quick else 1)
        add, works = self.add, self.works

        def deadlines() -> None:
            for day in asked:
                add(day, COUNT)

        def questions() -> None:
            for day in asked:
                works(day)

        return best(deadlines, 5) / len(asked), best(questions, 5) / len(asked)


def table_of_holidays(years: Sequence[int] = YEARS) -> Any:  # noqa: ANN401 - holidays has no types
    """Return the table of ``holidays``, some years of it read already."""
    return cast("Callable[..., Any]", China)(years=years, categories=("public",), language="zh_CN")


def looped(works: Callable[[date], object]) -> Callable[[date, int], date]:
    """Return the legal rule as a loop: the day of the start does not count."""

    def add(day: date, count: int) -> date:
        while count:
            day += DAY
            count -= bool(works(day))
        return day

    return add


@cache
def _optional(module: str, package: str) -> Any:  # noqa: ANN401 - a module without stubs
    try:
        return import_module(module)
    except ImportError:
        print(f"{package} is not installed and left out: pip install {package}")
        return None


def peers() -> Iterator[Peer]:
    """Yield who is there, ourselves first."""
    yield Peer("ours: calendar.add", CALENDAR.add, CALENDAR.is_working_day, quick=True)
    value: Callable[[date, int], object] = lambda day, _: CALENDAR.deadline(day, LIMIT).due_on  # noqa: E731
    yield Peer("ours: calendar.deadline, range and reasons", value, CALENDAR.is_working_day, quick=True)
    table = table_of_holidays()
    yield Peer("holidays: get_nth_working_day, prefilled", table.get_nth_working_day, table.is_working_day)
    if chinesecalendar := _optional("chinese_calendar", "chinesecalendar"):
        works = chinesecalendar.is_workday
        yield Peer("chinesecalendar: find_workday", lambda day, n: chinesecalendar.find_workday(n, day), works, 220)
        yield Peer("chinesecalendar: is_workday, legal rule", looped(works), works, 220)
    if chinese_days := _optional("chinesedays", "chinese-days"):
        yield Peer("chinese-days: find_next_workday", chinese_days.find_next_workday, chinese_days.is_workday, 1_100)
    for name, last in (("workalendar", 2023), ("calendra", 2025)):
        if module := _optional(f"{name}.asia.china", name):
            one = module.China()
            yield Peer(f"{name}: add_working_days", one.add_working_days, one.is_working_day, 440, 2018, last)


def best(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the CPU seconds of the quickest of some runs."""
    seconds: list[float] = []
    for _ in range(repeats):
        gc.collect()
        start = process_time()
        work()
        seconds.append(process_time() - start)
    return min(seconds)


def wrong(peer: Peer, days: Iterable[date]) -> int:
    """Return how often it differs from the loop over the days of the notices."""
    truth = looped(lambda day: CALENDAR.timetable.working[(day - CALENDAR.first_day).days])
    return sum(peer.add(day, COUNT) != truth(day, COUNT) for day in days)


def print_singles(part: int) -> None:
    """Print one deadline and one day, ours and theirs."""
    print(f"\nOne at a time\n{'':44}{'+20 µs':>9}{'× ours':>9}{'day µs':>9}{'× ours':>9}   wrong deadlines")
    ours: tuple[float, float] | None = None
    for one in peers():
        (add, works), starts = one.times(part), one.starts(part)
        ours = ours or (add, works)
        bad = f"{wrong(one, starts)} of {len(starts):,}, {starts[0].year}–{starts[-1].year}"
        cells = f"{add * 1e6:9.2f}{add / ours[0]:9.1f}{works * 1e6:9.2f}{works / ours[1]:9.1f}"
        print(f"{one.what:44}{cells}   {bad}", flush=True)


def _busday(numpy: Any, days: Any, busy: Any) -> Any:  # noqa: ANN401 - numpy may be missing
    return numpy.busday_offset(days, COUNT, roll="backward", busdaycal=busy)


def print_bulk(rows: int) -> None:
    """Print a million deadlines at a time."""
    chance = Random(20)
    starts = [STARTS[chance.randrange(len(STARTS))] for _ in range(rows)]
    few, table = starts[: rows // 100], table_of_holidays()
    lines = [
        ("ours: deadlines(list), pure Python", best(lambda: CALENDAR.deadlines(starts, LIMIT))),
        ("ours: add, one by one", best(lambda: [CALENDAR.add(day, COUNT) for day in starts])),
        ("ours: deadline, one by one", best(lambda: [CALENDAR.deadline(day, LIMIT) for day in few]) * 100),
        ("holidays, one by one", best(lambda: [table.get_nth_working_day(day, COUNT) for day in few], 1) * 100),
    ]
    if numpy := _optional("numpy", "numpy"):
        days = numpy.array(starts, dtype="datetime64[D]")
        all_days, worked = CALENDAR.to_numpy()
        busy = numpy.busdaycalendar(weekmask="1111111", holidays=all_days[~worked])
        if not (_busday(numpy, days, busy) == CALENDAR.deadlines(days, LIMIT)).all():
            raise AssertionError(days)
        lines[1:1] = [
            ("ours: deadlines(array)", best(lambda: CALENDAR.deadlines(days, LIMIT))),
            ("numpy: busday_offset with our table", best(lambda: _busday(numpy, days, busy))),
        ]
    print(f"\n{rows:,} deadlines{'':28}{'CPU s':>9}{'× ours':>9}")
    for what, seconds in lines:
        print(f"{what:44}{seconds:9.3f}{seconds / lines[0][1]:9.2f}")


def kept(make: Callable[[], object]) -> float:
    """Return the KiB that stay allocated for what is made."""
    gc.collect()
    tracemalloc.start()
    made = [make()]
    gc.collect()
    now, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    made.clear()
    return now / 1024


def fresh(code: str) -> float:
    """Return the CPU seconds of some code in an interpreter of its own."""
    timed = f"from time import process_time\n{code}\nprint(process_time())"
    return min(float(subprocess.check_output([sys.executable, "-c", timed])) for _ in range(3))  # noqa: S603


def built() -> WorkingCalendar:
    """Return the calendar, nothing of it taken from a cache."""
    national_layers.cache_clear()
    return WorkingCalendar(national_layers(LAST))


def print_build() -> None:
    """Print what it takes to have a calendar."""
    nothing = fresh("pass")
    layers = national_layers(LAST)
    ours = "from shuangsuiji.workdays import china_calendar"
    theirs = "from holidays.countries.china import China"
    filled = f"China(years=range({YEARS.start}, {YEARS.stop}), categories=('public',), language='zh_CN')"
    lines = (
        ("import, in an interpreter of its own", fresh(ours) - nothing, fresh(theirs) - nothing),
        ("– import and build", fresh(f"{ours}\nchina_calendar()") - nothing, fresh(f"{theirs}\n{filled}") - nothing),
        ("build again, from holidays", best(built), best(table_of_holidays)),
        ("build again, from layers", best(lambda: WorkingCalendar(layers)), 0.0),
    )
    print(f"\n36 years, CPU ms{'':28}{'ours':>9}{'holidays':>9}")
    for what, mine, other in lines:
        print(f"{what:44}{mine * 1e3:9.1f}{f'{other * 1e3:9.1f}' if other else ''}")
    print(f"{'memory, KiB':44}{kept(built):9.0f}{kept(table_of_holidays):9.0f}")


def at_once(add: Callable[[date, int], object], seed: int) -> list[object]:
    """Return whether threads that start together are told right, each asking about days in an order of its own."""
    barrier = Barrier(THREADS)

    def asked(number: int) -> list[object]:
        chance = Random(seed * THREADS + number)
        days = chance.sample(STARTS, QUESTIONS)
        barrier.wait()
        # the sum stands for what a program does between two questions
        return [(sum(range(chance.randrange(OTHER_WORK))), answer(add, day))[1] for day in days]

    with ThreadPoolExecutor(THREADS) as pool:
        return [one for thread in pool.map(asked, range(THREADS)) for one in thread]


def answer(add: Callable[[date, int], object], day: date) -> object:
    """Return whether an answer is right, or the error that it ended in."""
    try:
        return add(day, COUNT) == DUE[day]
    except Exception as error:  # noqa: BLE001 - whatever a race brings is an answer that is wrong
        return error


def holidays_adder(*, filled: bool) -> Callable[[date, int], object]:
    """Return the question to a new table of ``holidays``, its years read before or when they are asked for."""
    table = table_of_holidays(YEARS if filled else ())
    return cast("Callable[[date, int], object]", table.get_nth_working_day)


def print_threads() -> None:
    """Print how many answers of shared instances are wrong, and how many instances are wrong for good."""
    layers = national_layers(LAST)
    cases: Sequence[tuple[str, Callable[[], Callable[[date, int], object]]]] = (
        ("ours, one calendar", lambda: CALENDAR.add),
        ("ours, a calendar made for each trial", lambda: WorkingCalendar(layers).add),
        ("holidays, years read before", lambda: holidays_adder(filled=True)),
        ("holidays, years read when asked for", lambda: holidays_adder(filled=False)),
    )
    usual = sys.getswitchinterval()
    for interval in (usual, usual / 50):
        sys.setswitchinterval(interval)
        title = f"{THREADS} threads switched every {interval * 1e3:g} ms, {TRIALS} trials"
        print(f"\n{title:44}{'wrong answers':>16}{'trials':>9}{'for good':>10}")
        for what, make in cases:
            bad = trials = lasting = 0
            for seed in range(TRIALS):
                add = make()
                errors = sum(one is not True for one in at_once(add, seed))
                bad, trials = bad + errors, trials + bool(errors)
                lasting += any(answer(add, day) is not True for day in STARTS[::7])
            print(f"{what:44}{f'{bad:,} of {TRIALS * THREADS * QUESTIONS:,}':>16}{trials:9}{lasting:10}", flush=True)
    sys.setswitchinterval(usual)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of every size, for a look")
    part = 10 if parser.parse_args(arguments).quick else 1
    filterwarnings("ignore", message="Support years")  # peers say until when they know
    print_singles(part)
    print_bulk(1_000_000 // part)
    print_build()
    print_threads()


if __name__ == "__main__":
    main()
