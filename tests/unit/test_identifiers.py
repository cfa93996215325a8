"""Identifiers of SSJ-1 §2."""

import re

import pytest

from shuangsuiji.errors import InvalidIdentifierError
from shuangsuiji.values import (
    IdForm,
    form_of,
    identifier,
    organisation_check_character,
    region_of,
    uscc_check_character,
)
from tests.unit.builders import full_width

# Real codes; both check characters were also verified with python-stdnum.
VERIFIED = [
    "91350100M000100Y43",
    "91110105771583283D",
    "91110000802100433B",
    "91110108740084270C",
    "112302070019030687",
    "91110108735106340Y",
    "911101077776591113",
    "51610700305332460K",
    "91440300359143307G",
    "11610923MB2900168E",
    "1134082855783407XL",
    "91341000MA2N0ABGXX",
    "91110228397176695A",
    "91110111567495091J",
    "51100000500019541K",
    "11330283002982634F",
    "92510100MA61WJ3204",
    "91440300708461136T",
    "91110108551385082Q",
    "91110000600037341L",
]
WRONG_18TH = ("91350200M000000510", "91350128M00000019A")  # both circulate in test code as valid
CODE = "91320481MA0000015J"


@pytest.mark.parametrize("code", VERIFIED)
def test_a_verified_code_is_accepted_without_doubts(code: str) -> None:
    found = identifier(code)
    assert (found.text, found.form, found.repaired, found.doubts) == (code, IdForm.USCC, False, ())


@pytest.mark.parametrize("code", VERIFIED)
def test_both_check_characters_of_a_verified_code_are_recomputed(code: str) -> None:
    assert uscc_check_character(code) == code[17]
    assert organisation_check_character(code[8:]) == code[16]


@pytest.mark.parametrize("code", WRONG_18TH)
def test_a_wrong_18th_character_is_a_doubt_and_no_error(code: str) -> None:
    assert organisation_check_character(code[8:]) == code[16]
    assert identifier(code).doubts == ("统一社会信用代码校验位（第18位）不符",)


def test_a_wrong_17th_character_is_a_doubt_of_its_own() -> None:
    body = "91320481MA0000016"
    assert identifier(body + uscc_check_character(body)).doubts == ("组织机构代码校验位（第17位）不符",)


@pytest.mark.parametrize("position", range(18))
def test_one_mistyped_character_is_always_noticed(position: int) -> None:
    for code in VERIFIED:
        other = "7" if code[position] != "7" else "8"
        assert identifier(code[:position] + other + code[position + 1 :]).doubts


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        f" {CODE} ",
        f"\t{CODE}\n",
        "91320481 MA000001 5J",
        "91320481-MA000001-5J",
        "91320481\u2010MA0000015J",
        "91320481\u2011MA0000015J",
        "91320481\u2014MA0000015J",
        "91320481\u2212MA0000015J",
        f"\u00a0{CODE}\u3000",
        full_width(CODE),
        full_width(CODE.lower()),
    ],
    ids=ascii,
)
def test_case_width_blanks_and_hyphens_are_repaired_and_said_so(typed: str) -> None:
    found = identifier(typed)
    assert (found.text, found.form, found.repaired) == (CODE, IdForm.USCC, True)


@pytest.mark.parametrize("number", ["320481000012345", "3204 8100 0012 345", full_width("320481000012345")], ids=ascii)
def test_an_old_registration_number_has_fifteen_digits(number: str) -> None:
    found = identifier(number)
    assert found.form is IdForm.REG15
    assert re.fullmatch("[0-9]{15}", found.text)
    assert found.doubts == ()


@pytest.mark.parametrize(
    "number", [91320481, 320481000012345, 9.1320481e17, True, None, b"91320481MA0000015J"], ids=repr
)
@pytest.mark.parametrize("entity", [True, False], ids=["entity", "other"])
def test_a_number_is_refused_because_it_has_lost_digits(number: object, *, entity: bool) -> None:
    with pytest.raises(InvalidIdentifierError, match="应为文本"):
        identifier(number, entity=entity)


@pytest.mark.parametrize("typed", ["3.20481E+14", "9.13E+17", "9e17", full_width("9.1E+17")])
def test_scientific_notation_is_recognised_and_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentifierError, match="科学计数法"):
        identifier(typed)


@pytest.mark.parametrize("letter", list("IOSVZ"))
def test_a_letter_that_no_code_has_is_refused_and_named(letter: str) -> None:
    with pytest.raises(InvalidIdentifierError, match=f"characters that no code has: '{letter}'"):
        identifier(CODE[:9] + letter + CODE[10:])


@pytest.mark.parametrize(
    "typed",
    [
        "91320481\u200bMA0000015J",
        f"\ufeff{CODE}",
        f"{CODE}\u200b",
        "91320481\u00adMA0000015J",
        "9132048\u202e1MA0000015J",
        "91320481\u041c\u04100000015J",
        "91320481\u0391A0000015J",
        "٩1320481MA0000015J",
        f"{CODE}|",
        f"{CODE}=",
        "91320481MA000001₅J\x00",
        f"'{CODE}",
        "N/A",
        "无",
    ],
    ids=ascii,
)
def test_what_cannot_be_seen_or_only_looks_alike_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentifierError, match="代码中不会出现的字符"):
        identifier(typed)


@pytest.mark.parametrize("typed", ["", " ", "\u3000", "-", " - - "], ids=ascii)
def test_an_empty_cell_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentifierError, match="不得为空"):
        identifier(typed)


@pytest.mark.parametrize("length", [1, 9, 13, 14, 16, 17, 19, 30])
def test_another_length_is_refused_and_counted(length: int) -> None:
    with pytest.raises(InvalidIdentifierError, match=f"现有 {length} 位"):
        identifier("1" * length)


def test_fifteen_characters_with_a_letter_are_no_old_number() -> None:
    with pytest.raises(InvalidIdentifierError, match="现有 15 位"):
        identifier("32048100001234A")


def test_the_error_shows_what_was_typed_and_where() -> None:
    with pytest.raises(InvalidIdentifierError) as caught:
        identifier(" 9132 ", "第 7 行 代码")
    assert (caught.value.params["field"], caught.value.params["value"]) == ("第 7 行 代码", " 9132 ")


@pytest.mark.parametrize("text", ["JS-0001", "型号 A/3", "’25 项目", "a'b", "æ", "320481-2025-001"])
def test_other_objects_may_have_any_field_for_an_id(text: str) -> None:
    found = identifier(text, entity=False)
    assert (found.text, found.form, found.repaired) == (text, IdForm.TEXT, False)


@pytest.mark.parametrize(
    ("typed", "text"), [(" 项目1 ", "项目1"), ("Cafe\u0301", "Café"), ("\u3000甲\n", "甲")], ids=ascii
)
def test_another_id_is_trimmed_and_composed_and_no_more(typed: str, text: str) -> None:
    found = identifier(typed, entity=False)
    assert (found.text, found.repaired) == (text, True)


@pytest.mark.parametrize("typed", ["", " ", "a|b", "a=b", "a\tb", "a\u200bb", "a\u3000b", "\ufeffa"], ids=ascii)
def test_another_id_that_is_no_field_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentifierError):
        identifier(typed, entity=False)


def test_another_id_keeps_its_case_and_its_width() -> None:
    assert identifier(full_width("aB"), entity=False).text == full_width("aB")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (CODE, IdForm.USCC),
        ("320481000012345", IdForm.REG15),
        (CODE.lower(), IdForm.TEXT),
        (f"{CODE}\n", IdForm.TEXT),
        ("32048100001234\n", IdForm.TEXT),
        ("٣٢٠٤٨١٠٠٠٠١٢٣٤٥", IdForm.TEXT),
        ("", IdForm.TEXT),
    ],
    ids=ascii,
)
def test_the_form_is_read_from_normalised_text_only(text: str, form: IdForm) -> None:
    assert form_of(text) is form


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (CODE, "320481"),
        ("320481000012345", "320481"),
        ("91MA0481MA0000015J", None),
        (CODE.lower(), None),
        ("项目1", None),
        ("", None),
    ],
)
def test_the_region_stands_in_the_code(text: str, region: str | None) -> None:
    assert region_of(text) == region


@pytest.mark.parametrize("rest", range(11))
def test_the_organisation_check_character_covers_every_rest(rest: int) -> None:
    heads = (f"{number:08d}" for number in range(200))
    found = {organisation_check_character(head) for head in heads}
    assert ("X" if rest == 10 else str(rest)) in found
