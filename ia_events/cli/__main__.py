"""`python -m ia_events.cli`."""

from ia_events.cli import main

main()
