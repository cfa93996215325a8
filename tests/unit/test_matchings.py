"""The matching in the chain: from the draw's own seed, round by round, with substitutes by lot."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import Any

import attrs
import pytest

from shuangsuiji.bundle import read_record, verify_folder, write_bundle
from shuangsuiji.draws import (
    Commitment,
    Draw,
    Matching,
    PastDraw,
    SupplementDraw,
    Trial,
    commit_supplement,
    draw,
    match,
    substitute,
    verify,
)
from shuangsuiji.errors import BrokenChainError, DuplicateError, InfeasibleMatchingError, InvalidValueError
from shuangsuiji.lottery import BeaconEvent, CheckStatus, Reveal, Verdict, verify_files
from shuangsuiji.lottery.officers import Officer
from shuangsuiji.lottery.substitutions import Substitution
from shuangsuiji.planning import ExpertRule, TeamRule
from shuangsuiji.registry import Inspector
from shuangsuiji.terms import AbsenceReason, RecusalReason
from tests.unit.builders import (
    AGENCY,
    OPERATOR,
    SUPERVISOR,
    bundle,
    committed,
    design,
    drawn,
    inspector,
    inspector_pool,
    pool_of,
    product,
    recusal,
    task,
    uscc,
)

FROM, TO = date(2025, 5, 13), date(2025, 7, 31)
LATER = datetime.fromisoformat("2025-05-20T09:00:00+08:00")
EVENT = BeaconEvent(source="FC3D", edition="2025130", at=datetime.fromisoformat("2025-05-20T21:15:00+08:00"))
FOOD = "食品安全监管"
TEAM = TeamRule(item_code="labels", department=AGENCY, tags=(FOOD,))
EXPERT = ExpertRule(item_code="labels", seats=(("电梯",),))


def staff(count: int = 8, **changes: Any) -> tuple[Inspector, ...]:  # noqa: ANN401 - any field of an inspector
    return tuple(inspector(number, **changes) for number in range(1, count + 1))


def planned(*people: Inspector, **changes: Any) -> Commitment:  # noqa: ANN401 - any argument of commit
    officers = inspector_pool(*(people or staff()), absences=()).officers(FROM, TO)
    one = task(design("5%"), teams=(TEAM,), **changes.pop("also", {}))
    given = {"officers": officers, "recusals": [recusal()], **changes}
    return committed(one, pool_of(120), **given)


def made(*people: Inspector, **changes: Any) -> Draw:  # noqa: ANN401 - the same
    return drawn(planned(*people, **changes))


def short() -> Matching:
    """Return a matching of three officers, one of whom may inspect only once, for six units of two."""
    people = (*staff(2), inspector(3, capacity=1, qualifications=()))
    few = tuple(attrs.evolve(one, capacity=min(one.capacity, 4)) for one in people)
    return match(made(*few, trial=Trial(simulated=20, waiver="人员将于下周到位")), partial=True)


def added(number: int, **changes: Any) -> Officer:  # noqa: ANN401 - any field of an officer
    given = {
        "id": f"JS{number:04d}",
        "department": AGENCY,
        "regions": ("*",),
        "tags": (FOOD,),
        "capacity": 12,
        "valid_until": date(2027, 12, 31),
    }
    return Officer(**{**given, **changes})


def next_round(before: Matching | Draw | SupplementDraw, **changes: Any) -> SupplementDraw:  # noqa: ANN401 - the same
    given = {"committed_at": LATER, "beacons": [EVENT], **changes}
    asked = commit_supplement(before, **given)
    opened = {"operator": OPERATOR[2], "supervisor": SUPERVISOR[2]}
    return draw(asked, Reveal.of_round(asked.round, {"FC3D": "8 0 5"}, opened))


def codes(verdict: Verdict, status: CheckStatus) -> set[str]:
    return {check.code for check in verdict.checks if check.status is status}


# The main draw.


def test_two_officers_are_matched_to_every_drawn_object_by_its_own_seed_3_2_2() -> None:
    matching = match(made())
    assert {object_ for object_, _ in matching.teams} == set(matching.draw.objects)
    for (object_, department), team in matching.teams.items():
        assert department == AGENCY
        assert len(set(team.members)) == 2
        assert object_ != uscc(1) or "JS0001" not in team.members
    assert (matching.empty, matching.shortages, matching.k) == ((), (), 0)
    units = matching.rounds[0].matched.units
    tickets = [f"{matching.draw.seed.matching_key}|order|{unit.object}|{AGENCY}" for unit in units]
    assert tickets == sorted(tickets, key=lambda message: sha256(message.encode()).hexdigest())


def test_a_bundle_with_its_matching_is_accepted_whole_and_read_again(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    matching = match(made())
    write_bundle(matching, tmp_path)
    assert verify(matching).exit_status == 0
    assert verify_folder(tmp_path).exit_status == 0
    read = read_record(tmp_path)
    assert isinstance(read, Matching)
    assert read.files == matching.files


def test_what_is_not_matched_yet_is_named_and_not_refused() -> None:
    verdict = verify(made())
    assert verdict.exit_status == 3
    assert codes(verdict, CheckStatus.UNCHECKED) == {"matching"}


def test_another_officer_in_the_table_is_refused() -> None:
    files = dict(match(made()).files)
    line = files["assignments.tsv"].decode().splitlines(keepends=True)[0]
    other = "JS0008" if "JS0008" not in line else "JS0007"
    files["assignments.tsv"] = files["assignments.tsv"].replace(line.split("\t")[3].encode(), other.encode(), 1)
    assert codes(verify_files(files), CheckStatus.REFUSED) == {"matching"}


def test_a_recused_officer_is_not_sent_and_his_reason_is_committed_42_43() -> None:
    commitment = planned(recusals=[recusal(object_id=uscc(number)) for number in range(30)])
    assert commitment.staff is not None
    assert len(commitment.staff.recusals) == 30
    assert commitment.staff.recusals[0][2] == RecusalReason.KINSHIP.value
    matching = match(drawn(commitment))
    for (object_, _), team in matching.teams.items():
        assert (object_, "JS0001") not in commitment.staff.barred or "JS0001" not in team.members


def test_a_recusal_may_name_the_market_entity_behind_an_object() -> None:
    objects = [product(f"产品{number}", region="溧城") for number in range(20)]
    officers = inspector_pool(*staff(), absences=()).officers(FROM, TO)
    commitment = committed(
        task(design("10%"), teams=(TEAM,)), pool_of(objects), officers=officers, recusals=[recusal(object_id=uscc(1))]
    )
    assert commitment.staff is not None
    assert len(commitment.staff.barred) == 20


def test_a_draw_without_teams_matches_nobody() -> None:
    with pytest.raises(BrokenChainError, match="没有组队规则"):
        match(drawn())


def test_who_holds_the_tag_sits_on_the_seat_that_asks_for_it_2_3_9() -> None:
    people = (*staff(3), *(inspector(number, qualifications=()) for number in range(4, 9)))
    matching = match(made(*people))
    for team in matching.teams.values():
        assert team.seats == ((FOOD,), ())
        assert team.holders[1] in {"JS0001", "JS0002", "JS0003"}


# Experts.


def test_an_expert_comes_on_top_and_never_counts_2_3_10() -> None:
    matching = match(made(also={"experts": (EXPERT,)}))
    assert {team.members for team in matching.advisers.values()} == {("ZJ01",)}
    assert all(len(team.members) == 2 and "ZJ01" not in team.members for team in matching.teams.values())
    assert "advisers.tsv" in matching.files
    assert verify(matching).exit_status == 0


def test_an_expert_has_no_seat_among_those_who_sign_2_3_11() -> None:
    matching = match(made(also={"experts": (EXPERT,)}))
    assert b"ZJ01" not in matching.files["assignments.tsv"]
    assert b"ZJ01" in matching.files["advisers.tsv"]


def test_an_expert_seat_that_nobody_can_take_is_told_and_does_not_stop_the_matching() -> None:
    matching = match(made(also={"experts": (ExpertRule(item_code="labels", seats=(("锅炉",),)),)}))
    assert matching.rounds[0].unadvised == len(matching.teams)
    assert [check.en for check in verify(matching).checks if "expert seats" in check.en]


# Seats that nobody can take, and rounds.


def test_a_matching_that_fails_says_which_places_are_missing() -> None:
    with pytest.raises(InfeasibleMatchingError, match=f"{AGENCY} 缺") as caught:
        match(short().draw)
    assert caught.value.params["matching"] == short()
    assert [one.missing for one in caught.value.params["shortages"]] == [3]  # type: ignore[attr-defined]


def test_an_empty_seat_waits_for_a_round_with_more_officers_and_all_others_stay() -> None:
    before = short()
    assert len(before.empty) == 3
    record = next_round(before, officers=[added(11), added(12)])
    after = match(record)
    assert after.empty == ()
    assert dict(record.objects) == {}
    for key, team in before.teams.items():
        assert team.holders.items() <= after.teams[key].holders.items()
    assert {after.teams[one[:2]].holders[one[2]] for one in before.empty} <= {"JS0001", "JS0002", "JS0011", "JS0012"}
    assert after.files["inspectors.1.tsv"].count(b"\n") == 2
    assert verify(after).exit_status == 0


def test_supplementary_objects_get_teams_with_the_key_of_their_round() -> None:
    before = match(made())
    first = next(iter(before.draw.objects))
    after = match(next_round(before, replaced={first: "停业"}, extended={"labels": {"全部": 2}}))
    assert set(after.rounds[1].matched.units) == {
        unit for unit in after.rounds[1].matched.units if unit.object in after.draw.objects
    }
    assert len(after.rounds[1].matched.units) == 3
    assert verify(after).exit_status == 0


def test_an_officer_stands_once_whichever_round_he_came_with() -> None:
    before = short()
    with pytest.raises(DuplicateError, match="JS0001"):
        next_round(before, officers=[added(1)])


def test_those_who_come_with_a_round_are_certified_for_the_window() -> None:
    before = short()
    with pytest.raises(BrokenChainError, match="2025-07-30"):
        next_round(before, officers=[added(11, valid_until=date(2025, 7, 30))])


def test_a_recusal_that_comes_with_a_round_is_new_and_names_an_object_of_the_draw() -> None:
    before = short()
    with pytest.raises(InvalidValueError, match="只能列一次"):
        next_round(before, recusals={(uscc(1), "JS0001"): "持股"}, officers=[added(11)])
    with pytest.raises(BrokenChainError, match="X1"):
        next_round(before, recusals={("X1", "JS0011"): "持股"}, officers=[added(11)])


def test_recusals_of_those_who_come_later_are_committed_with_them() -> None:
    before = short()
    pairs = {(object_, "JS0011"): RecusalReason.KINSHIP.value for object_ in before.draw.objects}
    after = match(next_round(before, officers=[added(11), added(12), added(13)], recusals=pairs))
    assert all("JS0011" not in team.members for team in after.teams.values())
    assert verify(after).exit_status == 0


def test_a_request_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"inspectors\.K"):
        commit_supplement(match(made()), committed_at=LATER, beacons=[EVENT])


# Substitutions.


def replaced(times: int = 1) -> Matching:
    matching = match(made())
    for _ in range(times):
        (object_, _), team = next(iter(matching.teams.items()))
        matching = substitute(matching, object_, team.holders[1], reason=AbsenceReason.LEAVE)
    return matching


def held(matching: Matching) -> tuple[str, str]:
    """Return an object and somebody who is sent there."""
    (object_, _), team = next((key, one) for key, one in matching.teams.items() if one.members)
    return object_, team.members[0]


def test_a_substitute_is_drawn_and_nobody_else_moves() -> None:
    before, after = replaced(0), replaced(1)
    (object_, department), team = next(iter(before.teams.items()))
    changed = after.teams[object_, department]
    assert changed.holders[2] == team.holders[2]
    assert changed.holders[1] not in team.members
    assert {**after.teams, (object_, department): team} == dict(before.teams)
    assert verify(after).exit_status == 0


def test_who_has_been_replaced_does_not_come_back_to_the_object() -> None:
    matching = replaced(5)
    old = [one.old for one in matching.substitutions]
    assert len(set(old)) == 5
    assert verify(matching).exit_status == 0


def test_a_substitute_chosen_by_hand_is_refused() -> None:
    matching = replaced(1)
    made_ = matching.substitutions[0]
    members = next(iter(matching.teams.values())).members
    free = next(f"JS{n:04d}" for n in range(1, 9) if f"JS{n:04d}" not in {made_.old, *members})
    with pytest.raises(BrokenChainError, match="号签"):
        attrs.evolve(matching, substitutions=(attrs.evolve(made_, new=free),))


def test_only_who_holds_a_seat_can_be_replaced() -> None:
    matching = match(made())
    (object_, _), team = next(iter(matching.teams.items()))
    outside = next(f"JS{n:04d}" for n in range(1, 9) if f"JS{n:04d}" not in team.members)
    with pytest.raises(InvalidValueError, match="没有此人"):
        substitute(matching, object_, outside, reason="病假")


def test_where_nobody_can_go_the_seat_waits_for_a_round() -> None:
    matching = match(made(*staff(2), recusals=[]))
    (object_, department), team = next(iter(matching.teams.items()))
    with pytest.raises(InfeasibleMatchingError, match="无人可替"):
        substitute(matching, object_, team.holders[1], reason="病假")
    vacant = substitute(matching, object_, team.holders[1], reason="病假", partial=True)
    assert vacant.empty == ((object_, department, 1),)
    after = match(next_round(vacant, officers=[added(11)]))
    assert after.teams[object_, department].holders[1] == "JS0011"
    assert verify(after).exit_status == 0


def test_a_round_rests_on_the_substitutions_made_before_it() -> None:
    after = match(next_round(replaced(2), extended={"labels": {"全部": 2}}))
    assert len(after.substitutions) == 2
    with pytest.raises(BrokenChainError, match="第 1 轮"):
        attrs.evolve(after, substitutions=())


def test_a_request_binds_the_substitutions_made_before_it() -> None:
    before = replaced(2)
    asked = commit_supplement(before, committed_at=LATER, extended={"labels": {"全部": 1}}, beacons=[EVENT])
    lines = b"".join(sorted(before.files["substitutions.tsv"].splitlines(keepends=True)))
    assert asked.supplement.substituted == (2, sha256(lines).hexdigest())
    for fewer in ((), before.substitutions[:1]):
        with pytest.raises(BrokenChainError, match="全部替换"):
            attrs.evolve(asked, substituted=fewer)


def test_a_substitution_dated_back_before_a_round_or_dropped_is_refused() -> None:
    after = match(next_round(replaced(1), extended={"labels": {"全部": 2}}))
    late = substitute(after, *held(after), reason="病假")
    files = dict(late.files)
    assert verify_files(files).exit_status == 0
    back = files["substitutions.tsv"].replace(b"2\t1\t", b"2\t0\t")
    for forged in (back, files["substitutions.tsv"].splitlines(keepends=True)[1]):
        verdict = verify_files({**files, "substitutions.tsv": forged})
        assert "matching" in codes(verdict, CheckStatus.REFUSED)
    del files["substitutions.tsv"]
    assert "matching" in codes(verify_files(files), CheckStatus.REFUSED)


def test_a_round_rests_on_the_matching_and_not_on_the_bare_draw() -> None:
    with pytest.raises(BrokenChainError, match="先 match"):
        commit_supplement(made(), committed_at=LATER, extended={"labels": {"全部": 1}}, beacons=[EVENT])


def test_who_sits_on_an_object_is_substituted_before_he_is_recused_from_it() -> None:
    before = match(made())
    (object_, _), team = next(iter(before.teams.items()))
    given = {"committed_at": LATER, "beacons": [EVENT], "extended": {"labels": {"全部": 1}}}
    pair = {(object_, team.members[0]): "持股"}
    with pytest.raises(InvalidValueError, match="须先替换"):
        commit_supplement(before, recusals=pair, **given)  # type: ignore[arg-type]
    gone = substitute(before, object_, team.members[0], reason=RecusalReason.PARTY_REQUEST)
    after = match(next_round(gone, recusals=pair, extended={"labels": {"全部": 1}}))
    assert verify(after).exit_status == 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"officers": [added(11, department="别处")]}, "派人的部门"),
        ({"officers": [added(11, capacity=0)]}, "上限大于 0"),
        ({"officers": [added(11)], "recusals": {(uscc(1), "JS0100"): "持股"}}, "JS0100"),
        ({"officers": [added(11)], "recusals": [("a", "b")]}, "对象、人员、原因"),
    ],
)
def test_people_who_are_of_no_use_to_a_round_are_refused(given: dict[str, Any], told: str) -> None:
    before = short()
    with pytest.raises(InvalidValueError, match=told):
        next_round(before, **given)


def test_nobody_is_replaced_on_an_object_that_is_not_visited_any_more() -> None:
    before = match(made())
    first, team = next((key[0], one) for key, one in before.teams.items())
    after = match(next_round(before, replaced={first: "停业"}))
    with pytest.raises(InvalidValueError, match="不再前往"):
        substitute(after, first, team.members[0], reason="病假")


@pytest.mark.parametrize("reason", [None, "", "其他"])
def test_a_substitution_says_why(reason: Any) -> None:  # noqa: ANN401 - what somebody might hand over
    matching = match(made())
    with pytest.raises(InvalidValueError):
        substitute(matching, *held(matching), reason=reason)


def test_only_a_draw_is_matched_and_only_a_matching_is_changed() -> None:
    draw_, matching = made(), match(made())
    with pytest.raises(InvalidValueError, match="match"):
        match(matching)  # type: ignore[arg-type]
    with pytest.raises(InvalidValueError, match="substitute"):
        substitute(draw_, uscc(1), "JS0001", reason="病假")  # type: ignore[arg-type]


def test_a_sealed_matching_shows_nobody_in_a_notebook() -> None:
    matching = match(made())
    html = matching._repr_html_()
    assert AGENCY in html
    assert not any(id_ in html for team in matching.teams.values() for id_ in team.members)
    assert not any(object_ in html for object_, _ in matching.teams)


def test_a_substitution_of_a_round_to_come_is_refused() -> None:
    late = Substitution(
        number=1, k=1, object=uscc(1), department=AGENCY, seat=1, old="JS0001", new="JS0002", reason="病假"
    )
    with pytest.raises(BrokenChainError, match="尚未匹配"):
        attrs.evolve(match(made()), substitutions=(late,))


# Bundles.


def test_a_public_bundle_keeps_the_hashes_and_leaves_out_who_is_ill(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    matching = match(made())
    write_bundle(matching, tmp_path, public=True)
    names = {path.name for path in tmp_path.iterdir()}
    assert names.isdisjoint({"inspectors.tsv", "recusals.tsv", "absent.tsv"})
    verdict = verify_folder(tmp_path)
    assert (verdict.exit_status, codes(verdict, CheckStatus.UNCHECKED)) == (3, {"matching"})
    assert isinstance(read_record(tmp_path), Draw)
    with pytest.raises(BrokenChainError, match="未随包公开"):
        match(matching.main.commitment and read_record(tmp_path))  # type: ignore[arg-type]


def test_the_worked_example_is_matched_to_the_byte(tmp_path: Any) -> None:  # noqa: ANN401 - a path
    for name, content in bundle("ssj1-joint").items():
        if name != "assignments.tsv":
            (tmp_path / name).write_bytes(content)
    record = read_record(tmp_path)
    assert isinstance(record, Draw)
    assert match(record).files["assignments.tsv"] == bundle("ssj1-joint")["assignments.tsv"]


def test_a_matching_is_what_a_later_commitment_needs_of_its_draw() -> None:
    matching = match(made())
    assert PastDraw.of(matching) == PastDraw.of(matching.draw)
