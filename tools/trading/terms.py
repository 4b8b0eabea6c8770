"""What the words of an order must look like before anybody asks the desk; whoever got it wrong is told the form."""

from collections.abc import Mapping
from typing import Any

from policies.values import OrderType, Side, TimeInForce
from tools.errors import Retry
from tools.trading.accounts import number, one_of

PRICES = ("limit", "trigger", "stop", "target")
SIZES = ("quantity", "notional", "risk")
SHARE = "share"


def check(args: Mapping[str, Any]) -> None:
    """Raises Retry for a side, type or life that there is not, for no size or two, and for what is no number.

    Numbers that are only wrong (negative, too large) are the kernel's to refuse, with its reasons.
    """
    one_of(args, "side", [side.value for side in Side])
    one_of(args, "type", [kind.value for kind in OrderType])
    one_of(args, "tif", [tif.value for tif in TimeInForce])
    given = [name for name in (*SIZES, SHARE) if args.get(name) is not None]
    if len(given) != 1:
        raise Retry(f"one size: quantity, notional, risk or share, not {' and '.join(given) or 'none'}")
    for name in ("quantity", *PRICES):
        numeric(args, name)


def numeric(args: Mapping[str, Any], name: str) -> None:
    """Raises Retry where an argument is given and is no plain number."""
    if args.get(name) is not None and not number(args[name]).is_finite():
        raise Retry(f"{name}: a plain number such as '10' or '185.5', not {str(args[name])!r:.40}")
