"""A mapping that nobody can change."""

import copy
import pickle

import pytest

from shuangsuiji.values.mappings import FrozenMap


def test_a_frozen_map_reads_like_the_mapping_it_was_made_of() -> None:
    one = FrozenMap({"b": 2, "a": 1})
    assert (one["a"], len(one), list(one)) == (1, 2, ["b", "a"])
    assert one == {"a": 1, "b": 2}
    assert FrozenMap([("a", 1), ("b", 2)]) == one
    assert FrozenMap[str, int]() == {}
    assert repr(one) == "{'b': 2, 'a': 1}"


def test_a_frozen_map_does_not_follow_the_mapping_it_was_made_of() -> None:
    given = {"a": 1}
    one = FrozenMap(given)
    given["a"] = 2
    assert one["a"] == 1


@pytest.mark.parametrize("verb", ["__setitem__", "__delitem__", "pop", "update", "clear", "setdefault"])
def test_a_frozen_map_has_no_way_to_be_changed(verb: str) -> None:
    assert not hasattr(FrozenMap({"a": 1}), verb)


def test_equal_frozen_maps_have_one_hash_whatever_their_order() -> None:
    assert hash(FrozenMap({"a": 1, "b": 2})) == hash(FrozenMap({"b": 2, "a": 1}))
    assert len({FrozenMap({"a": 1}), FrozenMap({"a": 1}), FrozenMap({"a": 2})}) == 2


def test_a_frozen_map_survives_pickling_and_copying() -> None:
    one = FrozenMap({"a": 1})
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - made here
    assert copy.deepcopy(one) == one
