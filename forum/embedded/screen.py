"""What ./dev up prints."""

import json
import sys
import time

from forum.embedded.instance import Instance


def say(words: str) -> None:
    print(words, flush=True)


def complain(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def note(words: str) -> None:
    """One line of what happens while it runs."""
    say(f"{time.strftime('%H:%M:%S')}  {words}")


def welcome(instance: Instance, address: str, seconds: float) -> str:
    """The one screen: address, accounts, folders."""
    lines = ["", f"Assay runs at {address}   (ready after {seconds:.1f} s)", ""]
    lines += [*accounts(instance), ""]
    lines += [f"  Data   {instance.data}", f"  Mail   {instance.mails}   (new mail is told below)"]
    lines += [f"  Logs   {instance.logs}", "", "Ctrl-C ends it.", ""]
    return "\n".join(lines)


def accounts(instance: Instance) -> list[str]:
    """The demo accounts as a table; a line that says so if there are none."""
    if not instance.accounts.exists():
        return ["  No demo accounts here. Sign up at /accounts/signup/."]
    columns = ("role", "handle", "email", "password")
    rows = [[column.capitalize() for column in columns]]
    rows += [[account[column] for column in columns] for account in json.loads(instance.accounts.read_text())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
