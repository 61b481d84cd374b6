"""The pages of files."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.http import limits, pages
from forum.http.bodies import digest_files
from forum.http.forms import FORM_STATUSES
from forum.kernel.errors import AssayError, EditConflict
from threads.discussion.attachments import selectors, services, serving
from threads.discussion.attachments.forms import FileForm
from threads.discussion.services import save_draft
from threads.discussion.web import parts

PAGE = 30


@require_safe
def file(request: HttpRequest, attachment_id: str) -> HttpResponseBase:
    """A file, for those who may read a post that shows it."""
    return serving.answer(request, selectors.file(attachment_id, viewer=request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def own_files(request: HttpRequest) -> HttpResponse:
    """One's own files, and a form to bring another."""
    me = check_member(request.user)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data["file"]
        with form.taking():
            limits.spend("upload", request)
            services.bring_file(
                actor=me, file=sent, name=str(sent.name), size=_size(sent), alt=form.cleaned_data["alt"],
                key=pages.page_key(request, "bring_file", digest_files(form.cleaned_data)),
            )  # fmt: skip
            return pages.see_other(reverse("own-files"))
    start = pages.whole_number(request.GET.get("from"), default=0, largest=100_000)
    rows = selectors.files_of(me, after=start, limit=PAGE + 1)
    url = reverse("own-files")
    context = {
        "form": form,
        "files": [
            {"row": row, "remove_url": reverse("file-removal", args=[row.id]), "waiting": row.state == "waiting",
             "refused": row.state == "refused"}
            for row in rows[:PAGE]
        ],
        "older_url": f"{url}?from={start + PAGE}" if len(rows) > PAGE else None,
        "newer_url": url if start else None,
        "crumbs": [{"label": _("Settings"), "url": reverse("settings")}],
    }  # fmt: skip
    return pages.render(request, "attachments/files.html", context, status=form.status)


@require_POST
def bring_into_draft(request: HttpRequest, place: str) -> HttpResponse:
    """Bring a file from where a text is written: it is named at the end of the text, which is kept as a draft.

    A file that is not taken leaves the text as it was. When another device has saved since, both texts are shown.
    """
    me = check_member(request.user)
    text, title = request.POST.get("text", ""), request.POST.get("title", "")
    named = _named(request, me)
    if named:
        text = f"{text.rstrip()}\n\n{named}\n" if text.strip() else f"{named}\n"
    try:
        save_draft(actor=me, place=place, title=title, source=text, sequence=parts.sequence_seen(request))
    except EditConflict:
        return parts.two_drafts(request, place, {"title": title, "text": text})
    return pages.see_other(parts.home_of_draft(place))


def _named(request: HttpRequest, me: Viewer) -> str:
    """What to write to show the file that was sent; empty, and a message, for one that is not taken."""
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        messages.error(request, _("Choose a file first."))
        return ""
    limits.spend("upload", request)
    try:
        made = services.bring_file(
            actor=me, file=sent, name=str(sent.name), size=_size(sent), alt=request.POST.get("alt", "")
        )
    except AssayError as error:
        if error.status not in FORM_STATUSES:
            raise
        messages.error(request, str(error.errors[0].detail if error.errors else error.detail))
        return ""
    messages.success(request, _("The file is named at the end of your text."))
    return selectors.file(made, viewer=me).markdown


@require_POST
def removal(request: HttpRequest, attachment_id: str) -> HttpResponse:
    """Remove one's own file that no post shows."""
    limits.spend("write", request)
    services.remove_file(actor=request.user, attachment_id=attachment_id)
    return pages.see_other(reverse("own-files"))


def _size(sent: "UploadedFile[bytes]") -> int:
    return int(sent.size or 0)
