"""Asks nginx itself, with ops/nginx/zongzhi.conf before a server made up here: an upload of 2 MB
arrives whole, one that is too large for its place is refused with a problem, a server that is away
gives a problem, and a name searched for stands in no log."""

import http.client
import http.server
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

UPLOAD = "/api/v1/cases/0190/attachments/0191/content"
NAME = "%E6%9D%8E%E7%A4%BA%E4%BE%8B"


class Server(http.server.BaseHTTPRequestHandler):
    """Says how many bytes arrived."""

    def do_PUT(self):
        left = arrived = int(self.headers.get("content-length", 0))
        while left:
            left -= len(self.rfile.read(min(left, 65536)))
        text = str(arrived).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT

    def log_message(self, *_):
        """Says nothing: what is logged is nginx's."""


def spare():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def write(home, conf, port, backend):
    with open(conf, encoding="utf-8") as file:
        text = file.read()
    text = text.replace("server server:8080;", f"server 127.0.0.1:{backend};")
    text = text.replace("listen 8080;", f"listen 127.0.0.1:{port};")
    text = text.replace("/usr/share/nginx/html", home)
    text = text.replace("/dev/stdout", f"{home}/access.log").replace("/dev/stderr", f"{home}/error.log")
    temporary = "\n".join(
        f"{kind}_temp_path {home}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"daemon off;\npid {home}/pid;\nerror_log {home}/error.log notice;\nevents {{}}\n"
    with open(f"{home}/nginx.conf", "w", encoding="utf-8") as file:
        file.write(f"{main}http {{\n{temporary}\n{text}\n}}\n")
    with open(f"{home}/index.html", "w", encoding="utf-8") as file:
        file.write("<!doctype html>")


def ask(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body)
    answer = connection.getresponse()
    return answer.status, answer.getheader("content-type"), answer.read().decode()


def faults(port, server, home):
    wrong = []

    def want(what, is_so, got):
        if not is_so:
            wrong.append(f"{what}: {got}")

    body = bytes(2 * 2**20)
    answer = ask(port, "PUT", UPLOAD, body)
    want("an upload of 2 MB", answer[0] == 200 and answer[2] == str(len(body)), answer)
    answer = ask(port, "POST", "/api/v1/cases", body)
    want("a body of 2 MB elsewhere", answer[0] == 413 and "problem+json" in answer[1], answer)
    want("its problem", json.loads(answer[2])["code"] == "request.too_large", answer)
    answer = ask(port, "GET", f"/api/v1/cases?q={NAME}&limit=20")
    want("a search", answer[0] == 200, answer)
    answer = ask(port, "GET", "/api/v1/public/documents/DOC1/verifications/ABCD1234")
    want("a paper that is verified", answer[0] == 200, answer)
    answer = ask(port, "GET", "/verify?no=DOC1&code=ABCD1234")
    want("a page", answer[0] == 200 and answer[2].startswith("<!doctype"), answer)
    server.shutdown()
    server.server_close()
    answer = ask(port, "GET", f"/api/v1/cases?q={NAME}&limit=21")
    want("a server that is away", answer[0] == 503 and "problem+json" in answer[1], answer)
    want("its problem", json.loads(answer[2])["code"] == "server.busy", answer)
    logged = ""
    for name in ("access.log", "error.log"):
        with open(os.path.join(home, name), encoding="utf-8") as file:
            logged += file.read()
    want("the log of a request", "GET /api/v1/cases\" 200" in logged, logged)
    for secret in ("ABCD1234", NAME, "limit=2"):
        want(f"{secret} in a log", secret not in logged, re.findall(f".*{re.escape(secret)}.*", logged)[:2])
    return wrong


def main(nginx, conf):
    with tempfile.TemporaryDirectory() as home:
        # Workers of a root's nginx are somebody else.
        os.chmod(home, 0o777)
        port, backend = spare(), spare()
        write(home, conf, port, backend)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", backend), Server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running = subprocess.Popen([nginx, "-p", home, "-c", f"{home}/nginx.conf"])
        try:
            for _ in range(100):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if running.poll() is not None:
                        print(f"{conf}: nginx does not start with it", file=sys.stderr)
                        return 1
                    time.sleep(0.05)
            wrong = faults(port, server, home)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(timeout=20)
    for line in wrong:
        print(f"{conf}: {line}", file=sys.stderr)
    if not wrong:
        print(f"{conf}: nginx keeps to it")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
