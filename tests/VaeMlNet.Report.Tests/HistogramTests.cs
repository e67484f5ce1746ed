using System.Text.Json.Nodes;

namespace VaeMlNet.Report.Tests;

internal sealed class HistogramTests
{
    private static readonly ReportColumn Number = new("n", VaeColumn.SingleType, 0, 0, []);

    [Test]
    public void Create_FewWholeNumbers_HasABarForEach()
    {
        var bars = ColumnHistogram.Create(Compare(Number, [1, 1, 2, 4], null)).Bars;

        Assert.That(bars, Has.Count.EqualTo(4));
        Assert.That(bars.Select(bar => bar.Shares[1]), Is.EqualTo(new[] { 0.5, 0.25, 0, 0.25 }).Within(1e-9));
        Assert.That(bars.Select(bar => bar.Shares[0]), Is.All.Null, "nobody knows the training values");
    }

    [Test]
    public void Create_NumbersWithAnOutlier_AddsUpToAllRowsAndSaysWhatItCuts()
    {
        float[] values = [.. Enumerable.Range(0, 999).Select(i => i / 100f), 1e6f];

        var histogram = ColumnHistogram.Create(Compare(Number, values, values));

        Assert.That(histogram.Bars.Sum(bar => bar.Shares[1]), Is.EqualTo(1).Within(1e-9));
        Assert.That(histogram.Bars[^1].To, Is.LessThan(20));
        Assert.That(histogram.Note, Does.Contain("first and the last bar"));
    }

    [TestCase(1, 0)]
    [TestCase(1, 400)]
    [TestCase(-1, 0)]
    public void Create_SkewedNumbers_HasBarsOfALogarithmicAxisThatReachAllOfThem(int sign, int zeros)
    {
        float[] values =
        [
            .. Enumerable.Range(0, 1000).Select(i => sign * MathF.Exp(i / 70f)),
            .. Enumerable.Repeat(0f, zeros),
        ];

        var histogram = ColumnHistogram.Create(Compare(Number, values, values));

        var bars = histogram.Bars;
        var ticks = histogram.Scale.Ticks(bars[0].From, bars[^1].To);

        Assert.That(histogram.Scale.Constant, Is.Positive);
        Assert.That((bars[0].From, bars[^1].To), Is.EqualTo(((double)values.Min(), (double)values.Max())));
        Assert.That(bars.Select(bar => bar.To), Is.Ordered);
        Assert.That(bars.Sum(bar => bar.Shares[1]), Is.EqualTo(1).Within(1e-9));
        Assert.That(bars.Count(bar => bar.Shares[1] > 0.01), Is.GreaterThan(18), "not one bar beside an empty axis");
        Assert.That(ticks, Is.Ordered.And.Member(sign * 1000.0).And.All.InRange(bars[0].From, bars[^1].To));
        Assert.That(
            histogram.Note,
            Is.EqualTo("The axis is logarithmic, because most values are small beside the largest.")
        );
    }

    [Test]
    public void Create_NumbersOnBothSidesOfZero_HasALogarithmicAxisInBothDirections()
    {
        float[] values =
        [
            .. Enumerable.Range(-600, 1201).Select(i => MathF.Sign(i) * (MathF.Exp(Math.Abs(i) / 50f) - 1)),
        ];

        var histogram = ColumnHistogram.Create(Compare(Number, values, values));

        Assert.That(histogram.Scale.Ticks(-200_000, 200_000), Is.SupersetOf(new double[] { -1000, 0, 1000 }));
        Assert.That(histogram.Bars[11].Shares[1], Is.EqualTo(histogram.Bars[12].Shares[1]!.Value).Within(0.01));
    }

    [Test]
    public void Create_NumbersThatAreNotSkewed_HasAnAxisInProportion()
    {
        Random random = new(1);
        float[] uniform = [.. Enumerable.Range(0, 2000).Select(_ => (float)random.NextDouble())];
        float[] exponential = [.. uniform.Select(u => -MathF.Log(1 - u))];
        VaeColumnSchema schema = new()
        {
            Name = "when",
            Kind = VaeColumnKind.Date,
            Origin = new DateTime(2020, 1, 1),
        };
        float[] skewed = [.. uniform.Select(u => MathF.Exp(12 * u))];

        Assert.That(ColumnHistogram.Create(Compare(Number, uniform, null)).Scale.Constant, Is.Null);
        Assert.That(ColumnHistogram.Create(Compare(Number, exponential, null)).Scale.Constant, Is.Null);
        Assert.That(ColumnHistogram.Create(Compare(Number, skewed, null)).Scale.Constant, Is.Not.Null);
        Assert.That(
            ColumnHistogram.Create(Compare(Number with { DateSchema = schema }, skewed, null)).Scale.Constant,
            Is.Null,
            "the days of dates have no 0"
        );
    }

    [TestCase(10, false)]
    [TestCase(9000, true)]
    public void Chart_BarOfNearlyAllRows_HasASquareRootAxisForTheOthers(int zeros, bool isSquareRoot)
    {
        float[] values = [.. Enumerable.Range(0, 500).Select(i => MathF.Exp(i / 40f)), .. Enumerable.Repeat(0f, zeros)];

        var spec = ColumnHistogramChart
            .Create(ColumnHistogram.Create(Compare(Number, values, values)))
            .Spec.ToJsonString();

        Assert.That(spec, Does.Contain("logarithmic axis"));
        Assert.That(spec.Contains("\"sqrt\"", StringComparison.Ordinal), Is.EqualTo(isSquareRoot));
    }

    [Test]
    public void Chart_SourceWithoutADistribution_HasNoLineInTheTooltip()
    {
        ReportColumn category = new("c", VaeColumn.KeyType, 0, 0, ["a"]);
        var known = ColumnValues.OfCategories([0], 1);
        var missing = ColumnValues.OfCategories([-1], 1);

        Assert.That(
            TooltipsOfShares(Compare(Number, [1, 2, 3], null)),
            Is.EqualTo(new[] { "these rows", "reconstruction", "synthetic" })
        );
        Assert.That(
            TooltipsOfShares(new(category, known, missing, known, known, ["a"])),
            Is.EqualTo(new[] { "training", "reconstruction", "synthetic" })
        );
    }

    [Test]
    public void All_ColumnsWithAndWithoutTraining_HaveTooltipsOfTheirOwn()
    {
        float[] values = [1, 2, 3];
        var all = ColumnHistogramChart.All([
            ColumnHistogram.Create(Compare(Number, values, values)),
            ColumnHistogram.Create(Compare(Number, values, null)),
            ColumnHistogram.Create(Compare(Number, values, null)),
        ]);

        Assert.That(
            all["specs"]!.AsObject().Select(spec => Shares(spec.Value!).Length),
            Is.EqualTo(new[] { 4, 3 }),
            "columns of a kind share a specification"
        );
    }

    [Test]
    public void Chart_NumbersFarFromZero_HaveBarsThatTheirTooltipsTellApart()
    {
        float[] values = [.. Enumerable.Range(0, 100).Select(i => 101_325 + (i / 100f))];

        var spec = ColumnHistogramChart.Create(ColumnHistogram.Create(Compare(Number, values, values))).Spec;
        var ends = spec["data"]!["values"]!.AsArray().Select(value => value!["from"]!.GetValue<double>()).ToArray();

        Assert.That(ends, Is.Unique.And.Ordered);
        Assert.That(ends.Zip(ends.Skip(1), (end, next) => next - end), Is.All.EqualTo(1 / 24.0).Within(0.005));
        Assert.That(Tooltips(spec)[0]!["format"]!.GetValue<string>(), Is.EqualTo(",.9~r"));
    }

    [Test]
    public void Chart_Dates_AreThoseOfTheDataInAnyTimeZone()
    {
        VaeColumnSchema schema = new()
        {
            Name = "when",
            Kind = VaeColumnKind.Date,
            DateFormat = "yyyy-MM-dd HH:mm:ss",
            Origin = new DateTime(1960, 1, 1),
        };
        var column = Number with { DateSchema = schema };
        var minutes = Enumerable.Range(0, 100).Select(i => i * 30 / 1440f).ToArray();

        var chart = ColumnHistogramChart.Create(ColumnHistogram.Create(Compare(column, minutes, minutes)));
        var scale = chart.Spec["layer"]![0]!["encoding"]!["x"]!["scale"]!;

        Assert.That(scale.ToJsonString(), Is.EqualTo("""{"type":"utc","nice":false}"""));
        Assert.That(chart.Spec.ToJsonString(), Does.Contain("utcFormat").And.Not.Contain("\"format\":\"%Y"));
        Assert.That(
            chart.Description,
            Does.Contain("half of the dates lie between 1960-01-01 12:00:00 and 1960-01-02 13:00:00")
        );
    }

    [Test]
    public void Create_DatesWithAnOutlier_SaysWhichDatesItCuts()
    {
        VaeColumnSchema schema = new()
        {
            Name = "when",
            Kind = VaeColumnKind.Date,
            Origin = new DateTime(1960, 1, 1),
            DateStep = "P1D",
        };
        float[] days = [.. Enumerable.Range(0, 999).Select(i => (float)i), 1e5f];

        var note = ColumnHistogram.Create(Compare(Number with { DateSchema = schema }, days, days)).Note;

        Assert.That(note, Does.StartWith("Values outside 1960-01-05 to 1962-09-"));
    }

    [Test]
    public void Create_ManyCategories_JoinsTheRareOnes()
    {
        string[] names = [.. Enumerable.Range(0, 30).Select(i => $"c{i}")];
        ReportColumn column = new("c", VaeColumn.KeyType, 0, 0, names);
        var values = ColumnValues.OfCategories(
            [.. Enumerable.Range(0, 30).SelectMany(i => Enumerable.Repeat(i, 30 - i))],
            30
        );

        var histogram = ColumnHistogram.Create(new(column, null, values, values, values, names));

        Assert.That(histogram.Bars, Has.Count.EqualTo(12));
        Assert.That(histogram.Bars[^1].Category, Is.EqualTo("(other)"));
        Assert.That(histogram.Bars.Sum(bar => bar.Shares[1]), Is.EqualTo(1).Within(1e-9));
        Assert.That(histogram.Note, Does.Contain("11 most common of 30"));
    }

    [Test]
    public void Create_AllCellsMissing_HasNoBars()
    {
        var histogram = ColumnHistogram.Create(Compare(Number, [float.NaN, float.NaN], null));

        Assert.That(histogram.Bars, Is.Empty);
        Assert.That(MiniHistogram.Draw(histogram), Is.EqualTo(Html.Empty));
    }

    [Test]
    public void Comparison_CategoryThatIsNotInTraining_HasANameOfItsOwn()
    {
        ReportColumn column = new("c", VaeColumn.KeyType, 0, 0, ["a", "b"]);
        VaeColumn source = new()
        {
            Name = "c",
            Type = VaeColumn.KeyType,
            Width = 1,
            Likelihood = ColumnLikelihood.Categorical,
            KeyCount = 2,
            Shares = [0.5f, 0.5f],
            Minimum = 1,
            Maximum = 2,
        };
        float[][] decoded =
        [
            [0.75f, 0.25f],
            [0.25f, 0.75f],
        ];

        var compared = ColumnComparison.Create(
            column,
            source,
            0,
            new(
                [
                    [1],
                    [3],
                ],
                decoded,
                [
                    [1],
                ],
                [],
                100
            )
        );

        Assert.That(compared.Categories, Is.EqualTo(new[] { "a", "b", ReportColumn.Unseen }));
        Assert.That(compared.Rows.Shares, Is.EqualTo(new[] { 0.5, 0, 0.5 }));
        Assert.That(compared.Reconstruction.Shares, Is.EqualTo(new[] { 0.5, 0.5, 0 }).Within(1e-6));
        Assert.That(compared.Drift!.Distance, Is.EqualTo(0.5).Within(1e-6));
    }

    private static string[] TooltipsOfShares(ColumnComparison compared) =>
        Shares(ColumnHistogramChart.Create(ColumnHistogram.Create(compared)).Spec);

    private static string[] Shares(JsonNode spec) =>
        [
            .. Tooltips(spec)
                .Where(line => line!["format"]?.GetValue<string>() == ".2~%")
                .Select(line => line!["field"]!.GetValue<string>()),
        ];

    private static JsonArray Tooltips(JsonNode spec) =>
        (spec["encoding"] ?? spec["layer"]!.AsArray()[^1]!["encoding"]!)["tooltip"]!.AsArray();

    private static ColumnComparison Compare(ReportColumn column, float[] rows, float[]? training)
    {
        var values = ColumnValues.OfNumbers(rows);
        return new(column, training is null ? null : ColumnValues.OfNumbers(training), values, values, values, []);
    }
}
