"""Ways of inspecting in the words of lists."""

from __future__ import annotations

import pytest

from shuangsuiji.tables import listed_methods
from shuangsuiji.terms import InspectionMethod

ON_SITE, DOCUMENT, ONLINE, COMMISSIONED, CONCLUSION = InspectionMethod


@pytest.mark.parametrize(
    ("text", "methods"),
    [
        ("现场检查、书面检查", (ON_SITE, DOCUMENT)),
        ("书面检查、现场检查", (ON_SITE, DOCUMENT)),
        ("现场检查", (ON_SITE,)),
        ("现场抽查", (ON_SITE,)),
        ("实地核查", (ON_SITE,)),
        ("实地检查等", (ON_SITE,)),
        ("现场实地稽查、线上稽查", (ON_SITE, ONLINE)),
        ("网络巡查或网络监测", (ONLINE,)),
        ("书面检查,实地检查／网络检查等", (ON_SITE, DOCUMENT, ONLINE)),
        ("采取现场检查和书面检查相结合的方式", (ON_SITE, DOCUMENT)),
        ("现场检查、书面检查、网络检查、专业机构核查", (ON_SITE, DOCUMENT, ONLINE, COMMISSIONED)),
        ("委托专业机构检查", (COMMISSIONED,)),
        ("抽样检测", (COMMISSIONED,)),
        ("抽样检验", (COMMISSIONED,)),
        ("检验检测", (COMMISSIONED,)),
        ("采用鉴定结论", (CONCLUSION,)),
        ("备案审查\n现场检查", (ON_SITE, DOCUMENT)),
        ("现场查看、查阅资料", (ON_SITE, DOCUMENT)),
        *((term.value, (term,)) for term in InspectionMethod if term is not COMMISSIONED),
    ],
)
def test_words_are_read_as_the_methods_of_the_law(text: str, methods: tuple[InspectionMethod, ...]) -> None:
    assert listed_methods(text) == (methods, ())


@pytest.mark.parametrize(
    ("text", "methods", "unknown"),
    [
        ("现场检查、专项检查等", (ON_SITE,), ("专项检查",)),
        ("非现场检查", (), ("非现场检查",)),
        ("采取定期抽查和不定期抽查的方式相结合", (), ("定期抽查", "不定期抽查")),
        ("自查、自查、实地检查相结合", (ON_SITE,), ("自查",)),
        ("", (), ()),
        ("等", (), ()),
    ],
)
def test_words_that_name_no_method_are_given_back(
    text: str, methods: tuple[InspectionMethod, ...], unknown: tuple[str, ...]
) -> None:
    assert listed_methods(text) == (methods, unknown)
