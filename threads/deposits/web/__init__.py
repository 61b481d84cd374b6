"""The pages of the catalogue."""

from threads.deposits.web.editing import (
    change_row,
    changes,
    decide_proposal,
    new_row,
    proposal,
    proposals,
    undo,
)
from threads.deposits.web.files import deposits_csv, deposits_geojson, deposits_json
from threads.deposits.web.maps import world_map
from threads.deposits.web.pages import deposit, deposits, follow, party

__all__ = [
    "change_row",
    "changes",
    "decide_proposal",
    "deposit",
    "deposits",
    "deposits_csv",
    "deposits_geojson",
    "deposits_json",
    "follow",
    "new_row",
    "party",
    "proposal",
    "proposals",
    "undo",
    "world_map",
]
