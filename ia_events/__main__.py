"""`python -m ia_events`: the command line, as `ia-events`."""

from ia_events.cli import main

main()
