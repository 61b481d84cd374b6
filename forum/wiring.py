"""THE table: which event makes whom react. Nothing reacts to anything that does not stand here."""

from forum.kernel.events import Consumer

CONSUMERS: tuple[Consumer, ...] = ()


def plug_in() -> None:
    """Hand the kernel's hooks to the features that fill them. Called once, when the apps are ready."""
