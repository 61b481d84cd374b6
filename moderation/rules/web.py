"""The pages of screening rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from forum.http import limits, pages
from forum.http.refusals import BadForm
from moderation.rules import policies, selectors, services
from moderation.rules.forms import NewRuleForm, RuleForm, written
from moderation.rules.services import Replay, RuleState

STATES = {"live": "live", "retired": "retired", "draft": "draft"}


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """All rules, and a form for a new one."""
    me = policies.check_rules(request.user)
    form = NewRuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking():
            made = services.write_rule(actor=me, name=form.cleaned_data["name"], wanted=form.wanted())
            return pages.see_other(reverse("rule", args=[made]))
    context = {"rules": selectors.rules(viewer=me), "form": form, "models": selectors.model_versions(viewer=me)}
    return pages.render(request, "moderation/rules.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """One rule: to try it on past posts, let it judge, or write it anew."""
    me = policies.check_rules(request.user)
    row = selectors.rule(rule_id, viewer=me)
    start = {
        "why": row.why, "conditions": written(row.conditions), "effect": row.effect, "score": row.score,
        "label": row.label, "reason": row.reason,
    }  # fmt: skip
    form = RuleForm(initial=start)
    replay: Replay | None = None
    if request.method == "POST":
        limits.spend("search", request)
        wanted = request.POST.get("do", "")
        if wanted == "replay":
            replay = services.replay_rule(actor=me, rule_id=rule_id)
        elif wanted in STATES:
            form.is_bound = False
            with form.taking():
                services.set_rule_state(actor=me, rule_id=rule_id, state=RuleState(wanted))
                messages.success(request, _("Done."))
                return pages.see_other(row.url)
        elif wanted == "change":
            form = RuleForm(request.POST)
            if form.is_valid():
                with form.taking():
                    services.change_rule(actor=me, rule_id=rule_id, wanted=form.wanted())
                    return pages.see_other(row.url)
        else:
            raise BadForm
        row = selectors.rule(rule_id, viewer=me)
    context = {"row": row, "form": form, "replay": replay}
    return pages.render(request, "moderation/rule.html", context, status=form.status)
