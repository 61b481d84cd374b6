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


@event("reach_changed", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class ReachChanged:
    """A member said who may mention them or write to them."""

    member_id: int


@event("member_became_protected", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class MemberBecameProtected:
    """Nothing exact is kept of this member from now on."""

    member_id: int


@event("member_erased", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class MemberErased:
    """A member is gone; what they wrote stays, by nobody in particular."""

    member_id: int


@event("tie_changed", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class TieChanged:
    """A member ignores or blocks another, or no longer."""

    member_id: int
    other_id: int


@event("sessions_ended", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class SessionsEnded:
    """One or more sessions of a member were ended before their time."""

    member_id: int


@event("sessions_ended_by_staff", aggregate="member_id")
@dataclass(frozen=True, slots=True)
class SessionsEndedByStaff:
    """An administrator ended every session of a member."""

    member_id: int


@event("invitation_made", aggregate="invitation_id")
@dataclass(frozen=True, slots=True)
class InvitationMade:
    """A member invited somebody, for `purpose`: "forum" or "guest"."""

    invitation_id: int
    purpose: str


@event("invitation_revoked", aggregate="invitation_id")
@dataclass(frozen=True, slots=True)
class InvitationRevoked:
    """An invitation was taken back before anybody used it."""

    invitation_id: int


@event("invitation_used", aggregate="invitation_id")
@dataclass(frozen=True, slots=True)
class InvitationUsed:
    """Somebody came in by an invitation."""

    invitation_id: int
    member_id: int


@event("way_back_asked", aggregate="way_back_id")
@dataclass(frozen=True, slots=True)
class WayBackAsked:
    """Somebody without keys asked to be let in again."""

    way_back_id: int


@event("way_back_decided", aggregate="way_back_id")
@dataclass(frozen=True, slots=True)
class WayBackDecided:
    """The staff granted a way back, to open after a delay, or refused it."""

    way_back_id: int
    granted: bool


@event("way_back_stopped", aggregate="way_back_id")
@dataclass(frozen=True, slots=True)
class WayBackStopped:
    """The member, who has the keys after all, stopped a way back into the account."""

    way_back_id: int


@event("way_back_used", aggregate="way_back_id")
@dataclass(frozen=True, slots=True)
class WayBackUsed:
    """Somebody came back in; all older keys are void."""

    way_back_id: int


@event("private_thing_opened", aggregate="thing")
@dataclass(frozen=True, slots=True)
class PrivateThingOpened:
    """A member of staff read something that is not meant for them alone: `thing` reads "report:17"."""

    thing: str
