"""The router: which of six routes a sentence of a person belongs to, without a language model."""
