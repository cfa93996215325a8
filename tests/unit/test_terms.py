"""Closed vocabularies: the values are the words of the law, the names are English."""

import inspect

import pytest

from shuangsuiji import terms
from shuangsuiji.errors import UnknownNameError
from shuangsuiji.terms import (
    BasisRank,
    CapScope,
    InspectionMethod,
    ItemKind,
    ItemListKind,
    KeyGround,
    Level,
    ObjectKind,
    Term,
)
from shuangsuiji.values import Severity

VOCABULARIES = [
    one for _, one in inspect.getmembers(terms, inspect.isclass) if issubclass(one, Term) and one is not Term
]
each_vocabulary = pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda one: one.__name__)


@each_vocabulary
def test_a_term_is_found_by_its_chinese_value_and_by_its_english_name(vocabulary: type[Term]) -> None:
    for term in vocabulary:
        assert vocabulary.of(str(term.value)) is term
        assert vocabulary.of(term.name) is term


@each_vocabulary
def test_a_term_shows_as_its_chinese_word(vocabulary: type[Term]) -> None:
    assert [str(term) for term in vocabulary] == [term.value for term in vocabulary]


@each_vocabulary
def test_no_word_is_at_once_a_value_and_another_name(vocabulary: type[Term]) -> None:
    words = [word for term in vocabulary for word in (term.value, term.name)]
    assert len(set(words)) == len(words)


@each_vocabulary
@pytest.mark.parametrize("word", ["", "general", " 企业", "nothing of the kind"], ids=repr)
def test_another_word_is_refused_with_the_list_of_those_there_are(vocabulary: type[Term], word: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        vocabulary.of(word)
    assert caught.value.params["field"] == vocabulary.__name__
    for term in vocabulary:
        assert f"{term.value}（{term.name}）" in caught.value.zh_line


def test_an_item_is_either_key_or_general() -> None:
    assert [str(kind) for kind in ItemKind] == ["重点检查事项", "一般检查事项"]


def test_a_list_is_either_a_departments_or_joint() -> None:
    assert {kind.name for kind in ItemListKind} == {"DEPARTMENT", "JOINT"}


def test_the_key_grounds_are_those_of_the_text_and_another() -> None:
    assert [str(ground) for ground in KeyGround] == ["安全", "质量", "公共利益", "其他"]


def test_a_normative_document_alone_does_not_suffice() -> None:
    assert {rank for rank in BasisRank if not rank.suffices} == {BasisRank.NORMATIVE_DOCUMENT}


def test_the_methods_are_the_five_of_the_text() -> None:
    expected = {"实地核查", "书面检查", "网络监测", "委托专业机构检查", "采用鉴定结论"}
    assert {str(method) for method in InspectionMethod} == expected


@pytest.mark.parametrize("kind", list(ObjectKind), ids=lambda kind: kind.name)
def test_products_projects_and_behaviours_are_no_entities(kind: ObjectKind) -> None:
    assert kind.is_entity is (kind not in {ObjectKind.PRODUCT, ObjectKind.PROJECT, ObjectKind.BEHAVIOUR})


def test_levels_run_from_the_nation_down() -> None:
    assert next(iter(Level)) is Level.NATION
    assert list(Level).index(Level.PREFECTURE) < list(Level).index(Level.COUNTY) < list(Level).index(Level.TOWN)


def test_the_two_readings_of_the_cap_have_names() -> None:
    assert {scope.name for scope in CapScope} == {"STRATUM", "ITEM"}


def test_a_finding_is_an_error_a_warning_or_a_note() -> None:
    assert [severity.name for severity in Severity] == ["ERROR", "WARNING", "NOTE"]
