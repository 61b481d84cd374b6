"""What the design system's own page shows: invented threads, posts and forms, long and short, in several scripts."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from forum.kernel.text import parse, render

LONG_HANDLE = "Oberbergamtsbevollmaechtigter_von_Sachsen"[:40]
LONG_WORD = "Seltenerdmetallgewinnungsanlagengenehmigungsverfahrensbeschleunigungsgesetz"
BURMESE = "ပန်ဝါဒေသမှ မြေရှားသတ္တု တင်ပို့မှု"
ARABIC = "من يسيطر على المناجم، وما الدليل على ذلك؟"
UNBROKEN = "https://example.org/" + "reports-of-the-third-quarter-" * 5
OXIDES = ("La2O3", "CeO2", "Pr6O11", "Nd2O3", "Sm2O3", "Eu2O3", "Gd2O3", "Tb4O7", "Dy2O3", "Ho2O3", "Er2O3", "Y2O3")
# fmt: off
ICONS = (
    "home", "board", "deposit", "ranking", "interview", "inbox", "search", "reply", "quote", "link", "edit", "history",
    "flag", "bookmark", "bell", "pin", "lock", "hidden", "check", "cross", "warning", "info", "chevron-down", "previous",
    "next", "up", "down", "plus", "settings", "sign-out", "person", "people", "shield", "key", "device", "mail", "sun",
    "moon", "contrast", "keyboard", "thread", "clock", "balance", "source", "download", "upload", "trash", "filter", "map",
    "queue", "external", "copy", "image", "empty",
)
# fmt: on
POST = """Nine of the eleven photographs show the **new** stamp; `HS 2846.90` is what the [bulletin](https://example.org/b) says.

> The grade is an average, and nobody says of how many samples.

| Pit | TREO % | Stamp |
|:--|--:|:--|
| Pangwa 3 | 0.12 | new |
| Chipwi 1 | 0.09 | old |

- [x] stamps compared
- [ ] road toll

```python
treo = sum(oxides) / 10_000  # per cent
```

Until a second kind of source turns up I would leave it at *single source*[^1], ||and not say who sent them||.

[^1]: B3 at best.
"""


class SpecimenForm(forms.Form):
    """One field of each kind, and two that go wrong."""

    title = forms.CharField(label="Title", help_text="Say what is claimed, and of which deposit.")
    source = forms.URLField(label="Source", assume_scheme="https")
    text = forms.CharField(label="Text", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    grade = forms.ChoiceField(label="Grade", choices=[("", "Not graded"), ("B2", "B2"), ("F3", "F3")], required=False)
    stance = forms.ChoiceField(
        label="Stance",
        widget=forms.RadioSelect,
        choices=[("supports", "Supports"), ("contradicts", "Contradicts"), ("context", "Context")],
    )
    follow = forms.BooleanField(label="Follow this thread", required=False)


def specimens() -> dict[str, Any]:
    """Contexts for every component, as `components/*.html` document them."""
    now = timezone.now()
    wrong = SpecimenForm({"source": "no address", "stance": "supports"})
    wrong.is_valid()
    return {
        "statuses": ["current", "collecting", "confirmed", "published", "unverified", "single-source", "refuted", "withheld"],
        "minerals": ["malachite", "azurite", "ochre", "cinnabar", "graphite", "amethyst", "olivine", "rhodonite"],
        "grounds": ["paper", "paper-sunk", "paper-raised", "hairline", "hairline-strong", "ink-faint", "ink-soft", "ink"],
        "icons": ICONS,
        "tabs": [
            {"label": "Latest", "url": "#tabs", "current": True},
            {"label": "Unread", "url": "#tabs", "count": 12},
            {"label": "Top", "url": "#tabs"},
        ],
        "actions": [
            {"label": "Unread only", "url": "#toolbar", "icon": "filter", "current": True},
            {"label": "By deposit", "url": "#toolbar", "icon": "deposit"},
        ],
        "crumbs": [{"label": "Boards", "url": "#crumbs"}, {"label": LONG_WORD, "url": "#crumbs"}],
        "pager": {
            "first": 481, "last": 500, "total": 20341, "current_from": 481, "prev_url": "#pager", "next_url": "#pager",
            "pages": [
                {"label": "1", "url": "#pager"}, {"label": "…"}, {"label": "481", "url": "#pager", "current": True},
                {"label": "501", "url": "#pager"}, {"label": "…"}, {"label": "20,341", "url": "#pager"},
            ],
        },
        "timeline": [
            {"at": now - timedelta(days=400), "number": 1, "url": "#timeline"},
            {"at": now - timedelta(days=90), "number": 481, "url": "#timeline", "current": True},
            {"at": now, "number": 20341, "url": "#timeline"},
        ],
        "thread": {"url": "#timeline"},
        "rows": _rows(now),
        "posts": _posts(now),
        "form": SpecimenForm(),
        "wrong": wrong,
        "columns": [{"label": "Deposit"}, {"label": "Category"}, {"label": "Mt", "numeric": True}]
        + [{"label": oxide, "numeric": True} for oxide in OXIDES],
        "table": [
            ["Strange Lake", "Indicated", 278.0, *[round(0.013 * n, 3) for n in range(1, 13)]],
            ["Pangwa", "None stated", None, *[None] * 12],
            [LONG_WORD, "Inferred", 1284.5, *[round(0.0071 * n * n, 3) for n in range(1, 13)]],
        ],
    }  # fmt: skip


def _rows(now: Any) -> list[dict[str, Any]]:
    def row(title: str, **more: Any) -> dict[str, Any]:
        return {
            "url": "#rows", "title": title, "board_title": "Deposits", "board_url": "#rows", "board_colour": "malachite",
            "author_handle": "dawn.survey", "author_url": "#rows", "reply_count": 12, "last_at": now - timedelta(hours=3),
            "last_handle": "petrov", "last_url": "#rows", **more,
        }  # fmt: skip

    return [
        row("Rules of this board", pinned=True, closed=True, reply_count=0),
        row("Tanbreez restated, line by line", unread_count=3, deposits=[{"name": "Tanbreez", "url": "#rows"}]),
        row(f"{LONG_WORD} und die Folgen", author_handle=LONG_HANDLE, last_handle=LONG_HANDLE, unread_count=1234),
        row(BURMESE, reply_count=1), row(ARABIC), row(UNBROKEN, reply_count=20341, last_at=now - timedelta(days=900)),
    ]  # fmt: skip


def _posts(now: Any) -> list[dict[str, Any]]:
    def post(number: int, handle: str, source: str, **more: Any) -> dict[str, Any]:
        attestations = more.pop("attestations", [])
        return {
            "number": number, "url": f"#p{number}", "created_at": now - timedelta(hours=5),
            "html": render(parse(source)).html,
            "author": {"handle": handle, "url": "#posts", "attestations": attestations}, **more,
        }  # fmt: skip

    return [
        post(
            481, "mra_htoi", POST, attestations=["Geologist"], edited_at=now - timedelta(hours=2),
            disclosure_line="Holds no interest in any party named here. Stated 3 November 2026.",
            quote_url="#posts", report_url="#posts", can_edit=True, edit_url="#posts",
        ),
        post(482, LONG_HANDLE, f"{LONG_WORD} {UNBROKEN}", state="held", attestations=["Operator’s representative"]),
        post(483, "petrov", "", deleted=True),
        post(484, "ليلى", ARABIC, first_unread=True),
    ]  # fmt: skip
