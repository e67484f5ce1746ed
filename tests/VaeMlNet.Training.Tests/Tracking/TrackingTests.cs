using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The files of a recorded training can be read back, and recording does not change the training.</summary>
public class TrackingTests
{
    private const int Epochs = 3;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void MaskedCrc_KnownBytes_IsThatOfRfc3720()
    {
        // RFC 3720, appendix B.4: 32 bytes of zeros.
        Assert.That(EventRecords.Crc32C(new byte[32]), Is.EqualTo(0x8A9136AA));
        Assert.That(
            EventFile.MaskedCrc(new byte[32]),
            Is.EqualTo(unchecked(((0x8A9136AAu >> 15) | (0x8A9136AAu << 17)) + 0xa282ead8))
        );
    }

    [Test]
    [Proves(79)]
    public void Fit_TensorBoard_HasEveryFigureOfEveryEpoch()
    {
        using var trained = Fit(new() { TensorBoardFolder = folder["board"], RunName = "a" });
        var (version, values) = Events("a");

        Assert.That(version, Is.EqualTo("brain.Event:2"));

        foreach (var epoch in trained.History)
        {
            foreach (var (name, value) in TrackedValues.OfEpoch(epoch))
            {
                Assert.That(
                    values.Single(v => v.Step == epoch.Epoch && v.Tag == name).Number,
                    Is.EqualTo((float)value),
                    name
                );
            }
        }

        var text = values.Single(value => value.Tag == "options").Text;

        Assert.That(text, Does.Contain("| beta | 1 |").And.Contain("| latent_dim | 2 |"));
    }

    [Test]
    public void Fit_TensorBoardOfImages_HasOriginalsAboveReconstructions()
    {
        using var trained = Fit(new() { TensorBoardFolder = folder["board"], RunName = "a" });
        var image = Events("a").Values.Single(value => value.Tag == "reconstructions").Image!.Value;

        // Eight images of 2 x 2 pixels beside each other.
        Assert.That((image.Height, image.Width), Is.EqualTo((4, 16)));
        Assert.That(
            image.Png.AsSpan(0, 8).ToArray(),
            Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10 })
        );
        Assert.That(image.Png.AsSpan(16, 8).ToArray(), Is.EqualTo(new byte[] { 0, 0, 0, 16, 0, 0, 0, 4 }));
    }

    [TestCase(1, 1, 4)]
    [TestCase(1, 4, 1)]
    [TestCase(3, 1, 1)]
    public void Fit_ImageOfTheOptions_IsDrawnInItsShape(int channels, int height, int width)
    {
        VaeImageShape image = new(channels, height, width);
        using var trained = Fit(new() { TensorBoardFolder = folder["board"], RunName = "a" }, image);
        var drawn = Events("a").Values.Single(value => value.Tag == "reconstructions").Image!.Value;

        Assert.That((drawn.Height, drawn.Width), Is.EqualTo((2 * height, 8 * width)));
        Assert.That(drawn.Png[25], Is.EqualTo(channels == 1 ? 0 : 2), "the color type");
    }

    [Test]
    public void Fit_ImageOfTwoChannels_IsNotDrawn()
    {
        using var trained = Fit(new() { TensorBoardFolder = folder["board"], RunName = "a" }, new(2, 1, 2));

        Assert.That(Events("a").Values.Select(value => value.Tag), Has.None.EqualTo("reconstructions"));
    }

    [Test]
    public void Fit_ImageOfAnotherSize_StatesBoth() =>
        Assert.That(
            () => Fit(null, new(1, 2, 3)),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("Image is 1 x 2 x 3, 6 numbers")
                .And.Message.Contains("features, 4")
        );

    [Test]
    public void Fit_TensorBoard_HasTheEmbeddingsForTheProjector()
    {
        using var trained = Fit(
            new()
            {
                TensorBoardFolder = folder["board"],
                RunName = "a",
                EmbeddedRows = 5,
            }
        );
        var lines = File.ReadAllLines(folder["board", "a", "embeddings.tsv"]);
        using var rows = Rows();
        using var first = rows.narrow(0, 0, 5);
        using var embeddings = trained.Network.Encode(first);

        Assert.That(
            lines.SelectMany(line => line.Split('\t')).Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)),
            Is.EqualTo(TensorValues.Floats(embeddings)).Within(1e-5)
        );
        Assert.That(File.ReadAllText(folder["board", "a", "projector_config.pbtxt"]), Does.Contain("embeddings.tsv"));
        Assert.That(File.ReadAllLines(folder["board", "a", "rows.tsv"]), Has.Length.EqualTo(5));
    }

    [Test]
    [Proves(79)]
    public void Fit_Mlflow_HasMetricsParametersAndAFinishedRun()
    {
        using var trained = Fit(new() { MlflowFolder = folder["mlruns"], RunName = "it's" });
        var run = Directory.GetDirectories(folder["mlruns", "0"]).Single();
        var meta = File.ReadAllLines(Path.Combine(run, "meta.yaml"));
        var losses = File.ReadAllLines(Path.Combine(run, "metrics", "loss", "training"));

        Assert.That(
            losses.Select(line => line.Split(' ')[1..]),
            Is.EqualTo(
                trained.History.Select(epoch =>
                    new[]
                    {
                        epoch.Training.Total.ToString("R", CultureInfo.InvariantCulture),
                        epoch.Epoch.ToString(CultureInfo.InvariantCulture),
                    }
                )
            )
        );
        Assert.That(File.ReadAllText(Path.Combine(run, "params", "latent_dim")), Is.EqualTo("2"));
        Assert.That(File.ReadAllText(Path.Combine(run, "tags", "mlflow.runName")), Is.EqualTo("it's"));
        Assert.That(meta, Does.Contain("status: 3").And.Contain("run_name: 'it''s'"));
        Assert.That(meta, Does.Contain($"run_id: {Path.GetFileName(run)}").And.Contain("experiment_id: '0'"));
        Assert.That(File.Exists(Path.Combine(run, "artifacts", "reconstructions.png")));
        Assert.That(
            File.ReadAllLines(folder["mlruns", "0", "meta.yaml"]),
            Does.Contain("name: 'Default'").And.Contain("lifecycle_stage: active")
        );
    }

    [Test]
    public void Fit_MlflowTwice_HasTwoRunsInOneExperiment()
    {
        VaeTrackingOptions tracking = new() { MlflowFolder = folder["mlruns"], ExperimentName = "digits" };
        using var first = Fit(tracking);
        using var second = Fit(tracking);
        var experiment = Directory.GetDirectories(folder["mlruns"]).Single();

        Assert.That(Path.GetFileName(experiment), Does.Match("^[0-9]{18}$"));
        Assert.That(Directory.GetDirectories(experiment), Has.Length.EqualTo(2));
    }

    [Test]
    [Proves(79)]
    public void Fit_Canceled_MarksTheRunAsKilled()
    {
        using CancellationTokenSource cancellation = new();
        var tracking = new VaeTrackingOptions
        {
            MlflowFolder = folder["mlruns"],
            TensorBoardFolder = folder["board"],
            RunName = "a",
        };

        Assert.That(
            () => Fit(tracking, image: null, new CancelAfterOne(cancellation), cancellation.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        var run = Directory.GetDirectories(folder["mlruns", "0"]).Single();

        Assert.That(File.ReadAllLines(Path.Combine(run, "meta.yaml")), Does.Contain("status: 5"));
        Assert.That(Events("a").Values.Where(value => value.Tag == "loss/training"), Has.Exactly(1).Items);
    }

    [Test]
    [Proves(79)]
    public void Fit_Tracked_HasTheWeightsOfAnUntrackedTraining()
    {
        using var tracked = Fit(new() { TensorBoardFolder = folder["board"] });
        using var plain = Fit(null);

        Assert.That(Some.Weights(tracked), Is.EqualTo(Some.Weights(plain)));
    }

    [Test]
    public void Fit_FolderIsAFile_SaysThatItCannotBeTracked()
    {
        var file = folder.Write("file", "");

        Assert.That(
            () => Fit(new() { TensorBoardFolder = file, RunName = "a" }),
            Throws.TypeOf<VaeModelException>().With.Message.Contains("cannot be tracked")
        );
    }

    [TestCase("../a")]
    [TestCase("..")]
    [TestCase("")]
    [TestCase("a\0b")]
    [TestCase("a\n--- \nb")]
    [TestCase("a\u2028--- \u2028b")]
    [TestCase("a\u0085b")]
    [TestCase("a\ud800b")]
    [Proves(79)]
    public void Tracking_RunNameThatIsNoFolder_IsRefused(string name) =>
        Assert.That(
            () => new VaeTrainer(new()) { Tracking = new() { RunName = name } },
            Throws.ArgumentException.With.Message.Contains("RunName")
        );

    [Test]
    public void Tracking_NameThatIsTooLong_IsRefusedWithoutRepeatingIt() =>
        Assert.That(
            () => new VaeTrainer(new()) { Tracking = new() { RunName = new string('x', 201) } },
            Throws.ArgumentException.With.Message.Contains("201 bytes in UTF-8, expected at most 200")
        );

    [TestCase("a\nb")]
    [TestCase("a\u2028b")]
    [TestCase("")]
    public void Tracking_ExperimentOfSeveralLines_IsRefused(string name) =>
        Assert.That(
            () => new VaeTrainer(new()) { Tracking = new() { ExperimentName = name } },
            Throws.ArgumentException.With.Message.Contains("ExperimentName")
        );

    /// <summary>A folder of that name would have the password in its path, and so would the files in it.</summary>
    [Test]
    [Proves(79)]
    public void Tracking_UriOfAServer_IsRefusedWithoutItsPassword() =>
        Assert.That(
            () => new VaeTrainer(new()) { Tracking = new() { MlflowFolder = "https://me:s3cret@host/mlflow" } },
            Throws.ArgumentException.With.Message.Contains("MlflowFolder is a URI").And.Not.Message.Contains("s3cret")
        );

    [Test]
    [Platform(Exclude = "Win", Reason = "links need rights there")]
    [Proves(79)]
    public void Fit_FileOfTheRunIsALink_ReplacesTheLinkOnly()
    {
        var other = folder.Write("other", "precious");
        Directory.CreateDirectory(folder["board", "a"]);
        File.CreateSymbolicLink(folder["board", "a", "embeddings.tsv"], other);

        Fit(new() { TensorBoardFolder = folder["board"], RunName = "a" }).Dispose();

        Assert.That(File.ReadAllText(other), Is.EqualTo("precious"));
        Assert.That(File.ReadAllLines(folder["board", "a", "embeddings.tsv"]), Has.Length.EqualTo(10));
    }

    /// <summary>Opening a pipe would wait for its writer, and a line of gigabytes would need as much memory.</summary>
    [Test]
    [Platform(Exclude = "Win", Reason = "there are no named pipes in folders there")]
    [Proves(79)]
    public void Fit_ExperimentsWithPipesAndHugeFiles_AreSkipped()
    {
        foreach (var experiment in new[] { "1", "2" })
        {
            Directory.CreateDirectory(folder["mlruns", experiment]);
        }

        using var mkfifo = System.Diagnostics.Process.Start("mkfifo", [folder["mlruns", "1", "meta.yaml"]]);
        mkfifo.WaitForExit();
        using (var huge = File.Create(folder["mlruns", "2", "meta.yaml"]))
        {
            huge.SetLength(8L << 30);
        }

        using var trained = Fit(new() { MlflowFolder = folder["mlruns"] });

        Assert.That(Directory.GetDirectories(folder["mlruns", "0"]), Has.Length.EqualTo(1));
    }

    private (string? Version, EventRecords.Value[] Values) Events(string run) =>
        EventRecords.Parse(EventRecords.Read(Directory.GetFiles(folder["board", run], "*tfevents*").Single()));

    private static Tensor Rows(int width = 4)
    {
        Random random = new(1);
        return tensor([.. Enumerable.Range(0, 10 * width).Select(_ => random.NextSingle())], [10, width]);
    }

    private static TrainedVae Fit(
        VaeTrackingOptions? tracking,
        VaeImageShape? image = null,
        IProgress<VaeTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        using var rows = Rows(image is { Channels: 3 } ? 3 : 4);
        VaeTrainer trainer = new(
            new()
            {
                Image = image,
                HiddenDims = [5],
                LatentDim = 2,
                EpochCount = Epochs,
                Device = "cpu",
            }
        )
        {
            Tracking = tracking,
        };
        return trainer.Fit(rows, rows, progress: progress, cancellationToken: cancellationToken);
    }

    private sealed class CancelAfterOne(CancellationTokenSource cancellation) : IProgress<VaeTrainingProgress>
    {
        public void Report(VaeTrainingProgress value)
        {
            if (value.CompletedEpoch is not null)
            {
                cancellation.Cancel();
            }
        }
    }
}
