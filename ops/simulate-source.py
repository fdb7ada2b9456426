#!/usr/bin/env python3
"""Plays another system: sends messages of an adapter to a running server and reads the statuses back.

    ops/simulate-source.py http://127.0.0.1:8080 clerk hotline_12345 20

The password is read from ZONGZHI_PASSWORD. Messages are the adapter's own example with numbers of their
own; nobody in them exists. Sent again with --run the same, the same numbers are answered as known.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request


class Source:
    def __init__(self, base, username, password):
        self.base = base.rstrip("/") + "/api/v1"
        self.token = None
        signed_in = self.ask("POST", "/auth/login", {"username": username, "password": password})
        self.token = signed_in[1]["access_token"]

    def ask(self, method, path, body=None):
        """Status and body of an answer; of a problem, too."""
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
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
    status, adapter = source.ask("GET", f"/adapters/{asked.adapter}")
    if status != 200:
        sys.exit(f"{status} {adapter.get('code')}: {adapter.get('title')}")
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


if __name__ == "__main__":
    main()
