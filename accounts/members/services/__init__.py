"""Every change to members, by what is changed."""

from accounts.members.services.invitations import (
    accept_invitation,
    invite,
    revoke_invitation,
    use_invitation,
)
from accounts.members.services.members import (
    BIO_LONGEST,
    change_role,
    edit_profile,
    erase_member,
    join_member,
    join_protected,
    protect_member,
    set_reach,
    set_standing,
    welcome_member,
)
from accounts.members.services.opening import forget_openings, note_opening
from accounts.members.services.pictures import remove_picture, set_picture
from accounts.members.services.sessions import (
    end_everybodys_sessions,
    end_other_sessions,
    end_session,
    end_sessions_of,
    make_room,
    reseal_second_factors,
)
from accounts.members.services.telling import mail_notice, tell
from accounts.members.services.ties import set_tie
from accounts.members.services.tokens import TOKEN_LONGEST, TOKEN_PREFIX, issue_token, note_token_use, revoke_token
from accounts.members.services.ways_back import (
    ask_way_back,
    decide_way_back,
    open_way_back,
    stop_way_back,
)

__all__ = [
    "BIO_LONGEST",
    "TOKEN_LONGEST",
    "TOKEN_PREFIX",
    "accept_invitation",
    "ask_way_back",
    "change_role",
    "decide_way_back",
    "edit_profile",
    "end_everybodys_sessions",
    "end_other_sessions",
    "end_session",
    "end_sessions_of",
    "erase_member",
    "forget_openings",
    "invite",
    "issue_token",
    "join_member",
    "join_protected",
    "mail_notice",
    "make_room",
    "note_opening",
    "note_token_use",
    "open_way_back",
    "protect_member",
    "remove_picture",
    "reseal_second_factors",
    "revoke_invitation",
    "revoke_token",
    "set_picture",
    "set_reach",
    "set_standing",
    "set_tie",
    "stop_way_back",
    "tell",
    "use_invitation",
    "welcome_member",
]
