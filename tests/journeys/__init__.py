"""Tests of E.V.A.: whole paths through the real processes."""
