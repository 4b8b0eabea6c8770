"""The verbs of acts with their inflected forms, French and English side by side, without accents or capitals.

Phrases are separated by `|`. Elisions stand without apostrophe ("d", "l", "n"), hyphens as spaces. A form may belong
to several categories; the chart keeps them all and the sentence decides.
"""

from collections.abc import Mapping

Twins = tuple[str, str]
"""French phrases, English phrases."""

VERBS: Mapping[str, Twins] = {
    "BUY": (
        "achete|achetes|achetez|achetons|acheter|achat|rachete|rachetes|rachetez|racheter|rachat",
        "buy|purchase|buy back|rebuy",
    ),
    "GET": (
        "prends|prenez|prendre|prenons|chope|mets moi|mettez moi|mets m en|mets nous|ajoute|ajoutez|ajouter",
        "get|grab|pick up|put me down for|put me in for|snag|add",
    ),
    "ENTER": ("rentre|rentres|rentrez|rentrer|entre|entrez|entrer", "enter"),
    "LONG": (
        "passe long|passe longue|passer long|passons long|entre long|entrer long|va long|sois long",
        "go long|long|get long|enter long|be long",
    ),
    "OPEN": ("ouvre|ouvres|ouvrez|ouvrir|ouvrons|prends|prenez|prendre", "open|take|enter"),
    "INVEST": ("investis|investissez|investir|investissons|place|placez|placer|mise|mets|mettez|mettre", "invest|put"),
    "SELL": (
        "vends|vend|vendez|vendre|vendons|vente|revends|revendez|revendre",
        "sell|sell off",
    ),
    "SHORT": (
        "a decouvert|vends a decouvert|vendez a decouvert|vendre a decouvert|vente a decouvert|shorte|shortes|"
        "shortez|shorter|passe short|passer short|passe vendeur",
        "short|sell short|short sell|go short|get short|enter short",
    ),
    "DUMP": (
        "vire|vires|virez|virer|bazarde|bazardez|bazarder|debarrasse toi de|debarrasse toi d|debarrasse moi de|"
        "debarrasse moi d|debarrasse nous de|debarrasse nous d|debarrassez vous de|debarrassez moi de|debarrasse toi|"
        "debarrasser de|debarrasser d",
        "dump|ditch|get rid of|offload|unload|dispose of",
    ),
    "CLOSE": (
        "ferme|fermes|fermez|fermer|fermons|liquide|liquides|liquidez|liquider|solde|soldes|soldez|solder|cloture|"
        "clotures|cloturez|cloturer|deboucle|debouclez|deboucler|quitte|quittez|quitter|sors|sort|sortez|sortir|sortons",
        "close|close out|close down|liquidate|exit|get out of|get me out of|get us out of|get out|pull out of|leave",
    ),
    "FLATTEN": ("mets a plat|mettre a plat|tout a plat", "flatten|flatten out|go flat|get flat"),
    "CUT": ("coupe|coupes|coupez|couper|coupons", ""),
    "REDUCE": (
        "reduis|reduit|reduisez|reduire|reduisons|allege|alleges|allegez|alleger|diminue|diminuez|diminuer",
        "reduce|trim|cut|lighten|scale down|scale back|pare|pare down|cut back|downsize|shrink|scale out of|scale out|lighten up|lighten up on",
    ),
    "CANCEL": (
        "annule|annules|annulez|annuler|annulons|supprime|supprimes|supprimez|supprimer|retire|retires|retirez|retirer",
        "cancel|delete|remove|withdraw|scrap|pull",
    ),
    "AMEND": (
        "remonte|remontes|remontez|remonter|monte|montez|monter|descends|descendez|descendre|baisse|baissez|baisser|"
        "deplace|deplacez|deplacer|change|changes|changez|changer|modifie|modifies|modifiez|modifier|ajuste|ajustez|"
        "ajuster|releve|releves|relevez|relever|abaisse|abaissez|abaisser|resserre|resserrez|resserrer|rehausse|"
        "rehausser|augmente|augmentez|augmenter|reduis|reduire|decale|decalez|decaler",
        "move|raise|lower|change|amend|modify|adjust|tighten|update|bring|push|shift|edit|reduce|increase|move up|"
        "bring up|bring down|move down|push up|loosen",
    ),
    "SETV": (
        "mets|mettez|mettre|met|mettons|place|places|placez|placer|passe|passes|passez|passer|fixe|fixes|fixez|fixer|"
        "pose|posez|poser|regle|reglez|regler|ajoute|ajoutez|ajouter",
        "set|put|put in|place|enter|submit|send|add|make it",
    ),
    "HALT": (
        "coupe tout|coupez tout|tout couper|couper tout|arrete tout|arretez tout|tout arreter|arreter tout|stop tout|"
        "stoppe tout|stoppez tout|coupe le trading|coupez le trading|arrete le trading|arretez le trading|"
        "arreter le trading|stoppe le trading|stop le trading|arret d urgence|arrete de trader|bloque le trading|"
        "suspends le trading|gele le trading|bloque tout|bloquez tout|gele tout|stoppe tous les trades|stop au trading",
        "stop everything|stop all|stop trading|stop all trading|stop the trading|kill|kill everything|kill all|"
        "kill switch|kill the trading|halt|halt trading|halt everything|halt all|halt all trading|"
        "shut everything down|shut it all down|shut down everything|emergency stop|freeze trading|freeze everything|"
        "suspend trading|pause trading|pause all trading|hit the kill switch|pull the plug",
    ),
    "RESUME": (
        "reprends|reprend|reprenez|reprendre|reprends le trading|reprenez le trading|reprendre le trading|relance le trading|"
        "relancez le trading|relancer le trading|redemarre le trading|reactive le trading|debloque le trading",
        "resume|resume trading|resume the trading|unhalt|restart trading|restart the trading|unfreeze trading|"
        "start trading again|re enable trading|reenable trading",
    ),
    "ADVANCE": (
        "avance|avances|avancez|avancer|avancons|saute|sautez|sauter",
        "advance|skip|fast forward|move forward|go forward|jump|skip ahead|jump ahead|move ahead|jump forward",
    ),
    "NEXTDAY": (
        "passe au lendemain|passe au jour suivant|passe a la seance suivante|seance suivante|jour suivant|"
        "avance au lendemain|avance jusqu au lendemain|avance au jour suivant|avance a la seance suivante",
        "next day|next session|go to the next day|go to the next session|advance to the next day|"
        "advance to the next session|skip to the next day|move to the next day|skip to the next session",
    ),
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
        "supposons que j|supposons que je",
        "what if i|what if we|what happens if i|what happens if we|what would happen if i|what would happen if we|"
        "how about if i|suppose i|suppose we|imagine i|say i|what would it do if i|"
        "what would my worst case be if i|what would the effect be if i|what would|what would the effect of|"
        "what would be the effect of|what is the effect of",
    ),
    "BUYH": ("achetais|achetait|achetions|acheterais|prenais|achete|achat", "bought|buying|purchased|added|buy|long"),
    "SELLH": ("vendais|vendait|vendions|vendrais|vente", "sold|selling"),
    "SHORTH": ("vendais a decouvert|shortais", "shorted|shorting|sold short"),
    "EFFECT": (
        "a mon pire cas|sur mon pire cas|pour mon pire cas|a mon pire scenario|sur mon risque|a mon risque|"
        "ca donnerait quoi|ca donne quoi|qu est ce que ca donne|qu est ce que ca donnerait|que se passerait il|"
        "qu est ce qui se passe|sur mon compte|a mon compte",
        "do to my worst case|do to the worst case|do to my risk|do to my account|do to my limits|mean for my risk|"
        "do to my headroom|do|cost me|risk|mean for my worst case|on my worst case|on my risk|what happens|"
        "what would happen|what then|change|look like",
    ),
}
"""Verbs (and the nouns used as orders) that ask for an act, or for what an act would do."""

HEADS = frozenset(
    "BUY GET ENTER LONG OPEN INVEST SELL SHORT DUMP CLOSE FLATTEN CUT REDUCE CANCEL AMEND SETV HALT RESUME ADVANCE "
    "NEXTDAY PREVIEW WHATIF".split()
)
"""Categories that make a sentence speak of an act; the grammar of acts is tried when one occurs."""

WEAK = frozenset({"GET", "ENTER", "OPEN", "INVEST", "SETV", "PREVIEW", "CUT", "DUMP", "AMEND", "LONG", "WHATIF"})
"""Heads that ask for an act only beside a symbol, an order or a position."""

TRADING = frozenset("BUY LONG SELL SHORT CLOSE FLATTEN REDUCE HALT".split())
"""Categories of the verbs that are said of a position or an order, whatever else a sentence holds."""

SIDES = frozenset({"BUY", "SELL", "SHORT", "LONG"})
"""Verbs that tell the side of an order: a misspelt one is asked back, never mended."""

PAST = {
    "fr": "ai|as|avons|avez|avais|avait|avions|aurais|aurait|hier|deja|avant hier|la semaine derniere|etait|etais|"
    "vendu|vendus|vendue|vendues|repris|achetais|vendais|achetait|vendait|achetee|achetees",
    "en": "bought|sold|had|was|were|did|yesterday|ago|already|closed|cancelled|canceled|reduced|shorted|moved|halted|"
    "stopped|resumed|advanced|placed|liquidated|purchased|flattened|dumped|trimmed|exited|last week|last month|got|"
    "i 've|we 've|been|went long|went short|have been",
}
"""What puts a sentence into the past."""
