"""Write the vectors: `python -m tests.vectors.write_vectors`, from the root of the repository.

Everything is computed from the specification by `plain`, nothing by the package.
"""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tests.vectors import bundle_cases, draw_cases, given_cases, merkle_cases, message_cases, outside_cases
from tests.vectors.bundles import BUNDLES

HERE = Path(__file__).parent
WIDTH = 160
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me"})


def visible(text: str) -> str:
    """Return a JSON string in which whatever cannot be told by eye, or lies beyond 16 bits, is escaped."""
    return "".join(json.dumps(one)[1:-1] if escaped(one) else one for one in json.dumps(text, ensure_ascii=False))


def escaped(one: str) -> bool:
    """Tell whether a character is written as an escape."""
    return ord(one) > 0xFFFF or unicodedata.category(one) in UNSEEN or (one != " " and one.isspace())


def json_text(value: object, margin: str = "") -> str:
    """Return a value as JSON for readers: short lists on one line, else one element a line."""
    if isinstance(value, str):
        return visible(value)
    if not isinstance(value, dict | list):
        return json.dumps(value)
    more = f"{margin}  "
    if isinstance(value, dict):
        parts = [f"{visible(key)}: {json_text(one, more)}" for key, one in value.items()]
    else:
        parts = [json_text(one, more) for one in value]
    brackets = "{}" if isinstance(value, dict) else "[]"
    flat = f"{brackets[0]}{', '.join(parts)}{brackets[1]}"
    if (isinstance(value, list) and len(margin) + len(flat) <= WIDTH and "\n" not in flat) or not value:
        return flat
    inner = ",\n".join(f"{more}{part}" for part in parts)
    return f"{brackets[0]}\n{inner}\n{margin}{brackets[1]}"


def contents() -> Iterator[tuple[str, bytes]]:
    """Yield the path below this folder and the bytes of every file."""
    for name, make in BUNDLES.items():
        for file, content in make().items():
            yield f"{name}/{file}", content
    for module in (message_cases, merkle_cases, draw_cases, given_cases, outside_cases, bundle_cases):
        for path, case in module.cases():
            yield f"cases/{path}.json", f"{json_text({'kind': path.split('/')[0]} | case)}\n".encode()


def stale(paths: set[str]) -> Iterator[Path]:
    """Yield the files that lie where vectors lie and are none."""
    for folder in ("cases", *BUNDLES):
        for path in sorted((HERE / folder).rglob("*")):
            if path.is_file() and path.relative_to(HERE).as_posix() not in paths:
                yield path


def write() -> None:
    """Write every file, and remove those of vectors that are no more."""
    written = dict(contents())
    for path, content in written.items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_bytes(content)
    for old in stale(set(written)):
        old.unlink()


if __name__ == "__main__":
    write()
