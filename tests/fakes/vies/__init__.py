"""A VIES of our own, over HTTP on this machine. Shapes: see `tests/contracts/test_vies.py`."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

PATH = "/check-vat-number"


class FakeVies:
    """Knows some numbers (`known`: prefix and digits, to a name); `mood` is an error it gives."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.mood: str | None = None
        self.status = 200
        self.raw: bytes | None = None
        self.asked: list[dict[str, Any]] = []
        handler = type("Bound", (_Handler,), {"fake": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> "FakeVies":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, said: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(said)
        if self.mood:
            return {"actionSucceed": False, "errorWrappers": [{"error": self.mood}]}
        name = self.known.get(f"{said['countryCode']}{said['vatNumber']}")
        return {
            "countryCode": said["countryCode"],
            "vatNumber": said["vatNumber"],
            "requestDate": "2026-11-10T09:00:00.000Z",
            "valid": name is not None,
            "requestIdentifier": "WAPIAAAAY1BBBBBB" if name is not None else "",
            "name": name or "---",
            "address": "---",
            **_trader(),
        }


def _trader() -> dict[str, str]:
    """What is not asked for, and answered all the same."""
    parts = ("Name", "Street", "PostalCode", "City", "CompanyType")
    said = {f"trader{part}": "---" for part in parts}
    return said | {f"trader{part}Match": "NOT_PROCESSED" for part in parts}


class _Handler(BaseHTTPRequestHandler):
    fake: ClassVar[FakeVies]

    def do_POST(self) -> None:
        size = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(size)
        fake = self.fake
        if self.path != PATH:
            self._send(404, b"<html>Not Found</html>")
        elif fake.raw is not None:
            self._send(fake.status, fake.raw)
        else:
            self._send(fake.status, json.dumps(fake.answer(json.loads(body))).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass
