"""Each edit that takes If-Match asks for it, refuses an old version, and takes the one that stands."""

from tests.contract.ground import Ground, Walked, told, undone, walked
from tests.world import code_of, nothing_changes

# What `If-Match` says, and the refusal.
REFUSED = {"": "version_required", "*": "version_required", '"v987654"': "edit_conflict", "v1": "bad_header"}


def wrong(laid: Ground, one: Walked) -> str:
    name = laid.somebody(one)
    if not name:
        return "nobody may do it on this ground"
    tag = laid.tag(one)
    for sent, code in REFUSED.items():
        with nothing_changes():
            answer = laid.send(name, one, if_match=sent)
        if answer.status_code not in {400, 412, 428} or code_of(answer) != code:
            return f"answers {answer.status_code} {answer.content[:200]!r} to If-Match: {sent}"
    with undone():
        done = laid.send(name, one, if_match=tag)
        if done.status_code >= 300:
            return f"answers {done.status_code} {done.content[:200]!r} to its own tag {tag}"
        if done.headers.get("ETag") == tag:
            return "keeps its tag though it has changed"
        late = laid.send(name, one, if_match=tag)
        # Others may have become of what was edited: a decided appeal is closed to everybody.
        return (
            "" if late.status_code in {403, 409, 412} else f"answers {late.status_code} to a tag that no longer holds"
        )


def test_each_edit_names_the_version_it_changes(laid: Ground) -> None:
    faults = {one.name: wrong(laid, one) for one in walked() if one.takes("If-Match")}
    assert faults
    assert told(faults) == ""
