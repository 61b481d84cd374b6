"""`manage.py import_catalogue` adds what is new, lists every problem, and writes nothing on an error."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.deposits.files import table
from tests.deposits.stock import MRIMA, shipped, stocked
from tests.world import World, everything, nothing_changes
from threads.deposits import services
from threads.deposits.models import Change, Deposit, DepositName, ElementGrades, Price, ResourceStatement, Target


def folder(tmp_path: Path, **files: bytes) -> Path:
    for name, data in files.items():
        (tmp_path / f"{name}.csv").write_bytes(data)
    return tmp_path


def run(*args: object) -> str:
    out = StringIO()
    call_command("import_catalogue", *map(str, args), stdout=out, stderr=out)
    return out.getvalue()


def test_the_starter_catalogue_is_whole_and_every_figure_has_its_source(db: None) -> None:
    stored = shipped()

    assert (stored.deposits, stored.statements, stored.elements, stored.prices) == (120, 65, 73, 12)
    for model in (Deposit, ResourceStatement, ElementGrades, Price):
        assert not model.objects.filter(source_url="").exists()  # type: ignore[attr-defined]
    assert DepositName.objects.filter(main=True).count() == 120
    named = 58  # of 73 rows of elements, those of a deposit in the catalogue
    others = stored.controls + stored.outputs + stored.parties + stored.prices
    assert Change.objects.filter(editor=None).count() == 120 + 65 + named + others


def test_importing_the_same_again_changes_nothing(db: None) -> None:
    shipped()
    before = everything()

    assert shipped().total == 0
    assert everything() == before


def test_what_an_editor_corrected_survives_the_next_import(world: World) -> None:
    stocked(MRIMA)
    statement = ResourceStatement.objects.get()
    columns = {"effective": "2013-07-29", "category": "indicated", "tonnes": "48.9", "unit": "Mt",
               "treo_grade_pct": "4.4", "reporting_code": "NI 43-101", "source_url": "https://example.org/m"}  # fmt: skip
    services.apply_change(
        actor=world.editor, slug="mrima-hill", target=Target.STATEMENT, target_id=statement.pk, columns=columns,
        reason="The report says 48.9.", source_url="https://example.org/m", version=None,
    )  # fmt: skip

    assert stocked(MRIMA).total == 0
    assert [str(row.tonnes) for row in ResourceStatement.objects.all()] == ["48.9"]


def test_a_dry_run_lists_problems_and_writes_nothing(db: None, tmp_path: Path) -> None:
    path = folder(tmp_path, deposits=table("deposits", {"longitude": "-39.25"}))

    with nothing_changes():
        said = run(path, "--dry-run")

    assert "deposits.csv, row 2, longitude: warning outside_country" in said
    assert "the other sign of the longitude would put it inside" in said
    assert "Nothing was written." in said


def test_one_error_keeps_every_row_out_and_names_its_row_and_reason(db: None, tmp_path: Path) -> None:
    statements = table("resource_statements", {}, {"treo_grade_pct": "440"}, {"effective": "2031"}, {"unit": "lb"})
    path = folder(tmp_path, deposits=table("deposits"), resource_statements=statements)
    out = StringIO()

    with nothing_changes(), pytest.raises(CommandError, match="3 errors"):
        call_command("import_catalogue", str(path), stdout=out, stderr=out)

    for line in ("row 3, treo_grade_pct: error over_100_percent", "row 4, effective: error future_date",
                 "row 5, unit: error unknown_unit"):  # fmt: skip
        assert f"resource_statements.csv, {line}" in out.getvalue()


def test_statements_alone_are_read_against_the_deposits_that_stand(db: None, tmp_path: Path) -> None:
    stocked({"deposits.csv": table("deposits")})

    said = run(folder(tmp_path, resource_statements=table("resource_statements")))

    assert "1 rows are new" in said
    assert ResourceStatement.objects.get().deposit.slug == "mrima-hill"


def test_a_deposit_that_only_names_its_operator_in_words_gets_a_party(db: None) -> None:
    stocked({"deposits.csv": table("deposits", {"operator": "Ore & Sons (Pty) Ltd"})})

    control = Deposit.objects.get().controls.get()

    assert (control.party.slug, control.party.name, control.role) == (
        "ore-sons-pty-ltd",
        "Ore & Sons (Pty) Ltd",
        "operator",
    )
