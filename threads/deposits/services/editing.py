"""Changing the catalogue: every change has an editor, a reason and a source, stands in the history, and can be undone.

Locks: the deposit's row, the party's, or the list of prices, before anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level
from accounts.members.selectors import Viewer
from accounts.parties.policies import check_edit
from forum.kernel import clock, text
from forum.kernel.errors import Conflict, EditConflict, FieldError, Invalid, NotFound
from forum.kernel.events import publish
from forum.kernel.screening import Draft, screen
from threads.deposits import rows, selectors
from threads.deposits.events import DepositAdded, DepositChanged, PartyChanged, PriceChanged, StartLevelSet
from threads.deposits.importing import Problem
from threads.deposits.models import WHOLE, Change, Target
from threads.deposits.selectors import Place
from threads.deposits.services.removing import withdraw
from threads.deposits.services.writing import AlreadyStands, name_taken, remove_row, row_before, write_row

REASON_LONGEST = 1000


class CannotUndo(Conflict):
    """409: something else changed the row since, or the change was undone already."""

    code = "cannot_undo"
    title = _("This cannot be taken back: the row has changed since.")


@dataclass(frozen=True, slots=True)
class Applied:
    """What a change came to: its id, the row it touched, and what looks odd about the new figures."""

    change_id: int
    target_id: int
    warnings: tuple[Problem, ...]


@transaction.atomic
def apply_change(
    *,
    actor: Viewer,
    slug: str,
    target: Target,
    target_id: int | None,
    columns: Mapping[str, str] | None,
    reason: str,
    source_url: str,
    version: int | None,
) -> Applied:
    """Add (`target_id` None), replace or remove (`columns` None) one row. Locks the place that it stands at.

    `slug` is the deposit's or the party's, empty for prices; `version` 0 says that there is no such deposit or party yet.
    `columns` are those of the import table of `target`. Raises `NotFound`, `EditorsOnly`, `Invalid` with a code for each column,
    `AlreadyStands`, and `EditConflict` when `version` is no longer the place's.
    """
    editor = check_edit(actor)
    reason, source_url = checked_grounds(reason, source_url, author_id=editor.pk)
    new = version == 0 and target in WHOLE
    place = selectors.place_for_update(target, slug, new=new)
    if new and not place.yet_to_come:
        raise AlreadyStands(errors=[name_taken()])
    if version is not None and place.version != version:
        raise EditConflict
    if columns is None and (target in WHOLE or target_id is None):
        raise Invalid(_("Deposits and parties stay in the catalogue."))
    record, warnings = (None, ()) if columns is None else checked_record(target, slug, columns)
    before = row_before(place, target, target_id)
    pk = target_id or 0
    if record is None:
        remove_row(target, pk)
    else:
        pk = write_row(place, target, target_id, record, actor_id=editor.pk)
    change = _keep(place, target, pk, before=before, editor_id=editor.pk, reason=reason, source_url=source_url)
    return Applied(change.pk, pk, warnings)


@transaction.atomic
def undo_change(*, actor: Viewer, change_id: int, reason: str) -> Applied:
    """Take a change back: the row is again what it was before. Locks the place that it stands at.

    A deposit or party that was added goes while nothing hangs on it, and comes back when that is taken back in turn. Raises
    `NotFound`, `EditorsOnly`, `InUse`, and `CannotUndo` where the row is not as that change left it.
    """
    editor = check_edit(actor)
    change = selectors.change(change_id)
    target = Target(change.target)
    place = selectors.place_for_update(target, selectors.slug_of(change), gone=True)
    reason, source_url = checked_grounds(reason, change.source_url, author_id=editor.pk)
    comes_back = target in WHOLE and change.after is None
    if place.gone != comes_back or Change.objects.filter(undoes=change).exists():
        raise CannotUndo
    standing = change.after is not None
    now = _row_now(place, target, change.target_id) if standing else None
    if now != change.after:
        raise CannotUndo
    pk = change.target_id
    if change.before is None and target in WHOLE:
        withdraw(place, actor_id=editor.pk)
    elif change.before is None:
        remove_row(target, pk)
    else:
        record, _warnings = checked_record(target, place.slug, change.before)
        pk = write_row(place, target, pk if standing else None, record, actor_id=editor.pk)
    made = _keep(
        place, target, pk, before=now, editor_id=editor.pk, reason=reason, source_url=source_url, undoes=change
    )
    return Applied(made.pk, pk, ())


def _row_now(place: Place, target: Target, target_id: int) -> rows.Columns | None:
    """The row as it stands, None where it is gone."""
    try:
        return row_before(place, target, target_id)
    except NotFound:
        return None


@transaction.atomic
def set_start_level(*, actor: Viewer, slug: str, level: Level, version: int | None = None) -> None:
    """Say from which level on one may start threads on a deposit. Locks the deposit's row.

    Raises `EditorsOnly`, `NotFound`, `Invalid`, and `EditConflict` when `version` is no longer the deposit's.
    """
    editor = check_edit(actor)
    deposit = selectors.deposit_for_update(slug)
    if version is not None and deposit.version != version:
        raise EditConflict
    if level == Level.PUBLIC:
        raise Invalid(_("Threads are started by members."))
    if level == deposit.start_level:
        return
    deposit.start_level = level
    deposit.version += 1
    deposit.save(update_fields=["start_level", "version"])
    publish(StartLevelSet(deposit_id=deposit.pk, level=int(level)), actor_id=editor.pk)


def checked_grounds(reason: str, source_url: str, *, author_id: int) -> tuple[str, str]:
    """A reason and an address, screened. Raises `Invalid` naming the field."""
    cleaned = text.clean(reason, max_length=REASON_LONGEST)
    if not cleaned:
        raise Invalid(errors=[FieldError("reason", "required", _("Say why, in a sentence."))])
    if not source_url.startswith(("http://", "https://")) or len(source_url) > 2000:
        raise Invalid(errors=[FieldError("source", "bad_url", _("An http or https address is needed."))])
    screen(Draft(kind="catalogue_reason", text=cleaned, author_id=author_id, links=(source_url,)))
    return cleaned, source_url


def checked_record(target: Target, slug: str, columns: Mapping[str, str]) -> tuple[rows.Record, tuple[Problem, ...]]:
    """The record behind typed columns, with its warnings. Raises `Invalid` with one error a problem."""
    unknown = sorted(set(columns) - set(rows.columns_of(target)))
    if unknown:
        detail = _("There is no such column.")
        raise Invalid(errors=[FieldError(f"columns.{name[:60]}", "unknown", detail) for name in unknown[:20]])
    cleaned = {name: text.clean(value, max_length=4000) for name, value in columns.items()}
    checked = rows.check(target, slug, cleaned, today=clock.today())
    if checked.record is None:
        raise Invalid(errors=[FieldError(f"columns.{p.field}", p.code, p.detail) for p in checked.errors])
    return checked.record, checked.warnings


def _keep(
    place: Place,
    target: Target,
    target_id: int,
    *,
    before: rows.Columns | None,
    editor_id: int,
    reason: str,
    source_url: str,
    undoes: Change | None = None,
) -> Change:
    """Write the history, move the deposit's version and tell what happened."""
    now, new = clock.now(), place.yet_to_come
    if new:
        place = selectors.place(target, place.slug)
    elif place.deposit is not None:
        place.deposit.version += 1
        place.deposit.updated_at = now
        place.deposit.save()
    after = None if place.gone else _row_now(place, target, target_id)
    change = Change.objects.create(
        deposit=place.deposit, party=place.party, target=target, target_id=target_id, before=before,
        after=after, editor_id=editor_id, reason=reason, source_url=source_url, at=now,
        undoes=undoes,
    )  # fmt: skip
    if place.deposit is not None and new:
        publish(DepositAdded(deposit_id=place.deposit.pk), actor_id=editor_id)
    elif place.deposit is not None:
        publish(
            DepositChanged(deposit_id=place.deposit.pk, change_id=change.pk, target=str(target)), actor_id=editor_id
        )
    elif place.party is not None:
        publish(PartyChanged(party_id=place.party.pk, change_id=change.pk), actor_id=editor_id)
    else:
        publish(PriceChanged(price_id=target_id, change_id=change.pk), actor_id=editor_id)
    return change
