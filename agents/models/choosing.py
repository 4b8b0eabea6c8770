"""Which language model a setting means; nothing is imported before one is asked for."""

from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import Misconfigured
from tools.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


def model_of(settings: Settings) -> "BaseChatModel":
    """The model that EVA_MODEL names; raises Misconfigured when it names none or its file is wrong."""
    kind, _, name = (settings.model or "none").partition(":")
    if kind == "ollama":
        from agents.models.ollama import ollama_model

        return ollama_model(name, url=settings.ollama_url, seconds=settings.model_seconds)
    if kind == "scripted":
        from agents.models.scripted import ScriptedModel

        return ScriptedModel.read(Path(name))
    raise Misconfigured("no language model is configured; set EVA_MODEL to ollama:NAME")
