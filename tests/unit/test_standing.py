"""Results that stand, behind those that they correct; entered or not, a result is one."""

from datetime import date

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError
from shuangsuiji.inspection import Outcome, Result, correct
from shuangsuiji.inspection.standing import lineages, same_result, term_end
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import TimeLimit, TimeUnit
from shuangsuiji.workdays import china_calendar
from tests.unit.aftermath_days import clean, inspected
from tests.unit.inspection_days import entered

FIRST = inspected()
BEFORE = attrs.evolve(FIRST, entered_on=None, entered_by="", platform_number="")


def corrected(result: Result, id_: str) -> Result:
    told = {"outcome": Outcome.NO_PROBLEM, "formed_on": date(2025, 7, 1), "reason": "复核有误"}
    return correct(result, result_id=id_, **told)  # type: ignore[arg-type]


def ids(*results: Result) -> dict[str, list[str]]:
    return {id_: [one.id for one in line] for id_, line in lineages(results).items()}


def test_to_enter_a_result_makes_no_other_result_of_it() -> None:
    assert same_result(FIRST, BEFORE)
    assert same_result(BEFORE, BEFORE)
    assert not same_result(FIRST, attrs.evolve(FIRST, finding="另有所述"))
    for pair in ((FIRST, BEFORE), (BEFORE, FIRST)):
        assert lineages(pair)[FIRST.id][-1] == FIRST


def test_a_result_stands_behind_those_that_it_corrects() -> None:
    second = entered(corrected(FIRST, "R-2"), on=date(2025, 7, 1))
    third = corrected(second, "R-3")
    assert ids(third, FIRST, second, clean(2)) == {"R-3": [FIRST.id, "R-2", "R-3"], clean(2).id: [clean(2).id]}


@pytest.mark.parametrize("given", [(FIRST,), (BEFORE,), (FIRST, BEFORE), (BEFORE, FIRST)])
def test_a_correction_of_before_the_entry_is_followed_in_whatever_form_it_is_given(given: tuple[Result, ...]) -> None:
    second = corrected(BEFORE, "R-2")
    assert lineages((*given, second)) == {"R-2": (FIRST if FIRST in given else BEFORE, second)}


def test_what_does_not_hang_together_is_refused() -> None:
    with pytest.raises(DuplicateError):
        lineages([FIRST, attrs.evolve(FIRST, finding="另有所述")])
    with pytest.raises(BrokenChainError):
        lineages([corrected(FIRST, "R-2")])


def test_a_term_in_working_days_needs_a_calendar() -> None:
    term = TimeLimit(number=3, unit=TimeUnit.WORKING_DAY, clause=LIYANG_2020.ref("3.3.7"))
    assert term_end(term, date(2025, 9, 30), china_calendar()) == date(2025, 10, 11)
    assert term_end(attrs.evolve(term, unit=TimeUnit.DAY), date(2025, 9, 30)) == date(2025, 10, 3)
    with pytest.raises(InvalidValueError):
        term_end(term, date(2025, 9, 30))
