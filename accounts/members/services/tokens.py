"""Access tokens: issued once, kept as digests, ended at once."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.members import policies, scopes, selectors
from accounts.members.events import AccessTokenIssued, AccessTokenRevoked
from accounts.members.models import AccessToken, Member
from forum.kernel import clock, ids, text
from forum.kernel.errors import Conflict, FieldError, Invalid, NotFound, Words
from forum.kernel.events import publish

TOKEN_PREFIX = "assay_"
TOKEN_LONGEST = timedelta(days=366)
TOKENS_MOST = 50


class TooManyTokens(Conflict):
    """409: fifty tokens in force are enough for anybody; end one first."""

    code = "too_many_tokens"
    title = _("You have 50 tokens already. End one you no longer need first.")


@transaction.atomic
def issue_token(*, member: Member, name: str, granted: Sequence[str], lifetime: timedelta) -> tuple[AccessToken, str]:
    """A new access token and its secret, which is shown this once and kept nowhere.

    Raises `Invalid` for an unknown scope, none at all, or a lifetime over 366 days; `TooManyTokens`. Locks the member's row.
    """
    unknown = [scope for scope in granted if scope not in scopes.SCOPES]
    if unknown or not granted:
        detail: Words = _("Choose from: %(scopes)s.") % {"scopes": ", ".join(scopes.SCOPES)}
        raise Invalid(detail, errors=[FieldError("scopes", "unknown_scope", detail)])
    if not timedelta(days=1) <= lifetime <= TOKEN_LONGEST:
        detail = _("A token lives from 1 to 366 days.")
        raise Invalid(detail, errors=[FieldError("expires_on", "bad_lifetime", detail)])
    selectors.member_for_update(member.pk)
    if len(selectors.tokens_of(member)) >= TOKENS_MOST:
        raise TooManyTokens
    secret = ids.new_secret(TOKEN_PREFIX)
    token = AccessToken.objects.create(
        member=member,
        name=text.clean(name, max_length=80, lines=False),
        digest=ids.digest(secret),
        scopes=sorted(set(granted)),
        expires_on=clock.today() + lifetime,
    )
    publish(AccessTokenIssued(member_id=member.pk, token_id=token.pk), actor_id=member.pk, coarse=member.protected)
    return token, secret


@transaction.atomic
def revoke_token(*, actor: selectors.Viewer, token_id: int) -> None:
    """End one of the actor's own tokens at once; ending it again changes nothing. Locks the token's row."""
    member = policies.check_member(actor)
    token = AccessToken.objects.select_for_update().filter(member=member, pk=token_id).first()
    if token is None:
        raise NotFound
    if token.revoked_on is None:
        token.revoked_on = clock.today()
        token.save(update_fields=["revoked_on"])
        publish(AccessTokenRevoked(member_id=member.pk, token_id=token.pk), actor_id=member.pk, coarse=member.protected)


def note_token_use(*, token: AccessToken) -> None:
    """Remember the day a token was last used: at most one small write a day, and none for a protected member."""
    today = clock.today()
    if token.last_used_on != today and not token.member.protected:
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=today)
