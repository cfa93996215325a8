"""What is public, where and since when: entered first, by who inspected, on both channels, with a grade."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError, LawError, NotADayError
from shuangsuiji.inspection import Channel, ChannelRecord, DisclosureGrade, Publication, publish
from shuangsuiji.law import LIYANG_2020
from shuangsuiji.values import CHINA
from tests.unit.builders import AGENCY, made
from tests.unit.inspection_days import HEALTH, entered, found
from tests.unit.publication_days import posted


def record(**changes: object) -> ChannelRecord:
    given = {"channel": Channel.NATIONAL, "on": date(2025, 6, 16), "reference": "公示-001", "by": AGENCY}
    return made(ChannelRecord, given, changes)


def changed(publication: Publication, **changes: object) -> Publication:
    """Return a publication with changes that a type checker would not let through."""
    evolve: Callable[..., Publication] = attrs.evolve
    return evolve(publication, **changes)


def test_a_result_is_entered_before_it_is_made_public_3_3_2() -> None:
    with pytest.raises(BrokenChainError, match="须先录入"):
        publish(found())
    with pytest.raises(BrokenChainError, match="公示不得早于录入"):
        changed(publish(entered()), records=(record(on=date(2025, 6, 12)),))
    assert changed(publish(entered()), records=(record(on=date(2025, 6, 13)),)).records


def test_who_inspected_makes_it_public_3_3_1() -> None:
    with pytest.raises(LawError, match="谁检查、谁公开") as caught:
        changed(publish(entered()), records=(record(by=HEALTH),))
    assert caught.value.params["clause"] == LIYANG_2020.ref("3.3.1")


def test_a_publication_is_complete_once_both_channels_have_a_day_and_a_reference_3_3_4() -> None:
    nowhere, half, whole = publish(entered()), posted(days={Channel.PROVINCIAL: date(2025, 6, 20)}), posted()
    assert [one.is_complete for one in (nowhere, half, whole)] == [False, False, True]
    assert [one.completed_on for one in (nowhere, half, whole)] == [None, None, date(2025, 6, 17)]
    assert [one.missing for one in (nowhere, half, whole)] == [tuple(Channel), (Channel.NATIONAL,), ()]


@pytest.mark.parametrize("changes", [{"reference": ""}, {"by": ""}, {"channel": "NATIONAL"}, {"reference": "甲|乙"}])
def test_a_channel_without_a_reference_or_a_department_is_no_record(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        record(**changes)


@pytest.mark.parametrize("on", [None, "2025-06-16", datetime(2025, 6, 16, tzinfo=CHINA)])
def test_a_channel_without_a_day_is_no_record(on: object) -> None:
    with pytest.raises(NotADayError):
        record(on=on)


def test_a_channel_stands_once() -> None:
    with pytest.raises(DuplicateError):
        changed(publish(entered()), records=(record(), record(reference="公示-002")))


@pytest.mark.parametrize("grade", [DisclosureGrade.ON_REQUEST, DisclosureGrade.INTERNAL])
def test_what_is_not_public_has_a_reason_and_stands_on_no_channel_h_3(grade: DisclosureGrade) -> None:
    with pytest.raises(InvalidValueError, match="须写明理由"):
        publish(entered(), grade=grade)
    kept = publish(entered(), grade=grade, reason="涉及第三方商业秘密，待征求意见")
    assert kept.is_withheld
    assert not kept.is_complete
    with pytest.raises(InvalidValueError, match="不得在渠道公示"):
        changed(kept, records=(record(),))


def test_what_is_public_needs_no_reason() -> None:
    assert publish(entered()).grade is DisclosureGrade.PUBLIC
    with pytest.raises(InvalidValueError):
        publish(entered(), reason="无")


@pytest.mark.parametrize(
    "changes",
    [
        {"grade": "主动公开"},
        {"reason": None},
        {"replaces": None},
        {"replaces": "甲|乙"},
        {"records": [record()]},
        {"records": ("公示-001",)},
        {"result": None},
    ],
)
def test_a_field_of_the_wrong_form_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        changed(publish(entered()), **changes)


def test_a_publication_is_cited_by_its_digest_and_shows_where_it_stands() -> None:
    assert publish(entered()).digest != posted().digest
    assert len(posted().digest) == 64
    assert "未上渠道" in repr(publish(entered()))
    assert str(Channel.NATIONAL) in repr(posted())


def test_a_publication_goes_through_json() -> None:
    assert from_json(to_json(posted()), Publication) == posted()


@settings(max_examples=50, deadline=None)
@given(days=st.dictionaries(st.sampled_from(Channel), st.dates(date(2025, 6, 13), date(2026, 6, 13))))
def test_nothing_is_complete_without_both_channels(days: dict[Channel, date]) -> None:
    publication = posted(days=days)
    assert publication.is_complete == (set(days) == set(Channel))
    assert set(publication.missing) == set(Channel) - set(days)
    assert publication.completed_on == (max(days.values()) if publication.is_complete else None)
