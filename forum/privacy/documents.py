"""The terms and the privacy notice, by version. A changed text is a new version with a file of its own; old ones stay."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from forum.kernel.errors import NotFound, Words


@dataclass(frozen=True, slots=True)
class Document:
    """One version of one document. Its text is `templates/privacy/<name>-<version>.html`."""

    name: str
    version: int
    title: Words
    since: date

    @property
    def template(self) -> str:
        return f"privacy/{self.name}-{self.version}.html"

    @property
    def digest(self) -> str:
        """SHA-256 of the text's source, in hexadecimal: what somebody agreed to cannot be changed unnoticed."""
        source: str = get_template(self.template).template.source  # type: ignore[attr-defined]
        return hashlib.sha256(source.encode()).hexdigest()


DOCUMENTS = (
    Document("terms", 1, _("Terms"), date(2026, 11, 22)),
    Document("privacy", 1, _("Privacy notice"), date(2026, 11, 22)),
)


def current() -> list[Document]:
    """The newest version of each document."""
    newest = {one.name: one for one in sorted(DOCUMENTS, key=lambda one: one.version)}
    return list(newest.values())


def named(name: str, version: int | None = None) -> Document:
    """A document in this version, or the newest. Raises `NotFound`."""
    found = [one for one in DOCUMENTS if one.name == name and version in (None, one.version)]
    if not found:
        raise NotFound
    return max(found, key=lambda one: one.version)
