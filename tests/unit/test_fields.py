"""Fields and names of SSJ-1 §1: what may enter a message or a file."""

import unicodedata

import pytest

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.terms import ItemKind
from shuangsuiji.values import check_count, check_field, check_name, is_field
from shuangsuiji.values.fields import check_kind


def reference(text: str) -> bool:
    """SSJ-1 §1, read word for word and slowly."""
    categories = {unicodedata.category(character) for character in text}
    return (
        text != ""
        and not set(text) & set("|=\t\n\r")
        and not categories & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
        and not any(unicodedata.category(character) == "Zs" and character != " " for character in text)
        and text == text.strip(" ")
        and unicodedata.normalize("NFC", text) == text
    )


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "-",
        "*",
        "/",
        "A/B",
        "a b",
        "a  b",
        "天目湖",
        "'",
        '"',
        "\\",
        "%s",
        "$(id)",
        "<b>",
        "é",
        "𠮷野家",
        "a;b",
        "{}",
        "~",
    ],
)
def test_plain_text_is_a_field(text: str) -> None:
    assert is_field(text)
    assert check_field(text, "name") == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b", "U+007C"),
        ("a=b", "U+003D"),
        ("a\tb", "U+0009"),
        ("a\nb", "U+000A"),
        ("a\rb", "U+000D"),
        ("a\x00b", "U+0000"),
        ("a\x1bb", "U+001B"),
        ("a\x7fb", "U+007F"),
        ("a\x85b", "U+0085"),
        ("a\u00a0b", "U+00A0"),
        ("a\u00adb", "U+00AD"),
        ("a\u200bb", "U+200B"),
        ("a\u200db", "U+200D"),
        ("a\u202eb", "U+202E"),
        ("a\u2028b", "U+2028"),
        ("a\u2029b", "U+2029"),
        ("a\u3000b", "U+3000"),
        ("\ufeffa", "U+FEFF"),
        ("a\ud800b", "U+D800"),
        ("a\ue000b", "U+E000"),
        ("a\U000e0041b", "U+E0041"),
        ("\u3000a", "U+3000"),
    ],
    ids=ascii,
)
def test_a_character_that_could_deceive_is_refused_and_named(text: str, shown: str) -> None:
    with pytest.raises(InvalidValueError, match=f"must not contain the character {shown.replace('+', '.')}"):
        check_field(text, "name")


@pytest.mark.parametrize("text", [" a", "a ", " ", "  ", " 天"], ids=repr)
def test_a_blank_at_an_end_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="首尾不得有空格"):
        check_field(text, "name")


def test_nothing_is_no_field() -> None:
    with pytest.raises(InvalidValueError, match="不得为空"):
        check_field("", "name")


@pytest.mark.parametrize("text", ["Cafe\u0301", "\u212b", "\u2126", "\u1100\u1161"], ids=ascii)
def test_text_that_is_not_nfc_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="NFC"):
        check_field(text, "name")
    assert is_field(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize("value", [None, 1, True, 1.5, b"a", ("a",)], ids=repr)
def test_what_is_not_text_is_no_field(value: object) -> None:
    with pytest.raises(InvalidValueError, match="应为文本"):
        check_field(value, "name")


@pytest.mark.parametrize("around", ["{}", "a{}", "{}a", "a{}a"], ids=["alone", "at the end", "at the start", "inside"])
def test_every_character_is_judged_as_ssj1_says(around: str) -> None:
    for code in (*range(0x3100), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10000), 0x1F600, 0xE0001, 0x10FFFD):
        text = around.format(chr(code))
        assert is_field(text) is reference(text), ascii(text)


@pytest.mark.parametrize("text", ["a", "A-1_b", "320481-SCJG", "-", "_", "x" * 64])
def test_a_name_is_letters_digits_underscore_and_hyphen(text: str) -> None:
    assert check_name(text, "id") == text


@pytest.mark.parametrize(
    "text", ["", "x" * 65, "a.b", "a b", "a/b", "市场", "a\n", "é", "a|b", "１", None, 7], ids=ascii
)
def test_anything_else_is_no_name(text: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check_name(text, "pool")
    assert caught.value.params["field"] == "pool"


@pytest.mark.parametrize("number", [0, 1, 10**30])
def test_a_count_is_a_whole_number(number: int) -> None:
    assert check_count(number, "rows") == number


@pytest.mark.parametrize("number", [-1, True, False, 1.0, "1", None], ids=repr)
def test_anything_else_is_no_count(number: object) -> None:
    with pytest.raises(InvalidValueError, match="应为不小于 0 的整数"):
        check_count(number, "rows")


def test_a_count_may_have_a_least_value() -> None:
    assert check_count(1, "version", at_least=1) == 1
    with pytest.raises(InvalidValueError, match="must be a whole number of at least 1"):
        check_count(0, "version", at_least=1)


def test_a_value_of_its_class_is_accepted() -> None:
    check_kind(ItemKind.KEY, ItemKind, "kind")


@pytest.mark.parametrize("value", ["重点检查事项", "KEY", None], ids=repr)
def test_the_word_of_a_term_is_not_the_term(value: object) -> None:
    with pytest.raises(InvalidValueError, match="应为 ItemKind"):
        check_kind(value, ItemKind, "kind")
