"""The pages of the catalogue."""

from threads.deposits.web.editing import (
    change_row,
    changes,
    decide_proposal,
    new_row,
    proposal,
    proposals,
    start_level,
    undo,
)
from threads.deposits.web.files import deposits_csv, deposits_geojson, deposits_json
from threads.deposits.web.maps import world_map
from threads.deposits.web.pages import deposit, deposits, follow, party
from threads.deposits.web.prices import (
    change_party,
    change_price,
    new_deposit,
    new_party,
    new_price,
    party_changes,
    price_changes,
    prices,
)

__all__ = [
    "change_party",
    "change_price",
    "change_row",
    "changes",
    "decide_proposal",
    "deposit",
    "deposits",
    "deposits_csv",
    "deposits_geojson",
    "deposits_json",
    "follow",
    "new_deposit",
    "new_party",
    "new_price",
    "new_row",
    "party",
    "party_changes",
    "price_changes",
    "prices",
    "proposal",
    "proposals",
    "start_level",
    "undo",
    "world_map",
]
