"""Tasks of the spine's tests: each writes an effect, and some kill their own process at a bad moment, once."""

import os
import signal

from celery import shared_task
from django.db import connection

from forum.kernel.jobs import Claim, claimed, run_chunks

NOTE = "spine.note"
DIE_BEFORE = "spine.die_before_commit"
DIE_AFTER = "spine.die_after_commit"
SPREAD = "spine.spread"
CHUNK = 400


def note(claim: Claim) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO spine_effect (consumer, seq, number, pit_id) VALUES ('worker', %s, %s, 0)",
            [claim.id, claim.payload["number"]],
        )


def die_once(where: str) -> None:
    """SIGKILL to this very process, when it comes here for the first time."""
    marker = os.path.join(os.environ["ASSAY_DATA"], f"died-{where}-{os.environ['SPINE_TEST']}")
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)


@shared_task(name=NOTE)
def do_note(job_id: int) -> None:
    with claimed(job_id) as claim:
        if claim is not None:
            note(claim)


@shared_task(name=DIE_BEFORE)
def do_die_before(job_id: int) -> None:
    with claimed(job_id) as claim:
        if claim is not None:
            note(claim)
            die_once("before")


@shared_task(name=DIE_AFTER)
def do_die_after(job_id: int) -> None:
    with claimed(job_id) as claim:
        if claim is not None:
            note(claim)
    die_once("after")


def spread_chunk(claim: Claim) -> int | None:
    """One effect for each number up to the payload's, `CHUNK` at a time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH chunk AS (SELECT generate_series(%s + 1, least(%s + %s, %s)) AS number), told AS ("
            " INSERT INTO spine_effect (consumer, seq, number, pit_id) SELECT 'worker', 0, number, 0 FROM chunk)"
            " SELECT max(number) FROM chunk",
            [claim.cursor, claim.cursor, CHUNK, claim.payload["number"]],
        )
        (reached,) = cursor.fetchone()
    return None if reached is None else int(reached)


@shared_task(name=SPREAD)
def do_spread(job_id: int) -> None:
    run_chunks(job_id, spread_chunk, task=SPREAD)
