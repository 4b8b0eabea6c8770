"""Small talk, and the languages of the answers, with the French and English phrases for each."""

from collections.abc import Mapping

from agents.grammar.language.supposed import Twins

TALK: Mapping[str, Twins] = {
    "thanks": (
        "merci|merci beaucoup|mille mercis|grand merci|merci bien|je te remercie|merci a toi|c est gentil|merci pour tout",
        "thanks|thank you|thx|thank you very much|ty|cheers|many thanks|thanks a lot|thank you so much|much obliged|"
        "thanks so much|appreciated|i appreciate it",
    ),
    "bye": (
        "au revoir|bye|a bientot|bonne nuit|bonne soiree|a demain|a plus|a plus tard|bonne journee|ciao|salut et merci|"
        "a tout a l heure|tchao|bye bye|a la prochaine|je file|je te laisse",
        "bye|goodbye|see you|good night|see you later|see you tomorrow|have a good day|talk later|bye bye|cya|"
        "talk to you later|catch you later|have a nice day|have a good evening|so long|farewell",
    ),
    "hello": (
        "bonjour|salut|bonsoir|coucou|hello|slt|cc|yo|rebonjour|hey|bien le bonjour",
        "hello|hi|hey|good morning|good evening|good afternoon|hi there|hello there|yo|howdy|greetings|morning",
    ),
    "who": (
        "qui es tu|tu es qui|c est quoi ton nom|comment tu t appelles|comment t appelles tu|ton nom|presente toi|"
        "t es qui|quel est ton nom|qu est ce que tu es|tu t appelles comment|que signifie eva|qui est eva",
        "who are you|what is your name|what 's your name|your name|introduce yourself|what are you|who is this|"
        "tell me about yourself|who r u|who is eva|what does eva mean",
    ),
    "how": (
        "ca va|comment vas tu|comment ca va|tu vas bien|comment tu vas|ca roule|la forme|quoi de neuf|ca va bien|"
        "comment allez vous|tout roule|ca gaze|comment te sens tu|bien dormi|tu vas comment",
        "how are you|how are you doing|how 's it going|how is it going|what 's up|how do you do|are you ok|how are things|"
        "you ok|how do you feel|whats up|hows it going|how r u|are you well|how have you been|sup",
    ),
    "human": (
        "es tu humain|es tu humaine|tu es humain|tu es humaine|es tu un robot|tu es un robot|es tu une ia|tu es une ia|"
        "es tu une vraie personne|tu es une machine|es tu une machine|t es un robot|t es une ia|tu es un bot|"
        "es tu un bot|est ce que tu es humain|est ce que tu es humaine|est ce que tu es un robot|es tu reelle|"
        "est ce que tu es une ia|es tu vivante|tu es reelle|t es humaine|je parle a un humain|je parle a un robot",
        "are you human|are you a human|are you a robot|are you a bot|are you an ai|are you real|are you a person|"
        "are you a machine|are you a real person|am i talking to a human|are you alive|are you ai|"
        "am i talking to a bot|am i talking to a robot|am i talking to a person|are you sentient|are you conscious",
    ),
    "praise": (
        "bravo|bien joue|super|genial|excellent|parfait|bon travail|t es la meilleure|tu es la meilleure|tu es geniale|"
        "t es geniale|top|impressionnant|beau travail|je t adore|chapeau|nickel|formidable|tu geres|trop forte|"
        "c est parfait|c est super|tu es super|magnifique|felicitations|trop bien|j adore",
        "well done|great|good job|great job|awesome|excellent|perfect|nice|nice work|you are the best|"
        "amazing|brilliant|good work|you 're the best|i love you|impressive|great work|nice one|you rock|fantastic|"
        "you are great|you 're great|you are amazing|you 're amazing|wonderful|love it|congrats|congratulations|nice job|"
        "good bot|cool",
    ),
    "sorry": (
        "desole|desolee|pardon|excuse moi|excusez moi|je m excuse|mes excuses|au temps pour moi|autant pour moi|"
        "je suis desole|je suis desolee|sorry|ma faute|oups",
        "sorry|i am sorry|i 'm sorry|my bad|my mistake|pardon me|apologies|excuse me|my apologies|oops|i apologize|"
        "im sorry|so sorry",
    ),
    "insult": (
        "tu es nulle|t es nulle|tu es nul|t es nul|idiote|idiot|imbecile|tu es bete|t es bete|stupide|tu es stupide|"
        "conne|connard|connasse|ta gueule|va te faire foutre|nulle|merde|tu sers a rien|tu ne sers a rien|"
        "incapable|inutile|tu es inutile|espece d idiote|abrutie|tu m enerves|t es inutile|debile|c est nul",
        "you are stupid|you 're stupid|stupid|idiot|you suck|you are useless|you 're useless|useless|shut up|"
        "fuck you|dumb|you are dumb|you 're dumb|moron|you idiot|stupid bot|piss off|screw you|damn you|"
        "you are an idiot|you 're an idiot|you are terrible|go to hell|asshole|bitch|you are worthless|fuck off|"
        "you are bad|you 're terrible|you are hopeless|hopeless|shit|you are awful|dumb bot",
    ),
    "shorter": (
        "plus court|redis ca plus court|en plus court|plus bref|resume|fais plus court|raccourcis|trop long|"
        "en deux mots|sois plus breve|en bref|fais court|c est trop long|en resume|plus simple|plus simplement|"
        "dis le plus court|resume ca|resume moi ca|reponds plus court|en une phrase|abrege|sois breve|plus concis",
        "shorter|say that shorter|make it shorter|too long|in short|be brief|briefly|sum it up|summarize that|tldr|"
        "tl dr|say it shorter|keep it short|in a nutshell|in one sentence|be concise|more concise|summarise that|"
        "that was too long|make that shorter|shorter please|simpler|more briefly|say it more briefly|cut it short",
    ),
    "longer": (
        "plus long|plus de details|en detail|detaille|developpe|explique davantage|en dire plus|dis m en plus|"
        "donne plus de details|explique mieux|sois plus precise|peux tu developper|plus en detail|dis en plus|"
        "plus d explications|explique|explique moi|tu peux detailler|plus de precisions|precise",
        "longer|more details|more detail|in detail|elaborate|tell me more|explain more|go into detail|say more|"
        "expand on that|explain that|can you elaborate|explain|give me more detail|give me more details|"
        "expand|more information|explain it|be more specific|go on",
    ),
    "repeat": (
        "repete|redis|redis le|redis ca|repete ca|tu peux repeter|peux tu repeter|pardon quoi|comment|quoi|hein|"
        "repetez|j ai pas compris|je n ai pas compris|tu disais|qu est ce que tu as dit|tu as dit quoi|"
        "redis le moi|j ai rien compris|je n ai rien compris",
        "say that again|say again|come again|what did you say|say it again|pardon|i did not get that|"
        "i didn't get that|repeat your answer|repeat what you said|can you repeat that|repeat please|"
        "could you repeat that|repeat|i did not understand|i don't understand|i didn't understand|huh|what|"
        "i do not understand|can you say that again|could you say that again",
    ),
    "yes": (
        "oui|ouais|ouaip|yes|bien sur|evidemment|tout a fait|exactement|absolument|d accord|ok|okay|vas y|"
        "c est ca|entendu|ca marche|oui oui|je confirme|confirme|certainement|go|volontiers|carrement",
        "yes|yeah|yep|sure|of course|ok|okay|right|exactly|absolutely|go ahead|do it|correct|indeed|agreed|yup|"
        "definitely|i agree|certainly|confirmed|i confirm|go for it|that 's right|alright|all right|y",
    ),
    "no": (
        "non|nan|pas du tout|jamais|non merci|surtout pas|laisse tomber|laisse|oublie|non non|pas maintenant|"
        "certainement pas|negatif|rien|c est bon laisse|tant pis|pas la peine|absolument pas",
        "no|nope|nah|not at all|never|no thanks|no thank you|never mind|nevermind|forget it|not now|drop it|"
        "certainly not|leave it|of course not|absolutely not|no way|nothing|negative|don't|stop it",
    ),
}
"""What is only said, with what it is about."""

LANGUAGES: Mapping[str, Twins] = {
    "fr": ("en francais|parle francais|francais", "in french|speak french|to french|french"),
    "en": ("en anglais|parle anglais|anglais", "in english|speak english|to english|english"),
}
"""The languages of the answers, as a sentence may ask for them."""
