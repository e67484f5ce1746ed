namespace VaeMlNet;

/// <summary>Scores rows with a model, with buffers that are used again: for services, which score rows as requests come.</summary>
/// <remarks>
/// For the rows of a data view, use <c>mlContext.Transforms.VaeScore</c>. Models that depend on conditions need it, too. The model must live as long as
/// its scorers. Dispose the scorer to free its buffers. Thread safety: all members may be used from several threads at once.
/// </remarks>
public sealed class VaeScorer : IDisposable
{
    private const int LargestBatchSize = 4096;
    private const int RowsOfRun = SessionSettings.CpuBatchSize;

    private readonly SessionLease lease;
    private readonly RowInputs inputs;
    private readonly BatchPool batches;
    private readonly BatchPool runs; // of several rows of one call
    private readonly BatchPool explainedRuns; // with contributions
    private readonly SharedRuns? sharedRuns; // null for one row in each run
    private readonly PValueTable? pValues; // null without calibration scores
    private volatile bool disposed;

    internal VaeScorer(SessionLease lease, ModelFolder folder, VaeScoreKind kind, int maxBatchSize, int runsAtOnce)
    {
        this.lease = lease;
        var manifest = folder.Manifest;
        inputs = new RowInputs(manifest, folder.Path);
        Kind = kind;
        MaxBatchSize = maxBatchSize;
        Threshold = (float)manifest.Threshold.Value(kind);
        SlotNames = [.. manifest.Columns.SelectMany(column => column.RawSlotNames)];
        pValues = folder.Calibration is { } calibration ? new(calibration, kind) : null;
        var output = Output(manifest, ScoreKind.Get(kind).Tensor);
        var contributions = Output(manifest, ScoreKind.Get(kind).Contributions!);
        batches = new(() => new(lease, inputs.Tensors, [output], maxBatchSize));
        runs = new(() => new(lease, inputs.Tensors, [output], RowsOfRun));
        explainedRuns = new(() => new(lease, inputs.Tensors, [output, contributions], RowsOfRun));
        sharedRuns = maxBatchSize == 1 ? null : new(inputs, batches, maxBatchSize, runsAtOnce);
    }

    /// <summary>Gets the kind of score.</summary>
    public VaeScoreKind Kind { get; }

    /// <summary>Gets the largest number of rows of a run of the model.</summary>
    public int MaxBatchSize { get; }

    /// <summary>Gets the number of values of a row: the features D, or the raw cells of all columns of a table.</summary>
    public int RowWidth => inputs.Width;

    /// <summary>Gets the model's threshold for <see cref="Kind"/>, in nats. A row above it counts as an anomaly.</summary>
    public float Threshold { get; }

    /// <summary>
    /// Gets the names of the slots that contribute to a score: the name of a scalar column, or <c>column.slot</c> for each slot of a vector.
    /// </summary>
    public IReadOnlyList<string> SlotNames { get; }

    /// <summary>Returns the score of a row in nats. Higher means more anomalous.</summary>
    /// <param name="row">
    /// float32 [<see cref="RowWidth"/>]. For a table model, the cells of its columns in the model's order: numbers, with NaN for missing cells;
    /// Booleans as 0 or 1; and keys as the numbers of their categories from 1, with 0 or NaN for missing cells.
    /// </param>
    /// <exception cref="ArgumentException">The row has another width.</exception>
    /// <exception cref="InvalidOperationException">The model does not allow a value.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime cannot run the graph.</exception>
    /// <exception cref="ObjectDisposedException">The scorer or its model was disposed.</exception>
    public float Score(ReadOnlySpan<float> row)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        lease.ThrowIfDisposed();
        return sharedRuns?.Score(row) ?? ScoreAlone(row);
    }

    /// <summary>Computes the scores of rows, and the contributions of their slots, in runs of up to 256 rows.</summary>
    /// <remarks>The last digits of a score can depend on the number of rows in its run.</remarks>
    /// <param name="rows">float32 [N, <see cref="RowWidth"/>], one row after the other, each as of <see cref="Score"/>.</param>
    /// <param name="scores">The scores in nats: float32 [N].</param>
    /// <param name="contributions">
    /// The contributions in nats: float32 [N, <see cref="SlotNames"/>], one row after the other. Default: empty, which means that they are not
    /// computed.
    /// </param>
    /// <exception cref="ArgumentException">A length does not fit the number of scores.</exception>
    /// <exception cref="VaeRowException">The model does not allow a value. No row has a score then.</exception>
    /// <exception cref="VaeModelException">ONNX Runtime cannot run the graph.</exception>
    /// <exception cref="ObjectDisposedException">The scorer or its model was disposed.</exception>
    public void ScoreRows(ReadOnlySpan<float> rows, Span<float> scores, Span<float> contributions = default)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        lease.ThrowIfDisposed();
        CheckLength(rows.Length, scores.Length, RowWidth, nameof(rows));
        if (contributions.Length > 0)
        {
            CheckLength(contributions.Length, scores.Length, SlotNames.Count, nameof(contributions));
        }

        var pool = contributions.Length > 0 ? explainedRuns : runs;
        using var borrowed = pool.Borrow();
        var batch = borrowed.Batch;
        for (var first = 0; first < scores.Length; first += RowsOfRun)
        {
            var count = Math.Min(RowsOfRun, scores.Length - first);
            for (var i = 0; i < count; i++)
            {
                inputs.Write(rows.Slice((first + i) * RowWidth, RowWidth), batch, i, first + i);
            }

            batch.Run(count);
            batch.OutputRows<float>(0, count).CopyTo(scores[first..]);
            if (contributions.Length > 0)
            {
                batch.OutputRows<float>(1, count).CopyTo(contributions[(first * SlotNames.Count)..]);
            }
        }
    }

    /// <summary>
    /// Returns the p-value of a score, as of <c>VaeScoreOptions.PValueColumnName</c>; null if the model folder has no
    /// <c>calibration.json</c>.
    /// </summary>
    /// <param name="score">A score of this scorer.</param>
    public float? PValue(float score) => pValues?.PValue(score);

    internal static void Check(VaeScoreKind kind, int maxBatchSize)
    {
        if (!ScoreKind.All.Any(known => known.Kind == kind))
        {
            throw new ArgumentOutOfRangeException(
                nameof(kind),
                kind,
                $"The kind of score must be {string.Join(" or ", ScoreKind.All.Select(known => known.Kind))}. Other scores need samples: use mlContext.Transforms.VaeScore."
            );
        }

        if (maxBatchSize is < 1 or > LargestBatchSize)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxBatchSize),
                maxBatchSize,
                $"maxBatchSize must be from 1 to {LargestBatchSize}."
            );
        }
    }

    /// <summary>Frees the buffers. The model is not disposed.</summary>
    public void Dispose()
    {
        disposed = true;
        sharedRuns?.Dispose();
        batches.Dispose();
        runs.Dispose();
        explainedRuns.Dispose();
    }

    private static GraphTensor Output(VaeManifest manifest, string name) =>
        GraphTensors.ScorerOutputs(manifest).Single(tensor => tensor.Name == name);

    private static void CheckLength(int length, int rowCount, int width, string parameter)
    {
        if (length != (long)rowCount * width)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{rowCount} rows of {width} values were expected, as many as scores, but {length} values were passed."
                ),
                parameter
            );
        }
    }

    private float ScoreAlone(ReadOnlySpan<float> row)
    {
        using var borrowed = batches.Borrow();
        var batch = borrowed.Batch;
        inputs.Write(row, batch, 0);
        batch.Run(1);
        return batch.Output<float>(0, 0)[0];
    }
}
