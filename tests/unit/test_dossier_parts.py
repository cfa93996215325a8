"""What a dossier cites, and what a draw leaves to be visited: 2.1.7, 2.1.9."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import attrs
import pytest

from shuangsuiji.errors import BrokenChainError, DuplicateError, InvalidValueError
from shuangsuiji.inspection.dossier_parts import Citation, DrawnItem, citation_of, citations_of, file_draw
from shuangsuiji.testing.conferences import effective_procedure
from shuangsuiji.values import record_digest
from tests.unit.builders import AGENCY, inspector_pool, item_list, relaxation
from tests.unit.inspection_days import (
    HEALTH,
    ROUND_AT,
    WINDOW,
    joint_items,
    joint_matching,
    joint_people,
    labels_only,
    next_round,
    own_draw,
    shared_object,
)

AFTER = next_round(joint_matching(), replaced={labels_only(): "查无下落"})


def test_lists_plans_and_pools_are_cited_by_id_version_and_digest() -> None:
    basis = joint_matching().commitment.basis
    assert basis is not None
    assert citation_of(basis.items) == Citation(
        kind="ItemList", id="SCJG-2025", version=1, digest=record_digest(basis.items)
    )
    assert citation_of(basis.pool).digest == basis.pool.digest
    assert citation_of(joint_people()).digest == joint_people().digest
    assert citation_of(basis.plan).digest == record_digest(basis.plan)
    assert str(citation_of(basis.pool)).startswith("ObjectPool SCJG-objects@1 ")


def test_a_procedure_is_cited_with_its_stage_and_a_relaxation_without_a_version() -> None:
    basis = joint_matching().commitment.basis
    assert basis is not None
    cited = citation_of(effective_procedure(basis.plan.joint_plans[0], date(2025, 2, 2)))
    assert (cited.kind, cited.version, cited.state) == ("JointProcedure", 1, "EFFECTIVE")
    assert " EFFECTIVE " in str(cited)
    assert citation_of(relaxation()).version is None


def test_a_commitment_is_cited_by_the_hash_that_was_published_and_a_round_by_its_own() -> None:
    commitment = joint_matching().commitment
    assert citation_of(commitment).digest == commitment.commit
    assert citation_of(AFTER.request) == Citation(
        kind="SupplementCommitment", id="2025/2025-07", version=1, digest=AFTER.request.digest
    )


def test_a_draw_is_cited_by_what_sha256sum_prints_of_its_files() -> None:
    made = own_draw()
    lines = "".join(f"{sha256(made.files[name]).hexdigest()}  {name}\n" for name in sorted(made.files))
    assert citation_of(made).digest == sha256(lines.encode()).hexdigest()
    assert citation_of(made).version == 0
    assert citation_of(AFTER).version == 1
    assert citation_of(AFTER).digest != citation_of(joint_matching().main).digest


def test_another_version_of_the_pool_of_inspectors_is_refused() -> None:
    with pytest.raises(BrokenChainError, match="is not the version of the pool"):
        citations_of(joint_matching().commitment, inspector_pool())
    last = citations_of(joint_matching().commitment)[-2]
    assert (last.kind, last.version, last.digest) == ("InspectorPool", None, joint_people().digest)


def test_a_procedure_is_cited_as_the_manifest_names_it_where_only_the_manifest_is_at_hand() -> None:
    commitment = joint_matching().commitment
    lines = {"rules.joint.stage": "EFFECTIVE", "rules.joint.version": "2"}
    manifest = attrs.evolve(commitment.manifest, entries={**commitment.manifest.entries, **lines})
    cited = {one.kind: one for one in citations_of(attrs.evolve(commitment, manifest=manifest, basis=None))}
    assert (cited["JointProcedure"].id, cited["JointProcedure"].version) == ("联合-01", 2)
    assert cited["JointProcedure"].digest == ""
    assert str(cited["JointProcedure"]).endswith("—")


def test_what_is_to_be_visited_is_filed_with_items_departments_and_last_day() -> None:
    filed = file_draw(joint_matching(), joint_items())
    assert [one.object_id for one in filed.objects] == list(joint_matching().draw.taken.live)
    both = next(one for one in filed.objects if one.object_id == shared_object())
    assert set(both.items) == {
        DrawnItem(item_code="labels", department=AGENCY),
        DrawnItem(item_code="hygiene", department=HEALTH),
    }
    assert (filed.due_on, filed.drawn_on, filed.draw.k) == (WINDOW[1], date(2025, 5, 11), 0)
    assert repr(filed).endswith("应查 6 个对象，替换 0 个>")


def test_where_nobody_is_matched_the_list_says_who_inspects() -> None:
    filed = file_draw(own_draw(), item_list())
    assert {item.department for one in filed.objects for item in one.items} == {AGENCY}
    assert filed.due_on is None


def test_a_replaced_object_is_filed_with_its_reason_and_is_not_to_be_visited() -> None:
    filed = file_draw(AFTER, joint_items())
    assert dict(filed.replaced) == {labels_only(): "查无下落"}
    assert labels_only() not in [one.object_id for one in filed.objects]
    assert (filed.draw.k, filed.drawn_on) == (1, ROUND_AT.date())


def test_an_object_is_filed_once() -> None:
    filed = file_draw(own_draw(), item_list())
    with pytest.raises(DuplicateError):
        attrs.evolve(filed, objects=(*filed.objects, filed.objects[0]))


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "检查"), ("id", ""), ("version", -1), ("version", True), ("digest", "0" * 63), ("state", " ")],
)
def test_a_citation_of_the_wrong_form_is_refused(field: str, value: object) -> None:
    with pytest.raises(InvalidValueError):
        attrs.evolve(citation_of(own_draw()), **{field: value})  # type: ignore[arg-type]
