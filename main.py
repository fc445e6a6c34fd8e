"""Opens the window: `python main.py`, `make run`, and the packaged program all start here."""

from ia_events.app import main

raise SystemExit(main())
