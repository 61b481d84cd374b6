"""Every change in verification: what members do, what the staff does, what time does."""

from accounts.verification.services.asking import (
    add_evidence,
    answer_vouch,
    ask_voucher,
    prove_work_mail,
    request_verification,
    send_work_mail,
    withdraw_request,
)
from accounts.verification.services.deciding import (
    cast_vote,
    declare_interest,
    open_case,
    open_cases,
    open_evidence,
    return_request,
    revoke_attestation,
    set_domains,
    take_case,
)
from accounts.verification.services.keeping import (
    destroy_evidence,
    end_due_attestations,
    erase_verification,
    remind_of_expiry,
    rewrap_keys,
    sweep_orphans,
)

__all__ = [
    "add_evidence",
    "answer_vouch",
    "ask_voucher",
    "cast_vote",
    "declare_interest",
    "destroy_evidence",
    "end_due_attestations",
    "erase_verification",
    "open_case",
    "open_cases",
    "open_evidence",
    "prove_work_mail",
    "remind_of_expiry",
    "request_verification",
    "return_request",
    "revoke_attestation",
    "rewrap_keys",
    "send_work_mail",
    "set_domains",
    "sweep_orphans",
    "take_case",
    "withdraw_request",
]
