"""Figures: resource statements, element grades, prices and output. Nothing stands here without its source."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from threads.deposits.arithmetic import ELEMENTS, METRIC_MT
from threads.deposits.models.places import PARTIAL_DATE, Deposit
from threads.deposits.reporting import Category, Flag, Status

CATEGORIES = [category.value for category in Category]
STATUSES = ["", *(status.value for status in Status)]
FLAGS = [flag.value for flag in Flag]


class ResourceStatement(models.Model):
    """One dated statement of one category, tonnage in its own unit.

    `ref` tells it from others for good, whatever is corrected in it later. Grade in % of what `oxides` says (TREO where
    empty); `stated_kt` is the oxide that the source itself states. `status` is empty where the badge follows from code and
    date. Flags are set by an editor with a reason and a source; two of them keep it out of force in the ranking.
    """

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="statements")
    ref = models.CharField(max_length=300)
    zone = models.CharField(max_length=120, blank=True)
    effective = models.CharField(max_length=10, blank=True)
    reported = models.CharField(max_length=10, blank=True)
    category = models.CharField(max_length=20)
    tonnes = models.DecimalField(null=True)
    unit = models.CharField(max_length=4)
    grade_pct = models.DecimalField(null=True)
    oxides = models.CharField(max_length=120, blank=True)
    stated_kt = models.DecimalField(null=True)
    code = models.CharField(max_length=120, blank=True)
    cutoff = models.CharField(max_length=120, blank=True)
    reserves = models.CharField(max_length=10, blank=True)
    attributable_pct = models.DecimalField(null=True)
    person = models.CharField(max_length=160, blank=True)
    employer = models.CharField(max_length=160, blank=True)
    independent = models.BooleanField(null=True)
    consent = models.BooleanField(null=True)
    supersedes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="superseded_by")
    status = models.CharField(max_length=20, blank=True)
    flags = ArrayField(models.CharField(max_length=20), default=list)
    fault = models.TextField(blank=True)
    fault_url = models.CharField(max_length=2000, blank=True)
    remark = models.TextField(blank=True)
    source_title = models.CharField(max_length=300, blank=True)
    source_url = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "ref"], name="statement_ref_once"),
            models.CheckConstraint(name="statement_has_source", condition=~models.Q(source_url="")),
            models.CheckConstraint(name="statement_category_known", condition=models.Q(category__in=CATEGORIES)),
            models.CheckConstraint(name="statement_unit_known", condition=models.Q(unit__in=list(METRIC_MT))),
            models.CheckConstraint(name="statement_status_known", condition=models.Q(status__in=STATUSES)),
            models.CheckConstraint(
                name="statement_figures_possible",
                condition=(models.Q(tonnes=None) | models.Q(tonnes__gt=0))
                & (models.Q(grade_pct=None) | models.Q(grade_pct__gt=0, grade_pct__lte=100))
                & (models.Q(stated_kt=None) | models.Q(stated_kt__gt=0))
                & (models.Q(attributable_pct=None) | models.Q(attributable_pct__gt=0, attributable_pct__lte=100)),
            ),
            models.CheckConstraint(
                name="statement_dates_partial",
                condition=models.Q(effective__regex=PARTIAL_DATE, reported__regex=PARTIAL_DATE),
            ),
            models.CheckConstraint(
                name="statement_flags_known_and_sourced",
                condition=models.Q(flags=[])
                | (models.Q(flags__contained_by=FLAGS) & ~models.Q(fault="") & ~models.Q(fault_url="")),
            ),
        ]


class ElementGrades(models.Model):
    """Grades of each element in one zone, ppm of the element in the order of `arithmetic.ELEMENTS`, null where not reported.

    `deposit` is null where the catalogue has no such deposit. `complete` is the source's word that the series is whole.
    """

    deposit = models.ForeignKey(Deposit, null=True, on_delete=models.CASCADE, related_name="element_grades")
    record_id = models.CharField(max_length=120, unique=True)
    zone = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=160, blank=True)
    ore_mt = models.DecimalField(null=True)
    ppm = ArrayField(models.DecimalField(null=True))
    scandium_ppm = models.DecimalField(null=True)
    complete = models.BooleanField()
    source_url = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.CheckConstraint(name="elements_have_source", condition=~models.Q(source_url="")),
            models.CheckConstraint(name="elements_whole_series", condition=models.Q(ppm__len=len(ELEMENTS))),
            models.CheckConstraint(
                name="elements_ore_above_zero", condition=models.Q(ore_mt=None) | models.Q(ore_mt__gt=0)
            ),
        ]


class Price(models.Model):
    """One oxide's price in one year, US$ per kg of oxide."""

    element = models.CharField(max_length=2)
    oxide = models.CharField(max_length=8)
    purity = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    usd_per_kg = models.DecimalField()
    source_title = models.CharField(max_length=300)
    source_url = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["oxide", "purity", "year"], name="price_once"),
            models.CheckConstraint(name="price_above_zero", condition=models.Q(usd_per_kg__gt=0)),
            models.CheckConstraint(
                name="price_has_source", condition=~models.Q(source_url="") & ~models.Q(source_title="")
            ),
        ]


class Output(models.Model):
    """What was mined at a deposit in a year: tonnes of TREO and of Dy+Tb oxides, with its Admiralty grade.

    `reliability` is A to F of the source, `credibility` 1 to 6 of the information; F6 says that neither can be judged.
    """

    deposit = models.ForeignKey(Deposit, on_delete=models.CASCADE, related_name="outputs")
    year = models.PositiveSmallIntegerField()
    treo_t = models.DecimalField(null=True)
    dytb_t = models.DecimalField(null=True)
    reliability = models.CharField(max_length=1)
    credibility = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=500, blank=True)
    source_title = models.CharField(max_length=300)
    source_url = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deposit", "year", "source_url"], name="output_once"),
            models.CheckConstraint(
                name="output_has_source", condition=~models.Q(source_url="") & ~models.Q(source_title="")
            ),
            models.CheckConstraint(
                name="output_graded",
                condition=models.Q(reliability__in=list("ABCDEF"), credibility__range=(1, 6)),
            ),
            models.CheckConstraint(
                name="output_figures_possible",
                condition=(models.Q(treo_t__gt=0) | models.Q(dytb_t__gt=0))
                & (models.Q(treo_t=None) | models.Q(treo_t__gt=0))
                & (models.Q(dytb_t=None) | models.Q(dytb_t__gt=0)),
            ),
        ]
