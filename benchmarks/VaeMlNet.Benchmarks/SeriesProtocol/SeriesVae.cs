using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Benchmarks;

/// <summary>The detector of the product at its defaults, on windows in the original units as rows.</summary>
internal sealed class SeriesVae : ISeriesMethod
{
    /// <summary>The name of the method.</summary>
    public const string MethodName = "vaemlnet";

    private const int MostTrainingWindows = 5000;
    private const string ScoreColumn = "Score";

    /// <inheritdoc />
    public string Name => MethodName;

    /// <inheritdoc />
    public bool IsRandom => true;

    /// <inheritdoc />
    public IReadOnlyList<SchemeScores> Score(ProtocolSeries series, int seed)
    {
        MLContext ml = new(seed);
        var windows = series.Training.WindowCount(series.Window);
        var stride = (windows + MostTrainingWindows - 1) / MostTrainingWindows;
        var trainer = ml.AnomalyDetection.Trainers.Vae(
            FeatureDataView.ColumnName,
            new VaeTrainerOptions { Seed = seed }
        );
        using var detector = trainer.Fit(View(ml, series.Training, series.Window, stride));
        var scores = detector.Transform(View(ml, series.Test, series.Window, stride: 1)).GetColumn<float>(ScoreColumn);
        return SeriesScheme.OfWindows([.. scores.Select(score => (double)score)], series.Window);
    }

    private static IDataView View(MLContext ml, ChannelRows rows, int length, int stride) =>
        FeatureDataView.Create(
            ml,
            [
                .. Enumerable
                    .Range(0, ((rows.WindowCount(length) - 1) / stride) + 1)
                    .Select(i => Array.ConvertAll(rows.Window(i * stride, length).ToArray(), value => (float)value)),
            ],
            length * rows.ChannelCount
        );
}
