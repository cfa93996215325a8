"""Inspectors and experts: who may enforce the law, who advises, and what they may be asked for."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import attrs
import pytest

from shuangsuiji.errors import DuplicateError, InvalidIdentifierError, InvalidValueError, LawError
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.registry import Certificate, Expert, Inspector, Leave, Qualification, Training
from shuangsuiji.terms import AbsenceReason, CertificateKind, ExpertKind, InspectorKind, InspectorStatus
from tests.unit.builders import expert, inspector

DAY = date(2026, 3, 1)
UNTIL = date(2027, 12, 31)


def certificate(**changes: Any) -> Certificate:  # noqa: ANN401 - any field, also of a wrong type
    return Certificate(**{"number": "JS0001", "valid_until": UNTIL, **changes})


def test_there_are_two_kinds_of_inspectors_2_3_7() -> None:
    assert [str(kind) for kind in InspectorKind] == ["行政执法类公务员", "具有行政执法资格的工作人员"]


def test_there_are_three_kinds_of_experts_2_3_10() -> None:
    assert {str(kind) for kind in ExpertKind} == {"检测机构", "科研院所", "专家学者"}


@pytest.mark.parametrize("status", [one for one in InspectorStatus if one is not InspectorStatus.ACTIVE])
def test_whoever_does_not_serve_is_absent_for_that_reason(status: InspectorStatus) -> None:
    assert AbsenceReason[status.name].value == status.value


def test_both_families_of_tags_are_held_and_a_lapsed_qualification_is_not_2_3_8() -> None:
    held = Qualification(name="特种设备", valid_until=date(2026, 6, 30))
    one = inspector(qualifications=[held, "食品"], specialties=["标签", "标签", "冷链"])
    assert [held.name for held in one.qualifications] == ["特种设备", "食品"]
    assert one.tags(date(2026, 6, 30)) == ("冷链", "标签", "特种设备", "食品")
    assert one.tags(date(2026, 7, 1)) == ("冷链", "标签", "食品")


def test_a_name_is_a_qualification_or_a_specialty_and_never_both_2_3_8() -> None:
    with pytest.raises(LawError, match="食品") as caught:
        inspector(qualifications=["食品"], specialties=["食品", "标签"])
    assert caught.value.params["clause"] == LIYANG_2020.ref("2.3.8")
    assert "never both" in caught.value.en_line


def test_a_qualification_is_held_once() -> None:
    held = Qualification(name="食品", valid_until=UNTIL)
    with pytest.raises(DuplicateError, match="食品"):
        inspector(qualifications=[held, "食品"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", ""),
        ("id", "JS|1"),
        ("department", ""),
        ("department", "市场监管局,卫健局"),
        ("department", "市场监管局;卫健局"),
        ("department", "-"),
        ("department", "*"),
        ("kind", "行政执法类公务员"),
        ("status", "在岗"),
        ("certificate", "JS0001"),
        ("regions", ()),
        ("regions", ("*", "溧城")),
        ("regions", ("溧城,戴埠",)),
        ("regions", "溧城"),
        ("capacity", -1),
        ("capacity", True),
        ("capacity", 1.5),
        ("specialties", ("a;b",)),
        ("specialties", "标签"),
        ("qualifications", "食品"),
        ("qualifications", ("-",)),
        ("leaves", ("2026-03-01",)),
        ("trainings", (DAY,)),
        ("name", "甲\n某"),
    ],
)
def test_a_field_of_the_wrong_form_is_refused_in_both_languages(field: str, value: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        inspector(**{field: value})
    assert caught.value.zh_line != caught.value.en_line


@pytest.mark.parametrize("number", ["320481199001011234", "32048119900101123X", "32048119900101123x"])
def test_the_number_of_an_identity_card_is_no_id_and_is_not_repeated_in_full(number: str) -> None:
    for make in (lambda: inspector(id=number), lambda: expert(id=number)):
        with pytest.raises(InvalidIdentifierError) as caught:
            make()
        assert number not in str(caught.value)
    with pytest.raises(InvalidIdentifierError):
        inspector(certificate=certificate(number=number))


def test_a_capacity_of_nothing_can_be_said() -> None:
    assert inspector(capacity=0).capacity == 0


@pytest.mark.parametrize(
    ("first", "last", "covered"),
    [
        (date(2025, 1, 1), date(2027, 12, 31), True),
        (date(2024, 12, 31), date(2025, 6, 1), False),
        (date(2027, 12, 1), date(2028, 1, 1), False),
        (date(2026, 1, 1), date(2026, 1, 1), True),
    ],
)
def test_a_certificate_covers_a_window_from_its_first_day_to_its_last(
    first: date, last: date, *, covered: bool
) -> None:
    assert certificate(valid_from=date(2025, 1, 1)).covers(first, last) is covered


def test_a_certificate_whose_first_day_is_not_known_covers_all_days_before_its_last() -> None:
    assert certificate().covers(date(1999, 1, 1), UNTIL)


@pytest.mark.parametrize(
    "changes",
    [
        {"number": ""},
        {"valid_until": "2027-12-31"},
        {"valid_until": datetime(2027, 12, 31)},  # noqa: DTZ001 - what is refused
        {"valid_from": date(2028, 1, 1)},
        {"kind": "行政执法证"},
    ],
)
def test_a_certificate_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        certificate(**changes)


def test_a_leave_has_a_first_and_a_last_day() -> None:
    leave = Leave(starts_on=DAY, ends_on=date(2026, 3, 3))
    assert [leave.covers(date(2026, 3, day)) for day in (1, 3, 4)] == [True, True, False]
    assert leave.reason is AbsenceReason.LEAVE
    with pytest.raises(InvalidValueError, match="不得早于"):
        Leave(starts_on=DAY, ends_on=date(2026, 2, 28))


def test_a_training_says_what_and_when() -> None:
    assert Training(subject="执法业务培训", completed_on=DAY).completed_on == DAY
    with pytest.raises(InvalidValueError):
        Training(subject="", completed_on=DAY)


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", InspectorKind.CIVIL_SERVANT), ("appointed_until", None), ("organisation", "a|b"), ("regions", ())],
)
def test_an_expert_of_the_wrong_form_is_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidValueError):
        expert(**{field: value})


def test_an_expert_has_nothing_by_which_he_could_take_the_seat_of_an_inspector_2_3_11() -> None:
    own = {field.name for field in attrs.fields(Expert)}
    assert not own & {"certificate", "qualifications", "status"}
    assert not isinstance(expert(), Inspector)


def test_people_are_shown_without_their_names() -> None:
    assert repr(inspector(name="甲某")) == "<行政执法类公务员 JS0001 320481-SCJG>"
    assert repr(expert(name="乙某")) == "<专家学者 ZJ01 320481-SCJG>"


def test_the_kinds_of_certificates_are_words_that_agencies_use() -> None:
    assert CertificateKind.of("税务检查证") is CertificateKind.TAX


def test_a_leave_for_other_reasons_must_say_which() -> None:
    with pytest.raises(InvalidValueError, match="须写明何种原因"):
        Leave(starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 2), reason=AbsenceReason.OTHER)
