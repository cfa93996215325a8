"""Somebody objects: filed, answered by who published, settled by a published correction or by reasons."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, InvalidValueError, LawError, NotADayError
from shuangsuiji.inspection import (
    Channel,
    Objection,
    ObjectionAnswer,
    ObjectionVerdict,
    Objector,
    Outcome,
    Publication,
    SettledObjection,
    answer_objection,
    correct,
    enter,
    object_to,
    publish,
    settle_objection,
)
from shuangsuiji.law import LIYANG_2020
from tests.unit.builders import AGENCY, made
from tests.unit.inspection_days import HEALTH, entered, problem
from tests.unit.publication_days import posted

CORRECTED_ON = {Channel.NATIONAL: date(2025, 7, 3), Channel.PROVINCIAL: date(2025, 7, 4)}


def objection(**changes: object) -> Objection:
    """Return an objection of the holder of 24 June."""
    given = {
        "publication": posted(entered(problem())),
        "objection_id": "异议-01",
        "on": date(2025, 6, 24),
        "grounds": "标签已注明生产日期，附照片",
        "document": "异议申请（合成）2025-01",
    }
    return made(object_to, given, changes)


def answered(verdict: ObjectionVerdict = ObjectionVerdict.UPHELD, /, **changes: object) -> ObjectionAnswer:
    given = {
        "objection": objection(),
        "on": date(2025, 6, 30),
        "by": AGENCY,
        "verdict": verdict,
        "reasons": "经复核，照片与现场记录一致",
    }
    return made(answer_objection, given, changes)


def correction(days: dict[Channel, date] | None = None) -> Publication:
    """Return the published correction of the result objected to."""
    wrong = objection().publication.result
    right = correct(
        wrong, result_id="R-2", outcome=Outcome.NO_PROBLEM, formed_on=date(2025, 7, 1), reason="异议-01 成立"
    )
    return posted(enter(right, on=date(2025, 7, 2), by=AGENCY), CORRECTED_ON if days is None else days)


def test_the_holder_objects_to_a_result_that_is_public_3_3_5() -> None:
    one = objection()
    assert (one.objector, one.department) == (Objector.HOLDER, AGENCY)
    assert "异议-01" in repr(one)


def test_society_may_object_and_nobody_is_named() -> None:
    assert objection(objector=Objector.SOCIETY).objector is Objector.SOCIETY
    assert not {one.name for one in attrs.fields(Objection)} & {"name", "person", "by"}


def test_nobody_objects_to_what_is_not_public() -> None:
    with pytest.raises(BrokenChainError, match="已公示"):
        objection(publication=publish(entered()))
    with pytest.raises(BrokenChainError, match="已公示"):
        objection(on=date(2025, 6, 15))
    assert objection(on=date(2025, 6, 16)).filed_on == date(2025, 6, 16)  # on one channel


@pytest.mark.parametrize(
    "changes", [{"objection_id": ""}, {"grounds": ""}, {"objector": "企业"}, {"document": None}, {"publication": None}]
)
def test_an_objection_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        objection(**changes)


def test_who_published_answers_with_reasons_3_3_1() -> None:
    with pytest.raises(LawError) as caught:
        answered(by=HEALTH)
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.3.1")
    for verdict in ObjectionVerdict:
        with pytest.raises(InvalidValueError):
            answered(verdict, reasons="")


def test_an_answer_does_not_come_before_the_objection() -> None:
    with pytest.raises(InvalidValueError, match="不得早于提出异议"):
        answered(on=date(2025, 6, 23))
    with pytest.raises(NotADayError):
        answered(on=None)


@pytest.mark.parametrize("changes", [{"objection": None}, {"verdict": "成立"}, {"by": ""}, {"document": "甲|乙"}])
def test_an_answer_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(answered(), **changes)  # type: ignore[arg-type]


def test_an_objection_that_was_right_ends_with_its_published_correction() -> None:
    settled = settle_objection(answered(), correction=correction())
    assert settled.settled_on == date(2025, 7, 4)
    assert "异议成立" in repr(settled)
    with pytest.raises(BrokenChainError, match="须公示更正"):
        settle_objection(answered())


def test_a_correction_that_lacks_a_channel_settles_nothing_3_3_4() -> None:
    with pytest.raises(LawError, match="两个渠道") as caught:
        settle_objection(answered(), correction=correction({Channel.NATIONAL: date(2025, 7, 3)}))
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.3.4")


def test_the_correction_of_another_result_settles_nothing() -> None:
    with pytest.raises(BrokenChainError, match="不是被异议的结果"):
        settle_objection(answered(), correction=posted())


def test_an_objection_that_was_wrong_ends_with_its_answer() -> None:
    settled = settle_objection(answered(ObjectionVerdict.REJECTED))
    assert settled.settled_on == date(2025, 6, 30)
    with pytest.raises(BrokenChainError):
        settle_objection(answered(ObjectionVerdict.REJECTED), correction=correction())


def test_each_record_holds_the_one_before_and_has_its_own_digest() -> None:
    settled = settle_objection(answered(), correction=correction())
    digests = {settled.digest, settled.answer.digest, settled.answer.objection.digest}
    assert len(digests) == 3
    assert "异议成立" in repr(settled.answer)


def test_they_go_through_json() -> None:
    settled = settle_objection(answered(), correction=correction())
    assert from_json(to_json(settled), SettledObjection) == settled
    assert from_json(to_json(settled.answer), ObjectionAnswer) == settled.answer
    assert from_json(to_json(settled.answer.objection), Objection) == settled.answer.objection


def test_what_settles_is_of_its_kind() -> None:
    with pytest.raises(InvalidValueError):
        SettledObjection(answer=None)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError):
        SettledObjection(answer=answered(), correction=entered())  # type: ignore[arg-type]
