"""Whether an answer's one media type is among those that `Accept` admits (RFC 9110, 12.5.1)."""

import re

_QUALITY = re.compile(r"[ \t]*q[ \t]*=[ \t]*0(?:\.0{0,3})?[ \t]*", re.IGNORECASE)
LONGEST = 4096


def accepts(header: str, media: str) -> bool:
    """True without a header, and for every range that covers `media` unless a more exact one refuses it with q=0.

    Problem details may always be sent. A header of more than 4,096 characters is taken for `*/*`.
    """
    if not header or header in {"*/*", media} or len(header) > LONGEST:
        return True
    family = media.partition("/")[0]
    best, admitted = -1, False
    for part in header.split(","):
        offered, _semicolon, parameters = part.partition(";")
        exactness = {"*/*": 0, f"{family}/*": 1, media: 2}.get(offered.strip().lower(), -1)
        if exactness > best:
            best = exactness
            admitted = not any(_QUALITY.fullmatch(parameter) for parameter in parameters.split(";"))
    return admitted
