"""Prices of oxides."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.members.selectors import Viewer
from threads.deposits.models import Price


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One oxide's price in a year, US$ per kg of oxide."""

    id: int
    oxide: str
    purity: str
    year: int
    usd_per_kg: Decimal
    source_title: str
    source_url: str


def price_rows(*, viewer: Viewer) -> list[PriceRow]:
    """Every price, the latest year first, then by oxide. One query."""
    found = Price.objects.order_by("-year", "oxide", "purity").values_list(
        "id", "oxide", "purity", "year", "usd_per_kg", "source_title", "source_url"
    )
    return [PriceRow(*row) for row in found]
