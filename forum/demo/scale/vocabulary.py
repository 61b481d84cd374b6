"""The words of the generated talk. Places and people are made of syllables; nothing said of them is about a real deposit."""

SYLLABLES = (
    "bar", "bel", "bor", "dal", "den", "dro", "eld", "fal", "fen", "gar", "gol", "hal", "hol", "ingr", "jar", "kal",
    "kor", "lan", "lin", "lom", "mar", "mer", "mol", "nar", "nes", "nor", "or", "pel", "ras", "rin", "sal", "sel",
    "sko", "sol", "stra", "tal", "tan", "tor", "ul", "val", "var", "ven", "vik", "vol", "ys", "zan", "zel",
)  # fmt: skip
PLACE_ENDS = (
    "berg", "creek", "dalen", "fjell", "hill", "ite", "lake", "mount", "nord", "pass", "ridge", "river", "shear",
    "south", "vale", "west",
)  # fmt: skip
HANDLE_FIRST = (
    "amber", "basal", "brittle", "calm", "cold", "deep", "dry", "early", "fine", "flat", "folded", "grey", "hollow",
    "iron", "late", "little", "loud", "low", "narrow", "old", "pale", "patient", "plain", "quiet", "quick", "red",
    "rough", "sharp", "slow", "small", "soft", "steep", "thin", "upper", "warm", "wet", "white", "wide", "young",
)  # fmt: skip
HANDLE_LAST = (
    "adit", "apatite", "auger", "basalt", "bastnasite", "beryl", "bit", "chert", "clay", "core", "cutter", "dike",
    "dolerite", "drift", "dyke", "feldspar", "fault", "gabbro", "garnet", "gneiss", "granite", "hammer", "halite",
    "lens", "loupe", "monazite", "outcrop", "pebble", "pit", "quartz", "rutile", "sampler", "sand", "schist", "seam",
    "shale", "sieve", "sill", "spar", "survey", "syenite", "tailings", "trench", "vein", "xenotime", "zircon",
)  # fmt: skip

SLOTS: dict[str, tuple[str, ...]] = {
    "mineral": (
        "bastnäsite", "monazite", "xenotime", "apatite", "eudialyte", "spodumene", "lepidolite", "pyrochlore", "allanite",
        "loparite", "zircon", "rutile", "ilmenite", "fluorite", "scheelite", "cassiterite", "chalcopyrite", "galena",
    ),
    "rock": (
        "carbonatite", "nepheline syenite", "pegmatite", "laterite", "ion-adsorption clay", "skarn", "gneiss", "greenstone",
        "peralkaline granite", "mineral sand", "phosphorite", "black shale",
    ),
    "element": (
        "dysprosium", "terbium", "neodymium", "praseodymium", "cerium", "lanthanum", "lithium", "tantalum", "niobium",
        "yttrium", "thorium", "uranium", "scandium", "tungsten",
    ),
    "category": ("inferred", "indicated", "measured", "inferred and indicated"),
    "code": ("JORC 2012", "NI 43-101", "S-K 1300", "PERC", "SAMREC"),
    "thing": (
        "cut-off grade", "recovery", "strip ratio", "density", "drill spacing", "resource statement", "metallurgical balance",
        "water permit", "offtake", "tailings dam", "leach test", "assay certificate", "block model", "composite length",
        "top cut", "variogram", "royalty", "environmental hearing", "power line", "grade shell",
    ),
    "doing": (
        "was reported without its date", "does not add up", "has changed since the last statement", "is missing a source",
        "looks right to me", "needs a second reader", "was misprinted twice", "rests on four holes", "was never sampled",
        "is better than I expected", "carries the whole case", "should be read with care",
    ),
    "asked": (
        "who has the certificate", "which laboratory it was", "whether the core still exists", "what the detection limit is",
        "how the density was measured", "why the area grew", "which map sheet that is", "who signed for it",
    ),
    "when": (
        "last spring", "in the second campaign", "before the merger", "after the rains", "this morning", "in the old report",
        "two statements ago", "during the site visit", "in the appendix", "at the hearing",
    ),
}  # fmt: skip

SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "The {thing} at {place} {doing}.", "At {place} the {rock} carries mostly {mineral}, with some {mineral} {when}.",
        "I read {n} ppm {element} in the {rock}, not {n}.", "Does anybody know {asked}?",
        "The {category} tonnes are {n} Mt under {code}, and the {thing} {doing}.",
        "Compare {place} with {place}: the same {rock}, another {thing}.",
        "Nobody has drilled below {n} metres at {place} since {year}.", "As far as I can see, the {thing} {doing} {when}.",
        "My notes from {year} say {mineral}, the report says {mineral}.",
        "What matters to me is {element} and {element}; the rest of the basket hardly pays for the {thing}.",
        "The map shows {n} square kilometres, of which perhaps a tenth is {rock}.", "That is fair, and thank you for looking.",
        "With a {thing} like that, {place} would need {n} dollars a kilogram.", "I would ask {asked} before anything else.",
        "Total digestion gives {n} ppm, and the weak leach a third of it.", "No interest to declare in {place} on my side.",
    ),
    "de": (
        "Der Gehalt von {place} wurde {year} nicht richtig angegeben.", "Weiß jemand, wo die Bohrkerne von {place} liegen?",
        "Die Tonnage beträgt {n} Mt, und das ist nicht dasselbe wie eine Reserve.", "Ich habe die Karte noch einmal gelesen.",
        "Nach {code} ist das eine vermutete Ressource und sonst nichts.", "Der Abstand der Bohrungen ist für {place} zu groß.",
    ),
    "es": (
        "La ley de {place} no es la misma que en el informe de {year}.", "¿Alguien sabe dónde están los testigos de {place}?",
        "El recurso es de {n} Mt, pero la densidad no se midió.", "Según {code}, eso no es una reserva.",
        "Gracias por la referencia; la tabla de {year} está en el apéndice.",
    ),
    "fr": (
        "La teneur de {place} n'est pas celle du rapport de {year}.", "Qui sait où sont les carottes de {place} ?",
        "La ressource est de {n} Mt, mais la densité n'a pas été mesurée.", "Selon {code}, ce n'est pas une réserve.",
        "Merci pour la source ; le tableau est dans l'annexe.",
    ),
}  # fmt: skip
LANGUAGE_SHARES = {"en": 0.92, "de": 0.04, "es": 0.025, "fr": 0.015}

TITLES: dict[str, tuple[str, ...]] = {
    "en": (
        "{place}: {thing} {doing}", "{place}: {n} Mt or {n} Mt?", "Reading the {year} statement of {place}",
        "{element} at {place}", "Who has been to {place}?", "{rock} with {mineral}: what to sample", "{thing}, once more",
        "{place} and {place} compared", "{code}: the {thing} of {place}", "Field trip to {place} {when}",
    ),
    "de": ("{place}: Gehalt und Tonnage", "Bohrungen in {place}, {year}", "Frage zur Karte von {place}"),
    "es": ("{place}: leyes y recursos", "Sondeos en {place}, {year}"),
    "fr": ("{place} : teneurs et ressources", "Sondages à {place}, {year}"),
}  # fmt: skip
