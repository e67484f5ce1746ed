namespace VaeMlNet.Outsider.Tests;

/// <summary>The model folders of this repository, as a user finds them.</summary>
public sealed class CommittedModelTests
{
    private static string[] Folders => [.. Directory.EnumerateDirectories(Repository.PathOf("onnx")).Order()];

    [TestCaseSource(nameof(Folders))]
    public void Model_OpenedAndReplayed_GivesItsRecordedOutputs(string folder)
    {
        using var model = VaeModel.Open(folder);

        var report = model.Verify();

        Assert.That(report.Passed, Is.True);
        Assert.That(report.RowCount, Is.EqualTo(8));
    }

    [Test]
    public void Mnist_Manifest_HasTheFiguresOfTwentyEpochs()
    {
        var training = VaeModel.ReadManifest(Repository.PathOf("onnx", "mnist")).Training;

        Assert.That(training.Epochs, Is.EqualTo(20));
        Assert.That(training.Loss, Is.InRange(102.5, 105));
        Assert.That(training.Kl, Is.InRange(24, 27));
    }

    [TestCaseSource(nameof(Folders))]
    public void Model_EachGraph_PassesOnnxChecker(string folder)
    {
        PythonOnnx.RequireInstalled();
        string[] graphs = [.. Directory.EnumerateFiles(folder, "*.onnx")];

        var output = PythonOnnx.Check(graphs);

        // Models of tables have an imputer, too.
        Assert.That(graphs, Has.Length.EqualTo(folder.EndsWith("mnist", StringComparison.Ordinal) ? 3 : 4), output);
    }
}
