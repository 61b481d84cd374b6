"""What happens to watches and preferences. Read marks publish nothing."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("watch_changed", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class WatchChanged:
    """A member watches something else, or otherwise. `kind` is "board" or "thread"."""

    member_id: int
    kind: str
    target_id: int


@event("mail_preferences_changed", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class MailPreferencesChanged:
    """A member wants mail, or none, or mail that says less."""

    member_id: int
