using System.Text.Json.Nodes;

namespace NotebookRunner.Tests;

/// <summary>Runs a copy of every notebook from the first cell to the last.</summary>
[Category("Long")]
[NonParallelizable]
public sealed class NotebookExecutionTests
{
    private const string MnistVariable = "VAEMLNET_MNIST";

    [TestCaseSource(typeof(CommittedNotebooks), nameof(CommittedNotebooks.Names))]
    public async Task Notebook_Run_FailsInNoCellAndGivesTheCommittedOutputs(string name)
    {
        RequireMnist();
        using var folder = new TemporaryFolder();
        folder.CopyOf(Repository.PathOf("onnx", "mnist"), Path.Combine("onnx", "mnist"));
        Directory.CreateDirectory(folder["notebooks"]);
        var copy = folder["notebooks", name];
        File.Copy(CommittedNotebooks.PathOf(name), copy);

        var notebook = await NotebookText.RunAsync(copy);

        NbFormat.AssertValid(notebook);
        var committed = NotebookText.Read(CommittedNotebooks.PathOf(name));

        Assert.That(
            Kinds(notebook),
            Is.EqualTo(Kinds(committed)),
            "Run 'dotnet cake --target=Notebooks' and commit the outputs."
        );
    }

    // What is shown, not its figures: these may differ in their last digits from machine to machine.
    private static string[] Kinds(JsonObject notebook) =>
        [
            .. notebook
                .Cells()
                .Where(cell => (string?)cell["cell_type"] == "code")
                .SelectMany(
                    cell => cell.Outputs(),
                    (cell, output) => $"{cell["id"]}: {output["output_type"]} {DataTypes(output)}"
                ),
        ];

    private static string DataTypes(JsonObject output) =>
        string.Join(' ', output["data"]?.AsObject().Select(data => data.Key) ?? []);

    private static void RequireMnist()
    {
        var mnist = Environment.GetEnvironmentVariable(MnistVariable) ?? Repository.PathOf("artifacts", "mnist");
        if (!File.Exists(Path.Combine(mnist, "train-images-idx3-ubyte")))
        {
            Assert.Ignore($"MNIST is in neither ${MnistVariable} nor artifacts/mnist; './build.sh' fetches it.");
        }

        Environment.SetEnvironmentVariable(MnistVariable, Path.GetFullPath(mnist));
    }
}
