"""How often the range of a provisional deadline held the true day, had every yearly notice still been to come.

For each year Y from 2008 to 2026, a calendar that knows the notices up to Y − 1 is asked when 20 working days end that
start on any day from 15 November Y − 1 to 20 November Y; the truth is the calendar that knows all of them. Only terms
that it marks as provisional are counted: a firm one must be right, and is checked to be. What such a calendar does know
beforehand are the days that the law fixes for Y, also where the law was changed a few weeks before the notice, as for
2008, 2014 and 2025.

    python -m benchmarks.workdays_backtest
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from statistics import mean, median

import attrs

from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import TimeLimit, TimeUnit
from shuangsuiji.workdays import Deadline, china_calendar

__all__ = ["YEARS", "Term", "backtest"]

YEARS = range(2008, 2027)
LIMIT = TimeLimit(number=20, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.3.2"))
TRUTH = china_calendar(last_announced=YEARS[-1])


@attrs.frozen
class Term:
    """A provisional deadline of the year before its notice, and the day that it came to (回测期限)."""

    year: int
    guess: Deadline
    true: date

    @cached_property
    def range(self) -> tuple[date, date]:
        """The earliest and the latest day that it was said to end on."""
        earliest, latest = self.guess.earliest, self.guess.latest
        if earliest is None or latest is None:
            raise AssertionError(self.guess)
        return earliest, latest

    @property
    def inside(self) -> bool:
        """Whether the true day lies within the range."""
        earliest, latest = self.range
        return earliest <= self.true <= latest

    @property
    def width(self) -> int:
        """Days from the earliest to the latest."""
        earliest, latest = self.range
        return (latest - earliest).days

    @property
    def error(self) -> int:
        """Days by which the guess came too late, or, negative, too early."""
        return ((self.guess.due_on or date.max) - self.true).days

    @property
    def across(self) -> bool:
        """Whether it started in the year before: these are the terms that a late notice makes provisional in life."""
        return self.guess.start.year < self.year


def backtest(years: Iterable[int] = YEARS) -> Iterator[Term]:
    """Yield the provisional terms of each year."""
    for year in years:
        calendar = china_calendar(last_announced=year - 1)
        start, last = date(year - 1, 11, 15), date(year, 11, 20)
        while start <= last:
            guess, true = calendar.deadline(start, LIMIT), TRUTH.add(start, LIMIT.number)
            if guess.provisional:
                yield Term(year, guess, true)
            elif guess.due_on != true:
                raise AssertionError(guess)  # a firm deadline is a promise
            start += timedelta(days=1)


def share(terms: Sequence[Term], hits: Iterable[object]) -> str:
    """Return which share of terms is hit."""
    return f"{sum(map(bool, hits)) / len(terms):.2%}" if terms else "–"


def line(what: str, terms: Sequence[Term]) -> str:
    """Return one line of the table."""
    errors, widths = [one.error for one in terms], [one.width for one in terms]
    cells = (
        f"{len(terms):,}",
        f"{sum(not one.inside for one in terms)}",
        share(terms, (one.inside for one in terms)),
        f"{median(widths):.0f}",
        f"{mean(widths):.1f}",
        share(terms, (not width for width in widths)),
        share(terms, (not error for error in errors)),
        share(terms, (error > 0 for error in errors)),
        share(terms, (error < 0 for error in errors)),
        f"{min(errors):+} … {max(errors):+}",
    )
    return f"{what:38}{''.join(f'{cell:>10}' for cell in cells[:-1])}{cells[-1]:>12}"


def print_table(rows: Iterable[tuple[str, Sequence[Term]]]) -> None:
    """Print how the ranges and the guesses did."""
    heads = ("terms", "missed", "inside", "median d", "mean d", "zero", "exact", "late", "early")
    print(f"{'':38}{''.join(f'{head:>10}' for head in heads)}{'error, d':>12}")
    for what, terms in rows:
        if terms:
            print(line(what, terms))


def print_misses(terms: Iterable[Term]) -> None:
    """Print the terms whose true day lay outside."""
    print("\nMissed: start, true day, guess, range")
    for one in terms:
        if not one.inside:
            earliest, latest = one.range
            print(f"{one.guess.start}  {one.true}  {one.guess.due_on}  {earliest} … {latest}")


def main() -> None:
    """Run the back-test."""
    terms = list(backtest())
    after = [one for one in terms if (one.guess.due_on or date.min).year == one.year]
    across = [one for one in terms if one.across]
    rows = [
        ("all provisional terms", terms),
        (" – that end after 31 December", after),
        ("across the year-end, from 15 November", across),
        (" – that end after 31 December", [one for one in after if one.across]),
        ("within the year", [one for one in terms if not one.across]),
    ]
    print("Width of the range and error of the guess in days; exact, late, early are of the guess\n")
    print_table(rows)
    print()
    print_table((str(year), [one for one in terms if one.year == year]) for year in YEARS)
    print_misses(terms)


if __name__ == "__main__":
    main()
