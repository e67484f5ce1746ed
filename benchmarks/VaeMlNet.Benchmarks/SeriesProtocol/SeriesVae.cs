using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>The detector of the product for time series, on rows in the original units, at its defaults or with a calendar.</summary>
/// <param name="calendar">The calendar.</param>
internal sealed class SeriesVae(VaeCalendar calendar = VaeCalendar.None) : ISeriesMethod
{
    /// <summary>The name of the method at its defaults, and the beginning of the names of its variants.</summary>
    public const string MethodName = "vaemlnet";

    /// <summary>The column with the channels of rows, in which expected values fill the gaps.</summary>
    public const string FilledColumn = "Filled";

    /// <summary>Gets the variants. They run only where they are named.</summary>
    public static SeriesVae[] Variants { get; } = [new(VaeCalendar.Day), new(VaeCalendar.Week)];

    /// <inheritdoc />
    public string Name { get; } =
        calendar == VaeCalendar.None ? MethodName : $"{MethodName}_{calendar.ToString().ToLowerInvariant()}";

    /// <inheritdoc />
    public bool IsRandom => true;

    /// <inheritdoc />
    public bool NeedsTimes => calendar != VaeCalendar.None;

    /// <inheritdoc />
    public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed)
    {
        MLContext ml = new(seed);
        VaeSeriesOptions options = new()
        {
            WindowLength = series.Window,
            Training = new() { Seed = seed },
        };
        if (NeedsTimes)
        {
            // Gaps do not interrupt a window, so that the variant differs by nothing else.
            options = options with
            {
                Calendar = calendar,
                TimestampColumnName = nameof(TimedRow.Time),
                LongestGap = int.MaxValue,
            };
        }

        var trainer = ml.AnomalyDetection.Trainers.VaeSeries([nameof(TimedRow.Features)], options);
        using var detector = trainer.Fit(View(ml, series.Training));
        var test = View(ml, series.Test);
        double[] Scores(bool isCausal)
        {
            using var step = detector.WithCausalScores(isCausal);
            return [.. step.Transform(test).GetColumn<float>("Score").Select(score => (double)score)];
        }

        return [new(SeriesScheme.Last, Scores(isCausal: true)), new(SeriesScheme.Cover, Scores(isCausal: false))];
    }

    /// <summary>Trains a detector, which the caller must dispose.</summary>
    public static VaeSeriesScoreTransformer Fit(ProtocolSeries series, int seed)
    {
        MLContext ml = new(seed);
        return ml
            .AnomalyDetection.Trainers.VaeSeries(
                [nameof(TimedRow.Features)],
                new()
                {
                    WindowLength = series.Window,
                    Training = new() { Seed = seed },
                },
                new() { FilledColumnName = FilledColumn }
            )
            .Fit(View(ml, series.Training));
    }

    /// <summary>Returns the rows as a view that a detector of the series reads.</summary>
    public static IDataView View(MLContext ml, ChannelRows rows)
    {
        var schema = SchemaDefinition.Create(typeof(TimedRow));
        schema[nameof(TimedRow.Features)].ColumnType = new VectorDataViewType(
            NumberDataViewType.Single,
            rows.ChannelCount
        );
        return ml.Data.LoadFromEnumerable(
            Enumerable
                .Range(0, rows.RowCount)
                .Select(i => new TimedRow
                {
                    Features = Array.ConvertAll(rows.Window(i, 1).ToArray(), value => (float)value),
                    Time = rows.Times?[i] ?? default,
                })
                .ToArray(),
            schema
        );
    }

    private sealed class TimedRow
    {
        public float[] Features { get; set; } = [];

        public DateTime Time { get; set; }
    }
}
