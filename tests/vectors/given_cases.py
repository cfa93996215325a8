"""Vectors of what is given by people: fields, names, identifiers, public events."""

import math
from collections.abc import Iterator

from tests.vectors.message_cases import Case, Named
from tests.vectors.plain import uscc

CODE = uscc(1)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
HEX = "0123456789abcdef" * 4
KL8 = "1.4.9.13.17.20.22.28.31.36.40.45.49.52.58.61.66.70.75.80"
BALLS = [f"{int(number):02}" for number in KL8.split(".")]

FIELDS: dict[str, str] = {
    "a-unified-code": CODE,
    "chinese": "产品 甲-1",
    "composed": "Café",
    "full-width": "Ａ１",
    "non-bmp": "𠮷野家",
    "dots-and-slashes": "a.b/c;d",
    "percent": "%s",
    "quotes": "'\"`$(x)\\",
    "one-blank-inside": "a b",
}
NO_FIELDS: dict[str, tuple[object, str]] = {
    "empty": ("", "A field is not empty."),
    "leading-blank": (" a", "No blank at either end."),
    "trailing-blank": ("a ", "No blank at either end."),
    "bar": ("a|b", "The bar joins fields."),
    "equals": ("a=b", "The equals sign ends a key."),
    "tab": ("a\tb", "TAB parts columns."),
    "line-feed": ("a\n", "LF ends a line."),
    "carriage-return": ("a\r", "No CR anywhere."),
    "nul": ("a\0b", "No control characters (Cc)."),
    "escape": ("a\x1b[2J", "No control characters (Cc)."),
    "zero-width-space": ("a\u200bb", "No format characters (Cf)."),
    "byte-order-mark": ("\ufeffa", "No format characters (Cf)."),
    "right-to-left": ("a\u202eb", "No format characters (Cf)."),
    "soft-hyphen": ("a\u00adb", "No format characters (Cf)."),
    "private-use": ("a\ue000", "No private characters (Co)."),
    "lone-surrogate": ("a\ud800", "Half a character is none (Cs). Some readers of JSON refuse this very file."),
    "line-separator": ("a\u2028b", "No separators of lines (Zl)."),
    "paragraph-separator": ("a\u2029b", "No separators of paragraphs (Zp)."),
    "ideographic-space": ("a\u3000b", "No blank but U+0020 (Zs)."),
    "no-break-space": ("a\u00a0b", "No blank but U+0020 (Zs)."),
    "decomposed": ("Cafe\u0301", "Text is in normal form C; a verifier never normalises, it refuses."),
    "compatibility": ("\u212b", "The Ångström sign is not in normal form C."),
    "integer": (1, '1 is no text: it must not be the same as "1".'),
}
NAMES = {"word": "labels", "all-kinds": "aZ09_-", "longest": "a" * 64, "digits": "0"}
NO_NAMES = {"empty": "", "blank": "a b", "dot": "a.b", "too-long": "a" * 65, "chinese": "名", "line-feed": "a\n"}
# given, canonical, warning
IDS: dict[str, tuple[str, str, str, bool]] = {
    "good": ("uscc", CODE, CODE, False),
    "lower-case": ("uscc", CODE.lower(), CODE, False),
    "full-width": ("uscc", CODE.translate(FULL_WIDTH), CODE, False),
    "blanks-and-hyphens": ("uscc", f" {CODE[:8]}-{CODE[8:]}\u3000", CODE, False),
    "wrong-check-character": ("uscc", f"{CODE[:-1]}K", f"{CODE[:-1]}K", True),
    "registration-number": ("reg15", "320481000000018", "320481000000018", False),
    "registration-number-full-width": ("reg15", "320481000000018".translate(FULL_WIDTH), "320481000000018", False),
    "decomposed": ("text", "Cafe\u0301", "Café", False),
    "composed": ("text", "Café", "Café", False),
    "full-width-text": ("text", "Ａ１", "Ａ１", False),
    "non-bmp-text": ("text", "𠮷野家", "𠮷野家", False),
}
NO_IDS: dict[str, tuple[str, object, str]] = {
    "foreign-letter": ("uscc", f"{CODE[:-1]}I", "I, O, S, V and Z are no letters of a code."),
    "too-short": ("uscc", CODE[:-1], "17 characters."),
    "too-long": ("uscc", f"{CODE}0", "19 characters."),
    "scientific-notation": ("uscc", "9.1320481E+17", "A spreadsheet has already lost the last digits."),
    "integer": ("uscc", 320481000000018, "A number has lost its leading zeros, or may have."),
    "registration-number-too-short": ("reg15", "32048100000001", "14 digits."),
    "text-integer": ("text", 7, '1 and "1" must not be the same.'),
    "text-bar": ("text", "a|b", "No field."),
    "text-zero-width": ("text", "a\u200bb", "No field."),
    "text-byte-order-mark": ("text", "\ufeffa", "No field."),
    "text-lone-surrogate": ("text", "\ud800", "No field. Some readers of JSON refuse this very file."),
    "text-empty": ("text", "", "No field."),
}


def cases() -> Iterator[Named]:
    """Yield every case."""
    for name, text in FIELDS.items():
        yield f"field/{name}", {"about": "This is a field.", "given": text, "accepted": True}
    for name, (given, about) in NO_FIELDS.items():
        yield f"field/refused-{name}", {"about": about, "given": given, "accepted": False}
    for name, text in NAMES.items():
        yield f"name/{name}", {"about": "A name is 1 to 64 of A-Z a-z 0-9 _ and -.", "given": text, "accepted": True}
    for name, text in NO_NAMES.items():
        yield (
            f"name/refused-{name}",
            {"about": "A name is 1 to 64 of A-Z a-z 0-9 _ and -.", "given": text, "accepted": False},
        )
    yield from id_cases()
    for source, told in SOURCES.items():
        about = "What people type and what it becomes, before the seed only; a verifier takes the canonical form alone."
        yield f"beacon/{source.lower()}", {"about": about, "source": source, **told}


def id_cases() -> Iterator[Named]:
    """Yield identifiers as they come in, and what enters a frame."""
    for name, (form, text, canonical, warning) in IDS.items():
        about = (
            "The check character is wrong: a warning, the official pool decides."
            if warning
            else "What enters the frame."
        )
        told = {"about": about, "form": form, "given": text, "accepted": True, "canonical": canonical}
        yield f"id/{name}", {**told, "warning": warning}
    for name, (form, given, about) in NO_IDS.items():
        yield f"id/refused-{name}", {"about": about, "form": form, "given": given, "accepted": False}


def bits(chances: float) -> str:
    """Return the entropy of a value with one decimal."""
    return f"{math.log2(chances):.1f}"


def source(
    title: str,
    bits_of: dict[str, str],
    values: dict[str, list[str]],
    refused: list[str],
    editions: dict[str, list[str]],
    refused_editions: list[str],
) -> Case:
    """Return what is said of a source: pairs of what is typed and what it becomes, and what is refused."""
    return {
        "title": title,
        "bits": [[value, number] for value, number in bits_of.items()],
        "values": [[typed, value] for value, many in values.items() for typed in [value, *many]],
        "refused": refused,
        "editions": [[typed, edition] for edition, many in editions.items() for typed in [edition, *many]],
        "refused_editions": refused_editions,
    }


ISSUES = {"2025122": ["第2025122期", " 2025122\n"], "25122": []}
NO_ISSUES = ["202512", "2025-122", "2025122 2025123", "", "a/b", "a;b"]
DAYS = {"20250512": ["2025-05-12", "2025年5月12日"]}
NO_DAYS = ["250512", "20250230", "20251301", "2025-02-30", "", "第20250512期"]
SOURCES: dict[str, Case] = {
    "KL8": source(
        "快乐8",
        {KL8: bits(math.comb(80, 20))},
        {KL8: [" ".join(BALLS), ",".join(BALLS[::-1]), "".join(BALLS), "、".join(BALLS).translate(FULL_WIDTH)]},
        [
            "",
            " ".join(BALLS[:-1]),
            " ".join([*BALLS, "02"]),
            " ".join([*BALLS[:-1], "81"]),
            " ".join([*BALLS[:-1], "01"]),
            f"第2025122期 {' '.join(BALLS)}",
            f"{' '.join(BALLS[:-1])} 8o",
        ],
        ISSUES,
        NO_ISSUES,
    ),
    "SSQ": source(
        "双色球",
        {"3.7.11.14.21.30+8": bits(math.comb(33, 6) * 16)},
        {"3.7.11.14.21.30+8": ["红球 03 07 11 14 21 30 蓝球 08", "30,21,14,11,07,03+08", "03071114213008"]},
        [
            "3 7 11 14 21 30",
            "3 7 11 14 21 34 + 8",
            "3 7 11 14 21 30 + 17",
            "3 3 11 14 21 30 + 8",
            "08 + 03 07 11 14 21 30",
        ],
        ISSUES,
        NO_ISSUES,
    ),
    "DLT": source(
        "大乐透",
        {"1.7.12.20.35+3.11": bits(math.comb(35, 5) * math.comb(12, 2))},
        {"1.7.12.20.35+3.11": ["前区 01 07 12 20 35 后区 03 11", "35 20 12 07 01 | 11 03"]},
        ["1 7 12 20 35 + 3", "1 7 12 20 36 + 3 11", "1 7 12 20 35 + 3 13", "1 7 12 20 35 + 3 3"],
        ISSUES,
        NO_ISSUES,
    ),
    "FC3D": source(
        "福彩3D",
        {"805": bits(10**3)},
        {"805": ["8 0 5", "8,0,5", "百位8十位0个位5"], "005": ["0 0 5"]},
        ["5", "05", "80 5", "8050", "80x", "试机号 805", ""],
        ISSUES,
        NO_ISSUES,
    ),
    "PL5": source(
        "排列五",
        {"01234": bits(10**5)},
        {"01234": ["0 1 2 3 4", "0-1-2-3-4"], "98765": []},
        ["1234", "0123 4", "12.345", ""],
        ISSUES,
        NO_ISSUES,
    ),
    "SZSE399001": source(
        "深证成指收盘",
        {"10126.83": "8.0"},
        {"10126.83": ["10,126.83", "10126.83点"], "999.99": [], "10126.80": []},
        ["10126.8", "10126", "10126.830", "010126.83", ".83", "-1.00", "1e4.00", "10126,83", ""],
        DAYS,
        NO_DAYS,
    ),
    "SSE000001": source(
        "上证指数收盘",
        {"3369.24": "8.0"},
        {"3369.24": ["3,369.24"], "3369.00": []},
        ["3369", "3369.2", "3369.240", ""],
        DAYS,
        NO_DAYS,
    ),
    "DICE": source(
        "现场掷骰（录像）",
        {"10.8.3.0.1": bits(10**4), "6.6.1.3": bits(6**3), "2.1.1.1": bits(2**3)},
        {"10.8.3.0.1": ["10 8 3 0 1", "d10: 8 3 0 1"], "6.6.1.3": ["6, 6, 1, 3"]},
        ["6", "1.1", "101.1", "6.7", "6.x", ""],
        {"2025年第7场": []},
        ["", "a/b", "a;b", " a"],
    ),
    "DRAND": source(
        "drand quicknet 轮次",
        {HEX: "128.0"},
        {HEX: [HEX.upper(), f"0x{HEX}", f" {HEX}\n"]},
        [HEX[:-1], f"{HEX}0", f"{HEX[:-1]}g", "ab" * 48, ""],
        {"657413": [], "1": []},
        ["0", "0123", "-1", "1,234", "99999999999", ""],
    ),
}
