"""What a handle may be."""

import pytest
from django.db import IntegrityError, transaction

from accounts.members import handles, selectors, services
from forum.kernel.errors import NotFound
from tests.world import World, member, nothing_changes


@pytest.mark.parametrize("good", ["abc", "Gil", "a-b_c", "A1b2", "x" * 40, "rare-earth-2026"])
def test_letters_digits_and_single_separators_make_a_handle(good: str) -> None:
    assert handles.check_shape(good) == good


@pytest.mark.parametrize(
    "bad",
    ["", "ab", "x" * 41, "-ab", "ab-", "a--b", "a-_b", "a b", "a.b", "@ana", "аna", "ana\n", "ana\0", "ａｎａ",
     "a\u200bb", "nö-ö"],
)  # fmt: skip
def test_anything_else_does_not(bad: str) -> None:
    with pytest.raises(handles.BadHandle) as refusal:
        handles.check_shape(bad)
    assert refusal.value.errors[0].code == "bad_shape"


@pytest.mark.parametrize("word", ["admin", "ADMIN", "Adm1n", "ad-min", "rnoderator", "rno-derat0r", "5taff", "Supp0rt"])
def test_nobody_takes_a_name_that_reads_as_the_staff(word: str) -> None:
    with pytest.raises(handles.BadHandle):
        handles.check_shape(word)


@pytest.mark.parametrize("other", ["GIL-GEOLOGIST", "gilgeologist", "gi1-ge0l0g1st", "Gil_Geolog1st"])
def test_a_look_alike_of_a_taken_handle_is_taken(world: World, other: str) -> None:
    assert selectors.handle_taken(other)


def test_the_database_itself_refuses_a_look_alike(world: World) -> None:
    with nothing_changes(), pytest.raises(IntegrityError), transaction.atomic():
        member("Gi1_geologist")


def test_a_member_is_found_under_the_own_handle_in_any_case_only(world: World) -> None:
    assert selectors.profile("GIL-geologist", viewer=world.nobody).person.handle == "gil-geologist"
    for other in ("gilgeologist", "gi1-geologist"):
        with pytest.raises(NotFound):
            selectors.profile(other, viewer=world.nobody)


def test_a_command_joins_members_by_the_same_rules(world: World) -> None:
    with nothing_changes(), pytest.raises(handles.BadHandle):
        services.join_member(handle="admin", email="a@example.org", password="a quiet pit at dawn")
