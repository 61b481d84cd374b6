"""The pages of files."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.members.policies import check_member
from forum.http import limits, pages
from forum.http.bodies import digest_files
from threads.discussion.attachments import selectors, services, serving
from threads.discussion.attachments.forms import FileForm

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
def removal(request: HttpRequest, attachment_id: str) -> HttpResponse:
    """Remove one's own file that no post shows."""
    limits.spend("write", request)
    services.remove_file(actor=request.user, attachment_id=attachment_id)
    return pages.see_other(reverse("own-files"))


def _size(sent: "UploadedFile[bytes]") -> int:
    return int(sent.size or 0)
