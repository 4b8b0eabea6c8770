"""JSON in and out: the codec, kernel cases with their published schema, canonical bytes."""
