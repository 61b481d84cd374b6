"""No table may point to a member without saying what an export takes from it and what erasure does to it."""

from django.apps import apps
from django.db.models import ForeignKey

from accounts.members.models import Member
from forum.privacy import retention
from forum.privacy.stores import STORES


def test_every_column_that_points_to_a_member_stands_in_the_table() -> None:
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Member
    }
    assert {store.name for store in STORES if store.fate != "member"} == pointing


def test_every_rule_has_its_days(settings: object) -> None:
    assert set(retention.RULES) == set(settings.RETENTION)  # type: ignore[attr-defined]
