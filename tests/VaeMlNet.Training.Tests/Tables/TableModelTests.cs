using NUnit.Framework;
using VaeMlNet.Tests.Shared;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public sealed class TableModelTests
{
    private TemporaryFolder folder = null!;
    private TrainedVae model = null!;
    private VaeParityReport report = null!;

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        var data = SomeTable.View(SomeTable.Rows(300));
        model = new VaeTrainer(SomeTable.Options).Fit(data, SomeTable.Columns);
        report = model.Export(folder["table"], data);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Fit_OptionsNotSet_AreChosenFromTheData()
    {
        Assert.Multiple(() =>
        {
            Assert.That(model.Options.HiddenDims, Is.EqualTo(new[] { 64, 64 }));
            Assert.That(model.Options.LatentDim, Is.EqualTo(4), "given");
            Assert.That(model.Options.EpochCount, Is.EqualTo(5), "given");
            Assert.That(model.InputDim, Is.EqualTo(6));
            Assert.That(model.InputColumnNames, Is.EqualTo(SomeTable.Columns));
        });
    }

    [Test]
    public void Export_EveryGraph_GivesWhatTorchSharpGives() =>
        Assert.That(
            report.Outputs.Select(difference => difference.Graph).Distinct(),
            Is.EqualTo(new[] { "encoder", "decoder", "scorer", "imputer" })
        );

    [Test]
    public void Export_OpenedAgain_VerifiesAndDescribesTheColumns()
    {
        using var opened = VaeModel.Open(folder["table"]);

        Assert.That(opened.Verify().Passed, Is.True);
        Assert.That(
            opened.Manifest.Columns.Select(column => column.Type),
            Is.EqualTo(new[] { "key", "single", "boolean", "single" })
        );
        Assert.That(opened.Manifest.Columns[1].MissingShare, Is.EqualTo(0.1).Within(0.05));
    }

    [Test]
    public void Scores_MissingCells_CountForNothing()
    {
        using var scope = NewDisposeScope();
        using var rows = model.ReadRows(SomeTable.View(SomeTable.Rows(50)));
        using var evaluated = no_grad();
        var encoded = model.Network.EncodeRows(rows);

        var score = model.Network.Score(encoded);

        var missing = encoded.isnan();

        Assert.That(missing.sum().item<long>() > 0, Is.True);
        Assert.That((score.Contributions * missing.to(ScalarType.Float32)).abs().max().item<float>(), Is.Zero);
        Assert.That(double.IsFinite(score.Score.sum().item<float>()), Is.True);
    }

    [Test]
    public void LoadCheckpoint_TableModel_ExportsTheSame()
    {
        model.SaveCheckpoint(folder["checkpoint"]);

        using var loaded = TrainedVae.LoadCheckpoint(folder["checkpoint"]);
        loaded.Export(folder["again"], SomeTable.View(SomeTable.Rows(20)));

        Assert.That(
            File.ReadAllBytes(folder["again/scorer.onnx"]),
            Is.EqualTo(File.ReadAllBytes(folder["table/scorer.onnx"]))
        );
    }

    [Test]
    public void Fit_TextColumn_NamesTheTransforms() =>
        Assert.That(
            () => new VaeTrainer(SomeTable.Options).Fit(SomeTable.View(SomeTable.Rows(5)), ["Income", "Comment"]),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'Comment'")
                .And.Message.Contains("MapValueToKey")
                .And.Message.Contains("FeaturizeText")
        );
}
