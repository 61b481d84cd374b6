"""Joining without an address, keeping recovery codes and coming back, all with a passkey in a real browser."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from accounts.members.models import Member
from tests.browser.reader import Reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def give_a_key(page: Page) -> None:
    """A passkey store in the browser, as a phone or a laptop has one."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_a_protected_member_joins_keeps_codes_and_comes_back(reader: Any) -> None:
    one: Reader = reader()
    page = one.page
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    give_a_key(page)
    page.goto(f"{one.origin}/join/protected")
    page.fill("[name=handle]", "quiet-hill")
    page.click(".entrance button[type=submit]")
    page.wait_for_url(re.compile("webauthn/signup"))
    page.click("#mfa_webauthn_signup")
    page.wait_for_url(re.compile("reauthenticate|recovery"))
    if "reauthenticate" in page.url:
        page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url(re.compile("recovery-codes/generate"))
    page.click(".page button[type=submit]")
    page.wait_for_url(re.compile(r"recovery-codes/$"))
    assert re.search(r"\d{10}", page.content())

    member = Member.objects.get(handle="quiet-hill")
    assert member.protected
    assert member.email == ""
    assert member.joined_on.day == 1
    assert member.sessions.get().opened_on is None

    page.context.clear_cookies()
    page.goto(f"{one.origin}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{one.origin}/")
    assert page.goto(f"{one.origin}/settings").status == 200  # type: ignore[union-attr]
    assert refused == []
