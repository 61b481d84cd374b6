"""The command line behind ./dev."""

import argparse
import os
import sys
from pathlib import Path

from forum.embedded import bytecode, commands
from forum.embedded.instance import ROOT
from forum.embedded.stack import Address
from forum.embedded.supervisor import Options, Supervisor

USAGE = """\
./dev up       [--port N] [--host ADDRESS] [--data DIR] [--no-demo] [--debug]
./dev test     [what pytest takes]      all gates, then the tests
./dev check                             the gates alone
./dev bench    [NAME ... [NUMBER ...]]  measurements of benchmarks/, of a size where one is named
./dev shell    [--data DIR]             Python with everything at hand
./dev manage   [--data DIR] COMMAND     manage.py, on the running instance or on engines for its length
"""


def default_data() -> Path:
    return Path(os.environ.get("ASSAY_DATA") or ROOT / ".data")


def up(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./dev up", description="Start Assay with everything it needs.")
    parser.add_argument("--port", type=int, default=8000, help="where to listen (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--data", type=Path, default=default_data(), help="the folder that keeps everything (.data)")
    parser.add_argument("--no-demo", action="store_true", help="without the demo community")
    parser.add_argument("--debug", action="store_true", help="Django's debug pages, and a new start when code changes")
    chosen = parser.parse_args(arguments)
    address = Address(chosen.host, chosen.port)
    return Supervisor(Options(chosen.data, address, demo=not chosen.no_demo, debug=chosen.debug)).run()


def manage(arguments: list[str]) -> int:
    data = default_data()
    if arguments[:1] == ["--data"] and len(arguments) > 1:
        data, arguments = Path(arguments[1]), arguments[2:]
    return commands.manage(data, arguments)


def main(arguments: list[str]) -> int:
    """Exit status of one ./dev command."""
    word, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    match word:
        case "up":
            return up(rest)
        case "manage":
            return manage(rest)
        case "shell":
            return manage([*rest, "shell"])
        case "test":
            return commands.test(rest)
        case "check":
            return commands.check()
        case "bench":
            return commands.bench(rest)
        case "help" | "--help" | "-h":
            print(USAGE, end="")
            return 0
    print(f"There is no ./dev {word}.\n\n{USAGE}", end="", file=sys.stderr)
    return 2


if __name__ == "__main__":
    bytecode.keep()
    sys.exit(main(sys.argv[1:]))
