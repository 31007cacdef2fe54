#!/usr/bin/env python3
"""Set Handrail up and run it, with nothing but Python.

    python3 start.py               serve the pages to this computer, and open them in your browser
    python3 start.py COMMAND ...   any command of `handrail`, for example: validate
    python3 start.py test ...      every test; what follows goes to pytest
    python3 start.py --help        this text

The first run makes the folder `.venv` beside this file and installs the exact versions of requirements.lock into it;
that needs a network.  Later runs start at once and need none, until pyproject.toml or the lock file changes.  A set-up
that was interrupted is begun again.  With uv on the PATH it takes a few seconds, with venv and pip about twenty.  The
tests also drive a browser: where no Chromium is on the PATH, one is fetched with Playwright or, for root, by apt-get.

This file uses the standard library only and no syntax younger than Python 3.6, so that an old Python can read why it is
turned away.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
STAMP = VENV / "handrail-set-up.json"
LOCK = "requirements.lock"
DECIDES = ("pyproject.toml", LOCK)
"""The files that say what is to be installed."""

OLDEST = (3, 11)
NEWER = ("3.14", "3.13", "3.12", "3.11")

MAIN_COMMAND = ("serve", "--open")
"""What `python3 start.py` runs when no command is named."""

TESTS_USE = {"git": "the tests of the house list the tracked files with it; without it they walk through the folders"}
"""Programs beside Python that tests use, and what for."""

FIND_BROWSER = ("-m", "tests.webapp.browsers")
"""What finds the browser for the tests; it fails where there is none that runs."""

INTERRUPTED = 130
SET_UP_FAILED = 1


class SetUpError(Exception):
    """A set-up that cannot go on; the message says what to do."""


# -- deciding ----------------------------------------------------------------------------------------------------------


def too_old(version: "tuple[int, ...]", found: "str | None") -> str:
    """Why this Python will not do, or nothing; `found` is a newer one on this computer."""
    if version[:2] >= OLDEST:
        return ""
    said = "Handrail needs Python {}.{} or newer; this is Python {}.{}.\n".format(*OLDEST, *version[:2])
    if found:
        return said + f"A newer one is on this computer. Run:  {found} start.py"
    return said + "Install a newer Python (Debian, Ubuntu: apt install python3.11 python3.11-venv; else python.org)."


def newer_python() -> "str | None":
    """The name of a Python on the PATH that is new enough."""
    return next((f"python{version}" for version in NEWER if shutil.which(f"python{version}")), None)


def venv_python(venv: Path, windows: bool = os.name == "nt") -> Path:
    """The Python of a virtual environment."""
    return venv / "Scripts" / "python.exe" if windows else venv / "bin" / "python"


def wanted(folder: Path, tests: bool) -> "dict[str, str | bool]":
    """What a finished set-up looks like: for this folder, from these files, with or without the test tools."""
    total = hashlib.sha256()
    for name in DECIDES:
        total.update((folder / name).read_bytes())
    return {"folder": str(folder), "digest": total.hexdigest(), "tests": tests}


def finished(stamp: Path) -> "dict[str, str | bool] | None":
    """What the last finished set-up left behind; None where there was none or it was interrupted."""
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def serves(found: "dict[str, str | bool] | None", want: "dict[str, str | bool]") -> bool:
    """Whether a finished set-up has all that is wanted; one with the test tools also serves without."""
    if found is None:
        return False
    same = found.get("folder") == want["folder"] and found.get("digest") == want["digest"]
    return same and bool(found.get("tests") or not want["tests"])


def command_for(python: str, arguments: "list[str]") -> "list[str]":
    """The program that the arguments of this launcher ask for."""
    if arguments[:1] == ["test"]:
        return [python, "-m", "pytest", "-n", "auto", "--dist", "loadgroup", *arguments[1:]]
    if not arguments or arguments[0].startswith("-"):
        arguments = [*MAIN_COMMAND, *arguments]
    # -P: a folder named like one of ours, where the person happens to be, is not imported in its place.
    return [python, "-P", "-m", "webapp", *arguments]


def install_commands(python: str, uv: "str | None", tests: bool) -> "list[list[str]]":
    """How the project and the locked versions get into the environment of `python`."""
    project = ["--constraint", LOCK, "--editable", ".[dev]" if tests else "."]
    if uv:
        return [[uv, "pip", "install", "--quiet", "--python", python, *project]]
    return [[python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", *project]]


def browser_commands(python: str, root: bool) -> "list[list[list[str]]]":
    """The ways to get a browser for the tests, each a few commands, in the order in which they are tried."""
    ways = [[[python, "-m", "playwright", "install", "chromium"]]]
    if root and shutil.which("apt-get"):
        apt = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
        ways.append([[*apt, "update"], [*apt, "install", "--yes", "chromium"]])
    return ways


def missing_for_tests() -> "list[str]":
    """One line for each program that the tests would use and that is not there."""
    return [f"Missing: {program} ({why})." for program, why in TESTS_USE.items() if not shutil.which(program)]


# -- doing -------------------------------------------------------------------------------------------------------------


def set_up(tests: bool) -> Path:
    """Make the environment what it should be, if it is not, and return its Python.

    The stamp is removed first and written last: a set-up without a stamp was interrupted and is begun again.
    """
    python = venv_python(VENV)
    want = wanted(HERE, tests)
    found = finished(STAMP)
    if serves(found, want) and python.exists():
        return python
    if found and found.get("tests"):
        want["tests"] = tests = True
    fresh = found is None or found.get("folder") != str(HERE) or not python.exists()
    say("Setting Handrail up in {} (once; this needs a network) ...".format(VENV.name))
    if STAMP.exists():
        STAMP.unlink()
    uv = shutil.which("uv")
    if uv and not attempt(uv, fresh, tests):
        say("uv could not do it (see above). Trying again with venv and pip ...")
        uv, fresh = None, True
    if not uv:
        with_pip(fresh, tests)
    STAMP.write_text(json.dumps(want), encoding="utf-8")
    say("Done.\n")
    return python


def attempt(uv: str, fresh: bool, tests: bool) -> bool:
    """Set up with uv; False where that does not work, for example because uv is not told where packages come from."""
    try:
        if fresh:
            remove_environment()
            run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        for command in install_commands(str(venv_python(VENV)), uv, tests):
            run(command)
    except SetUpError as error:
        say(str(error))
        return False
    return True


def with_pip(fresh: bool, tests: bool) -> None:
    """Set up with the standard library's venv and pip."""
    python = venv_python(VENV)
    # An environment that uv made has no pip.
    if fresh or not succeeds([str(python), "-m", "pip", "--version"]):
        remove_environment()
        check_venv()
        run([sys.executable, "-m", "venv", str(VENV)])
    for command in install_commands(str(python), None, tests):
        run(command)


def check_venv() -> None:
    """Stop with advice where the distribution has split venv off."""
    try:
        import ensurepip  # noqa: F401  # only whether it is there
        import venv  # noqa: F401
    except ImportError:
        raise SetUpError(
            "This Python lacks venv. Debian, Ubuntu: sudo apt install python3-venv  (or python{}.{}-venv).\n"
            "Then run this again.".format(*sys.version_info[:2])
        ) from None


def remove_environment() -> None:
    """Delete what an earlier, unfinished or moved set-up left."""
    if VENV.is_symlink() or VENV.is_file():
        raise SetUpError(f"{VENV} is not a folder of its own. Move it away, then run this again.")
    if VENV.exists():
        try:
            shutil.rmtree(str(VENV))
        except OSError as error:
            raise SetUpError(f"{VENV} cannot be deleted ({error}). Close what uses it, then run this again.") from error


def get_browser(python: str) -> None:
    """Get a browser for the tests where there is none; where that fails say so, and let the tests say what to do."""
    if succeeds([python, *FIND_BROWSER]):
        return
    say("The tests drive a real browser, and there is no Chromium. Getting one (once; this needs a network) ...")
    for way in browser_commands(python, root=hasattr(os, "geteuid") and os.geteuid() == 0):
        say("  " + "  &&  ".join(" ".join(command) for command in way))
        if all(succeeds(command) for command in way) and succeeds([python, *FIND_BROWSER]):
            say("Done.\n")
            return
    say("That did not work. The tests that need a browser will fail and say what to install.\n")


def run(command: "list[str]") -> None:
    """Run one command of the set-up; raises `SetUpError` with the command where it fails."""
    try:
        code = subprocess.call(command, cwd=str(HERE), stdin=subprocess.DEVNULL)
    except OSError as error:
        raise SetUpError("This could not be started: {}\n{}".format(" ".join(command), error)) from error
    if code:
        raise SetUpError(
            "This failed, see above: {}\nIf it was the network, run this again once you are connected.".format(
                " ".join(command)
            )
        )


def succeeds(command: "list[str]") -> bool:
    """Whether a command runs well; what it prints is dropped."""
    try:
        nothing = subprocess.DEVNULL
        return subprocess.call(command, cwd=str(HERE), stdin=nothing, stdout=nothing, stderr=nothing) == 0
    except OSError:
        return False


def say(text: str) -> None:
    """Tell the person; on standard error, so that what a command prints stays clean."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: "list[str]") -> int:
    """Set up, run, and return the exit code of what was run."""
    refused = too_old(sys.version_info[:2], newer_python())
    if refused:
        say(refused)
        return SET_UP_FAILED
    if arguments[:1] in (["--help"], ["-h"]):
        print(__doc__)
        return 0
    tests = arguments[:1] == ["test"]
    missing = missing_for_tests() if tests else []
    try:
        python = set_up(tests)
        if tests:
            get_browser(str(python))
    except SetUpError as error:
        say(f"\nHandrail is not set up.\n{error}")
        return SET_UP_FAILED
    except KeyboardInterrupt:
        say("\nInterrupted. Handrail is not set up; the next run begins again.")
        return INTERRUPTED
    for line in missing:
        say(line)
    # Commands run where the person is, so that the files they name are found; tests run at home.
    code = call(command_for(str(python), arguments), HERE if tests else None)
    for line in missing:
        say(line)
    return code


def call(command: "list[str]", folder: "Path | None") -> int:
    """Run what was asked for; an interruption ends both, without a traceback of ours."""
    try:
        return subprocess.call(command, cwd=folder)
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
