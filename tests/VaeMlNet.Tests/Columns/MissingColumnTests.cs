using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>Missing cells and missing columns: statement 33 of the checklist, and what AllowMissingColumns does.</summary>
public sealed class MissingColumnTests
{
    private static readonly MLContext Ml = new(seed: 1);
    private static readonly string Folder = TinyTable.Folder;
    private static readonly TableRow[] Rows = TinyTable.Rows(60);
    private static readonly IDataView Data = TinyTable.View(Rows);

    /// <summary>TableStepTests also compares rows with masked cells with the recorded values of numpy.</summary>
    [TestCase(VaeScoreKind.NegativeElbo)]
    [TestCase(VaeScoreKind.ReconstructionError)]
    [Proves(33)]
    public void Statement33_MaskedCells_AddNothingAndTheObservedOnesMakeTheScore(VaeScoreKind kind)
    {
        var view = Scored(Data, kind);
        float[] scores = [.. ViewColumns.Column<float>(view, "Score")];
        var why = ViewColumns.Vectors(view, "Why");

        foreach ((var i, var row) in Rows.Index())
        {
            bool[] isObserved =
            [
                !float.IsNaN(row.Age),
                !float.IsNaN(row.Vitals[0]),
                !float.IsNaN(row.Vitals[1]),
                true,
                row.Job < 3,
                row.Region < 2,
            ];
            float[] masked = [.. why[i].Where((_, slot) => !isObserved[slot])];
            var observed = why[i].Where((_, slot) => isObserved[slot]).Sum(v => (double)v);
            Assert.That(masked, Is.All.Zero, $"row {i}");
            Assert.That(why[i].Where((_, slot) => isObserved[slot]), Is.All.Not.Zero, $"row {i}");
            Assert.That(scores[i], Is.EqualTo(observed).Within(1e-4 * why[i].Sum(Math.Abs)), $"row {i}");
        }

        Assert.That(why.Sum(w => w.Count(v => v == 0)), Is.GreaterThan(50), "or nothing is masked");
    }

    [Test]
    [Proves(33)]
    public void Statement33_ObservedCells_ScoreAsTheirOwnDensities()
    {
        using var model = VaeModel.Open(Folder);
        var pipeline = Ml
            .Transforms.VaeEncode("Latent", TinyTable.Names, model)
            .Append(Ml.Transforms.VaeDecode("Decoded", "Latent", model));
        var decoded = ViewColumns.Vectors(pipeline.Fit(Data).Transform(Data), "Decoded");
        var why = ViewColumns.Vectors(Scored(Data, VaeScoreKind.ReconstructionError), "Why");

        foreach ((var i, var row) in Rows.Index())
        {
            // Standardized by the manifest: scale 12; the variance of the fixture's Gaussian is 0.5.
            var age = Math.Pow((row.Age - decoded[i][0]) / 12, 2);
            double[] expected =
            [
                float.IsNaN(row.Age) ? 0 : 0.5 * ((age / 0.5) + Math.Log(Math.PI)),
                -Math.Log(row.Smoker ? decoded[i][3] : 1 - decoded[i][3]),
                row.Job < 3 ? -Math.Log(decoded[i][4 + (int)row.Job]) : 0,
                row.Region < 2 ? -Math.Log(decoded[i][7 + (int)row.Region]) : 0,
            ];
            double[] actual = [why[i][0], why[i][3], why[i][4], why[i][5]];
            Assert.That(actual, Is.EqualTo(expected).Within(1e-4), $"row {i}");
        }
    }

    [Test]
    [Proves(33)]
    public void Column_MissingAndAllowed_CountsAsMissingInEveryRow()
    {
        var without = Without("Age", "Job");
        TableRow[] masked =
        [
            .. Rows.Select(r => new TableRow
            {
                Age = float.NaN,
                Vitals = r.Vitals,
                Smoker = r.Smoker,
                Job = uint.MaxValue,
                Region = r.Region,
            }),
        ];
        var expected = Latents(TinyTable.View(masked), TinyTable.Names, allow: false);

        Assert.That(Latents(without, TinyTable.Names, allow: true), Is.EqualTo(expected));
        Assert.That(Latents(without, [], allow: true), Is.EqualTo(expected));
        Assert.That(Latents(Data, ["Vitals", "Smoker", "Region"], allow: true), Is.EqualTo(expected), "not named");
        Assert.That(
            Latents(Data, [], allow: true),
            Is.EqualTo(Latents(Data, [], allow: false)),
            "a column that is there"
        );
    }

    [Test]
    public void Column_MissingAndNotAllowed_NamesTheOption()
    {
        var without = Without("Job");
        var estimator = Ml.Transforms.VaeEncode("Latent", TinyTable.Names, Folder);

        foreach (
            var use in new Action[]
            {
                () => estimator.Fit(without),
                () => estimator.GetOutputSchema(Shapes.Create(without.Schema)),
            }
        )
        {
            Assert.That(
                use,
                Throws
                    .TypeOf<ArgumentOutOfRangeException>()
                    .With.Message.Contains("'Job'")
                    .And.Message.Contains("AllowMissingColumns")
                    .And.Message.Contains("'Region'")
            );
        }
    }

    [Test]
    public void Boolean_Missing_IsRefusedAlsoWhereColumnsMayBe()
    {
        var without = Without("Smoker");

        Assert.That(
            () => Latents(without, TinyTable.Names, allow: true),
            Throws
                .TypeOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("'Smoker'")
                .And.Message.Contains("Boolean has no missing value")
        );
    }

    [Test]
    public void Save_FittedWithoutAColumn_SaysWhyNot()
    {
        var without = Without("Age");
        var options = new VaeEncodeOptions { AllowMissingColumns = true };
        var estimator = Ml.Transforms.VaeEncode("Latent", TinyTable.Names, Folder, options);
        using var lacking = estimator.Fit(without);
        using var whole = estimator.Fit(Data);

        Assert.That(
            () => SavedZip.Save(lacking, without.Schema),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("'Age'").And.Message.Contains("fit again")
        );

        var expected = ViewColumns.Vectors(whole.Transform(Data), "Latent");
        var loaded = ViewColumns.Vectors(SavedZip.SaveAndLoad(whole, Data.Schema).Transform(Data), "Latent");

        Assert.That(
            loaded.Select((v, i) => v.Zip(expected[i], (a, e) => Math.Abs(a - e)).Max()),
            Is.All.LessThan(1e-5)
        );
    }

    private static IDataView Without(params string[] columns) =>
        Ml.Transforms.DropColumns(columns).Fit(Data).Transform(Data);

    private static IDataView Scored(IDataView data, VaeScoreKind kind)
    {
        var options = new VaeScoreOptions { Kind = kind, ContributionsColumnName = "Why" };
        return Ml.Transforms.VaeScore("Score", TinyTable.Names, Folder, options).Fit(data).Transform(data);
    }

    private static float[][] Latents(IDataView data, string[] names, bool allow)
    {
        var options = new VaeEncodeOptions { AllowMissingColumns = allow };
        return ViewColumns.Vectors(
            Ml.Transforms.VaeEncode("Latent", names, Folder, options).Fit(data).Transform(data),
            "Latent"
        );
    }
}
