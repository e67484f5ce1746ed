namespace VaeMlNet;

/// <summary>Scores single rows with a model, with buffers that are used again: for services, which score rows as requests come.</summary>
/// <remarks>
/// For many rows at once, use <c>mlContext.Transforms.VaeScore</c>. Models that depend on conditions need it, too. The model must live as long as
/// its scorers. Dispose the scorer to free its buffers. Thread safety: all members may be used from several threads at once.
/// </remarks>
public sealed class VaeScorer : IDisposable
{
    private const int LargestBatchSize = 4096;

    private readonly SessionLease lease;
    private readonly RowInputs inputs;
    private readonly BatchPool batches;
    private readonly SharedRuns? sharedRuns; // null for one row in each run
    private volatile bool disposed;

    internal VaeScorer(
        SessionLease lease,
        VaeManifest manifest,
        string modelFolder,
        VaeScoreKind kind,
        int maxBatchSize,
        int runsAtOnce
    )
    {
        this.lease = lease;
        inputs = new RowInputs(manifest, modelFolder);
        Kind = kind;
        MaxBatchSize = maxBatchSize;
        Threshold = (float)manifest.Threshold.Value(kind);
        var output = GraphTensors.ScorerOutputs(manifest).Single(tensor => tensor.Name == ScoreKind.Get(kind).Tensor);
        batches = new(() => new(lease, inputs.Tensors, [output], maxBatchSize));
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

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
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
    }

    private float ScoreAlone(ReadOnlySpan<float> row)
    {
        var batch = batches.Take();
        try
        {
            inputs.Write(row, batch, 0);
            batch.Run(1);
            return batch.Output<float>(0, 0)[0];
        }
        finally
        {
            batches.Return(batch);
        }
    }
}
