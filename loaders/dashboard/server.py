"""A web server for one folder on this machine: files only, read only, for nobody but this machine."""

from __future__ import annotations

import re
import shutil
import sys
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".duckdb": "application/vnd.duckdb",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
}
_HEADERS = {
    # As in dashboards/index.html; here it holds for the workers' files too.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:; connect-src 'self'; "
        "style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of the folder, bound to this machine only; port 0 takes any free one. Raises OSError if it is taken."""
    return _Server((HOST, port), partial(_Handler, site.resolve()))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # The port of a server that was just stopped can be taken again at once; that of a running one cannot.
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that goes away in the middle of an answer is no error."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "juesuan"
    sys_version = ""

    def __init__(self, site: Path, *arguments: Any) -> None:
        self.site = site
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Answers with a file, or a part of it."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answers as GET would, without the file."""
        self._answer(with_body=False)

    def end_headers(self) -> None:
        """Every answer, errors too, carries the headers that keep a browser to this host."""
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Requests are not logged: the terminal is for what a person needs to know."""

    def _answer(self, *, with_body: bool) -> None:
        if not self._is_for_this_host():
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return
        file = self._file()
        if file is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        status = file.stat()
        tag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", tag)
            self.end_headers()
            return
        wanted = _RANGE.fullmatch(self.headers.get("Range") or "")  # several parts in one answer are not offered
        part = _part(wanted, status.st_size) if wanted else range(status.st_size)
        if part is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{status.st_size}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(HTTPStatus.PARTIAL_CONTENT if wanted else HTTPStatus.OK)
        if wanted:
            self.send_header("Content-Range", f"bytes {part.start}-{part.stop - 1}/{status.st_size}")
        self.send_header("Content-Type", _TYPES.get(file.suffix, "application/octet-stream"))
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", formatdate(status.st_mtime, usegmt=True))
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if with_body:
            self._send(file, part)

    def _is_for_this_host(self) -> bool:
        """A page elsewhere could have its own name resolve to this machine and then read the answers."""
        name = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
        return name in (HOST, "localhost")

    def _file(self) -> Path | None:
        """The file that the request names, None for anything that is no file inside the site."""
        path = unquote(urlsplit(self.path).path)
        if "\0" in path or "\\" in path:
            return None
        file = (self.site / path.lstrip("/")).resolve()
        if file == self.site:
            file = self.site / "index.html"
        return file if file.is_relative_to(self.site) and file.is_file() else None

    def _send(self, file: Path, part: range) -> None:
        with file.open("rb") as stream:
            if len(part) == file.stat().st_size:
                shutil.copyfileobj(stream, self.wfile)
                return
            stream.seek(part.start)
            left = len(part)
            while left and (chunk := stream.read(min(left, 1 << 20))):
                self.wfile.write(chunk)
                left -= len(chunk)


def _part(wanted: re.Match[str], size: int) -> range | None:
    """The bytes that a Range header asks for, None where there are none."""
    first, last = wanted.groups()
    if first:
        part = range(int(first), min(int(last) + 1, size) if last else size)
    else:
        part = range(max(0, size - int(last or 0)), size)
    return part or None
