using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

[NonParallelizable] // a run has the process's console and current folder
public sealed class NotebookRunTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public async Task Execute_CellsThatPrintShowAndGiveValues_WritesOutputsInThatOrder()
    {
        var path = Write(
            "Console.WriteLine(\"before\");\ndisplay(\"shown\");\nConsole.Write(\"after\");\n\"<b>bold</b>\".DisplayAs(\"text/html\");\n6 * 7",
            "Convert.ToBase64String(new byte[] { 1, 2, 3 }).DisplayAs(\"image/png\");"
        );

        var notebook = await NotebookText.RunAsync(path);

        NbFormat.AssertValid(notebook);
        var outputs = notebook.Cells()[0].Outputs();

        Assert.That(
            outputs.Select(output => (string?)output["output_type"]),
            Is.EqualTo(new[] { "stream", "display_data", "stream", "display_data", "execute_result" })
        );
        Assert.That(NotebookText.Text(outputs[0]["text"]), Is.EqualTo("before\n"));
        Assert.That(NotebookText.Text(outputs[1]["data"]!["text/plain"]), Is.EqualTo("shown"));
        Assert.That(NotebookText.Text(outputs[2]["text"]), Is.EqualTo("after"));
        Assert.That(NotebookText.Text(outputs[3]["data"]!["text/html"]), Is.EqualTo("<b>bold</b>"));
        Assert.That(NotebookText.Text(outputs[4]["data"]!["text/plain"]), Is.EqualTo("42"));
        Assert.That((string?)notebook.Cells()[1].Outputs()[0]["data"]!["image/png"], Is.EqualTo("AQID"));
        Assert.That(notebook.Cells().Select(cell => (int?)cell["execution_count"]), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task Execute_SequenceOfObjects_ShowsATableThatEscapesHtml()
    {
        var path = Write("new[] { new { Name = \"a<b\", Share = 0.5 }, new { Name = \"c\", Share = 2.25 } }");

        var notebook = await NotebookText.RunAsync(path);

        var data = notebook.Cells()[0].Outputs()[0]["data"]!;

        Assert.That(
            NotebookText.Text(data["text/html"]),
            Does.Contain("<th>Name</th><th>Share</th>").And.Contain("<tr><td>a&lt;b</td><td>0.5</td></tr>")
        );
        Assert.That(NotebookText.Text(data["text/plain"]), Is.EqualTo("Name  Share\na<b   0.5\nc     2.25"));
    }

    [Test]
    public async Task Execute_DirectivesOfKernels_AreDroppedAndTheirLinesCounted()
    {
        var path = Write(
            "#i \"nuget:somewhere\"\n#r \"nuget: Some.Package, 1.0.0\"\n#!time\nvar x = 1;\nthrow new Exception(\"boom\");"
        );

        var error = await FailureOf(path);

        Assert.That(error.Message, Does.Contain("line 5").And.Contain("boom"));
    }

    [Test]
    public async Task Execute_ProjectTypes_AreThoseOfThisProcess()
    {
        var path = Write(
            "using Microsoft.ML;\nvar ml = new MLContext(seed: 1);",
            "sealed class Row { public float X { get; set; } }\nvar view = ml.Data.LoadFromEnumerable(new[] { new Row { X = 2 } });\nml.Data.CreateEnumerable<Row>(view, false).Single().X + new VaeMlNet.VaeTrainerOptions().Seed"
        );

        var notebook = await NotebookText.RunAsync(path);

        Assert.That(NotebookText.Text(notebook.Cells()[1].Outputs()[0]["data"]!["text/plain"]), Is.EqualTo("3"));
    }

    [TestCase("int x = \"text\";", "CS0029", "line 1")]
    [TestCase("var y = 1;\nvar x = missing;", "CS0103", "line 2")]
    [TestCase(
        "var y = 1;\n\nthrow new InvalidOperationException(\"no rows\");",
        "InvalidOperationException: no rows",
        "line 3"
    )]
    public async Task Execute_CellFails_NamesNotebookCellAndErrorAndChangesNothing(
        string source,
        string error,
        string line
    )
    {
        var path = Write("Console.WriteLine(\"fine\");", source, "Console.WriteLine(\"never\");");
        var before = File.ReadAllText(path);

        var failure = await FailureOf(path);

        Assert.That(
            failure.Message,
            Does.Contain(path).And.Contain("code cell 2 ('cell-b')").And.Contain(error).And.Contain(line)
        );
        Assert.That(File.ReadAllText(path), Is.EqualTo(before));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "n.ipynb" }));
    }

    [Test]
    public async Task Execute_OutputWithAFolderOfThisMachine_Fails()
    {
        var path = Write("Console.WriteLine(System.IO.Path.GetFullPath(\"model\"));");

        var failure = await FailureOf(path);

        Assert.That(failure.Message, Does.Contain("code cell 1").And.Contain(folder.Path));
    }

    [Test]
    public async Task Execute_Twice_GivesTheSameBytes()
    {
        var path = Write("var random = new Random(1);\nConsole.WriteLine(random.Next());", "new[] { new { X = 1 } }");

        await NotebookRun.ExecuteAsync(path);
        var first = File.ReadAllBytes(path);
        await NotebookRun.ExecuteAsync(path);

        Assert.That(File.ReadAllBytes(path), Is.EqualTo(first));
    }

    [Test]
    public async Task Execute_RelativePaths_StartAtTheNotebook()
    {
        var startFolder = Directory.GetCurrentDirectory();
        folder.Write("data.txt", "beside");

        var notebook = await NotebookText.RunAsync(Write("System.IO.File.ReadAllText(\"data.txt\")"));

        Assert.That(NotebookText.Text(notebook.Cells()[0].Outputs()[0]["data"]!["text/plain"]), Is.EqualTo("beside"));
        Assert.That(Directory.GetCurrentDirectory(), Is.EqualTo(startFolder));
    }

    private string Write(params string[] sources) => folder.Write("n.ipynb", NotebookText.Write(sources));

    private static async Task<NotebookException> FailureOf(string path)
    {
        try
        {
            await NotebookRun.ExecuteAsync(path);
        }
        catch (NotebookException exception)
        {
            return exception;
        }

        throw new AssertionException("The notebook did not fail.");
    }
}
