"""Tests of E.V.A.: an importable package, so that types are checked here too."""
