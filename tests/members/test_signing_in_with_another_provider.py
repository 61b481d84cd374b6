"""The whole way in with another provider: a real one on loopback, a real forum, and everything on the way that can be forged."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.db import connection
from playwright.sync_api import expect, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from accounts.members import services
from accounts.members.models import Member, Role, WayBack
from forum.embedded.mailbox import Mailbox
from forum.kernel import clock
from tests.chromium import launch
from tests.members.provider import CLIENT, SECRET, Lab, a_key, lab
from tests.members.signing import with_password
from tests.running import Forum, serving
from tests.spine.stack import copy_of_template

pytestmark = pytest.mark.stack
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Outside:
    """A forum that knows a provider, the provider, and where the forum's mails lie."""

    forum: Forum
    lab: Lab
    folder: Path


@pytest.fixture(scope="module")
def outside(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outside]:
    folder = tmp_path_factory.mktemp("outside")
    with (
        django_db_blocker.unblock(),
        lab() as provider,
        copy_of_template(f"outside_{uuid4().hex}") as url,
    ):
        named = {"ASSAY_OIDC_SERVER": provider.url, "ASSAY_OIDC_CLIENT": CLIENT, "ASSAY_OIDC_SECRET": SECRET,
                 "ASSAY_OIDC_NAME": "The lab", "ASSAY_LIMIT_FACTOR": "1000"}  # fmt: skip
        command = [sys.executable, "manage.py", "migrate", "socialaccount", "-v0"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **named, "DATABASE_URL": url}, check=True)
        with serving(folder, url, "web", "caddy", **named) as forum:
            yield Outside(forum, provider, folder)


@pytest.fixture
def browser(outside: Outside) -> Iterator[httpx.Client]:
    outside.lab.honest()
    outside.lab.person = {"sub": uuid4().hex, "email": f"{uuid4().hex}@example.org", "email_verified": True}
    with outside.forum.client() as client:
        yield client


def send_form(client: httpx.Client, page: str, to: str, **fields: str) -> httpx.Response:
    """What a browser sends when the form of `page` goes to `to`."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(to, data={"csrfmiddlewaretoken": token[1], **fields})


def set_out(client: httpx.Client) -> str:
    """Press the button and sign in at the provider; the address it sends the browser back to."""
    left = send_form(client, "/account/login/", "/account/oidc/oidc/login/")
    assert left.status_code == 302, left.text
    return str(httpx.get(left.headers["Location"]).headers["Location"])


def arrive(client: httpx.Client) -> httpx.Response:
    return client.get(set_out(client))


def join(client: httpx.Client, handle: str, email: str) -> httpx.Response:
    return send_form(client, "/account/3rdparty/signup/", "/account/3rdparty/signup/", username=handle, email=email)


def signed_in(client: httpx.Client) -> bool:
    return client.get("/settings").status_code == 200


def accounts(outside: Outside) -> list[tuple[Any, ...]]:
    with outside.forum.inside(), connection.cursor() as cursor:
        cursor.execute("SELECT uid, extra_data::text FROM socialaccount_socialaccount ORDER BY id")
        return cursor.fetchall()


def test_a_stranger_joins_under_a_handle_of_their_own_and_comes_back_by_the_button(
    outside: Outside, browser: httpx.Client
) -> None:
    page = browser.get("/account/login/")
    assert "Go on with The lab" in page.text
    assert f"form-action 'self' {outside.lab.url}" in page.headers["Content-Security-Policy"]
    person = outside.lab.person

    assert arrive(browser).headers["Location"] == "/account/3rdparty/signup/"
    assert not signed_in(browser)
    assert join(browser, "lab-rat", person["email"]).status_code == 302
    assert signed_in(browser)

    with outside.forum.client() as another:
        assert arrive(another).headers["Location"] == "/"
        assert signed_in(another)
    assert (person["sub"], f'{{"userinfo": {{"sub": "{person["sub"]}"}}}}') in accounts(outside)
    assert {"code_challenge", "nonce", "state"} <= outside.lab.asked.keys()


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_button_leads_there_and_back_in_a_real_browser(outside: Outside, scripts: bool) -> None:
    outside.lab.honest()
    outside.lab.person = {"sub": uuid4().hex, "email": f"{uuid4().hex}@example.org", "email_verified": True}
    with sync_playwright() as driver, launch(driver) as chromium:
        page = chromium.new_page(java_script_enabled=scripts)
        page.goto(f"{outside.forum.url}/account/login/")
        page.get_by_role("button", name="Go on with The lab").click()
        page.wait_for_url("**/account/3rdparty/signup/**")
        page.fill("[name=username]", f"pressed-{'with' if scripts else 'without'}")
        page.locator("main button[type=submit]").first.click()
        expect(page).to_have_url(f"{outside.forum.url}/")
        answer = page.goto(f"{outside.forum.url}/settings")
    assert answer is not None
    assert answer.status == 200


def test_the_members_own_way_back_shuts_the_providers_door(outside: Outside, browser: httpx.Client) -> None:
    arrive(browser)
    join(browser, "all-lost", outside.lab.person["email"])
    with outside.forum.inside():
        secret = services.ask_way_back(handle="all-lost", words="It is me.")
        asked = WayBack.objects.get(member__handle="all-lost")
        services.decide_way_back(
            actor=with_password("chief-of-all", Role.ADMIN), way_back_id=asked.pk, grant=True, reason="Called back."
        )
        WayBack.objects.filter(pk=asked.pk).update(opens_at=clock.now() - timedelta(hours=1))

    opened = send_form(browser, "/way-back/open", "/way-back/open", secret=secret, password="another quiet pit 77")
    assert opened.status_code == 303, opened.text

    with outside.forum.client() as another:
        assert arrive(another).headers["Location"] == "/account/3rdparty/signup/"


def test_the_way_back_is_good_once_and_only_for_the_browser_that_set_out(
    outside: Outside, browser: httpx.Client
) -> None:
    back = set_out(browser)
    before = accounts(outside)
    with outside.forum.client() as thief:
        assert "/signup" not in thief.get(back).headers.get("Location", "")
        assert not signed_in(thief)
    wrong = re.sub(r"state=[^&]+", "state=guessed", back)
    assert browser.get(wrong).status_code in (200, 401)
    assert browser.get("/account/3rdparty/signup/").status_code == 302

    assert browser.get(back).headers["Location"] == "/account/3rdparty/signup/"
    browser.cookies.clear()
    assert browser.get(back).status_code in (200, 401)
    assert accounts(outside) == before


def test_whatever_is_forged_opens_nothing(outside: Outside, browser: httpx.Client) -> None:
    forgeries: dict[str, dict[str, Any]] = {
        "another key": {"key": a_key()},
        "no signature": {"key": "", "algorithm": "none"},
        "our own secret": {"key": SECRET * 2, "algorithm": "HS256"},
        "another nonce": {"claims": {"nonce": "of another try"}},
        "no nonce": {"claims": {"nonce": None}},
        "another audience": {"claims": {"aud": "somebody-else"}},
        "another issuer": {"claims": {"iss": "https://evil.example"}},
        "an old token": {"claims": {"exp": 1_700_000_000}},
        "userinfo of another": {"userinfo": {"sub": "somebody else"}},
    }
    before, opened = accounts(outside), []
    for name, forged in forgeries.items():
        outside.lab.honest()
        for part, value in forged.items():
            setattr(outside.lab, part, value)
        answer = arrive(browser)
        if "Location" in answer.headers or answer.status_code >= 500 or signed_in(browser):
            opened.append((name, answer.status_code))
        if browser.get("/account/3rdparty/signup/").status_code != 302:
            opened.append((name, 0))
    assert opened == []
    assert accounts(outside) == before


def test_an_address_that_is_another_members_gives_no_way_into_their_account(
    outside: Outside, browser: httpx.Client
) -> None:
    with outside.forum.inside():
        owner = with_password("pit-owner")
    outside.lab.person["email"] = owner.email
    mailbox, before = Mailbox(outside.folder / "mail"), accounts(outside)
    mailbox.new()

    assert arrive(browser).headers["Location"] == "/account/3rdparty/signup/"
    answer = join(browser, "not-the-owner", owner.email)

    assert answer.status_code == 302
    assert not signed_in(browser)
    assert [mail.to for mail in mailbox.new()] == [owner.email]
    assert accounts(outside) == before
    with outside.forum.inside():
        assert not Member.objects.filter(handle="not-the-owner").exists()


def test_an_address_that_they_do_not_call_proven_is_proven_by_a_code_first(
    outside: Outside, browser: httpx.Client
) -> None:
    outside.lab.person["email_verified"] = "true"

    arrive(browser)
    assert join(browser, "unproven-one", outside.lab.person["email"]).status_code == 302

    assert not signed_in(browser)


def test_a_provider_that_fails_on_the_way_out_or_back_is_a_page_in_words(
    outside: Outside, browser: httpx.Client
) -> None:
    back = set_out(browser)
    outside.lab.down = True

    for answer in (browser.get(back), send_form(browser, "/account/login/", "/account/oidc/oidc/login/")):
        assert answer.status_code == 401
        assert "<h1>" in answer.text
    assert not signed_in(browser)
