"""Tests of E.V.A.: how the code is laid out."""
