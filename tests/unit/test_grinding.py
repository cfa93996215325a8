"""What cheating would have cost: the chances are those of enumeration, the figures those of the documentation."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from itertools import permutations

import pytest

from shuangsuiji.errors import BrokenChainError, InvalidValueError, UnknownNameError, UnsupportedError
from shuangsuiji.lottery import Algorithm, BeaconEvent, FrameTerms, Manifest, TableFrame, compose_manifest, quota
from shuangsuiji.lottery.grinding import Goal, chance_of, grinding_report, joint_chance, stratum_chance
from shuangsuiji.testing.city import synthetic_code
from tests.unit.builders import BEACONS, COMMITTED_AT, EMPTY_DIGEST, made

HALF, FIFTH = Fraction(1, 2), Fraction(1, 5)


def frame_of(strata: Mapping[str, str]) -> TableFrame:
    return TableFrame.from_rows(strata.items())


def terms_of(frame: TableFrame, asked: Fraction = HALF, name: str = "labels", /, **changes: object) -> FrameTerms:
    rounding = str(changes.get("rounding", "floor"))
    given = {
        "name": name,
        "rows": frame.rows,
        "digest": frame.digest(Algorithm.SHA256),
        "ratios": dict.fromkeys(frame.counts(), asked),
        "quotas": {
            label: quota(rows, asked, "floor" if rounding == "chance" else rounding)
            for label, rows in frame.counts().items()
        },
        "excluded_rows": 0,
        "excluded_digest": EMPTY_DIGEST,
    }
    return made(FrameTerms, given, changes)


def manifest_of(*terms: FrameTerms, **changes: object) -> Manifest:
    given = {
        "agency": "320481-SCJG",
        "plan": "2025",
        "task": "2025-07",
        "beacons": BEACONS,
        "committed_at": COMMITTED_AT,
        "frames": terms,
        "mode": "open",
    }
    return made(compose_manifest, given, changes)


def enumerated(frames: Mapping[str, TableFrame], quotas: Mapping[str, Mapping[str, int]], goal: Goal) -> Fraction:
    """Return the chance over all orders of the tickets that the frames share."""
    ids = sorted({id_ for frame in frames.values() for id_ in frame.ids})
    favourable = total = 0
    for order in permutations(ids):
        fulfilled = True
        for name, frame in frames.items():
            drawn: set[str] = set()
            for stratum, number in quotas[name].items():
                inside = [id_ for id_ in order if id_ in frame and frame.stratum(id_) == stratum]
                drawn |= set(inside[:number])
            fulfilled &= not drawn & goal.spare and {id_ for id_ in goal.hit if id_ in frame} <= drawn
        favourable, total = favourable + fulfilled, total + 1
    return Fraction(favourable, total)


SINGLE = frame_of({"a": "S", "b": "S", "c": "S", "d": "S", "e": "T", "f": "T"})
JOINT = {
    "food": frame_of({"a": "S", "b": "S", "c": "S", "d": "S"}),
    "labels": frame_of({"a": "T", "b": "T", "c": "U", "e": "T", "f": "U"}),
}


def named(goal: Goal) -> str:
    """Return a name of a goal that is the same in every process."""
    return f"spare {''.join(sorted(goal.spare))} hit {''.join(sorted(goal.hit))}"


GOALS = [
    Goal(spare=["a"]),
    Goal(hit=["a"]),
    Goal(spare=["a", "b"]),
    Goal(hit=["a", "b"]),
    Goal(spare=["a"], hit=["b"]),
    Goal(spare=["a", "c"], hit=["b"]),
    Goal(spare=["c"], hit=["a", "b"]),
]


@pytest.mark.parametrize(
    "goal",
    [
        *GOALS,
        Goal(hit=["a", "b", "c"]),
        Goal(spare=["a", "b", "c"]),
        Goal(spare=["a", "e"], hit=["b", "f"]),
        Goal(hit=["e", "f"]),
    ],
    ids=named,
)
def test_the_chance_in_one_frame_is_that_of_enumeration(goal: Goal) -> None:
    terms = terms_of(SINGLE)
    assert chance_of(terms, SINGLE, goal) == enumerated({"labels": SINGLE}, {"labels": terms.quotas}, goal)


@pytest.mark.parametrize("goal", GOALS, ids=named)
def test_the_chance_in_several_frames_lies_within_the_bounds(goal: Goal) -> None:
    terms = {name: terms_of(frame, HALF, name, rounding="ceil") for name, frame in JOINT.items()}
    exact = enumerated(JOINT, {name: one.quotas for name, one in terms.items()}, goal)
    least, greatest = joint_chance(terms.values(), JOINT, goal)
    assert 0 <= least <= exact <= greatest <= 1
    alone = [chance_of(terms[name], JOINT[name], goal) for name in JOINT]
    assert greatest == min(alone)
    if not goal.spare or not goal.hit:
        assert least == alone[0] * alone[1]


def test_a_goal_within_one_of_several_frames_has_an_exact_chance() -> None:
    terms = [terms_of(frame, HALF, name) for name, frame in JOINT.items()]
    goal = Goal(spare=["d"])
    assert joint_chance(terms, JOINT, goal) == (HALF, HALF)


def test_frames_without_a_common_id_have_an_exact_chance() -> None:
    frames = {"food": frame_of({"a": "S", "b": "S"}), "labels": frame_of({"c": "S", "d": "S"})}
    terms = [terms_of(frame, HALF, name) for name, frame in frames.items()]
    goal = Goal(spare=["a"], hit=["c"])
    exact = enumerated(frames, {one.name: one.quotas for one in terms}, goal)
    assert joint_chance(terms, frames, goal) == (exact, exact) == (Fraction(1, 4), Fraction(1, 4))


def test_bounds_of_a_goal_of_both_kinds_do_not_fall_below_zero() -> None:
    terms = [terms_of(frame, HALF, name) for name, frame in JOINT.items()]
    assert joint_chance(terms, JOINT, Goal(spare=["a", "c"], hit=["b"]))[0] == 0


def test_rounding_by_chance_counts_both_quotas() -> None:
    frame = frame_of(dict.fromkeys("abcdefg", "S"))
    terms = terms_of(frame, FIFTH, rounding="chance")
    assert terms.quotas == {"S": 1}
    assert chance_of(terms, frame, Goal(hit=["a"])) == FIFTH
    assert chance_of(terms, frame, Goal(hit=["a", "b"])) == Fraction(2, 5) * stratum_chance(7, 2, hit=2)
    capped = terms_of(frame, FIFTH, rounding="chance", caps={"S": Fraction(1, 7)})
    assert chance_of(capped, frame, Goal(hit=["a"])) == Fraction(1, 7)


@pytest.mark.parametrize(
    ("rows", "quota_", "spare", "hit", "chance"),
    [
        (20, 1, 1, 0, Fraction(19, 20)),
        (20, 1, 0, 1, Fraction(1, 20)),
        (20, 1, 0, 2, 0),
        (20, 20, 1, 0, 0),
        (20, 0, 20, 0, 1),
        (0, 0, 0, 0, 1),
        (4, 2, 1, 1, Fraction(1, 3)),
    ],
)
def test_the_chance_of_a_stratum(rows: int, quota_: int, spare: int, hit: int, chance: Fraction) -> None:
    assert stratum_chance(rows, quota_, spare, hit) == chance


@pytest.mark.parametrize("numbers", [(3, 4), (3, 1, 2, 2), (3, -1), (3, 1, -1), (-1, 0), (3, 1, True)])
def test_numbers_that_no_stratum_has_are_refused(numbers: tuple[int, ...]) -> None:
    with pytest.raises(InvalidValueError):
        stratum_chance(*numbers)


# The figures of the documentation, where one in twenty is drawn.


@pytest.mark.parametrize(
    ("spare", "hit", "tries"), [(1, 0, "1.05"), (10, 0, "1.7"), (0, 1, "20"), (10, 3, "13361"), (1, 1, "21")]
)
def test_tries_are_those_of_the_documentation(spare: int, hit: int, tries: str) -> None:
    many = 10**12  # so many rows that drawing one makes no other less likely
    digits = len(tries.partition(".")[2])
    assert f"{float(1 / stratum_chance(20 * many, many, spare, hit)):.{digits}f}" == tries


def test_in_a_frame_of_a_thousand_ten_friends_are_spared_in_as_few_tries() -> None:
    frame = TableFrame.from_rows((synthetic_code(number), "全部") for number in range(1000))
    terms = terms_of(frame, Fraction(1, 20))
    report = grinding_report(manifest_of(terms), {"labels": frame}, Goal(spare=frame.ids[:10]))
    assert report.tries is not None
    assert float(report.tries) == pytest.approx(1.675, abs=0.001)
    report = grinding_report(manifest_of(terms), {"labels": frame}, Goal(spare=frame.ids[:10], hit=frame.ids[10:13]))
    assert report.tries is not None
    assert report.seconds is not None
    assert round(report.tries) == 13_771
    assert float(report.seconds) == pytest.approx(13_771 * 1000 / 3_000_000, abs=0.01)


def report_text() -> str:
    frame = frame_of({"a": "S", "b": "S", "c": "S", "d": "S"})
    fc3d = BeaconEvent(source="FC3D", edition="2025122", at=datetime.fromisoformat("2025-05-12T21:15:00+08:00"))
    manifest = manifest_of(terms_of(frame), beacons=[fc3d])
    return str(grinding_report(manifest, {"labels": frame}, Goal(spare=["a"], hit=["b"])))


def test_a_report_says_it_in_both_languages() -> None:
    assert report_text() == (
        "放过 1、抽中 1：如实抽取的概率 33.33 %。若不先锁定，平均试 3 次即成，约 4e-06 秒；"
        "锁定后凭 10.0 比特随机源，备 1,000,000 份锁定单，至多 40.69 %\n"
        "spare 1, hit 1: 33.33 % in an honest draw. Without the commitment 3 tries on the average, about 4e-06 s; "
        "with it and a beacon of 10.0 bits, 1,000,000 manifests prepared, at most 40.69 %"
    )


def test_a_report_shows_bounds_and_escapes_what_it_shows() -> None:
    terms = [terms_of(frame, HALF, name) for name, frame in JOINT.items()]
    report = grinding_report(manifest_of(*terms), JOINT, Goal(spare=["a"]), variants=1, rate=1)
    assert (report.least, report.greatest) == (Fraction(1, 3), HALF)
    assert repr(report) == str(report)
    assert "33.33 %–50 %" in str(report)
    html = report._repr_html_()
    assert html.startswith("<table><caption>试签代价：放过 1、抽中 0</caption>")
    assert "<td>33.33 %–50 %</td>" in html
    assert "<td>2</td>" in html


def test_the_beacon_is_that_of_the_manifest_unless_it_is_given() -> None:
    frame = SINGLE
    dice = BeaconEvent(source="DICE", edition="1", at=BEACONS[0].at)
    unknown = BeaconEvent(source="NOTARY", edition="1", at=BEACONS[0].at)
    manifests = [manifest_of(terms_of(frame), beacons=events) for events in (BEACONS, [dice], [dice, unknown])]
    goal = Goal(hit=["a"])
    bits = [grinding_report(one, {"labels": frame}, goal).leftover.bits for one in manifests]
    assert bits == [pytest.approx(69.6, abs=0.1), 0, 0]
    assert grinding_report(manifests[1], {"labels": frame}, goal).leftover.best == pytest.approx(1)
    assert grinding_report(manifests[1], {"labels": frame}, goal, bits=83).leftover.best == pytest.approx(0.5)


def test_a_goal_that_no_draw_fulfils_takes_for_ever() -> None:
    report = grinding_report(manifest_of(terms_of(SINGLE)), {"labels": SINGLE}, Goal(hit=["e", "f"]))
    assert (report.tries, report.seconds, report.leftover.best) == (None, None, 0)
    assert "∞" in str(report)


def test_a_goal_beyond_all_numbers_is_shown_by_its_power_of_ten() -> None:
    frame = TableFrame.from_rows((synthetic_code(number), "全部") for number in range(4000))
    manifest = manifest_of(terms_of(frame))
    report = grinding_report(manifest, {"labels": frame}, Goal(hit=frame.ids[:2000]))
    assert "平均试 10^1202 次即成" in str(report)
    assert report.leftover.best == 0


@pytest.mark.parametrize(
    "given", [{}, {"spare": ["a"], "hit": ["a"]}, {"spare": [""]}, {"spare": "a"}, {"hit": ["a|b"]}, {"hit": [7]}]
)
def test_a_goal_names_somebody_and_nobody_twice(given: dict[str, object]) -> None:
    with pytest.raises(InvalidValueError):
        made(Goal, {}, given)


def test_an_id_of_no_frame_and_a_frame_not_given_are_refused() -> None:
    terms = [terms_of(frame, HALF, name) for name, frame in JOINT.items()]
    with pytest.raises(UnknownNameError, match="'z'"):
        joint_chance(terms, JOINT, Goal(spare=["a", "z"]))
    with pytest.raises(UnknownNameError, match="'labels'"):
        joint_chance(terms, {"food": JOINT["food"]}, Goal(spare=["a"]))


def test_what_is_not_the_committed_frame_is_refused() -> None:
    manifest = manifest_of(terms_of(SINGLE))
    other = frame_of({"a": "S", "b": "S", "c": "S", "d": "T", "e": "T", "f": "T"})
    with pytest.raises(BrokenChainError):
        grinding_report(manifest, {"labels": other}, Goal(spare=["a"]))
    with pytest.raises(InvalidValueError, match="no such stratum"):
        chance_of(terms_of(SINGLE), frame_of({"a": "V"}), Goal(spare=["a"]))
    with pytest.raises(InvalidValueError, match="fewer rows"):
        chance_of(terms_of(SINGLE), frame_of({"a": "S"}), Goal(spare=["a"]))
    with pytest.raises(UnsupportedError, match="pareto"):
        chance_of(terms_of(SINGLE, design="pareto"), SINGLE, Goal(spare=["a"]))
    with pytest.raises(InvalidValueError, match="rate"):
        grinding_report(manifest, {"labels": SINGLE}, Goal(spare=["a"]), rate=0)
