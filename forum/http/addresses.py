"""Where a request comes from, as coarse as limits need it. Addresses never leave this module unhashed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def block_of(request: HttpRequest) -> str:
    """The sender's network, "203.0.113.0/24" or "2001:db8::/56", or "unknown" for a local socket or a malformed address."""
    try:
        address = ipaddress.ip_address(_sender(request).partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    prefix = 24 if address.version == 4 else 56
    return str(ipaddress.ip_network((address, prefix), strict=False))


def _sender(request: HttpRequest) -> str:
    """What our own proxies say of the sender; whatever the sender wrote into the header stands further left."""
    hops: int = settings.TRUSTED_HOPS
    if hops == 0:
        return str(request.META.get("REMOTE_ADDR", ""))
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rsplit(",", hops)
    return told[-hops].strip() if len(told) >= hops else ""
