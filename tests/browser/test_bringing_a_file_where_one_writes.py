"""A file is brought from the reply box, with and without a script, and the preview shows it."""

from pathlib import Path

import pytest

from tests.browser.conftest import NewReader
from tests.world import World, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_named_in_the_text_that_was_typed(world: World, reader: NewReader, tmp_path: Path, scripts: bool) -> None:
    thread = start(world.geologist, world.public)
    table = tmp_path / "grades.csv"
    table.write_text("deposit,Mt\nA,1\n", encoding="utf-8")
    nora = reader(world.newcomer, width=390, scripts=scripts)
    nora.open(f"/threads/{thread.pk}")

    nora.page.locator("#reply textarea").fill("See the table.")
    nora.page.get_by_text("Bring a file").click()
    nora.page.locator("#composer-file").set_input_files(table)
    nora.page.get_by_role("button", name="Put it into the text").click()
    nora.page.get_by_text("The file is named at the end of your text.").wait_for()

    assert nora.page.locator("#reply textarea").input_value().startswith("See the table.\n\n[grades.csv](attachment:")
    if scripts:
        nora.page.locator("#preview a[href^='/files/']").wait_for()
    assert (nora.complaints, nora.strangers) == ([], [])
