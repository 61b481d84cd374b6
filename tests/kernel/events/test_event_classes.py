"""An event is a frozen dataclass of ids; anything else is refused when it is declared, text when it is published."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pytest

from forum.kernel.events import UnknownEvent, WrongEvent, event
from forum.kernel.events.definition import Scalar, definition_of


@event("spine_core_logged", aggregate="hole_id")
@dataclass(frozen=True, slots=True)
class CoreLogged:
    hole_id: UUID
    kind: str
    depth: int
    final: bool = False
    parent_id: int | None = None


LOGGED = CoreLogged(hole_id=UUID(int=9), kind="half-core", depth=120)


def test_it_comes_back_from_its_row_as_it_went() -> None:
    definition = definition_of(CoreLogged)
    assert definition.decode(definition.encode(LOGGED)) == LOGGED


def test_its_aggregate_is_named_by_field_and_value() -> None:
    definition = definition_of(CoreLogged)
    assert definition.aggregate_of(definition.encode(LOGGED)) == f"hole:{UUID(int=9)}"


def test_a_field_gained_since_takes_its_default() -> None:
    stored: dict[str, Scalar] = {"hole_id": str(UUID(int=9)), "kind": "half-core", "depth": 120}
    assert definition_of(CoreLogged).decode(stored) == LOGGED


@pytest.mark.parametrize(
    "stored", [{"kind": "half-core", "depth": 120}, {"hole_id": "x", "kind": "k", "depth": 1, "x": 1}]
)
def test_a_row_of_another_shape_is_unknown(stored: dict[str, Scalar]) -> None:
    with pytest.raises(UnknownEvent):
        definition_of(CoreLogged).decode(stored)


@pytest.mark.parametrize("kind", ["half of the core", "ana@example.org", "line\nbreak", "x" * 121])
def test_a_text_or_an_address_is_no_id(kind: str) -> None:
    with pytest.raises(WrongEvent):
        definition_of(CoreLogged).encode(CoreLogged(hole_id=UUID(int=9), kind=kind, depth=1))


@dataclass(frozen=True, slots=True)
class WithTime:
    hole_id: int
    when: datetime


@dataclass(frozen=True, slots=True)
class WithoutAggregate:
    number: int


@dataclass(frozen=True, slots=True)
class MaybeAggregate:
    hole_id: int | None


@dataclass
class Changeable:
    hole_id: int


@pytest.mark.parametrize("cls", [WithTime, WithoutAggregate, MaybeAggregate, Changeable])
def test_a_class_that_is_no_event_is_refused(cls: type) -> None:
    with pytest.raises(WrongEvent):
        event("spine_refused", aggregate="hole_id")(cls)


def test_a_name_belongs_to_one_class() -> None:
    with pytest.raises(WrongEvent):
        event("spine_core_logged", aggregate="hole_id")(WithoutAggregate)
