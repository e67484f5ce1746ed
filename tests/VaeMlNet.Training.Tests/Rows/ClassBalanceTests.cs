using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class ClassBalanceTests
{
    private static readonly string[] LabelColumns = ["Single", "Int32", "UInt32", "Boolean", "Text", "Key"];

    [Test]
    public void Factor_Balanced_MakesClassesEqualAndTheMeanOne()
    {
        var weights = new RowWeights(isBalanced: true);
        (float Weight, int Class)[] rows = [(1, 0), (1, 0), (4, 0), (2, 1), (1, 2)];
        Array.ForEach(rows, row => weights.Add(row.Weight, row.Class));
        var balanced = rows.Select(row => (row.Class, Weight: row.Weight * weights.Factor(row.Class))).ToArray();

        Assert.Multiple(() =>
        {
            Assert.That(
                balanced.GroupBy(row => row.Class).Select(rows => rows.Sum(row => row.Weight)),
                Is.All.EqualTo(5 / 3.0).Within(1e-12)
            );
            Assert.That(balanced.Average(row => row.Weight), Is.EqualTo(1).Within(1e-12));
        });
    }

    [Test]
    public void Fit_Balanced_ReconstructsTheRareClassBetter()
    {
        var values = Some.Values(200);
        for (var row = 0; row < 200; row += 25)
        {
            values[row] = [.. Enumerable.Range(0, Some.Width).Select(slot => slot % 4 == 0 ? 3f : -2f)];
        }

        using var rows = Some.ToTensor(values);
        using var rare = Some.ToTensor(values[0]);
        using var classes = tensor(Enumerable.Range(0, 200).Select(row => row % 25 == 0 ? 1L : 0).ToArray());
        var options = Some.Options(epochCount: 5, likelihood: VaeLikelihoodOptions.GaussianUnitVariance);
        using var plain = new VaeTrainer(options).Fit(rows);
        using var balanced = new VaeTrainer(options).Fit(rows, classes: classes);

        Assert.That(Error(balanced, rare), Is.LessThan(0.7 * Error(plain, rare)));
    }

    [TestCaseSource(nameof(LabelColumns))]
    public void Fit_LabelOfAnyType_GivesTheSameModel(string column)
    {
        var rows = LabeledRow.Create(Some.Values(30), row => row % 6 == 0);
        Array.ForEach(rows, row => row.Text = row.Boolean ? "yes" : "no");
        using var expected = Fit(rows, "Boolean");
        using var actual = Fit(rows, column);
        using var streamed = Fit(rows, column, shuffleBufferRows: 8);
        using var expectedStreamed = Fit(rows, "Boolean", shuffleBufferRows: 8);

        Assert.Multiple(() =>
        {
            Assert.That(Some.Weights(actual), Is.EqualTo(Some.Weights(expected)));
            Assert.That(Some.Weights(streamed), Is.EqualTo(Some.Weights(expectedStreamed)));
        });
    }

    [TestCase("Key")]
    [TestCase("Single")]
    public void Fit_MissingLabel_NamesTheRow(string column)
    {
        var rows = LabeledRow.Create(Some.Values(5), _ => true);
        (rows[3].Key, rows[3].Single) = (5, float.NaN); // ML.NET makes a missing key of a number that is too large

        Assert.That(
            () => Fit(rows, column),
            Throws.TypeOf<VaeRowException>().With.Message.Contains($"Row 3 of '{column}' has no label")
        );
    }

    [TestCase("Double", "'Double' (VaeTrainerOptions.Data.ClassColumnName) is Double")]
    [TestCase("Features", "'Features' (VaeTrainerOptions.Data.ClassColumnName) is Vector<Single, 12>")]
    [TestCase("Missing", "class column 'Missing' (VaeTrainerOptions.Data.ClassColumnName)")]
    public void Fit_UnsuitableLabelColumn_SaysWhatItIs(string column, string fact) =>
        Assert.That(
            () => Fit(LabeledRow.Create(Some.Values(5), _ => true), column),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains(fact)
        );

    private static TrainedVae Fit(LabeledRow[] rows, string classColumn, int shuffleBufferRows = 0)
    {
        var options = Some.Options() with
        {
            Data = new() { ClassColumnName = classColumn, ShuffleBufferRows = shuffleBufferRows },
        };
        return new VaeTrainer(options).Fit(LabeledRow.View(rows), "Features");
    }

    private static double Error(TrainedVae model, Tensor row) =>
        RowScores.Compute(model.Network, new RowsOfTensor(row)).Scores[VaeScoreKind.ReconstructionError].Single();
}
