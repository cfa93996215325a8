"""The names that the package offers, and the shape of its modules: architecture §2."""

import ast
import importlib
import inspect
import pkgutil
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType

import attrs
import pytest

import shuangsuiji

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "shuangsuiji").rglob("*.py"))
MODULES = sorted(
    {"shuangsuiji"}
    | {
        found.name
        for found in pkgutil.walk_packages(shuangsuiji.__path__, "shuangsuiji.")
        if not found.name.endswith("__main__")
    }
)
PACKAGES = [name for name in MODULES if hasattr(importlib.import_module(name), "__path__")]
TERM = re.compile(r"\([^()]*[\u4e00-\u9fff][^()]*\)\.$")
LONGEST = 300
IN_EVERY_BUNDLE = ("verify.py", "verify_matching.py", "verify_evidence.py")  # one file each, whatever its length


def public(module: ModuleType) -> dict[str, object]:
    return {name: getattr(module, name) for name in getattr(module, "__all__", ())}


def public_names() -> Iterator[object]:
    for package in PACKAGES:
        for name, found in public(importlib.import_module(package)).items():
            if inspect.isclass(found) or inspect.isfunction(found):
                yield pytest.param(found, id=f"{package}.{name}")


def kind_then_name(name: str) -> tuple[int, str]:
    """Order of RUF022: constants, classes, the rest."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2), name


def attrs_classes(modules: list[str] = MODULES) -> list[type]:
    found = {
        one
        for module in modules
        for one in public(importlib.import_module(module)).values()
        if inspect.isclass(one) and attrs.has(one)
    }
    return sorted(found, key=lambda one: f"{one.__module__}.{one.__qualname__}")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_lists_its_names_in_order_and_once(package: str) -> None:
    names = list(importlib.import_module(package).__all__)
    assert names == sorted(set(names), key=kind_then_name)


@pytest.mark.parametrize("module", MODULES)
def test_every_name_that_a_module_lists_is_there(module: str) -> None:
    imported = importlib.import_module(module)
    assert [name for name in getattr(imported, "__all__", ()) if not hasattr(imported, name)] == []


@pytest.mark.parametrize("found", list(public_names()))
def test_the_first_line_of_a_docstring_ends_with_the_chinese_term(found: object) -> None:
    first = (found.__doc__ or "").split("\n", 1)[0]
    assert TERM.search(first), first


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_does_not_offer_a_function_named_like_one_of_its_modules(package: str) -> None:
    imported = importlib.import_module(package)
    modules = {found.name for found in pkgutil.iter_modules(imported.__path__)}
    functions = {name for name, found in public(imported).items() if inspect.isfunction(found)}
    assert modules & functions == set()


@pytest.mark.parametrize("kind", attrs_classes(), ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_every_attrs_class_resolves_its_types(kind: type) -> None:
    attrs.resolve_types(kind)
    assert all(not isinstance(field.type, str) for field in attrs.fields(kind))


@pytest.mark.parametrize("kind", attrs_classes(PACKAGES), ids=lambda kind: f"{kind.__module__}.{kind.__qualname__}")
def test_every_public_attrs_class_is_frozen(kind: type) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(object.__new__(kind), attrs.fields(kind)[0].name, None)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_a_module_is_short_has_a_docstring_and_leaves_nothing_to_do(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST or path.name in IN_EVERY_BUNDLE
    assert re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text) is None
    assert ast.get_docstring(ast.parse(text))


def test_the_changelog_has_a_section_for_what_is_not_released() -> None:
    assert re.search(r"^## \[?Unreleased\]?", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_installed_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    try:
        installed = metadata.version("shuangsuiji")
    except metadata.PackageNotFoundError:
        pytest.skip("shuangsuiji is not installed here")
    assert installed == project["version"]
