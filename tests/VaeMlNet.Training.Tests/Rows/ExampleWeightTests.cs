using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ExampleWeightTests
{
    private static readonly VaeTrainerOptions Weighted = Some.Options() with
    {
        Data = new() { ExampleWeightColumnName = "Weight" },
    };

    [Test]
    public void Fit_EqualWeightsOfAnySize_TrainsAsWithout()
    {
        using var rows = Some.Rows(40);
        using var sevens = full(40, 7, ScalarType.Float32);
        using var weighted = new VaeTrainer(Some.Options()).Fit(rows, exampleWeights: sevens);
        using var plain = new VaeTrainer(Some.Options()).Fit(rows);

        Assert.That(Some.Weights(weighted), Is.EqualTo(Some.Weights(plain)).Within(1e-5));
    }

    [Test]
    public void Fit_RowsOfWeightZero_AreNotLearned()
    {
        // In a full batch each row's loss counts; what has the weight 0 must not change a bit of the result.
        float[] weights = [.. Enumerable.Range(0, 30).Select(row => row < 20 ? 1f : 0)];
        using var first = Some.ToTensor([.. Some.Values(20), .. Some.Values(10, seed: 1)]);
        using var second = Some.ToTensor([.. Some.Values(20), .. Some.Values(10, seed: 2)]);
        using var given = tensor(weights);
        var trainer = new VaeTrainer(Some.Options(batchSize: 30));
        using var one = trainer.Fit(first, exampleWeights: given);
        using var other = trainer.Fit(second, exampleWeights: given);

        Assert.That(Some.Weights(other), Is.EqualTo(Some.Weights(one)).Within(1e-6));
        Assert.That(other.History[0].Training.Total, Is.EqualTo(one.History[0].Training.Total).Within(1e-4));
    }

    [Test]
    public void Fit_ColumnAndTensorOfTheSameWeights_GiveTheSameModel([Values(0, 16)] int shuffleBufferRows)
    {
        var values = Some.Values(40);
        var rows = LabeledRow.Create(values, _ => false);
        var weights = rows.Select((row, i) => row.Weight = i % 4).ToArray();
        using var tensors = Some.ToTensor(values);
        using var given = tensor(weights);
        var options = Weighted with
        {
            BatchSize = 40,
            Data = Weighted.Data with { ShuffleBufferRows = shuffleBufferRows },
        };
        using var fromColumn = new VaeTrainer(options).Fit(LabeledRow.View(rows), "Features");
        using var fromTensor = new VaeTrainer(options).Fit(tensors, exampleWeights: given);
        // One batch of all rows: in another order, when streamed, but with the same loss up to the noise's order.
        var tolerance = shuffleBufferRows == 0 ? 0 : 0.1;

        Assert.That(
            fromColumn.History[0].Training.Total,
            Is.EqualTo(fromTensor.History[0].Training.Total).Within(tolerance)
        );
    }

    [TestCase(-1f, "-1")]
    [TestCase(float.NaN, "NaN")]
    [TestCase(float.PositiveInfinity, "Infinity")]
    public void Fit_UnusableWeight_NamesRowAndValue(float weight, string text)
    {
        var rows = LabeledRow.Create(Some.Values(6), _ => false);
        rows[4].Weight = weight;

        Assert.That(
            () => new VaeTrainer(Weighted).Fit(LabeledRow.View(rows), "Features"),
            Throws.TypeOf<VaeRowException>().With.Message.Contains($"row 4 in 'Weight' is {text}")
        );
    }

    [Test]
    public void Fit_AllWeightsZero_ReportsIt([Values(0, 4)] int shuffleBufferRows)
    {
        var rows = LabeledRow.Create(Some.Values(6), _ => false);
        Array.ForEach(rows, row => row.Weight = 0);
        var options = Weighted with { Data = Weighted.Data with { ShuffleBufferRows = shuffleBufferRows } };

        Assert.That(
            () => new VaeTrainer(options).Fit(LabeledRow.View(rows), "Features"),
            Throws.InvalidOperationException.With.Message.Contains("'Weight' are 0 for every row")
        );
    }

    [TestCase("Double", "'Double' is Double")]
    [TestCase("Missing", "example weight column 'Missing'")]
    public void Fit_UnsuitableWeightColumn_SaysWhatItIs(string column, string fact)
    {
        var options = Some.Options() with { Data = new() { ExampleWeightColumnName = column } };

        Assert.That(
            () =>
                new VaeTrainer(options).Fit(LabeledRow.View(LabeledRow.Create(Some.Values(6), _ => false)), "Features"),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(fact)
        );
    }

    [Test]
    public void Fit_WeightsOfAnotherLength_StatesBoth()
    {
        using var rows = Some.Rows(6);
        using var weights = ones(5);

        Assert.That(
            () => new VaeTrainer(Some.Options()).Fit(rows, exampleWeights: weights),
            Throws.ArgumentException.With.Message.Contains("Float32 [5], but Float32 [6]")
        );
    }
}
