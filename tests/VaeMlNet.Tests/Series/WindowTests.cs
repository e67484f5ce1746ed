using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Tests;

/// <summary>Windows of rows as a data step.</summary>
public sealed class WindowTests
{
    private readonly MLContext ml = new(seed: 1);

    [Test]
    [Proves(63)]
    public void Transform_OneSeries_EndsAWindowAtEveryRow()
    {
        var data = View([.. Enumerable.Range(0, 5).Select(i => new Moment { A = i, B = 10 + i })]);

        var windows = Windows(data, length: 3, new());

        Assert.That(
            windows.GetColumn<float[]>("Window"),
            Is.EqualTo(
                new float[][]
                {
                    [float.NaN, float.NaN, float.NaN, float.NaN, 0, 10],
                    [float.NaN, float.NaN, 0, 10, 1, 11],
                    [0, 10, 1, 11, 2, 12],
                    [1, 11, 2, 12, 3, 13],
                    [2, 12, 3, 13, 4, 14],
                }
            )
        );
        Assert.That(SlotNamesOf(windows), Is.EqualTo(new[] { "A@-2", "B@-2", "A@-1", "B@-1", "A@-0", "B@-0" }));
        Assert.That(windows.CanShuffle, Is.False);
    }

    [Test]
    [Proves(63)]
    public void Transform_SeveralSeriesInTurn_HasRowsOfOneSeriesInAWindow()
    {
        Moment[] rows =
        [
            .. Enumerable
                .Range(0, 12)
                .Select(i => new Moment
                {
                    A = i,
                    Machine = $"m{i % 3}",
                    Number = i % 3,
                }),
        ];
        foreach (var column in (string[])["Machine", "Number"])
        {
            var windows = Windows(View(rows), length: 2, new() { SeriesColumnName = column })
                .GetColumn<float[]>("Window")
                .ToArray();

            for (var i = 3; i < rows.Length; i++)
            {
                Assert.That((windows[i][0], windows[i][2]), Is.EqualTo((i - 3f, (float)i)), column);
            }
        }
    }

    [Test]
    [Proves(63)]
    public void Transform_LongGap_BeginsANewWindow()
    {
        // Steps of a minute, and a gap of five.
        int[] minutes = [0, 1, 2, 3, 8, 9, 10];
        var data = View([.. minutes.Select(m => new Moment { A = m, Time = DateTime.UnixEpoch.AddMinutes(m) })]);

        var split = Windows(data, 3, new() { TimestampColumnName = "Time" }).GetColumn<float[]>("Window").ToArray();
        var joined = Windows(data, 3, new() { TimestampColumnName = "Time", LongestGap = 5 })
            .GetColumn<float[]>("Window")
            .ToArray();

        Assert.That(split[4][..4], Is.All.NaN);
        Assert.That(split[6], Is.EqualTo(new float[] { 8, 0, 9, 0, 10, 0 }));
        Assert.That(joined[4], Is.EqualTo(new float[] { 2, 0, 3, 0, 8, 0 }));
    }

    [Test]
    [Proves(63)]
    public void Transform_TimesThatDecrease_NamesTheRowAndItsSeries()
    {
        var data = View([
            new() { Machine = "m1", Time = DateTime.UnixEpoch },
            new() { Machine = "m2", Time = DateTime.UnixEpoch },
            new() { Machine = "m1", Time = DateTime.UnixEpoch.AddSeconds(-3) },
        ]);

        Assert.That(
            () => Windows(data, 2, new() { SeriesColumnName = "Machine", TimestampColumnName = "Time" }),
            Throws
                .TypeOf<VaeRowException>()
                .With.Message.Contains("row 3 of series 'm1' is 3 before")
                .And.Message.Contains("Sort the rows by time")
        );
    }

    [Test]
    public void Fit_MostTimesRepeat_AsksForTheColumnOfSeries()
    {
        var data = View([
            .. Enumerable.Range(0, 12).Select(i => new Moment { Time = DateTime.UnixEpoch.AddSeconds(i / 3) }),
        ]);

        Assert.That(
            () => Windows(data, 2, new() { TimestampColumnName = "Time" }),
            Throws.InvalidOperationException.With.Message.Contains("several series, name the column")
        );
        Assert.That(
            () => Windows(data, 2, new() { SeriesColumnName = "Machine", TimestampColumnName = "Time" }),
            Throws.InvalidOperationException.With.Message.Contains(
                "repeat the one before in the same series of 'Machine'. If other columns tell series apart, too, join them"
            ),
            "the user has named a column"
        );
    }

    [Test]
    public void Transform_OneTimeThatRepeats_KeepsTheOrderOfTheRows()
    {
        int[] seconds = [0, 1, 1, 2, 3];
        var data = View([.. seconds.Select((s, i) => new Moment { A = i, Time = DateTime.UnixEpoch.AddSeconds(s) })]);

        Assert.That(
            Windows(data, 2, new() { TimestampColumnName = "Time" }).GetColumn<float[]>("Window").Last(),
            Is.EqualTo(new float[] { 3, 0, 4, 0 })
        );
    }

    [Test]
    public void Transform_Stride_SelectsFullWindowsOnly()
    {
        var data = View([.. Enumerable.Range(0, 9).Select(i => new Moment { A = i })]);

        var selected = Windows(data, 3, new() { Stride = 3, SelectedColumnName = "Use" }).GetColumn<bool>("Use");

        Assert.That(selected.Index().Where(row => row.Item).Select(row => row.Index), Is.EqualTo(new[] { 2, 5, 8 }));
    }

    [Test]
    public void Transform_VectorColumn_HasAChannelInEachSlot()
    {
        var data = ml
            .Transforms.Concatenate("Both", "A", "B")
            .Fit(View([new()]))
            .Transform(View([new() { A = 1, B = 2 }, new() { A = 3, B = 4 }]));

        var windows = ml.Transforms.ProduceWindows("Window", ["Both", "A"], 2).Fit(data).Transform(data);

        Assert.That(windows.GetColumn<float[]>("Window").Last(), Is.EqualTo(new float[] { 1, 2, 1, 3, 4, 3 }));
        Assert.That(SlotNamesOf(windows)[3..], Is.EqualTo(new[] { "Both.A@-0", "Both.B@-0", "A@-0" }));
    }

    [Test]
    public void Transform_OtherNumberOfChannels_NamesBoth()
    {
        var transformer = ml.Transforms.ProduceWindows("Window", ["A"], 2).Fit(View([new()]));
        var data = ml.Transforms.Concatenate("A", "A", "B").Fit(View([new()])).Transform(View([new()]));

        Assert.That(
            () => transformer.Transform(data),
            Throws
                .InstanceOf<ArgumentOutOfRangeException>()
                .With.Message.Contains("needs the 1 channels 'A', but the columns have 2: 'A.A', 'A.B'")
        );
    }

    [Test]
    public void Fit_AllColumns_PromisesWhatItGives()
    {
        var data = View([new()]);
        var estimator = ml.Transforms.ProduceWindows("Window", ["A", "B"], 2, new() { SelectedColumnName = "Use" });

        Assert.That(
            Shapes.Describe(estimator.GetOutputSchema(Shapes.Create(data.Schema))),
            Is.EqualTo(Shapes.Describe(Shapes.Create(estimator.Fit(data).Transform(data).Schema)))
        );
    }

    [Test]
    public void Transform_ReadTwiceAndInPart_GivesTheSameWindows()
    {
        var data = View([.. Enumerable.Range(0, 20).Select(i => new Moment { A = i })]);
        var windows = Windows(data, 4, new());

        var first = windows.GetColumn<float[]>("Window").Take(7).ToArray();

        Assert.That(windows.GetColumn<float[]>("Window").Take(7), Is.EqualTo(first));
        Assert.That(windows.GetRowCursorSet(windows.Schema, 4, new Random(1)), Has.Length.EqualTo(1));
        Assert.That(windows.GetColumn<float>("A"), Is.EqualTo(data.GetColumn<float>("A")));
    }

    [Test]
    public void Fit_RowMapperAndSave_AreRefusedWithTheReason()
    {
        var data = View([new()]);
        var transformer = ml.Transforms.ProduceWindows("Window", ["A"], 2).Fit(data);

        Assert.That(transformer.IsRowToRowMapper, Is.False);
        Assert.That(
            () => transformer.GetRowToRowMapper(data.Schema),
            Throws.InvalidOperationException.With.Message.Contains("depends on the rows before")
        );
        Assert.That(
            () => ml.Model.Save(transformer, data.Schema, Stream.Null),
            Throws.InstanceOf<NotSupportedException>().With.Message.Contains("SaveModelFolder")
        );
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return new(Array.Empty<string>(), 2, new VaeWindowOptions(), "no channels");
        yield return new(new[] { "A", "A" }, 2, new VaeWindowOptions(), "reads column 'A' twice");
        yield return new(new[] { "A" }, 1, new VaeWindowOptions(), "A window has 1 rows, expected 2 to 10000");
        yield return new(new[] { "A" }, 2, new VaeWindowOptions { Stride = 0 }, "Stride must be at least 1");
        yield return new(
            new[] { "A" },
            2,
            new VaeWindowOptions { LongestGap = double.NaN },
            "LongestGap must be above 0"
        );
        yield return new(
            new[] { "A" },
            2,
            new VaeWindowOptions { SelectedColumnName = "Window" },
            "two output columns named 'Window'"
        );
        yield return new(new[] { "A" }, 2, new VaeWindowOptions { SelectedColumnName = "" }, "outputColumnName");
        yield return new(
            new[] { "Missing" },
            2,
            new VaeWindowOptions(),
            "Name a column of the data in inputColumnNames"
        );
        yield return new(
            new[] { "A" },
            2,
            new VaeWindowOptions { SeriesColumnName = "Missing" },
            "could not find input column 'Missing'. The data has: 'Machine', 'Number', 'Time', 'A', 'B'. Name a column of the data in SeriesColumnName"
        );
        yield return new(new[] { "Machine" }, 2, new VaeWindowOptions(), "cannot read column 'Machine' of type String");
        yield return new(
            new[] { "A" },
            2,
            new VaeWindowOptions { SeriesColumnName = "B" },
            "names the series of each row"
        );
        yield return new(
            new[] { "A" },
            2,
            new VaeWindowOptions { TimestampColumnName = "Machine" },
            "expected DateTime, DateTimeOffset"
        );
    }

    [TestCaseSource(nameof(Refused))]
    public void Fit_WrongArguments_NamesThem(string[] channels, int length, VaeWindowOptions options, string message)
    {
        var data = View([new()]);
        VaeEstimator<ITransformer> Create() => ml.Transforms.ProduceWindows("Window", channels, length, options);

        foreach (
            var use in (Action[])[() => Create().Fit(data), () => Create().GetOutputSchema(Shapes.Create(data.Schema))]
        )
        {
            Assert.That(use, Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
        }
    }

    [Test]
    public void Transform_SelectedColumnWithANameOfTheData_HidesItsColumn()
    {
        var data = View([new(), new()]);

        var windows = Windows(data, 2, new() { SelectedColumnName = "B" });

        Assert.That(windows.GetColumn<bool>("B"), Is.EqualTo(new[] { false, true }));
    }

    private IDataView View(Moment[] rows) => ml.Data.LoadFromEnumerable(rows);

    private IDataView Windows(IDataView data, int length, VaeWindowOptions options)
    {
        var transformer = ml.Transforms.ProduceWindows("Window", ["A", "B"], length, options).Fit(data);
        var windows = transformer.Transform(data);
        Assert.That(windows.GetColumn<float[]>("Window"), Has.Exactly((int)data.GetRowCount()!).Items);
        return windows;
    }

    private static string[] SlotNamesOf(IDataView windows)
    {
        VBuffer<ReadOnlyMemory<char>> names = default;
        windows.Schema["Window"].GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }

    private sealed class Moment
    {
        public string Machine { get; set; } = "m";

        public int Number { get; set; }

        public DateTime Time { get; set; }

        public float A { get; set; }

        public float B { get; set; }
    }
}
