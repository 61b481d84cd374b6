"""Exports, erasures and consents."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from accounts.members import services as members
from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer, member_for_update
from accounts.verification import services as verification
from forum.kernel import clock, ids, sealing
from forum.kernel.errors import NotFound, Unavailable
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue
from forum.privacy import documents, gathering, policies, selectors
from forum.privacy.events import ConsentGiven, ErasureAsked, ErasureStopped, ExportAsked, ExportReady
from forum.privacy.models import Consent, Erasure, Export
from forum.privacy.stores import STORES, Store
from moderation.actions.selectors import sealed_of

EXPORT_KEPT = timedelta(days=7)
ERASURE_DELAY = timedelta(days=7)
ERASURE_PREFIX = "gone_"
LOG_KEPT = timedelta(days=90)


@transaction.atomic
def ask_export(*, actor: Viewer) -> UUID:
    """Have everything about the actor gathered; the export's id. Locks nothing. Raises `NotSignedIn`, `ExportUnderWay`."""
    member = check_member(actor)
    try:
        with transaction.atomic():
            made = Export.objects.create(member=member, total=len([one for one in STORES if one.export]))
    except IntegrityError as twice:
        raise policies.ExportUnderWay from twice
    enqueue("privacy.export", key=f"export:{made.id}", payload={"export_id": str(made.id)})
    publish(ExportAsked(export_id=made.id), actor_id=member.pk, coarse=member.protected)
    return made.id


def run_export(*, export_id: UUID) -> None:
    """Gather, seal and put aside; progress is written after each store. Not one transaction; running again begins anew."""
    found = Export.objects.select_related("member").filter(pk=export_id).exclude(state=Export.State.OVER).first()
    if found is None or found.state == Export.State.READY:
        return
    Export.objects.filter(pk=export_id).update(state=Export.State.RUNNING, done=0)

    def tell(done: int) -> None:
        Export.objects.filter(pk=export_id).update(done=done)

    archive = gathering.archive(found.member, tell=tell)
    sealed = sealing.seal(archive, about=f"export:{export_id}")
    default_storage.delete(found.path)
    default_storage.save(found.path, ContentFile(sealed))
    with transaction.atomic():
        Export.objects.filter(pk=export_id).update(
            state=Export.State.READY, size=len(archive), ends_on=clock.today() + EXPORT_KEPT
        )
        publish(ExportReady(export_id=export_id), actor_id=found.member_id, coarse=found.member.protected)


def read_export(found: Export) -> bytes:
    """The zip of a ready export. Raises `Unavailable` when the file or its key is not there."""
    try:
        with default_storage.open(found.path, "rb") as file:
            return sealing.open_sealed(file.read(), about=f"export:{found.id}")
    except (FileNotFoundError, sealing.CannotOpen) as lost:
        raise Unavailable from lost


@transaction.atomic
def ask_erasure(*, actor: Viewer, handle: str, at_once: bool = False) -> tuple[Erasure, str]:
    """Ask to be erased in seven days, or at once; the erasure and the secret of its certificate, shown this once.

    Locks the member's row. Raises `NotSignedIn`, `StaffFirst`, `Invalid` unless `handle` is the actor's own, `ErasureWaiting`.
    """
    member = member_for_update(check_member(actor).pk)
    policies.check_erasure(member, handle=handle)
    if selectors.erasure_waiting(member) is not None:
        raise policies.ErasureWaiting
    secret = ids.new_secret(ERASURE_PREFIX)
    due_on = clock.today() if at_once else clock.today() + ERASURE_DELAY
    made = Erasure.objects.create(member_id=member.pk, digest=ids.digest(secret), due_on=due_on)
    starts = None if at_once else datetime.combine(due_on, time(), tzinfo=clock.now().tzinfo)
    enqueue("privacy.erase", key=f"erase:{made.id}", payload={"erasure_id": str(made.id)}, not_before=starts)
    publish(ErasureAsked(erasure_id=made.id), actor_id=member.pk, coarse=member.protected)
    return made, secret


@transaction.atomic
def stop_erasure(*, actor: Viewer) -> None:
    """Stay after all. Locks the erasure. Raises `NotSignedIn`, `NotFound` when there is none to stop."""
    member = check_member(actor)
    found = Erasure.objects.select_for_update().filter(member_id=member.pk, state=Erasure.State.WAITING).first()
    if found is None:
        raise NotFound
    found.state = Erasure.State.STOPPED
    found.save(update_fields=["state"])
    publish(ErasureStopped(erasure_id=found.id), actor_id=member.pk, coarse=member.protected)


@transaction.atomic
def run_erasure(*, erasure_id: UUID) -> None:
    """Wipe every store of `stores.STORES` and write the certificate. Locks erasure and member. Running again does nothing."""
    found = Erasure.objects.select_for_update().filter(pk=erasure_id, state=Erasure.State.WAITING).first()
    if found is None or found.due_on > clock.today():
        return
    member = member_for_update(found.member_id)
    for one in Export.objects.filter(member=member):
        default_storage.delete(one.path)
    counted = verification.erase_verification(member=member)
    lines = [_wipe(store, member) for store in STORES if store.fate not in {"verification", "member"}]
    lines += [{"store": name, "rows": rows, "done": "destroyed"} for name, rows in counted.items()]
    name = members.erase_member(member=member)
    lines.append({"store": "accounts.Member", "rows": 1, "done": "emptied", "name": name})
    sealed, last = sealed_of(member.pk)
    if sealed and last is not None:
        # An appeal that is still open then keeps them until it is decided.
        until = last.date().isoformat()
        lines.append({"store": "moderation.SealedText", "rows": sealed, "done": "sealed for a case", "until": until})
    kept_until = (clock.today() + LOG_KEPT).isoformat()
    lines.append({"store": "forum_event", "rows": None, "done": "numbers only", "until": kept_until})
    found.stores, found.state, found.done_on = lines, Erasure.State.DONE, clock.today()
    found.save(update_fields=["stores", "state", "done_on"])


@transaction.atomic
def agree(*, actor: Viewer, document: str, version: int) -> None:
    """Agree to a version of a document; again changes nothing. Locks nothing. Raises `NotSignedIn`, `NotFound`."""
    note_consent(member=check_member(actor), document=documents.named(document, version))


@transaction.atomic
def note_consent(*, member: Member, document: documents.Document) -> None:
    """Keep that `member` agreed to `document`. Locks nothing."""
    _row, new = Consent.objects.get_or_create(
        member=member, document=document.name, version=document.version, defaults={"digest": document.digest}
    )
    if new:
        publish(
            ConsentGiven(member_id=member.pk, document=document.name, version=document.version),
            actor_id=member.pk,
            coarse=member.protected,
        )


def _wipe(store: Store, member: Member) -> dict[str, Any]:
    """What erasure does to one store, as a line of the certificate."""
    rows = store.rows(member.pk)
    if store.fate == "delete":
        count, _by_model = rows.delete()
        return {"store": store.name, "rows": count, "done": "deleted"}
    if store.fate == "unlink":
        return {"store": store.name, "rows": rows.update(**{store.column: None}), "done": "unlinked"}
    return {"store": store.name, "rows": rows.count(), "done": "kept without a name"}
