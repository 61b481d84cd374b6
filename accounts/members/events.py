"""What happens to members."""

from dataclasses import dataclass

from forum.kernel.events import event


@event("member_joined", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class MemberJoined:
    """Somebody signed up and proved the address."""

    member_id: int


@event("profile_edited", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class ProfileEdited:
    """A member changed what their page says."""

    member_id: int


@event("role_changed", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class RoleChanged:
    """A member's role is another one now."""

    member_id: int


@event("standing_changed", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class StandingChanged:
    """A member may do less than before, or more again. `standing` is a value of `Standing`."""

    member_id: int
    standing: str


@event("access_token_issued", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class AccessTokenIssued:
    """A member has a new token for the REST door."""

    member_id: int
    token_id: int


@event("access_token_revoked", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class AccessTokenRevoked:
    """A token no longer opens anything."""

    member_id: int
    token_id: int
