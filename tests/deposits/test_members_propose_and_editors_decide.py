"""Members propose a change with reason and source; an editor accepts it or says why not."""

import pytest

from accounts.parties.policies import EditorsOnly
from forum.kernel.errors import Invalid
from tests.deposits.stock import MRIMA, stocked
from tests.world import World, nothing_changes
from threads.deposits import selectors, services
from threads.deposits.models import Output, Target
from threads.deposits.services.proposing import AlreadyDecided, NotYourProposal, Outdated

WHERE = "https://example.org/report"
OUTPUT = {"year": "2021", "treo_t": "500", "reliability": "B", "credibility": "2", "source_title": "A report",
          "source_url": WHERE}  # fmt: skip


@pytest.fixture
def proposed(world: World) -> int:
    stocked(MRIMA)
    return services.propose_change(
        actor=world.newcomer, slug="mrima-hill", target=Target.OUTPUT, target_id=None, columns=OUTPUT,
        reason="Read in the report.", source_url=WHERE,
    )  # fmt: skip


def test_a_proposal_changes_nothing_until_an_editor_accepts_it(world: World, proposed: int) -> None:
    assert not Output.objects.exists()

    services.accept_proposal(actor=world.editor, proposal_id=proposed, answer="Thank you.")

    row = selectors.proposal(proposed, viewer=world.nobody)
    assert (row.status, row.answer) == ("accepted", "Thank you.")
    assert Output.objects.get().treo_t == 500
    change = selectors.changes_of("mrima-hill", viewer=world.nobody)[0]
    assert change.reason == "Read in the report."


def test_declining_needs_an_answer(world: World, proposed: int) -> None:
    with nothing_changes(), pytest.raises(Invalid):
        services.decline_proposal(actor=world.editor, proposal_id=proposed, answer=" ")

    services.decline_proposal(actor=world.editor, proposal_id=proposed, answer="The report says ore, not oxide.")

    assert selectors.proposal(proposed, viewer=world.nobody).answer == "The report says ore, not oxide."


def test_only_editors_decide_and_only_the_author_withdraws(world: World, proposed: int) -> None:
    with nothing_changes(), pytest.raises(EditorsOnly):
        services.accept_proposal(actor=world.moderator, proposal_id=proposed)
    with nothing_changes(), pytest.raises(NotYourProposal):
        services.withdraw_proposal(actor=world.editor, proposal_id=proposed)

    services.withdraw_proposal(actor=world.newcomer, proposal_id=proposed)

    with nothing_changes(), pytest.raises(AlreadyDecided):
        services.accept_proposal(actor=world.editor, proposal_id=proposed)


def test_a_proposal_over_a_row_that_changed_since_is_not_accepted_unseen(world: World) -> None:
    stocked(MRIMA)
    columns = selectors.row_columns("mrima-hill", Target.DEPOSIT, None, viewer=world.newcomer)
    made = services.propose_change(
        actor=world.newcomer, slug="mrima-hill", target=Target.DEPOSIT, target_id=None,
        columns=columns | {"stage": "exploration"}, reason="Read.", source_url=WHERE,
    )  # fmt: skip
    services.apply_change(
        actor=world.editor, slug="mrima-hill", target=Target.DEPOSIT, target_id=None,
        columns=columns | {"stage": "abandoned"}, reason="Read.", source_url=WHERE, version=None,
    )  # fmt: skip

    with nothing_changes(), pytest.raises(Outdated):
        services.accept_proposal(actor=world.editor, proposal_id=made)


def test_what_cannot_stand_cannot_be_proposed(world: World) -> None:
    stocked(MRIMA)

    with nothing_changes(), pytest.raises(Invalid):
        services.propose_change(
            actor=world.newcomer, slug="mrima-hill", target=Target.OUTPUT, target_id=None,
            columns=OUTPUT | {"year": "next"}, reason="Read.", source_url=WHERE,
        )  # fmt: skip
