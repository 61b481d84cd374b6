"""Only our own proxies are believed about where a request comes from."""

import pytest
from django.test import RequestFactory

from forum.http.addresses import UNKNOWN, block_of


def block(settings: object, hops: int, peer: str, told: str | None) -> str:
    settings.TRUSTED_HOPS = hops  # type: ignore[attr-defined]
    headers = {} if told is None else {"HTTP_X_FORWARDED_FOR": told}
    return block_of(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))


@pytest.mark.parametrize(
    ("hops", "peer", "told", "expected"),
    [
        (0, "192.0.2.1", None, "192.0.2.0/24"),
        (0, "192.0.2.1", "203.0.113.1", "192.0.2.0/24"),
        (1, "", "203.0.113.1", "203.0.113.0/24"),
        (1, "192.0.2.1", "198.51.100.1, 203.0.113.1", "203.0.113.0/24"),
        (2, "192.0.2.1", "198.51.100.1, 203.0.113.1", "198.51.100.0/24"),
        (2, "192.0.2.1", "203.0.113.1", UNKNOWN),
        (1, "192.0.2.1", None, UNKNOWN),
        (1, "192.0.2.1", "", UNKNOWN),
        (1, "", "nonsense", UNKNOWN),
        (0, "", None, UNKNOWN),
        (1, "", "2001:db8::1", "2001:db8::/56"),
        (1, "", "a," * 100_000 + "203.0.113.1", "203.0.113.0/24"),
    ],
)
def test_the_nearest_untrusted_sender_counts(
    settings: object, hops: int, peer: str, told: str | None, expected: str
) -> None:
    assert block(settings, hops, peer, told) == expected
