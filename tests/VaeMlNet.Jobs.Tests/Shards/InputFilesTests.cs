using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Jobs.Tests;

/// <summary>The files that a list of paths, folders and patterns matches.</summary>
public sealed class InputFilesTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFiles()
    {
        folder = new TemporaryFolder();
        foreach (
            var name in new[] { "b.csv", "a.csv", "a10.csv", ".hidden.csv", "notes.txt", "deep/c.csv", "deep/er/d.csv" }
        )
        {
            var path = Path.Combine(folder.Path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x\n1\n");
        }
    }

    [TearDown]
    public void DeleteFiles() => folder.Dispose();

    [TestCase("*.csv", "a.csv a10.csv b.csv")]
    [TestCase("a*.csv", "a.csv a10.csv")]
    [TestCase("deep", "deep/c.csv")]
    [TestCase("**/*.csv", "a.csv a10.csv b.csv deep/c.csv deep/er/d.csv")]
    [TestCase("deep/*/*.csv", "deep/er/d.csv")]
    [TestCase("b.csv", "b.csv")]
    [TestCase("missing.csv", "missing.csv", Description = "named when it is opened")]
    public void Expand_Source_IsItsFilesInOrdinalOrder(string source, string expected)
    {
        IEnumerable<string> files = InputFiles.Expand(Path.Combine(folder.Path, source));

        Assert.That(files.Select(Relative), Is.EqualTo(expected.Split(' ')));
    }

    [Test]
    public void Expand_SeveralSources_KeepTheirOrder()
    {
        IEnumerable<string> files = InputFiles.Expand($"{At("deep")},{At("b.csv")},{At("a*.csv")}");

        Assert.That(files.Select(Relative), Is.EqualTo(new[] { "deep/c.csv", "b.csv", "a.csv", "a10.csv" }));
    }

    [TestCase("f,g", "f,g/a.csv f,g/b,2.csv")]
    [TestCase("f,g/*.csv", "f,g/a.csv f,g/b,2.csv")]
    [TestCase("f,g/b,*.csv", "f,g/b,2.csv")]
    [TestCase("f,g/b,2.csv", "f,g/b,2.csv")]
    public void Expand_PathWithACommaAlone_IsItsFiles(string source, string expected)
    {
        Directory.CreateDirectory(At("f,g"));
        File.WriteAllText(At("f,g/a.csv"), "x\n1\n");
        File.WriteAllText(At("f,g/b,2.csv"), "x\n1\n");
        IEnumerable<string> files = InputFiles.Expand(At(source));

        Assert.That(files.Select(Relative), Is.EqualTo(expected.Split(' ')));
    }

    [Test]
    public void Expand_PathWithACommaAmongSeveral_IsAnErrorThatNamesTheComma()
    {
        File.WriteAllText(At("b,2.csv"), "x\n1\n");
        var error = Assert.Throws<CommandException>(() => InputFiles.Expand($"{At("a.csv")},{At("b,2.csv")}"))!;

        Assert.That(error.Message, Does.Contain(At("b")).And.Contain("comma"));
    }

    [TestCase("*.parquet", "No file matches")]
    [TestCase("empty", "contains no files")]
    public void Expand_Nothing_IsAnError(string source, string fact)
    {
        Directory.CreateDirectory(At("empty"));
        var error = Assert.Throws<CommandException>(() => InputFiles.Expand(At(source)))!;

        Assert.That(error.Message, Does.Contain(fact).And.Contain(source));
    }

    [Test]
    public void Expand_AFileTwice_IsAnError()
    {
        var error = Assert.Throws<CommandException>(() => InputFiles.Expand($"{At("*.csv")},{At("a.csv")}"))!;

        Assert.That(error.Message, Does.Contain("a.csv' twice"));
    }

    private string At(string name) => Path.Combine(folder.Path, name);

    private string Relative(string path) => Path.GetRelativePath(folder.Path, path).Replace('\\', '/');
}
