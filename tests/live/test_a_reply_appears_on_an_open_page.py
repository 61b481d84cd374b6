"""In a real browser, against the real processes: what one member writes appears where another reads."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.members.models import Member
from forum.embedded.browser import find_chromium
from forum.embedded.stack import Address, Stack, free_port
from tests.interviews import cases
from tests.live.reading import apart, cookie_of
from tests.world import World, reply, start
from threads.interviews.models import Answer, Interview
from threads.interviews.services import answering
from threads.interviews.states import State

pytestmark = [pytest.mark.browser, pytest.mark.stack]

PATIENCE_MS = 20_000
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def database_url() -> str:
    """The test's own database, as the environment names one."""
    of = connection.settings_dict
    return f"postgresql://{of['USER']}:{of['PASSWORD']}@/{of['NAME']}?host={of['HOST']}&port={of['PORT'] or 5432}"


@pytest.fixture
def forgotten(world: World) -> Iterator[None]:
    """Afterwards the audit is emptied, which the test's own emptying of tables may not do."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE moderation_auditrow, moderation_auditroot CASCADE")
        cursor.execute("SET session_replication_role = origin")


@pytest.fixture
def stack(world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Web, live, relay, worker and Caddy on the test's stores."""
    address = Address(port=free_port())
    data = tmp_path_factory.mktemp("data")
    data.chmod(0o711)
    environment = os.environ | {
        "ASSAY_DATA": str(data),
        "ASSAY_ORIGIN": address.origin,
        "ASSAY_SECRET_KEY": settings.SECRET_KEY,
        "ASSAY_DEBUG": "1",
        "ASSAY_TRUSTED_HOPS": "1",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "forum.settings",
        "PYTHONUNBUFFERED": "1",
    }
    running = Stack(environment, address=address)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_chromium()), args=ARGUMENTS)
        yield browser
        browser.close()


def page_of(browser: Browser, stack: Stack, member: Member | None) -> Page:
    """A page in a browser of its own, signed in as `member`."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE_MS)
    if member is not None:
        name, _, value = apart(cookie_of, member)["cookie"].partition("=")
        context.add_cookies([{"name": name, "value": value, "url": stack.url}])
    return context.new_page()


def test_a_reply_appears_is_announced_and_moves_nothing(world: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, world.geologist, world.public, "North wall")
    address = f"{stack.url}/threads/{thread.pk}"
    member, anybody = page_of(chromium, stack, world.geologist), page_of(chromium, stack, None)
    second_tab = member.context.new_page()
    for page in (member, second_tab, anybody):
        page.goto(address)
    member.bring_to_front()
    post = apart(reply, world.operator, thread, "0.1 % TREO.")
    for page in (member, second_tab, anybody):
        expect(page.locator(f"#p{post.number}")).to_contain_text("0.1 % TREO.", timeout=PATIENCE_MS)
        expect(page.locator("[data-live-note]")).to_have_text("1 new post")
    expect(member.locator("[data-live-inbox] .count")).to_have_text("1", timeout=PATIENCE_MS)


def test_whoever_is_writing_is_told_and_nothing_moves(world: World, stack: Stack, chromium: Browser) -> None:
    thread = apart(start, world.geologist, world.public)
    page = page_of(chromium, stack, world.newcomer)
    page.goto(f"{stack.url}/threads/{thread.pk}")
    box = page.locator("#reply textarea")
    box.fill("I think")
    before = box.bounding_box()
    apart(reply, world.operator, thread)
    note = page.locator("[data-live-note] a")
    expect(note).to_have_text("1 new post", timeout=PATIENCE_MS)
    expect(page.locator("#p2")).to_have_count(0)
    assert before is not None
    assert box.input_value() == "I think"
    note.click()
    expect(page.locator("#p2")).to_be_visible()


def test_a_released_answer_appears_on_an_open_interview_and_without_scripts_with_the_next_page(
    world: World, forgotten: None, stack: Stack, chromium: Browser
) -> None:
    interview_id = apart(cases.at, world, State.ANSWERING)
    apart(_go_live, interview_id)
    answer_id = apart(_cleared, world)
    address = f"{stack.url}/interviews/{interview_id}"
    page, plain = page_of(chromium, stack, None), chromium.new_context(java_script_enabled=False).new_page()
    for one in (page, plain):
        one.goto(address)
        expect(one.locator("#answers")).to_contain_text("None yet.")

    apart(answering.release_answer, actor=world.editor, answer_id=answer_id, version=1)

    expect(page.locator("#answers")).to_contain_text(cases.WORDS, timeout=PATIENCE_MS)
    plain.reload()
    expect(plain.locator("#answers")).to_contain_text(cases.WORDS)


def _go_live(interview_id: int) -> None:
    Interview.objects.filter(pk=interview_id).update(live=True)


def _cleared(world: World) -> int:
    cases.clear(world, Interview.objects.get().pk)
    return Answer.objects.get().pk
