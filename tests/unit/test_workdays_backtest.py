"""The range of a provisional deadline, tried on nineteen years whose notices have come since."""

from datetime import date

from benchmarks.workdays_backtest import Term, backtest

TERMS = list(backtest())  # half a second; it raises where a firm deadline was wrong


def misses() -> list[Term]:
    return [one for one in TERMS if not one.inside]


def test_the_true_day_lay_in_the_range_of_99_7_percent_of_the_terms() -> None:
    assert len(TERMS) == 6_741
    assert 1 - len(misses()) / len(TERMS) >= 0.997


def test_so_it_did_in_those_that_end_after_the_year() -> None:
    after = [one for one in TERMS if one.guess.due_on is not None and one.guess.due_on.year == one.year]
    assert len(after) == 6_686
    assert sum(one.inside for one in after) / len(after) >= 0.997


def test_only_the_orders_out_of_season_of_2015_and_2020_lay_outside() -> None:
    assert {one.year for one in misses()} <= {2015, 2020}


def test_the_parade_of_2015_is_missed_since_its_order_came_in_may() -> None:
    starts = [one.guess.start for one in misses() if one.year == 2015]
    assert (len(starts), starts[0], starts[-1]) == (12, date(2015, 8, 6), date(2015, 8, 17))


def test_no_term_across_a_year_end_was_missed() -> None:
    across = [one for one in TERMS if one.across]
    assert len(across) == 580
    assert all(one.inside for one in across)


def test_the_range_is_a_working_week_and_not_a_month() -> None:
    widths = sorted(one.width for one in TERMS)
    assert widths[len(widths) // 2] == 6
    assert widths[0] == 0
