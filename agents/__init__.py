"""Who thinks: from a sentence to a typed proposal; the only folder that may import langgraph and langchain."""

import os

# Checkpoints are read back as plain values only, and nobody traces turns elsewhere: both are read when langgraph is
# imported, which nothing but this folder does.
os.environ["LANGGRAPH_STRICT_MSGPACK"] = "true"
os.environ["LANGSMITH_TRACING"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"
