using System.Text.Json;

namespace VaeMlNet.Docs.Tests;

/// <summary>The repository's pages: every Markdown file that a reader may open, and the text of the notebooks.</summary>
internal static class DocPages
{
    private static readonly string[] Folders = ["docs", "src", "samples", "templates", "notebooks", "eng"];

    private static readonly string[] BuiltFolders = ["bin", "obj", "node_modules", "artifacts", ".ipynb_checkpoints"];

    /// <summary>Gets all pages except notebooks, ordered by path.</summary>
    public static IReadOnlyList<MarkdownPage> Markdown { get; } =
    [.. Files("*.md").Select(path => new MarkdownPage(path, File.ReadAllText(Repository.PathOf(path))))];

    /// <summary>Gets a page for each notebook. The page consists of the notebook's Markdown cells.</summary>
    public static IReadOnlyList<MarkdownPage> Notebooks { get; } =
    [.. Files("*.ipynb").Select(path => new MarkdownPage(path, CellsOf(path, "markdown")))];

    public static IEnumerable<MarkdownPage> All => [.. Markdown, .. Notebooks];

    /// <summary>Gets the code cells of each notebook, with the notebook's path.</summary>
    public static IEnumerable<(string Path, string Code)> NotebookCode =>
        Files("*.ipynb").Select(path => (path, CellsOf(path, "code")));

    public static MarkdownPage Page(string path) => Markdown.Single(page => page.Path == path);

    private static IEnumerable<string> Files(string pattern) =>
        Directory
            .EnumerateFiles(Repository.Root, pattern)
            .Concat(
                Folders
                    .Select(name => Repository.PathOf(name))
                    .Where(Directory.Exists)
                    .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories))
            )
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(BuiltFolders).Any() && !IsReceived(path))
            .Order(StringComparer.Ordinal);

    /// <summary>Returns whether a test wrote the file, to be moved over the page.</summary>
    private static bool IsReceived(string path) => path.EndsWith(".received.md", StringComparison.Ordinal);

    private static string CellsOf(string path, string kind)
    {
        using var notebook = JsonDocument.Parse(File.ReadAllText(Repository.PathOf(path)));
        return string.Join(
            "\n\n",
            notebook
                .RootElement.GetProperty("cells")
                .EnumerateArray()
                .Where(cell => cell.GetProperty("cell_type").GetString() == kind)
                .Select(cell => TextOf(cell.GetProperty("source")))
        );
    }

    /// <summary>Returns the text of a cell. The JSON source is a string or an array of lines.</summary>
    private static string TextOf(JsonElement source) =>
        source.ValueKind == JsonValueKind.String
            ? source.GetString()!
            : string.Concat(source.EnumerateArray().Select(line => line.GetString()));
}
