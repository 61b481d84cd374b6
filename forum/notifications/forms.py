"""What people set about being told."""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from forum.http.pages import Form
from forum.notifications.models import MailPace, MailPreferences, Topic
from forum.notifications.selectors import Told
from forum.notifications.services import Hours

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]
DAYS = [
    (1, _("Monday")), (2, _("Tuesday")), (3, _("Wednesday")), (4, _("Thursday")), (5, _("Friday")), (6, _("Saturday")),
    (7, _("Sunday")),
]  # fmt: skip
ZONES = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def _hour(label: Any, help_text: Any = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=HOURS, coerce=int, help_text=help_text)


class TellingForm(Form):
    """Channels by topic, and the hours that hold for all of them."""

    mail = forms.BooleanField(
        label=_("Mail me"), required=False, help_text=_("Off: no mail, whatever is chosen below.")
    )
    discreet = forms.BooleanField(
        label=_("Name nobody in mail and push"), required=False,
        help_text=_("They then say that something waits: no handle, no title."),
    )  # fmt: skip
    zone = forms.CharField(
        label=_("Your time zone"), max_length=64, widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text=_("As in Africa/Nairobi or Europe/Lisbon. The hours below are of this zone."),
    )  # fmt: skip
    quiet_from = _hour(_("Quiet from"))
    quiet_until = _hour(
        _("Quiet until"),
        _("In between nothing is mailed or pushed; it comes afterwards. The same hour twice: never quiet."),
    )
    digest_hour = _hour(_("Digests come at"))
    digest_day = forms.TypedChoiceField(label=_("Weekly digests come on"), choices=DAYS, coerce=int)

    def __init__(self, *args: Any, now: MailPreferences, chosen: Mapping[Topic, Told], **options: Any) -> None:
        initial = {name: getattr(now, name) for name in ("mail", "discreet", *Hours.__slots__)}
        super().__init__(*args, **{**options, "initial": initial})
        for topic, told in chosen.items():
            self.fields[f"mail_{topic}"] = forms.TypedChoiceField(
                label=_("Mail: %(topic)s") % {"topic": topic.label},
                choices=MailPace.choices,
                coerce=int,
                initial=told.mail,
            )
            self.fields[f"push_{topic}"] = forms.BooleanField(
                label=_("Push: %(topic)s") % {"topic": topic.label}, required=False, initial=told.push
            )

    @property
    def zones(self) -> list[str]:
        """Names that the field suggests."""
        return ZONES

    def topics(self) -> Iterator[tuple[str, BoundField, BoundField]]:
        """The rows of the table: a topic's name, its mail, its push."""
        for topic in Topic:
            yield str(topic.label), self[f"mail_{topic}"], self[f"push_{topic}"]

    def wanted(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "mail": data["mail"],
            "discreet": data["discreet"],
            "hours": Hours(**{name: data[name] for name in Hours.__slots__}),
            "channels": {topic: Told(MailPace(data[f"mail_{topic}"]), push=data[f"push_{topic}"]) for topic in Topic},
        }
