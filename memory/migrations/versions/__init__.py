"""One file a layout, each made from the one before."""
