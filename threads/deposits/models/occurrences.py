"""A layer of occurrences: names and places from open tables, not merged with the catalogue."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Occurrence(models.Model):
    """One row of an open table of mines and occurrences, as its source gives it. `key` is dataset, record and row."""

    key = models.CharField(max_length=200, unique=True)
    name = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=200, blank=True)
    latitude = models.DecimalField(null=True)
    longitude = models.DecimalField(null=True)
    deposit_type = models.CharField(max_length=200, blank=True)
    commodities = models.CharField(max_length=500, blank=True)
    source_title = models.CharField(max_length=300)
    source_url = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.CheckConstraint(name="occurrence_has_source", condition=~models.Q(source_url="")),
        ]
        indexes = [models.Index(fields=["country", "id"], name="occurrence_country")]


class Double(models.Model):
    """Two things that may be one place: an occurrence and a deposit or another occurrence. For a person to decide.

    Keys are an occurrence's `key` or "deposit:" and a slug. `likeness` of names is 0..100; `km` is null where a place lacks.
    """

    first = models.CharField(max_length=200)
    second = models.CharField(max_length=200)
    likeness = models.FloatField()
    km = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="double_once")]
        indexes = [models.Index(fields=["second"], name="double_second")]
