"""What an event is: a frozen dataclass of ids under a stable name."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, ClassVar, Protocol, get_args, get_type_hints
from uuid import UUID

type Scalar = int | str | bool | None

PLAIN: tuple[type, ...] = (bool, int, str, UUID)
# One machine word: a kind, a slug, a code. No blank and no "@", so neither a sentence nor an address can pass for an id.
WORD = re.compile(r"[A-Za-z0-9_.:/-]{0,120}")
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


class WrongEvent(TypeError):
    """A class that cannot be an event, or an event with a value that is not an id."""


class UnknownEvent(LookupError):
    """A stored event under a name, a version or a shape that this release does not know."""


class Event(Protocol):
    """Any instance of a class that `event` has registered."""

    __dataclass_fields__: ClassVar[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Definition:
    """How one event class is stored: under `name` and `version`, for the aggregate that its field `aggregate` names."""

    name: str
    version: int
    aggregate: str
    cls: type[Event]
    types: Mapping[str, type]
    optional: frozenset[str]
    required: frozenset[str]

    def aggregate_of(self, payload: Mapping[str, Scalar]) -> str:
        """The aggregate as "thread:17": the field's name without `_id`, and its value."""
        return f"{self.aggregate.removesuffix('_id')}:{payload[self.aggregate]}"

    def encode(self, event: Event) -> dict[str, Scalar]:
        """The event's fields as JSON values. Raises `WrongEvent` for a value that is not an id."""
        return {name: _plain(self, name, getattr(event, name)) for name in self.types}

    def decode(self, payload: Mapping[str, Scalar]) -> Event:
        """The event again. Fields that the class has gained since, with a default, take it. Raises `UnknownEvent`."""
        if not self.required <= payload.keys() <= self.types.keys():
            raise UnknownEvent(f"{self.name} v{self.version} with fields {sorted(payload)}")
        return self.cls(**{name: _typed(self.types[name], value) for name, value in payload.items()})


_by_name: dict[tuple[str, int], Definition] = {}
_by_class: dict[type, Definition] = {}


def event[T: Event](name: str, *, aggregate: str, version: int = 1) -> Callable[[type[T]], type[T]]:
    """Register a frozen, slotted dataclass of ids as the event `name`.

    `aggregate` is the field that says to what it happened: events of one aggregate keep their order even when one of them
    cannot be handled. Fields are `int`, `str` (one machine word), `bool` or `UUID`, each perhaps `| None`. A field may be
    added with a default at any time; any other change of shape is a new class under the next `version`, and the old class
    stays as long as its rows are kept. Raises `WrongEvent`.
    """

    def register(cls: type[T]) -> type[T]:
        definition = _define(cls, name=name, aggregate=aggregate, version=version)
        if (name, version) in _by_name:
            raise WrongEvent(f"{name} v{version} is already {_by_name[name, version].cls.__qualname__}")
        _by_name[name, version] = definition
        _by_class[cls] = definition
        return cls

    return register


def definition_of(cls: type) -> Definition:
    """The definition of an event class. Raises `WrongEvent` when it was never registered."""
    if cls not in _by_class:
        raise WrongEvent(f"{cls.__qualname__} is not registered with @event")
    return _by_class[cls]


def definition_named(name: str, version: int) -> Definition:
    """The definition under which a stored row was written. Raises `UnknownEvent`."""
    if (name, version) not in _by_name:
        raise UnknownEvent(f"{name} v{version}")
    return _by_name[name, version]


def _define(cls: type[Event], *, name: str, aggregate: str, version: int) -> Definition:
    if not NAME.fullmatch(name):
        raise WrongEvent(f"an event is named in snake_case, not {name!r}")
    if not is_dataclass(cls) or not cls.__dataclass_params__.frozen or "__slots__" not in cls.__dict__:  # type: ignore[attr-defined]
        raise WrongEvent(f"{cls.__qualname__} is not a dataclass(frozen=True, slots=True)")
    hints = get_type_hints(cls)
    names = [field.name for field in fields(cls)]
    if aggregate not in names:
        raise WrongEvent(f"{cls.__qualname__} has no field {aggregate!r} for its aggregate")
    types: dict[str, type] = {}
    optional: set[str] = set()
    for field in names:
        types[field], none_too = _plain_type(cls, field, hints[field])
        if none_too:
            optional.add(field)
    if aggregate in optional:
        raise WrongEvent(f"{cls.__qualname__}.{aggregate} names the aggregate and cannot be None")
    required = frozenset(field.name for field in fields(cls) if field.default is MISSING)
    return Definition(name, version, aggregate, cls, types, frozenset(optional), required)


def _plain_type(cls: type, field: str, hint: object) -> tuple[type, bool]:
    options = set(get_args(hint)) if isinstance(hint, UnionType) else {hint}
    plain = [kind for kind in PLAIN if kind in options]
    if len(plain) != 1 or not options <= {*plain, NoneType}:
        raise WrongEvent(f"{cls.__qualname__}.{field} is no id: int, str, bool or UUID")
    return plain[0], NoneType in options


def _plain(definition: Definition, field: str, value: object) -> Scalar:
    kind = definition.types[field]
    if value is None and field in definition.optional:
        return None
    if type(value) is not kind:
        raise WrongEvent(f"{definition.name}.{field} wants {kind.__name__}, not {type(value).__name__}")
    if isinstance(value, str) and not WORD.fullmatch(value):
        raise WrongEvent(f"{definition.name}.{field} carries text; an event carries ids")
    return str(value) if isinstance(value, UUID) else value  # type: ignore[return-value]


def _typed(kind: type, value: Scalar) -> Scalar | UUID:
    return UUID(value) if kind is UUID and isinstance(value, str) else value
