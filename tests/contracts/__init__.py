"""Tests of E.V.A.: one suite per port, run over every adapter."""
