"""What asks for help in both languages, and which topic of it answers."""

from collections.abc import Mapping

from agents.grammar.language.supposed import Twins

HELPING: tuple[tuple[str, Mapping[str, str], Twins], ...] = (
    (
        "show_help",
        {},
        (
            "aide|aide moi|que peux tu faire|que sais tu faire|tu peux faire quoi|comment ca marche|tu sais faire|"
            "a quoi tu sers|mode d emploi|commandes|les commandes|au secours|help|comment t utiliser|que peux tu|"
            "qu est ce que tu peux faire|qu est ce que tu sais faire|tes capacites|comment tu marches|"
            "liste des commandes|tu fais quoi|que fais tu|comment je fais|comment on fait|comment fonctionnes tu|"
            "de quoi es tu capable|tes fonctions",
            "help|what can you do|how does this work|commands|what do you do|how do i use you|list of commands|"
            "what are you able to do|how do you work|user guide|what can i ask|your capabilities|help me|"
            "what are you capable of|instructions|manual|what can i say|how can you help|can you help|what do i do",
        ),
    ),
    (
        "show_help",
        {"topic": "limits"},
        (
            "comment je resserre mes limites|comment resserrer mes limites|comment resserrer les limites|"
            "comment est ce que je resserre mes limites|comment je resserre les limites|resserrer mes limites|"
            "resserrer les limites|resserre mes limites|resserre les limites|durcir mes limites|baisser mes limites|"
            "comment changer mes limites|comment je change mes limites|changer mes limites|modifier mes limites|"
            "comment desserrer mes limites|comment je desserre mes limites|desserrer mes limites|desserre mes limites",
            "how do i tighten my limits|how to tighten my limits|how can i tighten my limits|tighten my limits|"
            "tighten the limits|how do i tighten the limits|how do i change my limits|how can i change my limits|"
            "how to change my limits|change my limits|change the limits|lower my limits|how do i lower my limits|"
            "how do i loosen my limits|how to loosen my limits|how can i loosen my limits|loosen my limits",
        ),
    ),
)
"""Rows as those of the other topics."""
