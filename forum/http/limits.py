"""How much one member, or one network without an account, may ask for in a while.

GCRA (the generic cell rate algorithm, ITU-T I.371) in one script inside Valkey: one number a principal and policy, exact under
concurrency, no sweeping. Answers carry the `RateLimit` fields of draft-ietf-httpapi-ratelimit-headers.

Principals are kept only as a keyed hash. The key is a random salt that lives a day, in Valkey's memory alone, so that no
hash can be traced to an address or a member once the day is over.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import cast

import redis
from django.conf import settings
from django.http import HttpRequest

from forum.http.addresses import block_of
from forum.http.valkey import answering
from forum.kernel import clock
from forum.kernel.errors import TooMany

SALT_REFRESH_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Policy:
    """`quota` requests in `seconds`; that many may also come at once."""

    name: str
    quota: int
    seconds: int


POLICIES = {
    policy.name: policy
    for policy in (
        Policy("read", 600, 60),
        Policy("crawl", 300, 60),
        Policy("search", 60, 60),
        Policy("write", 120, 60),
        Policy("react", 120, 60),
        Policy("post", 20, 60),
        Policy("start", 10, 600),
        Policy("message", 30, 60),
        Policy("report", 20, 600),
        Policy("upload", 30, 600),
        Policy("export", 5, 86_400),
        Policy("sign_in", 20, 300),
        Policy("code", 5, 300),
        Policy("sign_up", 10, 3600),
        Policy("credentials", 30, 60),
    )
}

# KEYS[1] the theoretical arrival time, in ms. ARGV: ms between two requests at the steady rate, ms of the whole window, cost.
# Returns: taken (1 or 0), how many are left, ms until the window is whole again, ms until one more would be taken.
_GCRA = """
local moment = redis.call('TIME')
local now = moment[1] * 1000 + math.floor(moment[2] / 1000)
local step, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local arrival = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local after = arrival + step * cost
if after - now > window then
  return {0, math.floor((window - (arrival - now)) / step), math.ceil(arrival - now), math.ceil(after - now - window)}
end
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now))
return {1, math.floor((window - (after - now)) / step), math.ceil(after - now), 0}
"""


_SHA = hashlib.sha1(_GCRA.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Spent:
    """What a policy has left after a request: `remaining` requests, the whole quota again in `reset` seconds."""

    policy: Policy
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """The `RateLimit` and `RateLimit-Policy` fields."""
        name = self.policy.name
        return {
            "RateLimit": f'"{name}";r={self.remaining};t={self.reset}',
            "RateLimit-Policy": f'"{name}";q={quota(self.policy)};w={self.policy.seconds}',
        }


def spend(name: str, request: HttpRequest, *, cost: int = 1, who: str = "") -> Spent:
    """Take `cost` requests from the policy `name` for whoever sends `request`, or for `who` ("session:..." and the like).

    Raises `TooMany` with `Retry-After` when there are not so many left, `Unavailable` when Valkey is away.
    """
    policy = POLICIES[name]
    with answering() as valkey:
        key = f"limit:{name}:{_mark(who or principal(request), valkey)}"
        taken, left, reset, wait = _run(valkey, key, policy.seconds * 1000 / quota(policy), policy.seconds * 1000, cost)
    spent = Spent(policy, max(0, left), -(-reset // 1000))
    if not taken:
        raise TooMany(headers={"Retry-After": str(max(1, -(-wait // 1000))), **spent.headers()})
    return spent


def quota(policy: Policy) -> int:
    """The policy's quota here: `LIMIT_FACTOR` widens all of them for load tests and houses behind one address."""
    return policy.quota * int(settings.LIMIT_FACTOR)


def principal(request: HttpRequest) -> str:
    """Who a request counts for: the member, else the network it comes from. Never stored as it is."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"member:{user.pk}"
    return f"block:{block_of(request)}"


def address_key(request: HttpRequest) -> str:
    """The sender's network as a keyed hash that means nothing tomorrow; for other counters that must know no address."""
    with answering() as valkey:
        return _mark(f"block:{block_of(request)}", valkey)


def _run(valkey: redis.Redis, key: str, step: float, window: int, cost: int) -> tuple[int, int, int, int]:
    try:
        answer = valkey.evalsha(_SHA, 1, key, str(step), str(window), str(cost))
    except redis.exceptions.NoScriptError:
        answer = valkey.eval(_GCRA, 1, key, str(step), str(window), str(cost))
    taken, left, reset, wait = cast("list[int]", answer)
    return taken, left, reset, wait


class _Salt:
    """The day's salt, remembered in this process for a minute at a time."""

    lock = Lock()
    value = b""
    until = 0.0


def _mark(who: str, valkey: redis.Redis) -> str:
    """`who` as 128 bits of keyed hash."""
    if time.monotonic() >= _Salt.until:
        with _Salt.lock:
            _Salt.value = _todays_salt(valkey)
            _Salt.until = time.monotonic() + SALT_REFRESH_SECONDS
    return hashlib.blake2b(who.encode(), key=_Salt.value, digest_size=16).hexdigest()


def _todays_salt(valkey: redis.Redis) -> bytes:
    """32 random bytes that the first to ask puts there, and that expire within a day."""
    moment = clock.now().astimezone(UTC)
    midnight = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) + timedelta(days=1)
    key = f"limit:salt:{moment:%Y-%m-%d}"
    mine = secrets.token_bytes(32)
    earlier = cast("bytes | None", valkey.set(key, mine, nx=True, get=True, exat=int(midnight.timestamp())))
    return earlier or mine
