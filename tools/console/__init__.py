"""The operator's verbs: the desk, the kill switch, the journal and the kernel, without the conversation."""
