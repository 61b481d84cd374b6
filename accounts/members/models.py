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
    joined_on = models.DateField(default=clock.today)
    version = models.PositiveIntegerField(default=1)
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

    def alive(self, digest: str) -> "Session | None":
        return self.filter(session_key=digest, expire_date__gt=clock.now()).first()


class Session(AbstractBaseSession):
    """A signed-in browser or app. `session_key` holds the SHA-256 of what the client carries, never the key itself."""

    session_key = models.CharField(max_length=64, primary_key=True)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="sessions")

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
