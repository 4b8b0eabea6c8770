"""The language models that may be configured: Ollama's, a scripted one for tests and evals, or none."""
