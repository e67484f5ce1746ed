using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>VaeSample on a model that was trained on a table with correlated columns.</summary>
public sealed class TableSampleTests
{
    private const int RowCount = 4000;

    private readonly MLContext ml = new(seed: 1);
    private CorrelatedTable.Person[] people = [];
    private TemporaryFolder folder = null!;
    private VaeModel model = null!;

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        people = CorrelatedTable.Rows(1000);
        var data = CorrelatedTable.View(people);
        using var trained = new VaeTrainer(CorrelatedTable.Options).Fit(data, CorrelatedTable.Columns);
        trained.Export(folder["people"], data);
        model = VaeModel.Open(folder["people"]);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        model?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Schema_OfATable_IsThatOfTheTrainingData()
    {
        var data = CorrelatedTable.View(people);

        var sample = ml.Data.VaeSample(model, RowCount, seed: 1);

        Assert.That(
            sample.Schema.Select(Shapes.Describe),
            Is.EqualTo(CorrelatedTable.Columns.Select(c => Shapes.Describe(data.Schema[c])))
        );
        Assert.That(sample.GetRowCount(), Is.EqualTo(RowCount));

        VBuffer<ReadOnlyMemory<char>> cities = default;
        sample.Schema["City"].GetKeyValues(ref cities);

        Assert.That(cities.DenseValues().Select(c => c.ToString()), Is.EqualTo(CorrelatedTable.Cities));
    }

    [Test]
    public void Draws_ManyRows_HaveTheScalesAndCorrelationsOfTheData()
    {
        var sample = ml.Data.VaeSample(model, RowCount, seed: 1);
        var heights = Numbers(sample, "Height");
        var weights = Numbers(sample, "Weight");
        double[] given = [.. people.Select(p => (double)p.Height!.Value)];

        Assert.That(heights.Average(), Is.EqualTo(given.Average()).Within(2));
        Assert.That(Spread(heights), Is.EqualTo(Spread(given)).Within(2));
        Assert.That(
            Correlation(heights, weights),
            Is.EqualTo(Correlation(given, [.. people.Select(p => (double)p.Weight!.Value)])).Within(0.15)
        );
        Assert.That(
            sample.GetColumn<bool>("Smoker").Average(s => s ? 1.0 : 0),
            Is.EqualTo(people.Average(p => p.Smoker ? 1.0 : 0)).Within(0.07)
        );

        var cities = Cities(sample);
        foreach ((var index, var city) in CorrelatedTable.Cities.Index())
        {
            var share = people.Count(p => p.City == index) / (double)people.Length;
            Assert.That(cities.Count(c => c == city) / (double)RowCount, Is.EqualTo(share).Within(0.1), city);
        }
    }

    [Test]
    public void Means_ByOption_VaryLessThanDrawsAndNeedNoRandomNumbersOfTheirOwn()
    {
        var means = ml.Data.VaeSample(model, RowCount, seed: 1, new() { DrawsValues = false });
        var draws = ml.Data.VaeSample(model, RowCount, seed: 1);

        Assert.That(Spread(Numbers(means, "Height")), Is.LessThan(Spread(Numbers(draws, "Height"))));

        float[] latents = [.. Vectors(ml.Data.VaeSample(model, 50, seed: 1, new() { LatentColumnName = "z" }), "z")];
        var decoded = ml.Data.VaeSample(model, latents);

        Assert.That(Numbers(decoded, "Height"), Is.EqualTo(Numbers(means, "Height").Take(50)).Within(1e-3));
        Assert.That(Cities(decoded), Is.EqualTo(Cities(means).Take(50)));
    }

    [Test]
    public void Rows_AnyBatchSizeAndNumberOfCursors_AreTheSame()
    {
        var expected = ViewRows.Read(Sample(300, batchSize: 256));
        string[] names = [.. Sample(1, 1).Schema.Select(c => c.Name)];

        foreach (var batchSize in new[] { 1, 7, 300, 5000 })
        {
            var difference = RowDifference.First(expected, ViewRows.Read(Sample(300, batchSize)), names, 1e-5);
            Assert.That(difference, Is.Null, $"batches of {batchSize}");
        }

        Assert.That(RowDifference.First(expected[..40], ViewRows.Read(Sample(40, 256)), names, 1e-5), Is.Null);

        var view = Sample(300, 16);
        DataViewSchema.Column[] some = [view.Schema["City"], view.Schema["Sizes"]];
        var read = new Dictionary<ulong, object[]>();
        foreach (var cursor in view.GetRowCursorSet(some, 3))
        {
            using var open = cursor;
            var id = cursor.GetIdGetter();
            var getters = ViewRows.Getters(cursor, some);
            while (cursor.MoveNext())
            {
                DataViewRowId row = default;
                id(ref row);
                read.Add(row.Low, [.. getters.Select(get => get())]);
            }
        }

        object[][] inOrder = [.. read.OrderBy(r => r.Key).Select(r => r.Value)];
        object[][] ofSome = [.. expected.Select(row => some.Select(c => row[c.Index]).ToArray())];

        Assert.That(RowDifference.First(ofSome, inOrder, some.Select(c => c.Name), 1e-5), Is.Null);
    }

    [Test]
    public void Rows_OtherSeed_AreDifferent() =>
        Assert.That(
            Numbers(ml.Data.VaeSample(model, 20, seed: 2), "Height"),
            Is.Not.EqualTo(Numbers(ml.Data.VaeSample(model, 20, seed: 1), "Height"))
        );

    [Test]
    public void Numbers_ByDefault_StayInTheTrainingRangeAndLeaveItWithoutClamping()
    {
        var column = model.Manifest.Columns[0];

        var clamped = Numbers(Sample(RowCount, 256), "Height");
        var free = Numbers(
            ml.Data.VaeSample(model, 20 * RowCount, seed: 1, new() { ClampsToTrainingRange = false }),
            "Height"
        );

        Assert.That(clamped, Is.All.InRange(column.Minimum, column.Maximum));
        Assert.That(free.Max() > column.Maximum || free.Min() < column.Minimum, Is.True);
    }

    [Test]
    public void Keys_MappedToValues_AreTheTexts()
    {
        var sample = Sample(100, 256);

        Assert.That(Cities(sample).Distinct(), Is.EquivalentTo(CorrelatedTable.Cities));
        Assert.That(sample.GetColumn<uint>("Grade"), Is.All.InRange(1u, 4u));
    }

    [Test]
    public void Options_ThatDoNotFit_AreRefused()
    {
        Assert.That(
            () => ml.Data.VaeSample(model, 5, seed: 1, new() { OutputColumnName = "Row" }),
            Throws.ArgumentException.With.Message.Contains("6 columns")
        );
        Assert.That(
            () => ml.Data.VaeSample(model, 5, seed: 1, new() { LatentColumnName = "City" }),
            Throws.ArgumentException.With.Message.Contains("'City'")
        );
        Assert.That(
            () => ml.Data.VaeSample(model, new float[4], new() { DrawsValues = true }),
            Throws.ArgumentException.With.Message.Contains("need a seed")
        );
    }

    private IDataView Sample(int rowCount, int batchSize) =>
        ml.Data.VaeSample(model, rowCount, seed: 1, new() { BatchSize = batchSize, MatchesTrainingShares = false });

    private string[] Cities(IDataView view) =>
        [.. ml.Transforms.Conversion.MapKeyToValue("Name", "City").Fit(view).Transform(view).GetColumn<string>("Name")];

    private static double[] Numbers(IDataView view, string column) =>
        [.. view.GetColumn<float>(column).Select(v => (double)v)];

    private static IEnumerable<float> Vectors(IDataView view, string column) =>
        view.GetColumn<float[]>(column).SelectMany(v => v);

    private static double Spread(double[] values) => Math.Sqrt(Covariance(values, values));

    private static double Correlation(double[] x, double[] y) => Covariance(x, y) / (Spread(x) * Spread(y));

    private static double Covariance(double[] x, double[] y)
    {
        (var xMean, var yMean) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - xMean) * (b - yMean)).Average();
    }
}
