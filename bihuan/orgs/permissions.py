"""Roles and what each may do: a table, read by orgs.access and printed in docs/reference.

The administrator keeps accounts and sees no content; no role that touches content may grant
roles, so nobody can give themselves a content role.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    VILLAGE_REPORTER = "village_reporter", _("村级填报员")
    STATION_REPORTER = "station_reporter", _("站所填报员")
    CLERK = "clerk", _("办公室文书")
    LEADER = "leader", _("领导")
    INSPECTION_GROUP = "inspection_group", _("指导检查组")
    AUDITOR = "auditor", _("审计员")
    ADMINISTRATOR = "administrator", _("系统管理员")


ROLE_CHOICES = Role.choices
CONTENT_ROLES = frozenset(set(Role) - {Role.ADMINISTRATOR, Role.AUDITOR})


class Permission(StrEnum):
    """What may be done over a subtree of units."""

    SEE_FIGURES = "see_figures"  # counts and documents of the whole administration
    SEE_RECORDS = "see_records"  # the rows themselves
    ENTER_RECORDS = "enter_records"  # draft and submit
    VERIFY_RECORDS = "verify_records"  # verify, return; what one enters is verified at once
    DEFINE_REGISTERS = "define_registers"
    DRAFT_DOCUMENTS = "draft_documents"
    SIGN_FIGURES = "sign_figures"  # sign for a figure without records
    ISSUE_DOCUMENTS = "issue_documents"
    SEE_PEOPLE = "see_people"  # units, posts, teams, contact points
    MANAGE_PEOPLE = "manage_people"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    RECORD_OPINIONS = "record_opinions"  # enter what was said, see what one's own unit entered
    SORT_OPINIONS = "sort_opinions"  # see all, class, merge, answer, publish
    SEE_OPINIONS = "see_opinions"  # see all, without contacts
    SEE_TASKS = "see_tasks"  # tasks, problems and their stories
    DO_TASKS = "do_tasks"  # sign for, report progress, submit, ask to extend, return
    ASSIGN_TASKS = "assign_tasks"  # open problems, assign, chase, close, suspend
    VERIFY_TASKS = "verify_tasks"  # never one's own (tasks.rules)
    DECIDE_MATTERS = "decide_matters"  # extensions, returned tasks, dissatisfaction
    KEEP_MONEY = "keep_money"  # amounts by payer
    SEE_CASES = "see_cases"  # disputes and petitions, without who brought them
    KEEP_CASES = "keep_cases"  # record them and see, with a reason, who brought them
    KEEP_KEYS = "keep_keys"  # keys of the interface for other systems
    SEE_MEETINGS = "see_meetings"  # meetings, who came, what was decided
    KEEP_MEETINGS = "keep_meetings"  # call them, record attendance, points and decisions
    KEEP_TALKS = "keep_talks"  # heart talks: who with whom and when, never what was said
    SEE_CAMPAIGNS = "see_campaigns"  # plans, requirements, matrix, burden, readiness
    RUN_CAMPAIGNS = "run_campaigns"  # make and change a campaign, its requirements; send a gate
    ADAPT_PLANS = "adapt_plans"  # adopt and adapt the plan of one's own unit; keep its roll
    SEE_POLLS = "see_polls"  # that a poll is held, how many came; results that speak of no person
    RUN_POLLS = "run_polls"  # prepare a poll, its key and slips, type in paper ballots
    CHAIR_POLLS = "chair_polls"  # begin and end voting, publish
    SEE_APPRAISALS = "see_appraisals"  # results that speak of persons; the yearly assessment
    DECIDE_TALKS = "decide_talks"  # decide on a talk with somebody; grades of the year
    AGREE_STAGES = "agree_stages"  # the level above: agree to a stage, with conditions or not


_REPORTER = {
    Permission.SEE_FIGURES,
    Permission.SEE_RECORDS,
    Permission.ENTER_RECORDS,
    Permission.SEE_PEOPLE,
    Permission.RECORD_OPINIONS,
    Permission.SEE_TASKS,
    Permission.DO_TASKS,
    Permission.SEE_MEETINGS,
    Permission.KEEP_MEETINGS,
    Permission.SEE_CAMPAIGNS,
    Permission.ADAPT_PLANS,
    Permission.SEE_POLLS,
}
_CLERK = _REPORTER | {
    Permission.VERIFY_RECORDS,
    Permission.DEFINE_REGISTERS,
    Permission.DRAFT_DOCUMENTS,
    Permission.MANAGE_PEOPLE,
    Permission.SORT_OPINIONS,
    Permission.SEE_OPINIONS,
    Permission.ASSIGN_TASKS,
    Permission.VERIFY_TASKS,
    Permission.KEEP_MONEY,
    Permission.SEE_CASES,
    Permission.KEEP_CASES,
    Permission.KEEP_TALKS,
    Permission.RUN_CAMPAIGNS,
    Permission.RUN_POLLS,
    Permission.SEE_APPRAISALS,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.VILLAGE_REPORTER: frozenset(_REPORTER),
    Role.STATION_REPORTER: frozenset(_REPORTER),
    Role.CLERK: frozenset(_CLERK),
    Role.LEADER: frozenset(
        {
            Permission.SEE_FIGURES,
            Permission.SEE_RECORDS,
            Permission.VERIFY_RECORDS,
            Permission.SIGN_FIGURES,
            Permission.ISSUE_DOCUMENTS,
            Permission.SEE_PEOPLE,
            Permission.SEE_OPINIONS,
            Permission.SEE_TASKS,
            Permission.ASSIGN_TASKS,
            Permission.VERIFY_TASKS,
            Permission.DECIDE_MATTERS,
            Permission.SEE_CASES,
            Permission.SEE_MEETINGS,
            Permission.KEEP_TALKS,
            Permission.SEE_CAMPAIGNS,
            Permission.SEE_POLLS,
            Permission.CHAIR_POLLS,
            Permission.SEE_APPRAISALS,
            Permission.DECIDE_TALKS,
        }
    ),
    # It verifies what a township itself, with all its offices, was responsible for.
    Role.INSPECTION_GROUP: frozenset(
        {
            Permission.SEE_FIGURES,
            Permission.SEE_RECORDS,
            Permission.SEE_PEOPLE,
            Permission.SEE_OPINIONS,
            Permission.SEE_TASKS,
            Permission.VERIFY_TASKS,
            Permission.SEE_MEETINGS,
            Permission.SEE_CAMPAIGNS,
            Permission.SEE_POLLS,
            Permission.SEE_APPRAISALS,
            Permission.AGREE_STAGES,
        }
    ),
    Role.AUDITOR: frozenset({Permission.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({Permission.MANAGE_ACCOUNTS, Permission.KEEP_KEYS}),
}
