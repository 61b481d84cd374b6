"""Pictures are attachments of this site; a page asks no other host for one."""

from tests.kernel.text.rendering import html, show


def test_an_attached_picture_is_shown_with_its_sizes() -> None:
    rendered = show("![Drill *core*](attachment:core1)")
    assert rendered.html == (
        '<p><img class="attachment" src="/media/core1.webp" alt="Drill core" width="800" height="600"'
        ' loading="lazy" decoding="async"></p>\n'
    )
    assert rendered.images == ("core1",)


def test_an_outside_picture_becomes_a_link() -> None:
    rendered = show("![the pit](https://elsewhere.example/pit.jpg) ![](https://elsewhere.example/2.jpg)")
    assert "<img" not in rendered.html
    assert ">the pit</a>" in rendered.html
    assert rendered.links == ("https://elsewhere.example/pit.jpg", "https://elsewhere.example/2.jpg")


def test_an_outside_picture_inside_a_link_is_its_description() -> None:
    assert html("[![pit](https://elsewhere.example/a.jpg)](/boards)") == '<p><a href="/boards">pit</a></p>'


def test_an_attachment_that_is_no_picture_is_a_link() -> None:
    assert html("![the report](attachment:report)") == '<p><a href="/media/report.pdf">the report</a></p>'
    assert html("[the report](attachment:report)") == '<p><a href="/media/report.pdf">the report</a></p>'


def test_an_attachment_that_readers_may_not_see_is_its_description() -> None:
    rendered = show("![a map](attachment:secret) [a file](attachment:secret)")
    assert rendered.html == "<p>a map a file</p>\n"
    assert rendered.images == ()
    assert "secret" not in rendered.text


def test_a_description_cannot_leave_its_attribute() -> None:
    assert 'alt="&quot; onerror=&quot;x"' in html('![" onerror="x](attachment:core1)')
