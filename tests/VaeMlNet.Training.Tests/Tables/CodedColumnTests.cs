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
