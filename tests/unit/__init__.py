"""Tests of E.V.A.: small tables and examples, one file a module."""
