"""The words of results: by name and never by number, in four groups that an estimate counts apart."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import UnknownNameError
from shuangsuiji.inspection import Channel, Outcome, OutcomeGroup, outcome_named
from shuangsuiji.law import LIYANG_2020


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_group_and_is_known_by_both_its_names(outcome: Outcome) -> None:
    assert outcome.group in OutcomeGroup
    assert outcome_named(outcome.value) is outcome
    assert outcome_named(outcome.name) is outcome


def test_only_what_was_found_in_order_is_clean() -> None:
    assert [one for one in Outcome if one.group is OutcomeGroup.CLEAN] == [Outcome.NO_PROBLEM]


def test_who_cannot_be_found_and_what_is_not_done_there_are_errors_of_the_frame_and_not_clean() -> None:
    assert {one for one in Outcome if one.group is OutcomeGroup.FRAME_ERROR} == {
        Outcome.UNREACHABLE,
        Outcome.NO_SUCH_ACTIVITY,
    }


def test_every_problem_and_whoever_cannot_be_found_needs_a_follow_up() -> None:
    left = {one for one in Outcome if one.needs_follow_up}
    assert left == {one for one in Outcome if one.group is OutcomeGroup.PROBLEM} | {Outcome.UNREACHABLE}
    assert Outcome.CORRECTED_ON_ORDER in left


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (" 未发现 问题 ", Outcome.NO_PROBLEM),
        ("未发现问题。", Outcome.NO_PROBLEM),
        ("正常（符合信息公示相关规定）", Outcome.NO_PROBLEM),
        ("发现问题经责令已改正", Outcome.CORRECTED_ON_ORDER),
        ("通过登记的住所(经营场所)无法联系", Outcome.UNREACHABLE),
        ("通过登记的住所或经营场所无法联系", Outcome.UNREACHABLE),
        ("公示信息隐瞒真实情况,弄虚作假", Outcome.CONCEALED_OR_FALSE),
        ("公示信息隐瞒真实情况，弄虚作假", Outcome.CONCEALED_OR_FALSE),
        ("未按规定公示年报", Outcome.NOT_PUBLISHED_AS_REQUIRED),
        ("不予配合情节严重", Outcome.NON_COOPERATION_SERIOUS),
        ("已注销", Outcome.DEREGISTERED),
        ("违反食品安全相关规定", Outcome.OTHER_VIOLATION),
        ("违反其他规定", Outcome.OTHER_VIOLATION),
    ],
)
def test_other_wordings_of_records_are_known(text: str, outcome: Outcome) -> None:
    assert outcome_named(text) is outcome


@pytest.mark.parametrize("text", ["1", "01", "", "正在检查", "违反规定"])
def test_a_number_says_nothing_since_every_system_numbers_otherwise(text: str) -> None:
    with pytest.raises(UnknownNameError, match="未发现问题、发现问题已责令改正"):
        outcome_named(text)


def test_the_channels_are_the_two_of_the_text_3_3_4() -> None:
    quotation = LIYANG_2020.clause("3.3.4").quotation
    assert len(Channel) == 2
    assert all(str(one) in quotation for one in Channel)
