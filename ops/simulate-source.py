#!/usr/bin/env python3
"""Plays another system: sends messages of an adapter to a running server and reads the statuses back.

    ops/simulate-source.py http://127.0.0.1:8080 clerk hotline_12345 20

    ops/simulate-source.py http://127.0.0.1:8080 zza_0123456789abcdef01234567 hotline_12345 20

The password, or the secret of an application (its id begins with zza_), is read from ZONGZHI_PASSWORD.
Messages are the adapter's own example with numbers of their own; nobody in them exists. An application,
which reads no mapping, sends those of this folder. Sent again with --run the same, the same numbers are
answered as known. Ends with 1 where a message was refused.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FORM = "application/x-www-form-urlencoded"


class Source:
    def __init__(self, base, username, password):
        self.base = base.rstrip("/") + "/api/v1"
        self.token = None
        self.is_application = username.startswith("zza_")
        if self.is_application:
            form = {"grant_type": "client_credentials", "client_id": username, "client_secret": password}
            status, answer = self.send("POST", "/oauth/token", urllib.parse.urlencode(form).encode(), FORM)
        else:
            body = {"username": username, "password": password}
            status, answer = self.ask("POST", "/auth/login", body)
        if status != 200:
            sys.exit(f"{status} {answer.get('code')}: {answer.get('title')}")
        self.token = answer["access_token"]

    def ask(self, method, path, body=None):
        """Status and body of an answer; of a problem, too."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        return self.send(method, path, data, "application/json")

    def send(self, method, path, data, media_type):
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Content-Type", media_type)
        if self.token:
            request.add_header("Authorization", "Bearer " + self.token)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as problem:
            return problem.code, json.load(problem)


def put(message, pointer, value):
    """Writes where a JSON pointer of one or more names points."""
    *outer, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    for name in outer:
        message = message.setdefault(name, {})
    message[last] = value


def mapping_of(source, code):
    """The mapping of an adapter with its example."""
    if source.is_application:
        adapter = json.loads((ROOT / "backend/data/adapters" / f"{code}.json").read_text())
        example = json.loads((ROOT / "docs/examples/adapters" / f"{code}.json").read_text())
        return adapter | {"example": example}
    status, adapter = source.ask("GET", f"/adapters/{code}")
    if status != 200:
        sys.exit(f"{status} {adapter.get('code')}: {adapter.get('title')}")
    return adapter


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server")
    parser.add_argument("username")
    parser.add_argument("adapter")
    parser.add_argument("count", type=int, nargs="?", default=10)
    parser.add_argument("--run", default=time.strftime("%Y%m%d%H%M%S"), help="part of every number")
    asked = parser.parse_args()
    password = os.environ.get("ZONGZHI_PASSWORD")
    if not password:
        sys.exit("Put the password in ZONGZHI_PASSWORD.")
    source = Source(asked.server, asked.username, password)
    adapter = mapping_of(source, asked.adapter)
    outcomes = {}
    for number in range(1, asked.count + 1):
        message = json.loads(json.dumps(adapter["example"]))
        put(message, adapter["definition"]["number"], f"SIM-{asked.run}-{number:06d}")
        status, answer = source.ask("POST", f"/adapters/{asked.adapter}/messages", message)
        outcome = answer.get("outcome") or f"{status} {answer.get('code')}"
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    print(json.dumps(outcomes, ensure_ascii=False))
    while True:
        status, delta = source.ask("GET", f"/adapters/{asked.adapter}/statuses?limit=200")
        if status != 200:
            sys.exit(f"{status} {delta.get('code')}: {delta.get('title')}")
        for change in delta["items"]:
            print(change["at"], change["number"], change["status_word"], change.get("refusal_code") or "")
        if delta["next_since"]:
            body = {"position": delta["next_since"]}
            source.ask("POST", f"/adapters/{asked.adapter}/statuses/acknowledgements", body)
        if not delta["has_more"]:
            break
    if set(outcomes) - {"registered", "known"}:
        sys.exit(1)


if __name__ == "__main__":
    main()
