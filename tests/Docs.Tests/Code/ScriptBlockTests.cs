namespace VaeMlNet.Docs.Tests;

/// <summary>The parsers of Python and Node.js accept the python and js blocks. Tests are skipped if a program is missing.</summary>
public sealed class ScriptBlockTests
{
    [Test]
    public void PythonBlock_Always_Parses() => EachBlockIsParsed("python", "py", "python3", "-m", "py_compile");

    [Test]
    public void JavaScriptBlock_Always_Parses() => EachBlockIsParsed("js", "mjs", "node", "--check");

    private static void EachBlockIsParsed(string language, string extension, string program, params string[] arguments)
    {
        if (ProgramRun.Run(program, null, "--version") is not { ExitCode: 0 })
        {
            Assert.Ignore($"There is no '{program}', so the {language} blocks were not checked.");
        }

        CodeBlock[] blocks =
        [
            .. DocPages.All.SelectMany(page => page.Blocks).Where(block => block.Language == language),
        ];
        using TemporaryFolder folder = new();

        Assert.That(blocks, Is.Not.Empty);
        foreach (var block in blocks)
        {
            var file = folder.Write($"block.{extension}", block.Text);
            var run = ProgramRun.Run(program, folder.Path, [.. arguments, file])!;
            Assert.That(run.ExitCode, Is.Zero, $"{block}\n{run.Output}{run.Error}");
        }
    }
}
