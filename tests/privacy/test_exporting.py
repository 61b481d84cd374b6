"""Everything about a member in a zip, sealed until fetched, for a week."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage

from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.privacy import retention, selectors, services
from forum.privacy.models import Export
from forum.privacy.policies import ExportUnderWay
from tests.members.signing import sign_in, with_password
from tests.verification.cases import attest
from tests.world import PASSWORD, World, client_of, nothing_changes, start


def exported(world: World) -> Export:
    start(world.geologist, world.public, "Assays", "Of my own hand.")
    start(world.operator, world.public, "Other", "Of another's hand.")
    attest(world, world.geologist, party_slug="halleck-creek")
    services.run_export(export_id=services.ask_export(actor=world.geologist))
    return Export.objects.get()


def test_it_holds_what_is_mine_and_nobody_elses(world: World) -> None:
    found = exported(world)
    with zipfile.ZipFile(io.BytesIO(services.read_export(found))) as zipped:
        texts = {name: zipped.read(name).decode() for name in zipped.namelist()}
    whole = "".join(texts.values())
    assert "Of my own hand." in whole
    assert "Of another" not in whole
    assert json.loads(texts["accounts.Attestation.member.json"])[0]["party_slug"] == "halleck-creek"
    assert "Of my own hand." in texts["index.html"]
    assert not [secret for secret in ("wrapped_key", "digest", "session_data", "argon2") if secret in whole]


def test_it_lies_sealed(world: World) -> None:
    found = exported(world)
    with default_storage.open(found.path) as file:
        assert not file.read().startswith(b"PK")


def test_progress_ends_at_the_whole(world: World) -> None:
    found = exported(world)
    assert found.state == "ready"
    assert found.done == found.total > 20


def test_one_at_a_time(world: World) -> None:
    services.ask_export(actor=world.geologist)
    with nothing_changes(), pytest.raises(ExportUnderWay):
        services.ask_export(actor=world.geologist)


def test_nobody_else_fetches_it(world: World) -> None:
    found = exported(world)
    for who in ("newcomer", "moderator", "admin", "nobody"):
        assert client_of(world.viewers[who]).get(f"/settings/privacy/export/{found.id}").status_code in {303, 404}


def test_fetching_asks_again_who_it_is(world: World) -> None:
    someone = with_password()
    services.run_export(export_id=services.ask_export(actor=someone))
    found = Export.objects.get(member=someone)
    client = sign_in(someone)
    path = f"/settings/privacy/export/{found.id}"
    assert client.get(path).status_code == 302
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get(path).headers["Content-Type"] == "application/zip"


def test_whoever_confirmed_on_the_way_comes_back_to_the_button(world: World) -> None:
    someone = with_password()
    client = sign_in(someone)
    asked = client.post("/settings/privacy/export")
    confirmed = client.post(asked.headers["Location"], {"password": PASSWORD})
    assert client.get(confirmed.headers["Location"]).headers["Location"] == "/settings/privacy"
    assert not Export.objects.exists()


def test_after_a_week_it_is_gone(world: World) -> None:
    found = exported(world)
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        with pytest.raises(NotFound):
            selectors.export(found.id, member=world.geologist)
        assert retention.keep("exports") == 1
    assert not default_storage.exists(found.path)
