"""deny.toml without cargo-deny: licences, sources and banned crates of what is built in.

Reads what `cargo metadata --locked --format-version 1` prints. The advisories are cargo-deny's alone:
they need its database.
"""

import json
import re
import sys
import tomllib


def parts(expression):
    """The words of an SPDX expression; a slash is the old way to write OR."""
    return re.findall(r"[()]|[\w.+-]+", expression.replace("/", " OR "))


def allowed(expression, known):
    """Whether an SPDX expression can be met with licences of `known`."""
    words = parts(expression)

    def one(at):
        if words[at] == "(":
            value, at = either(at + 1)
            return value, at + 1
        name, at = words[at], at + 1
        if at + 1 < len(words) and words[at] == "WITH":
            name, at = f"{name} WITH {words[at + 1]}", at + 2
        return name in known, at

    def both(at):
        value, at = one(at)
        while at < len(words) and words[at] == "AND":
            more, at = one(at + 1)
            value = value and more
        return value, at

    def either(at):
        value, at = both(at)
        while at < len(words) and words[at] == "OR":
            more, at = both(at + 1)
            value = value or more
        return value, at

    value, at = either(0)
    return value and at == len(words)


def faults(rules, metadata):
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = metadata["resolve"]["nodes"]
    ours = set(metadata["workspace_members"])
    # What only tests and builds need is not shipped, but its licence binds whoever builds.
    wrong = []
    users = {}
    for node in nodes:
        for used in node["deps"]:
            users.setdefault(packages[used["pkg"]]["name"], set()).add(packages[node["id"]]["name"])
    known = set(rules["licenses"]["allow"])
    for node in nodes:
        package = packages[node["id"]]
        name = f"{package['name']} {package['version']}"
        licence = package.get("license")
        if not licence:
            wrong.append(f"{name}: no licence is named")
        elif not allowed(licence, known):
            wrong.append(f"{name}: {licence} is not allowed")
        source = package.get("source")
        if node["id"] not in ours and source != "registry+https://github.com/rust-lang/crates.io-index":
            wrong.append(f"{name}: comes from {source}")
        for dependency in package["dependencies"] if node["id"] in ours else ():
            if dependency["req"] == "*" and not dependency.get("path"):
                wrong.append(f"{name}: takes any version of {dependency['name']}")
    for ban in rules["bans"]["deny"]:
        bad = users.get(ban["crate"], set()) - set(ban.get("wrappers", []))
        if bad:
            wrong.append(f"{ban['crate']} is banned ({ban['reason']}) and used by {', '.join(sorted(bad))}")
    return wrong


def self_test():
    known = {"MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "Unicode-3.0"}
    for expression, is_allowed in [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT/Apache-2.0", True),
        ("GPL-3.0-only", False),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", True),
        ("(GPL-2.0 OR LGPL-2.1) AND MIT", False),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", True),
        ("GPL-2.0 WITH LLVM-exception", False),
    ]:
        assert allowed(expression, known) == is_allowed, expression


def main():
    self_test()
    with open("deny.toml", "rb") as file:
        rules = tomllib.load(file)
    metadata = json.load(sys.stdin)
    wrong = faults(rules, metadata)
    for line in wrong:
        print(f"deny.toml: {line}", file=sys.stderr)
    if not wrong:
        print(f"deny.toml: {len(metadata['resolve']['nodes'])} crates keep to it")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
