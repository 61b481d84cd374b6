"""Files that members brought, and the posts that show them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.kernel import clock
from forum.kernel.files import KINDS
from forum.kernel.files.kinds import NAME_LONGEST
from threads.discussion.models import Post

ALT_LONGEST = 500


class FileState(models.TextChoices):
    """Until a picture is made anew it waits, and nobody sees it."""

    WAITING = "waiting", _("Being prepared")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Could not be read")


class Attachment(models.Model):
    """A file. `id` is random and told to whoever sees the file alone; `width` and `height` are what is shown, in pixels.

    `variants` names the media types a picture is kept in.
    """

    id = models.CharField(primary_key=True, max_length=22)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=NAME_LONGEST)
    alt = models.CharField(max_length=ALT_LONGEST, blank=True)
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=FileState)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    variants = models.JSONField(default=list)
    brought_on = models.DateField(default=clock.today)

    class Meta:
        constraints = [
            models.CheckConstraint(name="attachment_kind_known", condition=models.Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="attachment_state_known", condition=models.Q(state__in=FileState.values)),
        ]
        indexes = [
            models.Index(fields=["owner", "-brought_on", "id"], name="attachment_of_owner"),
            models.Index(fields=["brought_on"], name="attachment_age"),
        ]


class AttachmentUse(models.Model):
    """A post shows a file."""

    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="uses", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attachment", "post"], name="attachment_use_once")]
