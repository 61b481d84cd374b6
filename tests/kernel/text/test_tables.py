"""Tables scroll in a region of their own, named after their columns."""

from tests.kernel.text.rendering import html


def test_a_table_can_be_reached_named_and_scrolled() -> None:
    rendered = html("| [[pangwa]] | TREO |\n|:--|--:|\n| a | b |")
    assert rendered.startswith(
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Pangwa, TREO"><table dir="auto">'
    )
    assert '<th scope="col" class="align-right">TREO</th>' in rendered
    assert '<td class="align-left">a</td>' in rendered
    assert "style" not in rendered


def test_a_table_without_names_is_no_region() -> None:
    rendered = html("| | |\n|--|--|\n| a | b |")
    assert 'tabindex="0"' in rendered
    assert "role" not in rendered


def test_a_name_cannot_leave_its_attribute() -> None:
    assert 'aria-label="&quot;&gt;&lt;b&gt;"' in html('| "><b> |\n|--|\n| a |')
