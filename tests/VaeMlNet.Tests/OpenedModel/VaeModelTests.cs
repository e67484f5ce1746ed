namespace VaeMlNet.Tests;

public sealed class VaeModelTests
{
    /// <summary>float32 against a float64 computation over sums of six to ten terms of order 1.</summary>
    private const double Tolerance = 1e-5;

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Encode_ManyRows_EqualsPlainComputation(object model)
    {
        var tiny = (TinyModel)model;
        var rows = tiny.Rows(600);
        using var opened = VaeModel.Open(tiny.Folder);

        var actual = opened.Encode(rows.SelectMany(r => r).ToArray());

        double[] expected = [.. rows.SelectMany(r => tiny.Encode(r).Mean)];

        Assert.That(actual.Select(v => (double)v), Is.EqualTo(expected).Within(Tolerance));
    }

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Decode_ManyLatents_EqualsPlainComputation(object model)
    {
        var tiny = (TinyModel)model;
        float[] latents = [.. Enumerable.Range(0, 2 * 300).Select(i => MathF.Sin(i))];
        using var opened = VaeModel.Open(tiny.Folder);

        var actual = opened.Decode(latents);

        double[] expected = [.. latents.Chunk(2).SelectMany(z => tiny.Decode([z[0], z[1]]))];

        Assert.That(actual.Select(v => (double)v), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void Decode_NotFiniteLatent_NamesRowAndSlot()
    {
        using var opened = VaeModel.Open(TinyModel.Gaussian.Folder);

        Assert.That(
            () => opened.Decode(new[] { 0, 1, float.NegativeInfinity, 2 }),
            Throws.TypeOf<VaeRowException>().With.Message.StartsWith("Row 1, slot 0 of 'latent' is -Infinity")
        );
    }

    [TestCaseSource(typeof(TinyModel), nameof(TinyModel.All))]
    public void Verify_UntouchedModel_PassesForEveryOutput(object model)
    {
        using var opened = VaeModel.Open(((TinyModel)model).Folder);

        var report = opened.Verify();

        Assert.That(report.Passed, Is.True);
        Assert.That(report.RowCount, Is.EqualTo(8));
        Assert.That(
            report.Outputs.Select(o => $"{o.Graph}.{o.Output}"),
            Is.EqualTo(
                new[]
                {
                    "encoder.mean",
                    "encoder.log_variance",
                    "decoder.reconstruction",
                    "scorer.score",
                    "scorer.reconstruction_error",
                    "scorer.kl",
                    "scorer.contributions",
                    "scorer.score_contributions",
                }
            )
        );
        Assert.That(report.Outputs.Select(o => o.LargestDifference), Is.All.LessThan(1e-4));
    }

    [Test]
    public void Verify_TableModel_PassesForEveryOutputOfAllFourGraphs()
    {
        using var opened = VaeModel.Open(TinyTable.Folder);

        var report = opened.Verify();

        Assert.That(report.Passed, Is.True, string.Join(Environment.NewLine, report.Outputs));
        Assert.That(
            report.Outputs.Where(o => o.Graph is "decoder" or "imputer").Select(o => o.Output),
            Is.EqualTo(
                new[]
                {
                    "reconstruction",
                    "Age",
                    "Age_variance",
                    "vitals",
                    "vitals_scale",
                    "Smoker",
                    "Job_probabilities",
                    "Region_probabilities",
                    "Age_imputed",
                    "vitals_imputed",
                    "Job_imputed",
                    "Region_imputed",
                }
            )
        );
    }

    [Test]
    public void Encode_TableModel_NamesTheStepThatTakesColumns()
    {
        using var model = VaeModel.Open(TinyTable.Folder);

        Assert.That(
            () => model.Encode(new float[TinyTable.SlotCount]),
            Throws
                .TypeOf<NotSupportedException>()
                .With.Message.Contains("VaeEncode")
                .And.Message.Contains("inputColumnNames")
                .And.Message.Contains("'Vitals'")
        );
        Assert.That((model.InputDim, model.LatentDim), Is.EqualTo((TinyTable.SlotCount, TinyTable.LatentDim)));
        Assert.That(model.Decode(new float[3 * TinyTable.LatentDim]), Has.Length.EqualTo(3 * TinyTable.DecodedCount));
    }
}
