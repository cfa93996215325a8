"""Vectors of whole bundles: what is sound, and every tampering."""

import re
from base64 import b64encode
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.vectors import plain
from tests.vectors.bundles import BUNDLES
from tests.vectors.matching_tamperings import MATCHING_TAMPERINGS
from tests.vectors.message_cases import Case, Named
from tests.vectors.more_tamperings import MORE_TAMPERINGS
from tests.vectors.redrawing import MANIFEST, names
from tests.vectors.tamperings import TAMPERINGS, Files, Tampering, pairs

HERE = Path(__file__).parent
VERIFIERS = ("package", "verify.py", "verify.sh")
# What the verifiers leave unchecked of a sound bundle; those of the contract first.
SOUND: dict[str, tuple[str, dict[str, list[str]]]] = {
    "ssj1-single": ("Open, one frame.", {}),
    "ssj1-joint": (
        "Sealed, two parties, two frames, a matching.",
        {"verify.py": ["matching"], "verify.sh": ["matching"]},
    ),
    "ssj1-rounds": ("Sealed, two parties, two frames, batches, two supplementary rounds.", {}),
    "ssj1-pareto": ("By weights and by chance, with a root.", {"verify.sh": ["design", "merkle", "rounding"]}),
    "ssj1-matching": (
        "A matching over a round: experts, recusals, substitutes, officers added.",
        {"verify.py": ["matching"], "verify.sh": ["matching"]},
    ),
    "ssj1-sm3": ("Every hash is SM3; two rounds.", {}),
    "ssj1-drand": (
        "A round of drand and its signature.",
        {"verify.py": ["drand"], "verify.sh": ["drand", "merkle"]},
    ),
}


def bundles() -> dict[str, Files]:
    """Return the files of every bundle, those of the contract as they lie there."""
    given = {name: files_of(HERE / name) for name in SOUND if name not in BUNDLES}
    return given | {name: make() for name, make in BUNDLES.items()}


def files_of(folder: Path) -> Files:
    """Return the files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def cases() -> Iterator[Named]:
    """Yield every case."""
    base = bundles()
    for name, (about, unchecked) in SOUND.items():
        yield f"bundle/{name}", sound(about, name, base[name], unchecked)
    for tampering in (*TAMPERINGS, *MORE_TAMPERINGS, *MATCHING_TAMPERINGS):
        yield f"tampering/{slug(tampering.name)}", tampered(tampering, base[tampering.bundle])


def slug(name: str) -> str:
    """Return a name as that of a file."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


def sound(about: str, name: str, files: Files, unchecked: dict[str, list[str]]) -> Case:
    """Return what is found in a sound bundle."""
    manifest = pairs(files[MANIFEST])
    alg, commit = manifest["alg"], plain.hashed(manifest["alg"], files[MANIFEST])
    rounds: list[Case] = []
    for k in count():
        request, reveal = names(k)[:2]
        if reveal not in files:
            break
        told = pairs(files[reveal])
        codes = {key.removeprefix("code."): value for key, value in told.items() if key.startswith("code.")}
        supplement = plain.hashed(alg, files[request]) if k else "-"
        seed = plain.hashed(alg, plain.seed_message(commit, k, supplement, told["beacon"], codes))
        rounds.append({"k": k, "supplement": supplement, "seed": seed, **plain.keys(alg, seed)})
    left = {verifier: unchecked.get(verifier, []) for verifier in VERIFIERS}
    return {"about": about, "bundle": name, "alg": alg, "commit": commit, "rounds": rounds, "unchecked": left}


def tampered(tampering: Tampering, base: Files) -> Case:
    """Return the files that a tampering changes, and what is refused for it."""
    files = tampering.apply(base)
    changed = {name: content(files.get(name)) for name in sorted(base | files) if files.get(name) != base.get(name)}
    return {
        "about": f"{tampering.name[0].upper()}{tampering.name[1:]}.",
        "bundle": tampering.bundle,
        "codes": sorted(tampering.codes),
        "also": sorted(tampering.also),
        "seen_by": [verifier for verifier in VERIFIERS if verifier not in tampering.unseen],
        "changed": changed,
    }


def content(octets: bytes | None) -> str | dict[str, str] | None:
    """Return the content of a file: its text, its bytes in base64 where they are no text, null where it is removed."""
    if octets is None:
        return None
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return {"base64": b64encode(octets).decode()}
