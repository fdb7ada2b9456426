#!/usr/bin/env python3
"""What of the last release the committed document breaks.

    tests/contract/breaking.py                    the last of openapi/released against openapi/openapi.json
    tests/contract/breaking.py OLD NEW            one document against another
    tests/contract/breaking.py --release 0.1.0    copies the document to openapi/released, and nothing is broken

Within v1 changes only add (docs/api-design.md). Names are part of the contract as well: generated
clients are made of operationIds, tags and the names of schemas.
"""

import argparse
import datetime
import json
import re
import sys
from pathlib import Path

from shapes import READ, SENT, Shapes

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "openapi" / "openapi.json"
RELEASED = ROOT / "openapi" / "released"
CHANGELOG = ROOT / "CHANGELOG.md"
METHODS = ("get", "post", "put", "patch", "delete")


def broken(old, new, today=None):
    """Each way in which `new` breaks clients of `old`, as a line."""
    today = today or datetime.date.today()
    shapes = Shapes(old, new)
    found = shapes.found
    for path, item in old["paths"].items():
        for method in METHODS:
            if method not in item:
                continue
            name, was = f"{method.upper()} {path}", item[method]
            now = new["paths"].get(path, {}).get(method)
            if was.get("x-experimental"):
                continue
            if now is None:
                if not is_over(was, today):
                    found.append(f"{name} is gone")
                continue
            _operation(name, was, now, shapes)
    types = new.get("components", {}).get("schemas", {})
    for name in used(old):
        if name not in types:
            found.append(f"{name}: the type is gone")
    return sorted(set(found))


def is_over(operation, today):
    """Whether it was announced to go, and the day of `x-sunset` has come."""
    sunset = operation.get("x-sunset")
    if not operation.get("deprecated") or sunset is None:
        return False
    return datetime.date.fromisoformat(sunset) <= today


def _operation(name, was, now, shapes):
    found = shapes.found
    for member, text in (("operationId", "operationId"), ("tags", "tags")):
        if was.get(member) != now.get(member):
            found.append(f"{name}: its {text} was {was.get(member)}, is {now.get(member)}")
    if [] in (was.get("security"), now.get("security")) and was.get("security") != now.get("security"):
        if now.get("security"):
            found.append(f"{name}: is no longer open to everybody")
    _parameters(name, was, now, shapes)
    _body(name, was, now, shapes)
    _answers(name, was, now, shapes)


def _parameters(name, was, now, shapes):
    def by_name(operation, side):
        all = [shapes.resolve(one, side) for one in operation.get("parameters", [])]
        # Names of headers know no case.
        return {(one["in"], one["name"].lower() if one["in"] == "header" else one["name"]): one for one in all}

    before, after = by_name(was, 0), by_name(now, 1)
    for key, parameter in before.items():
        place = f"{name}: {parameter['name']}"
        if key not in after:
            shapes.found.append(f"{place} is gone")
            continue
        if after[key].get("required") and not parameter.get("required"):
            shapes.found.append(f"{place} is required now")
        shapes.compare(place, parameter.get("schema", {}), after[key].get("schema", {}), SENT)
    for key, parameter in after.items():
        if key not in before and parameter.get("required"):
            shapes.found.append(f"{name}: requires {parameter['name']} now")


def _body(name, was, now, shapes):
    before = shapes.resolve(was.get("requestBody", {}), 0)
    after = shapes.resolve(now.get("requestBody", {}), 1)
    if after.get("required") and not before.get("required"):
        shapes.found.append(f"{name}: requires a body now")
    _contents(f"{name}: body", before, after, shapes, SENT)


def _answers(name, was, now, shapes):
    for status, answer in was.get("responses", {}).items():
        before = shapes.resolve(answer, 0)
        if status not in now.get("responses", {}):
            # A refusal that no longer happens harms nobody.
            if status[0] in "23":
                shapes.found.append(f"{name}: no longer answers {status}")
            continue
        after = shapes.resolve(now["responses"][status], 1)
        place = f"{name}: {status}"
        for header in before.get("headers", {}):
            if header.lower() not in {other.lower() for other in after.get("headers", {})}:
                shapes.found.append(f"{place}: the header {header} is gone")
        if status[0] == "2":
            _contents(place, before, after, shapes, READ)


def _contents(place, before, after, shapes, way):
    for kind, content in before.get("content", {}).items():
        other = after.get("content", {}).get(kind)
        if other is None:
            shapes.found.append(f"{place}: {kind} is gone")
        else:
            shapes.compare(place, content.get("schema", {}), other.get("schema", {}), way)


def used(document):
    """The names of the schemas that something refers to."""
    found, open_parts = set(), [document]
    while open_parts:
        part = open_parts.pop()
        if isinstance(part, dict):
            target = part.get("$ref")
            if isinstance(target, str) and target.startswith("#/components/schemas/"):
                found.add(target.rsplit("/", 1)[-1])
            open_parts.extend(part.values())
        elif isinstance(part, list):
            open_parts.extend(part)
    return sorted(found)


def order(path):
    """Versions in their order: 0.10.0 comes after 0.9.0, and a candidate before what it became."""
    numbers, _, candidate = path.stem.partition("-")
    return ([int(number) for number in numbers.split(".")], candidate == "", candidate)


def released():
    """The documents of all releases, the oldest first."""
    return sorted(RELEASED.glob("*.json"), key=order)


def announced(changelog):
    """The last version the changelog speaks of; none before the first release."""
    found = re.search(r"^## \[?(\d+\.\d+\.\d+[0-9A-Za-z.-]*)", changelog, re.MULTILINE)
    return found and found[1]


def read(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def release(version):
    """Keeps the document as that of `version`; answers why it cannot be kept."""
    target = RELEASED / f"{version}.json"
    if target.exists():
        return [f"{target.name} is there: a release is never changed"]
    is_version = read(DOCUMENT)["info"]["version"]
    if is_version != version:
        return [f"the document is of version {is_version}"]
    wrong = check()
    if not wrong:
        RELEASED.mkdir(exist_ok=True)
        target.write_bytes(DOCUMENT.read_bytes())
    return wrong


def check():
    """What the committed document breaks of the last release."""
    all = released()
    if all:
        return broken(read(all[-1]), read(DOCUMENT))
    version = announced(CHANGELOG.read_text(encoding="utf-8"))
    if version:
        return [f"the changelog names {version}, and openapi/released does not say with what contract"]
    print("no release yet: nothing to keep")
    return []


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents", nargs="*", metavar="OLD NEW")
    parser.add_argument("--release", metavar="VERSION")
    arguments = parser.parse_args()
    if arguments.release:
        wrong = release(arguments.release)
    elif len(arguments.documents) == 2:
        wrong = broken(*(read(path) for path in arguments.documents))
    elif not arguments.documents:
        wrong = check()
    else:
        parser.error("two documents, or none")
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
