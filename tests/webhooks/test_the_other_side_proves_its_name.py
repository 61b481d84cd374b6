"""Over TLS the other side proves that it is whom the address names, before it hears a word."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import httpcore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pytest_django.fixtures import Settings

from forum.webhooks import sending


def certificate(name: str, folder: Path) -> Path:
    """A certificate for `name` that nobody but itself vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, SHA256())
    )
    file = folder / f"{name}.pem"
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(made.public_bytes(Encoding.PEM) + plain)
    return file


@pytest.fixture(params=["localhost", "elsewhere.example"])
def served(request: pytest.FixtureRequest, tmp_path: Path, settings: Settings) -> Iterator[tuple[str, Path, list[str]]]:
    """A server with a certificate for one name or another: the name, the certificate, the addresses it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    class Quiet(HTTPServer):
        def handle_error(self, *args: object) -> None:
            """A handshake that ends is what we are here for."""

    server = Quiet(("127.0.0.1", 0), Handler)
    file = certificate(request.param, tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    settings.WEBHOOKS_INSIDE = (f"localhost:{server.server_port}",)
    worker = Thread(target=server.serve_forever, daemon=True)
    worker.start()
    yield f"https://localhost:{server.server_port}/hook", file, asked
    server.shutdown()
    server.server_close()
    worker.join()


def test_a_certificate_that_nobody_vouches_for_is_refused(served: tuple[str, Path, list[str]]) -> None:
    url, _, asked = served
    assert sending.post(url, b"{}", {}).error == "no_connection"
    assert asked == []


def test_one_that_is_vouched_for_counts_for_its_own_name_alone(
    served: tuple[str, Path, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    url, file, asked = served
    monkeypatch.setattr(httpcore, "default_ssl_context", lambda: ssl.create_default_context(cafile=str(file)))
    answer = sending.post(url, b"{}", {})
    if file.stem == "localhost":
        assert (answer.status, asked) == (204, ["/hook"])
    else:
        assert (answer.error, asked) == ("no_connection", [])
