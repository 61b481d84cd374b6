"""Nothing reaches a page that the allow-list does not name, whatever wrote it."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.kernel.text import TextTooComplex
from forum.kernel.text.allowed import ATTRIBUTES, CLASS_NAMES, MATH_TAGS, TAGS, VALUES, sanitised
from tests.kernel.text.rendering import show

STYLES = Path(__file__).parents[3] / "forum/static/assay/css/prose.css"
XHTML, MATHML = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}"

PAYLOADS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<img src=//elsewhere.example/x.png>",
    "<img src=https://elsewhere.example/x.png>",
    "<img src=data:image/svg+xml;base64,PHN2Zz4=>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype='statusline#javascript:alert(1)' xlink:href='javascript:alert(1)'>x</maction></math>",
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<math><mi style='position:fixed' class=spoiler onclick=alert(1)>x</mi></math>",
    "<math><mspace width='9999em'></mspace></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&#x0A;script:alert(1)'>x</a>",
    "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
    "<a href='JAVASCRIPT:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='//elsewhere.example'>x</a>",
    "<a href='#login'>x</a>",
    "<a href='https://u@elsewhere.example'>x</a>",
    "<a href='attachment:x'>x</a>",
    "<a href='/x' target=_blank ping=/y download>x</a>",
    "<a id=location name=cookie href='/x'>x</a>",
    "<p id=p1-fn-1>x</p>",
    "<p style='background:url(//elsewhere.example)'>x</p>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//elsewhere.example>",
    "<base href=//elsewhere.example>",
    "<meta http-equiv=refresh content='0;url=//elsewhere.example'>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=x></object><embed src=x>",
    "<form action=/sign-out><button>x</button><input name=a></form>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<div class='table-scroll modal' role=alertdialog tabindex=5 aria-hidden=true>x</div>",
    "<span class='button primary spoiler'>x</span>",
    "<template><img src=x onerror=alert(1)></template>",
    "<textarea><img title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><img title='</title><img src=x onerror=alert(1)>'></title>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<table><td><a href='javascript:alert(1)'></table>x",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<a href=x onmouseover=alert(1)>x</a",
    "<custom-element is=x slot=y part=z>x</custom-element>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<p dir=rtl lang=x accesskey=a contenteditable draggable=true hidden>x</p>",
]
MARKDOWN = [
    "[x](javascript:alert(1))", "[x](<javascript:alert(1)>)", "[x]: javascript:alert(1)\n[x]", "<javascript:alert(1)>",
    '![x](attachment:core1 "a\\" onerror=b")', "[x](/a 'b\"><script>')", "$\\text{<img src=x onerror=alert(1)>}$",
    "$\\href{javascript:alert(1)}{x}$", "$\\color{red}x$", "```<img onerror=x>\nx\n```", ":::spoiler <script>\n", ":::\n",
    "||<b>||", "@geologist", "[[pangwa|<b>]]", "> [@x](/threads/5/12):\n> a\n", "[^<b>]: <script>\n", "[^<b>]", "^[<b>]",
    "| <b> |\n|--|\n| <i> |\n", "- [x] <b>\n", "# <b>\n", "https://a.example/<b>'\"", "`<b>`", "    <b>\n", "\n\n", " ", "*", "_",
    "~~", "`", "$", "$$", "[", "]", "(", ")", "!", "<", ">", "&", '"', "'", "\\", "|", "\n", "&#0;", "&lt;", "&NewLine;",
    "\u202e",
]  # fmt: skip


def elements(html: str) -> Iterator[Element]:
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=True)
    yield from (element for element in fragment.iter() if element is not fragment)


def assert_allowed(html: str) -> None:
    for element in elements(html):
        assert isinstance(element.tag, str), "a comment"
        space, name = re.fullmatch(r"(\{.*\})(.*)", element.tag).groups()  # type: ignore[union-attr]
        assert name in TAGS
        assert space == (MATHML if name in MATH_TAGS else XHTML)
        for attribute, value in element.attrib.items():
            if attribute == "class":
                assert set(value.split()) <= CLASS_NAMES.get(name, frozenset())
            else:
                assert attribute in ATTRIBUTES.get(name, frozenset())
                assert VALUES[attribute](value)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_survives_the_sanitiser(payload: str) -> None:
    cleaned = sanitised(payload)
    assert_allowed(cleaned)
    assert "alert(1)" not in re.sub(r"&lt;.*", "", cleaned) or "<" not in cleaned


@pytest.mark.parametrize("payload", [*PAYLOADS, *MARKDOWN])
def test_no_payload_survives_as_markdown(payload: str) -> None:
    assert_allowed(show(payload).html)


@given(st.lists(st.sampled_from(PAYLOADS) | st.text(max_size=8), max_size=6).map("".join))
@settings(max_examples=200)
def test_sanitised_html_holds_nothing_else_and_does_not_change_again(html: str) -> None:
    once = sanitised(html)
    assert_allowed(once)
    assert sanitised(once) == once


@given(st.lists(st.sampled_from(MARKDOWN) | st.sampled_from(PAYLOADS) | st.text(max_size=8), max_size=12).map("".join))
@settings(max_examples=300)
def test_rendered_markdown_holds_nothing_else(source: str) -> None:
    try:
        rendered = show(source).html
    except TextTooComplex:
        return
    assert_allowed(rendered)
    assert sanitised(rendered) == rendered
    for element in elements(rendered):
        href = element.attrib.get("href", "")
        if element.tag == XHTML + "a" and href.startswith("http"):
            assert element.attrib["rel"] == "nofollow ugc noopener"


def test_every_allowed_attribute_states_which_values_it_takes() -> None:
    assert {name for names in ATTRIBUTES.values() for name in names} == set(VALUES)
    assert set(CLASS_NAMES) | set(ATTRIBUTES) <= TAGS | {"*"}


def test_every_class_that_a_text_may_carry_has_its_style() -> None:
    from_css = set(re.findall(r"\.([a-z][a-z-]*)", STYLES.read_text(encoding="utf-8")))
    named = {name for names in CLASS_NAMES.values() for name in names}
    assert named <= from_css
