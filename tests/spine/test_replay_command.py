"""`manage.py replay` lists what is parked, and runs it again in its order."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forum.kernel.events.relay import Relay
from forum.management.commands import replay
from tests.spine.happenings import consumers
from tests.spine.stack import effects, execute, numbers, parked_seqs, take_samples


@pytest.fixture
def stuck(spine_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """`fussy` has parked numbers 2, 3, 9 and 10: two from each of two pits."""
    monkeypatch.setattr(replay, "CONSUMERS", consumers())
    execute("INSERT INTO spine_poison VALUES (2), (3)")
    take_samples(range(12))
    Relay(consumers()[:3], waits=(0, 0, 0, 0)).drain()
    assert parked_seqs("fussy") == [3, 4, 10, 11]


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("replay", *arguments, stdout=out)
    return out.getvalue()


def test_it_lists_them_and_runs_nothing(stuck: None) -> None:
    before = effects("fussy")
    assert run("fussy").splitlines()[-1] == "4 parked."
    assert effects("fussy") == before


def test_it_runs_one(stuck: None) -> None:
    execute("DELETE FROM spine_poison")
    run("fussy", "--seq", "3")
    assert parked_seqs("fussy") == [4, 10, 11]


def test_it_runs_all_but_those_behind_one_that_still_fails(stuck: None) -> None:
    execute("DELETE FROM spine_poison WHERE number = 2")
    with pytest.raises(CommandError):
        run("fussy", "--all")
    assert parked_seqs("fussy") == [4, 11]
    assert set(numbers("fussy")) == set(range(12)) - {3, 10}


def test_it_refuses_one_that_is_not_first_of_its_aggregate(stuck: None) -> None:
    with pytest.raises(CommandError):
        run("fussy", "--seq", "10")
    assert parked_seqs("fussy") == [3, 4, 10, 11]


def test_it_names_the_consumers_it_knows(stuck: None) -> None:
    with pytest.raises(CommandError, match="fussy"):
        run("nobody", "--all")
