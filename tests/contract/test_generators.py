"""The document is such that generators for Go, Java, C#, Kotlin, Swift and others make code that compiles.

What they stumble over, found by running them: two names that become one, a name the language has
already, alternatives that cannot be told apart, several types at once.
"""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

DOCUMENT = json.loads(
    (Path(__file__).resolve().parents[2] / "openapi" / "openapi.json").read_text(encoding="utf-8")
)
SCHEMAS = DOCUMENT["components"]["schemas"]
METHODS = ("get", "post", "put", "patch", "delete")
OPERATIONS = [item[method] for item in DOCUMENT["paths"].values() for method in METHODS if method in item]

# Types that a file of one of these languages sees without being asked.
TAKEN = set(
    "any array bool boolean byte character class client configuration data date dictionary double enum "
    "error event exception file float foundation function int integer list long map module never nil none "
    "number object option optional response request result self set short string task tuple type unit uri "
    "url uuid value vec version void".split()
)


def bare(name):
    """A name as generators compare it: without case and signs."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def twice(names):
    return sorted(name for name, times in Counter(bare(name) for name in names).items() if times > 1)


def parts(value, place=""):
    """Every schema of the document with its place."""
    if isinstance(value, dict):
        if "type" in value or "oneOf" in value or "anyOf" in value or "allOf" in value or "enum" in value:
            yield place, value
        for key, part in value.items():
            if key not in ("example", "examples", "default", "enum"):
                yield from parts(part, f"{place}/{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from parts(part, f"{place}/{number}")


ALL = list(parts({"components": DOCUMENT["components"], "paths": DOCUMENT["paths"]}))


def test_names_of_types_stay_different():
    assert twice(SCHEMAS) == []


def test_names_of_types_are_nobodys_yet():
    assert [name for name in SCHEMAS if bare(name) in TAKEN] == []


def test_names_of_types_begin_with_a_letter():
    assert [name for name in SCHEMAS if not re.fullmatch(r"[A-Z][A-Za-z0-9]*(_[A-Z][A-Za-z0-9]*)?", name)] == []


def test_names_of_operations_stay_different():
    assert twice(one["operationId"] for one in OPERATIONS) == []


@pytest.mark.parametrize("kind", ["properties", "parameters", "words"])
def test_names_within_one_stay_different(kind):
    wrong = []
    if kind == "parameters":
        for one in OPERATIONS:
            wrong += [(one["operationId"], twice(p["name"] for p in one.get("parameters", [])))]
    for place, schema in ALL:
        if kind == "properties" and isinstance(schema.get("properties"), dict):
            wrong += [(place, twice(schema["properties"]))]
        # A sort names the same order twice, the second backwards.
        if kind == "words" and isinstance(schema.get("enum"), list):
            wrong += [(place, twice(word for word in schema["enum"] if not str(word).startswith("-")))]
    assert [one for one in wrong if one[1]] == []


def test_words_are_texts():
    wrong = []
    for place, schema in ALL:
        words = schema.get("enum")
        if isinstance(words, list) and not all(isinstance(word, str) and word for word in words):
            wrong.append(place)
    assert wrong == []


def test_of_several_types_one_is_null():
    several = [(place, schema["type"]) for place, schema in ALL if isinstance(schema.get("type"), list)]
    assert [place for place, types in several if len(types) != 2 or "null" not in types] == []


def test_alternatives_can_be_told_apart():
    """A value or null; or objects that say by a member which they are."""
    wrong = []
    for place, schema in ALL:
        for several in ("oneOf", "anyOf"):
            if not isinstance(schema.get(several), list):
                continue
            others = [one for one in schema[several] if one.get("type") != "null"]
            if len(others) > 1 and "discriminator" not in schema:
                wrong.append(place)
    assert wrong == []


def test_objects_have_names():
    """An object without a name is called by every generator as it likes, and by each differently."""
    wrong = []
    for place, schema in ALL:
        is_inline = not re.fullmatch(r"/components/schemas/[^/]+", place)
        # A part of a whole has its name from the whole.
        if is_inline and "/allOf/" not in place and schema.get("properties"):
            wrong.append(place)
    assert wrong == []
