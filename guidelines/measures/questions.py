"""What an administration is asked about a practice: few questions, most answered by one click."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.kinds import Context, RootCause
from guidelines.measures.confidence import Outcome

type Choices = tuple[tuple[str, str | Promise], ...]


class Question(NamedTuple):
    """One question with what may be answered."""

    code: str
    label: str | Promise
    choices: Choices


def _ask(code: str, label: Any, *choices: tuple[str, Any]) -> Question:
    return Question(code, label, choices)


# With the words and the name, which every answer asks, at most six each.
QUESTIONS: Mapping[str, tuple[Question, ...]] = {
    Outcome.USED: (
        _ask("since", _("Since when?"), ("months", _("For less than six months")),
             ("year", _("For six months to two years")), ("years", _("For more than two years"))),
        _ask("where", _("Where?"), ("pilot", _("In a pilot")), ("some", _("In some offices")),
             ("all", pgettext_lazy("offices", "Everywhere"))),
        _ask("benefit", _("Does it help?"), ("much", _("Yes, much")), ("some", _("Yes, somewhat")),
             ("none", _("We see no difference")), ("early", _("Too early to say"))),
        _ask("effort", _("What did it take?"), ("less", _("Less than described here")),
             ("same", _("About what is described")), ("more", _("More than described"))),
    ),
    Outcome.FAILED: (
        _ask("reached", _("How far did you get?"), ("plan", _("It stayed a plan")),
             ("pilot", _("A pilot")), ("live", _("It was in operation"))),
        _ask("cause", _("What was the main cause?"), *RootCause.choices),
        _ask("loss", _("What did it cost you?"), ("time", _("Time only")),
             ("some", _("Money that we could spare")), ("much", _("More than we could spare"))),
        _ask("retry", _("Would you try again?"), ("no", _("No")),
             ("other", _("Yes, but in another way")), ("same", _("Yes, in the same way"))),
    ),
    Outcome.NOT_APPLICABLE: (
        _ask("why", _("Why not?"), ("law", _("Our law does not allow it")),
             ("process", _("We do not have this procedure")), ("means", _("We lack the means")),
             ("solved", _("We solve it in another way")),
             ("size", _("Our volumes do not call for it")),
             ("other", pgettext_lazy("why not", "Another reason"))),
        _ask("later", _("Could it apply later?"), ("yes", _("Yes")), ("no", _("No")),
             ("unknown", _("We do not know"))),
    ),
}  # fmt: skip
# What the administration is like: asked once, offered again as it was answered.
CIRCUMSTANCES: tuple[Question, ...] = tuple(
    _ask(code, label, *((each.value, each.label) for each in values))
    for code, label, values in (
        ("ict", _("Systems"), (Context.ICT_LOW, Context.ICT_MIDDLE, Context.ICT_HIGH)),
        ("volume", _("Volume"), (Context.VOLUME_LOW, Context.VOLUME_MIDDLE, Context.VOLUME_HIGH)),
        ("law", _("Legal family"), (Context.LAW_CIVIL, Context.LAW_COMMON, Context.LAW_OTHER)),
        ("staff", _("Specialists"), (Context.STAFF_FEW, Context.STAFF_SOME, Context.STAFF_MANY)),
        ("land", _("Borders"), (Context.ISLAND, Context.LANDLOCKED, Context.COAST)),
        ("net", _("Connections"), (Context.NET_WEAK, Context.NET_GOOD)),
    )
)


def said_in_words(answer: str, said: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Yield each question that was answered, and the answer, in words."""
    for question in QUESTIONS[answer]:
        words = dict(question.choices).get(said.get(question.code, ""))
        if words:
            yield str(question.label), str(words)


def circumstances_in_words(codes: Iterable[str]) -> list[str]:
    """Return what an administration is like, in words."""
    known = dict(Context.choices)
    return [str(known[code]) for code in codes if code in known]
