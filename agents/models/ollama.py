"""Ollama's chat model, bounded: the time to connect and to answer, the length of an answer, no randomness."""

import httpx
from langchain_ollama import ChatOllama

CONNECT_S = 2.0
"""A server that does not accept within this is not there."""
MOST_TOKENS = 512
"""Tokens of one answer; its cut is reported as rambling."""
CONTEXT_TOKENS = 8_192
"""Room for prompt, history, results and answer; Ollama's default would silently cut the head of the prompt."""


def ollama_model(name: str, *, url: str, seconds: float) -> ChatOllama:
    """A client for one model of one server; nothing is sent yet.

    No proxy of the environment is used and no redirect followed: what a person said goes to this server or nowhere.
    A connection serves one answer, so that a process has none to close and a restarted server is not met half-open.
    """
    return ChatOllama(
        model=name,
        base_url=url,
        temperature=0,
        num_predict=MOST_TOKENS,
        num_ctx=CONTEXT_TOKENS,
        reasoning=False,
        client_kwargs={
            "timeout": httpx.Timeout(seconds, connect=CONNECT_S),
            "limits": httpx.Limits(max_keepalive_connections=0),
            "trust_env": False,
            "follow_redirects": False,
        },
    )
