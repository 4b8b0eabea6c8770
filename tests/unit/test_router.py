"""The router sends sentences where a person would, says how sure it is, and survives every text."""

import os
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.router import opening, router
from agents.router.known import ROUTES
from agents.router.parts import divided, parts
from agents.router.router import Router, Scored
from agents.understanding import Route

SAID: Mapping[Route, tuple[str, ...]] = {
    "trading": (
        "vends mes 40 actions Microsoft",
        "move the stop of my Tesla position to 240",
        "cancel every pending order",
    ),
    "media": ("monte la vidéo et ajoute des sous-titres", "how many views did yesterday's podcast episode get?"),
    "saas": (
        "rembourse la dernière facture de ce client",
        "upgrade Marie's plan to Pro",
        "how many trials became paying customers?",
    ),
    "priority": ("donne le GPU au trading cette nuit", "stop everything except the trading model"),
    "assistant": ("bonjour, comment vas-tu ?", "what can you do for me?", "réponds en anglais"),
    "unclear": ("quel temps fera-t-il demain à Lille ?", "do it", "give me a recipe for pancakes", "qsdlkfj xcvw"),
}


@pytest.fixture(scope="module")
def opened() -> Router:
    return Router.open({**os.environ, "EVA_HOME": "/nonexistent"})


def sound(scored: Scored) -> bool:
    """Whether the parts of an answer fit together."""
    routes = [route for route, _ in scored.ranking]
    shares = [share for _, share in scored.ranking]
    return (
        sorted(routes) == sorted(ROUTES)
        and scored.ranking[0] == (scored.route, scored.confidence)
        and abs(sum(shares) - 1) < 1e-6
        and all(0 <= share <= 1 + 1e-9 for share in shares)
        and shares[1:] == sorted(shares[1:], reverse=True)
    )


@pytest.mark.parametrize(("route", "text"), [(route, text) for route, texts in SAID.items() for text in texts])
def test_a_plain_sentence_goes_where_it_belongs(opened: Router, route: Route, text: str) -> None:
    scored = opened.score(text)
    assert scored.route == route
    assert scored.confidence > 0.5
    assert sound(scored)


@pytest.mark.parametrize(
    "text", ["publie la vidéo et achète 10 actions Apple", "refund the customer, then sell my Nvidia shares"]
)
def test_two_factories_in_one_sentence_are_asked_back(opened: Router, text: str) -> None:
    scored = opened.score(text)
    assert scored.route == "unclear"
    assert sound(scored)


@pytest.mark.parametrize("text", ["", "   ", "\n\t\u3000"])
def test_nothing_is_unclear_for_sure(opened: Router, text: str) -> None:
    scored = opened.score(text)
    assert (scored.route, scored.confidence) == ("unclear", 1.0)
    assert sound(scored)


@given(text=st.text(st.characters(), max_size=200))
def test_any_text_has_a_sound_answer(opened: Router, text: str) -> None:
    assert sound(opened.score(text))


def test_odd_and_endless_texts_have_a_sound_answer(opened: Router) -> None:
    for text in ("\ud800", "buy \udfff", "a" * 200_000, "achète " * 50_000, ",;. " * 9_000, "🚨" * 5_000):
        assert sound(opened.score(text))
    long = "vends mes actions Microsoft " * 100
    assert opened.score(long) == opened.score(long[: router.LONGEST])


def test_the_answer_is_the_same_every_time_and_in_every_thread(opened: Router) -> None:
    texts = [text for each in SAID.values() for text in each]
    alone = [opened.score(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: [opened.score(text) for text in texts], range(8))) == [alone] * 8


def test_one_router_serves_the_process_and_is_warmed_in_a_thread() -> None:
    environ = dict(os.environ)
    warming = threading.Thread(target=router.warm, args=(environ,))
    warming.start()
    first = router.shared(environ)
    warming.join()
    assert router.shared(environ) is first
    assert first.score("salut").route == "assistant"


def test_the_embedder_alone_can_be_opened() -> None:
    assert opening.open_embedder(os.environ).encode(["salut"]).shape == (1, 512)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("publie la vidéo et achète 10 AAPL", ["publie la vidéo", "achète 10 AAPL"]),
        ("close Apple, then refund Marie; thanks", ["close Apple", "then refund Marie", "thanks"]),
        ("Sell it. PUIS envoie la facture", ["Sell it", "PUIS envoie la facture"]),
        ("achète 10,5 AAPL à 187.50", []),
        ("etienne andrea", []),
        ("a, b, c", []),
        ("ok, vends Apple", []),
        ("", []),
    ],
)
def test_where_a_sentence_is_cut(text: str, found: list[str]) -> None:
    assert parts(text) == found


def test_few_parts_are_looked_at() -> None:
    assert len(parts("un mot, " * 500)) == 6


@pytest.mark.parametrize(
    ("whole", "guesses", "found"),
    [
        ("media", [("media", 0.9), ("trading", 0.9)], True),
        ("media", [("media", 0.9), ("trading", 0.7)], False),
        ("media", [("media", 0.9), ("media", 0.9)], False),
        ("media", [("media", 0.9), ("assistant", 0.99)], False),
        ("priority", [("media", 0.9), ("trading", 0.9)], False),
        ("unclear", [("media", 0.9), ("trading", 0.9)], False),
        ("saas", [], False),
    ],
)
def test_when_a_sentence_is_divided(whole: Route, guesses: list[tuple[Route, float]], found: bool) -> None:
    assert divided(whole, guesses, 0.8) is found
