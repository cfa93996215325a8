"""A JSON Schema (draft 2020-12) for every public value, made from its class (JSON Schema).

A schema describes what ``to_json`` writes; ``from_json`` reads some other forms too, such as ``10%`` for ``1/10`` and
the English name of a term. What a schema cannot say, such as which days follow which, the classes check.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin

import attrs

from shuangsuiji.bundle.jsons import FORMAT
from shuangsuiji.bundle.kinds import KINDS
from shuangsuiji.bundle.record_kinds import RECORD_KINDS
from shuangsuiji.errors import InvalidValueError
from shuangsuiji.inspection.dossiers import DossierEntry
from shuangsuiji.values.columns import Column

__all__ = ["DEFINITIONS", "SCHEMA_KINDS", "schema_files", "schema_of"]

Schema = dict[str, Any]

SCHEMA_KINDS: tuple[type, ...] = tuple(sorted({*KINDS, *RECORD_KINDS}, key=lambda kind: kind.__name__))

DEFINITIONS = "definitions.json"
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^ {4}(?P<name>\w+): (?P<text>.*)$")
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    date: {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    datetime: {"type": "string", "format": "date-time"},
    Fraction: {"type": "string", "pattern": "^-?[0-9]+/[1-9][0-9]*$", "description": "p/q, in lowest terms 最简分数"},
}
_COLUMN: Schema = {
    "type": "object",
    "properties": {
        "labels": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
        "codes": {"type": "array", "items": {"type": "integer", "minimum": 0}},
    },
    "required": ["labels", "codes"],
    "additionalProperties": False,
    "description": "a column: its labels, and per row an index into them 列",
}


def schema_files() -> dict[str, Schema]:
    """Return the schemas as files: one for each public value, and the definitions that they share (模式文件).

    ``Visit.json`` is the schema of the JSON text of a ``Visit``; it points into ``definitions.json`` beside it.
    """
    definitions: dict[type, Schema] = {}
    references = {kind: _of_class(kind, definitions) for kind in SCHEMA_KINDS}
    files = {
        f"{kind.__name__}.json": {
            "$schema": _DRAFT,
            **_document(kind, {"$ref": f"{DEFINITIONS}{reference['$ref']}"}),
        }
        for kind, reference in references.items()
    }
    return {DEFINITIONS: {"$schema": _DRAFT, "$defs": _sorted(definitions)}, **files}


def schema_of(kind: type) -> Schema:
    """Return the schema of the JSON text of a public value, whole: nothing else is needed to read it (JSON 模式).

    Raises:
        InvalidValueError: no class of frozen values, or a field of a type that JSON does not carry.

    """
    if not attrs.has(kind):
        zh, en = "应为本库的公开值类", "must be a class of public values"
        raise InvalidValueError(field="schema_of", rule_zh=zh, rule=en, value=kind.__name__)
    definitions: dict[type, Schema] = {}
    document = _document(kind, _of_class(kind, definitions))
    return {
        "$schema": _DRAFT,
        "$id": f"urn:shuangsuiji:1:{kind.__name__}",
        **document,
        "$defs": _sorted(definitions),
    }


def _document(kind: type, reference: Schema) -> Schema:
    return {
        "title": kind.__name__,
        "description": _summary(kind),
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "kind": {"const": kind.__name__}, "value": reference},
        "required": ["format", "kind", "value"],
        "additionalProperties": False,
    }


def _sorted(definitions: dict[type, Schema]) -> Schema:
    return {_name(one): definitions[one] for one in sorted(definitions, key=_name)}


def _name(kind: type) -> str:
    """Return the name of a class among the definitions; its module is in it, since some names occur twice."""
    return f"{kind.__module__.removeprefix('shuangsuiji.')}.{kind.__name__}"


def _summary(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n")[0]


def _of_class(kind: type, definitions: dict[type, Schema]) -> Schema:
    """Return a reference to a class, which is defined where it is not yet."""
    if kind not in definitions:
        definitions[kind] = {}  # so that a class which holds its own kind ends
        definitions[kind] = _of_entry(kind, definitions) if kind is DossierEntry else _of_fields(kind, definitions)
    return {"$ref": f"#/$defs/{_name(kind)}"}


def _of_fields(kind: type, definitions: dict[type, Schema]) -> Schema:
    attrs.resolve_types(kind)
    told = dict(_told(kind))
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for field in attrs.fields(kind):
        if not field.init:
            continue
        found = _of_type(field.type, definitions, f"{kind.__name__}.{field.name}")
        properties[field.name] = {**found, "description": told[field.name]} if field.name in told else found
        if field.default is attrs.NOTHING:
            required.append(field.name)
    return {
        "type": "object",
        "description": _summary(kind),
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _of_entry(kind: type, definitions: dict[type, Schema]) -> Schema:
    """Return the schema of an entry of a dossier: the record is of the class that its kind names."""
    records = {one.__name__: _of_class(one, definitions) for one in RECORD_KINDS}
    told = dict(_told(kind))
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    return {
        "type": "object",
        "description": _summary(kind),
        "properties": {
            "number": {"type": "integer", "minimum": 1, "description": told["number"]},
            "kind": {"enum": list(records), "description": told["kind"]},
            "on": {**_PLAIN[date], "description": told["on"]},
            "record_digest": {**digest, "description": told["record_digest"]},
            "previous": {**digest, "description": told["previous"]},
            "record": {"type": "object", "description": told["record"]},
        },
        "required": ["number", "kind", "on", "record_digest", "previous", "record"],
        "additionalProperties": False,
        "allOf": [
            {"if": {"properties": {"kind": {"const": name}}}, "then": {"properties": {"record": reference}}}
            for name, reference in records.items()
        ],
    }


def _told(kind: type) -> Iterator[tuple[str, str]]:
    """Yield what the docstring of a class says of each field."""
    _, _, section = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    name = ""
    words: list[str] = []
    for line in section.split("\n"):
        found = _ATTRIBUTE.match(line)
        if name and (found or not line.startswith("    ")):
            yield name, " ".join(words).replace("``", "`")
            name = ""
        if found:
            name, words = found["name"], [found["text"]]
        elif name:
            words.append(line.strip())
        elif line and not line.startswith(" "):
            break
    if name:
        yield name, " ".join(words).replace("``", "`")


def _of_type(given: object, definitions: dict[type, Schema], where: str) -> Schema:  # noqa: PLR0911 - one a type
    if given in _PLAIN:
        return dict(_PLAIN[given])
    if given is Column:
        return _COLUMN
    origin, arguments = get_origin(given), get_args(given)
    if origin in (Union, UnionType):
        return {"anyOf": [_of_type(one, definitions, where) for one in arguments]}
    if origin is None and isinstance(given, type):
        kind = cast("type[object]", given)
        if issubclass(kind, Enum):
            return {"enum": [one.value for one in kind], "description": _summary(kind)}
        if attrs.has(kind):
            return _of_class(kind, definitions)
    if isinstance(origin, type):
        if issubclass(origin, Mapping):
            return _of_mapping(arguments, definitions, where)
        if issubclass(origin, (Sequence, AbstractSet)):
            return _of_several(cast("type[object]", origin), arguments, definitions, where)
    zh, en = "JSON 不能载此类型", "is of a type that JSON does not carry"
    raise InvalidValueError(field=where, rule_zh=zh, rule=en, value=str(given))


def _of_mapping(arguments: tuple[object, ...], definitions: dict[type, Schema], where: str) -> Schema:
    key, value = arguments
    names = _of_type(key, definitions, where)
    found: Schema = {"type": "object", "additionalProperties": _of_type(value, definitions, where)}
    return found if key is str else {**found, "propertyNames": names}


def _of_several(
    origin: type[object], arguments: tuple[object, ...], definitions: dict[type, Schema], where: str
) -> Schema:
    if issubclass(origin, tuple) and not (len(arguments) == 2 and arguments[1] is ...):  # noqa: PLR2004 - a pair
        places = [_of_type(one, definitions, where) for one in arguments]
        return {"type": "array", "prefixItems": places, "items": False, "minItems": len(places)}
    found: Schema = {"type": "array", "items": _of_type(arguments[0], definitions, where)}
    return {**found, "uniqueItems": True} if issubclass(origin, AbstractSet) else found
