"""A chart in words: its numbers, and where its picture lies."""

from decimal import Decimal

from bots.messages import text
from bots.messages.numbers import day, money, percent, price
from bots.render.wording import clock, printable
from policies.values import lenient_decimal
from tools.tool import ToolResult


def chart(result: ToolResult, lang: str) -> str:
    """What the picture shows, useful without it."""
    data = result.data
    if data["chart"] is None:
        return "\n".join([clock(data, lang), text(data["why"], lang, symbol=printable(data["of"]))])
    ends = {"first": day(data["from"], lang), "last": day(data["to"], lang)}
    change = percent(lenient_decimal(data["change_pct"]) / Decimal(100), lang, signed=True)
    if data["of"] == "equity":
        worth = {key: money(data[name], data["currency"], lang) for key, name in _NUMBERS}
        said = text("chart_equity", lang, change=change, **ends, **worth)
    elif data["of"] == "risk":
        worth = {key: money(data[name], data["currency"], lang) for key, name in _NUMBERS}
        said = text("chart_equity", lang, change=change, **ends, **worth)
        closest = data.get("closest")
        if closest is not None:
            room = money(closest["headroom"], data["currency"], lang)
            said += " " + text("chart_closest", lang, room=room, day=day(closest["day"], lang))
    else:
        prices = {key: price(data[name], lang) for key, name in _NUMBERS}
        of = {"of": printable(data["of"]), "count": data["sessions"]}
        said = text("chart_prices", lang, change=change, **of, **ends, **prices)
    return "\n".join([clock(data, lang), said, text("chart_path", lang, path=printable(data["chart"]))])


_NUMBERS = (("now", "last"), ("low", "low"), ("high", "high"))
