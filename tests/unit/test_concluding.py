"""From evaluations to verdicts: the two questions, one after the other."""

import pytest

from shuangsuiji.accountability import LIYANG_GROUNDS, AssessmentVerdict, Evaluation, Standing
from shuangsuiji.accountability.concluding import evaluations_of, open_grounds, verdicts_of
from shuangsuiji.errors import InvalidValueError
from tests.unit.assessment_cases import EX_1, NONE_FREES, N, T, case, facts


def ids(**values: str) -> list[str]:
    evaluations = evaluations_of(case(), facts(**values), LIYANG_GROUNDS)
    return [ground.id for ground in open_grounds(LIYANG_GROUNDS, evaluations)]


def test_every_ground_is_evaluated_and_one_that_does_not_count_has_no_effect() -> None:
    found = evaluations_of(case(), facts(F4="F", F5="T"), LIYANG_GROUNDS)
    assert [one.ground_id for one in found] == [ground.id for ground in LIYANG_GROUNDS.grounds]
    wide = next(one for one in found if one.ground_id == "Ex.2w")
    assert (wide.truth, wide.standing, wide.counts) == (T, Standing.OTHER_READING, False)
    assert verdicts_of(LIYANG_GROUNDS, found) == (AssessmentVerdict.NEEDS_EVIDENCE,)


def test_the_question_of_a_breach_is_asked_after_that_of_an_exemption() -> None:
    assert ids() == ["Ex.1", "Ex.2n", "Ex.3"]
    assert ids(F6="F") == ["Ex.1", "Ex.2n"]
    assert ids(**NONE_FREES) == ["L.1", "L.2", "L.3"]
    assert ids(**NONE_FREES, F8="F") == ["L.2", "L.3"]


def test_what_is_answered_leaves_no_ground_open() -> None:
    assert ids(**EX_1) == ids(**NONE_FREES, F8="T") == ids(**NONE_FREES, F8="F", F9="F", F10="F") == []


def test_an_evaluation_is_of_terms() -> None:
    with pytest.raises(InvalidValueError, match="应为 Standing"):
        Evaluation(ground_id="Ex.1", standing="适用", truth=N)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="应为 Truth"):
        Evaluation(ground_id="Ex.1", standing=Standing.COUNTS, truth=True)  # type: ignore[arg-type]
