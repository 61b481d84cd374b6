"""A small OpenID provider: discovery, authorise with PKCE, token, userinfo and keys, served on loopback."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "assay", "a secret of theirs and ours"


def a_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Lab:
    """The provider. `person` is who signs in there now; `claims`, `key`, `algorithm` and `userinfo` are there to forge with."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    key: Any = None
    algorithm: str = "RS256"
    down: bool = False
    asked: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = a_key()

    def honest(self) -> None:
        self.claims, self.userinfo, self.key, self.algorithm, self.down = {}, {}, None, "RS256", False

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo", "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.own.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """The address that the browser is sent back to, with a code for whoever is signed in here."""
        self.asked, code = asked, token_urlsafe(9)
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """Tokens for a code, once, to our client with its secret and the verifier of its challenge."""
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (sent.get("client_id"), sent.get("client_secret")) != (CLIENT, SECRET)
            or sent.get("redirect_uri") != asked["redirect_uri"]
            or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, "sub": self.person["sub"],
                  "nonce": asked.get("nonce"), **self.claims}  # fmt: skip
        held = {name: value for name, value in claims.items() if value is not None}
        key = self.own if self.key is None else self.key
        signed = jwt.encode(held, key, algorithm=self.algorithm, headers={"kid": "one"})
        return {"access_token": "at the lab", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


@contextmanager
def lab() -> Iterator[Lab]:
    """The provider, while it runs."""
    provider = Lab()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(dict(parse_qsl(parts.query))))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif parts.path == "/userinfo" and self.headers["Authorization"] == "Bearer at the lab":
                self.answer(provider.person | provider.userinfo)
            else:
                known = (
                    {}
                    if provider.down
                    else {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.keys}
                )
                self.answer(known[parts.path]() if parts.path in known else None)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(provider.token(dict(parse_qsl(sent))))

        def answer(self, value: dict[str, Any] | None) -> None:
            body = json.dumps(value if value is not None else {"error": "invalid_grant"}).encode()
            self.send_response(200 if value is not None else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    # By name, so that browsers take it for another site than the forum, which goes by its address.
    provider.url = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
