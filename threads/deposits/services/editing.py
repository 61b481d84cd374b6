"""Changing the catalogue: every change has an editor, a reason and a source, stands in the history, and can be undone.

Locks: the deposit's row, before anything else.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Level
from accounts.members.selectors import Viewer
from accounts.parties.models import Party
from accounts.parties.policies import check_edit
from forum.kernel import clock, text
from forum.kernel.errors import Conflict, EditConflict, FieldError, Invalid, NotFound
from forum.kernel.events import publish
from forum.kernel.names import fold
from forum.kernel.screening import Draft, screen
from threads.deposits import rows, selectors
from threads.deposits.events import DepositChanged
from threads.deposits.importing import ControlRecord, DepositRecord, OutputRecord, Problem, StatementRecord
from threads.deposits.models import Change, Control, Deposit, DepositName, Output, ResourceStatement, Target

REASON_LONGEST = 1000


class AlreadyStands(Conflict):
    """409: the catalogue has this row already."""

    code = "already_stands"
    title = _("The catalogue has this already.")


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
    """Add (`target_id` None), replace or remove (`columns` None) one row of a deposit. Locks the deposit's row.

    `columns` are those of the import table of `target`. Raises `NotFound`, `EditorsOnly`, `Invalid` with a code for each
    column, `AlreadyStands`, and `EditConflict` when `version` is no longer the deposit's.
    """
    editor = check_edit(actor)
    reason, source_url = checked_grounds(reason, source_url, author_id=editor.pk)
    deposit = selectors.deposit_for_update(slug)
    if version is not None and deposit.version != version:
        raise EditConflict
    if columns is None and (target is Target.DEPOSIT or target_id is None):
        raise Invalid(_("A deposit stays in the catalogue."))
    record, warnings = (None, ()) if columns is None else checked_record(target, slug, columns)
    before = row_before(deposit, target, target_id)
    pk = _write(deposit, target, target_id, record)
    change = _keep(deposit, target, pk, before=before, editor_id=editor.pk, reason=reason, source_url=source_url)
    return Applied(change.pk, pk, warnings)


@transaction.atomic
def undo_change(*, actor: Viewer, change_id: int, reason: str) -> Applied:
    """Take a change back: the row is again what it was before. Locks the deposit's row.

    Raises `NotFound`, `EditorsOnly`, and `CannotUndo` where the row is not as that change left it.
    """
    editor = check_edit(actor)
    change = selectors.change(change_id)
    deposit = selectors.deposit_for_update(change.deposit.slug)
    reason, source_url = checked_grounds(reason, change.source_url, author_id=editor.pk)
    is_whole = change.target == Target.DEPOSIT and change.before is None
    if is_whole or Change.objects.filter(undoes=change).exists():
        raise CannotUndo
    target = Target(change.target)
    standing = change.after is not None
    now = row_before(deposit, target, change.target_id) if standing else None
    if now != change.after:
        raise CannotUndo
    record = None
    if change.before is not None:
        record, _warnings = checked_record(target, deposit.slug, change.before)
    pk = _write(deposit, target, change.target_id if standing else None, record)
    made = _keep(
        deposit, target, pk, before=now, editor_id=editor.pk, reason=reason, source_url=source_url, undoes=change
    )
    return Applied(made.pk, pk, ())


@transaction.atomic
def set_start_level(*, actor: Viewer, slug: str, level: Level) -> None:
    """Say from which level on one may start threads on a deposit. Locks the deposit's row. Raises `EditorsOnly`."""
    check_edit(actor)
    deposit = selectors.deposit_for_update(slug)
    if level == Level.PUBLIC:
        raise Invalid(_("Threads are started by members."))
    deposit.start_level = level
    deposit.version += 1
    deposit.save(update_fields=["start_level", "version"])


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


def row_before(deposit: Deposit, target: Target, target_id: int | None) -> rows.Columns | None:
    """The row as columns, None for one that is yet to come. Raises `NotFound` for another deposit's row."""
    if target is Target.DEPOSIT:
        return rows.deposit_columns(deposit, selectors.aliases_of(deposit.pk))
    if target_id is None:
        return None
    if target is Target.STATEMENT:
        statement = ResourceStatement.objects.select_related("supersedes").filter(deposit=deposit, pk=target_id).first()
        if statement is not None:
            earlier = statement.supersedes
            return rows.statement_columns(statement, earlier.ref if earlier else "")
    elif target is Target.CONTROL:
        control = Control.objects.select_related("party").filter(deposit=deposit, pk=target_id).first()
        if control is not None:
            return rows.control_columns(control, control.party.slug)
    else:
        output = Output.objects.filter(deposit=deposit, pk=target_id).first()
        if output is not None:
            return rows.output_columns(output)
    raise NotFound


def _write(deposit: Deposit, target: Target, target_id: int | None, record: rows.Record | None) -> int:
    """Write one row and hand back its id. A row that comes back after a removal has a new id."""
    if record is None:
        assert target_id is not None
        _remove(target, target_id)
        return target_id
    if isinstance(record, DepositRecord):
        return _write_deposit(deposit, record)
    try:
        with transaction.atomic():
            if isinstance(record, StatementRecord):
                return _write_statement(deposit, target_id, record)
            if isinstance(record, ControlRecord):
                return _write_control(deposit, target_id, record)
            return _write_output(deposit, target_id, record)
    except IntegrityError as error:
        raise AlreadyStands from error


def _remove(target: Target, target_id: int) -> None:
    if target is Target.STATEMENT:
        ResourceStatement.objects.filter(pk=target_id).delete()
    elif target is Target.CONTROL:
        Control.objects.filter(pk=target_id).delete()
    else:
        Output.objects.filter(pk=target_id).delete()


def _write_deposit(deposit: Deposit, record: DepositRecord) -> int:
    rows.set_deposit(deposit, record)
    DepositName.objects.filter(deposit=deposit).delete()
    DepositName.objects.bulk_create(
        DepositName(deposit=deposit, name=name, folded=fold(name), main=not place)
        for place, name in enumerate(dict.fromkeys([deposit.name, *record.aliases]))
    )
    return deposit.pk


def _write_statement(deposit: Deposit, pk: int | None, record: StatementRecord) -> int:
    row = ResourceStatement.objects.get(pk=pk) if pk else ResourceStatement(deposit=deposit, ref=record.key)
    rows.set_statement(row, record)
    row.supersedes = None
    if record.supersedes:
        earlier = ResourceStatement.objects.filter(deposit=deposit, ref=record.supersedes).exclude(pk=row.pk).first()
        if earlier is None:
            detail = _("No other statement of this deposit has this name.")
            raise Invalid(errors=[FieldError("columns.supersedes", "unknown_statement", detail)])
        row.supersedes = earlier
    row.save()
    return row.pk


def _write_control(deposit: Deposit, pk: int | None, record: ControlRecord) -> int:
    row = Control.objects.get(pk=pk) if pk else Control(deposit=deposit)
    party = Party.objects.filter(slug=record.party).first()
    if party is None:
        detail = _("No party has this name in addresses. Add the party first.")
        raise Invalid(errors=[FieldError("columns.party", "unknown_party", detail)])
    rows.set_control(row, record)
    row.party = party
    row.save()
    return row.pk


def _write_output(deposit: Deposit, pk: int | None, record: OutputRecord) -> int:
    row = Output.objects.get(pk=pk) if pk else Output(deposit=deposit)
    rows.set_output(row, record)
    row.save()
    return row.pk


def _keep(
    deposit: Deposit,
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
    deposit.version += 1
    deposit.updated_at = clock.now()
    deposit.save()
    try:
        after = row_before(deposit, target, target_id)
    except NotFound:
        after = None
    change = Change.objects.create(
        deposit=deposit, target=target, target_id=target_id, before=before, after=after, editor_id=editor_id,
        reason=reason, source_url=source_url, at=deposit.updated_at, undoes=undoes,
    )  # fmt: skip
    publish(DepositChanged(deposit_id=deposit.pk, change_id=change.pk, target=str(target)), actor_id=editor_id)
    return change
