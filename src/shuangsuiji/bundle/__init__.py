"""What leaves the process: folders of plain files, and JSON (抽取包与 JSON)."""

from shuangsuiji.bundle.evidence_folders import verify_evidence_folder, write_evidence
from shuangsuiji.bundle.folders import (
    Record,
    read_bundle,
    read_commitment,
    read_draw,
    read_record,
    verify_folder,
    write_bundle,
)
from shuangsuiji.bundle.jsons import FORMAT, from_json, to_json
from shuangsuiji.bundle.kinds import KINDS

__all__ = [
    "FORMAT",
    "KINDS",
    "Record",
    "from_json",
    "read_bundle",
    "read_commitment",
    "read_draw",
    "read_record",
    "to_json",
    "verify_evidence_folder",
    "verify_folder",
    "write_bundle",
    "write_evidence",
]
