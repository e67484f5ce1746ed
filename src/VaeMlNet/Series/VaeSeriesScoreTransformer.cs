using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A transformer that adds an anomaly score to every row of time series, and a label by a threshold.</summary>
/// <remarks>
/// <para>
/// The rows must be in the order of time. Reading a row that is earlier than the row before it in its series throws <see
/// cref="InvalidOperationException"/>.
/// </para>
/// <inheritdoc cref="VaeTransformer" path="/remarks"/>
/// </remarks>
public sealed class VaeSeriesScoreTransformer : VaeTransformer
{
    private readonly StepModel model;
    private readonly SeriesScoreStep step;

    internal VaeSeriesScoreTransformer(StepModel model, SeriesScoreStep step, StepSessions sessions)
        : base(step.OfWindows, sessions)
    {
        this.model = model;
        this.step = step;
    }

    /// <summary>Gets the score in nats above which a row counts as an anomaly.</summary>
    public float Threshold => step.Threshold;

    /// <inheritdoc cref="VaeSeriesScoreOptions.IsCausal" path="/summary"/>
    public bool IsCausal => step.Options.IsCausal;

    /// <summary>Gets the windows of the model.</summary>
    public VaeSeries Series => step.Series;

    /// <summary>Gets false: a score depends on the rows before, and perhaps after.</summary>
    public override bool IsRowToRowMapper => false;

    /// <summary>Returns the same transformer with another threshold. This transformer does not change.</summary>
    /// <param name="threshold">The score in nats above which a row counts as an anomaly. Any number except NaN.</param>
    /// <returns>The transformer, which shares the sessions. The caller must dispose it as well.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is NaN.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeSeriesScoreTransformer WithThreshold(float threshold) =>
        With(step.Options with { Threshold = threshold });

    /// <summary>
    /// Computes a threshold for this transformer's scores from rows without training, such as recent normal ones. Pass it to <see
    /// cref="WithThreshold"/>.
    /// </summary>
    /// <remarks>
    /// Scores of neighboring rows are alike, so that rows above a threshold come in groups. To limit alarms instead of rows, pass the length of a
    /// block: the rule then applies to the highest score of each block of neighboring rows of a series. With a false-positive rate of 0.01 and blocks
    /// of a day, about one day in 100 has an alarm, if days are alike (conformal thresholds of exchangeable blocks: Vovk, Gammerman &amp; Shafer 2005).
    /// Rows without a full window do not count, as in training.
    /// </remarks>
    /// <param name="data">Rows with the input columns, in the order of time.</param>
    /// <param name="options">The rule. Default: a false-positive rate of 0.01.</param>
    /// <param name="blockLength">The number of rows of a block. Default: 1, which applies the rule to rows. Range: 1 and up.</param>
    /// <returns>The threshold in nats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; or an input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The options set two rules.</exception>
    /// <exception cref="InvalidOperationException">There are too few rows or blocks in full windows, or rows of a series are not in the order of time.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public float FitThreshold(IDataView data, VaeThresholdOptions? options = null, int blockLength = 1)
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        options?.Check(nameof(VaeThresholdOptions));
        using var scores = step.Read(data, Sessions, SeriesReads.Scores);
        var blocks = BlockMaxima.Of(scores.All().Where(row => row.IsOfFullWindows), blockLength);
        if (blocks.Count == 0)
        {
            throw blockLength == 1
                ? SeriesErrors.NoFullWindow(Series.WindowLength)
                : SeriesErrors.NoBlock(blockLength, Series.WindowLength);
        }

        var rule = ThresholdRule.From(options);
        rule.CheckRowCount(blocks.Count, blockLength == 1 ? "in the data" : "blocks in the data");
        return (float)rule.Apply(blocks);
    }

    /// <summary>
    /// Computes the thresholds of a model folder for both ways of scoring from rows without training. Pass them to <see
    /// cref="VaeModel.ReplaceThreshold"/>.
    /// </summary>
    /// <remarks>
    /// The rows are scored twice. Only their scores are kept in memory. Rows without a full window do not count, as in training. This transformer does not
    /// change.
    /// </remarks>
    /// <param name="data">Rows with the input columns, in the order of time.</param>
    /// <param name="options">The rule, which applies to rows. Default: a false-positive rate of 0.01.</param>
    /// <param name="leftOutRows">
    /// The indices of rows, from 0, to which the rule does not apply, such as known anomalies. It applies to no row whose windows contain one of them, either: for causal
    /// scores, the W - 1 rows behind, and for covering scores also the W - 1 rows before. Default: none.
    /// </param>
    /// <returns>The thresholds: for causal scores <see cref="VaeThreshold.ReconstructionError"/>, for covering ones <see cref="VaeThreshold.Covering"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; or an input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The options set two rules.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are too few rows in full windows without left-out rows, a row cannot be scored, or rows of a series are not in the order of time.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeThreshold FitThresholds(
        IDataView data,
        VaeThresholdOptions? options = null,
        IReadOnlySet<long>? leftOutRows = null
    )
    {
        Sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        options?.Check(nameof(VaeThresholdOptions));
        var rule = ThresholdRule.From(options);
        var hasFullWindow = false;
        List<double> covering = [];
        var causalCount = 0;
        HashSet<long> notCausal = [];
        Dictionary<int, RowsAwayFromEvents<SeriesRowScore>> series = [];
        using var scores = step.Read(data, Sessions, SeriesReads.Scores, isCausal: false);
        foreach (var (index, row) in scores.All().Index())
        {
            hasFullWindow |= row.IsOfFullWindows;
            if (!series.TryGetValue(row.Series, out var rows))
            {
                series[row.Series] = rows = new(Series.WindowLength, AddCovering);
            }

            rows.Add(row.Place, row, leftOutRows?.Contains(index) == true);
            if (row.Place < Series.WindowLength - 1 || rows.EndsWithEvent)
            {
                notCausal.Add(index);
            }
            else
            {
                causalCount++;
            }
        }

        foreach (var rows in series.Values)
        {
            rows.Finish();
        }

        var fewest = Math.Min(covering.Count, causalCount);
        if (fewest == 0)
        {
            throw hasFullWindow
                ? SeriesErrors.NoWindowWithoutLeftOutRows(Series.WindowLength)
                : SeriesErrors.NoFullWindow(Series.WindowLength);
        }

        if (leftOutRows is { Count: > 0 })
        {
            // A quantile takes no labels in the tool.
            rule.CheckRowCount(
                fewest,
                "whose windows contain no anomaly or other row that is left out",
                otherRemedy: ""
            );
        }
        else
        {
            rule.CheckRowCount(fewest, "in the data");
        }

        return ScoredRows.Read(Step, Sessions, new WindowView(step.Windows, data), notCausal).Fit(rule) with
        {
            Covering = rule.Apply(covering),
        };

        void AddCovering(SeriesRowScore row)
        {
            if (row.IsOfFullWindows)
            {
                covering.Add(row.Score);
            }
        }
    }

    /// <summary>Returns the same transformer with scores of another kind and the model's threshold for them. This transformer does not change.</summary>
    /// <param name="isCausal">Whether scores are causal. Default: true; false for covering scores.</param>
    /// <returns>The transformer, which shares the sessions. The caller must dispose it as well.</returns>
    /// <exception cref="ArgumentException">Scores are to be covering, and the transformer adds contributions of single windows.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeSeriesScoreTransformer WithCausalScores(bool isCausal = true) =>
        With(step.Options with { IsCausal = isCausal, Threshold = null });

    /// <summary>Creates an engine for streams with the same model.</summary>
    /// <returns>
    /// The engine, without series. If scores are causal, it has this transformer's threshold, otherwise the model's for causal scores. The caller
    /// must dispose it.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeSeriesEngine CreateEngine()
    {
        Sessions.ThrowIfDisposed();
        return new(model, IsCausal ? Threshold : null);
    }

    private protected override DataViewSchema OutputSchema(DataViewSchema input)
    {
        step.Windows.AddedColumns(input);
        return new ColumnBindings(input, [.. step.Outputs().Select(output => output.Column)]).Schema;
    }

    private protected override IDataView View(IDataView input) => new SeriesScoreView(step, Sessions, input);

    private protected override IRowToRowMapper Mapper(DataViewSchema input) =>
        throw SeriesErrors.NoRowMapper(SeriesScoreStep.Name);

    /// <summary>Refuses to save: ML.NET has no transformer of its own that keeps the rows before.</summary>
    private protected override void Save(ModelSaveContext context) => throw SeriesErrors.NotSaved(SeriesScoreStep.Name);

    private VaeSeriesScoreTransformer With(VaeSeriesScoreOptions options)
    {
        Sessions.ThrowIfDisposed();
        var other = step.With(model, options);
        return new(model, other, Sessions.Again(other.OfWindows));
    }
}

/// <summary>Takes the highest score of each block of neighboring rows of a series. Rows after the last full block of a series do not count.</summary>
internal static class BlockMaxima
{
    public static List<double> Of(IEnumerable<SeriesRowScore> scores, int blockLength)
    {
        var maxima = new List<double>();
        var open = new Dictionary<int, (double Highest, int Count)>();
        foreach (var row in scores)
        {
            var (highest, count) = open.GetValueOrDefault(row.Series, (double.NegativeInfinity, 0));
            (highest, count) = (Math.Max(highest, row.Score), count + 1);
            if (count == blockLength)
            {
                maxima.Add(highest);
                (highest, count) = (double.NegativeInfinity, 0);
            }

            open[row.Series] = (highest, count);
        }

        return maxima;
    }
}
