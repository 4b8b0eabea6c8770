"""The assistant as a service: one process, one HTTP address, every channel that is configured."""
