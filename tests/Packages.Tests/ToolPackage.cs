using System.Runtime.InteropServices;

namespace VaeMlNet.Packages.Tests;

/// <summary>The tool is a pointer, VaeMlNet.Cli, to a package per runtime.</summary>
internal static class ToolPackage
{
    public static string ForThisMachine => $"VaeMlNet.Cli.{RuntimeInformation.RuntimeIdentifier}";

    public static string[] Runtimes =>
        [
            .. Directory
                .EnumerateFiles(PackedFiles.Folder, "VaeMlNet.Cli.*.nupkg")
                .Select(file => Path.GetFileName(file)["VaeMlNet.Cli.".Length..])
                .Where(name => !char.IsAsciiDigit(name[0]))
                .Select(name => name[..name.IndexOf($".{PackedFiles.Version}", StringComparison.Ordinal)]),
        ];
}
