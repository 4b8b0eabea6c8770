"""Words that turn a request into something else: negation, condition, question, the past, a wish, another time."""

from collections.abc import Mapping
from functools import cache

from agents.grammar.language.supposed import Twins
from agents.grammar.language.verbs import PAST

MARKS: Mapping[str, Twins] = {
    "negation": (
        "ne|n|pas|jamais|aucun|aucune|non|ni|rien|evite|evitez|eviter|sauf|sans|nullement|surtout pas|surtout|arrete de|arrete d|arretez de|cesse de|cesse d|hormis|excepte",
        "not|never|no|nor|none|nothing|dont|don t|do not|didnt|wont|cant|cannot|shouldnt|doesnt|avoid|except|"
        "without|nope|neither|isnt|wouldnt|but not|stop buying|stop selling|excluding|refrain",
    ),
    "condition": (
        "si|s il|s ils|s elle|quand|lorsque|lorsqu|des que|des qu|tant que|sinon|a moins|au cas|en cas|apres|avant|"
        "une fois que|a condition|pourvu que|jusqu a ce que|si jamais|le jour ou|auquel cas",
        "if|when|whenever|once|unless|until|while|otherwise|in case|after|before|suppose|assuming|as soon as|"
        "provided|till|as long as|in the event|should it|should the",
    ),
    "question": (
        "?|est ce|devrais|devrait|dois|faut il|faudrait|pourquoi|comment|combien|quel|quelle|quels|quelles|qu est ce|"
        "puis je|peut on|quoi|serait|aurait|doit|penses tu|crois tu|tu penses|tu crois|que penses|vaut il",
        "?|should|could|may|might|shall|why|how|what|which|who|where|whether|can i|could i|do i|does|is it|do you|"
        "are you|is there|can we|do we|am i|is|are|good idea",
    ),
    "past": (PAST["fr"], PAST["en"]),
    "hypothetical": (
        "acheterais|vendrais|acheterait|vendrait|fermerais|annulerais|voudrait|pourrait|prendrais|acheterions|"
        "vendrions|imagine|imaginons|peut etre",
        "would|'d|wish|perhaps|maybe|hypothetically|thinking of|thinking about",
    ),
    "third_person": (
        "il|elle|ils|elles|lui|eux|quelqu un|veut|veulent|qu il|qu elle|qu ils|dit|demande",
        "he|she|they|him|her|someone|somebody|wants|says|told|said|everyone|people|'s going|asks|asked",
    ),
    "later": (
        "demain|plus tard|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce soir|cet apres midi|ce matin|midi|"
        "minuit|a l ouverture|a la cloture|au fixing|la semaine prochaine|le mois prochain|l annee prochaine|bientot|"
        "tous les jours|chaque jour|toutes les semaines|chaque semaine|tous les mois|chaque mois|heures|heure|minutes|"
        "apres demain|l ouverture|prochaine|prochain|chaque|h",
        "tomorrow|later|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|this evening|this afternoon|"
        "this morning|noon|midnight|at the open|at the close|at open|at close|the open|the close|opening|next week|"
        "next month|next year|soon|every day|daily|every week|weekly|every month|monthly|hours|hour|minutes|minute|"
        "pm|am|at opening|each day|each week|eventually|mins",
    ),
}
"""Why a sentence must not act, the most urgent first; the keys are those of the question `no_act`."""

FUNCTION_WORDS: Twins = (
    "je tu il elle nous vous ils elles que qu qui quoi est sont suis es peux peut veux fait faire avec sur pour "
    "plus encore bien bonjour salut merci oui non alors donc ca cela cette c j l d qu n y aux ou mais comme chez "
    "moins tres trop leur se son sa ses aussi quel quelle le la les un une des du au mon ma mes ton ta tes par en et "
    "me te dans si ne pas de a s t m dont afin puisque parce car sera etre avoir font voir",
    "i you he she we they what which who is are am was be can do does did have has my your his in on with for and the "
    "this that these yes hello hi thanks thank it its of from about how much many show tell give want please to at "
    "than then so as or not an by if but up down out will let there here his her their them us our me just only get",
)
"""Words that mean nothing here and name nothing: never taken for the symbol of an order."""


@cache
def marks() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The phrases of all marks by their first word."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for why, twins in MARKS.items():
        for phrase in "|".join(twins).split("|"):
            words = tuple(phrase.split())
            table.setdefault(words[0], []).append((words, why))
    return table


@cache
def nameless() -> frozenset[str]:
    """Single words that no symbol is taken for."""
    single = {words[0] for found in marks().values() for words, _ in found if len(words) == 1}
    return frozenset(single) | frozenset(" ".join(FUNCTION_WORDS).split())
