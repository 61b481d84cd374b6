"""Which addresses a webhook may have, and which machines may be reached: never one of ours or our neighbours'."""

import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

PORTS = frozenset({443, 8443})

# IPv4 in the clothes of IPv6: NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380), IPv4-compatible and
# IPv4-translated (RFC 4291, RFC 2765), ISATAP's neighbours of site-local (RFC 3879). Nobody's server has only such an address.
_DISGUISED = tuple(
    map(
        IPv6Network,
        ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "::ffff:0:0:0/96", "fec0::/10"),
    )
)


class BadAddress(ValueError):
    """An address that may not be reached; its argument is the code of the reason."""


def check_url(url: str, *, inside: Collection[str] = ()) -> None:
    """Raise `BadAddress` for what is no plain `https://name/path` on an open port. `inside` are "host:port" that may be all else.

    Numbers for a host are refused in every spelling: a name can be looked up, shown and blamed.
    """
    if not url.isascii() or any(char <= " " or char in '\\"<>^`{|}\x7f' for char in url):
        raise BadAddress("bad_url")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise BadAddress("bad_url") from None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or parts.fragment:
        raise BadAddress("bad_url")
    if f"{host}:{port}" in inside:
        return
    if parts.scheme != "https":
        raise BadAddress("not_https")
    if port is not None and port not in PORTS:
        raise BadAddress("bad_port")
    labels = host.rstrip(".").split(".")
    # A last label that begins with a digit is a number to some readers of addresses (WHATWG URL, 3.5): 0x7f.1, 2130706433.
    if len(labels) < 2 or not labels[-1][:1].isalpha() or not all(map(_is_label, labels)):
        raise BadAddress("bad_host")


def _is_label(label: str) -> bool:
    return 0 < len(label) < 64 and all(char.isalnum() or char == "-" for char in label)


def is_outside(text: str) -> bool:
    """Whether an IP address, as the resolver spells it, is a public one of somebody else's."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.scope_id is not None or any(address in network for network in _DISGUISED):
            return False
        address = address.ipv4_mapped or address
    return _is_public(address)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def looked_up(host: str, port: int, *, inside: Collection[str] = ()) -> list[str]:
    """The IP addresses of `host`, for connecting to exactly these. Raises `BadAddress` if only one of them is not outside.

    Who connects by what this returns asks no resolver a second time, so a name cannot change its mind in between.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise BadAddress("no_such_host") from None
    found = list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answers))
    if f"{host}:{port}" not in inside and not all(map(is_outside, found)):
        raise BadAddress("internal_address")
    return found
