#!/usr/bin/env python3
"""Turns listings of the real packages' public API into C# stub projects.

    generate_stubs.py LISTINGS_DIR OUTDIR

src and tests are developed on the subsets under compat/. A subset hides one kind of mistake: a name or call that is
clear among its few members can be ambiguous among all those of the real packages. The stubs hold every listed member,
with `throw null` for a body, so that a compiler finds such mistakes where the packages cannot be had.

Writes OUTDIR/TorchSharp and OUTDIR/Microsoft.ML, which can stand in place of compat's projects, and OUTDIR/notes.txt on
what is not as listed.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from declarations import Api
from stubs import StubWriter

SUPPRESSED_WARNINGS = (
    "CS0067 CS0108 CS0109 CS0114 CS0169 CS0612 CS0618 CS0619 CS0660 CS0661 CS0649 CS0809 CS0672 CS1701".split()
)
PROJECT_FILE = """<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <AssemblyName>{name}</AssemblyName>
    <Nullable>disable</Nullable>
    <ImplicitUsings>disable</ImplicitUsings>
    <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
    <RunAnalyzers>false</RunAnalyzers>
    <NoWarn>$(NoWarn);{suppressed}</NoWarn>
    <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
  </PropertyGroup>
{references}</Project>
"""


@dataclass(frozen=True)
class StubProject:
    """One project of compat and the listings of the packages that it stands for."""

    name: str
    listings: tuple[str, ...]
    references: str = ""


PROJECTS = (
    StubProject("TorchSharp", ("TorchSharp",)),
    StubProject(
        "Microsoft.ML",
        (
            "Microsoft.ML.DataView",
            "Microsoft.ML.Core",
            "Microsoft.ML.Data",
            "Microsoft.ML.Transforms",
            "Microsoft.ML.StandardTrainers",
            "Microsoft.ML.KMeansClustering",
            "Microsoft.ML.PCA",
            "Microsoft.ML.OnnxTransformer",
        ),
        '  <ItemGroup><PackageReference Include="Microsoft.ML.OnnxRuntime.Gpu" /></ItemGroup>\n',
    ),
)


def generate(project: StubProject, listings: Path, output: Path) -> list[str]:
    """Writes one project again and returns the notes on it."""
    folder = output / project.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    api = Api(listings / f"{listing}.txt" for listing in project.listings)
    writer = StubWriter(project.name, api)
    writer.write(folder)
    project_file = PROJECT_FILE.format(
        name=project.name, suppressed=";".join(SUPPRESSED_WARNINGS), references=project.references
    )
    (folder / f"{project.name}.csproj").write_text(project_file, encoding="utf-8")
    members = sum(len(declaration.members) for declaration in api.types.values())
    print(f"{project.name}: {len(api.types)} types, {members} members, {len(writer.notes)} notes")
    return writer.notes


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    listings, output = Path(sys.argv[1]), Path(sys.argv[2])
    needed = [listings / f"{listing}.txt" for project in PROJECTS for listing in project.listings]
    missing = [str(path) for path in needed if not path.is_file()]
    if missing:
        print(f"Listings of the real packages' API are missing: {', '.join(missing)}", file=sys.stderr)
        return 2
    notes = [note for project in PROJECTS for note in generate(project, listings, output)]
    (output / "notes.txt").write_text("\n".join(notes) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
