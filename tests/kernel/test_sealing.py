"""Sealed under the newest key, opened by any of the ring, for what it was sealed for alone."""

from typing import Any

import pytest

from forum.kernel import sealing

OLD, NEW = sealing.new_key(), sealing.new_key()


def test_what_is_sealed_opens_for_the_same_thing_alone() -> None:
    sealed = sealing.seal(b"a proof", about="one")
    assert b"a proof" not in sealed
    assert sealing.open_sealed(sealed, about="one") == b"a proof"
    with pytest.raises(sealing.CannotOpen):
        sealing.open_sealed(sealed, about="another")


def test_a_changed_bit_opens_nothing() -> None:
    sealed = bytearray(sealing.seal(b"a proof", about="one"))
    sealed[-1] ^= 1
    with pytest.raises(sealing.CannotOpen):
        sealing.open_sealed(bytes(sealed), about="one")


def test_a_new_key_takes_over_and_the_old_one_can_go(settings: Any) -> None:
    settings.SEALING_KEYS = f"old:{OLD}"
    sealed = sealing.seal(b"a proof", about="one")
    settings.SEALING_KEYS = f"new:{NEW},old:{OLD}"
    assert sealing.open_sealed(sealed, about="one") == b"a proof"
    fresh = sealing.reseal(sealed, about="one")
    assert sealing.key_name(fresh) == "new"
    assert sealing.reseal(fresh, about="one") == fresh
    settings.SEALING_KEYS = f"new:{NEW}"
    assert sealing.open_sealed(fresh, about="one") == b"a proof"
    with pytest.raises(sealing.CannotOpen):
        sealing.open_sealed(sealed, about="one")


@pytest.mark.parametrize(
    "told",
    ["x", "x:short", "x:***", f"a b:{OLD}", f"x:{OLD},x:{NEW}"],
    ids=["no key", "short", "not base64", "a blank in the name", "twice"],
)
def test_keys_that_cannot_be_read_are_refused(settings: Any, told: str) -> None:
    settings.SEALING_KEYS = told
    with pytest.raises(sealing.BadKeys):
        sealing.seal(b"x", about="one")
