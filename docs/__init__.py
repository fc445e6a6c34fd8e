"""The user guide, and the program that takes its pictures."""
