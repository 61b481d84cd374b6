"""One process over all parts: starts them, tells what happens, and ends them all."""

import os
import signal
import socket
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from forum.embedded import screen
from forum.embedded.engines import Engines
from forum.embedded.instance import ROOT, FolderInUse, Instance, Running
from forum.embedded.keeper import Keeper
from forum.embedded.mailbox import Mailbox
from forum.embedded.prepare import APPS, prepare
from forum.embedded.processes import Interrupted, StartFailed
from forum.embedded.sockets import UnsafeFolder
from forum.embedded.stack import Address, Stack

TICK = 0.25
"""Seconds between two looks at the parts, the mail and, in debug mode, the sources."""


class PortInUse(Exception):
    """Somebody listens there already."""


@dataclass(frozen=True)
class Options:
    """What the command line of ./dev up says."""

    data: Path
    address: Address
    demo: bool = True
    debug: bool = False

    @property
    def origin(self) -> str:
        """The address people type. ASSAY_ORIGIN wins, for whoever puts something in front of us."""
        return os.environ.get("ASSAY_ORIGIN") or self.address.origin


class Supervisor:
    """Brings everything up, and stays until SIGINT, SIGTERM or SIGHUP. `commands` stand in for the parts."""

    def __init__(self, options: Options, *, commands: dict[str, list[str]] | None = None) -> None:
        self.options = options
        self.commands = commands
        self.instance = Instance(options.data)
        self.stopping = False

    def run(self) -> int:
        """The exit status: 0 after an orderly end, 1 when it could not start."""
        began = time.monotonic()
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signum, self._stop)
        with ExitStack() as ending:
            try:
                self._take_folder()
                ending.callback(self.instance.release)
                check_port(self.options.address)
                screen.say("Starting")
                engines = Engines(self.instance.data)
                ending.callback(engines.stop)
                stack = self._start(engines, ending)
                screen.say(screen.welcome(self.instance, self.options.origin, time.monotonic() - began))
                self._watch(Keeper(engines, stack))
            except Interrupted:
                pass
            except (StartFailed, PortInUse, FolderInUse, UnsafeFolder) as error:
                screen.complain(str(error))
                return 1
            screen.say("\nStopping")
        return 0

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _asked_to_stop(self) -> bool:
        return self.stopping

    def _take_folder(self) -> None:
        try:
            self.instance.hold()
        except FolderInUse as error:
            running = self.instance.running()
            where = f" It runs at {running.origin} (process {running.pid})." if running else ""
            raise FolderInUse(
                f"Another Assay uses {self.instance.data}.{where} Stop it, or start this one with --data and --port."
            ) from error

    def _start(self, engines: Engines, ending: ExitStack) -> Stack:
        engines.start()
        environment = self.instance.environment(
            origin=self.options.origin, database_url=engines.database_url, redis_url=engines.redis_url
        )
        if self.options.debug:
            environment["ASSAY_DEBUG"] = "1"
        if self.commands is None:
            prepare(self.instance, environment, demo=self.options.demo, say=screen.say, stopping=self._asked_to_stop)
        stack = Stack(environment, address=self.options.address, commands=self.commands)
        ending.callback(stack.stop)
        for name in stack.parts:
            stack.launch(name)
        stack.wait_ready(stack.parts, self._asked_to_stop)
        self.instance.announce(Running(os.getpid(), self.options.origin, engines.database_url, engines.redis_url))
        return stack

    def _watch(self, keeper: Keeper) -> None:
        mailbox = Mailbox(self.instance.mails)
        sources = newest_source()
        while not self.stopping:
            for words in keeper.look():
                screen.note(words)
            for mail in mailbox.new():
                screen.note(str(mail))
            if self.options.debug and (found := newest_source()) > sources:
                sources = found
                keeper.renew()
                screen.note("the code changed; its parts were started anew")
            time.sleep(TICK)


def check_port(address: Address) -> None:
    """PortInUse, in words for the screen, unless Caddy will be able to listen there."""
    try:
        found = socket.getaddrinfo(address.host or None, address.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, where = found[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
            probe.listen()
    except OSError as error:
        raise PortInUse(
            f"Cannot listen on {address.host}, port {address.port}: {error.strerror}. Choose another with --port."
        ) from error


def newest_source() -> float:
    """When a Python file of ours last changed."""
    return max(path.stat().st_mtime for app in APPS for path in (ROOT / app).rglob("*.py"))
