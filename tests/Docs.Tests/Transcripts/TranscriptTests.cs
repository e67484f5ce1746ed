namespace VaeMlNet.Docs.Tests;

/// <summary>The commands of every page can be typed in a clone, one after another, and print what the page shows.</summary>
public sealed class TranscriptTests
{
    private static IEnumerable<TestCaseData> Pages =>
        Transcript.All.Select(page => new TestCaseData(page).SetArgDisplayNames($"{page}"));

    [TestCaseSource(nameof(Pages))]
    public void File_OfACommand_IsInTheCloneOrMadeBefore(object page)
    {
        var transcript = (Transcript)page;

        Assert.That(transcript.MissingFiles, Is.Empty);
        Assert.That(transcript.Blocks.Where(Transcript.IsTyped).SelectMany(Transcript.Unknown), Is.Empty);
    }

    /// <summary>Each page trains for long.</summary>
    [TestCaseSource(nameof(Pages))]
    [Category("Long")]
    public void Commands_OfAPage_PrintWhatItShows(object page)
    {
        var transcript = (Transcript)page;
        using TranscriptRun run = new(transcript);
        var received = transcript.Page.Text;
        List<string> faults = [];
        for (var i = 0; i < transcript.Blocks.Count; i++)
        {
            var block = transcript.Blocks[i];
            if (Transcript.IsTyped(block))
            {
                Compare(transcript.OutputOf(i), run.Run(block));
            }
            else if (Transcript.FileOf(block) is { } file && block.Language == "json")
            {
                run.Write(file, block.Text);
            }
            else if (Transcript.FileOf(block) is { } shown)
            {
                Compare(block with { Purpose = "", Text = $"{block.Text}\n..." }, run.Read(shown));
            }
        }

        WriteReceived(transcript.Page, received);

        Assert.That(faults.Count, Is.Zero, string.Join('\n', faults));

        void Compare(CodeBlock? shown, string actual)
        {
            if (shown is not null && PrintedText.Difference(shown, actual) is { } line)
            {
                faults.Add($"{shown}: {line}\nreceived:\n{actual}");
                var renewed = PrintedText.Renewed(shown, actual);
                received = received.Replace(WithoutEnd(shown.Text), WithoutEnd(renewed), StringComparison.Ordinal);
            }
        }
    }

    [Test]
    public void Purpose_OfAShellBlock_IsAReasonThatIsListed()
    {
        CodeBlock[] blocks = [.. DocPages.All.SelectMany(page => page.Blocks).Where(CodeBlockKindTests.IsShell)];

        Assert.That(
            blocks.Where(block => block.Purpose.Length > 0 && !Transcript.Elsewhere.ContainsKey(block.Purpose)),
            Is.Empty
        );
        Assert.That(Transcript.All.Count(), Is.GreaterThan(8));
    }

    /// <summary>No command of the tool escapes by standing in a block whose first program is another one.</summary>
    [Test]
    public void Command_OfTheTool_IsTypedOrTheBlockSaysWhyNot()
    {
        CodeBlock[] blocks =
        [
            .. DocPages
                .Markdown.Where(Transcript.IsTyped)
                .SelectMany(page => page.Blocks)
                .Where(CodeBlockKindTests.IsShell)
                .Where(block => ShellLine.Parse(block).Any(line => line.Program is "vaemlnet" or "vaemlnet-worker")),
        ];

        Assert.That(blocks.Where(block => block.Purpose.Length == 0 && !Transcript.IsTyped(block)), Is.Empty);
    }

    /// <summary>Returns a text without the line that stands for any further lines.</summary>
    private static string WithoutEnd(string text) =>
        text.EndsWith("\n...", StringComparison.Ordinal) ? text[..^4] : text;

    /// <summary>Writes the page with the new outputs beside it, to be moved over it.</summary>
    private static void WriteReceived(MarkdownPage page, string text)
    {
        var path = Path.ChangeExtension(Repository.PathOf(page.Path), ".received.md");
        File.Delete(path);
        if (text != page.Text)
        {
            File.WriteAllText(path, text);
        }
    }
}
