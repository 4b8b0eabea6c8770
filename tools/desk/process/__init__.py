"""The desk as a process of its operating system: the wall around a live one, and what the service manager hears."""
