"""Every rule from both sides: the case just inside passes, the one just outside is denied by that rule alone."""

from string import Formatter

import pytest

from policies.kernel import TEXTS, explain
from policies.rules import RULES
from policies.verdicts import Reason
from tests.unit.kernel_cases import codes, passes
from tests.unit.kernel_edges import Edge
from tests.unit.kernel_edges_market import EDGES

LANGUAGES = ("en", "fr")
ALL_TEXTS = {code: texts for rule in RULES for code, texts in rule.texts.items()} | TEXTS


def found(edge: Edge) -> list[Reason]:
    """The reasons of an edge's code in the outside case."""
    return [why for why in edge.outside.judged().reasons if why.code == edge.code]


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_just_inside_passes(edge: Edge) -> None:
    assert passes(edge.inside.judged()), edge.inside.judged()


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_just_outside_is_denied_with_the_code(edge: Edge) -> None:
    assert edge.code in codes(edge.outside.judged())
    assert {why.rule for why in found(edge)} == {edge.rule}


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_without_its_rule_nothing_else_denies(edge: Edge) -> None:
    without = edge.outside.judged(tuple(rule for rule in RULES if rule.name != edge.rule))
    assert edge.code not in codes(without)
    assert passes(without) or not edge.alone, without


def test_every_rule_and_every_code_has_an_edge() -> None:
    assert {(e.rule, e.code) for e in EDGES} == {(rule.name, code) for rule in RULES for code in rule.texts}


def test_no_two_rules_share_a_name_or_a_code() -> None:
    names = [rule.name for rule in RULES]
    shared = [code for rule in RULES for code in rule.texts]
    assert len(set(names)) == len(names)
    assert len(set(shared)) == len(shared)
    assert not set(shared) & TEXTS.keys()


@pytest.mark.parametrize("code", sorted(ALL_TEXTS))
def test_every_code_speaks_both_languages_of_the_same_numbers(code: str) -> None:
    fields = {lang: {name for _, name, _, _ in Formatter().parse(ALL_TEXTS[code][lang]) if name} for lang in LANGUAGES}
    assert ALL_TEXTS[code].keys() == set(LANGUAGES)
    assert fields["en"] == fields["fr"]
    assert ALL_TEXTS[code]["en"] != ALL_TEXTS[code]["fr"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_a_text_uses_only_numbers_that_the_reason_carries(edge: Edge, lang: str) -> None:
    for why in edge.outside.judged().reasons:
        text = explain(why, lang)
        assert "{" not in text
        assert "None" not in text
        assert text != why.code


def test_a_reason_of_an_unknown_code_is_shown_as_it_is() -> None:
    assert explain(Reason(code="NEW_CODE", rule="new"), "fr") == "NEW_CODE"
