"""A JSON Schema for every public value, committed as files; another reader of schemas accepts what we write."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from shuangsuiji.bundle import from_json, to_json
from shuangsuiji.bundle.record_kinds import RECORD_KINDS
from shuangsuiji.bundle.schemas import DEFINITIONS, SCHEMA_KINDS, schema_files, schema_of
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection import Dossier, Result, Visit
from shuangsuiji.values import record_digest
from tests.unit.record_samples import records
from tests.unit.test_jsons import VALUES

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"
RECORDS = records()
SAMPLES = {**VALUES, **RECORDS}
KINDS = [pytest.param(kind, id=kind.__name__) for kind in SCHEMA_KINDS]
Document = dict[str, Any]


@cache
def validator(kind: type) -> Draft202012Validator:
    """Return a reader of the committed files that finds the definitions beside them."""
    files = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    registry: Registry[Any] = Registry().with_resources(
        [(name, Resource.from_contents(schema)) for name, schema in files.items()]
    )
    return Draft202012Validator(files[f"{kind.__name__}.json"], registry=registry, format_checker=FormatChecker())


def test_the_committed_files_are_those_that_are_generated_now() -> None:
    committed = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")}
    again = "out of date: run `python -m shuangsuiji schemas docs/schemas`, and remove what is not written again"
    assert committed == schema_files(), again


def test_there_is_a_sample_of_every_kind() -> None:
    assert {kind.__name__ for kind in SCHEMA_KINDS} == {name for name in SAMPLES if f"{name}.json" in schema_files()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_is_one(kind: type) -> None:
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:shuangsuiji:1:{kind.__name__}"
    assert schema["description"].endswith(").")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_is_valid_by_the_files_and_by_the_schema_alone(kind: type) -> None:
    document = json.loads(to_json(SAMPLES[kind.__name__]))
    assert list(validator(kind).iter_errors(document)) == []
    assert list(Draft202012Validator(schema_of(kind)).iter_errors(document)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_another_kind_an_unknown_field_and_a_missing_one_are_not_valid(kind: type) -> None:
    document = json.loads(to_json(SAMPLES[kind.__name__]))
    assert not validator(kind).is_valid({**document, "kind": "另一类"})
    assert not validator(kind).is_valid({**document, "format": "shuangsuiji/2"})
    assert not validator(kind).is_valid({**document, "value": {**document["value"], "未知": 1}})
    required = [field.name for field in attrs.fields(kind) if field.default is attrs.NOTHING and field.init]
    for name in required:
        less = {key: value for key, value in document["value"].items() if key != name}
        assert not validator(kind).is_valid({**document, "value": less})


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.__name__) for kind in RECORD_KINDS])
def test_every_record_that_is_filed_goes_to_json_and_back_with_its_digest(kind: type[object]) -> None:
    record = RECORDS[kind.__name__]
    text = to_json(record)
    again = from_json(text, kind)
    assert (again, to_json(again)) == (record, text)
    assert record_digest(again) == record_digest(record)


def changed(value: object, change: Callable[[Document], object]) -> Document:
    document: Document = json.loads(to_json(value))
    change(document["value"])
    return document


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(outcome="没有问题"),
        lambda one: one.update(outcome=7),
        lambda one: one.update(formed_on="2025年6月12日"),
        lambda one: one.update(formed_on=None),
        lambda one: one.update(entered_on=20250613),
        lambda one: one["visit"].update(items={}),
        lambda one: one["visit"]["items"][0].update(item_version="1"),
        lambda one: one["visit"].update(matched="是"),
    ],
)
def test_a_value_of_another_form_is_not_valid(change: Callable[[Document], object]) -> None:
    assert not validator(Result).is_valid(changed(RECORDS["Result"], change))


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one["entries"][0].update(kind="Visit"),
        lambda one: one["entries"][0].update(kind="Inspection"),
        lambda one: one["entries"][0].update(previous="0"),
        lambda one: one["entries"][0]["record"].update(version="1"),
        lambda one: one.update(opened_by={"department": "320481-SCJG"}),
    ],
)
def test_the_record_of_an_entry_is_of_the_kind_that_it_names(change: Callable[[Document], object]) -> None:
    assert not validator(Dossier).is_valid(changed(RECORDS["Dossier"], change))


def test_what_the_classes_say_stands_in_the_schema() -> None:
    visit = schema_files()[DEFINITIONS]["$defs"]["inspection.visits.Visit"]
    assert visit["properties"]["holder"]["description"].startswith("id of the market entity behind it")
    assert visit["description"] == (Visit.__doc__ or "").split("\n")[0]
    assert visit["properties"]["matched"]["type"] == "boolean"
    assert "matched" not in visit["required"]


@attrs.frozen
class Strange:
    """Something of a type that JSON does not carry (示例)."""

    content: bytes


@pytest.mark.parametrize(("kind", "said"), [(date, "public values"), (Strange, r"Strange\.content")])
def test_what_json_does_not_carry_has_no_schema(kind: type, said: str) -> None:
    with pytest.raises(InvalidValueError, match=said):
        schema_of(kind)
