"""Whatever a member types, and whatever a name stands for, nothing inside is ever connected to."""

import socket
from typing import Any

import pytest

from forum.kernel.errors import Invalid
from forum.webhooks import sending, services
from forum.webhooks.addresses import BadAddress, is_outside, looked_up
from forum.webhooks.models import Webhook
from tests.webhooks.receiving import Receiver
from tests.world import World, nothing_changes

INSIDE = (
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "::127.0.0.1", "::7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::1", "2001:0:7f00:1::1", "no address",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_no_such_address_counts_as_outside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:93.184.215.14"])
def test_public_addresses_do(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "ftp://example.org/", "https://example.org:22/", "https://example.org:6379/",
        "https://example.org:0/", "https://example.org:99999/", "https://u:p@example.org/", "https://example.org@127.0.0.1/",
        "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/",
        "https://0177.0.0.1/", "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/",
        "https://localhost/", "https://localhost./", "https://valkey/", "https:///path", "https://", "example.org",
        "https://example.org\\@127.0.0.1/", "https://exam ple.org/", "https://example.org/\r\nx: y", "https://example.org/#x",
        "https://ex\u00e4mple.org/", "https://\uff11\uff12\uff17.0.0.1/", "https://example..org/", "https://a_b.example.org/",
        "https://1.1.1.1.0x1/", "https://" + "a" * 64 + ".org/", "https://example.org/" + "a" * 500, "file:///etc/passwd",
        "gopher://example.org:443/", "//example.org/", "https://example.org:/@127.0.0.1:443/ ",
        "https://127.0.0.1./", "https://0/", "https://0.0.0.0/", "https://[::]/", "https://017700000001/", "https://127.0.1/",
        "https://0x7f.0.0.0x1/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/",
        "https://[::1%25lo]/", "https://[fe80::1%lo]/", "https://%31%32%37.0.0.1/", "https://127%2e0%2e0%2e1/", "https://./",
        "https://xn--/", "https://localhost%00.example.org/", "https://example.org%2f@127.0.0.1/", "https:/127.0.0.1/",
        "https:127.0.0.1",
        "https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/", "https://127\u30020\u30020\u30021/", "https://lo\u00adcalhost/",
    ],
)  # fmt: skip
def test_no_odd_address_can_be_set(world: World, url: str) -> None:
    said = services.Settings(name="A", url=url, kinds=("reply_posted",))
    with nothing_changes(), pytest.raises(Invalid):
        services.add_webhook(actor=world.newcomer, settings=said)
    assert sending.post(url, b"{}", {}).status is None


def resolver(*answers: list[str]) -> tuple[Any, list[str]]:
    """`getaddrinfo` that gives these answers in turn, the last one for ever; and what it was asked."""
    asked: list[str] = []

    def answer(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    return answer, asked


def test_a_name_of_which_one_address_is_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    answer, _ = resolver(["93.184.215.14", "10.0.0.7"])
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with pytest.raises(BadAddress, match="internal_address"):
        looked_up("rebind.example.org", 443)


def test_a_name_that_changes_its_mind_is_asked_once_and_connected_to_by_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer, asked = resolver(["93.184.215.14"], ["127.0.0.1"])
    connected: list[tuple[str, int]] = []

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert sending.post("https://rebind.example.org/", b"{}", {}).error == "no_connection"
    assert (connected, asked) == ([("93.184.215.14", 443)], ["rebind.example.org"])


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1.example.org",
        "localhost.localdomain",
        "example.org.",
        "xn--lcalhost-54a.example.org",
        "1.0.0.127.in-addr.arpa",
    ],
)
@pytest.mark.parametrize(
    "found", ["127.0.0.1", "::1", "fe80::1%lo", "::ffff:10.0.0.1", "64:ff9b::a00:1", "169.254.169.254"]
)
def test_a_name_is_worth_no_more_than_what_it_stands_for(
    monkeypatch: pytest.MonkeyPatch, name: str, found: str
) -> None:
    answer, asked = resolver([found])
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", None)
    assert sending.post(f"https://{name}/", b"{}", {}).error == "internal_address"
    assert len(asked) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_to_anywhere(other_side: Receiver, status: int) -> None:
    other_side.status, other_side.headers = status, {"location": other_side.url + "/inside"}
    assert sending.post(other_side.url, b"{}", {}).status == status
    assert len(other_side.got) == 1


def test_a_name_that_has_come_to_stand_for_us_is_refused_with_each_delivery(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.add_webhook(
        actor=world.newcomer,
        settings=services.Settings(name="A", url="https://hook.example.org/", kinds=("reply_posted",)),
    )
    answer, _ = resolver(["127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert sending.post(Webhook.objects.get().url, b"{}", {}).error == "internal_address"


def test_no_proxy_of_the_environment_is_used(other_side: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, other_side.url)
    answer, _ = resolver(["127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert sending.post("https://hook.example.org/", b"{}", {}).error == "internal_address"
    assert other_side.got == []
