using NUnit.Framework;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Every export compares all graphs with TorchSharp on the data's rows: a difference fails it.</summary>
public sealed class TableParityTests
{
    private static readonly VaeLikelihoodOptions[] Likelihoods =
    [
        VaeLikelihoodOptions.GaussianUnitVariance,
        new GaussianLikelihoodOptions { Learned = VaeLearnedScale.Shared },
        new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
        new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerRow, SmallestVariance = 0.02 },
        new StudentTLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
        new StudentTLikelihoodOptions { Learned = VaeLearnedScale.PerRow, SmallestScale = 0.14 },
    ];

    private static readonly string[][] ColumnSets =
    [
        ["Income"],
        ["Measures"],
        ["Married"],
        ["Job"],
        ["Married", "Job"],
        ["Measures", "Married", "Income", "Job"],
        ["Job", "Married", "Measures", "Income"],
    ];

    /// <summary>Gets all pairs. Every third, which run always, have each likelihood and each set of columns.</summary>
    private static IEnumerable<TestCaseData> Cases =>
        LongCases.AllButEvery(
            3,
            Likelihoods.SelectMany(
                (likelihood, i) =>
                    ColumnSets.Select(columns =>
                        new TestCaseData(likelihood, columns).SetArgDisplayNames($"{i}", string.Join("+", columns))
                    )
            )
        );

    [TestCaseSource(nameof(Cases))]
    public void Export_LikelihoodAndColumns_GraphsGiveWhatTorchSharpGives(
        VaeLikelihoodOptions likelihood,
        string[] columns
    )
    {
        using var folder = new TemporaryFolder();
        var data = SomeTable.View(SomeTable.Rows(40, missingShare: 0.3));
        using var model = new VaeTrainer(
            SomeTable.Options with
            {
                Likelihood = likelihood,
                EpochCount = 2,
                UsesRegressions = true,
            }
        ).Fit(data, columns);

        var report = model.Export(folder["table"], data);

        Assert.That(report.Outputs, Has.All.Property("ToleranceUsed").LessThanOrEqualTo(1));

        using var opened = VaeModel.Open(folder["table"]);

        Assert.That(opened.Verify().Passed, Is.True);
    }

    [Test]
    public void Export_TableModel_OnnxCheckerAcceptsAllGraphs()
    {
        PythonOnnx.RequireInstalled();
        using var folder = new TemporaryFolder();
        var data = SomeTable.View(SomeTable.Rows(40));
        using var model = new VaeTrainer(SomeTable.Options with { UsesRegressions = true }).Fit(
            data,
            SomeTable.Columns
        );

        model.Export(folder["table"], data);

        PythonOnnx.Check(Directory.GetFiles(folder["table"], "*.onnx"));
    }

    [Test]
    public void Export_ColumnNamedAsAnotherTensor_GetsAnotherName()
    {
        using var folder = new TemporaryFolder();
        var data = new Microsoft.ML.MLContext(1).Data.LoadFromEnumerable([new Clash(1, 2, 3), new Clash(2, 3, 5)]);
        using var model = new VaeTrainer(SomeTable.Options).Fit(data, ["mean", "score", "mean_variance"]);

        model.Export(folder["table"], data);

        using var opened = VaeModel.Open(folder["table"]);

        Assert.That(
            opened.Manifest.Columns.Select(column => column.Name),
            Is.EqualTo(new[] { "mean", "score", "mean_variance" })
        );
        Assert.That(opened.Manifest.Columns.Select(column => column.GraphName), Is.Unique.And.All.Not.EqualTo("mean"));
    }

#pragma warning disable IDE1006 // These are the names of tensors.
    private sealed record Clash(float mean, float score, float mean_variance);
#pragma warning restore IDE1006
}
