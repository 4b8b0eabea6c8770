"""How people ask what an order would do: the verbs of previews and of what is only supposed, French and English."""

from collections.abc import Mapping

Twins = tuple[str, str]
"""French phrases, English phrases."""

SUPPOSED: Mapping[str, Twins] = {
    "PREVIEW": (
        "simule|simules|simulez|simuler|simulation|simulation d|simulation de|previsualise|previsualiser|a blanc|"
        "essaie a blanc|fais semblant d|teste|tester",
        "preview|simulate|dry run|do a dry run|pretend to|paper test|test",
    ),
    "WHATIF": (
        "et si je|et si j|et si on|et si nous|que se passe t il si je|que se passe t il si j|que se passe t il si on|"
        "qu est ce qui se passe si je|qu est ce qui se passe si j|que se passerait il si je|que se passerait il si j|"
        "qu est ce que ca donnerait si je|qu est ce que ca donnerait si j|ca donnerait quoi si je|"
        "ca donnerait quoi si j|ca donne quoi si je|ca donne quoi si j|il se passe quoi si je|il se passe quoi si j|"
        "que donnerait|que donnerait un|quel serait l effet d|quel serait l effet de|imaginons que j|imaginons que je|"
        "supposons que j|supposons que je|que deviendrait|que deviendraient|comment evoluerait|comment evolueraient|"
        "comment changerait|a quoi ressemblerait|quel serait|quelle serait|quel impact aurait|quel impact auraient|"
        "quel effet aurait|quel effet auraient|quel serait l impact de|quel serait l impact d|quel est l impact de|"
        "quel est l impact d|quel est l effet de|quel est l effet d|qu est ce que donnerait|que ferait|que feraient|"
        "qu est ce que ferait|que changerait|que changeraient|combien risquerais je|combien je risquerais|"
        "quelle perte|de combien augmenterait|de combien monterait|que donneraient|que se passe t il avec|"
        "ca donne quoi|ca donnerait quoi|qu est ce que ca fait|qu est ce que ca ferait|ca ferait quoi",
        "what if i|what if we|what happens if i|what happens if we|what would happen if i|what would happen if we|"
        "how about if i|suppose i|suppose we|imagine i|say i|what would it do if i|"
        "what would my worst case be if i|what would the effect be if i|what would|what would the effect of|"
        "what would be the effect of|what is the effect of|how would|how will|how does|what effect would|"
        "what impact would|what would be the impact of|what is the impact of|what 's the impact of|"
        "what 's the effect of|what happens to|what would happen to|how bad would|how much would|what will|what does|"
        "where would|how much risk would|what 'd happen if i|what if i were to",
    ),
    "IFI": (
        "si je|si j|si on|si j en|si nous|en cas d|en cas de",
        "if i|if we|if i were to|were i to|if i went and|by",
    ),
    "BUYH": (
        "achetais|achetait|achetions|acheterais|prenais|achete|achat|ajoutais|prenions|rentrais",
        "bought|buying|purchased|added|buy|long|adding|taking|getting|picking up|went long|going long|purchasing|"
        "picked up|grabbed|grabbing|acquiring|took",
    ),
    "SELLH": ("vendais|vendait|vendions|vendrais|vente|cedais", "sold|selling|dumping|dumped|unloading|offloading"),
    "SHORTH": ("vendais a decouvert|shortais|shortait", "shorted|shorting|sold short|went short|going short"),
    "RISKY": (
        "pire cas|pire scenario|perte maximale|perte max|risque|perte potentielle|pire perte|exposition|compte|"
        "risque total|niveau de risque|marge de perte|marge|limites|limite|perte au pire|perte dans le pire des cas",
        "worst case|worst case loss|worst case scenario|max loss|maximum loss|risk|headroom|account|limits|exposure|"
        "potential loss|downside|total risk|worst loss|margin|loss",
    ),
    "HITS": (
        "donner|donnerait|faire|ferait|changer|changerait|aurait|auraient|avoir|devenir|deviendrait|impacter|serait|"
        "seraient|evoluer|evoluerait",
        "do|change|affect|impact|move|hit|have|be|look|look like|mean|influence|alter|weigh|increase|raise|grow|cost|"
        "add|become|go|an effect|an impact|the effect|effect|the impact",
    ),
    "EFFECT": (
        "a mon pire cas|sur mon pire cas|pour mon pire cas|a mon pire scenario|sur mon risque|a mon risque|"
        "ca donnerait quoi|ca donne quoi|qu est ce que ca donne|qu est ce que ca donnerait|que se passerait il|"
        "qu est ce qui se passe|sur mon compte|a mon compte",
        "do to my worst case|do to the worst case|do to my risk|do to my account|do to my limits|mean for my risk|"
        "do to my headroom|do|cost me|risk|mean for my worst case|on my worst case|on my risk|what happens|"
        "what would happen|what then|change|look like",
    ),
}
"""Verbs and nouns of what is judged and never done."""
