using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Setting thresholds again without training (checklist 30).</summary>
public sealed class FitThresholdTests
{
    private readonly MLContext ml = new(seed: 1);
    private readonly float[][] rows = TinyModel.Gaussian.Rows(300);

    private static IEnumerable<TestCaseData> Rules()
    {
        yield return new(new VaeThresholdOptions { Contamination = 0.1 }, 30);
        // The 271st smallest of 300: ceil(301 * 0.9).
        yield return new(new VaeThresholdOptions { FalsePositiveRate = 0.1 }, 29);
        yield return new(new VaeThresholdOptions { Quantile = 0.75 }, 75);
        // The 298th smallest: ceil(301 * 0.99).
        yield return new(null, 2);
    }

    [TestCaseSource(nameof(Rules))]
    [Proves(30)]
    public void FitThreshold_EachRule_LabelsItsShareOfTheRows(VaeThresholdOptions? options, int expected)
    {
        foreach (var kind in Enum.GetValues<VaeScoreKind>())
        {
            var data = new ReusingView(rows);
            using var scorer = Scorer(TinyModel.Gaussian.Folder, kind).Fit(data);
            using var changed = scorer.WithThreshold(scorer.FitThreshold(data, options));

            Assert.That(changed.Kind, Is.EqualTo(kind));
            Assert.That(
                ViewColumns.Column<bool>(changed.Transform(data), "PredictedLabel").Count(label => label),
                Is.EqualTo(expected),
                $"{kind}"
            );
        }
    }

    [Test]
    public void FitThreshold_Rows_AreDescribed()
    {
        var data = new ReusingView(rows);
        using var scorer = Scorer(TinyModel.Gaussian.Folder).Fit(data);

        var threshold = scorer.FitThreshold(data, new() { FalsePositiveRate = 0.05 });

        Assert.That(
            (threshold.Rule, threshold.Rows, threshold.Source),
            Is.EqualTo((VaeThreshold.ByFalsePositiveRate, 300L, "given"))
        );
        Assert.That(threshold.Quantile, Is.EqualTo(0.95).Within(1e-12));
    }

    [Test]
    public void WithThreshold_Number_LeavesTheOtherTransformerAlone()
    {
        var data = new ReusingView(rows);
        var scorer = Scorer(TinyModel.Gaussian.Folder).Fit(data);
        var before = scorer.Threshold;
        using var changed = scorer.WithThreshold(float.MinValue);

        Assert.That((scorer.Threshold, changed.Threshold), Is.EqualTo((before, float.MinValue)));
        Assert.That(changed.Lease.Session, Is.SameAs(scorer.Lease.Session));

        scorer.Dispose();

        Assert.That(ViewColumns.Column<bool>(changed.Transform(data), "PredictedLabel"), Is.All.True);
        Assert.That(() => scorer.WithThreshold(1), Throws.InstanceOf<ObjectDisposedException>());
        Assert.That(() => scorer.FitThreshold(data), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    [Proves(30)]
    public void WithThreshold_SavedAndLoadedInStockMlNet_GivesTheSameLabels()
    {
        var data = new ReusingView(rows);
        using var scorer = Scorer(TinyModel.Gaussian.Folder).Fit(data);
        using var changed = scorer.WithThreshold(scorer.FitThreshold(data, new() { Contamination = 0.3 }));

        var loaded = SavedZip.SaveAndLoad(changed, data.Schema);

        var labels = ViewColumns.Column<bool>(loaded.Transform(data), "PredictedLabel");

        Assert.That(labels, Is.EqualTo(ViewColumns.Column<bool>(changed.Transform(data), "PredictedLabel")));
        Assert.That(labels.Count(label => label), Is.EqualTo(90));
    }

    [Test]
    [Proves(30)]
    public void ReplaceThreshold_Folder_ChangesTheManifestAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var model = folder.CopyOf(CalibratedModel.Gaussian, "model");
        var data = new ReusingView(rows);
        using var scorer = Scorer(model).Fit(data);
        var threshold = scorer.FitThreshold(data, new() { Quantile = 0.5 });

        VaeModel.ReplaceThreshold(model, threshold);

        string[] files = [.. ChecksumFile.RelativeFiles(model)];

        Assert.That(files, Is.EquivalentTo(ChecksumFile.RelativeFiles(CalibratedModel.Gaussian)));

        string[] changed =
        [
            .. files.Where(f =>
                !File.ReadAllBytes(Path.Combine(model, f))
                    .SequenceEqual(File.ReadAllBytes(Path.Combine(CalibratedModel.Gaussian, f)))
            ),
        ];

        Assert.That(changed, Is.EquivalentTo(["SHA256SUMS", "manifest.json"]));

        using var opened = VaeModel.Open(model);

        Assert.That(opened.Manifest.Threshold, Is.EqualTo(threshold));
        Assert.That(opened.Manifest.Training, Is.EqualTo(VaeModel.Open(CalibratedModel.Gaussian).Manifest.Training));

        using var again = Scorer(model).Fit(data);

        Assert.That(again.Threshold, Is.EqualTo((float)threshold.NegativeElbo));
    }

    [Test]
    public void SaveModelFolder_WithFittedThreshold_WritesIt()
    {
        using var folder = new TemporaryFolder();
        var data = new ReusingView(rows);
        using var scorer = Scorer(TinyModel.Gaussian.Folder).Fit(data);
        var threshold = scorer.FitThreshold(data, new() { Contamination = 0.2 });
        using var changed = scorer.WithThreshold(threshold);

        changed.SaveModelFolder(folder["saved"]);

        using var opened = VaeModel.Open(folder["saved"]);

        Assert.That((opened.Manifest.Threshold, opened.Manifest.Name), Is.EqualTo((threshold, "saved")));
    }

    [Test]
    public void ReplaceThreshold_MembersOfAnotherProducer_StayInTheManifest()
    {
        using var folder = new TemporaryFolder();
        var model = folder.CopyOf(TinyModel.Gaussian.Folder, "model");
        var manifest = Path.Combine(model, "manifest.json");
        var text = File.ReadAllText(manifest);
        File.WriteAllText(manifest, $"{{\n  \"color\": 7,{text[1..]}");
        ChecksumFile.Write(model);

        VaeModel.ReplaceThreshold(model, ManifestJson.Read(manifest).Threshold with { NegativeElbo = 1.25 });

        Assert.That(File.ReadAllText(manifest), Does.Contain("\"color\": 7").And.Contain("1.25"));
    }

    [Test]
    public void ReplaceThreshold_NotFinite_LeavesTheFolderAsItWas()
    {
        using var folder = new TemporaryFolder();
        var model = folder.CopyOf(TinyModel.Gaussian.Folder, "model");
        var threshold = VaeModel.ReadManifest(model).Threshold;

        Assert.That(
            () => VaeModel.ReplaceThreshold(model, threshold with { Quantile = 1.5 }),
            Throws.InstanceOf<VaeModelException>().With.Message.Contains("threshold.quantile is 1.5")
        );
        Assert.That(
            () => VaeModel.ReplaceThreshold(folder["nowhere", "model"], threshold),
            Throws.InstanceOf<VaeModelException>()
        );

        VaeModel.Open(model).Dispose();

        Assert.That(folder.Entries.Where(e => !e.StartsWith("model", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void FitThreshold_UnusableRowsOrOptions_SaysWhy()
    {
        using var scorer = Scorer(TinyModel.Gaussian.Folder).Fit(new ReusingView(rows));
        var few = new ReusingView(TinyModel.Gaussian.Rows(98));
        var huge = new ReusingView([new float[TinyModel.InputDim], [.. Enumerable.Repeat(1e30f, TinyModel.InputDim)]]);

        Assert.That(
            () => scorer.FitThreshold(few, new() { FalsePositiveRate = 0.01 }),
            Throws.InvalidOperationException.With.Message.Contains("at least 99").And.Message.Contains("98 in the data")
        );
        Assert.That(() => scorer.FitThreshold(huge), Throws.TypeOf<VaeRowException>().With.Message.Contains("row 1"));
        Assert.That(
            () => scorer.FitThreshold(new ReusingView([])),
            Throws.InvalidOperationException.With.Message.Contains("the data has no rows")
        );
        Assert.That(
            () => scorer.FitThreshold(few, new() { Contamination = 0.6 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("VaeThresholdOptions.Contamination")
        );
        Assert.That(
            () => scorer.FitThreshold(few, new() { Contamination = 0.1, Quantile = 0.5 }),
            Throws.ArgumentException.With.Message.Contains("Set one of them")
        );
    }

    private VaeEstimator<VaeScoreTransformer> Scorer(string folder, VaeScoreKind kind = VaeScoreKind.NegativeElbo) =>
        ml.Transforms.VaeScore("Score", "Features", folder, new() { Kind = kind });
}
