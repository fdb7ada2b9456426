"""Whether a schema still takes what it took, and still answers what it answered.

A client sends what the old schema allowed: the new one may not be narrower. A client reads what the
old schema promised: the new one may not answer something else or less. A further member or a further
word in an answer is no break: clients are told to let pass what they do not know
(docs/api-design.md).
"""

SENT = "sent"
READ = "read"

# What a limit does when it grows.
NARROWER_WHEN_LESS = ("maxLength", "maxItems", "maximum", "exclusiveMaximum", "maxProperties")
NARROWER_WHEN_MORE = ("minLength", "minItems", "minimum", "exclusiveMinimum", "minProperties")
NARROWER_WHEN_OTHER = ("pattern", "multipleOf", "uniqueItems")


class Shapes:
    """Compares schemas of two documents; what breaks is collected in `found`."""

    def __init__(self, old, new):
        self.documents = (old, new)
        self.found = []
        self._seen = set()

    def compare(self, place, old, new, way):
        """Notes at `place` how `new` breaks clients of `old` that send or read it."""
        pair = (old.get("$ref"), new.get("$ref"), way)
        if pair[0] and pair[1]:
            # A type is looked at once, wherever it is used.
            if pair in self._seen:
                return
            self._seen.add(pair)
            place = pair[0].rsplit("/", 1)[-1]
        before, after = self._variants(old, 0), self._variants(new, 1)
        self._types(place, before, after, way)
        before, after = ([one for one in all if not is_null(one)] for all in (before, after))
        if len(before) == len(after) == 1:
            self._one(place, before[0], after[0], way)
        else:
            self._several(place, before, after, way)

    def _several(self, place, before, after, way):
        # What was sent must be taken by some variant; what is answered must be one that was known.
        wanted, offered = (before, after) if way == SENT else (after, before)
        for number, one in enumerate(wanted):
            if not any(self._fits(one, other, way) for other in offered):
                self._note(place, f"variant {number + 1} is {'no longer taken' if way == SENT else 'new'}")

    def _fits(self, wanted, offered, way):
        trial = Shapes(*self.documents)
        trial._seen = set(self._seen)
        old, new = (wanted, offered) if way == SENT else (offered, wanted)
        trial._types("", [old], [new], way)
        trial._one("", old, new, way)
        return not trial.found

    def _one(self, place, old, new, way):
        self._words(place, old, new, way)
        if way == SENT:
            self._limits(place, old, new)
        if "items" in old and "items" in new:
            self.compare(f"{place}[]", old["items"], new["items"], way)
        self._members(place, old, new, way)

    def _types(self, place, before, after, way):
        was, now = types_of(before), types_of(after)
        if not was and not now:
            return
        # No type at all takes everything.
        lost = was - now if now else set()
        if not was and now:
            lost = {"anything"}
        gained = now - was if was else set()
        if was and not now:
            gained = {"anything"}
        # A whole number is a number.
        if "number" in now:
            lost.discard("integer")
        if "number" in was:
            gained.discard("integer")
        if way == SENT and lost:
            self._note(place, f"no longer takes {', '.join(sorted(lost))}")
        if way == READ and gained:
            self._note(place, f"may answer {', '.join(sorted(gained))} now")

    def _words(self, place, old, new, way):
        was, now = words_of(old), words_of(new)
        if way == SENT and was is None and now is not None:
            self._note(place, "takes a list of words only now")
        if way == READ and was is not None and now is None:
            self._note(place, "answers other than a list of words now")
        if was is not None and now is not None:
            for word in was:
                if word not in now:
                    self._note(place, f"lost the word {word!r}")
        if old.get("format") != new.get("format"):
            # A format that goes is wider, one that comes is narrower.
            if way == SENT and new.get("format") or way == READ and old.get("format"):
                self._note(place, f"has the format {new.get('format')}, not {old.get('format')}")

    def _limits(self, place, old, new):
        for limit in NARROWER_WHEN_LESS:
            if limit in new and (limit not in old or new[limit] < old[limit]):
                self._note(place, f"{limit} is {new[limit]} now")
        for limit in NARROWER_WHEN_MORE:
            floor = old.get(limit, 0 if limit.startswith("min") and limit != "minimum" else None)
            if limit in new and (floor is None or new[limit] > floor):
                self._note(place, f"{limit} is {new[limit]} now")
        for rule in NARROWER_WHEN_OTHER:
            if new.get(rule) and new.get(rule) != old.get(rule):
                self._note(place, f"{rule} is {new[rule]!r} now")

    def _members(self, place, old, new, way):
        was, now = old.get("properties", {}), new.get("properties", {})
        for name, schema in was.items():
            if name not in now:
                self._note(place, f"{name} is gone")
            else:
                self.compare(f"{place}.{name}", schema, now[name], way)
        needed, needs = set(old.get("required", [])), set(new.get("required", []))
        if way == SENT:
            for name in sorted(needs - needed):
                self._note(place, f"requires {name} now")
        else:
            for name in sorted(needed - needs):
                if name in now:
                    self._note(place, f"may leave out {name} now")
        self._others(place, old, new, way)

    def _others(self, place, old, new, way):
        was, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if way == SENT and was is not False and now is False:
            self._note(place, "takes no further members now")
        if isinstance(was, dict) and isinstance(now, dict):
            self.compare(f"{place}.*", was, now, way)

    def _variants(self, schema, side):
        """The schemas of which one holds, references followed, parts put together."""
        schema = self.resolve(schema, side)
        for several in ("oneOf", "anyOf"):
            if several in schema:
                found = [self._variants(one, side) for one in schema[several]]
                return [one for some in found for one in some]
        if "allOf" in schema:
            return [self._whole(schema, side)]
        return [schema]

    def _whole(self, schema, side):
        whole = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema["allOf"]:
            part = self.resolve(part, side)
            if "allOf" in part:
                part = self._whole(part, side)
            for key, value in part.items():
                if key == "properties":
                    whole[key] = {**whole.get(key, {}), **value}
                elif key == "required":
                    whole[key] = [*whole.get(key, []), *value]
                else:
                    whole.setdefault(key, value)
        return whole

    def resolve(self, value, side):
        """What a reference stands for in one of the documents."""
        while "$ref" in value:
            found = self.documents[side]
            for step in value["$ref"].removeprefix("#/").split("/"):
                found = found[step.replace("~1", "/").replace("~0", "~")]
            value = found
        return value

    def _note(self, place, text):
        self.found.append(f"{place}: {text}")


def is_null(schema):
    return schema.get("type") == "null"


def types_of(variants):
    """The types of all variants; none where one takes everything."""
    found = set()
    for schema in variants:
        kind = schema.get("type")
        if kind is None:
            if "enum" not in schema and "const" not in schema:
                return set()
            continue
        found |= {kind} if isinstance(kind, str) else set(kind)
    return found


def words_of(schema):
    if "const" in schema:
        return [schema["const"]]
    return schema.get("enum")
