"""How people lead up to a request and what they say around it, French and English side by side, without accents."""

from collections.abc import Mapping
from itertools import product

from agents.grammar.language.supposed import Twins

_ASKED_FR = (
    "peux tu|tu px|px tu|pourrais tu|pouvez vous|pourriez vous|tu peux|tu pourrais|vous pouvez|vous pourriez|est ce que tu peux|"
    "est ce que tu pourrais|est ce que vous pouvez|est ce que vous pourriez|tu veux bien|veux tu bien|"
    "voulez vous bien|voudrais tu|voudriez vous|vous voulez bien|tu voudrais bien|ca te derange d|ca te derange de|"
    "ca te derangerait d|ca te derangerait de|ca t embete de|ca t embete d|ca t ennuie de|ca t ennuie d|"
    "ca vous derange de|ca vous derange d|tu me|tu m|tu peux bien|aurais tu la gentillesse de|"
    "aurais tu la gentillesse d|auriez vous la gentillesse de|auriez vous la gentillesse d|t peux|tu pourras|"
    "pourras tu|pourriez vous s il vous plait|peux tu s il te plait|est ce que tu veux bien|"
    "serais tu assez gentille pour|serais tu assez gentil pour|seriez vous assez aimable pour"
)
_ASKED_EN = (
    "can you|could you|can u|could u|will you please|would you please|would you kindly|would you be so kind as to|"
    "would you be kind enough to|can you please|could you please|could you kindly|could you possibly|"
    "can you possibly|could you just|can you just|could you quickly|can you quickly|could ya|can ya|"
    "would u please|would you be able to|will u please|could you be so kind as to|"
    "would you mind to|could you help me|can you help me|could you go ahead and|"
    "can you go ahead and|can you pls|could you pls|any chance you could|any chance you can|"
    "think you could|think you can"
)

MANNERS: Mapping[str, Twins] = {
    # A polite question is a request; a question mark at its end changes nothing.
    "ASKS": (_ASKED_FR, _ASKED_EN),
    "WISH": (
        "je veux|je voudrais|j aimerais|je souhaite|je souhaiterais|veuillez|merci de|merci d|je|j|on|nous|tu|"
        "j ai envie de|j ai envie d|je vais|on va|nous allons|il faut|il faudrait|faut|j ai besoin de|"
        "j ai besoin d|allez|vas y|veux tu|j aimerais bien|je veux bien|je te demande de|je te prie de|"
        "je te demande d|je te prie d|pense a|n hesite pas a|tu vas|essaie de|essaie d|essaye d|essaye de|je desire|"
        "nous voulons|on veut|nous voudrions|on aimerait|on voudrait|je te laisse|fais moi|j ai decide de|"
        "j ai decide d|je compte|je prefere|je tiens a|je veux que tu|je voudrais que tu|j aimerais que tu|"
        "merci de bien vouloir|sois gentille|sois gentil|fais|il faut que tu|il faudrait que tu|faut que tu|"
        "faudrait que tu|je souhaite que tu|je souhaiterais que tu|je veux que vous|je voudrais que vous|"
        "j aimerais que vous|il faut que vous|il faut que je|il faut que j|faut que je|faut que j|il faut qu on|"
        "faut qu on|je voudrais bien|je souhaiterais bien|vas y et|allons y|il est temps de|il est temps d|"
        "je viens pour|j ai choisi de|j ai choisi d|on se|je me|je m|"
        "merci de me|merci de m|tache de|tache d|prends soin de|charge toi de|charge toi d|occupe toi de|"
        "occupe toi d|il me faut|je te charge de|je te charge d|je te confie|j opte pour|"
        "je souhaite bien|je te laisse le soin de|je te laisse le soin d|fais en sorte de|fais en sorte d|"
        "je vous prie de|je vous prie d|je vous demande de|je vous demande d|merci de vouloir|"
        "on part sur|je pars sur|partons sur|je te prierais de|il s agit de|il s agit d",
        "i want to|i would like to|i 'd like to|will you|i want|i 'd like|i would like|"
        "let 's|lets|let us|i|we|i will|i 'll|we 'll|i need to|i need|i wanna|i wish to|i 'd love to|"
        "i want you to|i 'd like you to|i would like you to|we want to|we need to|let me|i am going to|"
        "i 'm going to|i 'm gonna|im gonna|kindly|go ahead and|time to|to|you can|you could|we would like to|"
        "we 'd like to|help me|do me a favor and|i 'm looking to|looking to|feel free to|help me to|just|"
        "i have decided to|i decided to|i am looking to|i want us to|i prefer to|please do|wanna|i need you to|"
        "we need you to|gotta|i gotta|i 've got to|i have to|we have to|we gotta|i got to|need to|need you to|"
        "want to|want you to|i 'd want to|let 's go ahead and|lets go ahead and|go on and|do me a favour and|"
        "be a dear and|be so kind as to|be kind enough to|make sure to|make sure you|please just|i 've decided to|"
        "i 'm ready to|i am ready to|ready to|it 's time to|"
        "it is time to|i 'm here to|gonna|going to|we 're going to|we are going to|we 're gonna|let me just|"
        "i 'd appreciate it if you|let 's just|you may|"
        "have me|make me|i choose to|i opt to|we will|i am gonna|ima|imma|finna|i must|try to|"
        "try and|hurry and|hurry up and|proceed to|i command you to|i 'm asking you to|i am asking you to|i ask you to|"
        "i hereby|i authorize you to|please go ahead and",
    ),
    "POLITE": (
        "s il te plait|s il vous plait|svp|stp|merci|merci d avance|merci beaucoup|eva|ok|okay|bonjour|salut|bonsoir|"
        "coucou|hello|pour moi|alors|bon|hop|slt|cc|d accord|voila|bien|donc|stpl|sil te plait|s te plait|merci bien|"
        "oui|parfait|super|bonne idee|juste|simplement|aussi|vite|rapidement|au passage|cher ami|bah|ben|euh|"
        "chere eva|ma chere eva|s il t plait|tiens|si possible|urgence|c est urgent|tranquillement|du coup|en fait|"
        "enfin|eh bien|et bien|heu|hum|hmm|bref|allez|allez hop|allez zou|zou|allo|dis donc|dis moi|ecoute|"
        "ecoute moi|regarde|bon alors|bon allez|bon ben|alors voila|ah|oh|hey|yo|mon ami|mon amie|ma grande|"
        "ma belle|mon grand|l ami|chef|cheffe|camarade|copain|copine|ma cocotte|je te prie|"
        "je vous prie|je t en prie|merci infiniment|mille mercis|merci par avance|d avance merci|un grand merci|"
        "merci a toi|merci eva|c est gentil|ce serait super|ce serait gentil|ca serait cool|urgent|presto|au plus simple|"
        "vite fait|en vitesse|en urgence|rapido|rapidos|rapide|a mon portefeuille|a mon compte|au portefeuille|sur mon compte|pour mon compte|depuis mon compte|"
        "dans mon portefeuille|pour mon portefeuille|dans mon compte|bonne journee|bonne soiree|bonne nuit|a plus|"
        "a plus tard|a bientot|a tout a l heure|cordialement|bien a toi|bises|bisous|ciao|ca va|ca va ?|"
        "comment ca va ?|comment vas tu ?|tu vas bien ?|quoi de neuf ?|j espere que tu vas bien|"
        "j espere que vous allez bien|rebonjour|re|re bonjour|bien le bonjour|bon matin|allons y|c est parti|on y va|"
        "go|vas y|feu|feu vert|franchement|direct|directement|carrement|tout simplement|tout bonnement|"
        "tout de go|apres reflexion|apres mure reflexion|tout bien reflechi|reflexion faite|finalement|au fait|"
        "d abord|pour commencer|premierement|en premier|note bien|sans souci|pas de souci|pas de probleme|"
        "comme prevu|comme convenu|comme d habitude|comme d hab|quelle journee|quelle semaine|quelle matinee|petite demande|petite chose|derniere chose|"
        "une petite chose|une chose|nickel|genial|excellent|tres bien|ca marche|entendu|c est bon|banco|ouais|"
        "oui oui|ouaip|merki|mci|mrc|mersi|bjr|bsr|svp merci|stp merci|"
        "pour mon compte perso|tout court|mon cher|ma chere|chers amis|cher assistant|chere assistante|assistant|"
        "assistante|mademoiselle|madame|monsieur|s il te plait merci|quand meme|la dessus|maintenant merci|"
        "bonne chance|croise les doigts|je compte sur toi|je te fais confiance|merci pour tout|merci pour ton aide|"
        "c est tout|ce sera tout|et c est tout|sans plus attendre|allez vas y|allez go|top|impec|"
        "avec plaisir|volontiers|je t adore|t es un amour|tu es un amour|tu es un ange|tu es la meilleure|"
        "c est decide|ma decision est prise|je suis decide|je suis decidee|j ai decide|je suis sur de moi|"
        "j en suis sur|j en suis sure|je confirme|confirme|je valide|sans faute",
        "please|thanks|thank you|thanks in advance|eva|ok|okay|hello|hi|hey|for me|pls|plz|thx|ty|alright|all right|"
        "so|well|cheers|hey eva|good morning|good evening|yes|yeah|sure|great|just|quickly|kindly|thanks a lot|"
        "thank you very much|much appreciated|dear eva|if possible|emergency|it is urgent|"
        "right|then please|good afternoon|um|uh|thanks so much|thank you so much|yep|fine|thnks|thnx|tnx|tks|thks|"
        "morning|evening|afternoon|quick|real quick|super quick|mate|buddy|pal|dude|bro|man|friend|my friend|boss|"
        "chief|love|dear|folks|guys|team|sir|ma 'am|madam|hun|honey|sweetie|fam|yo|oi|aye|hiya|howdy|hi there|"
        "hello there|hey there|hey you|ok so|okay so|so yeah|anyway|anyways|actually|basically|honestly|er|erm|uhm|"
        "umm|hmm|hm|oh|ah|aha|look|listen|now then|right then|ok then|okay then|alright then|cool|perfect|awesome|"
        "nice|good|simply|right so|for my account|in my account|on my account|with my account|for my own account|"
        "from my account|for my portfolio|in my portfolio|to my portfolio|if you please|if you would|if you don't mind|"
        "if you do not mind|if you can|if that 's ok|if that 's okay|be quick|quick as you can|"
        "hurry|hurry up|on the double|chop chop|urgent|urgently|it 's urgent|real fast|fast|for now|"
        "many thanks|thank u|thanx|thank you kindly|thanks mate|thanks eva|ta|appreciated|appreciate it|"
        "i appreciate it|have a nice day|have a good day|have a great day|have a good one|good night|see you|see ya|"
        "see you later|talk later|talk soon|take care|bye|goodbye|best|best regards|kind regards|regards|sincerely|"
        "how are you ?|how 's it going ?|how are you doing ?|what 's up ?|you there ?|are you there ?|"
        "how are you today ?|hope you are well|hope you 're well|hope all is well|hope you 're doing well|"
        "hope you are doing well|i hope you are well|i hope you 're well|go|let 's go|lets go|here we go|let 's do this|"
        "let 's do it|do it|go for it|first|first of all|first off|to start|for starters|quick one|quick thing|"
        "quick request|quick favor|quick favour|one thing|one more thing|small thing|small favor|small favour|"
        "last thing|little favour|little favor|one last thing|a quick one|as usual|as planned|as agreed|"
        "as discussed|no problem|no worries|no rush|ok great|ok cool|ok perfect|ok good|okay great|sounds good|"
        "thank god|finally|after careful thought|after careful consideration|after some thought|"
        "all things considered|that 's all|that is all|that 's it|that will be all|that 'll be all|and that 's it|"
        "nothing else|fingers crossed|wish me luck|i trust you|i 'm sure|i am sure|i confirm|i 'm certain|"
        "decision made|it 's decided|my mind is made up|my mind 's made up|i 've decided|"
        "i 've made up my mind|i have made up my mind|i have decided|made up my mind|no questions asked|what a day|what a week|what a morning|what a night|"
        "old friend|old chap|my good friend|assistant|dear assistant|hey assistant|ms eva|miss eva|"
        "pretty please|plzz|plss|thanking you|god bless|ok eva|okay eva|hi eva|hello eva|yo eva|"
        "without fail|straight up|on my behalf|asap please|asap thanks",
    ),
    # Said in earnest or in mockery, there is no telling: no production takes these.
    "MOCKED": (
        "ah super|ah bravo|ah oui|ah genial|ah parfait|ah bah oui|ah ben oui|oh super|oh genial|oh bravo|oh parfait|"
        "ben voyons|mais bien sur|bien sur|super idee|oui oui bien sur|oh oui|oui bien sur|ouais super|ah tres bien|"
        "ah excellent|bravo",
        "yeah right|oh great|oh sure|oh yeah|oh yes|oh right|oh wonderful|oh perfect|oh nice|oh fine|oh awesome|"
        "oh excellent|sure sure|yeah yeah|yeah sure|great idea|nice idea|oh good|ah great|ah yes|ah sure|oh cool|"
        "oh brilliant|well done|right right|good job|nice one|oh well",
    ),
}
"""What leads up to a request, and what says nothing of it."""

GERUNDS: Mapping[str, str] = {
    "BUY": "buying|purchasing|acquiring",
    "GET": "grabbing|getting|picking up|taking|scooping up|adding|loading up on|snagging|getting me",
    "SELL": "selling|selling off",
    "SHORT": "shorting|going short|selling short",
    "LONG": "going long|going long on",
    "DUMP": "dumping|offloading|unloading|ditching|getting rid of",
    "CLOSE": "closing|closing out|exiting|liquidating|getting out of|cashing out of|cashing out|bailing out of",
    "COVER": "covering|buying back",
    "FLATTEN": "flattening",
    "REDUCE": "reducing|trimming|cutting|lightening|scaling out of|paring|scaling back",
    "CANCEL": "cancelling|canceling|deleting|pulling|withdrawing",
    "AMEND": "moving|raising|lowering|changing|tightening|adjusting|updating|bringing|pushing",
    "SETV": "setting|placing|putting|putting in|entering",
    "ADVANCE": "advancing|skipping|fast forwarding|moving forward|jumping|jumping ahead",
    "OPEN": "opening|entering",
}
"""What somebody is about to do: "I'm buying", "would you mind selling"."""

_PRESENT = "i 'm|im|i am|we 're|we are|i 'm just"
_MIND = "would you mind|do you mind|you mind|would u mind"


def gerund_phrases() -> dict[str, str]:
    """English phrases of the verbs of acts in their -ing form, by category; polite questions and plain statements."""
    leads = f"{_PRESENT}|{_MIND}".split("|")
    return {
        category: "|".join(f"{lead} {form}" for lead, form in product(leads, forms.split("|")))
        for category, forms in GERUNDS.items()
    }


MINDED = tuple(tuple(lead.split()) for lead in _MIND.split("|"))
"""How a polite question with a verb in -ing begins."""
