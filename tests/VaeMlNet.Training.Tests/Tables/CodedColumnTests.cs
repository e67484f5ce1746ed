using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Columns of whole numbers of few values, which the imputer fills with the most probable value or with a rounded mean.</summary>
public sealed class CodedColumnTests
{
    private static readonly string[] Columns = ["Level", "Noise", "Code", "Answer"];

    /// <summary>A row whose code has no order, and whose answer has one. Both depend on the level.</summary>
    public sealed class Row
    {
        public float Level { get; set; }

        public float Noise { get; set; }

        public float Code { get; set; }

        public float Answer { get; set; }
    }

    [Test]
    public void Impute_CodesWithoutOrder_AreTheMostProbableValues()
    {
        using var folder = new TemporaryFolder();
        using var trained = new VaeTrainer(new VaeTrainerOptions { EpochCount = 20 }).Fit(
            View(Rows(200, seed: 1)),
            Columns
        );
        trained.Export(folder["model"], View(Rows(200, seed: 1)));
        var truth = Rows(200, seed: 2);
        var ml = new MLContext(seed: 1);
        var data = View([
            .. truth.Select(row => new Row
            {
                Level = row.Level,
                Noise = row.Noise,
                Code = float.NaN,
                Answer = row.Answer,
            }),
        ]);
        using var imputer = ml.Transforms.VaeImpute(Columns, folder["model"]).Fit(data);
        float[] codes = [.. imputer.Transform(data).GetColumn<float>("Code")];
        var table = trained.Network.Table!;
        var coded = trained.TrainingData.Regressions!.Trees!.CodeSlots.Distinct();

        Assert.That(truth.Zip(codes).Average(pair => pair.First.Code == pair.Second ? 1 : 0), Is.GreaterThan(0.9));
        Assert.That(
            coded.Select(slot => table.Sorted[slot].Name),
            Is.EqualTo(["Code"]),
            "the answer has too many values, of which the mean is kept"
        );
        Assert.That(
            trained.TrainingData.Regressions.ModelShares[table.Sorted.Index().Single(c => c.Item.Name == "Code").Index],
            Is.Zero
        );
    }

    [TestCase(0, 6)]
    [TestCase(4, 5)]
    [TestCase(100, 4)]
    public void Best_WeightOfDistances_DrawsTheValueToTheMean(float weight, float expected)
    {
        CodedSlot slot = new(0, [1, 2, 3, 4, 5, 6]) { DistanceWeight = weight };

        Assert.That(slot.Values[slot.Best([0.05f, 0.1f, 0.15f, 0.15f, 0.2f, 0.35f])], Is.EqualTo(expected));
    }

    [Test]
    public void Utility_OfAValue_IsItsProbabilityLessTheMeanSquaredDistanceInRanges()
    {
        CodedSlot slot = new(0, [1, 2, 5]) { DistanceWeight = 2 };

        Assert.That(
            slot.Utility([0.5f, 0.3f, 0.2f], 1),
            Is.EqualTo(0.3 - (2 * ((0.5 * 1 / 16) + (0.2 * 9 / 16)))).Within(1e-6)
        );
    }

    // 35 % have 6, 30 % have 5 and 35 % have 1: 5 is right nearly as often as 6, and nearer to the others. Nobody has the mean, 4.
    [Test]
    public void Impute_SkewedAnswers_AreProbableValuesNearOthers()
    {
        float[] answers = [.. Enumerable.Repeat(6f, 7), .. Enumerable.Repeat(5f, 6), .. Enumerable.Repeat(1f, 7)];
        var rows = Rows(600, seed: 1);
        Random random = new(3);
        foreach (var row in rows)
        {
            row.Code = answers[random.Next(answers.Length)];
        }

        using var trained = new VaeTrainer(new VaeTrainerOptions { EpochCount = 1 }).Fit(View(rows), Columns);
        using TemporaryFolder folder = new();
        trained.Export(folder["model"], View(rows));
        foreach (var row in rows)
        {
            row.Code = float.NaN;
        }

        using var imputer = new MLContext(seed: 1).Transforms.VaeImpute(Columns, folder["model"]).Fit(View(rows));
        float[] filled = [.. imputer.Transform(View(rows)).GetColumn<float>("Code")];

        Assert.That(filled.CountBy(value => value).MaxBy(pair => pair.Value).Key, Is.EqualTo(5));
    }

    private static IDataView View(Row[] rows) => new MLContext(1).Data.LoadFromEnumerable(rows);

    private static Row[] Rows(int count, int seed)
    {
        Random random = new(seed);
        float[] codes = [5, 1, 9, 2];
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                {
                    var level = random.NextSingle() * 4;
                    return new Row
                    {
                        Level = level,
                        Noise = random.NextSingle(),
                        Code = codes[(int)level],
                        Answer = MathF.Round((2 * level) + (2 * random.NextSingle())),
                    };
                }),
        ];
    }
}
