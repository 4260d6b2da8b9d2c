import json
import socketserver
import sys
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from crawler.alerts import Alert, Command, Mail, Sender, SendError, Webhook
from crawler.alerts.sender import State
from crawler.store import open_store

GOOD, BAD = State("https://a.example/", ""), State("https://a.example/", "none of 40 pages gave an article")
ALERT = Alert(site="a.example", url=BAD.url, reason=BAD.reason, at=datetime(2026, 1, 5, tzinfo=UTC), store="x.db")


class Noted:
    def __init__(self, name="noted"):
        self.name = name
        self.alerts = []
        self.fails = False

    def send(self, alert):
        if self.fails:
            raise SendError("out of order")
        self.alerts.append((alert.site, bool(alert.reason)))


@pytest.fixture
def store(tmp_path):
    store = open_store(str(tmp_path / "news.db"))
    yield store
    store.close()


def test_each_change_is_told_once(store):
    channel = Noted()
    for state in (GOOD, GOOD, BAD, BAD, State(BAD.url, "another reason"), GOOD, GOOD, BAD):
        assert Sender(store, [channel]).send({"a.example": state}) == []
    assert channel.alerts == [("a.example", True), ("a.example", False), ("a.example", True)]


def test_what_did_not_arrive_is_sent_again_and_only_there(store):
    first, second = Noted("first"), Noted("second")
    second.fails = True
    sender = Sender(store, [first, second])
    assert sender.send({"a.example": BAD}) == ["out of order"]
    assert sender.send({"a.example": BAD}) == ["out of order"]
    second.fails = False
    assert sender.send({"a.example": BAD}) == []
    assert len(first.alerts) == len(second.alerts) == 1


def test_nothing_is_sent_once_the_watch_ends(store):
    channel = Noted()
    Sender(store, [channel]).send({"a.example": BAD}, lambda: False)
    assert channel.alerts == []


def test_a_channel_that_never_ends_holds_nobody_up(store, monkeypatch):
    monkeypatch.setattr("crawler.alerts.sender.SECONDS", 0.01)
    answered = threading.Event()
    channel = Noted()
    channel.send = lambda _alert: answered.wait(60)
    assert Sender(store, [channel]).send({"a.example": BAD}) == ["no answer in 0.01 seconds"]
    answered.set()


def test_an_alert_is_one_line_and_says_where_to_look():
    alert = Alert(site="a\nBcc: x", url="u", reason="r\x1b[31m", at=ALERT.at, store="x.db")
    assert "\n" not in alert.subject
    assert "\x1b" not in alert.text()
    assert "wirebrush serve --store x.db" in alert.text()


class _Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        if not self.server.status:
            self.wfile.write(b"no HTTP at all\r\n\r\n")
            return
        self.send_response(self.server.status)
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *arguments):
        pass


class _Smtp(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 hello\r\n")
        data = False
        for line in self.rfile:
            if data:
                self.server.got.append(line)
                data = line != b".\r\n"
                if data:
                    continue
            elif line.upper().startswith(b"DATA"):
                data = True
                self.wfile.write(b"354 go on\r\n")
                continue
            elif line.upper().startswith(b"QUIT"):
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


@contextmanager
def serving(server):
    server.got = []
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_webhook_gets_json():
    with serving(HTTPServer(("127.0.0.1", 0), _Hook)) as server:
        hook = Webhook(f"http://127.0.0.1:{server.server_port}/secret")
        server.status = 200
        hook.send(ALERT)
        for status, says in ((500, "HTTP 500"), (302, "HTTP 302"), (0, "no HTTP")):
            server.status = status
            with pytest.raises(SendError, match=says) as caught:
                hook.send(ALERT)
            assert "secret" not in str(caught.value)
    assert server.got[0]["site"] == "a.example"
    assert server.got[0]["broken"] is True
    assert "secret" not in hook.name
    with pytest.raises(SendError, match="webhook"):
        hook.send(ALERT)


def test_a_mail_is_sent():
    with serving(socketserver.TCPServer(("127.0.0.1", 0), _Smtp)) as server:
        Mail("me@example.org", f"127.0.0.1:{server.server_address[1]}").send(ALERT)
    mail = b"".join(server.got).decode()
    assert "Subject: wirebrush: a.example looks broken" in mail
    assert "none of 40 pages" in mail
    with pytest.raises(SendError, match="mail to me"):
        Mail("me@example.org", "127.0.0.1:1").send(ALERT)


def test_a_command_gets_the_alert(tmp_path):
    out = tmp_path / "out"
    code = f"import os,sys; open({str(out)!r},'w').write(os.environ['WIREBRUSH_SITE'] + sys.stdin.read())"
    Command(f'"{sys.executable}" -c "{code}"').send(ALERT)
    assert out.read_text().startswith("a.example{")
    for wrong in ("/nowhere/at/all", f'"{sys.executable}" -c "raise SystemExit(3)"', '"'):
        with pytest.raises(SendError, match="command"):
            Command(wrong).send(ALERT)
