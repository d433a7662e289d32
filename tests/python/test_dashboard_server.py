"""The server: the files of one folder, for this machine only."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from loaders.dashboard.server import HOST, server
from loaders.dashboard.site import Source, assemble

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder to serve, with a secret beside it."""
    folder = tmp_path / "site"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html>")
    (folder / "assets" / "engine.wasm").write_bytes(b"\0asm")
    (folder / "data.bin").write_bytes(bytes(range(100)))
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "way-out.txt").symlink_to(tmp_path / "secret.txt")
    return folder


@pytest.fixture
def port(site: Path) -> Iterator[int]:
    """The port of a server of that folder."""
    with server(site, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield serving.server_port
        serving.shutdown()
        thread.join()


def _ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html?x=1", "text/html; charset=utf-8"),
        ("/assets/engine.wasm", "application/wasm"),
        ("/data.bin", "application/octet-stream"),
    ],
)
def test_files_come_with_their_type(port: int, path: str, media_type: str) -> None:
    status, headers, _ = _ask(port, path)
    assert (status, headers["Content-Type"]) == (200, media_type)


def test_every_answer_keeps_the_browser_to_this_host(port: int) -> None:
    for path in ("/", "/missing"):
        _, headers, _ = _ask(port, path)
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_policy_of_the_page_is_that_of_the_server(port: int) -> None:
    page = (Source(Path()).assets.parent / "index.html").read_text(encoding="utf-8")
    policy = _ask(port, "/")[1]["Content-Security-Policy"]
    in_page = policy.removesuffix("; frame-ancestors 'none'")  # which a page cannot say of itself
    assert f'content="{in_page}"' in page


@pytest.mark.parametrize(
    "path",
    ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/assets/../../secret.txt", "/way-out.txt", "/assets",
     "/assets/", "/%00", "/..\\secret.txt", "//etc/passwd", "/missing.html"],
)  # fmt: skip
def test_nothing_but_files_of_the_folder(port: int, path: str) -> None:
    status, _, body = _ask(port, path)
    assert status == 404
    assert b"secret" not in body.replace(path.encode(), b"")


def test_another_name_for_this_machine_is_refused(port: int) -> None:
    assert _ask(port, "/", Host=f"attacker.example:{port}")[0] == 421
    assert _ask(port, "/", Host=f"localhost:{port}")[0] == 200


def test_only_reading(port: int) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert _ask(port, "/data.bin", method)[0] == 501


def test_head_is_get_without_the_file(port: int) -> None:
    status, headers, body = _ask(port, "/data.bin", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "100", b"")


@pytest.mark.parametrize(
    ("wanted", "status", "part"),
    [
        ("bytes=0-9", 206, bytes(range(10))),
        ("bytes=90-", 206, bytes(range(90, 100))),
        ("bytes=-5", 206, bytes(range(95, 100))),
        ("bytes=95-500", 206, bytes(range(95, 100))),
        ("bytes=0-1,5-6", 200, bytes(range(100))),
        ("lines=1-2", 200, bytes(range(100))),
        ("bytes=100-", 416, b""),
        ("bytes=9-3", 416, b""),
        ("bytes=-", 416, b""),
    ],
)
def test_parts_of_a_file(port: int, wanted: str, status: int, part: bytes) -> None:
    found, headers, body = _ask(port, "/data.bin", Range=wanted)
    assert (found, body) == (status, part)
    assert ("Content-Range" in headers) == (status != 200)


def test_what_the_browser_has_is_not_sent_again(port: int, site: Path) -> None:
    tag = _ask(port, "/data.bin")[1]["ETag"]
    assert _ask(port, "/data.bin", If_None_Match=tag)[0] == 304
    (site / "data.bin").write_bytes(b"new")
    assert _ask(port, "/data.bin", If_None_Match=tag)[::2] == (200, b"new")


def test_a_connection_answers_several_requests(port: int) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    # What is not there is refused with the end of the connection, and the client opens another.
    for path, status, ends in (("/", 200, False), ("/missing", 404, True), ("/data.bin", 200, False)):
        connection.request("GET", path)
        answer = connection.getresponse()
        assert (answer.status, answer.will_close) == (status, ends)
        answer.read()
    connection.close()


def test_serve_ends_with_ctrl_c_and_tells_of_a_taken_port(published: Path, tmp_path: Path) -> None:
    assets = tmp_path / "dist"
    assets.mkdir()
    (assets / "index.html").write_text("<!doctype html><title>here</title>")
    site = tmp_path / "site"
    assemble(Source(published, assets), site)
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "loaders.cli", "serve", "--port", str(port), "--warehouse", str(published)]
    command += ["--assets", str(assets), "--site", str(site)]
    serving = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert serving.stderr is not None
        assert f"http://{HOST}:{port}/" in serving.stderr.readline()
        assert b"here" in _ask(port, "/")[2]
        second = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert second.returncode == 1
        assert "--port" in second.stderr
        serving.send_signal(signal.SIGINT)
        assert serving.wait(timeout=20) == 0
        assert "Stopped." in serving.stderr.read()
    finally:
        serving.kill()
