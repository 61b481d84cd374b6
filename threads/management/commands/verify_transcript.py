"""Verify a transcript: one that was saved, or every version that this site keeps of an interview."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from threads.interviews import documents
from threads.interviews.selectors import library


class Command(BaseCommand):
    help = "Verify a transcript's digest and signature."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", help="a saved transcript.json")
        parser.add_argument("--signature", default="", help="64 bytes in hexadecimal")
        parser.add_argument("--key", default="", help="public key, 32 bytes in hexadecimal; ours without it")
        parser.add_argument("--interview", type=int, help="verify every version kept of this interview")

    def handle(self, *args: Any, **options: Any) -> None:
        key = _bytes(options["key"], "key") if options["key"] else documents.public_key()
        if options["interview"]:
            self._kept(options["interview"], key)
            return
        if not options["file"] or not options["signature"]:
            raise CommandError("Name a file and its --signature, or an --interview.")
        raw = Path(options["file"]).read_bytes()
        if not documents.verifies(raw, _bytes(options["signature"], "signature"), key):
            raise CommandError("NOT VERIFIED: these bytes were not signed with this key.")
        self.stdout.write(f"Verified. SHA-256 {hashlib.sha256(raw).hexdigest()}")

    def _kept(self, interview_id: int, key: bytes) -> None:
        kept = library.all_documents(interview_id)
        for one in kept:
            raw = bytes(one.document)
            whole = hashlib.sha256(raw).digest() == bytes(one.sha256)
            if not whole or not documents.verifies(raw, bytes(one.signature), key):
                raise CommandError(f"NOT VERIFIED: version {one.version} of interview {interview_id}.")
        self.stdout.write(f"Verified: {len(kept)} versions of interview {interview_id}.")


def _bytes(value: str, name: str) -> bytes:
    try:
        return bytes.fromhex(value)
    except ValueError as error:
        raise CommandError(f"--{name} is hexadecimal.") from error
