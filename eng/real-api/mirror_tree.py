#!/usr/bin/env python3
"""Mirrors the repository's working tree with stubs in place of the compat projects of the same names.

    mirror_tree.py REPOSITORY STUBS_DIR TREE_DIR

What git tracks or would track is copied, and of artifacts what a build on compat needs. Only files that differ are
copied and build outputs in the mirror stay, so that the next build there compiles only what changed.
"""

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

BUILD_OUTPUTS = {"bin", "obj"}
NEEDED_ARTIFACTS = ("artifacts/deps.props", "artifacts/onnxruntime")


def files_below(path: Path) -> list[Path]:
    """The file itself, or every file in the folder."""
    return [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]


def working_tree(repository: Path) -> list[Path]:
    """Every file that git tracks or would track, as far as it exists."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=repository, check=True, capture_output=True, text=True).stdout
    return [repository / name for name in listed.split("\0") if name and (repository / name).is_file()]


def wanted_files(repository: Path, stubs: Path) -> dict[Path, Path]:
    """Path in the mirror -> the file to copy there."""
    sources = working_tree(repository)
    for artifact in NEEDED_ARTIFACTS:
        sources += files_below(repository / artifact)
    wanted = {source.relative_to(repository): source for source in sources}

    for project in (folder for folder in stubs.iterdir() if folder.is_dir()):
        replaced = Path("compat", project.name)
        wanted = {target: source for target, source in wanted.items() if replaced not in target.parents}
        wanted |= {replaced / source.relative_to(project): source for source in files_below(project)}
    return wanted


def copy_changed(wanted: dict[Path, Path], tree: Path) -> None:
    """Copies what differs; the copy's new time stamp tells the build that it changed."""
    for target, source in wanted.items():
        copy = tree / target
        if copy.is_file() and filecmp.cmp(source, copy, shallow=False):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)


def remove_rest(wanted: dict[Path, Path], tree: Path) -> None:
    """Removes what is no longer in the repository, other than build outputs."""
    for folder, subfolders, names in os.walk(tree):
        subfolders[:] = [name for name in subfolders if name not in BUILD_OUTPUTS]
        for name in names:
            path = Path(folder, name)
            if path.relative_to(tree) not in wanted:
                path.unlink()


def main() -> None:
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    repository, stubs, tree = (Path(argument).resolve() for argument in sys.argv[1:])
    wanted = wanted_files(repository, stubs)
    tree.mkdir(parents=True, exist_ok=True)
    remove_rest(wanted, tree)
    copy_changed(wanted, tree)


if __name__ == "__main__":
    main()
