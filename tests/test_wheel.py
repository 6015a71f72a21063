"""The wheel, installed in a clean environment outside the checkout: the command runs, the schema is inside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]
SMOKE = """
import importlib.resources, json, pathlib, sys, wiremark, wiremark.cleaning
assert pathlib.Path(wiremark.__file__).is_relative_to(sys.prefix), wiremark.__file__
package = importlib.resources.files("wiremark")
assert (package / "py.typed").is_file()
assert json.loads((package / "schemas" / "annotation-1.0.0.json").read_text("utf-8"))["x-version"] == "1.0.0"
assert wiremark.cleaning.clean("(LEAD) Head of it\\n\\nA sentence stands here.").metadata["edition_tag"] == "LEAD"
"""


def test_the_wheel_in_a_clean_environment(tmp_path: Path) -> None:
    def run(*command: str | Path) -> str:
        environment = {key: value for key, value in os.environ.items() if key not in {"PYTHONPATH", "PYTHONHOME"}}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", tmp_path, REPOSITORY)
    [wheel] = tmp_path.glob("wiremark-*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "-c", REPOSITORY / ".ci" / "constraints.txt", wheel)
    run(python, "-c", SMOKE)
    for name in ("seeds", "corpus", "annotations", "schemas"):
        shutil.copytree(REPOSITORY / name, tmp_path / "workspace" / name)
    wiremark = tmp_path / "venv" / "bin" / "wiremark"
    run(wiremark, "--version")
    run(wiremark, "-C", tmp_path / "workspace", "clean", "--check")
    run(wiremark, "-C", tmp_path / "workspace", "validate")
    assert "load_dataset(" in run(wiremark, "-C", tmp_path / "workspace", "build")
    run(wiremark, "init", "new", "--from", tmp_path / "workspace" / "seeds")
    for command in ("clean", "validate", "build"):
        run(wiremark, "-C", "new", command)
    for name in (".gitignore", ".gitattributes", ".pre-commit-config.yaml", ".github/workflows/corpus.yml"):
        assert (tmp_path / "new" / name).is_file()
    run(wiremark, "init", "demo", "--example")
    assert "load_dataset(" in run(wiremark, "-C", "demo", "build")
    run(wiremark, "labelstudio", "serve", "--help")
