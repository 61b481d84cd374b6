"""Input shapes of the API: serializers that take nothing they do not know, and types exactly as the schema says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from forum.http.cursors import LONGEST
from forum.http.jsontypes import wrong_types
from forum.kernel.errors import AssayError, FieldError, Invalid
from forum.kernel.text.cleaning import clean, pattern
from forum.kernel.text.limits import TextEmpty, TextTooLong

MAX_ID = 2**63 - 1
MOST_ERRORS = 50
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})(?:\.[0-9]{1,18})?")
_TRUTH = {"true": True, "false": False}


class StrictSerializer(serializers.Serializer):
    """An input shape. A name it does not declare is an error, at every depth."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if isinstance(data, Mapping):
            unknown = [name for name in data if name not in self.fields]
            if unknown:
                word = _("There is no such field here.")
                raise ValidationError({str(name)[:100]: [ErrorDetail(word, "unknown")] for name in unknown[:20]})
        values: dict[str, Any] = super().to_internal_value(data)
        return values


class TextField(serializers.CharField):
    """Words by people, made fit to store by `kernel.text.clean`; a title or name takes `lines=False`."""

    def __init__(self, *, max_length: int, lines: bool = True, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)
        self.longest = max_length
        self.lines = lines
        self.pattern = pattern(lines=lines, blank=self.allow_blank)

    def to_internal_value(self, data: Any) -> str:
        """The cleaned text. What cleaning refuses is an error of this field under the same code."""
        try:
            typed = super().to_internal_value(data)
            if len(typed) > self.longest:
                raise TextTooLong(_("Use at most %(count)d characters.") % {"count": self.longest})
            text = clean(typed, max_length=self.longest, lines=self.lines)
        except TextEmpty:
            text = ""
        except AssayError as error:
            raise ValidationError([ErrorDetail(str(error.detail), error.code)]) from error
        if not text and not self.allow_blank:
            self.fail("blank")
        return text


class NamedTextsField(serializers.DictField):
    """Texts by name, of a fixed choice of names."""

    def __init__(self, *, names: Sequence[str], max_length: int, **options: Any) -> None:
        super().__init__(child=TextField(max_length=max_length, allow_blank=True), **options)
        self.names = tuple(names)

    def to_internal_value(self, data: Any) -> dict[str, str]:
        """The texts. A name of no choice is an error of its own."""
        if isinstance(data, Mapping) and (unknown := [name for name in data if name not in self.names]):
            word = _("There is no such name here.")
            raise ValidationError({str(name)[:60]: [ErrorDetail(word, "unknown")] for name in unknown[:20]})
        texts: dict[str, str] = super().to_internal_value(data)
        return texts


class WholeField(serializers.IntegerField):
    """A whole number, however it is written: to JSON Schema 5.0 is one as well."""

    def to_internal_value(self, data: Any) -> int:
        return int(super().to_internal_value(int(data) if isinstance(data, float) else data))


class IdField(WholeField):
    """The id of a row: 1 to 2^63 - 1."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": MAX_ID, **options})


class CountField(WholeField):
    """A position or number of things: 0 to 2^31 - 1 unless told otherwise."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 2**31 - 1, **options})


class CursorField(serializers.CharField):
    """A cursor as it stood in `next` or `previous`."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": LONGEST, "required": False, **options})


class PageQuery(StrictSerializer):
    """What every list takes: where to go on, and how many at once."""

    cursor = CursorField(help_text="From `next` or `previous` of an earlier page.")
    limit = WholeField(min_value=1, max_value=100, default=50, help_text="How many at once.")


def validated(shape: type[serializers.Serializer], data: Any, *, typed: bool = True) -> dict[str, Any]:
    """`data` as `shape` takes it. Raises `Invalid` that names each field.

    `typed` data comes from JSON, where a number is not a text; form fields are texts all and are read as what they mean.
    """
    if typed and (wrong := list(islice(wrong_types(_prototype(shape), data), MOST_ERRORS))):
        raise Invalid(errors=wrong)
    try:
        values: dict[str, Any] = _prototype(shape).run_validation(data)
    except ValidationError as error:
        raise Invalid(errors=list(islice(_flat(error.detail, ()), MOST_ERRORS))) from error
    return values


def query_values(shape: type[serializers.Serializer], query: QueryDict) -> dict[str, Any]:
    """Query parameters as typed data for `validated`: a parameter may come twice only where the shape takes a list."""
    fields = _prototype(shape).fields
    data: dict[str, Any] = {}
    for name, texts in query.lists():
        field = fields.get(name)
        if isinstance(field, (serializers.ListField, serializers.MultipleChoiceField)):
            child = getattr(field, "child", None)
            data[name] = [_typed(child, text) for text in texts]
        elif len(texts) > 1:
            raise Invalid(errors=[FieldError(name[:100], "repeated", _("This parameter may come only once."))])
        else:
            data[name] = _typed(field, texts[0])
    return data


_PROTOTYPES: dict[type, serializers.Serializer] = {}


def _prototype(shape: type[serializers.Serializer]) -> serializers.Serializer:
    """One instance of each shape. Validation leaves nothing behind in it, and copying all fields anew costs more than it."""
    if shape not in _PROTOTYPES:
        _PROTOTYPES[shape] = shape()
    return _PROTOTYPES[shape]


def _typed(field: serializers.Field | None, text: str) -> Any:
    """A query text as what its field stands for; what does not read as that stays a text and is refused as one."""
    if isinstance(field, serializers.BooleanField):
        return _TRUTH.get(text, text)
    if isinstance(field, serializers.IntegerField):
        return int(text) if _WHOLE.fullmatch(text) else text
    if isinstance(field, serializers.FloatField):
        return float(text) if _NUMBER.fullmatch(text) else text
    return text


def _flat(errors: Any, path: tuple[str, ...]) -> Iterator[FieldError]:
    """Nested serializer errors as a flat list with dotted paths."""
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            yield from _flat(inner, path if name == "non_field_errors" else (*path, str(name)))
    elif isinstance(errors, list):
        for index, inner in enumerate(errors):
            if isinstance(inner, ErrorDetail):
                yield FieldError(".".join(path), str(inner.code), str(inner))
            elif inner:
                yield from _flat(inner, (*path, str(index)))
    else:
        yield FieldError(".".join(path), str(getattr(errors, "code", "invalid")), str(errors))
