"""The scenario every generated client runs, in Python: openapi-python-client.

tests/clients/run.sh generates `target/zongzhi_client` first and names the server in BASE_URL.
"""

import hashlib
import io
import json
import os
import queue
import subprocess
import sys
import threading
import uuid
from base64 import b64encode
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from zongzhi_client import AuthenticatedClient, Client, models
from zongzhi_client.api.attachments import attachments_add, attachments_open, attachments_upload
from zongzhi_client.api.auth import auth_login, auth_me
from zongzhi_client.api.cases import (
    cases_accept_resolution,
    cases_classify,
    cases_dispatch,
    cases_get,
    cases_list,
    cases_register,
    cases_resolve,
    cases_sign,
)
from zongzhi_client.types import UNSET, File

BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8080")
PASSWORD = os.environ.get("DEMO_PASSWORD", "Zongzhi-demo-2026")
ROOT = Path(__file__).parents[3]
DOCUMENT = json.loads(ROOT.joinpath("openapi/openapi.json").read_text())
TOKEN_PATH = next((path for path in DOCUMENT["paths"] if path.endswith("/oauth/token")), None)


def sign_in(username):
    """A client that acts as `username`, and what it was told about itself."""
    body = models.LoginRequest(username=username, password=PASSWORD)
    session = auth_login.sync(client=Client(BASE_URL), body=body)
    assert isinstance(session, models.SessionView), session
    client = AuthenticatedClient(BASE_URL, session.access_token, headers={"Accept-Language": "en"})
    return client, session.me


def matter():
    return models.RegisterCaseRequest(
        title="楼上漏水致家具受损",
        narrative="卫生间防水失效，多次漏水，协商未果。",
        channel=models.Channel.GRID,
        source=models.SourceRequest(system="client_python", number=str(uuid.uuid4())),
        parties=[
            models.PartyRequest(
                role=models.PartyRole.APPLICANT,
                kind=models.PartyKind.PERSON,
                name="李示例",
                phone="13800001234",
            )
        ],
    )


def version(view):
    return f'"{view.version}"'


@pytest.fixture(scope="module")
def clerk():
    return sign_in("clerk")[0]


@pytest.fixture(scope="module")
def dispatcher():
    return sign_in("dispatcher")[0]


@pytest.fixture(scope="module")
def registered(clerk):
    case = cases_register.sync(client=clerk, body=matter())
    assert isinstance(case, models.CaseView), case
    return case


def test_who_signed_in_is_told(clerk):
    me = auth_me.sync(client=clerk)
    assert any(capacity.role == models.Role.CLERK for capacity in me.capacities)


def test_a_case_is_registered_once_however_often_it_is_sent(clerk):
    key, body = str(uuid.uuid4()), matter()
    first = cases_register.sync_detailed(client=clerk, body=body, idempotency_key=key)
    again = cases_register.sync_detailed(client=clerk, body=body, idempotency_key=key)
    assert (first.status_code, first.parsed.status) == (201, models.CaseStatus.REGISTERED)
    assert again.parsed.id == first.parsed.id
    assert again.headers["Idempotent-Replayed"] == "true"


def test_a_file_is_announced_put_and_read_back(clerk, registered):
    content = "现场情况说明：阳台渗水，已拍照留存。\n".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    body = models.AddAttachmentRequest(
        file_name="note.txt", size_bytes=len(content), sha256=sha256, is_identity=False
    )
    announced = attachments_add.sync(registered.id, client=clerk, body=body)
    kept = attachments_upload.sync(
        registered.id, announced.id, client=clerk, body=File(payload=io.BytesIO(content))
    )
    assert kept.sha256 == sha256
    opened = attachments_open.sync(
        registered.id, announced.id, client=clerk, body=models.OpenAttachmentRequest()
    )
    # The address holds its ticket: it is followed as it stands.
    back = clerk.get_httpx_client().get(opened.url)
    assert (back.status_code, back.content) == (200, content)


def test_a_case_goes_from_dispatch_to_resolution(dispatcher, registered):
    handler, me = sign_in("handler")
    acting = next(one for one in me.capacities if one.id == me.acting_capacity_id)
    current = cases_get.sync(registered.id, client=dispatcher)
    classified = cases_classify.sync(
        registered.id,
        client=dispatcher,
        if_match=version(current),
        body=models.ClassifyCaseRequest(type_code="0203", level=models.Level.ORDINARY),
    )
    dispatched = cases_dispatch.sync(
        registered.id,
        client=dispatcher,
        if_match=version(classified),
        body=models.DispatchCaseRequest(
            lead_department_id=acting.department.id, note="请依法办理"
        ),
    )
    assert dispatched.status == models.CaseStatus.DISPATCHED
    signed = cases_sign.sync(
        registered.id, client=handler, if_match=version(dispatched), body=models.SignCaseRequest()
    )
    assert "resolve" in signed.allowed_actions
    resolved = cases_resolve.sync(
        registered.id,
        client=handler,
        if_match=version(signed),
        body=models.ResolveCaseRequest(
            outcome=models.Outcome.SOLVED, method_code="02", summary="双方达成一致并已履行。"
        ),
    )
    assert resolved.status == models.CaseStatus.RESOLVED


def test_a_list_is_read_to_its_end_by_its_cursor(dispatcher, registered):
    seen, cursor, total = [], UNSET, None
    while True:
        page = cases_list.sync(
            client=dispatcher,
            sort=models.CasesListSort("-registered_at"),
            limit=100,
            cursor=cursor,
            count=models.CasesListCount.EXACT,
        )
        seen += [item.id for item in page.items]
        total = page.total if total is None else total
        if not page.next_cursor:
            break
        cursor = page.next_cursor
    assert len(set(seen)) == len(seen) == total > 100
    assert registered.id in seen


def test_a_refusal_is_a_problem_with_its_code(clerk, dispatcher, registered):
    body = matter()
    body.title = " "
    unnamed = cases_register.sync_detailed(client=clerk, body=body)
    assert unnamed.status_code == 422
    assert unnamed.headers["Content-Type"] == "application/problem+json"
    assert unnamed.parsed.code == models.ErrorCode.REQUEST_VALIDATION
    assert unnamed.parsed.errors[0].pointer == "/title"
    stale = cases_accept_resolution.sync(
        registered.id,
        client=dispatcher,
        if_match='"999"',
        body=models.AcceptResolutionRequest(),
    )
    assert stale.code == models.ErrorCode.CASE_STALE_VERSION
    assert stale.additional_properties["current_version"] > 0


def test_a_webhook_is_believed_only_with_its_signature():
    # The vector of the specification's own libraries.
    webhook = Webhook("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    message, body = "msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}'
    then = datetime.fromtimestamp(1614265330, tz=timezone.utc)
    signature = webhook.sign(message, then, body)
    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    def headers(at, signed):
        stamp = str(int(at.timestamp()))
        return {"webhook-id": message, "webhook-timestamp": stamp, "webhook-signature": signed}

    now = datetime.now(tz=timezone.utc)
    # Two signatures while a secret is replaced: one that holds is enough.
    both = f"v1,{b64encode(bytes(32)).decode()} {webhook.sign(message, now, body)}"
    assert webhook.verify(body, headers(now, both)) == {"test": 2432232314}
    with pytest.raises(WebhookVerificationError, match="signature"):
        webhook.verify(body + " ", headers(now, both))
    with pytest.raises(WebhookVerificationError, match="too old"):
        webhook.verify(body, headers(then, signature))


class Receiver(BaseHTTPRequestHandler):
    """Keeps the deliveries that arrive."""

    arrived = queue.Queue()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.arrived.put((dict(self.headers.items()), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.mark.skipif(
    "/api/v1/webhooks" not in DOCUMENT["paths"], reason="the document has no webhooks yet"
)
def test_a_webhook_arrives_signed(dispatcher):
    # By address, as applications below.
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = dispatcher.get_httpx_client()
    made = client.post(
        "/api/v1/webhooks",
        json={"url": f"http://127.0.0.1:{server.server_port}/", "description": "client_python"},
    )
    assert made.status_code == 201, made.text
    webhook = made.json()["webhook"]
    sent = client.post(
        f"/api/v1/webhooks/{webhook['id']}/actions/test",
        headers={"If-Match": f'"{webhook["version"]}"'},
    )
    assert sent.status_code == 202, sent.text
    headers, body = Receiver.arrived.get(timeout=30)
    server.shutdown()
    event = Webhook(made.json()["secret"]).verify(body, headers)
    assert event["type"] == "cn.zongzhi.test.v1"
    assert event["id"] == sent.json()["event_id"]


@pytest.mark.skipif(TOKEN_PATH is None, reason="the document has no applications yet")
def test_an_application_gets_a_token_of_its_own(dispatcher):
    # By address: the scenario has to load where the document has no applications yet.
    until = datetime.now(tz=timezone.utc).date() + timedelta(days=30)
    made = dispatcher.get_httpx_client().post(
        "/api/v1/applications",
        json={
            "name": "client_python",
            "purpose": "the scenario of the generated clients",
            "scopes": ["cases:read", "cases:register"],
            "expires_on": until.isoformat(),
        },
    )
    assert made.status_code == 201, made.text
    # Somebody else lets it in.
    approved = sign_in("secadmin")[0].get_httpx_client().post(
        f"/api/v1/applications/{made.json()['id']}/actions/approve",
        headers={"If-Match": f'"{made.json()["version"]}"'},
    )
    assert approved.status_code == 200, approved.text
    form = {
        "grant_type": "client_credentials",
        "client_id": made.json()["client_id"],
        "client_secret": made.json()["client_secret"],
    }
    answer = httpx.post(BASE_URL + TOKEN_PATH, data=form)
    assert answer.status_code == 200, answer.text
    application = AuthenticatedClient(BASE_URL, answer.json()["access_token"])
    page = cases_list.sync(client=application, limit=1)
    assert isinstance(page, models.PageCaseSummary), page
    # What it has no scope for is refused.
    assert application.get_httpx_client().get("/api/v1/users").status_code == 403
    # It plays another system, whose matters become cases, once each however often they come.
    script = [sys.executable, ROOT / "ops/simulate-source.py", BASE_URL, form["client_id"]]
    run = f"client-{uuid.uuid4().hex[:8]}"
    secret = {**os.environ, "ZONGZHI_PASSWORD": form["client_secret"]}
    for outcome in ("registered", "known"):
        played = subprocess.run(
            [*script, "petition", "3", "--run", run],
            env=secret,
            capture_output=True,
            text=True,
            check=False,
        )
        assert played.returncode == 0, played.stdout + played.stderr
        assert json.loads(played.stdout.splitlines()[0]) == {outcome: 3}
