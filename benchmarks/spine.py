"""How fast the spine carries events: `python -m benchmarks.spine [events]`.

On a durable PostgreSQL of its own, in a folder that is gone afterwards. Measured apart: publishing (one transaction an event,
one writer), sequencing a full outbox, one consumer whose reaction inserts a row, nine such consumers in turn, and how long an
event takes from its commit to its effect when nothing else is going on. Prints a line for each.
"""

import os
import sys
import tempfile
from pathlib import Path
from threading import Thread
from time import monotonic, sleep

from forum.embedded import Postgres, Valkey

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
SINGLES = 200


def main(folder: Path) -> None:
    postgres, valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey", durable=False)
    postgres.start()
    valkey.start()
    os.environ |= {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url, "ASSAY_DATA": str(folder)}
    os.environ.setdefault("ASSAY_SECRET_KEY", "of the benchmark alone, and of no worth to anybody")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    try:
        measure()
    finally:
        postgres.stop()
        valkey.stop()


def measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from forum.kernel.events import Consumer, latest_seq, publish
    from forum.kernel.events.partitions import make_ahead
    from forum.kernel.events.relay import Relay
    from forum.kernel.events.sequencer import sequence
    from tests.spine.happenings import EFFECTS, SampleTaken, effect_of

    def consumer(name: str) -> Consumer:
        return Consumer(name=name, start="beginning", reactions={SampleTaken: (effect_of(name),)})

    def report(what: str, count: int, seconds: float) -> None:
        print(f"{what:<44}{count / seconds:>10,.0f} a second")

    call_command("migrate", "forum", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(EFFECTS)
    make_ahead()

    began = monotonic()
    for number in range(COUNT):
        with transaction.atomic():
            publish(SampleTaken(number=number, pit_id=number % 1000))
    report("published, one transaction each", COUNT, monotonic() - began)

    began = monotonic()
    while sequence():
        pass
    report("sequenced", latest_seq(), monotonic() - began)

    began = monotonic()
    Relay([consumer("one")]).drain()
    report("handled by one consumer, an insert each", COUNT, monotonic() - began)

    nine = [consumer(f"of nine {number}") for number in range(9)]
    began = monotonic()
    Relay(nine).drain()
    report("handled by nine in turn, an insert each", COUNT * 9, monotonic() - began)

    relay = Relay([consumer("one")])
    thread = Thread(target=relay.run)
    thread.start()
    sleep(1)
    delays = []
    for number in range(SINGLES):
        began = monotonic()
        with transaction.atomic():
            publish(SampleTaken(number=number, pit_id=0))
        with connection.cursor() as cursor:
            while True:
                cursor.execute("SELECT position FROM forum_consumer WHERE name = 'one'")
                if cursor.fetchone() == (COUNT + number + 1,):
                    break
                sleep(0.0005)
        delays.append(monotonic() - began)
    relay.stop()
    thread.join()
    connection.close()
    middle, most = (1000 * sorted(delays)[int(SINGLES * share)] for share in (0.5, 0.99))
    print(f"{'from before the publish to the effect':<44}{middle:>10.1f} ms, 99 of 100 within {most:.1f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as place:
        Path(place).chmod(0o711)
        main(Path(place))
