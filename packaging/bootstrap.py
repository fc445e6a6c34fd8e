#!/usr/bin/env python3
"""Installs what is missing and says so; then runs the program or its tests. `make` calls it; so can Windows.

    python packaging/bootstrap.py install | run | test [pytest's options] | tools | environment

It needs nothing but Python's standard library, and is written so that an old Python can read it far enough
to be told that it is too old.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / ".stamps"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LINUX = sys.platform.startswith("linux")
OLDEST, NEWEST = (3, 11), (3, 14)

# What the program loads out of Qt, relative to the PySide6 package: what `ldd` is asked about.
QT_PARTS = [
    *("Qt%s.abi3.so" % m for m in ("Widgets", "Svg", "PrintSupport", "Pdf", "PdfWidgets", "Multimedia", "Test")),
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqwayland.so",
    "Qt/plugins/xcbglintegrations/*.so",
    "Qt/plugins/wayland-shell-integration/libxdg-shell.so",
    "Qt/plugins/wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    "Qt/plugins/imageformats/*.so",
    "Qt/plugins/iconengines/*.so",
    "Qt/plugins/multimedia/*.so",
    "Qt/plugins/printsupport/*.so",
]
# Where Debian and Ubuntu keep each library. (Newer releases add "t64" to some names; `apt_name` sees to it.)
DEBIAN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXext.so.6": "libxext6",
    "libXrandr.so.2": "libxrandr2",
    "libasound.so.2": "libasound2",
    "libcups.so.2": "libcups2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdrm.so.2": "libdrm2",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgbm.so.1": "libgbm1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libpulse.so.0": "libpulse0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libz.so.1": "zlib1g",
}
# The tests open a real window on an invisible screen and type on its keyboard like a badge scanner.
TEST_TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool", "setxkbmap": "x11-xkb-utils", "xkbcomp": "x11-xkb-utils"}


def say(sentence):
    print("» " + sentence, flush=True)


def stop(sentence):
    sys.stdout.flush()
    raise SystemExit("» " + sentence)


def output(*command):
    """What a command prints, or nothing when it fails or does not exist."""
    try:
        return subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            universal_newlines=True,
            check=True,
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


def go(failure, *command, **options):
    """Run a command in the project's folder; when it fails, stop with a sentence."""
    if subprocess.run([str(part) for part in command], cwd=str(ROOT), check=False, **options).returncode:
        stop(failure)


# Debian's and Ubuntu's packages -------------------------------------------------------------------------------------


def apt_name(package):
    renamed = package + "t64"
    return renamed if "Package: " + renamed in output("apt-cache", "show", "--no-all-versions", renamed) else package


def apt_install(packages, why):
    """Install Debian packages, or say exactly what to type."""
    if not shutil.which("apt-get"):
        stop(
            "%s: on Debian these are the packages %s. "
            "This system has no apt-get: install its equivalents, then start again." % (why, " ".join(packages))
        )
    root = os.geteuid() == 0
    sudo = [] if root else ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
    if not root and not shutil.which("sudo"):
        stop(
            "%s. There is no sudo here: ask an administrator to type\n\n"
            "    apt-get install --no-install-recommends %s\n\nthen start again." % (why, " ".join(packages))
        )
    say("%s: installing %s%s." % (why, " ".join(packages), "" if root else " (sudo may ask for your password)"))
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    with open(os.devnull) as nothing:
        stdin = None if sys.stdin.isatty() else nothing
        quiet = {"stdin": stdin, "stdout": subprocess.DEVNULL}
        if subprocess.run([*apt, "update"], check=False, **quiet).returncode:
            say("The list of Debian packages could not be brought up to date; trying with the old one.")
        packages = sorted({apt_name(package) for package in packages})
        command = [*apt, "install", "-y", "--no-install-recommends", *packages]
        if subprocess.run(command, check=False, **quiet).returncode:
            stop(
                "That did not work. Type this, read what it answers, then start again:\n\n"
                "    %sapt-get install --no-install-recommends %s\n" % ("" if root else "sudo ", " ".join(packages))
            )


# The virtual environment --------------------------------------------------------------------------------------------


def digest(*parts):
    """A stamp's content: what the step was made from."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.read_bytes() if isinstance(part, Path) else str(part).encode())
        whole.update(b"\0")
    return whole.hexdigest()


def stamped(name, content):
    stamp = STAMPS / name
    return stamp.exists() and stamp.read_text() == content


def stamp(name, content):
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / name).write_text(content)


def find_python():
    """A Python that is new enough, preferring the one that runs this."""
    asked = "import sys; print('%d %d' % sys.version_info[:2])"
    names = [sys.executable or "python3"]
    names += ["python3.%d" % minor for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for name in names:
        version = tuple(int(part) for part in output(name, "-c", asked).split())
        if OLDEST <= version <= NEWEST:
            return name, version
    return stop(
        "The program needs Python %d.%d to %d.%d; this one is %d.%d and no other was found. "
        "Install one, or name it: make install PYTHON=/path/to/python3" % (*OLDEST, *NEWEST, *sys.version_info[:2])
    )


def environment():
    """Make .venv, unless there is one whose Python still works."""
    if "works" in output(PYTHON, "-c", "import pip; print('works')"):
        return
    python, version = find_python()
    if VENV.exists():
        say("The virtual environment .venv no longer works: making it anew.")
        shutil.rmtree(VENV)
    if "yes" not in output(python, "-c", "import ensurepip, venv; print('yes')"):
        if not LINUX:
            stop("This Python cannot make virtual environments: reinstall it from its own installer.")
        apt_install(["python%d.%d-venv" % version], "Python's module for virtual environments is missing")
    say("Making a virtual environment in .venv with Python %d.%d." % version)
    go("The virtual environment could not be made.", python, "-m", "venv", VENV)


def libraries(lock):
    """Install the locked libraries and the project itself, unless that was done for this very lock."""
    content = digest(ROOT / lock)
    if not stamped(lock, content):
        say(
            "Installing the libraries of %s, each checked against its hash "
            "(about 300 MB the first time: a few minutes)." % lock
        )
        quiet = [] if sys.stdout.isatty() else ["--quiet"]
        pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", *quiet]
        failure = "The libraries could not be installed: is the network reachable? What pip said is above."
        go(failure, *pip, "--require-hashes", "--only-binary", ":all:", "--requirement", ROOT / lock)
        stamp(lock, content)
    content = digest(ROOT / "pyproject.toml", str(ROOT))
    if not stamped("project", content):
        pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        failure = "The project itself could not be put into its environment; what pip said is above."
        go(failure, *pip, "--no-index", "--no-deps", "--no-build-isolation", "--editable", ROOT)
        stamp("project", content)


def qt():
    """Install the system libraries that Qt's own libraries ask for and that are not there."""
    folder = next(iter(VENV.glob("lib/python3.*/site-packages/PySide6")))
    content = digest(ROOT / "requirements.txt", Path(__file__))
    if stamped("qt", content):
        return
    for last_try in (False, True):
        parts = [path for pattern in QT_PARTS for path in sorted(folder.glob(pattern))]
        lines = output("ldd", *parts).splitlines()
        missing = sorted({line.split()[0] for line in lines if line.rstrip().endswith("not found")})
        if not missing:
            break
        packages = sorted({DEBIAN[library] for library in missing if library in DEBIAN})
        if last_try or not packages:
            stop("Qt still lacks these system libraries: %s. Install them, then start again." % ", ".join(missing))
        # What is not in the list is asked for by what is, and comes with it.
        apt_install(packages, "Qt needs libraries that this system lacks")
    stamp("qt", content)


def test_tools():
    missing = sorted({package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)})
    if missing:
        apt_install(missing, "The tests open a window on an invisible screen and type in it")


# What can be asked ---------------------------------------------------------------------------------------------------


def has_screen():
    return not LINUX or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def install_program():
    environment()
    # The lock of the tests holds the program's too: do not install twice.
    whole = ROOT / "requirements-dev.txt"
    if not stamped(whole.name, digest(whole)) or not stamped("project", digest(ROOT / "pyproject.toml", str(ROOT))):
        libraries("requirements.txt")
    compiled()


def compiled():
    """Compile the program's own modules, so that it starts as fast where PYTHONDONTWRITEBYTECODE is set. (pip does the
    libraries', whatever is set.) What has not changed is left alone: a tenth of a second."""
    output(PYTHON, "-m", "compileall", "-q", ROOT / "ia_events")


def install_tools():
    environment()
    libraries("requirements-dev.txt")
    compiled()


def install_tests():
    install_tools()
    if LINUX:
        qt()
        test_tools()


def run(arguments):
    install_program()
    if has_screen():
        if LINUX:
            qt()
        command = [PYTHON, ROOT / "main.py", *arguments]
    else:
        say("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): the same day runs in the terminal,")
        say("and what it makes goes to build/demo. With a screen, this command opens the window.")
        command = [BIN / "ia-events", "demo", "--out", Path("build") / "demo", *arguments]
    return subprocess.run([str(part) for part in command], cwd=str(ROOT), check=False).returncode


def test(arguments):
    install_tests()
    # As many tests at a time as there are processors, the idle one taking over from the others; `-n 0`: one by one.
    # A process that dies, as of a test that hangs, is not replaced: that ends the run.
    together = ["-n", "auto", "--dist", "worksteal", "--max-worker-restart", "0"]
    command = [str(PYTHON), "-m", "pytest", *together, *arguments]
    return subprocess.run(command, cwd=str(ROOT), check=False).returncode


def main(arguments):
    job = arguments[0] if arguments else ""
    if job == "run":
        return run(arguments[1:])
    if job == "test":
        return test(arguments[1:])
    if job == "environment":
        environment()
    elif job == "tools":
        install_tools()
    elif job == "install":
        install_tests()
        say("Everything is installed. `make run` opens the program, `make test` runs its tests.")
    else:
        stop("What should be done? install, run, test … (see the top of packaging/bootstrap.py)")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that has no » is no reason to stop
        sys.stderr.reconfigure(errors="replace")
    try:
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130
    raise SystemExit(code)
