"""Who is there, and where they talk."""

# handle, role, bio
PEOPLE = (
    ("tuva", "admin", "Keeps the place running."),
    ("marisol", "editor", "Edits the catalogue. Before that, twelve years of logging core in three countries."),
    ("okafor", "moderator", "Reads the queue with coffee. Write to me if a decision needs explaining."),
    ("lindqvist", "moderator", "Moderates evenings, Stockholm time."),
    ("petrograph", "verified", "Thin sections, carbonatites, patience. *I do not give investment advice.*"),
    ("heavies-only", "verified", "Dysprosium and terbium balances since 2011."),
    ("claystone", "verified", "Ion-adsorption clays: leach tests, permits, water."),
    ("mountain-post", "member", "Reads more than I write."),
    ("nine-assays", "member", "Retail holder of two juniors, both disclosed."),
    ("ilse-vantongeren", "guest", "Field geologist. Here to answer."),
    ("tomas-brandl", "guest", "Here to answer, on the record."),
    ("first-hammer", "member", "Second-year geology student."),
)

# slug, title, description, colour, who reads, who starts, who replies
BOARDS = (
    ("field-notes", "Field notes", "Deposits, drilling, maps and cores.", "malachite", "PUBLIC", "MEMBER", "MEMBER"),
    ("resource-statements", "Resource statements", "What was reported, under which code, and whether it adds up.",
     "azurite", "PUBLIC", "VERIFIED", "MEMBER"),
    ("supply", "Supply and policy", "Who mines, who refines, who decides.", "ochre", "PUBLIC", "MEMBER", "MEMBER"),
    ("core-shed", "Core shed", "Verified members among themselves.", "graphite", "VERIFIED", "VERIFIED", "VERIFIED"),
    ("back-office", "Back office", "Editors and moderators.", "cinnabar", "STAFF", "STAFF", "STAFF"),
)  # fmt: skip
