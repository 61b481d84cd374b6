"""What they talk about. Figures follow the starter catalogue, which names their sources."""

# board, title, deposits, first post, replies; each post as (handle, Markdown)
THREADS = (
    (
        "resource-statements",
        "Tanbreez: 4,300 Mt or 45 Mt?",
        ("tanbreez",),
        (
            "petrograph",
            "Two figures for one intrusion keep turning up side by side:\n\n"
            "| figure | code | what it is |\n|---|---|---|\n"
            "| 4,300 Mt | none | an old estimate, never reported under a code |\n"
            "| 45 Mt | S-K 1300 | a resource statement with a qualified person behind it |\n\n"
            "They are not two opinions about one thing. The first was never a *resource* in today's sense, and nobody can "
            "say how it was drilled. I would rank on the second, and show the first as historic.",
        ),
        (
            "nine-assays",
            "So the deposit did not shrink? I hold none of it, for the record.",
        ),
        (
            "petrograph",
            "@nine-assays No. The rock is where it was. What changed is how much of it somebody is prepared to sign for.",
        ),
        (
            "heavies-only",
            "> never a *resource* in today's sense\n\nWorth a line on the deposit's page, in those words. "
            "What matters to me is the Dy and Tb share, and that barely moves between the two.",
        ),
        ("marisol", "Noted. I am adding it to the standing notes, with both sources."),
    ),
    (
        "resource-statements",
        "Steenkampskraal: the tonnes and the oxide do not multiply",
        ("steenkampskraal",),
        (
            "marisol",
            "The operator states **665,000 t at 14.5 %** and **86,900 t** of oxide. The first two give\n\n"
            "$$0.665 \\times 14.5 \\times 10 = 96.4\\ \\mathrm{kt}$$\n\n"
            "which is eleven percent more than the third. One of the three is of another zone, another cut-off or another "
            "day. Until somebody finds out which, the catalogue shows the difference instead of choosing.",
        ),
        ("claystone", "Could the oxide figure leave out thorium-bearing material that the tonnes include?"),
        ("marisol", "It could. I have not read anything that says so, so I will not write it down."),
    ),
    (
        "supply",
        "What can be known about output from Kachin?",
        ("kachin-pangwa-chipwe",),
        (
            "heavies-only",
            "There is no resource statement for the Pangwa and Chipwe belt under any code, in any source I have read. "
            "What there is: customs data on the Chinese side, satellite counts of leaching pools, and reporting that "
            "leans on people who cannot be named.\n\n"
            "1. Customs data tell tonnes, not origin within Myanmar.\n"
            "2. Pool counts tell activity, not recovery.\n"
            "3. Unnamed sources tell what they tell.\n\n"
            "So: an output list with grades of evidence, and no place in a ranking by resource. Agreed?",
        ),
        (
            "claystone",
            "Agreed. And please keep coordinates coarse. A town is enough for readers, and a pit is enough to get somebody hurt.",
        ),
        ("okafor", "Moderator's note: locations in this thread are kept to the township. Thank you for holding to that."),
        ("mountain-post", "This is the first discussion of it I have read that says what it does not know."),
    ),
    (
        "field-notes",
        "Reading an ion-adsorption clay profile: where to stop the auger",
        (),
        (
            "claystone",
            "A question that comes up every dry season. My rule of thumb:\n\n"
            "- the **leached** zone on top is poor in everything but cerium\n"
            "- the **enriched** zone is where exchangeable REE sit; logs should say *exchangeable*, not total\n"
            "- stop when feldspar stops crumbling between your fingers\n\n"
            "Total digestion of the whole profile flatters the grade. It counts what no ammonium sulfate will ever bring out.",
        ),
        ("first-hammer", "How do you tell exchangeable from total in the field? Or is that only a laboratory thing?"),
        (
            "claystone",
            "@first-hammer Laboratory. In the field you take duplicates, keep the pH of the pore water, and promise nothing.",
        ),
        ("petrograph", "||And carry more bags than you think you need.||"),
    ),
    (
        "field-notes",
        "Halleck Creek: 3,292 or 3,926 ppm?",
        (),
        (
            "first-hammer",
            "I found both 3,292 ppm and 3,926 ppm TREO for the same deposit. Is one of them newer?",
        ),
        (
            "marisol",
            "Neither is newer: two digits changed places in one of the reports. The catalogue keeps both at [[halleck-creek]], "
            "and marks one as a "
            "misprint so that it does not count.",
        ),
    ),
    (
        "core-shed",
        "Graders for the open claims of this month",
        (),
        ("heavies-only", "Four claims wait for a second reviewer without an interest. Who takes which?"),
        ("petrograph", "I take the two on grades. I hold nothing in either."),
    ),
    (
        "back-office",
        "House rules, second draft",
        (),
        ("tuva", "The second draft is ready to read. Comments by Friday, please."),
        ("okafor", "Read. The part on undisclosed interests is now short enough to be remembered."),
    ),
)  # fmt: skip
