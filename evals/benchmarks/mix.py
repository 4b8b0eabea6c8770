"""The mixed turns that memory and speed are measured over: reads, questions, talk, doubtful sentences, previews."""

SENTENCES: tuple[str, ...] = (
    "mes positions",
    "how much can I still lose today?",
    "achète 10k AAPL",
    "merci",
    "could you put the new clip on our channel tonight",
    "/statut",
    "what if I bought 10 AAPL, stop 390",
    "les derniers abonnés ont-ils payé leur facture",
    "orders",
    "who are you?",
)
"""Both languages; two need the embedder, one is a command, one is judged by the desk, one is asked back."""

EMBEDDED = "could you put the new clip on our channel tonight"
"""A sentence that the grammar leaves to the embedder."""

ORDER = "achète 10 AAPL au marché, stop à 390"


def mixed(turn: int) -> str:
    """The sentence of a turn."""
    return SENTENCES[turn % len(SENTENCES)]
