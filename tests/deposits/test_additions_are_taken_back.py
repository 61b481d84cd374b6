"""What an editor added by mistake is taken back while nothing hangs on it; its address says so, and the log keeps what stood."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.verification.models import Position, VerificationRequest
from accounts.verification.services import request_verification
from forum.kernel.errors import Invalid
from forum.kernel.events.models import Outbox
from tests.beside import Beside, until_it_waits
from tests.deposits.stock import MRIMA, stocked
from tests.deposits.test_deposits_are_added import HILL, SAID, WHERE, add
from tests.interviews.cases import propose as propose_interview
from tests.world import World, client_of, code_of, nothing_changes, send
from threads.deposits import selectors, services
from threads.deposits.models import Control, Target
from threads.deposits.services import AlreadyStands
from threads.disclosures import services as disclosures
from threads.disclosures.models import Disclosure, Interest
from threads.disclosures.services import Said

WHY = {"reason": "It is the same place as Mrima Hill."}
STATED = {"category": "inferred", "tonnes": "10", "unit": "Mt", "treo_grade_pct": "1", "source_url": WHERE}
PARTY = {
    "name": "Hill Company",
    "kind": "company",
    "country_iso2": "KE",
    "source_title": "A report",
    "source_url": WHERE,
}


@pytest.fixture(autouse=True)
def mrima(world: World) -> None:
    stocked(MRIMA)


def add_party(world: World) -> int:
    return services.apply_change(
        actor=world.editor, slug="hill-company", target=Target.PARTY, target_id=None, columns=PARTY, version=0, **SAID
    ).change_id


def undo(change: int) -> str:
    return f"/changes/{change}/undo"


def test_by_page_an_editor_takes_a_deposit_back_and_its_address_says_so(world: World) -> None:
    change = add(world.editor).change_id
    editor = client_of(world.editor)
    assert undo(change) in editor.get("/deposits/second-hill/changes").content.decode()

    answer = editor.post(undo(change), WHY)

    assert (answer.status_code, answer["Location"]) == (303, "/deposits/second-hill/changes")
    assert WHY["reason"] in Client().get(answer["Location"]).content.decode()
    gone = Client().get("/deposits/second-hill")
    assert (gone.status_code, "added by mistake" in gone.content.decode()) == (410, True)
    assert code_of(Client().get("/api/v1/deposits/second-hill")) == "taken_back"
    for path in ("/deposits", "/deposits.csv", "/deposits.geojson", "/api/v1/deposits", "/search?q=second+hill", "/"):
        assert "Second Hill" not in Client().get(path).content.decode()
    assert Outbox.objects.filter(name="deposit_changed", actor_id=world.editor.pk).count() == 1
    assert Client().get("/deposits/no-such-hill").status_code == 404


def test_over_rest_a_party_goes_and_comes_back(world: World, api: Callable[..., Client]) -> None:
    made, app = add_party(world), api(world.editor)

    taken = send(app, "post", f"/api/v1/changes/{made}/undo", WHY)
    assert (taken.status_code, taken.json()["undoes"], taken.json()["kind"]) == (201, made, "removed")
    assert code_of(Client().get("/api/v1/parties/hill-company")) == "taken_back"
    assert Client().get("/parties/hill-company").status_code == 410
    assert len(Client().get("/api/v1/parties/hill-company/changes").json()["results"]) == 2
    with nothing_changes():
        assert code_of(send(app, "post", f"/api/v1/changes/{made}/undo", WHY)) == "cannot_undo"

    assert send(app, "post", f"/api/v1/changes/{taken.json()['id']}/undo", WHY).status_code == 201
    back = Client().get("/api/v1/parties/hill-company").json()
    assert (back["name"], back["kind"], back["version"]) == ("Hill Company", "company", 3)


def test_a_deposit_comes_back_with_its_names(world: World) -> None:
    change = add(world.editor).change_id
    for _ in range(2):
        change = services.undo_change(actor=world.editor, change_id=change, reason="A slip.").change_id

    assert [row.slug for row in selectors.search_deposits("chipwi")] == ["second-hill"]
    assert Client().get("/deposits/second-hill").status_code == 200


def test_nothing_is_changed_on_it_meanwhile(world: World) -> None:
    services.undo_change(actor=world.editor, change_id=add(world.editor).change_id, reason="A slip.")
    browser = client_of(world.editor)
    with nothing_changes():
        for path in ("/deposits/second-hill/edit/deposit/0", "/deposits/second-hill/edit/statement"):
            assert browser.post(path, {"version": "2", **HILL, "reason": "x", "source": WHERE}).status_code == 404
        with pytest.raises(AlreadyStands):
            add(world.editor)


@pytest.mark.parametrize("name", ["newcomer", "geologist", "moderator"])
def test_only_editors_do(world: World, api: Callable[..., Client], name: str) -> None:
    change = add(world.editor).change_id
    browser, app = client_of(world.viewers[name]), api(world.viewers[name])
    with nothing_changes():
        assert browser.post(undo(change), WHY).status_code == 403
        assert send(app, "post", f"/api/v1/changes/{change}/undo", WHY).status_code == 403


def stated(world: World) -> None:
    services.apply_change(
        actor=world.editor, slug="second-hill", target=Target.STATEMENT, target_id=None, version=1, columns=STATED, **SAID
    )  # fmt: skip


def disclosed(world: World) -> None:
    disclosures.state_interest(actor=world.geologist, said=Said(Interest.NONE), deposit="second-hill")


def asked(world: World) -> None:
    propose_interview(world, deposits=["second-hill"])


def proposed(world: World) -> None:
    services.propose_change(
        actor=world.newcomer, slug="second-hill", target=Target.DEPOSIT, target_id=None,
        columns=HILL | {"region": "Kwale"}, **SAID,
    )  # fmt: skip


@pytest.mark.parametrize("hang", [stated, proposed, disclosed, asked])
def test_not_once_something_hangs_on_it(world: World, api: Callable[..., Client], hang: Callable[[World], Any]) -> None:
    change = add(world.editor).change_id
    hang(world)
    browser, app = client_of(world.editor), api(world.editor)

    with nothing_changes():
        assert code_of(send(app, "post", f"/api/v1/changes/{change}/undo", WHY)) == "in_use"
        assert browser.post(undo(change), WHY).status_code == 409


def add_deposit(world: World) -> int:
    return add(world.editor).change_id


def of_deposit(world: World) -> None:
    disclosures.state_interest(actor=world.geologist, said=Said(Interest.NONE), deposit="second-hill")


def of_party(world: World) -> None:
    disclosures.state_interest(actor=world.geologist, said=Said(Interest.NONE), party="hill-company")


def holding(world: World) -> None:
    columns = {"party": "hill-company", "role": "operator", "source_title": "A report", "source_url": WHERE}
    services.apply_change(
        actor=world.editor,
        slug="mrima-hill",
        target=Target.CONTROL,
        target_id=None,
        version=None,
        columns=columns,
        **SAID,
    )


def attested(world: World) -> None:
    request_verification(actor=world.newcomer, position=Position.OPERATOR, party_slug="hill-company", statement="I do.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("made", "link"), [(add_deposit, of_deposit), (add_party, of_party), (add_party, holding), (add_party, attested)]
)
def test_what_points_to_it_while_it_is_taken_back_waits_and_finds_none(
    world: World, beside: Beside, made: Callable[[World], int], link: Callable[[World], None]
) -> None:
    change = made(world)
    with transaction.atomic():
        services.undo_change(actor=world.editor, change_id=change, reason="A slip.")
        other = beside(lambda: link(world))
        until_it_waits(other)

    with pytest.raises(Invalid):
        other.result(30)
    assert not Disclosure.objects.exists()
    assert not Control.objects.filter(party__slug="hill-company").exists()
    assert not VerificationRequest.objects.exists()
