"""Tests of E.V.A.: properties and state machines of what is pure."""
