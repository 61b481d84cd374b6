"""Rows that others come to point to, held while they do.

A foreign key's own check sees a row, and not that it is `gone`: taken back, and kept for its history alone.
"""

from collections.abc import Iterable

from django.db.models import Model


def held[Row: Model](model: type[Row], wanted: Iterable[str]) -> dict[str, Row]:
    """By slug, those of these that stand, and stand until the caller's transaction ends. One query, none for none.

    Whatever is to point to such a row takes it from here: the lock waits for whoever is taking the row back, and makes them
    wait for the link.
    """
    slugs = sorted(set(wanted))
    locked = f"SELECT * FROM {model._meta.db_table} WHERE slug = ANY(%s) AND NOT gone ORDER BY id FOR KEY SHARE"  # noqa: S608
    found = model._base_manager.raw(locked, [slugs]) if slugs else ()
    return {row.slug: row for row in found}  # type: ignore[attr-defined]
