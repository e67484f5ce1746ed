namespace VaeMlNet.Docs.Tests;

/// <summary>
/// The part of a page's programs that a reader does not see. tests/Docs.Tests/Hidden contains a page with the same path
/// and headings. Its blocks are 'csharp members' for the whole page, and 'csharp before' and 'csharp after' (the
/// checks) for a heading.
/// </summary>
internal sealed record HiddenPart(
    string Page,
    string Members,
    string Before,
    int BeforeLine,
    string After,
    int AfterLine
)
{
    public static HiddenPart Read(string page, string heading)
    {
        var path = $"tests/Docs.Tests/Hidden/{page}";
        var blocks = File.Exists(Repository.PathOf(path)) ? BlocksOf(path) : [];
        var before = Find("before");
        var after = Find("after");
        return new HiddenPart(
            path,
            string.Join('\n', blocks.Where(block => block.Purpose == "members").Select(block => block.Text)),
            before?.Text ?? "",
            before?.Line ?? 1,
            after?.Text ?? "",
            after?.Line ?? 1
        );

        CodeBlock? Find(string purpose) =>
            blocks.SingleOrDefault(block => block.Purpose == purpose && block.Heading == heading);
    }

    /// <summary>
    /// Gets the headings in all hidden parts, with their pages. The visible page must have the same headings.
    /// </summary>
    public static IEnumerable<(string Page, string Heading)> All =>
        Directory
            .EnumerateFiles(Repository.PathOf("tests", "Docs.Tests", "Hidden"), "*.md", SearchOption.AllDirectories)
            .Select(file =>
                Path.GetRelativePath(Repository.PathOf("tests", "Docs.Tests", "Hidden"), file).Replace('\\', '/')
            )
            .SelectMany(page =>
                BlocksOf($"tests/Docs.Tests/Hidden/{page}")
                    .Where(block => block.Purpose != "members")
                    .Select(block => (page, block.Heading))
            );

    private static CodeBlock[] BlocksOf(string path) =>
        [.. new MarkdownPage(path, File.ReadAllText(Repository.PathOf(path))).Blocks];
}
