"""Several management commands in one process, since loading everything takes longer than most of them.

python -m forum.embedded.steps migrate load_demo
"""

import sys

import django
from django.core.management import call_command

ASKING = ("migrate", "collectstatic")
"""Commands that would ask before they overwrite something."""


def main(names: list[str]) -> None:
    django.setup()
    for name in names:
        call_command(name, **({"interactive": False} if name in ASKING else {}))


if __name__ == "__main__":
    main(sys.argv[1:])
