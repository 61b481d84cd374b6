"""What they talk about. Figures follow the starter catalogue, which names their sources."""

from typing import NamedTuple


class Post(NamedTuple):
    """Markdown by `handle`, so many hours after the thread began; `reactions` are (kind, handles)."""

    handle: str
    text: str
    hours: float = 0
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Talk(NamedTuple):
    """A thread that began `days` ago, its first post first."""

    board: str
    title: str
    days: float
    posts: tuple[Post, ...]
    deposits: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    pinned: bool = False


THREADS = (
    Talk(
        "field-notes",
        "Read this first: how to write so that others can check it",
        62,
        (
            Post(
                "marisol",
                "Three habits make this place worth reading:\n\n"
                "1. **Say where a figure is from**, with its date and its code. A link to the statement beats a link to the news "
                "about it.\n"
                "2. **Keep the unit you read.** Short tons stay short tons; the catalogue converts and shows both.\n"
                "3. **Say what you hold.** It takes one line, it stands by your name, and nobody thinks less of you for it.\n\n"
                "Link deposits like this: `[[mount-weld]]` becomes [[mount-weld]].",
                0,
                (("thanks", ("mountain-post", "first-hammer", "petrograph")),),
            ),
            Post("mountain-post", "May one post an unsourced figure as a question?", 5),
            Post(
                "marisol", "@mountain-post Yes, if the title says that it is one.", 7, (("thanks", ("mountain-post",)),)
            ),
        ),
        tags=("how-to",),
        pinned=True,
    ),
    Talk(
        "resource-statements",
        "Tanbreez: 4,300 Mt or 45 Mt?",
        41,
        (
            Post(
                "petrograph",
                "Two figures for one intrusion keep turning up side by side:\n\n"
                "| figure | code | what it is |\n|---|---|---|\n"
                "| 4,300 Mt | none | an old estimate, never reported under a code |\n"
                "| 45 Mt | S-K 1300 | a resource statement with a qualified person behind it |\n\n"
                "They are not two opinions about one thing. The first was never a *resource* in today's sense, and nobody can "
                "say how it was drilled. I would rank on the second, and show the first as historic.",
                0,
                (("sourced", ("marisol", "heavies-only")), ("agree", ("claystone",))),
            ),
            Post("nine-assays", "So the deposit did not shrink? I hold none of it, for the record.", 3),
            Post(
                "petrograph",
                "@nine-assays No. The rock is where it was. What changed is how much of it somebody is prepared to sign for.",
                4,
                (("thanks", ("nine-assays", "first-hammer")),),
            ),
            Post(
                "heavies-only",
                "> never a *resource* in today's sense\n\nWorth a line on the deposit's page, in those words. "
                "What matters to me is the Dy and Tb share, and that barely moves between the two.",
                20,
            ),
            Post("marisol", "Noted. I am adding it to the standing notes, with both sources.", 26),
        ),
        deposits=("tanbreez",),
        tags=("codes", "historic"),
    ),
    Talk(
        "resource-statements",
        "Steenkampskraal: the tonnes and the oxide do not multiply",
        33,
        (
            Post(
                "marisol",
                "The operator states **665,000 t at 14.5 %** and **86,900 t** of oxide. The first two give\n\n"
                "$$0.665 \\times 14.5 \\times 10 = 96.4\\ \\mathrm{kt}$$\n\n"
                "which is eleven percent more than the third. One of the three is of another zone, another cut-off or another "
                "day. Until somebody finds out which, the catalogue shows the difference instead of choosing.",
                0,
                (("sourced", ("petrograph",)),),
            ),
            Post("claystone", "Could the oxide figure leave out thorium-bearing material that the tonnes include?", 9),
            Post("marisol", "It could. I have not read anything that says so, so I will not write it down.", 11),
        ),
        deposits=("steenkampskraal",),
        tags=("arithmetic",),
    ),
    Talk(
        "supply",
        "What can be known about output from Kachin?",
        27,
        (
            Post(
                "heavies-only",
                "There is no resource statement for the Pangwa and Chipwe belt under any code, in any source I have read. "
                "What there is: customs data on the Chinese side, satellite counts of leaching pools, and reporting that "
                "leans on people who cannot be named.\n\n"
                "1. Customs data tell tonnes, not origin within Myanmar.\n"
                "2. Pool counts tell activity, not recovery.\n"
                "3. Unnamed sources tell what they tell.\n\n"
                "So: an output list with grades of evidence, and no place in a ranking by resource. Agreed?",
                0,
                (("agree", ("claystone", "petrograph", "marisol")),),
            ),
            Post(
                "claystone",
                "Agreed. And please keep coordinates coarse. A town is enough for readers, and a pit is enough to get "
                "somebody hurt.",
                6,
                (("thanks", ("mountain-post", "okafor")),),
            ),
            Post(
                "okafor",
                "Moderator's note: locations in this thread are kept to the township. Thank you for holding to that.",
                8,
            ),
            Post(
                "mountain-post", "This is the first discussion of it I have read that says what it does not know.", 30
            ),
        ),
        deposits=("kachin-pangwa-chipwe",),
        tags=("output", "customs"),
    ),
    Talk(
        "field-notes",
        "Reading an ion-adsorption clay profile: where to stop the auger",
        22,
        (
            Post(
                "claystone",
                "A question that comes up every dry season. My rule of thumb:\n\n"
                "- the **leached** zone on top is poor in everything but cerium\n"
                "- the **enriched** zone is where exchangeable REE sit; logs should say *exchangeable*, not total\n"
                "- stop when feldspar stops crumbling between your fingers\n\n"
                "Total digestion of the whole profile flatters the grade. It counts what no ammonium sulfate will ever bring "
                "out.",
                0,
                (("thanks", ("first-hammer", "mountain-post")),),
            ),
            Post(
                "first-hammer",
                "How do you tell exchangeable from total in the field? Or is that only a laboratory thing?",
                2,
            ),
            Post(
                "claystone",
                "@first-hammer Laboratory. In the field you take duplicates, keep the pH of the pore water, and promise "
                "nothing.",
                3,
            ),
            Post("petrograph", "||And carry more bags than you think you need.||", 15, (("agree", ("claystone",)),)),
        ),
        tags=("clays", "logging"),
    ),
    Talk(
        "resource-statements",
        "Serra Verde: an inferred grade of 0.016 %?",
        17,
        (
            Post(
                "claystone",
                "The statement of November 2014 gives 0.16 % for measured and for indicated, and then **0.016 %** for 521 Mt of "
                "inferred. Is the tail really ten times leaner?",
            ),
            Post(
                "marisol",
                "Probably a slip of the decimal point: 0.16 % would fit its neighbours and the tonnes around it. But *probably* "
                "is not a source. The catalogue keeps the figure as printed, says what we think of it, and does not rank on it.",
                4,
                (("agree", ("petrograph", "nine-assays")), ("thanks", ("claystone",))),
            ),
            Post(
                "heavies-only",
                "The 2012 statement had 0.098 % for 458 Mt inferred, for what it is worth. A tenth of a tenth would be news.",
                9,
            ),
        ),
        deposits=("serra-verde",),
        tags=("misprints", "arithmetic"),
    ),
    Talk(
        "resource-statements",
        "Mountain Pass counts in short tons, and leaves the reserve out",
        13,
        (
            Post(
                "petrograph",
                "Two traps in one table of the annual report for 2021: the resource is in **short tons** (1.43 million "
                "indicated, 9.08 million inferred), and it is stated *exclusive of reserves*. Adding tonnes without "
                "looking at both makes a very small deposit out of a very good one.",
                0,
                (("sourced", ("marisol",)), ("thanks", ("nine-assays", "first-hammer"))),
            ),
            Post("first-hammer", "What is a short ton in tonnes?", 1),
            Post("petrograph", "@first-hammer 2,000 pounds: 0.907 t.", 1.5),
        ),
        deposits=("mountain-pass",),
        tags=("units", "codes"),
    ),
    Talk(
        "supply",
        "Terbium from 2,051 to 810 dollars in two years: what did a ranking by basket do?",
        8,
        (
            Post(
                "heavies-only",
                "By the price deck here, terbium oxide went from 2,051 US$/kg in 2022 to 810 in 2024, and dysprosium from 382 to "
                "260. Whoever ranks deposits by the value in the ground moves them without drilling a hole.\n\n"
                "The ranking lets one put in weights of one's own. Try it with the value at zero and watch what stays where "
                "it was.",
                0,
                (("sourced", ("petrograph",)),),
            ),
            Post(
                "mountain-post", "The light ones hardly moved when I tried. Is that because neodymium did not fall?", 10
            ),
            Post(
                "heavies-only",
                "@mountain-post The deck has one year of neodymium, so I cannot say from here. Tonnes and grade carry most of "
                "their weight in the default.",
                12,
            ),
        ),
        tags=("prices", "ranking"),
    ),
    Talk(
        "field-notes",
        "Gakara is not in the ranking. Should it be?",
        5,
        (
            Post(
                "mountain-post",
                "[[gakara]] produced for a while, so there was clearly something there. Why no place in the list?",
            ),
            Post(
                "petrograph",
                "Because what was published is an *exploration target*, and the code is plain that this is not a resource. The "
                "veins are real; nobody signed for how much of them there is.",
                2,
                (("thanks", ("mountain-post",)), ("agree", ("marisol",))),
            ),
        ),
        tags=("codes",),
    ),
    Talk(
        "field-notes",
        "Halleck Creek: 3,292 or 3,926 ppm?",
        2,
        (
            Post(
                "first-hammer",
                "I found both 3,292 ppm and 3,926 ppm TREO for the same deposit. Is one of them newer?",
            ),
            Post(
                "marisol",
                "Neither is newer: two digits changed places in one of the reports. The catalogue keeps both at "
                "[[halleck-creek]], and marks one as a misprint so that it does not count.",
                3,
                (("thanks", ("first-hammer",)),),
            ),
        ),
        tags=("misprints",),
    ),
    Talk(
        "supply",
        "Questions for a separator: what would you ask about origin?",
        0.6,
        (
            Post(
                "claystone",
                "Tomas Brandl takes questions under *Interviews* this week. He signs for the feedstock of a separation plant. "
                "I would like to hear how he tells two clays apart when both arrive as the same white powder.",
            ),
            Post(
                "heavies-only",
                "The Y to Dy ratio tells something, until somebody blends. Ask him about blending.",
                2,
                (("agree", ("claystone",)),),
            ),
            Post("mountain-post", "I have voted for both of these. Thank you.", 9),
        ),
        tags=("origin",),
    ),
    Talk(
        "core-shed",
        "Who checks the zones of Browns Range?",
        6,
        (
            Post("heavies-only", "Four zones in one table, from 0.29 % to 1.08 % TREO. Who takes which?"),
            Post("petrograph", "I take the two Gambits. I hold nothing in it.", 4),
        ),
    ),
    Talk(
        "back-office",
        "House rules, second draft",
        9,
        (
            Post("tuva", "The second draft is ready to read. Comments by Friday, please."),
            Post("okafor", "Read. The part on undisclosed interests is now short enough to be remembered.", 5),
        ),
    ),
)
