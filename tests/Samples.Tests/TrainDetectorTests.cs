namespace VaeMlNet.Samples.Tests;

public sealed class TrainDetectorTests
{
    [Test]
    [Category("Long")]
    public async Task Run_NewFolder_WritesTheCommittedModelAndReadings()
    {
        using var folder = new TemporaryFolder();
        using var sample = SampleProcess.Start(folder.Path, "TrainDetector", "pumps", "readings.csv");

        var (exitCode, output, error) = await sample.EndAsync();

        Assert.That((exitCode, error), Is.EqualTo((0, "")), output);

        using var trained = VaeModel.Open(folder["pumps"]);
        using var committed = VaeModel.Open(Repository.PathOf("onnx", "pumps"));

        Assert.That(trained.Verify().Passed);
        Assert.That(
            trained.Manifest.Columns.Select(column => (column.Name, column.Type, column.Minimum, column.Maximum)),
            Is.EqualTo(
                committed.Manifest.Columns.Select(column => (column.Name, column.Type, column.Minimum, column.Maximum))
            ),
            "the rows trained on"
        );
        Assert.That(trained.Manifest.Training.Loss, Is.EqualTo(committed.Manifest.Training.Loss).Within(1.5));
        Assert.That(
            trained.Manifest.Threshold.NegativeElbo,
            Is.EqualTo(committed.Manifest.Threshold.NegativeElbo).Within(0.5),
            "the defaults may have changed: write the folder again, and the figures of the samples"
        );
        Assert.That(
            File.ReadAllText(folder["readings.csv"]).ReplaceLineEndings(),
            Is.EqualTo(
                File.ReadAllText(Path.Combine(SampleProcess.FolderOf("DetectOnStream"), "readings.csv"))
                    .ReplaceLineEndings()
            )
        );
    }
}
