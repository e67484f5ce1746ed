namespace VaeMlNet.Tests;

/// <summary>Disposed models throw ObjectDisposedException and write nothing.</summary>
public class DisposedModelTests
{
    private const string Described = "Says what the model is; needs no weights.";

    [Test]
    public void DisposableTypes_OfTheAssembly_AreInTheTestsBelow()
    {
        var types = typeof(TrainedVae).Assembly.GetExportedTypes().Where(typeof(IDisposable).IsAssignableFrom);

        Assert.That(types, Is.EquivalentTo([typeof(TrainedVae), typeof(VariationalAutoencoder)]));
    }

    [Test]
    [Proves(42)]
    public void TrainedVae_Disposed_EveryMemberRefuses()
    {
        var model = Some.Trained();
        model.Dispose();
        DisposedMembers.AssertRefuse(
            model,
            new Dictionary<string, string>
            {
                [nameof(TrainedVae.Options)] = Described,
                [nameof(TrainedVae.InputDim)] = Described,
                [nameof(TrainedVae.FeatureColumnName)] = Described,
                [nameof(TrainedVae.InputColumnNames)] = Described,
                [nameof(TrainedVae.TableColumns)] = Described,
                [nameof(TrainedVae.History)] = Described,
                [nameof(TrainedVae.BestEpoch)] = Described,
                [nameof(TrainedVae.WeightsEpoch)] = Described,
                [nameof(TrainedVae.Convergence)] = Described,
            },
            typeof(TrainedVae).Assembly
        );
    }

    [Test]
    [Proves(42)]
    public void VariationalAutoencoder_Disposed_EveryMemberOfItsOwnRefuses()
    {
        var network = Some.Network(4, [3], 2);
        network.Dispose();
        // Members of nn.Module, such as parameters() and save(), are TorchSharp's.
        DisposedMembers.AssertRefuse(
            network,
            new Dictionary<string, string>
            {
                [nameof(VariationalAutoencoder.InputDim)] = Described,
                [nameof(VariationalAutoencoder.LatentDim)] = Described,
            },
            typeof(TrainedVae).Assembly
        );
    }

    [Test]
    [Proves(42)]
    public void SaveCheckpointAndExport_AfterDispose_WriteNothing()
    {
        using var folder = new TemporaryFolder();
        using var rows = Some.Rows(20);
        var model = Some.Trained();
        model.SaveCheckpoint(folder["checkpoint"]);
        model.Export(folder["model"], rows);
        var before = Contents(folder);
        model.Dispose();

        Assert.Multiple(() =>
        {
            Assert.That(() => model.SaveCheckpoint(folder["checkpoint"]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => model.SaveCheckpoint(folder["other"]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => model.Export(folder["model"], rows), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => model.SaveHistory(folder["history.csv"]), Throws.TypeOf<ObjectDisposedException>());
            Assert.That(() => model.Evaluate(rows), Throws.TypeOf<ObjectDisposedException>());
        });
        Assert.That(Contents(folder), Is.EqualTo(before));

        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);

        Assert.That(loaded.Evaluate(rows).Total, Is.GreaterThan(0));
    }

    /// <summary>The network is public, so callers can dispose it separately.</summary>
    [Test]
    public void SaveCheckpoint_AfterItsNetworkWasDisposed_WritesNothing()
    {
        using var folder = new TemporaryFolder();
        using var model = Some.Trained();
        model.SaveCheckpoint(folder.Path);
        var before = Contents(folder);
        model.Network.Dispose();

        Assert.That(() => model.SaveCheckpoint(folder.Path), Throws.TypeOf<ObjectDisposedException>());
        Assert.That(Contents(folder), Is.EqualTo(before));
    }

    private static string[] Contents(TemporaryFolder folder) =>
        [
            .. folder
                .Entries.Where(name => File.Exists(folder[name]))
                .Select(name => $"{name} {Convert.ToHexString(File.ReadAllBytes(folder[name]))}"),
        ];
}
