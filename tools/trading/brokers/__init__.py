"""Venues, one adapter a file; only the desk imports them."""
