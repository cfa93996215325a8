"""Vectors of Merkle trees: roots, proofs that a row stands in a frame, proofs that an id does not."""

from collections.abc import Iterator

from tests.vectors import plain
from tests.vectors.message_cases import POOL, Case, Named

CT_LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
SIZES = (1, 2, 3, 7, 8)


def cases() -> Iterator[Named]:
    """Yield every case."""
    yield from roots()
    for size in SIZES:
        yield from inclusions(size)
        yield from absences(size)
    yield from empty()
    yield from false_proofs()


def roots() -> Iterator[Named]:
    """Yield roots over leaves and over the lines of a table."""
    leaves = [bytes.fromhex(one) for one in CT_LEAVES]
    for alg in ("sha256", "sm3"):
        source = {"source": "Certificate Transparency reference tree, RFC 6962"} if alg == "sha256" else {}
        about = "roots[n] is the root over the first n leaves, which are given in hex."
        found = [plain.merkle(alg, leaves[:size]).hex() for size in range(len(leaves) + 1)]
        yield f"merkle/{alg}-ct", {"about": about, **source, "alg": alg, "leaves": list(CT_LEAVES), "roots": found}
        lines = POOL.decode().splitlines()
        about = "The root over the lines of a table without their LF: frame.F.merkle."
        root = plain.merkle(alg, [line.encode() for line in lines]).hex()
        yield f"merkle/{alg}-pool", {"about": about, "alg": alg, "lines": lines, "root": root}


def frame(size: int) -> list[str]:
    """Return the lines of a frame of so many rows, one of them beyond 16 bits."""
    ids = plain.bytewise([plain.uscc(10 * n) for n in range(1, size)] + ["𠮷野家"])
    return [f"{one}\t{'甲' if n % 2 else '乙'}\t溧城\t-" for n, one in enumerate(ids)]


def proof(alg: str, lines: list[str], index: int) -> Case:
    """Return the proof of one line."""
    leaves = [line.encode() for line in lines]
    return {"line": lines[index], "index": index, "path": plain.merkle_path(alg, leaves, index)}


def tree(alg: str, lines: list[str]) -> Case:
    """Return what the manifest says of a frame."""
    return {"alg": alg, "root": plain.merkle(alg, [line.encode() for line in lines]).hex(), "size": len(lines)}


def inclusions(size: int) -> Iterator[Named]:
    """Yield the proofs of the first, the last and a row between."""
    lines = frame(size)
    for place, index in {"first": 0, "between": size // 2, "last": size - 1}.items():
        if place != "between" or 0 < index < size - 1:
            about = f"The {place} of {size} rows stands in the frame; the path leads from the leaf upwards."
            told = {"about": about, "accepted": True, **tree("sha256", lines), "lines": lines}
            yield f"proof/in-{size}-{place}", {**told, "inclusion": proof("sha256", lines, index)}
    if size == SIZES[-1]:
        told = {"about": "A proof with SM3.", "accepted": True, **tree("sm3", lines), "lines": lines}
        yield f"proof/in-{size}-sm3", {**told, "inclusion": proof("sm3", lines, 5)}


def absences(size: int) -> Iterator[Named]:
    """Yield the proofs that an id stands before the first, after the last, between two."""
    lines = frame(size)
    ids = [line.split("\t")[0] for line in lines]
    absent = {"before": "0", "after": "𪚥"} | ({"between": f"{ids[size // 2 - 1]}0"} if size > 1 else {})
    for place, one in absent.items():
        at = {"before": 0, "after": size, "between": size // 2}[place]
        about = f"An id {place} the {size} rows does not stand in the frame: its neighbours are adjacent."
        told = {"about": about, "accepted": True, **tree("sha256", lines), "lines": lines, "absent": one}
        yield f"proof/out-{size}-{place}", {**told, **neighbours(lines, at)}


def neighbours(lines: list[str], at: int) -> Case:
    """Return the proofs of the rows before and after a place, null where there is none."""
    left = proof("sha256", lines, at - 1) if at else None
    return {"left": left, "right": proof("sha256", lines, at) if at < len(lines) else None}


def empty() -> Iterator[Named]:
    """Yield the proof that nothing stands in an empty frame."""
    about = "Nothing stands in an empty frame, whose root is H of nothing."
    told = {"about": about, "accepted": True, **tree("sha256", []), "lines": []}
    yield "proof/out-0", {**told, "absent": "x", "left": None, "right": None}


def false_proofs() -> Iterator[Named]:
    """Yield proofs that prove nothing."""
    lines = frame(7)
    ids = [line.split("\t")[0] for line in lines]
    good = proof("sha256", lines, 3)
    path = plain.merkle_path("sha256", [line.encode() for line in lines], 3)
    bad: dict[str, tuple[str, Case]] = {
        "relabelled": ("The row is another.", {"inclusion": good | {"line": lines[3].replace("甲", "乙")}}),
        "moved": ("The place is another.", {"inclusion": good | {"index": 2}}),
        "path-cut": ("A digest is missing.", {"inclusion": good | {"path": path[:-1]}}),
        "path-longer": ("There is one digest more.", {"inclusion": good | {"path": [*path, path[0]]}}),
        "path-turned": ("The digests stand in another order.", {"inclusion": good | {"path": path[::-1]}}),
        "index-beyond": ("The place lies outside the frame.", {"inclusion": good | {"index": 11}}),
        "not-adjacent": (
            "The neighbours are not adjacent.",
            {"absent": ids[3], "left": proof("sha256", lines, 2), "right": proof("sha256", lines, 4)},
        ),
        "not-between": (
            "The id does not lie between its neighbours.",
            {"absent": f"{ids[4]}0", **neighbours(lines, 4)},
        ),
        "no-right": (
            "The left neighbour is not the last row.",
            {"absent": "𪚥", **neighbours(lines, 3), "right": None},
        ),
        "no-left": ("The right neighbour is not the first row.", {"absent": "0", **neighbours(lines, 3), "left": None}),
        "present": ("The id is that of its left neighbour.", {"absent": ids[3], **neighbours(lines, 4)}),
        "no-neighbours": ("The frame is not empty.", {"absent": "x", "left": None, "right": None}),
    }
    for name, (about, shown) in bad.items():
        yield f"proof/false-{name}", {"about": about, "accepted": False, **tree("sha256", lines), **shown}
    other = tree("sha256", lines) | {"size": 8}
    about = "The frame has another number of rows: size is committed with the root."
    yield "proof/false-size", {"about": about, "accepted": False, **other, "inclusion": proof("sha256", lines, 6)}
