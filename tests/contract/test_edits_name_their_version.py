"""Each edit that takes If-Match asks for it, refuses an old version, and takes the one that stands."""

from tests.contract.ground import Ground, Walked, told, undone, walked
from tests.world import changed_tables, code_of, everything

# What `If-Match` says, and how it is refused.
REFUSED = {"": 428, "*": 428, '"v987654"': 412, "v1": 400}


def wrong(laid: Ground, one: Walked) -> str:
    name = laid.somebody(one)
    if not name:
        return "nobody may do it on this ground"
    tag = laid.tag(one)
    for sent, status in REFUSED.items():
        before = everything()
        answer = laid.send(name, one, if_match=sent)
        if answer.status_code != status or code_of(answer) not in one.described["responses"][str(status)]["x-codes"]:
            return f"answers {answer.status_code} {answer.content[:200]!r} to If-Match: {sent}"
        # That a moderator's decision came too late is audited.
        if changed := changed_tables(before, everything()) - {"forum_outbox"}:
            return f"changes {changed} and refuses"
    with undone():
        done = laid.send(name, one, if_match=tag)
        if done.status_code >= 300:
            return f"answers {done.status_code} {done.content[:200]!r} to its own tag {tag}"
        if done.headers.get("ETag") == tag:
            return "keeps its tag though it has changed"
        if laid.tag(one) == tag:
            return ""
        late = laid.send(name, one, if_match=tag)
        return "" if late.status_code == 412 else f"answers {late.status_code} to a tag that no longer holds"


def test_each_edit_names_the_version_it_changes(laid: Ground) -> None:
    faults = {one.name: wrong(laid, one) for one in walked() if one.takes("If-Match")}
    assert faults
    assert told(faults) == ""
