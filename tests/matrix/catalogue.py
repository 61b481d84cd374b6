"""Who may do what in the catalogue: it is public to read, and kept by editors. Roles decide here, never a board."""

NAMES = (
    "nobody",
    "newcomer",
    "geologist",
    "operator",
    "protected",
    "guest",
    "editor",
    "moderator",
    "second_moderator",
    "admin",
)
EDITORS = ("editor", "admin")
VERIFIED = ("geologist", "operator", "protected", "editor", "moderator", "second_moderator", "admin")

type Statuses = dict[str, int]


def everybody(status: int, **others: int) -> Statuses:
    """One status for all, but others for some by name."""
    return dict.fromkeys(NAMES, status) | others


def members(status: int, *, nobody: int, **others: int) -> Statuses:
    return everybody(status, **{"nobody": nobody, **others})


def only(names: tuple[str, ...], status: int, *, others: int, nobody: int) -> Statuses:
    """One status for some, another for the rest, a third for strangers."""
    return members(others, nobody=nobody, **dict.fromkeys(names, status))


READ = everybody(200)
ROW = "year=2021&treo_t=5&reliability=C&credibility=3&source_title=A&source_url=https://example.org/a&version=1"
GROUNDS = "reason=Read+it&source=https://example.org/a"
PARTY = "name=A&kind=company&source_url=https://example.org/a"
DEPOSIT = "name=A&country_iso2=KE&source_title=A&source_url=https://example.org/a"
PRICE = "oxide=Tb4O7&year=2021&usd_per_kg=5&source_title=A&source_url=https://example.org/a"
PARTY_COLUMNS = (
    '{"reason": "Read it.", "source": "https://example.org/a",'
    ' "columns": {"name": "A", "kind": "company", "source_url": "https://example.org/a"}}'
)
NEW_PARTY = PARTY_COLUMNS.replace("{", '{"target": "party", ', 1)
PRICE_COLUMNS = (
    '{"reason": "Read it.", "source": "https://example.org/a", "columns": {"oxide": "Tb4O7", "year": "2021",'
    ' "usd_per_kg": "5", "source_title": "A", "source_url": "https://example.org/a"}}'
)
STATEMENT = (
    '{"target": "output", "reason": "Read it.", "source": "https://example.org/a", "columns": {"year": "2021", "treo_t": "5",'
    ' "reliability": "C", "credibility": "3", "source_title": "A", "source_url": "https://example.org/a"}}'
)

# Route: method, body, and the status by who asks.
PAGES: dict[str, list[tuple[str, str, Statuses]]] = {
    "deposits": [("GET", "", READ)],
    "deposits.csv": [("GET", "", READ)],
    "deposits.json": [("GET", "", READ)],
    "deposits.geojson": [("GET", "", READ)],
    "map": [("GET", "", READ)],
    "deposits/new": [
        ("GET", "", members(200, nobody=303)),
        ("POST", f"{DEPOSIT}&version=0&{GROUNDS}", everybody(303)),
    ],
    "deposits/<slug:deposit>": [("GET", "", READ)],
    "deposits/<slug:deposit>/start-level": [
        ("GET", "", only(EDITORS, 200, others=403, nobody=303)),
        ("POST", "level=1", only(EDITORS, 303, others=403, nobody=303)),
    ],
    "deposits/<slug:deposit>.atom": [("GET", "", READ)],
    "deposits/<slug:deposit>/follow": [("POST", "follow=1", everybody(303)), ("GET", "", everybody(405))],
    "deposits/<slug:deposit>/threads": [("GET", "", READ)],
    "deposits/<slug:deposit>/threads/new": [
        ("GET", "", only(VERIFIED, 200, others=403, nobody=303)),
        ("POST", "title=A&text=B&board=field-notes&interest=none", only(VERIFIED, 303, others=403, nobody=401)),
    ],
    "deposits/<slug:deposit>/changes": [("GET", "", READ)],
    "deposits/<slug:deposit>/edit/<slug:target>": [("GET", "", members(200, nobody=303))],
    "deposits/<slug:deposit>/edit/<slug:target>/<int:row>": [("GET", "", members(200, nobody=303))],
    "changes/<int:change>/undo": [
        ("GET", "", only(EDITORS, 200, others=403, nobody=303)),
        ("POST", "reason=Wrong", only(EDITORS, 303, others=403, nobody=303)),
    ],
    "proposals": [("GET", "", READ)],
    "proposals/<int:proposal>": [("GET", "", READ)],
    "proposals/<int:proposal>/decision": [
        ("POST", "decision=accept", only(EDITORS, 303, others=403, nobody=303)),
        ("POST", "decision=decline&answer=No", only(EDITORS, 303, others=403, nobody=303)),
        ("POST", "decision=withdraw", members(403, nobody=303, newcomer=303)),
    ],
    "parties/new": [
        ("GET", "", members(200, nobody=303)),
        ("POST", f"{PARTY}&version=0&{GROUNDS}", everybody(303)),
    ],
    "parties/<slug:party>": [("GET", "", READ)],
    "parties/<slug:party>/edit": [
        ("GET", "", members(200, nobody=303)),
        ("POST", f"{PARTY}&version=1&{GROUNDS}", everybody(303)),
    ],
    "parties/<slug:party>/changes": [("GET", "", READ)],
    "prices": [("GET", "", READ)],
    "prices/new": [
        ("GET", "", members(200, nobody=303)),
        ("POST", f"{PRICE}&version=2&{GROUNDS}", everybody(303)),
    ],
    "prices/changes": [("GET", "", READ)],
    "prices/<int:price>/edit": [
        ("GET", "", members(200, nobody=303)),
        ("POST", f"{PRICE}&version=2&{GROUNDS}", everybody(303)),
    ],
    "rankings/resource": [("GET", "", READ)],
    "rankings/resource.csv": [("GET", "", READ)],
    "rankings/resource.json": [("GET", "", READ)],
    "rankings/resource/moves": [("GET", "", READ)],
    "rankings/resource/take": [("POST", "", only(EDITORS, 303, others=403, nobody=303))],
    "rankings/output": [("GET", "", READ)],
    "disclosures": [
        ("GET", "", members(200, nobody=303)),
        ("POST", "interest=none&deposit=mrima-hill", everybody(303)),
    ],
    "disclosures/<int:disclosure_id>/end": [("POST", "", members(403, nobody=303, newcomer=303))],
    "members/<str:handle>/disclosures": [("GET", "", READ)],
}

# Operation: body, and the status by who asks.
OPERATIONS: dict[str, tuple[str, Statuses]] = {
    "GET /api/v1/parties": ("", READ),
    "GET /api/v1/parties/{party}": ("", READ),
    "GET /api/v1/parties/{party}/changes": ("", READ),
    "POST /api/v1/parties/{party}/changes": (PARTY_COLUMNS, only(EDITORS, 201, others=403, nobody=401)),
    "POST /api/v1/parties/{party}/proposals": (PARTY_COLUMNS, members(201, nobody=401)),
    "GET /api/v1/prices": ("", READ),
    "GET /api/v1/prices/changes": ("", READ),
    "POST /api/v1/prices/changes": (PRICE_COLUMNS, only(EDITORS, 201, others=403, nobody=401)),
    "POST /api/v1/prices/proposals": (PRICE_COLUMNS, members(201, nobody=401)),
    "GET /api/v1/deposits": ("", READ),
    "GET /api/v1/deposits.geojson": ("", READ),
    "GET /api/v1/deposits/{deposit}": ("", READ),
    "GET /api/v1/deposits/{deposit}/statements": ("", READ),
    "GET /api/v1/deposits/{deposit}/control": ("", READ),
    "GET /api/v1/deposits/{deposit}/elements": ("", READ),
    "GET /api/v1/deposits/{deposit}/outputs": ("", READ),
    "GET /api/v1/deposits/{deposit}/threads": ("", READ),
    "PUT /api/v1/deposits/{deposit}/follow": ("", members(204, nobody=401)),
    "DELETE /api/v1/deposits/{deposit}/follow": ("", members(204, nobody=401)),
    "GET /api/v1/deposits/{deposit}/changes": ("", READ),
    "POST /api/v1/deposits/{deposit}/changes": (STATEMENT, only(EDITORS, 201, others=403, nobody=401)),
    "POST /api/v1/deposits/{deposit}/proposals": (STATEMENT, members(201, nobody=401)),
    "POST /api/v1/changes/{change_id}/undo": ('{"reason": "Wrong."}', only(EDITORS, 201, others=403, nobody=401)),
    "PUT /api/v1/deposits/{deposit}/start-level": (
        '{"level": "member"}',
        only(EDITORS, 204, others=403, nobody=401),
    ),
    "GET /api/v1/proposals": ("", READ),
    "POST /api/v1/proposals": (NEW_PARTY, members(201, nobody=401)),
    "GET /api/v1/proposals/{proposal_id}": ("", READ),
    "PUT /api/v1/proposals/{proposal_id}/decision": (
        '{"decision": "accepted"}',
        only(EDITORS, 200, others=403, nobody=401),
    ),
    "GET /api/v1/occurrences": ("", READ),
    "GET /api/v1/rankings/resource": ("", READ),
    "GET /api/v1/rankings/resource/snapshots": ("", READ),
    "POST /api/v1/rankings/resource/snapshots": ("", only(EDITORS, 201, others=403, nobody=401)),
    "GET /api/v1/rankings/resource/snapshots/{snapshot_id}": ("", READ),
    "GET /api/v1/rankings/resource/comparison": ("?before={snapshot_id}&after={snapshot_id}", READ),
    "GET /api/v1/rankings/output": ("", READ),
    "GET /api/v1/me/disclosures": ("", members(200, nobody=401)),
    "POST /api/v1/me/disclosures": ('{"interest": "none", "deposit": "mrima-hill"}', members(201, nobody=401)),
    "DELETE /api/v1/me/disclosures/{disclosure_id}": ("", members(403, nobody=401, newcomer=204)),
    "GET /api/v1/members/{handle}/disclosures": ("", READ),
}
