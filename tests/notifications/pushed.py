"""The outside of web push: a push service that keeps what it is sent, and a browser that reads it."""

import base64
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from http_ece import decrypt


class Service(ThreadingHTTPServer):
    """Keeps what it is sent, and answers as it is told. The first `mute` it takes, and hangs up without a word."""

    status = 201
    mute = 0

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Answering)
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.origin = f"http://127.0.0.1:{self.server_port}"

    def begin(self) -> None:
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self) -> None:
        self.shutdown()
        self.server_close()


class Answering(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
        if len(self.server.taken) <= self.server.mute:
            self.close_connection = True
            return
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", self.server.origin + "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class Browser:
    """A browser's side of a subscription."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.p256dh, self.auth = _letters(point), _letters(b"0123456789abcdef")

    def subscribe(self, client: Client, origin: str, path: str = "/one") -> int:
        body = {"endpoint": origin + path, "p256dh": self.p256dh, "auth": self.auth}
        return client.post("/settings/notifications/push", body).status_code

    def read(self, body: bytes) -> dict[str, str]:
        told: dict[str, str] = orjson.loads(decrypt(body, private_key=self.key, auth_secret=b"0123456789abcdef"))
        return told


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
