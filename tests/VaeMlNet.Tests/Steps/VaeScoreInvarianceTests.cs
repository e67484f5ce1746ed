using System.Buffers;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Properties that do not affect scores, and data that scoring does not change.</summary>
public sealed class VaeScoreInvarianceTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    public void FitAndTransform_OptionsAndRows_AreLeftAlone()
    {
        var tiny = TinyModel.Bernoulli;
        var rows = tiny.Rows(50);
        var options = new VaeScoreOptions { ContributionsColumnName = "Why", BatchSize = 7 };
        var before = Describe(options);
        var estimator = ml.Transforms.VaeScore("Score", "Features", tiny.Folder, options);
        var data = new ReusingView(rows);
        using var transformer = estimator.Fit(data);

        ViewColumns.Vectors(transformer.Transform(data), "Why");

        Assert.That(Describe(options), Is.EqualTo(before));
        Assert.That(rows, Is.EqualTo(tiny.Rows(50)));
    }

    /// <summary>ONNX Runtime's sums depend on the alignment of what they read, down to the last bit.</summary>
    [Test]
    [Proves(31)]
    public void Score_BuffersAnywhereInMemory_IsIdentical()
    {
        var tiny = TinyModel.Gaussian;
        using var transformer = Transformer(tiny, new() { ContributionsColumnName = "Why" });
        var view = transformer.Transform(new ReusingView(tiny.Rows(1000)));
        var expected = ViewColumns.Column<float>(view, "Score");
        var rented = new List<float[]>();

        for (var i = 0; i < 40; i++)
        {
            // The arrays that the pool would give again are taken, so that the next one lies elsewhere.
            rented.Add(ArrayPool<float>.Shared.Rent(256 * 14));
            rented.Add(new float[(2 * (i % 9)) + 1]);
            using var cursor = view.GetRowCursor(view.Schema);

            Assert.That(ViewColumns.Column<float>(cursor, "Score"), Is.EqualTo(expected), $"pass {i}");
        }

        GC.KeepAlive(rented);
    }

    private static string Describe(VaeScoreOptions options) =>
        string.Join(", ", typeof(VaeScoreOptions).GetProperties().Select(p => $"{p.Name}={p.GetValue(options)}"));

    private VaeScoreTransformer Transformer(TinyModel model, VaeScoreOptions options) =>
        ml.Transforms.VaeScore("Score", "Features", model.Folder, options).Fit(new ReusingView([]));
}
