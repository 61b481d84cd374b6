"""`manage.py issue_token`: a token from the command line."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.members import scopes
from accounts.members.models import AccessToken
from tests.world import World, nothing_changes


def test_it_prints_a_token_that_works_and_nothing_else(world: World) -> None:
    out = StringIO()

    call_command("issue_token", "NORA-new", "--scope", "me:read", "--scope", "threads:read", "--days", "7", stdout=out)

    secret = out.getvalue().removesuffix("\n")
    assert Client(headers={"authorization": f"Bearer {secret}"}).get("/api/v1/me").json()["handle"] == "nora-new"
    token = AccessToken.objects.get()
    assert (token.scopes, (token.expires_on - token.created_on).days) == (["me:read", "threads:read"], 7)


def test_all_means_every_scope(world: World) -> None:
    call_command("issue_token", "nora-new", "--scope", "all", stdout=StringIO())

    assert AccessToken.objects.get().scopes == sorted(scopes.SCOPES)


@pytest.mark.parametrize(
    "arguments",
    [
        ["nobody-here", "--scope", "all"], ["nora-new", "--scope", "everything"], ["nora-new"],
        ["nora-new", "--scope", "all", "--days", "0"], ["nora-new", "--scope", "all", "--days", "367"],
        ["nora-new", "--scope", "all", "--days", "soon"],
    ],
)  # fmt: skip
def test_what_it_cannot_do_it_says_in_one_sentence(world: World, arguments: list[str]) -> None:
    with nothing_changes(), pytest.raises(CommandError):
        call_command("issue_token", *arguments, stdout=StringIO())
    assert not AccessToken.objects.exists()
