"""`handrail serve`: a real server on a real port, that says where it is and leaves nothing behind."""

from __future__ import annotations

import http.client
import json
import logging
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from kb.version import VERSION
from rules import KnowledgeBase
from tests.authoring.examples import BROKEN, TODAY
from tests.house import HOUSE
from tests.webapp.cases import DANGER
from tests.webapp.conftest import Handrail
from webapp import server as serving
from webapp.access_log import FAULTS, LOG
from webapp.cli import serve
from webapp.guard import HEADERS, MOST_BYTES
from webapp.server import SETTINGS, Server, make_server
from webapp.site import Site

CANARY = "canary-4711"


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """A server that answers in a thread of its own."""
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join(timeout=20)
        assert not thread.is_alive()


@pytest.fixture
def site(knowledge: KnowledgeBase) -> Site:
    return Site(knowledge, lambda: TODAY)


def asked(server: Server, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any, bytes]:
    """The status, headers and body of one answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()


# -- the server --------------------------------------------------------------------------------------------------------


def test_a_server_on_a_free_port_gives_advice_and_ends(site: Site) -> None:
    with running(make_server(site)) as server:
        assert server.address == f"http://127.0.0.1:{server.port}/"
        assert asked(server, "GET", "/healthz")[::2] == (200, b"ok\n")
        sent = {"Content-Type": "application/json"}
        status, headers, body = asked(server, "POST", "/api/v1/advice", json.dumps(DANGER).encode(), **sent)
        assert (status, json.loads(body)["outcomes"]["police"]["answer"]) == (200, "must")
        assert {name: headers[name] for name in HEADERS} == HEADERS
        assert "Server" not in headers
        assert "Via" not in headers
    with closing(socket.socket()) as again:
        assert again.connect_ex(("127.0.0.1", server.port)) != 0


def test_a_body_that_is_too_large_is_refused_by_the_application(site: Site) -> None:
    with running(make_server(site)) as server:
        sent = {"Content-Type": "application/json"}
        status, headers, body = asked(server, "POST", "/api/v1/advice", b" " * (MOST_BYTES + 1), **sent)
        assert (status, headers["Content-Type"]) == (413, "application/problem+json")
        assert json.loads(body)["emergency_numbers"] == ["199"]
        assert asked(server, "POST", "/api/v1/advice", b" " * (5 * MOST_BYTES), **sent)[0] == 413


def test_what_a_proxy_may_say_is_believed_of_nobody(site: Site) -> None:
    with running(make_server(site)) as server:
        forged = {
            "Origin": "https://other.example",
            "X-Forwarded-Host": "other.example",
            "Forwarded": "host=other.example",
        }
        assert asked(server, "POST", "/api/v1/advice", b"{}", **forged)[0] == 403


def test_no_request_and_no_answer_is_large_enough_for_a_file() -> None:
    assert SETTINGS["max_request_body_size"] < SETTINGS["inbuf_overflow"]
    assert SETTINGS["max_request_body_size"] > MOST_BYTES


def test_nothing_is_written_to_a_temporary_file(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *a, **k: made.append(a))
    with running(make_server(site)) as server:
        for path in ("/api/v1/openapi.json", "/api/v1/jurisdictions/XA/rules"):
            assert asked(server, "GET", path)[0] == 200
        asked(server, "POST", "/api/v1/advice", b" " * (3 * MOST_BYTES))
    assert made == []


def test_a_server_may_be_closed_before_it_runs_and_more_than_once(site: Site) -> None:
    server = make_server(site)
    server.close()
    server.close()
    server.run()
    with closing(make_server(site, port=server.port)) as again:
        assert again.port == server.port


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("localhost", True), ("0.0.0.0", False)],  # noqa: S104  # that is the test
)
def test_a_server_knows_whether_others_can_reach_it(site: Site, host: str, local: bool) -> None:
    with closing(make_server(site, host)) as server:
        assert server.local is local


# -- the command -------------------------------------------------------------------------------------------------------


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[Server]:
    """The servers that the command made; each stops at once instead of running."""
    servers: list[Server] = []

    def run(self: Server) -> None:
        servers.append(self)
        self.close()

    monkeypatch.setattr(Server, "run", run)
    return servers


def test_it_says_where_it_is_that_nothing_is_stored_and_how_to_stop(handrail: Handrail, stopped: list[Server]) -> None:
    result = handrail("serve", "--port", "0")
    assert (result.exit_code, result.stderr) == (0, "")
    assert stopped[0].address in result.stdout
    assert "stored" in result.stdout
    assert "Ctrl-C" in result.stdout


def test_one_line_of_json_says_where_it_is(handrail: Handrail, stopped: list[Server]) -> None:
    (line,) = handrail("serve", "--port", "0", "--json").stdout.splitlines()
    rulebooks = {"XA": "available"}
    assert json.loads(line) == {"address": stopped[0].address, "version": VERSION, "rulebooks": rulebooks}


def test_a_port_in_use_is_refused(handrail: Handrail, stopped: list[Server]) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        result = handrail("serve", "--port", str(port))
    assert (result.exit_code, result.stdout, stopped) == (2, "", [])
    assert str(port) in result.stderr
    assert "--port" in result.stderr


@pytest.mark.parametrize(
    "arguments", [("--port", "70000"), ("--port", "x"), ("--threads", "0"), ("--host", "256.1.1.1.x")]
)
def test_what_cannot_be_is_refused(handrail: Handrail, stopped: list[Server], arguments: tuple[str, ...]) -> None:
    result = handrail("serve", *arguments)
    assert (result.exit_code, result.stdout, stopped) == (2, "", [])


def test_it_warns_where_others_can_reach_it_without_encryption(handrail: Handrail, stopped: list[Server]) -> None:
    result = handrail("serve", "--host", "0.0.0.0", "--port", "0", "--json")  # noqa: S104  # that is the test
    assert result.exit_code == 0
    assert "TLS" in result.stderr
    assert json.loads(result.stdout)["address"] == stopped[0].address


def test_broken_content_is_said_and_served_around(
    handrail_loading: Handrail,
    stopped: list[Server],
    overlay: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (BROKEN / "name_unknown_item.yaml").read_text(encoding="utf-8")
    monkeypatch.setenv("HANDRAIL_CONTENT", str(overlay("rules/sets/xa/rules/broken.yaml", text)))
    result = handrail_loading("serve", "--port", "0")
    assert (result.exit_code, len(stopped)) == (0, 1)
    assert "XA" in result.stderr
    assert "handrail validate" in result.stderr


def test_the_browser_is_opened_only_if_asked(
    handrail: Handrail, stopped: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = threading.Event()
    monkeypatch.setattr(webbrowser, "open", lambda address: opened.set())
    handrail("serve", "--port", "0")
    assert not opened.wait(0.2)
    handrail("serve", "--port", "0", "--open")
    assert opened.wait(5)


@pytest.mark.parametrize("name", ["waitress", "waitress.own"])
def test_a_line_of_the_server_keeps_only_where_it_comes_from(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with serve.logs(access=False):
        try:
            os.environ[CANARY]
        except KeyError:
            logging.getLogger(name).exception("Exception while serving %s", f"/{CANARY}")
    logged = capsys.readouterr().err
    assert "KeyError at test_serve.py" in logged
    assert CANARY not in logged


@pytest.mark.parametrize(("access", "lines"), [(True, 1), (False, 0)])
def test_requests_are_logged_only_if_asked_and_faults_always(
    access: bool, lines: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with serve.logs(access):
        LOG.info("GET /healthz 200 1 ms")
        FAULTS.error("KeyError at here.py:1")
    logged = capsys.readouterr().err
    assert logged.count("GET /healthz") == lines
    assert logged.count("KeyError at here.py:1") == 1
    assert (LOG.handlers, LOG.level) == ([], logging.NOTSET)


def test_the_settings_come_from_the_environment(handrail: Handrail, knowledge: KnowledgeBase) -> None:
    site = serving.make_site()
    assert (site.knowledge, site.today()) == (knowledge, TODAY)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_the_command_serves_until_ctrl_c_and_logs_no_value(cache_folder: Path) -> None:
    command = [sys.executable, "-m", "webapp", "serve", "--port", "0", "--log", "--json"]
    with subprocess.Popen(
        command, cwd=HOUSE, env={**os.environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        address = json.loads(process.stdout.readline())["address"]
        port = int(re.findall(r":(\d+)/", address)[0])
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("GET", f"/{CANARY}?{CANARY}")
            assert connection.getresponse().status == 404
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "")
    assert re.search(r"GET - 404 \d+ ms", err)
    assert CANARY not in err
