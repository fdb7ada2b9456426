"""A check of our own: a request the document allows is refused only for what no schema can say.

`schemathesis.toml` lets such requests be answered 400, 412 or 422. That alone would also hide a
length, a pattern or a required member the document forgot, so here every code that may refuse them
is named. ops/test.sh loads this file (SCHEMATHESIS_HOOKS).
"""

import re

import schemathesis

REFUSALS = {
    # What is referred to does not exist, or no longer.
    "auth.bad_credentials",
    "auth.unknown_capacity",
    "case.merge_target",
    "case.unknown_party",
    "center.unknown",
    "code.unknown",
    "department.unknown",
    "person.unknown",
    "region.unknown",
    "attachment.unknown_document",
    "document.about_unknown",
    "reception.slot_taken",
    "region_id",
    "substitution.unknown_capacity",
    "supervision_order.case_unknown",
    "agreement.item_unknown",
    "agreement.mediation_unknown",
    "mediation.mediator_unknown",
    "mediation.room_unknown",
    "time_limit.simulation_unknown",
    "view.unknown",
    "visit.case_unknown",
    "visit.unknown",
    "request.invalid_cursor",
    "request.stale_version",
    "case.stale_version",
    # What is sent was sent before, for something else.
    "auth.password_reused",
    "idempotency.key_reused",
    # Which verbs are for many is told by `/case-workflow`.
    "case.not_bulk",
    # Numbers of people are no subject.
    "visit.personal_data",
    # What was announced, and what came.
    "attachment.size_differs",
    "attachment.too_large",
    "attachment.bad_name",
    # Two values do not go together.
    "notice.address_not_allowed",
    "substitution.admin_role",
    "substitution.exclusive_roles",
    "substitution.invalid_dates",
    "substitution.other_unit",
    "substitution.self",
    "supervision_order.case_not_handled",
    "supervision_order.department_not_handling",
    "supervision_order.open_already",
    "supervision_order.reply_day",
    "visit.receiver",
    # Days, sums and sides that do not fit what is known of the case, the session or the agreement.
    "agreement.amount",
    "agreement.confirmation_too_late",
    "agreement.court_no_required",
    "agreement.invalid_day",
    "agreement.not_joint",
    "mediation.conflict",
    "mediation.invalid_time",
    "mediation.not_qualified",
    "mediation.route_required",
    "mediator.validity",
    # A rule next to the other versions of it, and a simulation before limits that run are changed.
    "time_limit.gap",
    "time_limit.not_in_force",
    "time_limit.other_clock",
    "time_limit.overlap",
    "time_limit.simulation_required",
    # What may be compared with what, how deep, and how much of it.
    "automation.action_required",
    "automation.condition_empty",
    "automation.condition_too_deep",
    "automation.condition_too_large",
    "automation.operator_mismatch",
    "automation.part_unexpected",
    "automation.validity_reversed",
    "automation.value_required",
    "automation.value_unknown",
    "calendar.range_too_long",
    "capacity.exclusive_roles",
    "capacity.wrong_level",
    "capacity.wrong_region",
    "case.department_out_of_reach",
    "case.extension_too_long",
    "case.field_empty",
    "case.not_above_or_below",
    "case.not_classified",
    "case.party_required",
    "case.reason_required",
    "department.cycle",
    "duplicate",
    "from,to",
    "not_reached_has_no_answers",
    # What else the body says decides whether these are needed.
    "/department_id missing_field",
    "/region_id missing_field",
    "/solved missing_field",
    "/procedure missing_field",
    "/extension not_applicable",
    "/day_kind not_applicable",
    "/place/lat missing_field",
    "/place/lng missing_field",
    "/new_case/place/lat missing_field",
    "/new_case/place/lng missing_field",
    # The day it is, what was announced before, or how easily a password is guessed.
    "/announced_through range",
    "/valid_to range",
    "time_limit.in_the_past",
    "auth.bad_otp",
    # An address is more than a pattern (RFC 5321).
    "/email pattern",
    "auth.weak_password",
    "case.invalid_time",
    "callback.quota_in_the_past",
    "/valid_from range",
    # Days, places and persons of receptions and meetings, as they are when it is asked.
    "reception.leader",
    "reception.times",
    "reception.lead_time",
    "reception.slots_booked",
    "reception.swap_day",
    "reception.slot_taken",
    "reception.appointment_unknown",
    "reception.case_required",
    "reception.case_unknown",
    "review_meeting.time",
    "review_meeting.chair",
    "review_meeting.item_unknown",
    "review_meeting.item_duplicate",
    "review_meeting.case_unknown",
    "case_task.case",
    "case_task.case_ended",
    "case_task.due_day",
    # What the author of a rule may do, and whether a month is over.
    "automation.action_not_held",
    "report.month_not_over",
    "report.too_many_rows",
    # Which facts and papers the case has, and which fields the template of the day declares.
    "document.field_missing",
    "document.field_from_case",
    "document.about_required",
    "document.about_unknown",
    "document.replaces_unknown",
    "document_template.unknown_field",
    "document_template.unused_field",
    "document_template.uneven_columns",
    "document_template.in_the_past",
    "attachment.unknown_document",
    "attachment.reason_required",
    "attachment.size_differs",
    "attachment.hash_differs",
    "dossier.case_no_differs",
    "case.party_unchanged",
    "correspondence.unknown_message",
    "visit.first_contact_differs",
    # What was sent by mail is known to nobody else.
    "public.code_wrong",
    "/email email",
    # People, posts and turns as they are on that day; who may be named, and which days go together.
    "stationing_obligation.post_unknown",
    "stationing_obligation.weekdays",
    "stationing_obligation.rest_block",
    "stationing_obligation.tour",
    "stationing_obligation.mix",
    "stationing_obligation.validity",
    "stationing_obligation.out_of_reach",
    "stationing_obligation.nominee",
    "stationing_obligation.named_twice",
    "stationing.dates",
    "stationing.other_department",
    "stationing.reason_required",
    "leave.dates",
    "leave.reason_required",
    "qualification.of_register",
    "qualification.validity",
    "rotation_plan.period",
    "rotation_plan.centers",
    "rotation_plan.person_unknown",
    "rotation_plan.block_unknown",
    "rotation_plan.obligation_unknown",
    "rotation_plan.repair_days",
    "rotation_plan.import_file",
    "rotation_plan.line_twice",
    "swap_request.turn",
    "swap_request.self",
    "swap_request.reason_required",
    "assessment_scheme.formula",
    "assessment_scheme.unknown_word",
    "assessment_scheme.divisor",
    "assessment_scheme.rewards_failing",
    "assessment_scheme.weights",
    "assessment_scheme.source_twice",
    "assessment_scheme.source_subject",
    "assessment_scheme.line",
    "assessment_scheme.period_start",
    "assessment_scheme.period_end",
    "assessment.period_unknown",
    "assessment.period_not_over",
    "assessment.fact_unknown",
    "assessment.rulings",
    "assessment.head_unknown",
    "duty_stand_in.obligation_unknown",
    "duty_stand_in.dates",
    "duty_stand_in.same",
    "duty_stand_in.not_of_department",
    "duty_stand_in.not_admitted",
    "duty_stand_in.reason_required",
    "presence_record.not_due",
    "presence_record.too_early",
    "presence_record.too_late",
    "presence_record.finding",
    "presence_record.note_required",
    "duty_workstation.post_unknown",
    # Each day once, and at most so many days between two.
    "/weekdays range",
    "to",
}


# Members of these are those of another operation: the filters of the list, the words of a verb.
ELSEWHERE = ("/filters", "/body")
# The kind of a block of a template decides which of these it has.
OF_BLOCK = re.compile(
    r"/definition/blocks/\d+/(rows|widths|columns|text|field) (missing_field|not_applicable|range)"
)
# Which fields a document has is said by its template.
OF_TEMPLATE = re.compile(r"/fields/.* unknown_field", re.DOTALL)


# A day of the week is 1 to 7: the document says only that it is a number.
WEEKDAY = re.compile(r"/weekdays/\d+ type")


@schemathesis.check
def refused_only_for_what_no_schema_says(ctx, response, case):
    """Positive data may meet these codes and no others."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code not in (400, 412, 413, 422):
        return
    problem = response.json()
    named = problem["errors"]
    if named and all(field["pointer"].startswith(ELSEWHERE) for field in named):
        return
    fields = {f"{field['pointer']} {field['code']}" for field in named}
    # A parameter is named, the code is the same for all.
    names = {",".join(problem.get("parameters", []))} - {""}
    unexpected = {
        refusal
        for refusal in fields or names or {problem["code"]}
        if refusal not in REFUSALS
        and refusal.split(" ")[-1] not in REFUSALS
        and not OF_BLOCK.fullmatch(refusal)
        and not OF_TEMPLATE.fullmatch(refusal)
        and not WEEKDAY.fullmatch(refusal)
    }
    assert not unexpected, f"The document allows this request; refused with {unexpected}"
