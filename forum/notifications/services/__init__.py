"""Every change to watches, notifications, and how members want to be told."""

from forum.notifications.services.mailing import (
    DIGEST,
    begin_digests,
    digest_chunk,
    put_off_mail,
    stop_bounced,
    take_bounce,
    take_mail,
)
from forum.notifications.services.preferences import Hours, set_channels, set_mail_preferences, set_telling, stop_mail
from forum.notifications.services.pushing import (
    add_endpoint,
    drop_all_endpoints,
    drop_dead_endpoint,
    drop_endpoint,
    put_off_push,
)
from forum.notifications.services.reading import mark_read, read_place, read_posts, set_reading
from forum.notifications.services.searching import match_searches, renew_alerts
from forum.notifications.services.telling import (
    BELL,
    CHUNK,
    MAIL,
    PUSH,
    tell_followers,
    tell_interview,
    tell_member,
    tell_members,
    tell_mentioned,
    tell_named,
    tell_question,
    tell_watchers,
)
from forum.notifications.services.watching import drop_watch, follow_interview, follow_split, set_watch, track_thread

__all__ = [
    "BELL",
    "CHUNK",
    "DIGEST",
    "MAIL",
    "PUSH",
    "Hours",
    "add_endpoint",
    "begin_digests",
    "digest_chunk",
    "drop_all_endpoints",
    "drop_dead_endpoint",
    "drop_endpoint",
    "drop_watch",
    "follow_interview",
    "follow_split",
    "mark_read",
    "match_searches",
    "put_off_mail",
    "put_off_push",
    "read_place",
    "read_posts",
    "renew_alerts",
    "set_channels",
    "set_mail_preferences",
    "set_reading",
    "set_telling",
    "set_watch",
    "stop_bounced",
    "stop_mail",
    "take_bounce",
    "take_mail",
    "tell_followers",
    "tell_interview",
    "tell_member",
    "tell_members",
    "tell_mentioned",
    "tell_named",
    "tell_question",
    "tell_watchers",
    "track_thread",
]
