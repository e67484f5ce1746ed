using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace VaeMlNet.Hosting;

/// <summary>The instruments of all scorers. Their names are promises, because alerts use them.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ScorerMeter
{
    /// <summary>The name of the meter and of the source of activities.</summary>
    public const string Name = "VaeMlNet";

    public static readonly ActivitySource Activities = new(Name);

    // Scores are nats, of any sign. The lowest p-values are those of anomalies.
    private static readonly double[] ScoreBounds =
    [
        -1000,
        -300,
        -100,
        -30,
        -10,
        -3,
        -1,
        0,
        1,
        3,
        10,
        30,
        100,
        300,
        1000,
    ];
    private static readonly double[] PValueBounds = [0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    private static readonly double[] SecondBounds = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10];

    private readonly Counter<long> rows;
    private readonly Counter<long> anomalies;
    private readonly Counter<long> missing;
    private readonly Counter<long> unseen;
    private readonly Counter<long> exchanges;
    private readonly Counter<long> refusals;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> scores;
    private readonly Histogram<double> pValues;

    public ScorerMeter(IMeterFactory factory)
    {
        var meter = factory.Create(Name);
        rows = meter.CreateCounter<long>("vaemlnet.scorer.rows", "{row}", "Rows that were scored.");
        anomalies = meter.CreateCounter<long>(
            "vaemlnet.scorer.anomalies",
            "{row}",
            "Rows above the model's threshold."
        );
        missing = meter.CreateCounter<long>("vaemlnet.scorer.missing_cells", "{cell}", "Missing cells, by column.");
        unseen = meter.CreateCounter<long>(
            "vaemlnet.scorer.unseen_cells",
            "{cell}",
            "Cells with a category that the training data did not have, by column."
        );
        exchanges = meter.CreateCounter<long>(
            "vaemlnet.scorer.exchanges",
            "{model}",
            "Models that replaced another one."
        );
        refusals = meter.CreateCounter<long>(
            "vaemlnet.scorer.refusals",
            "{model}",
            "Changed model folders that were refused."
        );
        duration = Histogram(meter, "vaemlnet.scorer.duration", "s", "Time of a call of the scorer.", SecondBounds);
        scores = Histogram(meter, "vaemlnet.scorer.score", "{nat}", "Scores of the rows.", ScoreBounds);
        pValues = Histogram(meter, "vaemlnet.scorer.p_value", "1", "P-values of the rows.", PValueBounds);
    }

    /// <summary>Records a call of a scorer.</summary>
    public void AddCall(KeyValuePair<string, object?> scorer, ReadOnlySpan<VaeRowScore> results, TimeSpan time)
    {
        rows.Add(results.Length, scorer);
        duration.Record(time.TotalSeconds, scorer);
        var anomalyCount = 0;
        foreach (var result in results)
        {
            anomalyCount += result.IsAnomaly ? 1 : 0;
            scores.Record(result.Score, scorer);
            if (result.PValue is { } pValue)
            {
                pValues.Record(pValue, scorer);
            }
        }

        anomalies.Add(anomalyCount, scorer);
    }

    /// <summary>Records the cells of a column that were missing, or had an unseen category.</summary>
    public void AddCells(KeyValuePair<string, object?> scorer, string column, int missingCount, int unseenCount)
    {
        KeyValuePair<string, object?> ofColumn = new("column", column);
        if (missingCount > 0)
        {
            missing.Add(missingCount, scorer, ofColumn);
        }

        if (unseenCount > 0)
        {
            unseen.Add(unseenCount, scorer, ofColumn);
        }
    }

    public void AddExchange(KeyValuePair<string, object?> scorer) => exchanges.Add(1, scorer);

    public void AddRefusal(KeyValuePair<string, object?> scorer) => refusals.Add(1, scorer);

    private static Histogram<double> Histogram(
        Meter meter,
        string name,
        string unit,
        string description,
        double[] bounds
    ) =>
        meter.CreateHistogram(
            name,
            unit,
            description,
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds }
        );
}
