"""IA Événements: an in-person training event run on one laptop, from the list to the return."""

__version__ = "0.1.0"
