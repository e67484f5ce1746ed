namespace VaeMlNet.Docs.Tests;

/// <summary>
/// What a reader does not see of a page's programs: tests/Docs.Tests/Hidden has a page of the same path and headings, with blocks
/// 'csharp members' (of the whole page), 'csharp before' and 'csharp after' (of a heading; the checks).
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

    /// <summary>The headings of a page's hidden part, which the page has to have too.</summary>
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
