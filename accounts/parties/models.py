"""Parties and the names they go by."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_LONGEST = 160


class Kind(models.TextChoices):
    """What a party is. The house's own word; it says nothing about rights or wrongs."""

    COMPANY = "company", _("Company")
    STATE = "state", _("State or state-owned")
    ARMED_GROUP = "armed group", _("Armed group")
    PEOPLE = "people", _("People acting together")
    PERSON = "person", _("Person")


class Standing(models.Manager[Any]):
    """Without what was added by mistake and taken back."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(gone=False)


class Party(models.Model):
    """Somebody who operates, holds or controls deposits, with the source that names them."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=NAME_LONGEST)
    kind = models.CharField(max_length=16, choices=Kind)
    country = models.CharField(max_length=2, blank=True)
    about = models.CharField(max_length=2000, blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.CharField(max_length=2000)
    version = models.PositiveIntegerField(default=1)
    # Added by mistake and taken back: only its history is shown.
    gone = models.BooleanField(default=False, db_default=False)

    objects: ClassVar[models.Manager[Party]] = Standing()
    everything: ClassVar[models.Manager[Party]] = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="party_name_not_empty", condition=~models.Q(name="")),
            models.CheckConstraint(name="party_has_source", condition=~models.Q(source_url="")),
            models.CheckConstraint(name="party_kind_known", condition=models.Q(kind__in=Kind.values)),
        ]

    def __str__(self) -> str:
        return self.name


class PartyName(models.Model):
    """A name of a party: its own (`main`) or an alias. `folded` is what is searched: no case, no accents."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=NAME_LONGEST)
    folded = models.CharField(max_length=NAME_LONGEST)
    main = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "name"], name="party_name_once"),
            models.UniqueConstraint(fields=["party"], condition=models.Q(main=True), name="party_one_main_name"),
        ]
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="party_name_trigrams")]
