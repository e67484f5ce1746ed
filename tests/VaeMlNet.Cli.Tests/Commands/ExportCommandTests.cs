namespace VaeMlNet.Cli.Tests;

internal sealed class ExportCommandTests
{
    private const string Figures = @"=-?\d+\.\d\d reconstruction=-?\d+\.\d kl=\d+\.\d$";

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Export_Checkpoint_PrintsParityPerOutputAndTheFigures()
    {
        var run = Export($"--out={folder["onnx"]}", "--verbose").Succeeded();

        Assert.That(run.OutputLines[^1], Does.Match("^training_loss" + Figures));

        foreach (var output in (string[])["log_variance", "reconstruction ", "contributions", "kl"])
        {
            Assert.That(run.OutputLines, Has.Some.Match($@"(encoder|decoder|scorer)\s+{output}\s*\d\.\dE"), output);
        }

        Assert.That(File.Exists(Path.Combine(folder["onnx"], "manifest.json")));

        ToolRun.Run("verify", folder["onnx"]).Succeeded();
    }

    [Test]
    public void Export_SameCheckpointTwice_ReplacesTheFolderAndGivesTheSameFigures()
    {
        var first = Export($"--out={folder["onnx"]}").Succeeded().OutputLines[^1];

        Assert.That(Export($"--out={folder["onnx"]}").Succeeded().OutputLines[^1], Is.EqualTo(first));
        Assert.That(
            folder.Entries.Where(e => !e.StartsWith("onnx", StringComparison.Ordinal)),
            Has.None.Contains("tmp")
        );
    }

    [TestCase("float16")]
    [TestCase("int8")]
    public void Export_Weights_AreInTheManifestAndVerified(string weights)
    {
        var run = Export($"--out={folder["onnx"]}", $"--weights={weights}", "--verbose").Succeeded();

        Assert.That(run.Output, Does.Contain("relative error"));

        var manifest = File.ReadAllText(Path.Combine(folder["onnx"], "manifest.json"));

        Assert.That(manifest, Does.Contain($"\"weights\": \"{weights}\""));

        ToolRun.Run("verify", folder["onnx"]).Succeeded();
    }

    [Test]
    public void Export_UnknownWeights_NamesTheExistingOnes() =>
        Export($"--out={folder["onnx"]}", "--weights=int4").Failed(2, "--weights", "int8");

    [Test]
    public void Export_Model_TrainsFirstAndJudgesByTheValidationRows()
    {
        var validation = folder.Write("validation.csv", TinyModel.Rows(20, seed: 2));

        var run = ToolRun
            .Run(
                "export",
                "--model=fully-connected",
                $"--data={TinyModel.Table}",
                $"--validation={validation}",
                "--likelihood=gaussian",
                "--hidden=4",
                "--latent=1",
                "--epochs=1",
                $"--out={folder["onnx"]}",
                "--verbose"
            )
            .Succeeded();

        Assert.That(run.Output, Does.Contain("epoch 1/1").And.Contain("on 20 rows"));
        Assert.That(run.OutputLines[^1], Does.Match("^test_loss" + Figures));
    }

    [TestCase(0.3, "test_loss")]
    [TestCase(0.0, "training_loss")]
    public void Export_HeldOutShare_NamesTheLossByTheRows(double share, string name)
    {
        var options = folder.Write(
            "o.json",
            FormattableString.Invariant(
                $$"""{ "epoch_count": 2, "hidden_dims": [4], "data": { "validation_share": {{share}} } }"""
            )
        );

        var run = ToolRun
            .Run(
                "export",
                "--model=table",
                $"--options={options}",
                $"--data={TinyTable.Data}",
                $"--out={folder["onnx"]}"
            )
            .Succeeded();

        Assert.That(run.OutputLines[^1], Does.Match($"^{name}{Figures}"));
    }

    [Test]
    public void Export_RefusedAfterTraining_KeepsItAndSaysHowToGoOn()
    {
        var data = folder.Write("x.csv", TinyModel.Rows(60, seed: 2));
        var kept = folder["x.checkpoint"];

        // No two libraries agree so well.
        var refused = ToolRun.Run(
            "export",
            "--model=detector",
            $"--data={data}",
            "--epochs=2",
            "--parity-tolerance=1e-6",
            $"--out={folder["x"]}"
        );

        refused.Failed(1, $"The training is kept in '{kept}'", $"--checkpoint={kept}", "--parity-tolerance=1000");
        ToolRun
            .Run("export", $"--checkpoint={kept}", $"--data={data}", "--parity-tolerance=1000", $"--out={folder["x"]}")
            .Succeeded();

        Assert.That(File.Exists(folder["x", "scorer.onnx"]), Is.True);
    }

    /// <summary>The logarithms of such amounts differ in their fifth digit.</summary>
    [Test]
    public void Export_AmountsOfSmallSpread_AgreeInBothLibraries()
    {
        Random random = new(2);
        var lines = Enumerable
            .Range(0, 200)
            .Select(_ => random.NextDouble())
            .Select(z =>
                FormattableString.Invariant($"{1e6 * (1 + (4e-4 * z)):0.000},{5e5 * (1 + (8e-4 * z)):0.0000}")
            );
        var data = folder.Write("sharp.csv", string.Join('\n', lines.Prepend("a,b")) + "\n");

        ToolRun
            .Run(
                "export",
                "--model=detector",
                $"--data={data}",
                "--likelihood=log-normal",
                "--epochs=200",
                $"--out={folder["sharp"]}"
            )
            .Succeeded();
    }

    [Test]
    public void Export_DataOfAnotherWidth_StatesBothWidths()
    {
        var data = folder.Write("x.csv", "a,b\n1,2\n");

        ToolRun
            .Run("export", $"--checkpoint={TinyModel.Checkpoint}", $"--data={data}", $"--out={folder["onnx"]}")
            .Failed(1, "2 columns", "trained on 3 features");

        Assert.That(Directory.Exists(folder["onnx"]), Is.False);
    }

    [Test]
    public void Export_MissingCheckpoint_NamesIt()
    {
        ToolRun
            .Run("export", "--checkpoint=nowhere", $"--data={TinyModel.Table}", $"--out={folder["onnx"]}")
            .Failed(1, "nowhere");
    }

    [Test]
    public void Export_OutHoldsOtherThings_RefusesBeforeTraining()
    {
        folder.Write("thesis.txt", "precious");

        ToolRun
            .Run("export", "--model=fully-connected", $"--data={TinyModel.Table}", $"--out={folder.Path}")
            .Failed(1, folder.Path, "manifest.json");

        Assert.That(File.ReadAllText(folder["thesis.txt"]), Is.EqualTo("precious"));
    }

    [TestCase("--epochs=3")]
    [TestCase("--model=mnist")]
    [TestCase("--latent=3")]
    public void Export_CheckpointAndTrainingOption_IsAUsageError(string option) =>
        Export($"--out={folder["onnx"]}", option).Failed(2, "--checkpoint", option.Split('=')[0]);

    [Test]
    public void Export_CheckpointWithoutDataOrOut_IsAUsageError() =>
        ToolRun.Run("export", "--checkpoint=x").Failed(2, "--data=FILE", "--out=FOLDER");

    [Test]
    public void Export_Canceled_Gives130AndLeavesNothing()
    {
        using CancellationTokenSource source = new();
        source.Cancel();

        ToolRun
            .Run(
                source.Token,
                "export",
                $"--checkpoint={TinyModel.Checkpoint}",
                $"--data={TinyModel.Table}",
                $"--out={folder["onnx"]}"
            )
            .Failed(130, "canceled");

        Assert.That(folder.Entries, Is.Empty);
    }

    private static ToolRun Export(params string[] more) =>
        ToolRun.Run(["export", $"--checkpoint={TinyModel.Checkpoint}", $"--data={TinyModel.Table}", .. more]);
}
