import pytest

from threads.deposits.reporting import (
    NO_CODE,
    Category,
    Flag,
    Status,
    UnknownCategoryError,
    UnknownCodeError,
    badge,
    read_category,
    read_code,
)


@pytest.mark.parametrize(
    ("printed", "key", "edition", "crirsco"),
    [
        ("JORC", "jorc", "", True),
        ("JORC 2012", "jorc", "2012", True),
        ("jorc code (2012)", "jorc", "2012", True),
        ("JORC (ASX issuer; code not printed in excerpt)", "jorc", "", True),
        ("NI 43-101", "ni-43-101", "", True),
        ("NI43-101", "ni-43-101", "", True),
        ("S-K 1300", "s-k-1300", "", True),
        ("SK-1300", "s-k-1300", "", True),
        ("SAMREC 2016", "samrec", "2016", True),
        ("PERC", "perc", "", True),
        ("NAEN", "naen", "", True),
        ("another CRIRSCO code", "crirsco", "", True),
        ("Russian GKZ state balance (A+B+C1 and C2)", "russian", "", False),
        ("Chinese (potential reserve)", "chinese", "", False),
        ("Vietnamese geological reserve", "state", "", False),
        ("historical", "historic", "", False),
        ("", "none", "", False),
    ],
)
def test_a_code_is_known_by_its_print(printed: str, key: str, edition: str, crirsco: bool) -> None:
    found = read_code(printed)
    assert (found.code.key, found.edition, found.code.crirsco, found.printed) == (key, edition, crirsco, printed)


@pytest.mark.parametrize("printed", ["XYZ 2012", "JORCISH", "43-101", "\x00"])
def test_an_unknown_code_is_refused_and_not_guessed(printed: str) -> None:
    if printed == "\x00":
        assert read_code(printed).code is NO_CODE
    else:
        with pytest.raises(UnknownCodeError):
            read_code(printed)


def test_an_exploration_target_is_named_in_the_code() -> None:
    assert read_code("JORC Exploration Target (NOT a resource)").names_exploration_target
    assert not read_code("JORC 2012").names_exploration_target


@pytest.mark.parametrize(
    ("printed", "category"),
    [
        ("Measured + Indicated", Category.MEASURED_INDICATED),
        ("M+I", Category.MEASURED_INDICATED),
        ("M+I+I", Category.TOTAL),
        ("reserves", Category.RESERVE),
        ("Exploration  Target", Category.EXPLORATION_TARGET),
        ("A+B+C1", Category.STATE_CLASS),
        ("C2", Category.STATE_CLASS),
        ("122b", Category.STATE_CLASS),
        ("TM", Category.STATE_CLASS),
    ],
)
def test_a_category_is_known_by_its_print(printed: str, category: Category) -> None:
    assert read_category(printed) is category


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(UnknownCategoryError):
        read_category("supposed")


@pytest.mark.parametrize(
    ("category", "printed", "latest", "flag", "status"),
    [
        (Category.INDICATED, "JORC 2012", True, None, Status.CURRENT),
        (Category.INDICATED, "JORC 2012", False, None, Status.SUPERSEDED),
        (Category.TOTAL, "", True, None, Status.NON_COMPLIANT),
        (Category.TOTAL, "", False, None, Status.HISTORIC),
        (Category.TOTAL, "historical", True, None, Status.HISTORIC),
        (Category.TOTAL, "", True, Flag.MISPRINT, Status.MEDIA_FIGURE),
        (Category.EXPLORATION_TARGET, "JORC", True, None, Status.EXPLORATION_TARGET),
    ],
)
def test_each_statement_has_its_badge(
    category: Category, printed: str, latest: bool, flag: Flag | None, status: Status
) -> None:
    flags = frozenset({flag} if flag else ())
    assert badge(category=category, code=read_code(printed).code, latest=latest, flags=flags) is status
