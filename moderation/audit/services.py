"""Adding to the audit log, and the one change it knows."""

from datetime import timedelta

import orjson
from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.events import Context, Event, publish
from forum.kernel.events.definition import definition_of
from moderation.audit import chain, policies, selectors
from moderation.audit.events import AuditRowRedacted
from moderation.audit.models import AuditRoot, AuditRow


def append(*, happened: Event, context: Context) -> AuditRow:
    """Write the row of an event. Only the consumer `audit` calls this, whose own row's lock keeps writers to one."""
    definition = definition_of(type(happened))
    body = orjson.dumps(
        {
            "event": definition.name,
            "version": definition.version,
            "at": context.at.isoformat(),
            "actor": context.actor_id,
            "payload": definition.encode(happened),
        },
        option=orjson.OPT_SORT_KEYS,
    ).decode()
    before = selectors.last_row()
    number, salt, day = (before.number + 1 if before else 1), chain.new_salt(), context.at.date()
    leaf = chain.leaf(salt, body)
    return AuditRow.objects.create(
        number=number,
        seq=context.seq,
        day=day,
        name=definition.name,
        salt=salt,
        body=body,
        leaf=leaf,
        chain=chain.link(
            bytes(before.chain) if before else chain.START,
            number=number, seq=context.seq, day=day, name=definition.name, leaf=leaf,
        ),
    )  # fmt: skip


@transaction.atomic
def redact_row(*, actor: Viewer, number: int) -> None:
    """Take away what a row says, and say that this was done. Locks the row.

    Raises `NotSignedIn`, `Silenced`, `NotFound`, `MayNotRedact`, `AlreadyRedacted`.
    """
    member = policies.check_redact(actor)
    row = selectors.row_for_update(number)
    if row is None:
        raise NotFound
    if row.body is None:
        raise policies.AlreadyRedacted
    row.body = row.salt = None
    row.save(update_fields=["body", "salt"])
    publish(AuditRowRedacted(number=number), actor_id=member.pk)


@transaction.atomic
def seal_day() -> AuditRoot | None:
    """The root of everything up to yesterday, once; None when it is there already or there is nothing yet."""
    day = clock.today() - timedelta(days=1)
    before = selectors.last_root()
    last = selectors.last_row(up_to=day)
    if last is None or (before is not None and before.day >= day):
        return None
    so_far = bytes(before.root) if before else chain.START
    value = chain.root(so_far, day=day, number=last.number, chain=bytes(last.chain))
    root, made = AuditRoot.objects.get_or_create(
        day=day, defaults={"number": last.number, "chain": last.chain, "root": value}
    )
    return root if made else None
