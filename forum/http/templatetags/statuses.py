"""The words and minerals of every status that pages show."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy, pgettext_lazy

from forum.kernel.errors import Words

MINERALS = ("malachite", "azurite", "ochre", "cinnabar", "graphite", "amethyst", "olivine", "rhodonite")


class Status(NamedTuple):
    """How a status is shown: its mineral (colour and shape) and its word."""

    mineral: str
    word: Words


STATUSES: dict[str, Status] = {
    # threads
    "open": Status("malachite", gettext_lazy("Open")),
    "closed": Status("graphite", gettext_lazy("Closed")),
    "pinned": Status("azurite", gettext_lazy("Pinned")),
    "hidden": Status("cinnabar", gettext_lazy("Hidden")),
    "removed": Status("cinnabar", gettext_lazy("Removed")),
    "archived": Status("graphite", gettext_lazy("Archived")),
    "whisper": Status("amethyst", gettext_lazy("Whisper")),
    "overdue": Status("cinnabar", gettext_lazy("Past its goal")),
    "held": Status("ochre", gettext_lazy("Held for review")),
    # resource statements
    "current": Status("malachite", gettext_lazy("Current")),
    "superseded": Status("graphite", gettext_lazy("Superseded")),
    "historic": Status("graphite", gettext_lazy("Historic")),
    "non-compliant": Status("ochre", gettext_lazy("Non-compliant")),
    "exploration-target": Status("ochre", gettext_lazy("Exploration target")),
    "media-figure": Status("ochre", gettext_lazy("Media figure")),
    # claims
    "unreviewed": Status("graphite", gettext_lazy("Unreviewed")),
    "unverified": Status("ochre", gettext_lazy("Unverified")),
    "single-source": Status("ochre", gettext_lazy("Single source")),
    "corroborated": Status("azurite", gettext_lazy("Corroborated")),
    "confirmed": Status("azurite", gettext_lazy("Confirmed")),
    "disputed": Status("ochre", gettext_lazy("Disputed")),
    "refuted": Status("cinnabar", gettext_lazy("Refuted")),
    "withheld": Status("graphite", gettext_lazy("Withheld")),
    "outdated": Status("graphite", gettext_lazy("Outdated")),
    "retracted": Status("cinnabar", gettext_lazy("Retracted")),
    # people
    "verified": Status("azurite", gettext_lazy("Verified")),
    "suspended": Status("cinnabar", gettext_lazy("Suspended")),
    "staff": Status("malachite", gettext_lazy("Staff")),
    # interviews
    "with-the-editors": Status("ochre", gettext_lazy("With the editors")),
    "collecting": Status("malachite", gettext_lazy("Collecting questions")),
    "answering": Status("azurite", gettext_lazy("Answering")),
    "embargoed": Status("graphite", pgettext_lazy("interview", "Embargoed")),
    "published": Status("azurite", gettext_lazy("Published")),
    "declined": Status("graphite", gettext_lazy("Declined")),
}
