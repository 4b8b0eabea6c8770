"""The desk: the process that holds the keys, judges every act, does it once and writes it down."""
