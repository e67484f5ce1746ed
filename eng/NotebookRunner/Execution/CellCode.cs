namespace NotebookRunner;

/// <summary>Extracts the C# code of a cell.</summary>
internal static class CellCode
{
    // Kernels load packages and run commands with these lines. Here the assemblies are already loaded.
    private static readonly string[] Directives = ["#r \"nuget:", "#i \"nuget:", "#!"];

    /// <summary>Replaces the lines for a notebook's kernel by empty lines, so that the other lines keep their numbers.</summary>
    public static string WithoutDirectives(string source) =>
        string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(line => IsDirective(line) ? "" : line));

    private static bool IsDirective(string line) =>
        Directives.Any(directive => line.TrimStart().StartsWith(directive, StringComparison.Ordinal));
}
