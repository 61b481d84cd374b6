"""Members, their sessions and their API tokens."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members import handles
from forum.kernel import clock


class Role(models.TextChoices):
    """What a member may do here. Attestations, which say who somebody is, are another thing."""

    MEMBER = "member", _("Member")
    VERIFIED = "verified", _("Verified member")
    GUEST = "guest", _("Guest")
    MODERATOR = "moderator", _("Moderator")
    EDITOR = "editor", _("Editor")
    ADMIN = "admin", _("Administrator")


class Standing(models.TextChoices):
    """Whether a member may act. Moderation sets it through this feature's services."""

    GOOD = "good", _("In good standing")
    SILENCED = "silenced", _("Silenced")
    SUSPENDED = "suspended", _("Suspended")
    BANNED = "banned", _("Banned")
    ERASED = "erased", _("Erased")


class Reach(models.TextChoices):
    """Who may mention a member or write to them. Staff always may."""

    EVERYBODY = "everybody", _("Everybody")
    VERIFIED = "verified", _("Verified members")
    STAFF = "staff", _("Staff only")


class Level(models.IntegerChoices):
    """How near to the forum's heart one must be to read, to start, to reply."""

    PUBLIC = 0, _("Everybody")
    MEMBER = 1, _("Members")
    VERIFIED = 2, _("Verified members")
    STAFF = 3, _("Staff")


LEVEL_OF_ROLE = {
    Role.GUEST: Level.MEMBER,
    Role.MEMBER: Level.MEMBER,
    Role.VERIFIED: Level.VERIFIED,
    Role.MODERATOR: Level.STAFF,
    Role.EDITOR: Level.STAFF,
    Role.ADMIN: Level.STAFF,
}


class MemberManager(BaseUserManager["Member"]):
    """Finds members by what they type."""

    def get_by_natural_key(self, username: str | None) -> "Member":
        return self.get(handle_key=handles.skeleton(username or ""))


class Member(AbstractBaseUser):
    """Somebody with a name here. Roles and standing are read anew with every request."""

    handle = models.CharField(max_length=handles.LONGEST)
    handle_key = models.CharField(max_length=handles.LONGEST, unique=True, editable=False)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=16, choices=Role, default=Role.MEMBER)
    standing = models.CharField(max_length=16, choices=Standing, default=Standing.GOOD)
    bio = models.TextField(blank=True)
    bio_html = models.TextField(blank=True)
    # The name of chance that the picture lies under; empty for the letters of the handle.
    picture = models.CharField(max_length=64, blank=True, default="", db_default="")
    joined_on = models.DateField(default=clock.today)
    version = models.PositiveIntegerField(default=1)
    protected = models.BooleanField(default=False)
    reach = models.CharField(max_length=16, choices=Reach, default=Reach.EVERYBODY)
    # False until the first complete sign-in; an account that never gets there is removed again.
    welcomed = models.BooleanField(default=False)
    # Until when the standing holds (null: until somebody lifts it), and the boards where alone this member is silenced.
    standing_until = models.DateTimeField(null=True)
    silenced_boards = ArrayField(models.BigIntegerField(), default=list, db_default=models.Value([]), blank=True)
    # Django would note the exact moment of each sign-in here; nothing of the kind is kept.
    last_login = None

    objects: ClassVar[MemberManager] = MemberManager()
    USERNAME_FIELD = "handle_key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(name="member_role_known", condition=models.Q(role__in=Role.values)),
            models.CheckConstraint(name="member_standing_known", condition=models.Q(standing__in=Standing.values)),
            models.CheckConstraint(name="member_handle_not_empty", condition=~models.Q(handle_key="")),
            models.CheckConstraint(name="member_reach_known", condition=models.Q(reach__in=Reach.values)),
            models.CheckConstraint(
                name="member_protected_has_no_address", condition=models.Q(protected=False) | models.Q(email="")
            ),
        ]

    def __str__(self) -> str:
        return self.handle

    def save(self, *args: object, **kwargs: object) -> None:
        self.handle_key = handles.skeleton(self.handle)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this member may be signed in at all."""
        return self.standing in {Standing.GOOD, Standing.SILENCED}


class SessionManager(models.Manager["Session"]):
    """Finds sessions that still count."""

    def living(self) -> "models.QuerySet[Session]":
        """Those that neither ran out nor lay unused for too long."""
        now = clock.now()
        return self.filter(expire_date__gt=now).exclude(idle_until__lte=now)


class Session(AbstractBaseSession):
    """A signed-in browser or app. `session_key` holds the SHA-256 of what the client carries, never the key itself."""

    session_key = models.CharField(max_length=64, primary_key=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="sessions")
    # What its member may know of it from elsewhere: the day, which is not kept of protected members, and browser or app.
    opened_on = models.DateField(null=True)
    app = models.BooleanField(default=False)
    # When it ends if nobody uses it: to the day, for staff to ten minutes, and never kept of a protected member.
    idle_until = models.DateTimeField(null=True)

    objects: ClassVar[SessionManager] = SessionManager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["expire_date"], name="session_expiry")]


class AccessToken(models.Model):
    """A personal access token for the REST door. Only its digest is kept; the token is shown once."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="access_tokens")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    created_on = models.DateField(default=clock.today)
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)


class Tie(models.Model):
    """What one member does not want of another: `ignore` hides them from me, `block` keeps them from mentioning or writing."""

    class Kind(models.TextChoices):
        IGNORE = "ignore", _("Ignored")
        BLOCK = "block", _("Blocked")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="ties_towards")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "other", "kind"], name="tie_once"),
            models.CheckConstraint(name="tie_not_to_oneself", condition=~models.Q(member=models.F("other"))),
            models.CheckConstraint(name="tie_kind_known", condition=models.Q(kind__in=["ignore", "block"])),
        ]
        indexes = [models.Index(fields=["other", "kind"], name="tie_by_other")]


class Invitation(models.Model):
    """A link that lets one person in, once: to the forum, to an interview or to a private board. Kept as a digest."""

    class Purpose(models.TextChoices):
        FORUM = "forum", _("To join")
        INTERVIEW = "interview", _("To answer an interview")
        BOARD = "board", _("To read a private board")

    digest = models.BinaryField(unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose)
    # What a guest is let into: an interview's id or a board's slug. Empty for the forum.
    target = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=120, blank=True)
    inviter = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="invitations")
    made_on = models.DateField(default=clock.today)
    expires_on = models.DateField()
    used_on = models.DateField(null=True)
    used_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="came_by")
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_purpose_known", condition=models.Q(purpose__in=["forum", "interview", "board"])
            ),
            models.CheckConstraint(
                name="invitation_guest_has_target",
                condition=models.Q(purpose="forum", target="") | (~models.Q(purpose="forum") & ~models.Q(target="")),
            ),
        ]
        indexes = [models.Index(fields=["inviter", "-id"], name="invitation_by_inviter")]


class Pass(models.Model):
    """What a guest was let into. Interviews and boards ask for it by purpose and target."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="passes")
    purpose = models.CharField(max_length=12, choices=Invitation.Purpose)
    target = models.CharField(max_length=80)
    invitation = models.OneToOneField(Invitation, null=True, on_delete=models.SET_NULL, related_name="opened")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "purpose", "target"], name="pass_once")]


class WayBack(models.Model):
    """Somebody who lost every key asks the staff to be let in again. The asker holds the secret; we keep its digest.

    `member` is null where the handle named nobody: such a row is never shown to anybody and soon forgotten.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting for the staff")
        GRANTED = "granted", _("Granted, and waiting")
        REFUSED = "refused", _("Refused")
        STOPPED = "stopped", _("Stopped by the member")
        USED = "used", _("Used")

    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="ways_back")
    digest = models.BinaryField(unique=True)
    words = models.TextField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    asked_on = models.DateField(default=clock.today)
    decider = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="ways_back_decided")
    reason = models.TextField(blank=True)
    opens_at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="way_back_state_known",
                condition=models.Q(state__in=["asked", "granted", "refused", "stopped", "used"]),
            ),
            models.CheckConstraint(
                name="way_back_granted_by_another",
                condition=models.Q(decider=None) | ~models.Q(decider=models.F("member")),
            ),
            models.CheckConstraint(
                name="way_back_granted_opens",
                condition=~models.Q(state__in=["granted", "used"])
                | models.Q(opens_at__isnull=False, closes_on__isnull=False, decider__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="way_back_by_state")]


class PrivateOpening(models.Model):
    """What a member of staff has opened, for an hour: looking again within it is not told to the log again."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    thing = models.CharField(max_length=60)
    hour = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "thing", "hour"], name="private_opening_once_an_hour")]
