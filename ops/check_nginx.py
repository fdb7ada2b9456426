"""What ops/nginx/zongzhi.conf promises, checked without nginx: every upload reaches the server, and
no query string reaches a log. With nginx at hand, ops/check-compose.sh asks nginx itself as well."""

import re
import sys

# What the request line, and so a citizen's name in `q=`, is made of.
TELLTALE = re.compile(r"\$(request|request_uri|args|query_string|is_args|arg_\w+|http_referer|http_cookie|http_authorization)\b")
SIZES = {"k": 2**10, "m": 2**20, "g": 2**30, "": 1}


def without_comments(text):
    return re.sub(r"(?m)^\s*#.*$", "", text)


def size_of(text):
    found = re.fullmatch(r"(\d+)([kmg]?)", text.lower())
    return int(found[1]) * SIZES[found[2]]


def locations(text):
    """Modifier, pattern and body of every location, in the order of the file."""
    found = []
    for match in re.finditer(r"location\s+(?:(=|~\*?|\^~)\s+)?(\S+)\s*\{", text):
        depth, at = 1, match.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        found.append((match[1] or "", match[2], text[match.end() : at - 1]))
    return found


def chosen(known, path):
    """The location nginx takes: exact, then the first pattern that fits, then the longest prefix."""
    for modifier, pattern, body in known:
        if modifier == "=" and pattern == path:
            return body
    for modifier, pattern, body in known:
        if modifier in ("~", "~*") and re.search(pattern, path):
            return body
    prefixes = [(pattern, body) for modifier, pattern, body in known if not modifier and path.startswith(pattern)]
    return max(prefixes, key=lambda one: len(one[0]), default=("", ""))[1]


def faults(text, upload, largest):
    """`upload` is the path files are sent to, `largest` the bytes the server takes there."""
    wrong = []
    text = without_comments(text)
    known = locations(text)
    where = chosen(known, upload)
    limit = re.search(r"client_max_body_size\s+(\w+)\s*;", where) or re.search(r"client_max_body_size\s+(\w+)\s*;", text)
    if not limit or size_of(limit[1]) < largest:
        wrong.append(f"{upload} takes {limit[1] if limit else '1m'}, the server {largest} bytes")
    if "proxy_pass" not in where:
        wrong.append(f"{upload} is not passed on")
    named = dict(re.findall(r"log_format\s+(\w+)\s+((?:'[^']*'\s*)+);", text))
    logs = re.findall(r"access_log\s+(\S+)(?:\s+(\w+))?[^;]*;", text)
    if not logs:
        wrong.append("no access_log: the format nginx ships with logs the whole request line")
    for target, name in logs:
        if target != "off" and name not in named:
            wrong.append(f"access_log {target}: no format of ours, so the request line is logged")
    for name, pattern in named.items():
        for variable in TELLTALE.finditer(pattern):
            wrong.append(f"log_format {name} logs {variable[0]}")
        if re.search(r"\$uri\b", pattern):
            wrong.append(f"log_format {name} logs $uri, in which codes of papers stand; use $said_path")
    level = re.search(r"error_log\s+\S+\s+(\w+)\s*;", text)
    if not level or level[1] not in ("crit", "alert", "emerg"):
        wrong.append("error_log below crit writes the request line beside each fault")
    if not re.search(r"error_page\s+[^;]*\b413\b", text):
        wrong.append("a body that is too large is answered with a page, not a problem")
    return wrong


UPLOAD = "/api/v1/cases/0190/attachments/0191/content"


def self_test(good, largest):
    """Each fault is made once: a check that finds none of them is no check."""
    made = {
        "the wider location first": re.sub(
            r"(?s)(  location ~ \^/api/v1/cases.*?\n  \}\n)(.*?)(  location ~ \^/\(api/.*?\n  \}\n)", r"\3\2\1", good
        ),
        "a small limit": good.replace("client_max_body_size 100m", "client_max_body_size 10m"),
        "the query in the log": good.replace("$said_path\"", "$said_path?$args\""),
        "the request line in the log": good.replace("\"$request_method $said_path\"", "\"$request\""),
        "the path as it is": good.replace("$request_method $said_path", "$request_method $uri"),
        "nginx's own format": good.replace("access_log /dev/stdout plain;", ""),
        "faults with their request": good.replace("error_log /dev/stderr crit;", ""),
        "a page for 413": good.replace("error_page 413", "error_page 414"),
    }
    return [f"the check does not see: {name}" for name, text in made.items() if text == good or not faults(text, UPLOAD, largest)]


def main(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open("backend/config.default.toml", encoding="utf-8") as file:
        settings = file.read()
    largest = int(re.search(r"(?m)^max_file_bytes\s*=\s*([\d_]+)", settings)[1].replace("_", ""))
    wrong = faults(text, UPLOAD, largest) or self_test(text, largest)
    for line in wrong:
        print(f"{path}: {line}", file=sys.stderr)
    if wrong:
        return 1
    print(f"{path}: uploads pass, no query is logged")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
