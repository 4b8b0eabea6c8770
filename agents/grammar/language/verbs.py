"""The verbs of acts with their inflected forms, French and English side by side, without accents or capitals.

Phrases are separated by `|`. Elisions stand without apostrophe ("d", "l", "n"), hyphens as spaces. A form may belong
to several categories; the chart keeps them all and the sentence decides.
"""

from collections.abc import Mapping

from agents.grammar.language.supposed import SUPPOSED, Twins

VERBS: Mapping[str, Twins] = {
    "BUY": (
        "achete|achetes|achetez|achetons|acheter|achetiez|achat|rachete|rachetes|rachetez|racheter|rachat|acquiers|"
        "acquiert|acquerir|acquerez|acquisition|fais l acquisition d|fais l acquisition de|procure moi|procurez moi",
        "buy|purchase|buy back|rebuy|buy up|acquire",
    ),
    "GET": (
        "prends|prend|prenez|prendre|prenons|prennes|preniez|chope|chopes|chopez|choper|mets moi|mettez moi|mets m en|"
        "mets nous|ajoute|ajoutes|ajoutez|ajouter|ramasse|ramasses|ramassez|ramasser|charge|charges|chargez|charger|"
        "rentre|rentres|rentrez|rentrer|recupere|recuperes|recuperez|recuperer|rafle|rafles|rafler|embarque|prends moi|"
        "attrape|empoche moi|achemine moi|commande moi",
        "get|grab|pick up|put me down for|put me in for|put me in|snag|add|take|scoop up|scoop|load|load up on|load up|"
        "stock up on|snap up|nab|bag|cop|secure|get me in|get me into|get me some|hook me up with|let me have|fetch|"
        "pick me up|scoop me up|sign me up for|let me get",
    ),
    "GIVE": (
        "il me faut|me faut|il nous faut|il me faudrait|me faudrait|il me faut encore|je veux|je voudrais|j aimerais|"
        "je souhaite|j ai besoin de|j ai besoin d|donne moi|donnez moi|file moi|j en veux|il m en faut|il m en faudrait|"
        "je desire|je souhaiterais|j aimerais bien|je voudrais bien|je veux bien",
        "give me|gimme|i want|i need|i 'd like|i would like|i 'll have|i wanna have|hit me with|"
        "i want to have|we need|we want",
    ),
    "ATBUY": (
        "a l achat|en achat|a l acquisition|cote achat|sens achat|sens acheteur|cote acheteur",
        "on the buy side|as a buy|buy side|side buy|to the buy side",
    ),
    "ATSELL": (
        "a la vente|en vente|cote vente|sens vente|sens vendeur|cote vendeur",
        "on the sell side|as a sell|sell side|side sell",
    ),
    "ENTER": (
        "rentre|rentres|rentrez|rentrer|entre|entres|entrez|entrer|place toi|placez vous|positionne toi|positionne moi|"
        "positionnez vous|positionnez moi|se placer|se positionner|me placer|me positionner|place moi|placez moi",
        "enter|get in|get me in|go in|step in|jump in",
    ),
    "LONG": (
        "passe long|passe longue|passer long|passons long|entre long|entrer long|va long|sois long|passe acheteur|"
        "passer acheteur|passe moi long|mets moi long|mets moi acheteur|positionne moi long|longue",
        "go long|long|get long|enter long|be long|put me long|get me long|open a long on|open a long in|open a long of|"
        "open long|going long|start a long in|start a long on|enter a long in|enter a long on",
    ),
    "OPEN": (
        "ouvre|ouvres|ouvrez|ouvrir|ouvrons|prends|prend|prenez|prendre|initie|initier|monte moi|constitue|"
        "constitue moi|constituer|cree|demarre",
        "open|take|enter|start|initiate|build|establish|open up|put on|open me",
    ),
    "INVEST": (
        "investis|investissez|investir|investissons|place|placez|placer|mise|misez|miser|mets|mettez|mettre|injecte|"
        "alloue|engage|prends|prenez|prendre",
        "invest|put|place|allocate|deploy|park|throw|stick|sink|bet",
    ),
    "SELL": (
        "vends|vend|vendez|vendre|vendons|vendes|vendiez|vente|revends|revend|revendez|revendre|cede|cedes|cedez|ceder|"
        "cession|ecoule|ecouler|fourgue|fourgues|fourguer",
        "sell|sell off",
    ),
    "SHORT": (
        "a decouvert|vends a decouvert|vend a decouvert|vendez a decouvert|vendre a decouvert|vente a decouvert|shorte|"
        "shortes|shortez|shorter|shortons|passe short|passer short|passe vendeur|passe moi short|mets moi short|"
        "mets moi vendeur|entre short|entrer short|passe a decouvert|positionne moi short|cede a decouvert|ouvre un short sur|ouvre un short de|"
        "ouvre un short d|prends un short sur|vends short",
        "short|sell short|short sell|go short|get short|enter short|put me short|get me short|open a short on|"
        "open a short in|open a short of|open short|start a short in|start a short on|be short|open up a short on",
    ),
    "DUMP": (
        "vire|vires|virez|virer|bazarde|bazardes|bazardez|bazarder|debarrasse toi de|debarrasse toi d|debarrasse moi de|"
        "debarrasse moi d|debarrasse nous de|debarrasse nous d|debarrassez vous de|debarrassez moi de|debarrasse toi|"
        "debarrasser de|debarrasser d|largue|largues|larguez|larguer|balance|balances|balancez|balancer|degage|degages|"
        "degagez|degager|decharge|decharges|dechargez|decharger|lache|laches|lachez|lacher|jette|jettes|jeter|"
        "desengage toi de|desengage toi d|desengage moi de|desengage moi d|debarrassez moi d|decharge toi de|"
        "decharge toi d|decharge moi de|decharge moi d|degage moi|degage moi de|fous dehors|me debarrasser de|"
        "me debarrasser d|sors moi",
        "dump|ditch|get rid of|offload|unload|dispose of|blow out|shed|let go of|part with|chuck|jettison|bin|"
        "puke|throw out",
    ),
    "CLOSE": (
        "ferme|fermes|fermez|fermer|fermons|fermiez|liquide|liquides|liquidez|liquider|solde|soldes|soldez|solder|"
        "cloture|clotures|cloturez|cloturer|deboucle|deboucles|debouclez|deboucler|quitte|quittes|quittez|quitter|sors|"
        "sort|sortez|sortir|sortons|sortes|denoue|denoues|denouez|denouer|clos|clore|sors moi de|"
        "sors moi d|sortez moi de|sortez moi d|sors nous de|sors nous d|sors toi de|sors toi d|me sortir de|"
        "me sortir d|degage moi de|degage moi d|coupe la position sur|retire toi de|retire moi de",
        "close|close out|close down|close off|liquidate|exit|get out of|get me out of|get us out of|get out|pull out of|"
        "leave|exit out of|cash out|cash out of|cash in|bail out of|bail on|bail from|bail out|bail|get outta|"
        "get me outta|take me out of|take me outta|square off|square|square up|wind down|unwind|"
        "buy to cover|pull me out of|pull me outta|step out of|"
        "get me all out of|get us outta|walk away from|sell out of|sell me out of",
    ),
    "COVER": ("", "cover|cover up|cover on"),
    "BUYBACK": (
        "rachete|rachetes|rachetez|racheter|rachat|rachat d|couvre|couvres|couvrez|couvrir",
        "buy back|buy in|repurchase",
    ),
    "FLATTEN": (
        "mets a plat|mettre a plat|tout a plat|mets tout a plat|remets a plat|mets moi a plat|aplatis|tout fermer|tout vendre|tout solder|"
        "tout liquider|tout cloturer|tout revendre",
        "flatten|flatten out|go flat|get flat|flatten me|get me flat|take me flat|put me flat",
    ),
    "FLAT": (
        "flat|a plat|passe flat|mets moi flat|mets toi flat|passe moi flat|sois flat|etre flat",
        "flat|be flat|make me flat",
    ),
    "CUT": ("coupe|coupes|coupez|couper|coupons", ""),
    "REDUCE": (
        "reduis|reduit|reduisez|reduire|reduisons|reduises|allege|alleges|allegez|alleger|diminue|diminues|diminuez|"
        "diminuer|rogne|rogner|rabote|raboter|ecreme|ecremer|deleste|deleste moi de|deleste moi d",
        "reduce|trim|cut|lighten|scale down|scale back|pare|pare down|cut back|cut down|downsize|shrink|scale out of|"
        "scale out|lighten up|lighten up on|trim down|trim back|cut back on|cut down on|"
        "dial back|dial down",
    ),
    "SLICE": (
        "",
        "shave|shave off|take off|knock off|peel off|trim off|lop off|chop off|skim off|prune|slim down|slice off",
    ),
    "LOWER": (
        "abaisse|abaisser|baisse|baissez|baisser|descends|descendre|fais baisser",
        "lower|decrease|bring down|drop|slash|shrink",
    ),
    "SHAVE": ("", "take|shave|knock|trim|peel|lop|cut|chop|skim|slice|carve|pare"),
    "HALVE": (
        "divise par deux|divisez par deux|diviser par deux|divise en deux|coupe en deux|coupez en deux|couper en deux|"
        "reduis de moitie|partage en deux",
        "halve|cut in half|cut in two|split in two|split in half",
    ),
    "TAKEOUT": (
        "retire|retires|retirez|retirer|enleve|enleves|enlevez|enlever|ote|otes|otez|oter|preleve|prelever|soustrais",
        "remove|pull|withdraw|subtract|strip",
    ),
    "CANCEL": (
        "annule|annules|annulez|annuler|annulons|annuliez|supprime|supprimes|supprimez|supprimer|retire|retires|"
        "retirez|retirer|enleve|enleves|enlevez|enlever|ote|annulation|annulation de|"
        "annulation d|revoque|revoquez|revoquer",
        "cancel|delete|remove|withdraw|scrap|pull|yank|axe|nix|void|revoke|rescind|call off|cxl|cncl|nuke",
    ),
    "DISCARD": (
        "vire|vires|virez|virer|degage|degages|degagez|degager|jette|jettes|jetez|jeter|coupe|coupez|balance|bazarde|"
        "laisse tomber|debarrasse moi de|debarrasse moi d|debarrasse toi de|debarrasse toi d|stoppe",
        "kill|kill off|drop|ditch|dump|trash|bin|get rid of|lose|toss|zap|throw out|chuck",
    ),
    "KILLALL": ("", "kill all"),
    "AMEND": (
        "remonte|remontes|remontez|remonter|monte|montes|montez|monter|descends|descend|descendez|descendre|baisse|"
        "baisses|baissez|baisser|deplace|deplaces|deplacez|deplacer|change|changes|changez|changer|modifie|modifies|"
        "modifiez|modifier|ajuste|ajustes|ajustez|ajuster|releve|releves|relevez|relever|abaisse|abaisses|abaissez|"
        "abaisser|resserre|resserres|resserrez|resserrer|rehausse|rehausser|augmente|augmentes|augmentez|augmenter|"
        "reduis|reduire|decale|decales|decalez|decaler|bouge|bouges|bougez|bouger|ramene|ramenes|ramenez|ramener|"
        "pousse|poussez|pousser|hausse|hausser|rabaisse|rabaisser|redescends|redescendre|serre|serrez|serrer|recule|"
        "reculer|reporte|actualise|actualiser|corrige|corriger|fais monter|fais descendre|fais passer|rapproche|"
        "rapprocher|eloigne|eloigner|desserre|edite|mets a jour|mettre a jour|recale|repositionne|remplace",
        "move|raise|lower|change|amend|modify|adjust|tighten|update|bring|push|shift|edit|reduce|increase|move up|"
        "bring up|bring down|move down|push up|push down|loosen|bump|bump up|bump down|nudge|nudge up|nudge down|lift|"
        "hike|reset|slide|slide up|slide down|tighten up|walk|walk up|mv|ratchet|ratchet up|drop|pull|pull up|pull in|"
        "pull down|drag|drag up|take|revise|correct|widen|decrease|cut|drag down",
    ),
    "SETV": (
        "mets|mettez|mettre|met|mettons|mettes|place|places|placez|placer|passe|passes|passez|passer|fixe|fixes|fixez|"
        "fixer|pose|poses|posez|poser|regle|regles|reglez|regler|ajoute|ajoutes|ajoutez|ajouter|envoie|envoies|envoyez|"
        "envoyer|soumets|remets|saisis|transmets|lance|depose|cree|balance|colle|rentre|entre|programme|mets moi|mettez moi|mets nous|"
        "place moi|placez moi|passe moi",
        "set|put|put in|place|enter|submit|send|add|make it|make|stick|stick in|drop in|throw in|punch in|send in|"
        "key in|create|work|fire off|set up|put up|lodge|pop in|pop",
    ),
    "HALT": (
        "coupe tout|coupez tout|tout couper|couper tout|arrete tout|arretez tout|tout arreter|arreter tout|stop tout|"
        "stoppe tout|stoppez tout|arrete tout le trading|arretez tout le trading|coupe tout le trading|stoppe tout le trading|"
        "coupe le trading|coupez le trading|arrete le trading|arretez le trading|"
        "arreter le trading|stoppe le trading|stop le trading|arret d urgence|arrete de trader|bloque le trading|"
        "suspends le trading|gele le trading|bloque tout|bloquez tout|gele tout|stoppe tous les trades|stop au trading|suspends tout|suspendre le trading|"
        "suspendez le trading|fige tout|interromps le trading|interrompre le trading|mets le trading en pause|"
        "mets le trading a l arret|on arrete tout|on coupe tout|pause le trading|mets tout en pause|gele les ordres|"
        "desactive le trading|verrouille le trading|verrouille tout|ferme le trading|stoppe toute activite|arretez de trader|cesse de trader|cessez de trader|"
        "arreter de trader|debranche tout|tout bloquer|coupe circuit|arret total|arret immediat|coupe les vannes",
        "stop everything|stop all|stop trading|stop all trading|stop the trading|kill|kill everything|kill all|"
        "kill switch|kill the trading|halt|halt trading|halt everything|halt all|halt all trading|"
        "shut everything down|shut it all down|shut down everything|emergency stop|freeze trading|freeze everything|"
        "suspend trading|pause trading|pause all trading|hit the kill switch|pull the plug|cease trading|cease all trading|"
        "stop all activity|stop all the trading|suspend all trading|disable trading|turn trading off|turn off trading|"
        "switch off trading|switch trading off|shut down trading|shut trading down|shut off trading|lock trading|"
        "lock everything|lock everything down|lock it down|lock it all down|freeze it all|stop it all|pause everything|"
        "suspend everything|freeze all trading|hard stop|halt the trading|pull the kill switch|trigger the kill switch|"
        "engage the kill switch|block trading|block all trading|kill trading|kill all trading|put trading on hold|"
        "stop the bot|kill the bot|stop the desk|halt the desk",
    ),
    "RESUME": (
        "reprends|reprend|reprenez|reprendre|relance|relancez|relancer|reactive|reactivez|reactiver|debloque|debloquez|"
        "debloquer|redemarre|redemarrez|redemarrer|reprends le trading|reprenez le trading|reprendre le trading|relance le trading|"
        "relancez le trading|relancer le trading|redemarre le trading|reactive le trading|debloque le trading|"
        "redemarrer le trading|redemarrez le trading|reactiver le trading|reactivez le trading|debloquer le trading|"
        "reouvre le trading|reouvrir le trading|rouvre le trading|rallume le trading|remets le trading en marche|"
        "remets le trading en route|remets en marche|remets en route|deverrouille le trading|leve l arret|leve la suspension|leve le blocage|"
        "leve la pause|autorise a nouveau le trading|autorise de nouveau le trading|degele le trading|relance tout|"
        "remets le trading|repars|reprise du trading|sors de pause|retablis le trading|re autorise le trading|remets tout en marche|"
        "reautorise le trading|recommence a trader|recommencez a trader|remets toi a trader|reprends les trades",
        "resume|resume trading|resume the trading|reactivate|unblock|unfreeze|unhalt|restart trading|restart the trading|unfreeze trading|"
        "start trading again|re enable trading|reenable trading|turn trading back on|turn trading on|turn back on trading|"
        "turn on trading|switch trading back on|switch trading on|unpause|unpause trading|unsuspend trading|"
        "unblock trading|unlock trading|enable trading|enable trading again|restore trading|reopen trading|"
        "start trading|continue trading|carry on trading|lift the halt|lift the suspension|lift the block|"
        "lift the pause|lift the freeze|release the halt|release the kill switch|reset the kill switch|"
        "reactivate trading|allow trading again|back to trading|get trading again|bring trading back|"
        "put trading back on|turn it back on|let trading resume|get back to trading|resume all trading|go back to trading|"
        "undo the halt|trading back on",
    ),
    "ADVANCE": (
        "avance|avances|avancez|avancer|avancons|avanciez|saute|sautes|sautez|sauter|fais avancer|faites avancer|"
        "fais avancer l horloge|laisse passer|laissez passer|laisse filer|fais passer|fais defiler|"
        "avance rapide",
        "advance|skip|fast forward|move forward|go forward|jump|skip ahead|jump ahead|move ahead|jump forward|roll|"
        "roll forward|step forward|skip forward|run forward|play forward|wind forward|spool forward|"
        "step ahead|move the market forward|move the clock forward|push the market forward|push the clock forward|"
        "roll the market forward|roll the clock forward|take the market forward|bring the market forward|"
        "move the market ahead|move the market on|move time forward|wind the clock forward|turn the clock forward|"
        "run the market forward|carry the market forward|let the market run|let the market run for|"
        "push forward|run the clock forward|step the market forward|push time forward|fast forward the market",
    ),
    "PASSW": ("passe|passes|passez|passer|attends|va", "step|run|play|go"),
    "NEXTDAY": (
        "passe au lendemain|passe au jour suivant|passe a la seance suivante|seance suivante|jour suivant|"
        "avance au lendemain|avance jusqu au lendemain|avance au jour suivant|avance a la seance suivante|"
        "passer a la seance suivante|passer au jour suivant|jour d apres|passe a demain|va au jour suivant|"
        "va a la seance suivante|saute au jour suivant|saute a la seance suivante|passons au jour suivant|"
        "passons a la seance suivante|avance jusqu a la seance suivante|avance jusqu a la prochaine seance|avance a la prochaine seance|"
        "passe a la prochaine seance|passe a la journee suivante|seance d apres",
        "next day|next session|go to the next day|go to the next session|advance to the next day|"
        "advance to the next session|skip to the next day|move to the next day|skip to the next session|"
        "move to the next session|move on to the next day|move on to the next session|jump to the next day|"
        "jump to the next session|forward to the next day|on to the next day|on to the next session|roll to the next day|"
        "step to the next session|roll to the next session|go to next day|advance to next day|next trading day",
    ),
    **SUPPOSED,
}
"""Verbs (and the nouns used as orders) that ask for an act, or for what an act would do."""

HEADS = frozenset(
    "BUY GET ENTER LONG OPEN INVEST SELL SHORT DUMP CLOSE COVER BUYBACK FLATTEN FLAT CUT REDUCE LOWER SHAVE HALVE TAKEOUT CANCEL "
    "DISCARD KILLALL SLICE AMEND SETV HALT RESUME ADVANCE NEXTDAY PREVIEW WHATIF".split()
)
"""Categories that make a sentence speak of an act; the grammar of acts is tried when one occurs."""

WEAK = frozenset(
    "GET ENTER OPEN INVEST SETV PREVIEW CUT DUMP AMEND LONG WHATIF COVER BUYBACK FLAT LOWER SHAVE HALVE TAKEOUT DISCARD SLICE KILLALL".split()
)
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
