using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>VaeImpute with a model that was trained on an incomplete table with correlated columns.</summary>
public sealed class TableImputeTests
{
    private const double MissingShare = 0.2;

    private readonly MLContext ml = new(seed: 1);
    private CorrelatedTable.Person[] complete = [];
    private CorrelatedTable.Person[] withGaps = [];
    private IDataView data = null!;
    private TemporaryFolder folder = null!;
    private VaeModel model = null!;

    [OneTimeSetUp]
    public void Train()
    {
        folder = new TemporaryFolder();
        var training = CorrelatedTable.WithGaps(CorrelatedTable.Rows(1000), MissingShare);
        var view = CorrelatedTable.View(training);
        using var trained = new VaeTrainer(CorrelatedTable.Options).Fit(view, CorrelatedTable.Columns);
        trained.Export(folder["people"], view);
        model = VaeModel.Open(folder["people"]);
        complete = CorrelatedTable.Rows(500, seed: 5);
        withGaps = CorrelatedTable.WithGaps(complete, MissingShare, seed: 6);
        data = CorrelatedTable.View(withGaps);
    }

    [OneTimeTearDown]
    public void Delete()
    {
        model?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void Numbers_RemovedAtRandom_AreCloserThanTheMean()
    {
        var filled = Impute();

        foreach (var column in new[] { "Height", "Weight", "Sizes" })
        {
            (var ofModel, var ofMean) = Errors(filled, column);
            TestContext.Out.WriteLine($"{column}: {Rms(ofModel):F3} standard deviations, mean {Rms(ofMean):F3}");
            Assert.That(Rms(ofModel), Is.LessThan(0.8 * Rms(ofMean)), column);
        }
    }

    [Test]
    public void Keys_RemovedAtRandom_AreRightMoreOftenThanTheMostFrequent()
    {
        var filled = Impute();

        foreach ((var column, var key) in Keys)
        {
            uint[] given = [.. filled.GetColumn<uint>(column)];
            int[] gaps = [.. Enumerable.Range(0, given.Length).Where(i => key(withGaps[i]) == 0)];
            var most = complete.GroupBy(key).MaxBy(g => g.Count())!.Key;
            var right = gaps.Average(i => given[i] == key(complete[i]) ? 1.0 : 0);
            var frequent = gaps.Average(i => most == key(complete[i]) ? 1.0 : 0);
            TestContext.Out.WriteLine($"{column}: {right:P1} right, most frequent {frequent:P1}");
            Assert.That(right, Is.GreaterThan(frequent + 0.1), column);
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    [Proves(33)]
    public void Cells_Observed_StayBitForBitAndNoneIsMissingAfterwards(bool isDrawn)
    {
        var before = ViewRows.Read(data, Columns(data));
        var filled = Impute(new() { DrawsValues = isDrawn });
        var after = ViewRows.Read(filled, Columns(filled));

        for (var row = 0; row < before.Length; row++)
        {
            foreach ((var given, var now) in before[row].Zip(after[row]))
            {
                var numbers =
                    given is float[] vector ? vector
                    : given is float number ? [number]
                    : [];
                var filledNumbers =
                    now is float[] slots ? slots
                    : now is float single ? [single]
                    : [];
                Assert.That(filledNumbers.Any(float.IsNaN), Is.False);
                foreach ((var old, var current) in numbers.Zip(filledNumbers))
                {
                    var isKept = BitConverter.SingleToInt32Bits(old) == BitConverter.SingleToInt32Bits(current);
                    Assert.That(isKept || float.IsNaN(old), Is.True, $"row {row}");
                }

                if (given is uint key)
                {
                    Assert.That(now, key == 0 ? Is.GreaterThan(0u) : Is.EqualTo(key), $"row {row}");
                }
            }
        }
    }

    [Test]
    public void Schema_ByDefault_HidesTheColumnsWithGapsByColumnsOfTheirTypes()
    {
        var filled = Impute();

        // Each filled column stands right after the one that it hides.
        Assert.That(
            filled.Schema.Select(c => (c.Name, c.IsHidden)),
            Is.EqualTo(
                data.Schema.SelectMany(c =>
                    c.Name != "Smoker" && CorrelatedTable.Columns.Contains(c.Name)
                        ? [(c.Name, true), (c.Name, false)]
                        : new[] { (c.Name, false) }
                )
            )
        );

        foreach (var column in CorrelatedTable.Columns)
        {
            Assert.That(Shapes.Describe(filled.Schema[column]), Is.EqualTo(Shapes.Describe(data.Schema[column])));
        }

        VBuffer<ReadOnlyMemory<char>> cities = default;
        filled.Schema["City"].GetKeyValues(ref cities);

        Assert.That(cities.DenseValues().Select(c => c.ToString()), Is.EqualTo(CorrelatedTable.Cities));
    }

    [Test]
    public void Columns_Named_AreFilledUnderTheirNamesAndTheOthersAreReadOnly()
    {
        var filled = Impute(new() { Columns = [new("HeightFilled", "Height"), new("City")] });

        Assert.That(filled.Schema[^1].Name, Is.EqualTo("HeightFilled"));
        Assert.That(filled.Schema.Count, Is.EqualTo(data.Schema.Count + 2));
        Assert.That(filled.Schema["City"].Index, Is.EqualTo(data.Schema["City"].Index + 1), "after the hidden one");
        Assert.That(filled.GetColumn<float>("Height").Any(float.IsNaN), Is.True);
        Assert.That(filled.GetColumn<float>("HeightFilled"), Is.EqualTo(Impute().GetColumn<float>("Height")));
    }

    [Test]
    public void MissingColumns_Allowed_AreMadeOutOfTheOthers()
    {
        var less = ml.Transforms.DropColumns("City", "Height", "Sizes").Fit(data).Transform(data);

        Assert.That(
            () => ml.Transforms.VaeImpute(null, model).Fit(less),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("AllowMissingColumns")
        );

        var filled = ml
            .Transforms.VaeImpute(null, model, new() { AllowMissingColumns = true })
            .Fit(less)
            .Transform(less);

        foreach (var column in new[] { "City", "Height", "Sizes" })
        {
            Assert.That(Shapes.Describe(filled.Schema[column]), Is.EqualTo(Shapes.Describe(data.Schema[column])));
        }

        Assert.That(filled.GetColumn<uint>("City"), Is.All.InRange(1u, 3u));
        Assert.That(filled.GetColumn<float>("Height"), Is.All.InRange(120f, 220f));
    }

    [Test]
    public void Draws_SeveralSeeds_AreDifferentTablesWithTheVarianceOfTheData()
    {
        var first = Impute(Drawn(1));
        var again = Impute(Drawn(1));
        var second = Impute(Drawn(2));
        float[] heights = [.. first.GetColumn<float>("Height")];

        Assert.That(again.GetColumn<float>("Height"), Is.EqualTo(heights));
        Assert.That(second.GetColumn<float>("Height"), Is.Not.EqualTo(heights));
        Assert.That(second.GetColumn<uint>("Grade"), Is.Not.EqualTo(first.GetColumn<uint>("Grade")));

        var drawn = Filled(heights);
        var means = Impute();

        Assert.That(drawn, Is.GreaterThan(Filled([.. means.GetColumn<float>("Height")])), "than means");
        Assert.That(drawn, Is.EqualTo(Spread([.. complete.Select(p => p.Height!.Value)])).Within(2.5));
    }

    [Test]
    public void Draws_AnyBatchSizeCursorAndOrder_DependOnTheRowAlone()
    {
        var columns = Columns(Impute(Drawn(1)));
        string[] names = [.. columns.Select(c => c.Name)];
        var expected = ViewRows.Read(Impute(Drawn(1)), columns);

        foreach (var batchSize in new[] { 1, 7, 5000 })
        {
            var read = ViewRows.Read(Impute(Drawn(1) with { BatchSize = batchSize }), columns);
            Assert.That(RowDifference.First(expected, read, names, 1e-4), Is.Null, $"batches of {batchSize}");
        }

        using var transformer = ml.Transforms.VaeImpute(null, model, Drawn(1)).Fit(data);
        var mapper = transformer.GetRowToRowMapper(data.Schema);
        using var source = data.GetRowCursor(mapper.GetDependencies(mapper.OutputSchema));
        using var row = mapper.GetRow(source, mapper.OutputSchema);
        var getters = ViewRows.Getters(row, columns.Select(c => mapper.OutputSchema[c.Index]));
        var rowByRow = new List<object[]>();
        while (source.MoveNext())
        {
            rowByRow.Add([.. getters.Select(get => get())]);
        }

        Assert.That(RowDifference.First(expected, [.. rowByRow], names, 1e-4), Is.Null, "row by row");

        var cached = ml.Data.Cache(data);
        var shuffled = ml.Transforms.VaeImpute(null, model, Drawn(1)).Fit(cached).Transform(cached);
        using var cursor = shuffled.GetRowCursor(columns, new Random(3));
        var inAnyOrder = ViewRows.Read(cursor, columns);

        Assert.That(
            inAnyOrder.Select(r => (float)r[0]).Order(),
            Is.EqualTo(expected.Select(r => (float)r[0]).Order()).Within(1e-2)
        );
    }

    [Test]
    public void Save_Means_LoadsInStockMlNetWithTheSameSchemaAndValues()
    {
        using var transformer = ml.Transforms.VaeImpute(null, model).Fit(data);
        var expected = transformer.Transform(data);

        var loaded = SavedZip.SaveAndLoad(transformer, data.Schema);
        var actual = loaded.Transform(data);

        Assert.That(SavedZip.Flatten(loaded), Has.None.InstanceOf<VaeTransformer>());

        AssertSame(actual, expected);
        using var batched = (IDisposable)ml.Model.RestoreBatching(loaded);
        AssertSame(((ITransformer)batched).Transform(data), expected);
    }

    [Test]
    public void Save_Draws_IsRefusedWithTheReason()
    {
        using var transformer = ml.Transforms.VaeImpute(null, model, Drawn(1)).Fit(data);

        Assert.That(
            () => SavedZip.Save(transformer, data.Schema),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("means alone")
        );
    }

    [Test]
    public void Options_ThatDoNotFit_AreRefused()
    {
        void Refuses(VaeImputeOptions options, string fact) =>
            Assert.That(
                () => ml.Transforms.VaeImpute(null, model, options),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains(fact)
            );

        Refuses(new() { Columns = [new("Smoker")] }, "'Smoker'");
        Refuses(new() { Columns = [new("Age")] }, "'Height', 'Weight', 'Sizes', 'City', 'Grade'");
        Refuses(new() { Columns = [] }, "no column to fill");
        Refuses(new() { Columns = [new("A", "City"), new("A", "Grade")] }, "'A'");
    }

    private static (string Column, Func<CorrelatedTable.Person, uint> Key)[] Keys =>
        [("City", p => (uint)((p.City ?? -1) + 1)), ("Grade", p => p.Grade ?? 0)];

    private static DataViewSchema.Column[] Columns(IDataView view) =>
        [.. CorrelatedTable.Columns.Select(c => view.Schema[c])];

    private static VaeImputeOptions Drawn(int seed) => new() { DrawsValues = true, Seed = seed };

    private IDataView Impute(VaeImputeOptions? options = null) =>
        ml.Transforms.VaeImpute(null, model, options).Fit(data).Transform(data);

    private static void AssertSame(IDataView actual, IDataView expected)
    {
        string[] names = [.. ViewRows.Visible(expected.Schema).Select(c => c.Name)];
        Assert.That(
            names.Select(n => Shapes.Describe(actual.Schema[n])),
            Is.EqualTo(names.Select(n => Shapes.Describe(expected.Schema[n])))
        );
        Assert.That(
            RowDifference.First(
                ViewRows.Read(expected, names.Select(n => expected.Schema[n])),
                ViewRows.Read(actual, names.Select(n => actual.Schema[n])),
                names,
                1e-5
            ),
            Is.Null
        );
    }

    /// <summary>Returns the errors of filled cells and those of the mean, in standard deviations of the complete column.</summary>
    private (double[] OfModel, double[] OfMean) Errors(IDataView filled, string column)
    {
        Func<CorrelatedTable.Person, float?[]> cells = column switch
        {
            "Height" => p => [p.Height],
            "Weight" => p => [p.Weight],
            _ => p => p.Sizes,
        };
        float[][] values =
            column == "Sizes"
                ? [.. filled.GetColumn<float[]>(column)]
                : [.. filled.GetColumn<float>(column).Select(v => new[] { v })];
        List<double> ofModel = [];
        List<double> ofMean = [];
        for (var slot = 0; slot < values[0].Length; slot++)
        {
            float[] truth = [.. complete.Select(p => cells(p)[slot]!.Value)];
            float?[] given = [.. withGaps.Select(p => cells(p)[slot])];
            var scale = Spread(truth);
            double mean = given.Average()!.Value;
            int[] gaps = [.. Enumerable.Range(0, truth.Length).Where(i => given[i] is null)];
            ofModel.AddRange(gaps.Select(i => (values[i][slot] - truth[i]) / scale));
            ofMean.AddRange(gaps.Select(i => (mean - truth[i]) / scale));
        }

        return ([.. ofModel], [.. ofMean]);
    }

    private double Filled(float[] heights) => Spread([.. heights.Where((_, i) => withGaps[i].Height is null)]);

    private static double Rms(double[] errors) => Math.Sqrt(errors.Average(e => e * e));

    private static double Spread(float[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
