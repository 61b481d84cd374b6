"""The rules that a new forum begins with. Staff change or retire them like any other."""

from collections.abc import Mapping

from moderation.rules.services import Wanted, ship_rule

ON_POSTS = {"is": "kind", "any": ["post"]}

SHIPPED: Mapping[str, Wanted] = {
    "First posts": Wanted(
        [ON_POSTS, {"is": "role", "any": ["member"]}, {"is": "age", "below": 7}, {"is": "posts", "below": 2}],
        "hold", "A moderator reads the first posts of a new member before others do.", 0.3,
    ),
    "Guests' words": Wanted(
        [{"is": "role", "any": ["guest"]}, ON_POSTS], "hold",
        "What a guest writes in a thread waits for a moderator.", 0.3,
    ),
    "Many links by somebody new": Wanted(
        [{"is": "links", "least": 3}, {"is": "age", "below": 30}, {"is": "role", "any": ["member", "guest"]}], "hold",
        "Whoever comes to place links places many.", 0.6, reason="spam",
    ),
    "Back again": Wanted(
        [{"is": "likeness", "least": 0.8}], "hold", "A text very like one that was removed.", 0.7, reason="spam"
    ),
    "In bulk": Wanted(
        [{"is": "role", "any": ["member", "guest", "verified"]}, {"is": "rate", "least": 30}], "score",
        "Thirty posts within an hour are more than anybody writes with thought.", 0.5, reason="spam",
    ),
    "Talks a price": Wanted(
        [{"is": "words", "any": [
            "to the moon", "double your money", "load up", "last chance to buy", "guaranteed return", "buy before",
            "sell before", "price target", "get in now", "shares will", "stock will",
        ]}],
        "score", "Words of ramping: a moderator reads them in their place.", 0.4, reason="ramping",
    ),
    "Seeks a trade": Wanted(
        [{"is": "words", "any": [
            "we can supply", "looking for buyers", "looking for a buyer", "offtake available", "contact me on", "whatsapp",
            "telegram", "fob price", "cif price",
        ]}],
        "score", "Offers and requests of trades do not belong here.", 0.4, reason="solicitation",
    ),
    "Speaks for a company and has stated nothing": Wanted(
        [{"is": "words", "any": ["our deposit", "our project", "our company", "our drilling", "our licence", "we own", "i own"]},
         {"is": "interests", "any": ["unstated", "none"]}, ON_POSTS],
        "require_disclosure", "Whoever has an interest says so where they post on it.", 0.4, reason="undisclosed_interest",
    ),
}  # fmt: skip


def ship() -> list[str]:
    """Write down those that are not there yet; their names."""
    return [name for name, wanted in SHIPPED.items() if ship_rule(name=name, wanted=wanted)]
