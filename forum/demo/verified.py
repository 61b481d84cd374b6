"""Who is attested as what in the demo: handle, position, scope, organisation (shown), and a request that still waits."""

ATTESTED = (
    ("petrograph", "geologist", "carbonatites", ""),
    ("heavies-only", "analyst", "dysprosium and terbium balances", ""),
    ("claystone", "geologist", "ion-adsorption clays", "Field school, southern Yunnan"),
)
WAITING = (("first-hammer", "resident", "valleys around Kvanefjeld", "Grew up there, and can show it."),)
