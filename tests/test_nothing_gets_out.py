"""Nothing gets out and nothing gets in: no network, no foreign code, no effects of the import, and output that nobody obeys."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]

WATCHED: Final = """
import sys
DOORS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn",
         "pickle.", "marshal.", "ctypes.", "webbrowser.", "shutil.", "os.remove", "os.rename", "os.chmod", "os.mkdir")
HARMLESS = {"marshal.loads", "marshal.load"}  # Of Python's own, for each module that is imported.
seen, compiled, watching = set(), [], False
def watch(event, arguments):
    if not watching:
        return
    if event == "ctypes.dlopen" and arguments[0] is None:
        return  # What `import ctypes` does by itself.
    if event.startswith(DOORS) and event not in HARMLESS:
        seen.add(event)
    elif event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.add(f"writes {arguments[0]}")
    elif event == "compile" and "posted by strangers" in str(arguments[0]):
        compiled.append(arguments)
sys.addaudithook(watch)
"""
"""A hook that hears of every socket, process, pickle and file to write, as Python itself tells of them (PEP 578)."""

PARSE: Final = (
    WATCHED
    + """
import tgparse, json
from pathlib import Path
watching = True
for path in map(Path, sys.argv[1:]):
    doc = tgparse.parse_file(path)
    doc.model_dump_json(), doc.to_text(), repr(doc), doc._repr_html_(), list(doc.lines)
    for table in ("posts", "dates", "locations", "links"):
        list(doc.rows(table))
    tgparse.recognise(doc.text), tgparse.clean_text(doc.text), list(tgparse.iter_posts(path))
evil = "posted by strangers __import__('os').system('true') {0.__class__} %s ${HOME} $(true) `true` "
evil += "!!python/object:os.system c__builtin__ eval #x\\n"
doc = tgparse.parse_text("Forwarded from A\\n" + evil + "❤1👍1\\n")
doc.model_dump_json(), repr(doc), doc._repr_html_()
watching = False
print(json.dumps([sorted(seen), len(compiled)]))
"""
)


def run(program: str, *arguments: str, prefix: tuple[str, ...] = ()) -> str:
    done = subprocess.run(
        [*prefix, sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip()


def test_parsing_opens_no_socket_starts_no_process_unpickles_nothing_and_writes_nothing() -> None:
    paths = sorted(str(path) for path in (ROOT / "fixtures").glob("*.*.*") if path.suffix in {".txt", ".json", ".html"})[::3]
    assert run(PARSE, *paths) == "[[], 0]"


def test_the_hook_hears_what_it_is_there_for() -> None:
    program = (
        WATCHED + "import socket, pickle, os\nwatching = True\nsocket.socket().close()\npickle.loads(pickle.dumps(1 + 1j))\n"
        "open(os.devnull, 'w').close()\ncompile('1 # posted by strangers', 'x', 'eval')\n"
        "watching = False\nprint(sorted(seen), len(compiled))\n"
    )
    heard = run(program)
    assert "socket.__new__" in heard
    assert "pickle.find_class" in heard
    assert "writes /dev/null" in heard
    assert heard.endswith("1")


def test_a_machine_without_a_network_parses_the_same() -> None:
    prefix = ("unshare", "--net")
    try:
        subprocess.run([*prefix, "true"], check=True, capture_output=True, timeout=30)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a network namespace cannot be made here")
    program = "import sys, hashlib, tgparse\nprint(hashlib.sha256(tgparse.parse_file(sys.argv[1]).model_dump_json().encode()).hexdigest())"
    path = str(ROOT / "fixtures" / "compact_en.web-preview.txt")
    assert run(program, path, prefix=prefix) == run(program, path)


def test_no_source_holds_what_runs_or_fetches() -> None:
    """What the hook cannot hear, since it is never called in a test, does not stand in the sources either."""
    import ast

    runs = {"eval", "exec", "compile", "__import__"}
    fetches = {"socket", "urllib.request", "http.client", "requests", "httpx", "aiohttp", "marshal", "shelve", "ctypes", "subprocess"}
    found: list[str] = []
    for path in sorted((ROOT / "tgparse").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in runs:
                found.append(f"{path.name}:{node.lineno} {node.func.id}")
            if isinstance(node, ast.Import):
                found += [f"{path.name}:{node.lineno} {alias.name}" for alias in node.names if alias.name in fetches]
            if isinstance(node, ast.ImportFrom) and node.module in fetches:
                found.append(f"{path.name}:{node.lineno} {node.module}")
            if isinstance(node, ast.Attribute) and node.attr in {"loads", "load"} and ast.unparse(node.value) == "pickle":
                found.append(f"{path.name}:{node.lineno} pickle.{node.attr}")
    assert found == []


IMPORT: Final = """
import sys, re
opened, compiled = [], []
really = re._compiler.compile
re._compiler.compile = lambda pattern, flags=0: (compiled.append(pattern), really(pattern, flags))[1]
def watch(event, arguments):
    # What Python opens to import is a module, or tells of one.
    if event == "open" and not str(arguments[0]).endswith((".py", ".pyc", ".so")) and ".pyc." not in str(arguments[0]):
        opened.append(arguments[0])
    elif event.startswith(("socket.", "subprocess.", "os.system")):
        opened.append(event)
sys.addaudithook(watch)
import tgparse
dir(tgparse), tgparse.__version__
print(opened, compiled, sorted({"pydantic", "regex", "tgparse.patterns"} & set(sys.modules)))
tgparse.parse_text
print([name for name in opened if "/tgparse/" in str(name)])
"""


def test_the_import_reads_no_file_and_compiles_no_pattern() -> None:
    """The first use loads Pydantic and the patterns, and reads no file yet but the modules."""
    assert run(IMPORT).splitlines() == ["[] [] []", "[]"]
