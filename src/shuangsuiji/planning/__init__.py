"""Plans: who decides what is drawn (计划)."""

from shuangsuiji.planning.adjustments import Adjustment
from shuangsuiji.planning.annual import AnnualPlan, PlanLimits, adjust
from shuangsuiji.planning.budgets import Budget, BudgetLine, CostHead, CostRate, CostUnit, PlanVolume, estimate
from shuangsuiji.planning.burdens import BurdenRules, CountedVisit, burden_rules, spared, visits_counted
from shuangsuiji.planning.cap_waivers import CapWaiver
from shuangsuiji.planning.capacity_checks import Workload, workload
from shuangsuiji.planning.check_sheets import (
    CheckSheet,
    MarkedPoint,
    PointMark,
    SheetPoint,
    check_marks,
    check_sheet,
)
from shuangsuiji.planning.city_plans import check_department_plan, department_plan, departments_of
from shuangsuiji.planning.conference import LIYANG_CONFERENCE, JointConference, check_conference, check_inspecting
from shuangsuiji.planning.conference_acts import Act
from shuangsuiji.planning.conference_calls import AgendaItem, Delegation, MeetingCall, MeetingProposal
from shuangsuiji.planning.conference_changes import (
    confirm_change,
    join,
    name_liaison,
    propose_addition,
    propose_adjustment,
)
from shuangsuiji.planning.conference_meetings import Attendance, LiaisonMeeting, Meeting
from shuangsuiji.planning.conference_seats import Liaison, Membership, MembershipChange
from shuangsuiji.planning.conference_terms import (
    AgendaKind,
    AttendanceKind,
    ConferenceRole,
    MatterStatus,
    MeetingKind,
    MinutesStep,
    ResolutionOutcome,
    SeatChangeKind,
    SeatStatus,
)
from shuangsuiji.planning.consultations import Consultation, Opinion
from shuangsuiji.planning.designs import EVERY_STRATUM, SamplingDesign
from shuangsuiji.planning.filters import Filter, Operator
from shuangsuiji.planning.forecasts import DesignForecast, PoolForecast, TaskForecast
from shuangsuiji.planning.gradings import CREDIT, DISHONESTY, RISK, Grading
from shuangsuiji.planning.guidance import GuidanceNote, GuidanceReply, OverdueGuidance, overdue_guidance
from shuangsuiji.planning.guides import CheckPoint, InspectionGuide, check_guides
from shuangsuiji.planning.joint import JointPlan
from shuangsuiji.planning.joint_counting import JointCounts, joint_counts
from shuangsuiji.planning.joint_options import ProcedureOptions
from shuangsuiji.planning.joint_procedures import JointProcedure, draft_joint
from shuangsuiji.planning.joint_relaxations import JointRelaxation
from shuangsuiji.planning.joint_steps import Letter, Reply, Revision, Sitting, Step
from shuangsuiji.planning.joint_terms import Answer, JointAction, JointRoute, JointStage, JointTrigger, Quorum
from shuangsuiji.planning.minutes import Minutes, agree, copy_up, draw_up, file_minutes, issue, redraw, sign
from shuangsuiji.planning.participation import (
    city_level_participants,
    participants_of,
    required_participants,
    with_city_level,
)
from shuangsuiji.planning.plan_basis import PlanBasis
from shuangsuiji.planning.plan_checks import PlanForecast, check_plan, forecast
from shuangsuiji.planning.plan_terms import (
    CreditGrade,
    DishonestyMark,
    GradingKind,
    PlanLevel,
    PlanQuantity,
    RiskGrade,
    SupervisionMode,
)
from shuangsuiji.planning.plan_volumes import plan_volume
from shuangsuiji.planning.resolutions import AssignedDuty, Resolution
from shuangsuiji.planning.resolved_matters import (
    Delivery,
    OverdueDuty,
    ReportToGovernment,
    ResolvedMatter,
    check_resolved_matters,
    complete,
    deliver,
    overdue,
)
from shuangsuiji.planning.schedules import (
    LAST_DAY,
    DrawSchedule,
    Frequency,
    Period,
    ScheduledDraw,
    check_spread,
    lay_out,
)
from shuangsuiji.planning.tasks import Task
from shuangsuiji.planning.teams import ExpertRule, TeamRule, check_teams, team_minimum
from shuangsuiji.planning.working_rules import WorkingRules

__all__ = [
    "CREDIT",
    "DISHONESTY",
    "EVERY_STRATUM",
    "LAST_DAY",
    "LIYANG_CONFERENCE",
    "RISK",
    "Act",
    "Adjustment",
    "AgendaItem",
    "AgendaKind",
    "AnnualPlan",
    "Answer",
    "AssignedDuty",
    "Attendance",
    "AttendanceKind",
    "Budget",
    "BudgetLine",
    "BurdenRules",
    "CapWaiver",
    "CheckPoint",
    "CheckSheet",
    "ConferenceRole",
    "Consultation",
    "CostHead",
    "CostRate",
    "CostUnit",
    "CountedVisit",
    "CreditGrade",
    "Delegation",
    "Delivery",
    "DesignForecast",
    "DishonestyMark",
    "DrawSchedule",
    "ExpertRule",
    "Filter",
    "Frequency",
    "Grading",
    "GradingKind",
    "GuidanceNote",
    "GuidanceReply",
    "InspectionGuide",
    "JointAction",
    "JointConference",
    "JointCounts",
    "JointPlan",
    "JointProcedure",
    "JointRelaxation",
    "JointRoute",
    "JointStage",
    "JointTrigger",
    "Letter",
    "Liaison",
    "LiaisonMeeting",
    "MarkedPoint",
    "MatterStatus",
    "Meeting",
    "MeetingCall",
    "MeetingKind",
    "MeetingProposal",
    "Membership",
    "MembershipChange",
    "Minutes",
    "MinutesStep",
    "Operator",
    "Opinion",
    "OverdueDuty",
    "OverdueGuidance",
    "Period",
    "PlanBasis",
    "PlanForecast",
    "PlanLevel",
    "PlanLimits",
    "PlanQuantity",
    "PlanVolume",
    "PointMark",
    "PoolForecast",
    "ProcedureOptions",
    "Quorum",
    "Reply",
    "ReportToGovernment",
    "Resolution",
    "ResolutionOutcome",
    "ResolvedMatter",
    "Revision",
    "RiskGrade",
    "SamplingDesign",
    "ScheduledDraw",
    "SeatChangeKind",
    "SeatStatus",
    "SheetPoint",
    "Sitting",
    "Step",
    "SupervisionMode",
    "Task",
    "TaskForecast",
    "TeamRule",
    "WorkingRules",
    "Workload",
    "adjust",
    "agree",
    "burden_rules",
    "check_conference",
    "check_department_plan",
    "check_guides",
    "check_inspecting",
    "check_marks",
    "check_plan",
    "check_resolved_matters",
    "check_sheet",
    "check_spread",
    "check_teams",
    "city_level_participants",
    "complete",
    "confirm_change",
    "copy_up",
    "deliver",
    "department_plan",
    "departments_of",
    "draft_joint",
    "draw_up",
    "estimate",
    "file_minutes",
    "forecast",
    "issue",
    "join",
    "joint_counts",
    "lay_out",
    "name_liaison",
    "overdue",
    "overdue_guidance",
    "participants_of",
    "plan_volume",
    "propose_addition",
    "propose_adjustment",
    "redraw",
    "required_participants",
    "sign",
    "spared",
    "team_minimum",
    "visits_counted",
    "with_city_level",
    "workload",
]
