"""Deposits, their names, who holds and controls them, and who follows them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level
from accounts.parties.models import Party, Standing
from threads.deposits.geography import Precision

NAME_LONGEST = 160
PRECISIONS = [precision.value for precision in Precision]
# A date as a source states it: a year, a month or a day, or nothing.
PARTIAL_DATE = r"^([12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$"


class Role(models.TextChoices):
    """What a party is to a deposit. Who works it need not be who decides who may dig."""

    OPERATOR = "operator", _("Operator")
    CONTROLLING = "controlling", _("Controlling party")


class Deposit(models.Model):
    """A place, and its headline figure where one was read.

    Headline: metric Mt, % TREO, kt TREO, share of HREO in % as the source defines it; null where no source was read. Dates
    are partial, as text. `coarse` says whether the position is shown coarse; null leaves it to the country. `version` moves
    with every change of anything that the deposit's page states.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=NAME_LONGEST)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(null=True)
    longitude = models.DecimalField(null=True)
    precision = models.CharField(max_length=10, blank=True)
    coarse = models.BooleanField(null=True)
    deposit_type = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=200, blank=True)
    tonnes_mt = models.DecimalField(null=True)
    grade_pct = models.DecimalField(null=True)
    contained_kt = models.DecimalField(null=True)
    hreo_share_pct = models.DecimalField(null=True)
    code = models.CharField(max_length=120, blank=True)
    effective = models.CharField(max_length=10, blank=True)
    source_title = models.CharField(max_length=300)
    source_url = models.CharField(max_length=2000)
    notes = models.TextField(blank=True)
    start_level = models.PositiveSmallIntegerField(choices=Level, default=Level.VERIFIED)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    # Added by mistake and taken back: only its history is shown.
    gone = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[models.Manager[Deposit]] = Standing()
    everything: ClassVar[models.Manager[Deposit]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="deposit_name_not_empty", condition=~models.Q(name="")),
            models.CheckConstraint(
                name="deposit_has_source", condition=~models.Q(source_url="") & ~models.Q(source_title="")
            ),
            models.CheckConstraint(
                name="deposit_position_whole",
                condition=models.Q(latitude=None, longitude=None, precision="")
                | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180), precision__in=PRECISIONS),
            ),
            models.CheckConstraint(
                name="deposit_figures_possible",
                condition=(models.Q(tonnes_mt=None) | models.Q(tonnes_mt__gt=0))
                & (models.Q(grade_pct=None) | models.Q(grade_pct__gt=0, grade_pct__lte=100))
                & (models.Q(contained_kt=None) | models.Q(contained_kt__gt=0))
                & (models.Q(hreo_share_pct=None) | models.Q(hreo_share_pct__gte=0, hreo_share_pct__lte=100)),
            ),
            models.CheckConstraint(name="deposit_effective_partial", condition=models.Q(effective__regex=PARTIAL_DATE)),
            models.CheckConstraint(name="deposit_start_level_known", condition=models.Q(start_level__in=[1, 2, 3])),
        ]
        indexes = [models.Index(fields=["country", "slug"], name="deposit_country")]

    def __str__(self) -> str:
        return self.name


class DepositName(models.Model):
    """A name of a deposit: its own (`main`) or an alias. `folded` is what is searched: no case, no accents."""

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=NAME_LONGEST)
    folded = models.CharField(max_length=NAME_LONGEST)
    main = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "name"], name="deposit_name_once"),
            models.UniqueConstraint(fields=["deposit"], condition=models.Q(main=True), name="deposit_one_main_name"),
        ]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="deposit_name_trigrams")]


class Control(models.Model):
    """That a party operates or controls a deposit, from when to when, by which source. `disputed` says that another source
    denies it. Several may hold at once."""

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="controls")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="controls")
    role = models.CharField(max_length=12, choices=Role)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    share_pct = models.DecimalField(null=True)
    disputed = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "party", "role", "since"], name="control_once"),
            models.CheckConstraint(name="control_has_source", condition=~models.Q(source_url="")),
            models.CheckConstraint(name="control_role_known", condition=models.Q(role__in=Role.values)),
            models.CheckConstraint(
                name="control_dates_partial",
                condition=models.Q(since__regex=PARTIAL_DATE, until__regex=PARTIAL_DATE),
            ),
            models.CheckConstraint(
                name="control_share_possible",
                condition=models.Q(share_pct=None) | models.Q(share_pct__gt=0, share_pct__lte=100),
            ),
        ]


class Follow(models.Model):
    """A member who wants to hear of new threads and changed figures of a deposit."""

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="follows")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="deposit_follows")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deposit", "member"], name="deposit_followed_once")]
