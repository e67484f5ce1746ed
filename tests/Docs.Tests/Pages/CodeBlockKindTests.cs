namespace VaeMlNet.Docs.Tests;

/// <summary>Every block has a kind that a test here checks, or a kind that is listed with the reason why no test does.</summary>
public sealed class CodeBlockKindTests
{
    private static readonly string[] Shell = ["", "sh", "bash"];

    /// <summary>Checked by CSharpBlockTests, DataBlockTests and ScriptBlockTests.</summary>
    private static readonly string[] Checked = ["csharp", "json", "python", "js", "xml"];

    private static readonly Dictionary<string, string> Unchecked = new()
    {
        ["text"] = "what a program printed: TranscriptTests compare it, if it follows the command",
        ["sql"] = "the tables of a sample: ScorePostgresTests and ScoreParquetTests create them from its page",
        ["math"] = "formulas, typeset by the viewer",
        ["mermaid"] = "diagrams, drawn by the viewer",
        ["csv"] = "rows of a file: TranscriptTests compare them, if the name of the file stands behind the fence",
    };

    internal static bool IsShell(CodeBlock block) => Shell.Contains(block.Language);

    [Test]
    public void Block_Kind_IsCheckedOrListed()
    {
        CodeBlock[] blocks = [.. DocPages.All.SelectMany(page => page.Blocks)];

        Assert.That(blocks, Has.Length.GreaterThan(60));
        Assert.That(
            blocks.Where(b =>
                !Shell.Contains(b.Language) && !Checked.Contains(b.Language) && !Unchecked.ContainsKey(b.Language)
            ),
            Is.Empty
        );
    }
}
