"""Mails that were written into a folder, each told as one line: to whom, about what, with the code or link in it."""

import email
import email.policy
import re
from dataclasses import dataclass
from pathlib import Path

END = re.compile(r"^-{79}\n", re.MULTILINE)
"""Django's file backend ends each message with such a line."""

CODE = re.compile(r"^\s*([A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8})?)\s*$", re.MULTILINE)
LINK = re.compile(r"https?://[^\s<>\"]+/[^\s<>\"]+")


@dataclass(frozen=True)
class Mail:
    """What one line tells of a mail; `key` is its code or link, or empty."""

    to: str
    subject: str
    key: str

    def __str__(self) -> str:
        return f"mail to {self.to}: {self.subject}" + (f": {self.key}" if self.key else "")


class Mailbox:
    """A folder of mail files. `new()` tells what has come since the last call; what lay there before is old."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Path, int] = {path: path.stat().st_size for path in self._files()}

    def new(self) -> list[Mail]:
        """Mails that are complete by now. The rest of a file is read when it is."""
        found: list[Mail] = []
        for path in self._files():
            start = self._read.get(path, 0)
            if path.stat().st_size <= start:
                continue
            fresh = path.read_bytes()[start:]
            text = fresh.decode(errors="replace")
            *whole, rest = END.split(text)
            self._read[path] = start + len(fresh) - len(rest.encode())
            found += [_read(message) for message in whole]
        return found

    def _files(self) -> list[Path]:
        return sorted(path for path in self.folder.glob("*") if path.suffix in {".log", ".eml"})


def _read(text: str) -> Mail:
    message = email.message_from_string(text, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    words = str(body.get_content()) if body is not None else ""
    found = CODE.search(words) or LINK.search(words)
    key = found[found.lastindex or 0] if found else ""
    return Mail(to=str(message["To"]), subject=str(message["Subject"]), key=key)
