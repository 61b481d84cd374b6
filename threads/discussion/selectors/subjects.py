"""Which deposits threads are about, and the interests frozen onto posts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from threads.disclosures.models import Interest
from threads.disclosures.selectors import compact
from threads.discussion.models import PostInterest, ThreadDeposit


@dataclass(frozen=True, slots=True)
class ThreadSubject:
    """A deposit that a thread is about."""

    id: int
    slug: str
    name: str

    @property
    def url(self) -> str:
        return f"/deposits/{self.slug}"


def subjects_within() -> ArraySubquery:
    """The deposits of each thread, in the query that reads the threads."""
    linked = ThreadDeposit.objects.filter(thread=OuterRef("pk")).order_by("id")
    return ArraySubquery(linked.values(subject=JSONObject(id="deposit_id", slug="deposit__slug", name="deposit__name")))


def deposit_ids_of(thread_id: int) -> list[int]:
    """One query."""
    return list(ThreadDeposit.objects.filter(thread=thread_id).order_by("id").values_list("deposit_id", flat=True))


def stated_within() -> ArraySubquery:
    """The interests frozen onto each post, in the query that reads the posts."""
    frozen = PostInterest.objects.filter(post=OuterRef("pk")).order_by("id")
    return ArraySubquery(
        frozen.values(
            stated=JSONObject(
                interest="disclosure__interest",
                details="disclosure__details",
                deposit="disclosure__deposit__name",
                party="disclosure__party__name",
            )
        )
    )


def interest_line(stated: Iterable[dict[str, Any]]) -> str:
    """The compact line beside an author's name; empty where nothing was asked."""
    return compact([(Interest(one["interest"]), one["details"], one["deposit"] or one["party"]) for one in stated])
