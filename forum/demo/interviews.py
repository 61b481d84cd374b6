"""Two interviews, one published and one that takes questions. Guests, answers and places in them are invented."""

from collections.abc import Mapping
from datetime import timedelta

from accounts.members.models import Member
from accounts.members.services import accept_invitation
from forum.kernel import clock
from threads.interviews.selectors import answers, desk
from threads.interviews.services import answering, approach, asking, proposing, publishing, requests

TERMS = (
    "You speak on the record, under your own name. You read every answer before it is published, and nothing is published "
    "that you have not cleared. You may withdraw until you freeze the answers. Corrections stay visible."
)

# question, who asks, answer
ANSWERED = (
    (
        "You logged clay profiles for eleven seasons. What does a leach test tell you that a total digestion does not?",
        "claystone",
        "What can be had. A total digestion dissolves the whole sample and tells you everything that is in it, also what sits "
        "in grains of monazite and xenotime that no ammonium sulfate will ever touch. A leach test gives you the "
        "*exchangeable* part, the ions that hang on the clay.\n\nIn our profiles the one was **40 to 70 percent** of the other, "
        "and it changed from hill to hill. So when I read a grade for a clay without the word exchangeable beside it, I do "
        "not know what I am reading.",
    ),
    (
        "How deep do you have to go before the enriched zone, and how do you know that you are through it?",
        "petrograph",
        "Four to twelve metres where I worked, and I have seen both two and thirty. You know it by the feldspar: as long as it "
        "crumbles between your fingers you are still in it.\n\nAnd you stop later than you want to. Half of the bad "
        "averages I have seen came from holes that ended where the augers were tired.",
    ),
    (
        "What happens to the stream below the pools, and who measures it?",
        "heavies-only",
        "In the wet season it carries ammonium for kilometres, and the people downstream know before any of us does, because "
        "the fish go first.\n\n> Nobody measures it who is not asked to.\n\nI have seen three sets of figures in my life, all of "
        "them taken by somebody who wanted to sell or to close something. What I would pay for is one sensor, left alone for "
        "a year, with its raw readings in the open.",
    ),
    (
        "Would you put your own money into a clay deposit?",
        "petrograph",
        "No, and that says nothing about the deposits. I know too well how thin the data are. Somebody has to carry that risk; "
        "it should be somebody who can read a log.",
    ),
)  # fmt: skip
ASKED = (
    ("heavies-only", "Which share of the terbium that you separate comes with papers that name the pit?"),
    ("petrograph", "What would you need to see in a feedstock before you believed its stated origin?"),
    ("claystone", "How much of a clay concentrate is lost between the pool and your gate, and where?"),
)


def load(people: Mapping[str, Member]) -> None:
    """Both interviews, by the services that everybody uses."""
    editor = people["marisol"]
    done = _begin(
        people, people["ilse-vantongeren"], proposer="claystone", title="Eleven seasons in the red clay",
        subject="A field geologist of ion-adsorption clays", shown_as="Ilse Vantongeren", shown_role="Field geologist",
        reasons="She has logged more clay profiles than anybody who writes here, works for no operator, and was never asked.",
    )  # fmt: skip
    questions = {
        asking.ask_question(actor=people[who], interview_id=done, source=question): answer
        for question, who, answer in ANSWERED
    }
    asking.select_questions(actor=editor, interview_id=done, question_ids=list(questions))
    answering.start_answering(actor=editor, interview_id=done)
    guest = people["ilse-vantongeren"]
    for question_id, answer in questions.items():
        answering.write_answer(actor=guest, question_id=question_id, source=answer, attribution="on_record", version=0)
    answering.send_for_review(actor=editor, interview_id=done)
    for answer_id, version in answers.to_clear(done):
        answering.clear_answer(actor=guest, answer_id=answer_id, version=version)
    answering.freeze_answers(actor=guest, interview_id=done)
    publishing.publish_transcript(actor=editor, interview_id=done)
    running = _begin(
        people, people["tomas-brandl"], proposer="heavies-only", title="What a separator knows of its feedstock",
        subject="A separation plant’s head of feedstock", shown_as="Tomas Brandl",
        shown_role="Head of feedstock, separation plant",
        reasons="Everybody downstream says that origin can be proven. He signs the papers on which they say it.",
    )  # fmt: skip
    for who, words in ASKED:
        asked = asking.ask_question(actor=people[who], interview_id=running, source=words)
        for voter in ("petrograph", "heavies-only", "claystone"):
            if voter != who:
                asking.set_vote(actor=people[voter], question_id=asked, wanted=True)
    asking.count_votes(interview_id=running)
    proposing.propose_interview(
        actor=people["petrograph"], title="Who counts the trucks at the crossing?",
        subject="A customs officer of the border county",
        reasons="Tonnes across the border are the only output figure there is, and nobody has said how they are counted.",
    )  # fmt: skip


def _begin(
    people: Mapping[str, Member], guest: Member, *, proposer: str, title: str, subject: str, shown_as: str, shown_role: str,
    reasons: str,
) -> int:  # fmt: skip
    """From a proposal to open questions."""
    editor = people["marisol"]
    made = proposing.propose_interview(actor=people[proposer], title=title, subject=subject, reasons=reasons)
    if not isinstance(made, int):
        raise LookupError("the proposal waits")
    requests.take_up(actor=editor, interview_id=made)
    requests.assess_risk(actor=editor, interview_id=made, danger=False)
    secret = approach.approach_guest(actor=editor, interview_id=made)
    approach.log_contact(
        actor=editor, interview_id=made, channel="mail", contacted_on=clock.today(), terms="On the record, with review."
    )
    accept_invitation(actor=guest, secret=secret)
    approach.accept_interview(actor=guest, interview_id=made, show=True)
    approach.offer_terms(
        actor=editor,
        interview_id=made,
        wording=TERMS,
        attribution="on_record",
        shown_as=shown_as,
        shown_role=shown_role,
    )
    approach.check_guest(actor=editor, interview_id=made, method="call_back")
    offered = desk.terms_of(made)
    if offered is None:
        raise LookupError("no terms were offered")
    approach.agree_terms(actor=guest, interview_id=made, terms_id=offered.id)
    asking.open_questions(actor=editor, interview_id=made, until=clock.now() + timedelta(days=7))
    return made
