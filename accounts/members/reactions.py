"""What an event about a member makes us tell that member."""

from accounts.members import selectors, services
from accounts.members.events import SessionsEndedByStaff, WayBackAsked, WayBackDecided, WayBackUsed
from forum.kernel.events import Context


def tell_of_way_back(happened: WayBackAsked | WayBackDecided | WayBackUsed, context: Context) -> None:
    """Whoever has the keys after all must hear of it while there is time to stop it."""
    if isinstance(happened, WayBackDecided):
        notice = "way_back_granted" if happened.granted else ""
    else:
        notice = "way_back_asked" if isinstance(happened, WayBackAsked) else "way_back_used"
    member_id = selectors.member_of_way_back(happened.way_back_id)
    if notice and member_id is not None:
        # Whoever asks again and again fills nobody's letter box: one mail a day says it.
        about = f"{notice}:{context.at.date()}" if notice == "way_back_asked" else str(context.seq)
        services.tell(member_id=member_id, notice=notice, about=about)


def tell_of_ended_sessions(happened: SessionsEndedByStaff, context: Context) -> None:
    services.tell(member_id=happened.member_id, notice="sessions_ended", about=f"sessions_ended:{context.seq}")
