"""Why an object was drawn or not, and the line with which its owner checks it."""

import shutil
import subprocess
from fractions import Fraction

import pytest

from shuangsuiji.draws import Answer, Commitment, draw
from shuangsuiji.errors import InvalidIdentifierError
from shuangsuiji.lottery import Algorithm, chain
from shuangsuiji.lottery.seeds import reveal_of
from shuangsuiji.terms import ObjectKind
from tests.unit.builders import (
    OPERATOR,
    bundle,
    committed,
    design,
    drawn,
    enterprise,
    full_width,
    pool_of,
    product,
    task,
    uscc,
)

EXCLUDED = {uscc(0): "近期已检"}
RECORD = drawn(committed(task(design("10%"), strata=("region",)), excluded=EXCLUDED))
DRAWN_ID = RECORD.frames[0].ids[0]
SPARED_ID = next(id_ for id_ in map(uscc, range(1, 60)) if id_ not in RECORD.objects)


def shell(answer: Answer) -> str:
    """Return what the answer's own line prints."""
    found = subprocess.run(["sh", "-c", answer.command], check=True, capture_output=True, text=True)
    return found.stdout


def test_a_drawn_object_is_told_stratum_chance_ticket_and_threshold() -> None:
    answer = RECORD.why(DRAWN_ID)
    (one,) = answer.frames
    part = RECORD.frames[0].stratum(one.stratum or "")
    assert (answer.drawn, answer.in_pool, one.drawn, one.in_frame) == (True, True, True, True)
    assert (one.rows, one.quota, one.threshold) == (part.rows, part.quota, part.threshold)
    assert one.inclusion_probability == Fraction(part.quota, part.rows)
    assert answer.ticket <= (one.threshold or "")
    assert f"概率 {one.inclusion_probability}" in str(answer)
    assert "抽中：号签不大于阈值" in str(answer)


def test_an_object_that_was_not_drawn_is_told_the_same() -> None:
    answer = RECORD.why(SPARED_ID)
    (one,) = answer.frames
    assert (answer.drawn, answer.in_pool, one.in_frame) == (False, True, True)
    assert answer.ticket > (one.threshold or "")
    assert "未抽中：号签大于阈值" in str(answer)


def test_every_object_of_the_frame_gets_the_answer_that_the_draw_gave() -> None:
    for id_ in RECORD.commitment.frames["labels"].ids:
        answer = RECORD.why(id_)
        assert answer.drawn is (id_ in RECORD.objects)
        assert answer.drawn is (answer.ticket <= (answer.frames[0].threshold or ""))


def test_an_excluded_object_is_told_the_reason() -> None:
    answer = RECORD.why(uscc(0))
    (one,) = answer.frames
    assert (answer.drawn, answer.in_pool, one.in_frame, one.excluded) == (False, True, False, "近期已检")
    assert one.inclusion_probability == 0
    assert "被排除（近期已检）" in str(answer)


def test_an_object_that_is_not_in_the_pool_is_told_so() -> None:
    answer = RECORD.why(uscc(99))
    assert (answer.drawn, answer.in_pool, answer.frames[0].in_frame) == (False, False, False)
    assert "不在名录库中" in str(answer)


def test_an_object_outside_the_tasks_region_is_in_the_pool_all_the_same() -> None:
    answer = drawn(committed(task(regions=("溧城",)))).why(uscc(1))
    assert (answer.in_pool, answer.frames[0].in_frame) == (True, False)
    assert "不属于本任务的区域或筛选范围" in str(answer)


def test_a_bundle_that_only_cites_the_pool_does_not_say_what_it_cannot_know() -> None:
    files = bundle("ssj1-single")
    record = draw(Commitment.from_files(files), reveal_of(files["reveal.txt"])[0])
    assert record.why(uscc(99)).in_pool is None
    assert record.why("91320481MA00090016").in_pool is True
    assert record.why("91320481MA0000488R").in_pool is True


@pytest.mark.parametrize(
    "type_it",
    [str.lower, full_width, lambda text: full_width(text.lower()), " {} ".format],
    ids=["lower", "full width", "both", "blanks"],
)
@pytest.mark.parametrize("id_", [DRAWN_ID, SPARED_ID, uscc(0)], ids=["drawn", "spared", "excluded"])
def test_an_owner_may_type_the_code_as_it_comes(id_: str, type_it: object) -> None:
    assert callable(type_it)
    assert RECORD.why(type_it(id_)) == RECORD.why(id_)
    assert RECORD.why(type_it(id_)).id == id_


@pytest.mark.parametrize("typed", ["", " ", "a|b", "a\tb", "a\u200bb"], ids=ascii)
def test_what_cannot_be_an_id_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentifierError):
        RECORD.why(typed)


def test_a_number_is_refused() -> None:
    with pytest.raises(InvalidIdentifierError):
        RECORD.why(91320481)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "id_", [DRAWN_ID, SPARED_ID, uscc(0), uscc(99)], ids=["drawn", "spared", "excluded", "unknown"]
)
def test_the_shell_line_gives_the_ticket(id_: str) -> None:
    answer = RECORD.why(id_)
    assert shell(answer).split()[0] == answer.ticket
    assert answer.command in str(answer)
    assert answer.command == f"printf '%s|%s' {RECORD.seed.key} {id_} | sha256sum"


@pytest.mark.parametrize(
    "id_",
    [
        "it's",
        "a b",
        "-n",
        "--",
        "$(id)",
        "`id`",
        "a;b",
        "a&b",
        "*",
        "~",
        "%s%n",
        "\\n",
        '"',
        "!",
        "项目 7",
        "'",
        "''",
        "a\\'b",
        "#1",
        "<x>",
    ],
)
def test_ids_that_mean_something_to_a_shell_are_quoted(id_: str) -> None:
    record = drawn(committed(task(design("100%", "lifts")), pool_of([product(id_), enterprise(1)])))
    answer = record.why(id_)
    assert answer.drawn
    assert shell(answer).split()[0] == answer.ticket


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_the_shell_line_of_sm3_gives_the_ticket() -> None:
    codes = chain(Algorithm.SM3, "operator", "11" * 32, 4)
    sealed = committed(alg=Algorithm.SM3, parties={"operator": codes[0]})
    answer = drawn(sealed, codes={"operator": codes[1]}).why(uscc(1))
    assert "openssl dgst -sm3" in answer.command
    assert answer.ticket in shell(answer)


def test_a_stratum_with_the_quota_nought_says_so() -> None:
    answer = drawn(committed(task(design("1%")))).why(uscc(1))
    (one,) = answer.frames
    assert (one.quota, one.threshold, one.inclusion_probability) == (0, None, Fraction(0))
    assert "未抽中：本层名额为 0" in str(answer)


def test_several_items_are_answered_one_by_one() -> None:
    record = drawn(committed(task(design("5%"), design("100%", "lifts"))))
    answer = record.why(uscc(1))
    assert [one.item_code for one in answer.frames] == ["labels", "lifts"]
    assert answer.frames[1].drawn
    assert answer.drawn
    assert answer.frames[1].inclusion_probability == 1


def test_the_answer_cites_the_clause_of_random_drawing() -> None:
    assert RECORD.why(DRAWN_ID).clause.clause == "3.2.1"
    assert "溧政办发〔2020〕27号 三（二）" in str(RECORD.why(DRAWN_ID))


def test_another_objects_id_keeps_its_own_form() -> None:
    pool = pool_of([product("型号 A/3"), enterprise(1)])
    record = drawn(committed(task(design("100%", "lifts")), pool))
    assert record.why("型号 A/3").drawn
    assert record.why(" 型号 A/3 ").drawn
    assert not record.why("型号 a/3").drawn


def test_an_answer_escapes_ids_and_labels() -> None:
    pool = pool_of([product("<b>1</b>", region="<i>")])
    answer = drawn(committed(task(design("100%", "lifts"), strata=("region",)), pool)).why("<b>1</b>")
    shown = answer._repr_html_()
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "&lt;b&gt;1&lt;/b&gt;" in shown


def test_an_id_that_the_frame_holds_is_not_repaired_into_another() -> None:
    """The text id of a product reads like a code with hyphens; as typed, it is in the frame."""
    odd = "320481-000012345"
    pool = pool_of([product(odd), enterprise(1, id="320481000012345", kind=ObjectKind.ENTERPRISE)])
    record = drawn(committed(task(design("100%", "lifts")), pool))
    assert record.why(odd).id == odd
    assert record.why("320481 000012345").id == "320481000012345"


def test_an_excluded_id_is_not_repaired_into_another() -> None:
    odd = "320481-000012345"
    pool = pool_of([product(odd), *map(enterprise, range(20))])
    answer = drawn(committed(pool=pool, excluded={odd: "近期已检"})).why(odd)
    assert (answer.id, answer.frames[0].excluded) == (odd, "近期已检")


def test_a_blank_around_an_odd_id_does_not_change_it() -> None:
    odd = "320481-000012345"
    record = drawn(committed(task(design("100%", "lifts")), pool_of([product(odd), enterprise(1)])))
    assert record.why(f" {odd} ").drawn


def test_the_builders_chains_are_secret_until_the_reveal() -> None:
    assert OPERATOR[1].encode() not in b"".join(RECORD.commitment.files.values())
