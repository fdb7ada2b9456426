"""A check of our own: a request the document allows is refused only for what no schema can say.

`schemathesis.toml` lets such requests be answered 400, 412 or 422. That alone would also hide a
length, a pattern or a required member the document forgot. A code of a feature (`leave.dates`) is a
rule about the county's data, which no schema knows. The general ones (`range`, `length`, `pattern`,
`missing_field`) are what a schema says: each place where one cannot is named here with its reason.
ops/test.sh loads this file (SCHEMATHESIS_HOOKS).
"""

import ast
import re
import threading

import schemathesis

# Python 3.11 counts how deep its parser is in one place for all threads, and fails where two meet
# (python/cpython#106905 and what followed it); the workers of a run do meet there.
one_at_a_time = threading.Lock()
parse = ast.parse


def parse_alone(*args, **kwargs):
    """`ast.parse`, in one thread at a time."""
    with one_at_a_time:
        return parse(*args, **kwargs)


ast.parse = parse_alone

# Of the request itself, but about what is stored: a page of another list, an older version, a key
# that was used before.
OF_THE_REQUEST = {
    "request.invalid_cursor",
    "request.stale_version",
}
OF_A_FEATURE = re.compile(r"(?!request\.)[a-z_]+\.[a-z_]+")

# Parameters whose values do not go together, or name what does not exist.
PARAMETERS = {"region_id", "from,to", "to", "since"}

FIELDS = [
    # Ids and codes that must differ from each other in more than one member.
    r".* duplicate",
    # Who was not reached has answered nothing.
    r"/reached not_reached_has_no_answers",
    # What else the body says decides whether these are needed, or possible.
    r"/(department_id|region_id|solved|procedure|reason) missing_field",
    r"((/new_case)?/place)?/(lat|lng) missing_field",
    r"/(procedure|accepted_on|extension|day_kind|level|type_code|channel) not_applicable",
    # The bound depends on the kind of rule, or on the field that is compared.
    r"/(amount|value) range",
    r"/definition/.* (missing_field|not_applicable|range|length)",
    # A day has the format `date`, which takes no bounds.
    r"/(announced_through|valid_from|valid_to) range",
    r"/numbers/\d+/received_on range",
    # An address is more than a pattern (RFC 5321).
    r"/email (pattern|email)",
    # Which fields a document has is said by its template.
    r"(?s:/fields/.* unknown_field)",
    # Nor may one of their names hold a control character: no pattern is laid on names.
    r"(?s:/fields|/(mapping|definition)/.*) (nul|control)_character",
    # Which fields can be filled from a file is a list of the import, told by its own operation.
    r"(?s:/mapping/(columns|fixed)/.* unknown_field)",
    # So is which of them must be filled.
    r"/mapping/columns/.* missing_field",
    # A column of a mapping names a member of a case, at any depth.
    r"(?s:/mapping/values/.* unknown_field)",
    # Messages of another system, in its own shape.
    r"(?s:/examples/.*)",
    # Members of these are those of another operation: the filters of the list, the words of a verb.
    r"(?s:/(filters|body).*)",
]
# What is sent here is another system's document, of which only the adapter knows what it must have.
FOREIGN = {"/api/v1/adapters/{code}/messages", "/api/v1/adapters/{code}/actions/try"}

FIELD = re.compile("|".join(f"(?:{field})" for field in FIELDS))


def is_beyond_schemas(refusal):
    """Whether no schema could have told: a code, `POINTER CODE` or the names of parameters."""
    code = refusal.rsplit(" ", 1)[-1]
    return (
        refusal in PARAMETERS
        or code in OF_THE_REQUEST
        or OF_A_FEATURE.fullmatch(code) is not None
        or FIELD.fullmatch(refusal) is not None
    )


@schemathesis.check
def refused_only_for_what_no_schema_says(ctx, response, case):
    """Positive data may meet these codes and no others."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if response.status_code not in (400, 412, 413, 422) or case.operation.path in FOREIGN:
        return
    problem = response.json()
    fields = {f"{field['pointer']} {field['code']}" for field in problem["errors"]}
    # A parameter is named, the code is the same for all.
    names = {",".join(problem.get("parameters", []))} - {""}
    unexpected = {
        refusal
        for refusal in fields or names or {problem["code"]}
        if not is_beyond_schemas(refusal)
    }
    assert not unexpected, f"The document allows this request; refused with {unexpected}"
