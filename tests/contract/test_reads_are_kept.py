"""Each read that carries an ETag answers 304 to it, and to no other; no other read carries one."""

from tests.contract.ground import Ground, Walked, told, walked


def wrong(laid: Ground, one: Walked) -> str:
    name = laid.somebody(one)
    if not name:
        return "" if not one.takes("If-None-Match") else "nobody may read it on this ground"
    first = laid.send(name, one)
    tag = first.headers.get("ETag", "")
    if not one.takes("If-None-Match"):
        return f"carries an undeclared tag {tag}" if tag else ""
    if not tag:
        return "carries no tag"
    kept, other = laid.send(name, one, if_none_match=tag), laid.send(name, one, if_none_match='"v0-other"')
    if (kept.status_code, kept.content, kept.headers.get("ETag")) != (304, b"", tag):
        return f"answers {kept.status_code} to its own tag"
    if "Content-Type" in kept.headers or "no-cache" not in kept.headers.get("Cache-Control", ""):
        return "says of an empty answer what it cannot know"
    return "" if (other.status_code, other.content) == (200, first.content) else "takes another's tag for its own"


def test_each_read_answers_304_to_its_tag(laid: Ground) -> None:
    faults = {one.name: wrong(laid, one) for one in walked("GET")}
    assert told(faults) == ""
