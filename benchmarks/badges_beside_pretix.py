"""1,000 badges beside pretix's own badge exporter: the same people, in the same run.

pretix is installed for this only, in an environment of its own under build/ (about 400 MB, the first time).
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.badges import COUNT, RUNS, event, ours, people, seconds
from ia_events.domain import tokens

PRETIX = "pretix==2026.8.0"
RATIO_WANTED, SIZE_WANTED = 300.0, 50.0
_FOLDER = Path(__file__).parent.parent / "build" / "pretix"
_PEER = Path(__file__).with_name("_pretix_peer.py")


def main() -> int:
    """Print the figures. Returns 1 when one is not reached."""
    attendees, day = people(COUNT), event()
    said = [
        [one.first_name, one.last_name, one.employer, one.job_title, tokens.issue(one.badge, day.key)]
        for one in attendees
    ]
    peer = subprocess.run([_python(), str(_PEER)], input=json.dumps(said), capture_output=True, text=True, check=False)
    if peer.returncode:
        print(peer.stderr[-2000:])
        return 1
    theirs = json.loads(peer.stdout.splitlines()[-1])
    quick = statistics.median([seconds(lambda: ours(attendees, day)) for _run in range(RUNS)])
    size = len(ours(attendees, day))
    print(f"pretix {theirs['seconds']:7.1f} s  {theirs['bytes'] / 1e6:6.2f} MB  {theirs['memory'] / 2**20:5.0f} MiB")
    print(f"ours   {quick:7.3f} s  {size / 1e6:6.2f} MB")
    faster, smaller = theirs["seconds"] / quick, theirs["bytes"] / size
    print(f"ratio  {faster:7.0f}  (wanted: {RATIO_WANTED:.0f})    size {smaller:.0f} (wanted: {SIZE_WANTED:.0f})")
    return 0 if faster >= RATIO_WANTED and smaller >= SIZE_WANTED else 1


def _python() -> str:
    python = _FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        print(f"installing {PRETIX} in {_FOLDER.relative_to(Path.cwd())} …", flush=True)
        venv.create(_FOLDER, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", PRETIX], check=True)
    return str(python)


if __name__ == "__main__":
    sys.exit(main())
