"""Every way to break the contract is noticed, and what only adds is not."""

import copy
import datetime
import json
from pathlib import Path

import breaking
import pytest

TODAY = datetime.date(2026, 3, 2)
ROW = {
    "type": "object",
    "required": ["id", "note"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "state": {"$ref": "#/components/schemas/State"},
        "note": {"type": "string"},
        "owner": {"oneOf": [{"$ref": "#/components/schemas/State"}, {"type": "null"}]},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
    },
}
REQUEST = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 20},
        "count": {"type": ["integer", "null"], "maximum": 5},
        "state": {"$ref": "#/components/schemas/State"},
        "hint": {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}}]},
    },
}
DOCUMENT = {
    "paths": {
        "/rows": {
            "get": {
                "operationId": "rows_list",
                "tags": ["rows"],
                "security": [],
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 200}},
                    {"name": "X-Way", "in": "header", "schema": {"type": "string"}},
                ],
                "responses": {
                    "200": {
                        "headers": {"ETag": {}},
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Row"}}},
                    },
                    "404": {"description": "missing"},
                },
            },
            "post": {
                "operationId": "rows_add",
                "tags": ["rows"],
                "security": [{"bearer": []}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AddRow"}}}
                },
                "responses": {"201": {"description": "added"}, "204": {"description": "known"}},
            },
        }
    },
    "components": {
        "schemas": {
            "Row": ROW,
            "AddRow": REQUEST,
            "State": {"type": "string", "enum": ["open", "closed"]},
        }
    },
}
LIST, ADD = "paths//rows/get", "paths//rows/post"
ROW_AT, ADD_AT = "components/schemas/Row", "components/schemas/AddRow"

BREAKS = {
    "an operation goes": ("paths//rows/post", None, "POST /rows is gone"),
    "a name changes": (f"{LIST}/operationId", "rows_all", "operationId was rows_list"),
    "a tag changes": (f"{LIST}/tags", ["lines"], "tags was"),
    "it is closed": (f"{LIST}/security", [{"bearer": []}], "no longer open"),
    "a parameter goes": (f"{LIST}/parameters/0", None, "limit is gone"),
    "a parameter is needed": (f"{LIST}/parameters/0/required", True, "limit is required now"),
    "a header is needed": (f"{LIST}/parameters/1/required", True, "X-Way is required now"),
    "a parameter is narrower": (f"{LIST}/parameters/0/schema/maximum", 100, "maximum is 100 now"),
    "a success goes": (f"{ADD}/responses/204", None, "no longer answers 204"),
    "a header of the answer goes": (f"{LIST}/responses/200/headers/ETag", None, "ETag is gone"),
    "a content goes": (f"{LIST}/responses/200/content/application~1json", None, "json is gone"),
    "a body is needed": (f"{ADD}/requestBody/required", True, "requires a body now"),
    "a member of the answer goes": (f"{ROW_AT}/properties/note", None, "Row: note is gone"),
    "a member may be left out": (f"{ROW_AT}/required", ["id"], "may leave out note now"),
    "a member may be null": (f"{ROW_AT}/properties/note/type", ["string", "null"], "may answer null"),
    "a type of the answer changes": (f"{ROW_AT}/properties/id/type", "integer", "may answer integer"),
    "a format of the answer goes": (f"{ROW_AT}/properties/id/format", None, "has the format None"),
    "a word goes": ("components/schemas/State/enum", ["open"], "lost the word 'closed'"),
    "words become any text": ("components/schemas/State/enum", None, "other than a list of words"),
    "a variant is new": (
        f"{ROW_AT}/properties/owner",
        {"oneOf": [{"$ref": "#/components/schemas/State"}, {"type": "object"}, {"type": "null"}]},
        "variant 2 is new",
    ),
    "a member is needed": (f"{ADD_AT}/required", ["title", "count"], "AddRow: requires count now"),
    "a member is no longer taken": (f"{ADD_AT}/properties/count", None, "AddRow: count is gone"),
    "null is no longer taken": (f"{ADD_AT}/properties/count/type", "integer", "no longer takes null"),
    "a text is shorter": (f"{ADD_AT}/properties/title/maxLength", 10, "maxLength is 10 now"),
    "a text is longer": (f"{ADD_AT}/properties/title/minLength", 2, "minLength is 2 now"),
    "a pattern comes": (f"{ADD_AT}/properties/title/pattern", "^a", "pattern is '^a' now"),
    "a format comes": (f"{ADD_AT}/properties/title/format", "date", "has the format date"),
    "a part of a whole goes": (f"{ADD_AT}/properties/hint/allOf/0/properties/a", None, "a is gone"),
    "a type goes": ("components/schemas/Other", None, "Other: the type is gone"),
}
ADDS = {
    "an operation": ("paths//new", {"get": {"operationId": "new_get", "responses": {}}}),
    "a refusal that goes": (f"{LIST}/responses/404", None),
    "a parameter": (f"{LIST}/parameters/2", {"name": "q", "in": "query", "schema": {}}),
    "a member of the answer": (f"{ROW_AT}/properties/more", {"type": "string"}),
    "a member that may be sent": (f"{ADD_AT}/properties/more", {"type": "string"}),
    "a word": ("components/schemas/State/enum", ["open", "closed", "lost"]),
    "a longer text": (f"{ADD_AT}/properties/title/maxLength", 30),
    "null in a request": (f"{ADD_AT}/properties/title/type", ["string", "null"]),
    "a member always there": (f"{ROW_AT}/required", ["id", "note", "state"]),
}


def document():
    made = copy.deepcopy(DOCUMENT)
    # A type that something refers to; the test that takes it away leaves the reference alone.
    made["components"]["schemas"]["Other"] = {"type": "string"}
    made["components"]["schemas"]["Row"]["properties"]["other"] = {"type": "string"}
    made["x-uses"] = {"$ref": "#/components/schemas/Other"}
    return made


def changed(place, value):
    """The document with one place set, or taken away where the value is none."""
    made = document()
    part = made
    # A path is one step of two slashes.
    steps = place.replace("paths//", "paths/~1").split("/")
    steps = [step.replace("~1", "/") for step in steps]
    for step in steps[:-1]:
        part = part[int(step)] if isinstance(part, list) else part[step]
    last = steps[-1]
    if isinstance(part, list):
        part[int(last) : int(last) + 1] = [] if value is None else [value]
    elif value is None:
        del part[last]
    else:
        part[last] = value
    return made


@pytest.mark.parametrize("what", BREAKS)
def test_what_breaks_is_noticed(what):
    place, value, wanted = BREAKS[what]
    found = breaking.broken(document(), changed(place, value), TODAY)
    assert any(wanted in line for line in found), found


@pytest.mark.parametrize("what", ADDS)
def test_what_adds_breaks_nothing(what):
    place, value = ADDS[what]
    assert breaking.broken(document(), changed(place, value), TODAY) == []


def test_a_page_may_refer_to_what_it_repeated():
    repeated = document()
    repeated["components"]["schemas"]["Row"]["properties"]["state"] = {
        "type": "string",
        "enum": ["open", "closed"],
    }
    assert breaking.broken(repeated, document(), TODAY) == []
    assert breaking.broken(document(), repeated, TODAY) == []


@pytest.mark.parametrize(("sunset", "goes"), [("2026-03-02", True), ("2026-03-03", False), (None, False)])
def test_what_was_announced_may_go_on_its_day(sunset, goes):
    old = document()
    old["paths"]["/rows"]["post"]["deprecated"] = True
    if sunset:
        old["paths"]["/rows"]["post"]["x-sunset"] = sunset
    new = copy.deepcopy(old)
    del new["paths"]["/rows"]["post"]
    # What only it referred to stays: types go with the version.
    assert (breaking.broken(old, new, TODAY) == []) == goes


def test_what_is_tried_out_is_promised_to_nobody():
    old = document()
    old["paths"]["/rows"]["post"]["x-experimental"] = True
    new = copy.deepcopy(old)
    del new["paths"]["/rows"]["post"]
    assert breaking.broken(old, new, TODAY) == []


def test_the_committed_document_breaks_nothing_of_itself():
    committed = breaking.read(breaking.DOCUMENT)
    assert breaking.broken(committed, committed, TODAY) == []


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project of its own: a document, a changelog, no release."""
    made = document() | {"info": {"version": "0.1.0"}}
    (tmp_path / "openapi.json").write_text(json.dumps(made))
    (tmp_path / "CHANGELOG.md").write_text("## Unreleased\n")
    monkeypatch.setattr(breaking, "DOCUMENT", tmp_path / "openapi.json")
    monkeypatch.setattr(breaking, "RELEASED", tmp_path / "released")
    monkeypatch.setattr(breaking, "CHANGELOG", tmp_path / "CHANGELOG.md")
    return tmp_path


def test_before_the_first_release_there_is_nothing_to_keep(project, capsys):
    assert breaking.check() == []
    assert "no release yet" in capsys.readouterr().out


def test_a_release_in_the_changelog_wants_its_document(project):
    (project / "CHANGELOG.md").write_text("## Unreleased\n\n## 0.1.0 - 2026-03-02\n")
    assert "names 0.1.0" in breaking.check()[0]


def test_a_release_is_kept_once_and_held(project):
    assert breaking.release("0.2.0") == ["the document is of version 0.1.0"]
    assert breaking.release("0.1.0") == []
    kept = project / "released" / "0.1.0.json"
    assert kept.read_bytes() == (project / "openapi.json").read_bytes()
    assert "never changed" in breaking.release("0.1.0")[0]
    later = changed(*BREAKS["an operation goes"][:2]) | {"info": {"version": "0.2.0"}}
    (project / "openapi.json").write_text(json.dumps(later))
    assert breaking.check() == ["POST /rows is gone"]
    assert breaking.release("0.2.0") == ["POST /rows is gone"]
    assert not (project / "released" / "0.2.0.json").exists()


def test_versions_have_an_order():
    names = ["0.10.0", "0.9.0", "1.0.0", "1.0.0-rc.1"]
    ordered = sorted((Path(f"{name}.json") for name in names), key=breaking.order)
    assert [path.stem for path in ordered] == ["0.9.0", "0.10.0", "1.0.0-rc.1", "1.0.0"]
