"""Each against a named peer or a physical floor, in the same run, as a ratio."""
