"""What an access token may be good for: one scope to read and one to write for each group of resources."""

from typing import Final

GROUPS: Final = ("me", "members", "threads", "deposits", "interviews", "claims", "moderation", "webhooks")
SCOPES: Final = tuple(f"{group}:{verb}" for group in GROUPS for verb in ("read", "write"))
