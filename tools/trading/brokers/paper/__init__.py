"""The paper venue: the default broker, a replay of daily bars with a book of its own."""

from tools.trading.brokers.paper.book import START
from tools.trading.brokers.paper.venue import PaperVenue

__all__ = ["START", "PaperVenue"]
