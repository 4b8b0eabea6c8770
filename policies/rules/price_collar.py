"""Price collar: an order price far from the market is taken for a slip."""

from collections.abc import Iterator
from decimal import Decimal

from policies.case import Case, Rule
from policies.values import OrderType, Side
from policies.verdicts import Reason, reason

NAME = "price_collar"


def check(case: Case) -> Iterator[Reason]:
    """Denies limit and trigger prices outside the collar, and limits that would pay far through the market."""
    order, quote = case.order, case.quote
    if order is None or quote is None or not quote.sound:
        return
    touch = quote.ask if order.side is Side.BUY else quote.bid
    for name in ("limit", "trigger"):
        price: Decimal | None = getattr(order, name)
        if price is not None and abs(price - touch) > case.limits.price_collar * touch:
            yield reason("PRICE_COLLAR", NAME, field=name, price=price, market=touch, share=case.limits.price_collar)
    if order.type is OrderType.LIMIT and order.limit is not None:
        through = order.side.sign * (order.limit - touch)
        if through > case.limits.market_band * touch:
            yield reason("THROUGH_MARKET", NAME, price=order.limit, market=touch, share=case.limits.market_band)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "PRICE_COLLAR": {
            "en": "{field} {price} is too far from the market at {market} (collar {share} of the price)",
            "fr": "{field} {price} est trop loin du marché à {market} (bande de {share} du prix)",
        },
        "THROUGH_MARKET": {
            "en": "limit {price} reaches too far through the market at {market} (at most {share} of the price)",
            "fr": "la limite {price} traverse trop le marché à {market} (au plus {share} du prix)",
        },
    },
)
