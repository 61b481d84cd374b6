"""Addresses of the people's features."""

from django.urls import path, re_path

from accounts.members.api import keys as keys_api
from accounts.members.api import profile as profile_api
from accounts.members.web import joining, keys, people, profile
from accounts.parties import api as parties_api
from accounts.verification.api import member as verification_api
from accounts.verification.api import staff as cases_api
from accounts.verification.web import member as verification
from accounts.verification.web import staff as cases

pages = [
    path("settings", profile.settings, name="settings"),
    path("settings/picture", profile.set_picture, name="settings-picture"),
    path("avatars/<str:name>.webp", profile.picture, name="avatar"),
    path("settings/sessions", keys.sessions, name="sessions"),
    path("settings/sessions/end", keys.end_session, name="session-end"),
    path("settings/sessions/end-others", keys.end_other_sessions, name="sessions-end-others"),
    path("settings/tokens", keys.tokens, name="tokens"),
    path("settings/tokens/revoke", keys.revoke_token, name="token-revoke"),
    path("settings/people", people.people, name="people"),
    path("settings/people/reach", people.reach, name="reach"),
    path("settings/people/untie", people.untie, name="untie"),
    path("settings/protect", people.protect, name="protect"),
    path("settings/invitations", joining.invitations, name="invitations"),
    path("settings/invitations/revoke", joining.revoke_invitation, name="invitation-revoke"),
    path("settings/verification", verification.overview, name="verification"),
    path("settings/verification/new", verification.new, name="verification-new"),
    path("settings/verification/vouch/<int:vouch_id>", verification.vouch, name="vouch"),
    path("settings/verification/<uuid:request_id>", verification.case, name="verification-case"),
    path("settings/verification/<uuid:request_id>/evidence", verification.add_evidence, name="verification-evidence"),
    path("settings/verification/<uuid:request_id>/mail", verification.send_work_mail, name="verification-work-mail"),
    path(
        "settings/verification/<uuid:request_id>/mail/code",
        verification.prove_work_mail,
        name="verification-work-mail-code",
    ),
    path("settings/verification/<uuid:request_id>/voucher", verification.ask_voucher, name="verification-voucher"),
    path("settings/verification/<uuid:request_id>/withdrawal", verification.withdraw, name="verification-withdrawal"),
    path("staff/verification", cases.cases, name="staff-cases"),
    path("staff/verification/interest", cases.interest, name="staff-interest"),
    path("staff/verification/domains", cases.domains, name="staff-domains"),
    path("staff/verification/<uuid:request_id>", cases.case, name="staff-case"),
    path("staff/verification/<uuid:request_id>/take", cases.take, name="staff-case-take"),
    path("staff/verification/<uuid:request_id>/evidence/<uuid:evidence_id>", cases.evidence, name="staff-evidence"),
    path("staff/attestations/<int:attestation_id>/end", cases.revoke, name="staff-revoke"),
    path("join/protected", joining.join_protected, name="join-protected"),
    path("join/<str:secret>", joining.invitation, name="invitation"),
    path("way-back", joining.way_back, name="way-back"),
    path("way-back/open", joining.way_back_open, name="way-back-open"),
    path("way-back/<int:way_back_id>/stop", joining.way_back_stop, name="way-back-stop"),
    path("staff/sessions", keys.sessions_of, name="staff-sessions"),
    path("staff/ways-back", joining.ways_back, name="ways-back"),
    path("staff/ways-back/<int:way_back_id>", joining.way_back_decide, name="way-back-decide"),
]

api = [
    path("me", profile_api.Me.as_view(), name="api-me"),
    path("me/picture", profile_api.Picture.as_view(), name="api-me-picture"),
    path("me/tokens", keys_api.Tokens.as_view(), name="api-tokens"),
    path("me/tokens/<int:token_id>", keys_api.TokenById.as_view(), name="api-token"),
    path("me/sessions", keys_api.Sessions.as_view(), name="api-sessions"),
    path("me/sessions/<str:session_id>", keys_api.SessionById.as_view(), name="api-session"),
    path("me/ties", keys_api.Ties.as_view(), name="api-ties"),
    re_path(r"^me/(?P<kind>ignored|blocked)/(?P<handle>[^/]+)$", keys_api.TieByHandle.as_view(), name="api-tie"),
    path("me/verification", verification_api.Verification.as_view(), name="api-verification"),
    path("me/verification/<uuid:request_id>", verification_api.VerificationById.as_view(), name="api-verification-one"),
    path("me/verification/<uuid:request_id>/evidence", verification_api.Evidence.as_view(), name="api-evidence"),
    path("me/verification/<uuid:request_id>/work-mail", verification_api.WorkMail.as_view(), name="api-work-mail"),
    path(
        "me/verification/<uuid:request_id>/vouchers/<str:handle>",
        verification_api.VoucherByHandle.as_view(),
        name="api-voucher",
    ),
    path("me/vouches", verification_api.Vouches.as_view(), name="api-vouches"),
    path("me/vouches/<int:vouch_id>", verification_api.VouchById.as_view(), name="api-vouch"),
    path("members/<str:handle>/sessions", keys_api.SessionsOf.as_view(), name="api-member-sessions"),
    path("members/<str:handle>/attestations", verification_api.Attestations.as_view(), name="api-attestations"),
    path("verification/cases", cases_api.Cases.as_view(), name="api-cases"),
    path("verification/cases/<uuid:request_id>", cases_api.CaseById.as_view(), name="api-case"),
    path(
        "verification/cases/<uuid:request_id>/assignment",
        cases_api.CaseAssignment.as_view(),
        name="api-case-assignment",
    ),
    path("verification/cases/<uuid:request_id>/vote", cases_api.CaseVote.as_view(), name="api-case-vote"),
    path("verification/cases/<uuid:request_id>/return", cases_api.CaseReturn.as_view(), name="api-case-return"),
    path(
        "verification/cases/<uuid:request_id>/evidence/<uuid:evidence_id>/openings",
        cases_api.CaseEvidence.as_view(),
        name="api-case-evidence",
    ),
    path("attestations/<int:attestation_id>/revocation", cases_api.Revocation.as_view(), name="api-revocation"),
    path("members/<str:handle>", profile_api.MemberByHandle.as_view(), name="api-member"),
    path("parties", parties_api.Parties.as_view(), name="api-parties"),
    path("parties/<slug:party>", parties_api.PartyBySlug.as_view(), name="api-party"),
]
