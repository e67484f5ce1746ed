namespace VaeMlNet.Cli.Tests;

internal sealed class ThresholdCommandTests
{
    private TemporaryFolder folder = null!;
    private string model = "";

    [SetUp]
    public void CopyModel()
    {
        folder = new TemporaryFolder();
        model = TinyModel.CopyModel(folder);
    }

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase("--contamination=0.25", 15)]
    [TestCase("--quantile=0.5", 30)]
    // Above the 55th smallest of 60: ceil(61 * 0.9).
    [TestCase("--false-positive-rate=0.1", 5)]
    [Proves(30)]
    public void Threshold_EachRule_IsWhatScoreLabelsBy(string rule, int expected)
    {
        var run = ToolRun.Run("threshold", model, $"--data={TinyModel.Table}", rule).Succeeded();

        var threshold = VaeModel.ReadManifest(model).Threshold;

        Assert.That(
            run.OutputLines[^1],
            Does.Contain($"from 60 rows by {threshold.Rule}").And.Contain("negative_elbo=")
        );

        var scores = folder["scores.csv"];
        ToolRun.Run("score", model, $"--data={TinyModel.Table}", $"--out={scores}").Succeeded();

        Assert.That(
            File.ReadAllLines(scores).Count(line => line.EndsWith(",1", StringComparison.Ordinal)),
            Is.EqualTo(expected)
        );

        ToolRun.Run("verify", model).Succeeded();
    }

    [TestCase(2, "expected one of --contamination, --quantile, --false-positive-rate")]
    [TestCase(2, "--quantile and --false-positive-rate are given", "--quantile=0.9", "--false-positive-rate=0.1")]
    [TestCase(2, "--contamination is '0.6', expected a number above 0 and at most 0.5", "--contamination=0.6")]
    [TestCase(2, "--quantile is '1', expected a number above 0 and below 1", "--quantile=1")]
    [TestCase(1, "needs at least 99 normal rows, but there are 60", "--false-positive-rate=0.01")]
    public void Threshold_WrongRule_SaysWhyAndLeavesTheModelAlone(int exitCode, string message, params string[] rules)
    {
        var before = File.ReadAllText(Path.Combine(model, "SHA256SUMS"));

        ToolRun.Run(["threshold", model, $"--data={TinyModel.Table}", .. rules]).Failed(exitCode, message);

        Assert.That(File.ReadAllText(Path.Combine(model, "SHA256SUMS")), Is.EqualTo(before));
    }

    [Test]
    public void Threshold_FileOfAnotherWidth_StatesBothWidths()
    {
        var data = folder.Write("x.csv", "a,b\n1,2\n");

        ToolRun.Run("threshold", model, $"--data={data}", "--quantile=0.9").Failed(1, "2 column", "3 features");
    }

    [Test]
    public void Threshold_ModelOfATable_ReadsItsColumns()
    {
        var table = folder.CopyOf(TinyTable.Folder, "table");

        ToolRun.Run("threshold", table, $"--data={TinyTable.Data}", "--contamination=0.1").Succeeded();

        var threshold = VaeModel.ReadManifest(table).Threshold;

        Assert.That((threshold.Rows, threshold.Source), Is.EqualTo(((long)TinyTable.RowCount, "given")));

        ToolRun
            .Run("threshold", table, $"--data={TinyTable.Data}", "--columns=Age", "--quantile=0.9")
            .Failed(1, "finds the columns");
    }
}
