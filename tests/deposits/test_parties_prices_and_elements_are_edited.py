"""Element grades, parties and prices are changed like all else: by editors, with reason and source, and can be taken back."""

import pytest

from accounts.parties.models import Party
from accounts.parties.policies import EditorsOnly
from forum.kernel.errors import EditConflict, Invalid, NotFound
from tests.deposits.stock import MRIMA, stocked
from tests.world import World, client_of, nothing_changes
from threads.deposits import selectors, services
from threads.deposits.models import ElementGrades, Price, Target
from threads.deposits.services.editing import Applied, CannotUndo

WHERE = "https://example.org/report"
PARTY = {"name": "Pensana", "kind": "company", "aliases": "Rift Valley Resources", "source_url": WHERE}
PRICE = {"oxide": "Dy2O3", "year": "2023", "usd_per_kg": "330", "source_title": "A survey", "source_url": WHERE}


@pytest.fixture(autouse=True)
def mrima(world: World) -> None:
    stocked(MRIMA)


def change(actor: object, target: Target, slug: str = "", target_id: int | None = None,
           columns: dict[str, str] | None = None, version: int | None = None) -> Applied:  # fmt: skip
    return services.apply_change(
        actor=actor,  # type: ignore[arg-type]
        slug=slug,
        target=target,
        target_id=target_id,
        columns=columns,
        reason="Read in the report.",
        source_url=WHERE,
        version=version,
    )


def elements() -> tuple[int, dict[str, str]]:
    row = ElementGrades.objects.get()
    return row.pk, selectors.row_columns("mrima-hill", Target.ELEMENTS, row.pk, viewer=None)  # type: ignore[arg-type]


def test_a_corrected_grade_counts_stands_in_the_history_and_can_be_taken_back(world: World) -> None:
    pk, columns = elements()

    made = change(world.editor, Target.ELEMENTS, "mrima-hill", pk, columns | {"Dy_ppm": "123.5"})

    assert columns["Dy_ppm"] != "123.5"
    assert elements() == (pk, columns | {"Dy_ppm": "123.5"})
    newest = selectors.changes_of("mrima-hill", viewer=world.nobody)[0]
    assert [(d.column, d.before, d.after) for d in newest.differences] == [("Dy_ppm", columns["Dy_ppm"], "123.5")]

    services.undo_change(actor=world.admin, change_id=made.change_id, reason="A slip.")
    assert elements() == (pk, columns)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"Nd_ppm": "-1"}, "negative"),
        ({"Nd_ppm": "900000", "La_ppm": "900000"}, "over_100_percent"),
        ({"Nd_ppm": "1,5"}, "not_a_number"),
        ({"source_url": "somewhere"}, "bad_url"),
        ({"ore_mt": "0"}, "zero"),
    ],
)
def test_grades_that_cannot_be_are_refused_with_their_column(world: World, wrong: dict[str, str], code: str) -> None:
    pk, columns = elements()

    with nothing_changes(), pytest.raises(Invalid) as refused:
        change(world.editor, Target.ELEMENTS, "mrima-hill", pk, columns | wrong)

    assert code in [error.code for error in refused.value.errors]


def test_a_row_of_another_deposit_is_not_reached_through_this_one(world: World) -> None:
    pk, columns = elements()
    ElementGrades.objects.filter(pk=pk).update(deposit=None)

    with nothing_changes(), pytest.raises(NotFound):
        change(world.editor, Target.ELEMENTS, "mrima-hill", pk, columns)


def test_a_party_is_added_renamed_and_found_and_the_change_taken_back(world: World) -> None:
    added = change(world.editor, Target.PARTY, "pensana", columns=PARTY, version=0)
    changed = change(world.editor, Target.PARTY, "pensana", columns=PARTY | {"name": "Pensana Plc"}, version=1)

    assert selectors.change(added.change_id).before is None
    assert [row.name for row in Party.objects.filter(slug="pensana")] == ["Pensana Plc"]
    assert len(selectors.changes_of_party("pensana", viewer=world.nobody)) == 2

    services.undo_change(actor=world.editor, change_id=changed.change_id, reason="Not yet renamed.")
    assert Party.objects.get(slug="pensana").name == "Pensana"
    with nothing_changes(), pytest.raises(CannotUndo):
        services.undo_change(actor=world.editor, change_id=changed.change_id, reason="Once is enough.")


def test_a_party_is_not_added_twice_and_the_slower_editor_is_told(world: World) -> None:
    change(world.editor, Target.PARTY, "pensana", columns=PARTY, version=0)

    with nothing_changes(), pytest.raises(services.AlreadyStands):
        change(world.editor, Target.PARTY, "pensana", columns=PARTY, version=0)
    with nothing_changes(), pytest.raises(EditConflict):
        change(world.editor, Target.PARTY, "pensana", columns=PARTY, version=7)
    with nothing_changes(), pytest.raises(NotFound):
        change(world.editor, Target.PARTY, "nobody-of-that-name", columns=PARTY)


def test_a_price_is_added_once_changed_removed_and_brought_back(world: World) -> None:
    made = change(world.editor, Target.PRICE, columns=PRICE)
    with nothing_changes(), pytest.raises(services.AlreadyStands):
        change(world.editor, Target.PRICE, columns=PRICE)
    change(world.editor, Target.PRICE, target_id=made.target_id, columns=PRICE | {"usd_per_kg": "332.5"})
    removed = change(world.editor, Target.PRICE, target_id=made.target_id)
    assert not Price.objects.filter(oxide="Dy2O3", year=2023).exists()

    services.undo_change(actor=world.editor, change_id=removed.change_id, reason="It stands.")

    back = Price.objects.get(oxide="Dy2O3", year=2023)
    assert (str(back.usd_per_kg), back.element) == ("332.5", "Dy")
    kinds = [row.kind for row in selectors.changes_of_prices(viewer=world.nobody)]
    assert kinds[:4] == ["added", "removed", "changed", "added"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"oxide": "Unobtainium"}, "columns.oxide"), ({"usd_per_kg": "0"}, "columns.usd_per_kg"),
     ({"year": "2031"}, "columns.year"), ({"source_title": ""}, "columns.source_title")],
)  # fmt: skip
def test_a_price_that_cannot_be_is_refused_with_its_column(world: World, wrong: dict[str, str], field: str) -> None:
    with nothing_changes(), pytest.raises(Invalid) as refused:
        change(world.editor, Target.PRICE, columns=PRICE | wrong)

    assert field in [error.field for error in refused.value.errors]


def test_nobody_but_editors_changes_them(world: World) -> None:
    for actor in (world.geologist, world.moderator):
        with nothing_changes(), pytest.raises(EditorsOnly):
            change(actor, Target.PRICE, columns=PRICE)
        with nothing_changes(), pytest.raises(EditorsOnly):
            change(actor, Target.PARTY, "pensana", columns=PARTY, version=0)


def test_a_member_proposes_a_party_that_is_not_there_and_an_editor_accepts_it(world: World) -> None:
    form = {
        **PARTY,
        "about": "",
        "country_iso2": "",
        "source_title": "",
        "version": "0",
        "reason": "Read.",
        "source": WHERE,
    }

    assert client_of(world.newcomer).post("/parties/new", form).status_code == 303
    assert not Party.objects.filter(slug="pensana").exists()
    found = selectors.proposals(viewer=world.nobody)[0]
    services.accept_proposal(actor=world.editor, proposal_id=found.id)

    assert Party.objects.get(slug="pensana").name == "Pensana"


def test_a_name_without_a_latin_letter_has_an_address_too(world: World) -> None:
    form = {**PARTY, "name": "ကချင်", "version": "0", "reason": "Read.", "source": WHERE}

    answer = client_of(world.editor).post("/parties/new", form)

    assert answer.status_code == 303
    assert client_of(world.nobody).get(answer["Location"]).status_code == 200


def test_the_forms_of_all_three_save_without_javascript(world: World) -> None:
    browser = client_of(world.editor)
    pk, columns = elements()
    grounds = {"reason": "Read.", "source": WHERE}

    grades = {**columns, "Nd_ppm": "77", "version": "1", **grounds}
    assert browser.post(f"/deposits/mrima-hill/edit/elements/{pk}", grades).status_code == 303
    assert elements()[1]["Nd_ppm"] == "77"
    version = selectors.prices_version()
    assert browser.post("/prices/new", {**PRICE, "version": str(version), **grounds}).status_code == 303
    assert browser.post("/prices/new", {**PRICE, "year": "2022", "version": str(version), **grounds}).status_code == 412
    party = {**PARTY, "name": "Pacific Wildcat", "version": "1", **grounds}
    assert browser.post("/parties/pacific-wildcat/edit", party).status_code == 303
    assert Party.objects.get(slug="pacific-wildcat").name == "Pacific Wildcat"


def test_a_statement_with_two_faults_can_be_edited(world: World) -> None:
    statement = selectors.deposit("mrima-hill", viewer=world.nobody).statements[0]
    columns = selectors.row_columns("mrima-hill", Target.STATEMENT, statement.id, viewer=world.editor)
    faults = {"flags": "misprint; disputed arithmetic", "fault": "Both.", "fault_url": WHERE}
    change(world.editor, Target.STATEMENT, "mrima-hill", statement.id, columns | faults)
    form = {**columns, **faults, "remark": "Seen.", "version": "2", "reason": "Read.", "source": WHERE}

    answer = client_of(world.editor).post(f"/deposits/mrima-hill/edit/statement/{statement.id}", form)

    assert answer.status_code == 303
    assert selectors.deposit("mrima-hill", viewer=world.nobody).statements[0].remark == "Seen."


def test_a_proposal_by_somebody_who_sees_no_exact_place_does_not_wipe_it(world: World) -> None:
    columns = selectors.row_columns("mrima-hill", Target.DEPOSIT, None, viewer=world.editor)
    change(world.editor, Target.DEPOSIT, "mrima-hill", columns=columns | {"coarse": "1"})
    shown = selectors.row_columns("mrima-hill", Target.DEPOSIT, None, viewer=world.newcomer)
    assert shown["latitude"] == ""
    made = services.propose_change(
        actor=world.newcomer, slug="mrima-hill", target=Target.DEPOSIT, target_id=None,
        columns=shown | {"stage": "abandoned"}, reason="Read in the report.", source_url=WHERE,
    )  # fmt: skip
    told = selectors.proposal(made, viewer=world.newcomer).differences
    assert [d.column for d in told] == ["stage"]

    services.accept_proposal(actor=world.editor, proposal_id=made)

    kept = selectors.row_columns("mrima-hill", Target.DEPOSIT, None, viewer=world.editor)
    assert (kept["latitude"], kept["stage"]) == (columns["latitude"], "abandoned")


def test_followers_can_be_told_of_a_change_in_words(world: World) -> None:
    pk, columns = elements()
    made = change(world.editor, Target.ELEMENTS, "mrima-hill", pk, columns | {"Dy_ppm": "123.5"})

    told = selectors.told_change(made.change_id)

    assert told is not None
    assert (told.title, told.url) == (
        "Mrima Hill: element grades changed", f"/deposits/mrima-hill/changes#c{made.change_id}",
    )  # fmt: skip
    assert selectors.told_change(change(world.editor, Target.PRICE, columns=PRICE).change_id) is None
