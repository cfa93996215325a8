"""The very lines of a draw that a visit answers, round by round: 2.1.7, 3.2.1."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import attrs
import pytest

from shuangsuiji.draws import match
from shuangsuiji.errors import BrokenChainError
from shuangsuiji.inspection import Visit, check_cited, cite
from shuangsuiji.inspection.draw_lines import known_from, lines_of
from shuangsuiji.planning import SupervisionMode
from shuangsuiji.terms import ReplacementReason
from tests.unit.builders import AGENCY, uscc
from tests.unit.inspection_days import (
    STARTED_AT,
    case_visit,
    everywhere_matching,
    joint_draw,
    joint_matching,
    joint_people,
    key_items,
    labels_only,
    next_round,
    own_draw,
    shared_object,
    visited,
)


def replaced_object() -> str:
    """Return the object that was replaced for labels in the round of ``everywhere_matching``, and drawn for hygiene."""
    return labels_only(match(joint_draw(joint_people(60), items=key_items())))


def everywhere(object_id: str, **changes: object) -> Visit:
    given = {"items": key_items(), "people": joint_people(60)}
    return visited(everywhere_matching(), object_id, **{**given, **changes})


def test_a_draw_is_cited_by_its_serial_and_the_hash_that_was_published_before_it_3_2_1() -> None:
    manifest = own_draw().commitment.manifest
    citation = cite(own_draw(), min(own_draw().objects))
    assert (citation.agency, citation.plan, citation.task) == (AGENCY, "2025", "2025-07")
    assert (citation.serial, citation.commit, citation.k) == (manifest.serial, manifest.commit, 0)


def test_what_was_not_drawn_cannot_be_cited_3_2_1() -> None:
    with pytest.raises(BrokenChainError, match="未被抽中"):
        cite(own_draw(), uscc(59))
    with pytest.raises(BrokenChainError, match="未为此事项抽中"):
        cite(joint_matching(), labels_only(), ["hygiene"])


def test_every_line_has_its_round() -> None:
    record = everywhere_matching()
    shared = next(
        id_ for id_, codes in joint_draw(joint_people(60), items=key_items()).objects.items() if len(codes) > 1
    )
    assert lines_of(record, shared) == {"hygiene": 0, "labels": 0}
    mixed = next(id_ for id_ in record.draw.taken.live if lines_of(record, id_) == {"hygiene": 1, "labels": 0})
    assert cite(record, mixed).k == 1
    assert cite(record, mixed, ["labels"]).k == 0


def test_an_object_that_was_replaced_for_one_item_has_only_the_line_of_the_other() -> None:
    record, id_ = everywhere_matching(), replaced_object()
    assert lines_of(record, id_) == {"hygiene": 1}
    assert lines_of(record, id_, replaced=True) == {"hygiene": 1, "labels": 0}


def test_a_replaced_object_has_no_lines() -> None:
    gone = shared_object()
    after = match(next_round(joint_matching(), replaced={gone: ReplacementReason.CLOSED}))
    with pytest.raises(BrokenChainError, match="已被替换"):
        lines_of(after, gone)
    assert lines_of(after, gone, replaced=True) == {"hygiene": 0, "labels": 0}


def test_a_draw_is_known_once_the_last_of_its_events_has_happened_and_no_earlier() -> None:
    assert known_from(joint_matching(), 0) == datetime.fromisoformat("2025-05-12T21:30:00+08:00")
    assert known_from(everywhere_matching(), 0) == known_from(joint_matching(), 0)
    assert known_from(everywhere_matching(), 1) == datetime.fromisoformat("2025-05-20T21:15:00+08:00")


def test_a_round_without_events_of_its_own_is_known_from_its_request() -> None:
    gone = min(own_draw().objects)
    after = next_round(own_draw(), replaced={gone: ReplacementReason.CLOSED}, beacons=[])
    assert known_from(after, 1) == after.made_at


# Whether a visit answers the draw that it cites: 2.1.7.


def test_a_visit_answers_the_very_lines_of_its_draw_2_1_7() -> None:
    check_cited(visited(), joint_matching())
    check_cited(visited(own_draw()), own_draw())
    mixed = next(id_ for id_, codes in everywhere_matching().draw.taken.live.items() if len(codes) > 1)
    check_cited(everywhere(mixed), everywhere_matching())


def test_a_visit_is_checked_also_where_its_object_was_replaced_since() -> None:
    gone = shared_object()
    after = match(next_round(joint_matching(), replaced={gone: ReplacementReason.DEREGISTERED}))
    early = visited(
        started_at=datetime.fromisoformat("2025-05-14T09:00:00+08:00"),
        ended_at=datetime.fromisoformat("2025-05-14T10:00:00+08:00"),
    )
    check_cited(early, after)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"object_id": uscc(59)}, "未被抽中"),
        ({"object_id": labels_only()}, "未在此轮为此事项抽中"),
        ({"started_at": STARTED_AT - timedelta(days=40)}, "不得早于抽取"),
    ],
)
def test_a_visit_that_answers_no_line_is_refused_2_1_7(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(BrokenChainError, match=words):
        check_cited(attrs.evolve(visited(), **changes), joint_matching())


def test_a_visit_of_another_draw_or_round_is_refused_2_1_7() -> None:
    one = visited()
    assert one.draw is not None
    with pytest.raises(BrokenChainError, match="引用的不是这次抽取"):
        check_cited(attrs.evolve(one, draw=attrs.evolve(one.draw, commit="ab" * 32)), joint_matching())
    later = tuple(attrs.evolve(item, k=1) for item in one.items)
    with pytest.raises(BrokenChainError, match="未在此轮"):
        check_cited(attrs.evolve(one, items=later, draw=attrs.evolve(one.draw, k=1)), joint_matching())


def test_a_case_answers_no_draw() -> None:
    with pytest.raises(BrokenChainError, match="个案检查不引抽取"):
        check_cited(case_visit(), joint_matching())


def test_other_officers_than_the_lot_gave_are_found_3_2_2() -> None:
    one = visited()
    others = tuple(attrs.evolve(each, id=f"{each.id}9") for each in one.officers)
    with pytest.raises(BrokenChainError, match="到场人员不是匹配人员"):
        check_cited(attrs.evolve(one, officers=others), joint_matching())
    with pytest.raises(BrokenChainError, match="须有人员匹配"):
        check_cited(one, joint_matching().draw)
    check_cited(attrs.evolve(one, officers=others, matched=False), joint_matching())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"mode": SupervisionMode.KEY_FULL}, "mode"),
        ({"mode": SupervisionMode.TARGETED}, "mode"),
        ({"holder": uscc(58)}, "holder"),
    ],
)
def test_a_visit_is_booked_as_it_was_drawn_so_that_caps_count_it_3_1_10(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BrokenChainError, match=f"^{field}：与抽取所载不同"):
        check_cited(attrs.evolve(visited(), **changes), joint_matching())
