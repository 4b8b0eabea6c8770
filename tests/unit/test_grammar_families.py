"""Families of ways to ask for one thing, French and English: verbs, order of parts, politeness, types, protection."""

import pytest

from agents.grammar import understand

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")


def rows(table: str) -> list[tuple[str, str, dict[str, str]]]:
    """A sentence, its tool and its arguments from each line `sentence | tool name=value ...`.

    New orders are short: `buy 10 IBM limit=120`, `short 5 GOOG stop=600`, `risk 0.01 IBM stop=115`,
    `buy - IBM risk=0.01 stop=115`; their type is told by their prices.
    """
    found = []
    for line in table.strip().splitlines():
        text, _, due = line.rpartition(" | ")
        tool, *words = due.split()
        args = dict(word.replace("_USD", " USD").split("=") for word in words if "=" in word)
        if tool in ("buy", "sell", "short", "risk"):
            args |= _ordered(tool, words[0].replace("_USD", " USD"), words[1], args)
            tool = "place_order"
        found.append((text, tool, args))
    return found


def _ordered(verb: str, size: str, symbol: str, prices: dict[str, str]) -> dict[str, str]:
    kinds = {(): "market", ("limit",): "limit", ("trigger",): "stop", ("limit", "trigger"): "stop_limit"}
    kind = kinds[tuple(name for name in ("limit", "trigger") if name in prices)]
    args = {"symbol": symbol, "type": kind}
    if verb != "risk":
        args["side"] = "buy" if verb == "buy" else "sell"
    if verb == "short":
        args["short"] = "yes"
    sized = "risk" if verb == "risk" else "notional" if "USD" in size else "quantity"
    return args | ({sized: size} if size != "-" else {})


FAMILIES = rows("""
Tu pourrais me prendre 12 titres IBM au prix du marché stp ? | buy 12 IBM
Est-ce que tu pourrais acheter 40 Microsoft à 27 maxi ? | buy 40 MSFT limit=27
Il faudrait m'acheter 6 Google, limite 540 | buy 6 GOOG limit=540
Faut acheter 3 SPX au marché | buy 3 SPX
On achète 15 Apple, stop à 380, objectif à 450 | buy 15 AAPL stop=380 target=450
Ramasse 14 IBM à 118,5 ou mieux | buy 14 IBM limit=118.5
Charge 20 Apple, stop 5 % en dessous | buy 20 AAPL stop_pct=0.05
Ordre d'achat : 9 Google, cours limité à 548,20 | buy 9 GOOG limit=548.2
Achat à cours limité de 30 MSFT à 26,75 | buy 30 MSFT limit=26.75
Ordre au marché : vente de 8 Apple | sell 8 AAPL
25 IBM à la vente, au marché | sell 25 IBM
Mets 10 Apple à l'achat, limite 395 | buy 10 AAPL limit=395
IBM : 10 titres à l'achat, limite 120, stop 112 | buy 10 IBM limit=120 stop=112
Apple - achat - 10 titres - limite 400 | buy 10 AAPL limit=400
achat Apple 10 au marché | buy 10 AAPL
Place un ordre stop d'achat sur Google à 580, quantité 4 | buy 4 GOOG trigger=580
Ordre à seuil de déclenchement : achète 12 IBM, seuil 133 | buy 12 IBM trigger=133
Achète 12 IBM, ordre stop limite, déclenchement 133, limite 134 | buy 12 IBM trigger=133 limit=134
Vends 10 Apple en stop à 380 | sell 10 AAPL trigger=380
Vends à découvert 5 Nasdaq, stop à 2 % au-dessus | short 5 IXIC stop_pct=0.02
Shorte-moi 8 Google, stop 600, objectif 500 | short 8 GOOG stop=600 target=500
Je passe short sur IBM, 20 titres, stop 130 | short 20 IBM stop=130
Place 3000 dollars sur Google | buy 3000_USD GOOG
Investis 2500 $ dans IBM avec un stop à 115 | buy 2500_USD IBM stop=115
Prends pour 4000 $ de Microsoft | buy 4000_USD MSFT
Achète du Google à hauteur de 2000 dollars | buy 2000_USD GOOG
Risque 0,5 % du compte sur Apple avec un stop à 390 | risk 0.005 AAPL stop=390
Achète Google en risquant 150 dollars, stop 520 | buy - GOOG risk=150_USD stop=520
Achète cent vingt Microsoft à vingt-sept dollars | buy 120 MSFT limit=27
Vends une demi-douzaine d'IBM | sell 6 IBM
Achète 1 000 MSFT à 26,50 | buy 1000 MSFT limit=26.5
Bonsoir Eva, pourrais-tu s'il te plaît vendre 5 Apple à 420 minimum ? | sell 5 AAPL limit=420
Euh, bah, achète 3 IBM du coup | buy 3 IBM
Bon ben vends 4 Google tout de suite | sell 4 GOOG
En fait achète juste 2 Apple | buy 2 AAPL
Vends-moi vite fait 6 Microsoft | sell 6 MSFT
Sors-moi d'Apple maintenant | close_position symbol=AAPL
Liquide ma ligne Google | close_position symbol=GOOG
Solde entièrement ma position sur Microsoft | close_position symbol=MSFT
Largue tout mon IBM | close_position symbol=IBM
Vends la totalité de mes titres Google | close_position symbol=GOOG
Vends toutes les actions Apple que je détiens | close_position symbol=AAPL
Clôture toutes mes lignes | close_position symbol=all
Mets-moi flat sur Apple | close_position symbol=AAPL
À plat sur Google, vite | close_position symbol=GOOG
Rachète ma position short sur Google | close_position symbol=GOOG
Allège ma ligne Apple d'un tiers | reduce_position symbol=AAPL share=third
Réduis de moitié ma position Google | reduce_position symbol=GOOG share=0.5
Coupe en deux ma position Nasdaq | reduce_position symbol=IXIC share=0.5
Enlève 5 titres de ma ligne IBM | reduce_position symbol=IBM quantity=5
Vends 30 % de mon Microsoft | reduce_position symbol=MSFT share=0.3
Diminue ma position sur IBM de 10 titres | reduce_position symbol=IBM quantity=10
Supprime l'ordre n°12 | cancel_order order=12
Annule l'ordre numéro 27 | cancel_order order=27
Vire l'ordre 8 | cancel_order order=8
Enlève tous mes ordres en attente | cancel_order order=all
Supprime mes ordres sur Google | cancel_order order=all symbol=GOOG
Retire le dernier ordre | cancel_order order=last
Monte le stop d'IBM à 121 | amend_order symbol=IBM stop=121
Passe à 405 le stop d'Apple | amend_order symbol=AAPL stop=405
Ramène l'objectif de Google à 600 | amend_order symbol=GOOG target=600
Descends la limite de l'ordre 14 à 118 | amend_order order=14 limit=118
Change la quantité de l'ordre 9 : 15 titres | amend_order order=9 quantity=15
Nouveau stop sur Microsoft : 25,8 | amend_order symbol=MSFT stop=25.8
Resserre le stop de ma position IBM à 122 | amend_order symbol=IBM stop=122
Mets le stop d'Apple à 395 et son objectif à 450 | amend_order symbol=AAPL stop=395 target=450
Passe trois séances | advance_market sessions=3
Avance d'une séance | advance_market sessions=1
Laisse passer deux semaines | advance_market weeks=2
On avance d'une semaine | advance_market weeks=1
Mets le trading en pause | halt_trading
Suspends le trading | halt_trading
Stoppe tout, vite ! | halt_trading
Relance le trading s'il te plaît | resume_trading
Remets le trading en route | resume_trading
Can you grab 8 Google at market please? | buy 8 GOOG
Would you mind selling 5 IBM at 130? | sell 5 IBM limit=130
Could you pick me up 20 Microsoft, limit 26.9? | buy 20 MSFT limit=26.9
Let me buy 10 IBM at 119.5 or better | buy 10 IBM limit=119.5
I'll take 7 Apple at market | buy 7 AAPL
I need to buy 30 MSFT right now | buy 30 MSFT
I'm selling 4 Google at market | sell 4 GOOG
Scoop up 15 IBM, stop 115 | buy 15 IBM stop=115
Load up on 10 Apple, target 440 | buy 10 AAPL target=440
Put me in 12 Apple at 401 limit | buy 12 AAPL limit=401
Place a buy limit order for 20 IBM at 118, good for the day | buy 20 IBM limit=118 tif=day
Enter a sell stop on Apple at 380 for 10 shares | sell 10 AAPL trigger=380
Buy stop limit 5 GOOG trigger 580 limit 582 | buy 5 GOOG trigger=580 limit=582
Sell short 6 Apple with a stop at 420 | short 6 AAPL stop=420
Open a short on IBM, 10 shares, stop 130, target 110 | short 10 IBM stop=130 target=110
Go long 15 Nasdaq, 3% stop | buy 15 IXIC stop_pct=0.03
Open a long in Google with 5 shares and a stop 20 bucks below | buy 5 GOOG stop_off=20
Get long 20 IBM | buy 20 IBM
Put $3000 into IBM | buy 3000_USD IBM
Buy two hundred and fifty Microsoft | buy 250 MSFT
Market order, sell, 9 IBM | sell 9 IBM
IBM, buy, 10 shares, limit 118.25, gtc | buy 10 IBM limit=118.25 tif=gtc
AAPL / buy / qty 10 / limit 400 / stop 390 | buy 10 AAPL limit=400 stop=390
buy 10 aapl @ 400 sl 390 tp 430 | buy 10 AAPL limit=400 stop=390 target=430
sell 5 goog lmt 600 gtc | sell 5 GOOG limit=600 tif=gtc
Buy 10 shares of IBM without going over 121 | buy 10 IBM limit=121
Buy 10 IBM, don't pay more than 121 | buy 10 IBM limit=121
Risk $250 on Google with a stop at 530 | risk 250_USD GOOG stop=530
Buy IBM risking 1% of my account, stop at 115 | buy - IBM risk=0.01 stop=115
get me out of google asap | close_position symbol=GOOG
Dump all my IBM | close_position symbol=IBM
Bail out of Microsoft | close_position symbol=MSFT
Cash out of my Apple position | close_position symbol=AAPL
Flatten my Nasdaq position | close_position symbol=IXIC
Sell my whole stake in IBM | close_position symbol=IBM
Sell all of my Google shares | close_position symbol=GOOG
Close out everything | close_position symbol=all
Cover my short in Google | close_position symbol=GOOG
Buy back my IBM short | close_position symbol=IBM
Take 5 shares off my Apple position | reduce_position symbol=AAPL quantity=5
Trim my Google by 25% | reduce_position symbol=GOOG share=0.25
Take half of my IBM off the table | reduce_position symbol=IBM share=0.5
Sell a third of my Microsoft | reduce_position symbol=MSFT share=third
Lighten my Apple position by 10 shares | reduce_position symbol=AAPL quantity=10
Kill order 14 | cancel_order order=14
Pull all my IBM orders | cancel_order order=all symbol=IBM
Scrap my last order | cancel_order order=last
Drop order #22 please | cancel_order order=22
Kill all my pending orders | cancel_order order=all
Bump the stop on IBM up to 122 | amend_order symbol=IBM stop=122
Move Apple's target down to 430 | amend_order symbol=AAPL target=430
Set the limit on order 12 to 119 | amend_order order=12 limit=119
Change order 12's quantity to 20 | amend_order order=12 quantity=20
Lower my Google stop to 525 | amend_order symbol=GOOG stop=525
Drop the limit on order 7 to 26 | amend_order order=7 limit=26
New stop for Apple: 396 | amend_order symbol=AAPL stop=396
Raise the IBM target to 140 and the stop to 121 | amend_order symbol=IBM stop=121 target=140
Advance the market by three sessions | advance_market sessions=3
Skip ahead a week | advance_market weeks=1
Move forward one day | advance_market sessions=1
Jump two weeks | advance_market weeks=2
Freeze trading now | halt_trading
Shut everything down! | halt_trading
Please pause all trading | halt_trading
Restart trading please | resume_trading
Pick up ten Apple with a limit of 398 and a stop of 385, day only | buy 10 AAPL limit=398 stop=385 tif=day
Avec un stop à 390, achète 10 Apple | buy 10 AAPL stop=390
À 120 maximum, prends 10 IBM, valable jusqu'à annulation | buy 10 IBM limit=120 tif=gtc
With a stop at 390 and a target at 430, buy 10 Apple | buy 10 AAPL stop=390 target=430
Je te demande d'acheter 11 actions Alphabet au marché | buy 11 GOOG
J'aimerais que tu vendes 5 titres Apple à 415 | sell 5 AAPL limit=415
Il faut que tu fermes ma position IBM | close_position symbol=IBM
Débarrasse-moi de mes Microsoft | close_position symbol=MSFT
Tu m'achètes 10 Apple ? | buy 10 AAPL
Veuillez vendre 12 actions IBM au marché | sell 12 IBM
Je souhaite me positionner à l'achat sur Google, 5 titres | buy 5 GOOG
Positionne-moi à l'achat sur 10 IBM avec un stop à 115 | buy 10 IBM stop=115
Prends position à l'achat sur Apple, 10 titres, stop 385 | buy 10 AAPL stop=385
Rentre-moi 20 Microsoft à 26,30 | buy 20 MSFT limit=26.3
Il me faudrait 12 Apple au marché | buy 12 AAPL
Donne-moi 5 Google au marché | buy 5 GOOG
J'ai besoin de 10 IBM, limite 120 | buy 10 IBM limit=120
Je voudrais 3 S&P 500 | buy 3 SPX
Achète 10 actions de la société IBM | buy 10 IBM
Achète 10 titres de Big Blue à 119 dollars maximum | buy 10 IBM limit=119
Achète 10 Apple, stop de protection à 390, prise de profit à 440 | buy 10 AAPL stop=390 target=440
Achète 10 Apple avec un stop 3 % plus bas et un objectif 6 % plus haut | buy 10 AAPL stop_pct=0.03 target_pct=0.06
Achète 10 Apple, stop 10 $ sous le prix d'entrée, cible 20 $ au-dessus | buy 10 AAPL stop_off=10 target_off=20
Achète 10 Apple si possible à 398 | buy 10 AAPL limit=398
Passe un ordre limite à l'achat sur IBM : 10 à 118 | buy 10 IBM limit=118
Passe-moi un ordre d'achat limite de 10 IBM à 118, validité jour | buy 10 IBM limit=118 tif=day
Pose un ordre de vente à 450 sur 10 Apple | sell 10 AAPL limit=450
Ordre de vente : 10 Apple à 450 | sell 10 AAPL limit=450
Vente de 10 Apple, limite 450, GTC | sell 10 AAPL limit=450 tif=gtc
Vends Apple, 10 titres, au marché | sell 10 AAPL
Achète IBM quantité 10 prix 118 | buy 10 IBM limit=118
Achat stop IBM 10 titres à 133 | buy 10 IBM trigger=133
Vente à découvert de 10 Google, stop 600 | short 10 GOOG stop=600
Mets-moi short sur Google : 10 titres, stop 600 | short 10 GOOG stop=600
Ouvre un short de 10 Google avec stop à 600 | short 10 GOOG stop=600
Ouvre une position longue sur IBM avec 10 titres | buy 10 IBM
Ouvre une position courte de 10 IBM, stop 130 | short 10 IBM stop=130
Entre long sur Apple en risquant 1 % avec stop à 390 | buy - AAPL risk=0.01 stop=390
Risque max 300 $ sur Apple, stop à 385 | risk 300_USD AAPL stop=385
Sors de toutes mes positions | close_position symbol=all
Je veux sortir complètement de Google | close_position symbol=GOOG
Solde tout mon Apple | close_position symbol=AAPL
Coupe ma ligne Apple | close_position symbol=AAPL
Vends tout ce que j'ai en IBM | close_position symbol=IBM
Vends l'intégralité de ma position Google | close_position symbol=GOOG
Débarrasse-toi de ma position Nasdaq | close_position symbol=IXIC
Ferme le short IBM | close_position symbol=IBM
Vends la moitié de ma ligne Google au marché | reduce_position symbol=GOOG share=0.5
Allège Microsoft de 15 titres | reduce_position symbol=MSFT quantity=15
Baisse ma position Apple de 20 % | reduce_position symbol=AAPL share=0.2
Sors un tiers de ma ligne IBM | reduce_position symbol=IBM share=third
Enlève un quart de ma position Apple | reduce_position symbol=AAPL share=0.25
Annule mon ordre d'achat n° 15 | cancel_order order=15
Annule l'ordre #31 stp | cancel_order order=31
Retire tous les ordres sur Apple | cancel_order order=all symbol=AAPL
Mets le stop à 121 pour IBM | amend_order symbol=IBM stop=121
Remonte à 121 le stop de ma ligne IBM | amend_order symbol=IBM stop=121
Bouge le stop de Google de 520 à 530 | amend_order symbol=GOOG stop=530
Passe la limite de l'ordre 9 à 26,5 | amend_order order=9 limit=26.5
Modifie l'ordre 9 : limite 26,5 | amend_order order=9 limit=26.5
Modifie l'ordre 9, quantité 30 | amend_order order=9 quantity=30
Saute une journée | advance_market sessions=1
Avance de 10 séances | advance_market sessions=10
Avance l'horloge de trois jours | advance_market sessions=3
Fais avancer le temps de 2 semaines | advance_market weeks=2
Passe à la séance suivante | advance_market sessions=1
Gèle tout | halt_trading
Coupe le trading, c'est urgent | halt_trading
Débloque le trading | resume_trading
Kindly purchase 15 IBM at market | buy 15 IBM
I'd like 10 Apple please | buy 10 AAPL
I want 5 shares of Google, limit 550 | buy 5 GOOG limit=550
Buy 12 MSFT, max 27 | buy 12 MSFT limit=27
Buy 12 MSFT at 27 tops | buy 12 MSFT limit=27
Sell 12 MSFT for at least 29 | sell 12 MSFT limit=29
Sell 12 MSFT at no less than 29 | sell 12 MSFT limit=29
Buy IBM: 10 shares, market order, stop loss at 115, take profit at 140 | buy 10 IBM stop=115 target=140
Purchase 10 Apple shares with a protective stop at 385 | buy 10 AAPL stop=385
Buy 10 Apple and put a stop at 385 | buy 10 AAPL stop=385
Buy 10 Apple with a stop 4% below entry and a target 8% above entry | buy 10 AAPL stop_pct=0.04 target_pct=0.08
Buy 10 Apple, stop $15 below the entry price | buy 10 AAPL stop_off=15
Submit a limit order to sell 5 Google at 610, good till cancelled | sell 5 GOOG limit=610 tif=gtc
Put in an order to buy 10 IBM at market | buy 10 IBM
Buy 10 IBM at market for today only | buy 10 IBM tif=day
Buy $1500 worth of Google at market | buy 1500_USD GOOG
Invest 2000 bucks in Microsoft, stop 3% below | buy 2000_USD MSFT stop_pct=0.03
Go short 8 Apple, stop loss 430 | short 8 AAPL stop=430
Short ten shares of Google at 560 or better with a stop at 590 | short 10 GOOG limit=560 stop=590
Risk half a percent on IBM, stop at 116 | risk 0.005 IBM stop=116
Unload 10 Google at market | sell 10 GOOG
Offload my entire Microsoft position | close_position symbol=MSFT
Exit all positions | close_position symbol=all
Liquidate everything now | close_position symbol=all
Get me flat in IBM | close_position symbol=IBM
Close the whole Apple position at market | close_position symbol=AAPL
Square off IBM | close_position symbol=IBM
Sell everything I have in Apple | close_position symbol=AAPL
Sell three quarters of my Google position | reduce_position symbol=GOOG share=0.75
Cut my Nasdaq by a third | reduce_position symbol=IXIC share=third
Scale out of half of my IBM | reduce_position symbol=IBM share=0.5
Close 40% of my Apple | reduce_position symbol=AAPL share=0.4
Sell off 10% of my Microsoft holding | reduce_position symbol=MSFT share=0.1
Remove 5 shares from my IBM position | reduce_position symbol=IBM quantity=5
Yank order 5 | cancel_order order=5
Withdraw all orders on Google | cancel_order order=all symbol=GOOG
Delete my most recent order | cancel_order order=last
Cancel my Apple orders | cancel_order order=all symbol=AAPL
Get rid of all my pending orders | cancel_order order=all
Push the IBM stop to 121.50 | amend_order symbol=IBM stop=121.5
Change the target on Google to 620 | amend_order symbol=GOOG target=620
Update order 11: limit 119.5 | amend_order order=11 limit=119.5
Put the stop on Apple at 392 | amend_order symbol=AAPL stop=392
Set Apple's stop to 392 and target to 450 | amend_order symbol=AAPL stop=392 target=450
Make the IBM stop 121 | amend_order symbol=IBM stop=121
Roll forward 3 days | advance_market sessions=3
Fast-forward the market by 4 sessions | advance_market sessions=4
Let the market run for 2 weeks | advance_market weeks=2
Step forward one session | advance_market sessions=1
Go to the next session | advance_market sessions=1
Hit the kill switch now | halt_trading
Stop trading immediately | halt_trading
Halt all trading at once | halt_trading
Lift the halt | resume_trading
Start trading again please | resume_trading
Add 10 to my Apple position | buy 10 AAPL
Ajoute 5 IBM à mon portefeuille | buy 5 IBM
Move order 12's limit to 119 | amend_order order=12 limit=119
Can you move my Google stop to 530? | amend_order symbol=GOOG stop=530
Tu peux annuler l'ordre 12 ? | cancel_order order=12
Tu peux tout fermer ? | close_position symbol=all
Could you stop trading please? | halt_trading
Pourrais-tu avancer d'une semaine ? | advance_market weeks=1
I'm closing IBM | close_position symbol=IBM
Je ferme Apple | close_position symbol=AAPL
J'annule l'ordre 4 | cancel_order order=4
Je remonte le stop d'IBM à 121 | amend_order symbol=IBM stop=121
Would you mind cancelling order 9? | cancel_order order=9
Ça t'ennuie de vendre 5 IBM ? | sell 5 IBM
10 IBM, market, buy | buy 10 IBM
AAPL sell 5 mkt | sell 5 AAPL
limit 118, buy, IBM, 10 shares | buy 10 IBM limit=118
stop 112 target 140 buy 10 ibm | buy 10 IBM stop=112 target=140
IBM 10 buy limit 118 | buy 10 IBM limit=118
Achat 10 IBM px 118 | buy 10 IBM limit=118
Buy 25 shares of Microsoft stock at market | buy 25 MSFT
Buy one hundred shares of IBM | buy 100 IBM
Achète une action Google | buy 1 GOOG
Achète 2,5 IBM | buy 2.5 IBM
Buy 0.5 SPX | buy 0.5 SPX
Vends 15 titres du Nasdaq au cours du marché | sell 15 IXIC
Fais-moi sortir de Google | close_position symbol=GOOG
Sell my entire Google position, thanks | close_position symbol=GOOG
Get rid of my Apple shares | close_position symbol=AAPL
Vire-moi tout le Microsoft | close_position symbol=MSFT
Merci de clôturer ma position Apple | close_position symbol=AAPL
Merci d'annuler tous les ordres en cours | cancel_order order=all
Please withdraw order 15 | cancel_order order=15
Kill the last order | cancel_order order=last
Reduce my exposure to Google by 20 percent | reduce_position symbol=GOOG share=0.2
Sell one third of my Apple stake | reduce_position symbol=AAPL share=third
Halve my Google position | reduce_position symbol=GOOG share=0.5
Vends 25% de ma position SPX | reduce_position symbol=SPX share=0.25
Réduis ma ligne Nasdaq d'un quart | reduce_position symbol=IXIC share=0.25
Ferme la moitié de ma position Microsoft | reduce_position symbol=MSFT share=0.5
""")

SEVERAL: list[tuple[str, str, list[str]]] = [
    ("Annule les ordres 3, 5 et 9", "cancel_order", ["3", "5", "9"]),
    ("Ferme Apple et Google", "close_position", ["AAPL", "GOOG"]),
    ("Cancel orders 4 and 6", "cancel_order", ["4", "6"]),
    ("Close Apple, Google and IBM", "close_position", ["AAPL", "GOOG", "IBM"]),
]


@pytest.mark.parametrize(("text", "tool", "args"), FAMILIES)
def test_request(text: str, tool: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.tool, dict(understood.args)) == (None, tool, args)


@pytest.mark.parametrize(("text", "tool", "named"), SEVERAL)
def test_one_verb_for_several(text: str, tool: str, named: list[str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    name = "order" if tool == "cancel_order" else "symbol"
    assert (understood.clarify, understood.tool) == (None, "do_several")
    assert understood.args["acts"] == [{"tool": tool, "args": {name: one}} for one in named]
