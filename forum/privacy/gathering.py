"""Everything about a member as a zip: one JSON file a store, and a page that reads them out."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import orjson
from django.db.models import Field
from django.template.loader import render_to_string

from accounts.members.models import Member
from forum.kernel import clock
from forum.privacy.stores import STORES, Store

SHOWN = 500
CHUNK = 1000


def archive(member: Member, *, tell: Callable[[int], None]) -> bytes:
    """The zip. `tell` hears after each store how many are done."""
    out = io.BytesIO()
    sections: list[dict[str, Any]] = []
    stores = [store for store in STORES if store.export]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for step, store in enumerate(stores, start=1):
            sections.append(_store_into(zipped, store, member))
            tell(step)
        context = {"handle": member.handle, "made_on": clock.today(), "sections": sections}
        _write(zipped, "index.html", render_to_string("privacy/export.html", context).encode())
    return out.getvalue()


def _store_into(zipped: zipfile.ZipFile, store: Store, member: Member) -> dict[str, Any]:
    """Write one store's file; what of it the page shows."""
    name = f"{store.name}.json"
    columns = [
        field.attname
        for field in store.table()._meta.get_fields()
        if isinstance(field, Field) and field.concrete and field.name not in store.hidden
    ]
    shown: list[dict[str, Any]] = []
    count = 0
    with zipped.open(_info(name), "w") as file:
        file.write(b"[")
        for row in store.rows(member.pk).values(*columns, **dict(store.also)).iterator(chunk_size=CHUNK):
            file.write((b",\n" if count else b"\n") + orjson.dumps(row, default=_plain, option=orjson.OPT_UTC_Z))
            count += 1
            if len(shown) < SHOWN:
                shown.append(row)
        file.write(b"\n]\n")
    return {"words": store.words, "file": name, "columns": [*columns, *dict(store.also)], "count": count,
            "rows": [list(row.values()) for row in shown]}  # fmt: skip


def _write(zipped: zipfile.ZipFile, name: str, content: bytes) -> None:
    zipped.writestr(_info(name), content)


def _info(name: str) -> zipfile.ZipInfo:
    """A zip entry that tells only the day on which it was made."""
    day = clock.today()
    info = zipfile.ZipInfo(name, date_time=(day.year, day.month, day.day, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _plain(value: object) -> object:
    return value.hex() if isinstance(value, (bytes, memoryview)) else str(value)
