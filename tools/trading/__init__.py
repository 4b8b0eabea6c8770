"""The Banker's tools: what can be read about the markets and proposed to the desk."""
