using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A transformer that adds an anomaly score to every row of time series, and a label by a threshold.</summary>
/// <remarks>
/// Thread safety: all members may be used from several threads at once. Dispose the transformer to release its sessions, which it shares with
/// all other users of the same model and settings in the process. Its views then throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class VaeSeriesScoreTransformer : ITransformer, IDisposable
{
    private readonly StepModel model;
    private readonly SeriesScoreStep step;
    private readonly SeriesSessions sessions;

    internal VaeSeriesScoreTransformer(StepModel model, SeriesScoreStep step, SeriesSessions sessions)
    {
        this.model = model;
        this.step = step;
        this.sessions = sessions;
    }

    /// <summary>Gets the score in nats above which a row counts as an anomaly.</summary>
    public float Threshold => step.Threshold;

    /// <summary>Gets how the scores of windows become the score of a row.</summary>
    public VaeSeriesScoring Scoring => step.Options.Scoring;

    /// <summary>Gets the windows of the model.</summary>
    public VaeSeries Series => step.Series;

    /// <summary>Gets the execution provider of the model: <c>CPUExecutionProvider</c> or <c>CUDAExecutionProvider</c>.</summary>
    public string ExecutionProvider => sessions.Scores.ExecutionProvider;

    /// <summary>Gets false: a score depends on the rows before, and perhaps after.</summary>
    public bool IsRowToRowMapper => false;

    /// <summary>Returns the input schema with the added columns.</summary>
    /// <param name="inputSchema">A schema with the input columns.</param>
    /// <returns>The schema of the view that <see cref="Transform"/> returns.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type, or the number of channels differs.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        sessions.ThrowIfDisposed();
        step.Windows.AddedColumns(inputSchema);
        return new ColumnBindings(inputSchema, [.. step.Outputs().Select(output => output.Column)]).Schema;
    }

    /// <summary>Returns a view with the added columns, with as many rows as the input, in its order. It cannot be shuffled.</summary>
    /// <param name="input">Data with the input columns, in the order of time.</param>
    /// <returns>The view. Reading a row that is earlier than the row before it in its series throws <see cref="InvalidOperationException"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An input column is missing or of another type, or the number of channels differs.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public IDataView Transform(IDataView input)
    {
        sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(input);
        return new SeriesScoreView(step, sessions, input);
    }

    /// <summary>Refuses every schema: a score depends on the rows before.</summary>
    /// <param name="inputSchema">The schema of the rows.</param>
    /// <returns>Never.</returns>
    /// <exception cref="InvalidOperationException">Always, unless the transformer was disposed.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        sessions.ThrowIfDisposed();
        throw SeriesErrors.NoRowMapper(SeriesScoreStep.Name);
    }

    /// <summary>Returns the same transformer with another threshold. This transformer does not change.</summary>
    /// <param name="threshold">The score in nats above which a row counts as an anomaly. Any number except NaN.</param>
    /// <returns>The transformer, which shares the sessions. The caller must dispose it as well.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is NaN.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeSeriesScoreTransformer WithThreshold(float threshold) =>
        With(step.Options with { Threshold = threshold });

    /// <summary>
    /// Computes a threshold for this transformer's scoring from rows without training, such as recent normal ones. Pass it to <see
    /// cref="WithThreshold"/>.
    /// </summary>
    /// <remarks>
    /// Scores of neighboring rows are alike, so that rows above a threshold come in groups. To limit alarms instead of rows, pass the length of a
    /// block: the rule then applies to the highest score of each block of neighboring rows of a series. With a false-positive rate of 0.01 and blocks
    /// of a day, about one day in 100 has an alarm, if days are alike (conformal thresholds of exchangeable blocks: Vovk, Gammerman &amp; Shafer 2005).
    /// </remarks>
    /// <param name="data">Rows with the input columns, in the order of time.</param>
    /// <param name="options">The rule. Default: a false-positive rate of 0.01.</param>
    /// <param name="blockLength">The number of rows of a block. Default: 1, which applies the rule to rows. Range: 1 and up.</param>
    /// <returns>The threshold in nats.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; or an input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The options set two rules.</exception>
    /// <exception cref="InvalidOperationException">There are too few rows or blocks, or rows of a series are not in the order of time.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public float FitThreshold(IDataView data, VaeThresholdOptions? options = null, int blockLength = 1)
    {
        sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        options?.Check(nameof(VaeThresholdOptions));
        using var scores = step.Read(data, sessions, SeriesReads.Scores);
        var blocks = BlockMaxima.Of(scores.All(), blockLength);
        if (blocks.Count == 0)
        {
            throw SeriesErrors.NoBlock(blockLength);
        }

        var rule = ThresholdRule.From(options);
        rule.CheckRowCount(blocks.Count, blockLength == 1 ? "in the data" : "blocks in the data");
        return (float)rule.Apply(blocks);
    }

    /// <summary>
    /// Computes the thresholds of a model folder for both ways of scoring from rows without training. Pass them to <see
    /// cref="VaeModel.ReplaceThreshold(string, VaeSeriesThreshold)"/>.
    /// </summary>
    /// <remarks>The rows are scored twice. Only their scores are kept in memory. This transformer does not change.</remarks>
    /// <param name="data">Rows with the input columns, in the order of time.</param>
    /// <param name="options">The rule, which applies to rows. Default: a false-positive rate of 0.01.</param>
    /// <returns>The thresholds.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; or an input column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The options set two rules.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are too few rows, a row cannot be scored, or rows of a series are not in the order of time.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeSeriesThreshold FitThresholds(IDataView data, VaeThresholdOptions? options = null)
    {
        sessions.ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(data);
        options?.Check(nameof(VaeThresholdOptions));
        var rule = ThresholdRule.From(options);
        var causal = ScoredRows.Read(step.WindowScores, sessions.Scores, new WindowView(step.Windows, data)).Fit(rule);
        using var covering = step.Read(data, sessions, SeriesReads.Scores, VaeSeriesScoring.Covering);
        return new() { Causal = causal, Covering = rule.Apply(covering.All().Select(row => (double)row.Score)) };
    }

    /// <summary>Returns the same transformer with scores of another kind and the model's threshold for them. This transformer does not change.</summary>
    /// <param name="scoring">How the scores of windows become the score of a row.</param>
    /// <returns>The transformer, which shares the sessions. The caller must dispose it as well.</returns>
    /// <exception cref="ArgumentException">The scoring is covering, and the transformer adds contributions of single windows.</exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeSeriesScoreTransformer WithScoring(VaeSeriesScoring scoring) =>
        With(step.Options with { Scoring = scoring, Threshold = null });

    /// <summary>Creates an engine for streams with the same model.</summary>
    /// <returns>
    /// The engine, without series. If the scoring is causal, it has this transformer's threshold, otherwise the model's for causal scores. The caller
    /// must dispose it.
    /// </returns>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public VaeSeriesEngine CreateEngine()
    {
        sessions.ThrowIfDisposed();
        return new(model, Scoring == VaeSeriesScoring.Causal ? Threshold : null);
    }

    /// <summary>Writes the model folder of the transformer: graphs, manifest, test data and checksums.</summary>
    /// <param name="modelFolder">The model folder to create or replace, such as <c>onnx/servers</c>.</param>
    /// <exception cref="ArgumentException">The path is empty, or the root of a file system.</exception>
    /// <exception cref="VaeModelException">
    /// The folder cannot be written or contains something else than a model; or the folder that the model came from was changed or deleted.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The transformer was disposed.</exception>
    public void SaveModelFolder(string modelFolder)
    {
        sessions.ThrowIfDisposed();
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        model.Folder.CopyTo(modelFolder);
    }

    /// <summary>Releases this transformer's sessions. Other users of the same model keep theirs.</summary>
    public void Dispose() => sessions.Dispose();

    private VaeSeriesScoreTransformer With(VaeSeriesScoreOptions options)
    {
        sessions.ThrowIfDisposed();
        var other = step.With(model, options);
        return new(model, other, sessions.Again(other));
    }

    /// <summary>Refuses to save: ML.NET has no transformer of its own that keeps the rows before.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        sessions.ThrowIfDisposed();
        throw SeriesErrors.NotSaved(SeriesScoreStep.Name);
    }
}
