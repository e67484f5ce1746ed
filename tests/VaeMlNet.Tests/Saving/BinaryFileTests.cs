using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>VaeMlNet's views in ML.NET's binary files keep their types, annotations and values.</summary>
internal sealed class BinaryFileTests
{
    private static readonly MLContext Ml = new(seed: 1);

    private static IEnumerable<TestCaseData> Views()
    {
        IDataView features = new ReusingView(TinyModel.Gaussian.Rows(60), withSlotNames: true);
        var table = TinyTable.View(TinyTable.Rows(60));
        var transforms = Ml.Transforms;
        var gaussian = CalibratedModel.Gaussian;
        yield return Case(
            "encode",
            transforms.VaeEncode("Latent", "Features", gaussian, new() { LogVarianceColumnName = "LogVariance" }),
            features
        );
        yield return Case(
            "score",
            transforms.VaeScore(
                "Score",
                "Features",
                gaussian,
                new() { PValueColumnName = "P", ContributionsColumnName = "Why" }
            ),
            features
        );
        yield return Case("reconstruct", transforms.VaeReconstruct("Again", "Features", gaussian), features);
        yield return Case("encode a table", transforms.VaeEncode("Latent", TinyTable.Names, TinyTable.Folder), table);
        yield return Case(
            "score a table",
            transforms.VaeScore("Score", TinyTable.Names, TinyTable.Folder, new() { ContributionsColumnName = "Why" }),
            table
        );
        yield return Case("impute", transforms.VaeImpute(null, TinyTable.Folder), table);
        yield return Case(
            "impute draws",
            transforms.VaeImpute(null, TinyTable.Folder, new() { DrawsValues = true }),
            table
        );
    }

    [TestCaseSource(nameof(Views))]
    public void Load_SavedOutputs_AreTheViewsColumnsAndRows(IEstimator<ITransformer> step, IDataView data)
    {
        var transformer = step.Fit(data);
        using var owned = transformer as IDisposable;
        var view = transformer.Transform(data);

        var loaded = MemorySource.SaveAndLoad(Ml, view);

        Assert.That(ViewText.Write(loaded), Is.EqualTo(ViewText.Write(view)).And.Length.GreaterThan(60));
    }

    /// <summary>More rows than a block of the file has.</summary>
    [Test]
    public void Load_SavedSamples_AreTheSampledRows()
    {
        using var tiny = VaeModel.Open(TinyModel.Bernoulli.Folder);
        using var table = VaeModel.Open(TinyTable.Folder);
        var rows = Ml.Data.VaeSample(tiny, 9_000, seed: 1, new() { LatentColumnName = "Latent" });
        var cells = Ml.Data.VaeSample(table, 100, seed: 1);

        Assert.That(
            ViewText.Write(MemorySource.SaveAndLoad(Ml, rows)),
            Is.EqualTo(ViewText.Write(rows)).And.Length.GreaterThan(9_000)
        );
        Assert.That(
            ViewText.Write(MemorySource.SaveAndLoad(Ml, cells)),
            Is.EqualTo(ViewText.Write(cells)).And.Length.GreaterThan(100)
        );
    }

    private static TestCaseData Case(string name, IEstimator<ITransformer> step, IDataView data) =>
        new TestCaseData(step, data).SetArgDisplayNames(name);
}
