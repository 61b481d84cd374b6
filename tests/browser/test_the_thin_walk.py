"""From joining to signing out, with JavaScript and without."""

import pytest

from forum.embedded.mailbox import Mailbox
from tests.browser.conftest import NewReader
from tests.world import PASSWORD, World, reply, start
from threads.discussion import services
from threads.discussion.models import Post

# Resolves once a draft lies on the device.
KEPT = """() => new Promise((kept) => {
    const look = () => Object.keys(localStorage).some((key) => key.startsWith("draft:")) ? kept(true) : setTimeout(look, 20);
    look();
})"""

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_newcomer_joins_writes_and_leaves(world: World, reader: NewReader, mailbox: Mailbox, scripts: bool) -> None:
    thread = start(world.geologist, world.public, "Assays from the north wall")
    for _ in range(20):
        reply(world.operator, thread)
    petra = reader(scripts=scripts)

    petra.open("/account/signup/")
    petra.type(username="Petra-pit", email="petra@example.org", password1=PASSWORD)
    petra.press("Join")
    petra.page.wait_for_url("**/confirm-email/")
    petra.type(code=mailbox.new()[0].key)
    petra.page.locator("main form.form button.primary").click()
    petra.sees("Latest")

    petra.follow("Assays from the north wall")
    petra.page.get_by_role("link", name="Later").first.click()
    petra.page.wait_for_url("**?from=21")
    petra.type(text="What was the **cut-off**?")
    petra.press("Post reply")
    petra.page.wait_for_url("**?from=21#p22")
    assert petra.page.locator("#p22 strong").inner_text() == "cut-off"
    assert petra.page.locator("main [name=text]").input_value() == ""

    petra.page.locator("#p22").get_by_role("link", name="Edit").click()
    petra.page.wait_for_url("**/edit")
    post = Post.objects.get(number=22)
    services.edit_post(actor=post.author, post_id=post.pk, source="From the phone.", version=1)
    petra.type(text="From the desk.")
    petra.press("Save")
    petra.sees("Somebody was faster.")
    petra.sees("From the phone.")
    assert petra.page.locator("main [name=text]").input_value() == "From the desk."
    petra.press("Save over it")
    petra.page.wait_for_url("**?from=21#p22")
    petra.sees("From the desk.")

    petra.open("/boards/field-notes")
    petra.follow("Start a thread")
    petra.type(title="Who holds Pangwa?", text="I ask for *dates*.")
    petra.press("Start the thread")
    petra.sees("I ask for dates.")
    assert petra.page.locator("h1").inner_text() == "Who holds Pangwa?"

    petra.page.locator("#p1 .post-author").click()
    petra.sees("Recent posts")
    petra.follow("Edit profile")
    petra.type(bio="I log *core*.")
    petra.press("Save")
    petra.open("/members/Petra-pit")
    petra.sees("I log core.")

    petra.page.locator("header [data-menu] summary").click()
    petra.page.get_by_role("button", name="Sign out").click()
    petra.page.get_by_role("link", name="Join").first.wait_for()
    petra.open("/settings")
    petra.page.wait_for_url("**/account/login/?next=*settings")
    petra.type(login="Petra-pit", password=PASSWORD)
    petra.press("Sign in")
    petra.page.wait_for_url("**/settings")
    petra.found_nothing_wrong()


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_refused_form_shows_why_and_keeps_what_was_typed(world: World, reader: NewReader, scripts: bool) -> None:
    nora = reader(world.newcomer, scripts=scripts)

    nora.open("/boards/field-notes/new")
    nora.type(text="A long thought.")
    nora.press("Start the thread")

    nora.sees("Nothing you typed is lost.")
    assert nora.page.locator("main [name=text]").input_value() == "A long thought."
    nora.page.locator("[data-error-summary] a").click()
    assert nora.page.locator("main [name=title]").evaluate("field => field.matches(':focus')") or not scripts
    nora.found_nothing_wrong()


def test_what_was_typed_and_not_sent_is_there_again(world: World, reader: NewReader) -> None:
    thread = start(world.geologist, world.public)
    nora = reader(world.newcomer)
    nora.open(f"/threads/{thread.pk}")
    nora.page.locator("main [name=text]").press_sequentially("Half a thought")

    nora.open("/")
    nora.open(f"/threads/{thread.pk}")

    nora.sees("What you had typed here is back.")
    assert nora.page.locator("main [name=text]").input_value() == "Half a thought"
    nora.found_nothing_wrong()


def test_signing_out_leaves_no_draft_on_the_device(world: World, reader: NewReader) -> None:
    thread = start(world.geologist, world.public)
    nora = reader(world.newcomer)
    nora.open(f"/threads/{thread.pk}")
    nora.page.locator("main [name=text]").press_sequentially("Half a thought")
    nora.page.evaluate(KEPT)
    nora.page.locator("main [name=text]").press_sequentially(" and more")

    nora.page.locator("header [data-menu] summary").click()
    nora.page.get_by_role("button", name="Sign out").click()
    nora.page.get_by_role("link", name="Join").first.wait_for()

    assert nora.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))") == []
