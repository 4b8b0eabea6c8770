"""Tests of E.V.A.: stand-ins for outside parties, which assert their protocol themselves."""
