"""A browser with almost no cost of its own: one kept connection, and only heads are read."""

import socket
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode


@dataclass
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Line:
    """One connection of one visitor to one host, with his cookies."""

    address: tuple[str, int]
    host: str
    cookies: dict[str, str] = field(default_factory=dict)
    _socket: socket.socket | None = None
    _rest: bytes = b""

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, {}, b"")

    def post(self, path: str, form: dict) -> Answer:
        """Send a form from a page of the same host."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        origin = {"Origin": f"http://{self.host}"}
        return self._ask("POST", path, kind | origin, urlencode(form).encode())

    def post_json(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        """Call the API."""
        return self._ask("POST", path, {"Content-Type": "application/json"} | headers, body)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        head = [f"{method} {path} HTTP/1.1", f"Host: {self.host}"]
        head += [f"{name}: {value}" for name, value in headers.items()]
        if self.cookies:
            head.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if method == "POST":
            head.append(f"Content-Length: {len(body)}")
        if self._socket is None:
            self._rest = b""
            self._socket = socket.create_connection(self.address, timeout=30)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            return self._answer()
        except OSError:
            self.close()
            raise

    def _answer(self) -> Answer:
        text = self._rest
        while b"\r\n\r\n" not in text:
            text += self._more()
        raw, _, rest = text.partition(b"\r\n\r\n")
        first, *lines = raw.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
            headers[name.lower()] = value
        if "content-length" not in headers:
            raise ConnectionError(f"no length told: {first[:80]}")
        length = int(headers["content-length"])
        while len(rest) < length:
            rest += self._more()
        self._rest = rest[length:]
        return Answer(int(first.split()[1]), headers, rest[:length])

    def _more(self) -> bytes:
        chunk = self._socket.recv(65536)
        if not chunk:
            raise ConnectionError("the server hung up")
        return chunk
