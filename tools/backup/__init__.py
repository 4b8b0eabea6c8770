"""Everything under EVA_HOME in one encrypted file, and back again; never the keys of venues."""
