"""Whether JSON data has the types that an input shape says, before anything is converted.

The framework's fields are made for forms: they take "12" for a number and "yes" for a truth. Over JSON that would make the
schema untrue. Lists and maps are measured here, too, since the fields look at every item before they count them; and texts,
since the fields trim them before.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from forum.kernel.errors import FieldError

MOST_ITEMS = 1000

# A field is looked up by the first class it is an instance of, so the narrower classes stand first.
TYPES: tuple[tuple[type[serializers.Field], tuple[type, ...]], ...] = (
    (serializers.BooleanField, (bool,)),
    (serializers.IntegerField, (int,)),
    (serializers.FloatField, (int, float)),
    (serializers.DecimalField, (int, float, str)),
    (serializers.MultipleChoiceField, (list,)),
    (serializers.ChoiceField, (str, int)),
    (serializers.CharField, (str,)),
    (serializers.DateTimeField, (str,)),
    (serializers.DateField, (str,)),
    (serializers.UUIDField, (str,)),
)


def wrong_types(field: serializers.Field, value: Any, path: tuple[str, ...] = ()) -> Iterator[FieldError]:
    """Every place where `value` is of another JSON type than `field` says, or holds more items than it may."""
    if value is None:
        return
    if isinstance(field, (serializers.ListField, serializers.ListSerializer)):
        yield from _of_list(field, value, path)
    elif isinstance(field, serializers.DictField):
        if isinstance(value, Mapping) and len(value) > MOST_ITEMS:
            yield _too_many(path, MOST_ITEMS)
    elif isinstance(field, serializers.BaseSerializer):
        if isinstance(value, Mapping):
            for name, inner in field.fields.items():
                if name in value:
                    yield from wrong_types(inner, value[name], (*path, name))
    else:
        yield from _of_plain(field, value, path)


def _of_plain(field: serializers.Field, value: Any, path: tuple[str, ...]) -> Iterator[FieldError]:
    most = getattr(field, "max_length", None)
    if not _fits(field, value):
        yield FieldError(".".join(path), "wrong_type", _("This is of another type than the schema says."))
    elif most is not None and isinstance(value, str) and len(value) > most:
        yield FieldError(".".join(path), "max_length", _("At most %(count)d characters.") % {"count": most})


def _of_list(field: serializers.Field, value: Any, path: tuple[str, ...]) -> Iterator[FieldError]:
    if not isinstance(value, list):
        return
    most = field.max_length or MOST_ITEMS
    if len(value) > most:
        yield _too_many(path, most)
        return
    for index, item in enumerate(value):
        yield from wrong_types(field.child, item, (*path, str(index)))


def _fits(field: serializers.Field, value: Any) -> bool:
    for kind, types in TYPES:
        if isinstance(field, kind):
            if isinstance(value, float) and types == (int,):
                return value.is_integer()
            return isinstance(value, types) and (bool in types or not isinstance(value, bool))
    return True


def _too_many(path: tuple[str, ...], most: int) -> FieldError:
    return FieldError(".".join(path), "max_length", _("At most %(count)d items.") % {"count": most})
