"""Inspections: what was done on the spot, what came of it, and what follows (检查)."""

from shuangsuiji.inspection.appraisals import Appraisal, AppraisalAspect, appraise
from shuangsuiji.inspection.archive_records import ArchiveRecord
from shuangsuiji.inspection.bulletins import Bulletin, bulletin
from shuangsuiji.inspection.cluster_reports import Cluster, ClusterReport, clusters
from shuangsuiji.inspection.credit_events import (
    CreditEvent,
    CreditNotice,
    check_credit_events,
    credit_event,
    gives_credit_event,
    share_credit_event,
    withdraw_credit_event,
)
from shuangsuiji.inspection.dossier_checks import archive, check_dossier
from shuangsuiji.inspection.dossier_matters import open_leads, open_matters
from shuangsuiji.inspection.dossier_parts import (
    Citation,
    FiledDraw,
    file_draw,
)
from shuangsuiji.inspection.dossier_verification import verify_dossier
from shuangsuiji.inspection.dossiers import (
    Dossier,
    DossierEntry,
    DossierHead,
    Opening,
    file_record,
    file_records,
    open_dossier,
)
from shuangsuiji.inspection.draw_lines import check_cited, cite
from shuangsuiji.inspection.following import (
    answer_hand_over,
    carry_out,
    close_follow_up,
    hand_over,
    open_follow_up,
    recheck,
)
from shuangsuiji.inspection.followup_checks import FOLLOW_UP_TERM, OpenFollowUp, check_followups, open_follow_ups
from shuangsuiji.inspection.followup_parts import (
    HandOver,
    Responsibility,
    ResponsibilityRule,
)
from shuangsuiji.inspection.followups import FollowUp
from shuangsuiji.inspection.indicators import FORMULAS, Formula, Indicator
from shuangsuiji.inspection.inspection_terms import (
    Channel,
    DisclosureGrade,
    FollowUpMeasure,
    LeadSource,
    Outcome,
    OutcomeGroup,
    ReferralKind,
    outcome_named,
)
from shuangsuiji.inspection.lead_bookings import check_booking
from shuangsuiji.inspection.lead_entries import CompletenessStatement, LeadEntry, RegisterHead
from shuangsuiji.inspection.lead_handlings import (
    LEAD_RESPONSE,
    LeadHandling,
    respond_by,
    response_of,
    take_step,
    unhandled,
)
from shuangsuiji.inspection.lead_queries import LeadAnswer, LeadState, OpenPeriod, leads_on
from shuangsuiji.inspection.lead_registers import LeadRegister, append_entry, check_register
from shuangsuiji.inspection.leads import UNLICENSED_TEXTS, CaseLead, LeadStep, LeadStepKind, lead_visited
from shuangsuiji.inspection.matters import OpenMatter
from shuangsuiji.inspection.national_forms import national_mapping, national_row
from shuangsuiji.inspection.national_rows import (
    NATIONAL_DETAIL_FIELDS,
    NATIONAL_FIELDS,
    NationalDetail,
    NationalRow,
    NationalType,
    national_rows_of,
    national_type,
)
from shuangsuiji.inspection.objection_checks import ObjectionTerms, check_objections
from shuangsuiji.inspection.objections import (
    Objection,
    ObjectionAnswer,
    ObjectionVerdict,
    Objector,
    SettledObjection,
    answer_objection,
    object_to,
    settle_objection,
)
from shuangsuiji.inspection.overlaps import pool_overlaps
from shuangsuiji.inspection.plan_publications import PlanNotice, PlanPublication, post_plan
from shuangsuiji.inspection.publication_checks import check_plan_publication, check_publication
from shuangsuiji.inspection.publication_deadlines import (
    DeadlineDuty,
    DeadlineStart,
    PublicationDeadline,
    PublicationTerms,
    awaited_deadlines,
    deadlines_of,
    task_completed_on,
)
from shuangsuiji.inspection.publication_lists import PublicationDue, due_soon, overdue, publication_dues, withheld
from shuangsuiji.inspection.publications import ChannelRecord, Publication
from shuangsuiji.inspection.publishing import PublicRecord, disclose, grade_again, post, publish
from shuangsuiji.inspection.recognising import RecognitionRecord, recognised
from shuangsuiji.inspection.recognitions import Equivalence, MutualRecognition, RecognitionReading
from shuangsuiji.inspection.referral_checks import REFERRAL_TERM, check_measures, check_referrals
from shuangsuiji.inspection.referrals import CrimeSuspicion, OfficialReferral, Referral, acknowledge
from shuangsuiji.inspection.regrading import Regrading, regrade
from shuangsuiji.inspection.regrading_rules import REGRADING_RULES, RegradingGround, RegradingRule
from shuangsuiji.inspection.results import Result, correct, current, enter
from shuangsuiji.inspection.score_basis import ScoreBasis
from shuangsuiji.inspection.scorecards import DepartmentScore, Standing, score
from shuangsuiji.inspection.targeted import RiskFinding, TargetedApproval, TargetedInspection, as_task
from shuangsuiji.inspection.targeted_checks import check_approval, check_targeted
from shuangsuiji.inspection.visit_checks import PRIOR_APPROVAL, SCAN_IN, check_results, check_visit, check_visits
from shuangsuiji.inspection.visit_parts import Approval, DrawCitation, ExpertOpinion, ScanIn, VisitItem, VisitOfficer
from shuangsuiji.inspection.visiting import visit
from shuangsuiji.inspection.visits import Visit

__all__ = [
    "FOLLOW_UP_TERM",
    "FORMULAS",
    "LEAD_RESPONSE",
    "NATIONAL_DETAIL_FIELDS",
    "NATIONAL_FIELDS",
    "PRIOR_APPROVAL",
    "REFERRAL_TERM",
    "REGRADING_RULES",
    "SCAN_IN",
    "UNLICENSED_TEXTS",
    "Appraisal",
    "AppraisalAspect",
    "Approval",
    "ArchiveRecord",
    "Bulletin",
    "CaseLead",
    "Channel",
    "ChannelRecord",
    "Citation",
    "Cluster",
    "ClusterReport",
    "CompletenessStatement",
    "CreditEvent",
    "CreditNotice",
    "CrimeSuspicion",
    "DeadlineDuty",
    "DeadlineStart",
    "DepartmentScore",
    "DisclosureGrade",
    "Dossier",
    "DossierEntry",
    "DossierHead",
    "DrawCitation",
    "Equivalence",
    "ExpertOpinion",
    "FiledDraw",
    "FollowUp",
    "FollowUpMeasure",
    "Formula",
    "HandOver",
    "Indicator",
    "LeadAnswer",
    "LeadEntry",
    "LeadHandling",
    "LeadRegister",
    "LeadSource",
    "LeadState",
    "LeadStep",
    "LeadStepKind",
    "MutualRecognition",
    "NationalDetail",
    "NationalRow",
    "NationalType",
    "Objection",
    "ObjectionAnswer",
    "ObjectionTerms",
    "ObjectionVerdict",
    "Objector",
    "OfficialReferral",
    "OpenFollowUp",
    "OpenMatter",
    "OpenPeriod",
    "Opening",
    "Outcome",
    "OutcomeGroup",
    "PlanNotice",
    "PlanPublication",
    "PublicRecord",
    "Publication",
    "PublicationDeadline",
    "PublicationDue",
    "PublicationTerms",
    "RecognitionReading",
    "RecognitionRecord",
    "Referral",
    "ReferralKind",
    "RegisterHead",
    "Regrading",
    "RegradingGround",
    "RegradingRule",
    "Responsibility",
    "ResponsibilityRule",
    "Result",
    "RiskFinding",
    "ScanIn",
    "ScoreBasis",
    "SettledObjection",
    "Standing",
    "TargetedApproval",
    "TargetedInspection",
    "Visit",
    "VisitItem",
    "VisitOfficer",
    "acknowledge",
    "answer_hand_over",
    "answer_objection",
    "append_entry",
    "appraise",
    "archive",
    "as_task",
    "awaited_deadlines",
    "bulletin",
    "carry_out",
    "check_approval",
    "check_booking",
    "check_cited",
    "check_credit_events",
    "check_dossier",
    "check_followups",
    "check_measures",
    "check_objections",
    "check_plan_publication",
    "check_publication",
    "check_referrals",
    "check_register",
    "check_results",
    "check_targeted",
    "check_visit",
    "check_visits",
    "cite",
    "close_follow_up",
    "clusters",
    "correct",
    "credit_event",
    "current",
    "deadlines_of",
    "disclose",
    "due_soon",
    "enter",
    "file_draw",
    "file_record",
    "file_records",
    "gives_credit_event",
    "grade_again",
    "hand_over",
    "lead_visited",
    "leads_on",
    "national_mapping",
    "national_row",
    "national_rows_of",
    "national_type",
    "object_to",
    "open_dossier",
    "open_follow_up",
    "open_follow_ups",
    "open_leads",
    "open_matters",
    "outcome_named",
    "overdue",
    "pool_overlaps",
    "post",
    "post_plan",
    "publication_dues",
    "publish",
    "recheck",
    "recognised",
    "regrade",
    "respond_by",
    "response_of",
    "score",
    "settle_objection",
    "share_credit_event",
    "take_step",
    "task_completed_on",
    "unhandled",
    "verify_dossier",
    "visit",
    "withdraw_credit_event",
    "withheld",
]
