namespace NotebookRunner.Tests;

/// <summary>The notebooks of this repository.</summary>
internal static class CommittedNotebooks
{
    public static string[] Paths => [.. Directory.EnumerateFiles(Folder, "*.ipynb").Order(StringComparer.Ordinal)];

    public static string[] Names => [.. Paths.Select(path => Path.GetFileName(path))];

    public static string PathOf(string name) => Path.Combine(Folder, name);

    private static string Folder => Repository.PathOf("notebooks");
}
