"""The one text of a record: every field in it, no two records with one text, and its digest taken by anybody."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from fractions import Fraction
from hashlib import sha256

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.errors import InvalidValueError
from shuangsuiji.values import FrozenMap, freeze, record_digest, record_text


class Colour(Enum):
    RED = "红"
    BLUE = "蓝"


@attrs.frozen(kw_only=True)
class Leaf:
    name: str
    on: date | None = None


@attrs.frozen(kw_only=True)
class Tree:
    leaves: tuple[Leaf, ...] = ()
    share: Fraction = Fraction(1, 3)
    counts: Mapping[str, int] = attrs.field(factory=FrozenMap[str, int], converter=freeze)
    tags: frozenset[str] = frozenset()
    at: datetime | None = None
    colour: Colour = Colour.RED
    sound: bool = True


def test_every_field_stands_on_a_line_of_its_own() -> None:
    tree = Tree(
        leaves=(Leaf(name="甲", on=date(2026, 3, 2)), Leaf(name="乙")),
        counts={"b": 2, "a": 1},
        tags=frozenset({"y", "x"}),
        at=datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8))),
    )
    assert record_text(tree).splitlines() == [
        ":Tree",
        "leaves#2",
        "leaves.1:Leaf",
        "leaves.1.name=甲",
        "leaves.1.on=2026-03-02",
        "leaves.2:Leaf",
        "leaves.2.name=乙",
        "leaves.2.on~",
        "share=1/3",
        "counts#2",
        "counts.1.key=a",
        "counts.1.value=1",
        "counts.2.key=b",
        "counts.2.value=2",
        "tags#2",
        "tags.1=x",
        "tags.2=y",
        "at=2026-03-02T09:00:00+08:00",
        "colour=RED",
        "sound=yes",
    ]


def test_the_digest_is_sha_256_of_the_text() -> None:
    leaf = Leaf(name="甲")
    assert record_digest(leaf) == sha256(record_text(leaf).encode()).hexdigest()


def test_nothing_and_an_empty_text_are_two_things() -> None:
    assert record_text(Leaf(name="")) != record_text(Leaf(name="~"))
    assert "name=\n" in record_text(Leaf(name=""))


@given(st.text(), st.text())
def test_two_names_have_two_texts(one: str, other: str) -> None:
    assert (record_text(Leaf(name=one)) == record_text(Leaf(name=other))) == (one == other)


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_two_lists_have_two_texts(one: list[str], other: list[str]) -> None:
    texts = [record_text(Tree(leaves=tuple(Leaf(name=name) for name in names))) for names in (one, other)]
    assert (texts[0] == texts[1]) == (one == other)


@given(st.dictionaries(st.text(max_size=4), st.integers(), max_size=4))
def test_the_order_of_a_mapping_does_not_matter(counts: dict[str, int]) -> None:
    backwards = dict(reversed(counts.items()))
    assert record_text(Tree(counts=counts)) == record_text(Tree(counts=backwards))


@given(st.text())
def test_a_text_of_several_lines_stays_on_one(name: str) -> None:
    assert record_text(Leaf(name=name)).count("\n") == 3


@pytest.mark.parametrize(
    "value",
    [0.5, b"bytes", object(), datetime(2026, 3, 2, 9)],  # noqa: DTZ001 - refused
    ids=["float", "bytes", "object", "naive"],
)
def test_what_has_no_one_text_is_refused(value: object) -> None:
    with pytest.raises(InvalidValueError, match="记录文本"):
        record_text(Leaf(name=value))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["甲", None, 3, [Leaf(name="甲")]], ids=["text", "nothing", "number", "list"])
def test_only_a_record_has_a_text(value: object) -> None:
    with pytest.raises(InvalidValueError, match="应为记录"):
        record_text(value)
