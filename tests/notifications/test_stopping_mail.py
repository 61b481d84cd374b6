"""The link at the end of every mail: opening it does nothing, one press or a mail program's one click stops mail."""

import pytest
from django.test import Client

from forum.kernel.clock import now
from forum.notifications import policies, selectors, services
from forum.notifications.letters import Letter, compose
from forum.notifications.models import MailPreferences, Reason
from forum.notifications.selectors import NotificationRow
from tests.notifications.telling import settings_form
from tests.world import World, client_of


def link(world: World) -> str:
    return f"/stop-mail/{policies.stop_token(world.geologist.pk)}"


def wants_mail(world: World) -> bool:
    return selectors.mail_preferences(viewer=world.geologist).mail


def test_a_scanner_that_opens_the_link_changes_nothing(world: World) -> None:
    for method in ("get", "head"):
        answer = getattr(Client(), method)(link(world))
        assert answer.status_code == 200
    assert wants_mail(world)


def test_one_click_by_a_mail_program_stops_mail(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(
            link(world), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
    assert not wants_mail(world)


def test_the_button_on_the_page_stops_mail_for_its_member_whoever_is_signed_in(world: World) -> None:
    client_of(world.newcomer).post(link(world))
    assert not wants_mail(world)
    assert selectors.mail_preferences(viewer=world.newcomer).mail


def test_discretion_survives_stopping(world: World) -> None:
    services.set_mail_preferences(actor=world.geologist, mail=True, discreet=True)
    Client().post(link(world))
    kept = selectors.mail_preferences(viewer=world.geologist)
    assert (kept.mail, kept.discreet) == (False, True)


@pytest.mark.parametrize(
    "change", [lambda token: token[:-2], lambda token: token[1:] + token[0] + "A", lambda token: "x"]
)
def test_a_link_that_is_not_ours_stops_nothing(world: World, change: object) -> None:
    token = change(policies.stop_token(world.geologist.pk))  # type: ignore[operator]
    assert Client().post(f"/stop-mail/{token}").status_code == 404
    assert not MailPreferences.objects.exists()


def test_every_mail_names_the_link_as_rfc_8058_has_it(world: World) -> None:
    row = NotificationRow(
        1,
        Reason.REPLY,
        "thread:5",
        "North wall",
        "olga-operator replied to you in post 2",
        "/threads/5/2",
        now(),
        read=False,
    )
    letter = Letter(world.geologist, "gil@example.org", selectors.mail_preferences(viewer=world.geologist))
    mail = compose(letter, [row], count=1, delivery_id=9)
    headers = dict(mail.message().items())
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    assert url.startswith("http://testserver/stop-mail/")
    Client().post(url.removeprefix("http://testserver"))
    assert not wants_mail(world)


def test_the_settings_page_switches_mail_off_and_on(world: World) -> None:
    client = client_of(world.geologist)
    assert client.post("/settings/notifications", settings_form()).status_code == 303
    assert not wants_mail(world)
    client.post("/settings/notifications", settings_form(mail="on", discreet="on"))
    kept = selectors.mail_preferences(viewer=world.geologist)
    assert (kept.mail, kept.discreet) == (True, True)
