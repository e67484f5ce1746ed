using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>The detector of the product for time series, at its defaults, on rows in the original units.</summary>
internal sealed class SeriesVae : ISeriesMethod
{
    /// <summary>The name of the method.</summary>
    public const string MethodName = "vaemlnet";

    /// <summary>The column with the channels of rows, in which expected values fill the gaps.</summary>
    public const string FilledColumn = "Filled";

    /// <inheritdoc />
    public string Name => MethodName;

    /// <inheritdoc />
    public bool IsRandom => true;

    /// <inheritdoc />
    public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed)
    {
        using var detector = Fit(series, seed);
        var test = View(new MLContext(seed), series.Test);
        double[] Scores(VaeSeriesScoring scoring)
        {
            using var step = detector.WithScoring(scoring);
            return [.. step.Transform(test).GetColumn<float>("Score").Select(score => (double)score)];
        }

        return
        [
            new(SeriesScheme.Last, Scores(VaeSeriesScoring.Causal)),
            new(SeriesScheme.Cover, Scores(VaeSeriesScoring.Covering)),
        ];
    }

    /// <summary>Trains a detector, which the caller must dispose.</summary>
    public static VaeSeriesScoreTransformer Fit(ProtocolSeries series, int seed)
    {
        MLContext ml = new(seed);
        return ml
            .AnomalyDetection.Trainers.VaeSeries(
                [FeatureDataView.ColumnName],
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
    public static IDataView View(MLContext ml, ChannelRows rows) =>
        FeatureDataView.Create(
            ml,
            [
                .. Enumerable
                    .Range(0, rows.WindowCount(1))
                    .Select(i => Array.ConvertAll(rows.Window(i, 1).ToArray(), value => (float)value)),
            ],
            rows.ChannelCount
        );
}
