"""What is said about acts: orders in words, verdicts, what became of them, halts and the market clock."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    # An act in words.
    "side_buy": {"fr": "achat", "en": "buy"},
    "side_sell": {"fr": "vente", "en": "sell"},
    "size_quantity": {"fr": "{side} de {quantity} {symbol}", "en": "{side} {quantity} {symbol}"},
    "size_notional": {"fr": "{side} de {symbol} pour {notional}", "en": "{side} {notional} of {symbol}"},
    "size_risk": {"fr": "{side} de {symbol} en risquant {risk}", "en": "{side} {symbol} risking {risk}"},
    "type_market": {"fr": "au marché", "en": "at market"},
    "type_limit": {"fr": "à cours limité {limit}", "en": "limit {limit}"},
    "type_stop": {"fr": "à seuil {trigger}", "en": "stop entry {trigger}"},
    "type_stop_limit": {"fr": "à seuil {trigger} limite {limit}", "en": "stop entry {trigger} limit {limit}"},
    "at_stop": {"fr": "stop à {price}", "en": "stop at {price}"},
    "at_target": {"fr": "objectif à {price}", "en": "target at {price}"},
    "with_stop": {"fr": "stop {stop}", "en": "stop {stop}"},
    "with_target": {"fr": "objectif {target}", "en": "target {target}"},
    "life_gtc": {"fr": "valable jusqu'à annulation", "en": "good till cancelled"},
    "life_day": {"fr": "pour la séance", "en": "for the day"},
    "life_until": {"fr": "valable jusqu'au {until}", "en": "good till {until}"},
    "act_reduce": {"fr": "réduction de {quantity} {symbol}", "en": "reduce {symbol} by {quantity}"},
    "act_close": {"fr": "fermeture de {symbol}", "en": "close {symbol}"},
    "act_close_all": {"fr": "fermeture de toutes les positions", "en": "close every position"},
    "act_cancel": {"fr": "annulation de l'ordre {order}", "en": "cancel order {order}"},
    "act_cancel_all": {"fr": "annulation des ordres d'entrée", "en": "cancel the entry orders"},
    "act_cancel_symbol": {
        "fr": "annulation des ordres d'entrée sur {symbol}",
        "en": "cancel the {symbol} entry orders",
    },
    "act_amend": {"fr": "modification de {order} : {changes}", "en": "change {order}: {changes}"},
    "act_halt": {"fr": "arrêt du compte {account}", "en": "halt account {account}"},
    "act_halt_all": {"fr": "arrêt de tous les comptes", "en": "halt every account"},
    "act_resume_all": {"fr": "relance de tous les comptes", "en": "resume every account"},
    "act_resume": {"fr": "relance du compte {account}", "en": "resume account {account}"},
    "act_advance_sessions": {"fr": "avance de {sessions} séance(s)", "en": "advance {sessions} session(s)"},
    "act_advance_to": {"fr": "avance jusqu'au {to}", "en": "advance to {to}"},
    "every_account": {"fr": "tous les comptes", "en": "all accounts"},
    "change_quantity": {"fr": "quantité {value}", "en": "quantity {value}"},
    "change_limit": {"fr": "limite {value}", "en": "limit {value}"},
    "change_trigger": {"fr": "seuil {value}", "en": "trigger {value}"},
    "change_stop": {"fr": "stop {value}", "en": "stop {value}"},
    "change_target": {"fr": "objectif {value}", "en": "target {value}"},
    # Verdicts.
    "not_done": {"fr": "Pas fait : {what}.", "en": "Not done: {what}."},
    "done": {"fr": "D'accord : {what}.", "en": "Done: {what}."},
    "denied": {"fr": "Refusé : {what}.", "en": "Refused: {what}."},
    "again": {
        "fr": "Cette demande avait déjà sa réponse ; rien n'est fait deux fois.",
        "en": "This request already had its answer; nothing is done twice.",
    },
    "shrunk": {"fr": "Quantité retenue par le noyau : {quantity}.", "en": "Quantity kept by the kernel: {quantity}."},
    "needs_approval": {"fr": "En attente de confirmation : {what}.", "en": "Waiting for confirmation: {what}."},
    "reason_line": {"fr": "  - {why} [{code}]", "en": "  - {why} [{code}]"},
    "ask_why": {"fr": "/pourquoi donne la règle et les chiffres.", "en": "/why gives the rule and the numbers."},
    "no_numbers": {"fr": "aucun", "en": "none"},
    "preview_head": {"fr": "Aperçu, rien n'est envoyé : {what}.", "en": "Preview, nothing is sent: {what}."},
    "preview_allow": {"fr": "Le noyau dirait oui.", "en": "The kernel would say yes."},
    "preview_quantity": {
        "fr": "Le noyau dirait oui, pour {quantity}.",
        "en": "The kernel would say yes, for {quantity}.",
    },
    "preview_deny": {"fr": "Le noyau dirait non :", "en": "The kernel would say no:"},
    "preview_approval": {
        "fr": "Il faudrait ta confirmation ({tier}).",
        "en": "It would need your confirmation ({tier}).",
    },
    "worst_case": {
        "fr": "Valeur de l'ordre {notional}. Pire des cas du compte : {before} avant, {after} après.",
        "en": "The order is worth {notional}. Worst case of the account: {before} before, {after} after.",
    },
    "worst_case_alone": {
        "fr": "Pire des cas du compte : {before} avant, {after} après.",
        "en": "Worst case of the account: {before} before, {after} after.",
    },
    "limits_left": {
        "fr": "Marges maintenant, puis au pire :",
        "en": "Headroom now, then if the worst comes:",
    },
    "limit_left": {"fr": "  {name} : {headroom} → {after}", "en": "  {name}: {headroom} → {after}"},
    # Protection said as a distance.
    "reckoned_below": {
        "fr": "  {leg} {price} : {distance} sous {entry} ({basis})",
        "en": "  {leg} {price}: {distance} below {entry} ({basis})",
    },
    "reckoned_above": {
        "fr": "  {leg} {price} : {distance} au-dessus de {entry} ({basis})",
        "en": "  {leg} {price}: {distance} above {entry} ({basis})",
    },
    "leg_stop": {"fr": "stop", "en": "stop"},
    "leg_target": {"fr": "objectif", "en": "target"},
    "basis_limit": {"fr": "la limite", "en": "the limit"},
    "basis_trigger": {"fr": "le seuil", "en": "the trigger"},
    "basis_ask": {"fr": "le cours vendeur", "en": "the ask"},
    "basis_bid": {"fr": "le cours acheteur", "en": "the bid"},
    "no_entry_price": {
        "fr": "Je n'ai pas de prix fiable pour {symbol} d'où compter : dis le stop et l'objectif en prix.",
        "en": "I have no sound price for {symbol} to reckon from: say the stop and the target as prices.",
    },
    # Several acts at once.
    "batch_untouched": {
        "fr": "Rien n'a été fait : plusieurs actes d'un coup passent tous, ou aucun.",
        "en": "Nothing was done: several acts at once are all done, or none.",
    },
    "batch_alone": {"fr": "À demander seul : {what}.", "en": "To be asked by itself: {what}."},
    "notice": {"fr": "  ! {notice}", "en": "  ! {notice}"},
    "sized": {"fr": "Taille calculée : {quantity}.", "en": "Size worked out: {quantity}."},
    # What became of orders.
    "order_pending": {"fr": "{id} : envoyé, pas encore confirmé", "en": "{id}: sent, not acknowledged yet"},
    "order_working": {"fr": "{id} : en cours", "en": "{id}: working"},
    "order_partial": {
        "fr": "{id} : exécuté en partie, {filled} à {price}",
        "en": "{id}: partly filled, {filled} at {price}",
    },
    "order_filled": {"fr": "{id} : exécuté, {filled} à {price}", "en": "{id}: filled, {filled} at {price}"},
    "order_cancelled": {"fr": "{id} : annulé", "en": "{id}: cancelled"},
    "order_expired": {"fr": "{id} : expiré", "en": "{id}: expired"},
    "order_rejected": {"fr": "{id} : rejeté par la place", "en": "{id}: rejected by the venue"},
    "order_unknown": {
        "fr": "{id} : pas encore de réponse de la place ; le risque reste compté en entier",
        "en": "{id}: no answer from the venue yet; its risk stays counted in full",
    },
    "stops_stay": {
        "fr": "Les stops de protection restent en place.",
        "en": "Protective stops stay in place.",
    },
    "nothing_held": {"fr": "Tu n'as pas de position en {symbol}.", "en": "You hold no position in {symbol}."},
    "nothing_to_close": {
        "fr": "Il n'y a rien à fermer : aucune position.",
        "en": "There is nothing to close: no position.",
    },
    "nothing_to_cancel": {"fr": "Il n'y a aucun ordre d'entrée à annuler.", "en": "There is no entry order to cancel."},
    "nothing_to_amend": {
        "fr": "Je ne vois sur {symbol} aucun ordre en cours que cela puisse changer.",
        "en": "I see no working order on {symbol} that this could change.",
    },
    "below_lot": {
        "fr": "Cette part de {symbol} fait moins d'un lot ({lot}).",
        "en": "That share of {symbol} is less than one lot ({lot}).",
    },
    # Halts and the clock.
    "halted_outside": {
        "fr": "Le bureau ne répondait pas : j'ai posé l'arrêt sans lui, puis relancé un bureau qui l'applique.",
        "en": "The desk did not answer: I latched without it, then had a new desk carry it out.",
    },
    "halted_latched": {
        "fr": "Arrêt posé sur {account}. Aucun bureau ne répond encore : rien ne s'ouvrira, mais je ne peux pas dire "
        "que tout est fermé. Recommence /kill, ou lance eva halt all.",
        "en": "Halt latched on {account}. No desk answers yet: nothing will be opened, but I cannot tell that "
        "everything is flat. Do /kill again, or run eva halt all.",
    },
    "halted": {
        "fr": "Arrêt enclenché sur {account} : entrées annulées, positions en cours de fermeture, plus aucun risque.",
        "en": "Halt latched on {account}: entries cancelled, positions being closed, no more risk is taken.",
    },
    "halted_flat": {"fr": "Tout est fermé.", "en": "Everything is flat."},
    "halted_not_flat": {
        "fr": "Tout n'est pas encore fermé : /statut, ou eva halt all.",
        "en": "Not everything is flat yet: /status, or eva halt all.",
    },
    "halted_resume": {
        "fr": "Pour reprendre : /reprendre, dans un terminal.",
        "en": "To resume: /resume, at a terminal.",
    },
    "resumed": {"fr": "Le compte {account} est relancé.", "en": "Account {account} is active again."},
    "advanced": {"fr": "Le marché a avancé.", "en": "The market has moved forward."},
    "advance_refused": {"fr": "Le marché n'a pas avancé.", "en": "The market has not moved."},
    "advance_running": {
        "fr": "Le marché avance encore ; /statut dira où il en est.",
        "en": "The market is still moving; /status will tell where it is.",
    },
    "ended_meanwhile": {"fr": "Ordres terminés sans exécution complète :", "en": "Orders that ended unfilled:"},
    "no_fills_meanwhile": {"fr": "Aucune exécution entre-temps.", "en": "No fill meanwhile."},
}
