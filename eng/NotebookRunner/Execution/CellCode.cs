namespace NotebookRunner;

/// <summary>What of a cell is C# for the compiler.</summary>
internal static class CellCode
{
    // Kernels load packages and run commands by these; here the assemblies are there already.
    private static readonly string[] Directives = ["#r \"nuget:", "#i \"nuget:", "#!"];

    /// <summary>Empties the lines that are for a notebook's kernel, so that the others keep their numbers.</summary>
    public static string WithoutDirectives(string source) =>
        string.Join('\n', source.ReplaceLineEndings("\n").Split('\n').Select(line => IsDirective(line) ? "" : line));

    private static bool IsDirective(string line) =>
        Directives.Any(directive => line.TrimStart().StartsWith(directive, StringComparison.Ordinal));
}
