using Microsoft.ML;

namespace VaeMlNet;

/// <summary>ML.NET data that is read in every epoch, because it does not fit into memory.</summary>
internal sealed class StreamedSource
{
    private const int SampleRowLimit = 10_000;
    private const int SampleValueLimit = 1 << 24; // of a sample that is larger than the buffer

    private readonly IDataView data;
    private readonly ClassIndices classes = new();
    private readonly RowWeights weights;

    /// <summary>Creates a source of data.</summary>
    /// <param name="data">The data, read in order by every pass.</param>
    /// <param name="columnName">The feature column.</param>
    /// <param name="columns">The columns to read.</param>
    /// <param name="options">Checked options.</param>
    public StreamedSource(IDataView data, string columnName, TrainingColumns columns, VaeTrainerOptions options)
    {
        this.data = data;
        ColumnName = columnName;
        Columns = columns;
        Options = options;
        weights = new RowWeights(options.Data.ClassColumnName is not null);
    }

    /// <summary>Gets the feature column.</summary>
    public string ColumnName { get; }

    /// <summary>Gets the columns that are read.</summary>
    public TrainingColumns Columns { get; }

    public VaeTrainerOptions Options { get; }

    /// <summary>
    /// Reads all rows once. It checks every row before training begins, sums up weights, and keeps validation rows and a
    /// sample.
    /// </summary>
    /// <param name="values">Receives the features.</param>
    /// <param name="validation">The given validation rows; null to set rows aside if the options request it.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <param name="digest">Receives each row; null for none.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or a value, weight or label is unusable.</exception>
    public StreamedData Check(
        FeatureValues values,
        MemoryRows? validation,
        CancellationToken cancellationToken,
        RowDigest? digest = null
    )
    {
        CollectedRows held = new(Columns.Width);
        var sample = new RowSample(
            Math.Min(SampleRowLimit, Math.Max(Options.Data.ShuffleBufferRows, SampleValueLimit / Columns.Width)),
            Columns.Width,
            Options.Seed
        );
        // The label, the given weight and the class follow the values of a row here.
        var labeled = new RowSample(SampleRowLimit, Columns.Width + 3, Options.Seed);
        using var reader = NewReader(values, digest);
        var row = new float[Columns.Width];
        while (reader.MoveNext(row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (
                Columns.Targets?.MarksAnomalies == true
                    ? reader.IsKnownAnomaly || (reader.Target == -1 && IsForTraining(reader))
                    : !float.IsNaN(reader.Target) && IsForTraining(reader)
            )
            {
                labeled.Add([.. row, reader.Target, reader.Weight, reader.ClassIndex]);
            }

            if (IsForTraining(reader))
            {
                sample.Add(row);
                weights.Add(reader.Weight, reader.ClassIndex);
            }
            else if (!reader.IsKnownAnomaly)
            {
                held.Add(row);
            }
        }

        CheckCounts(values, held.Count);
        return new StreamedData(
            this,
            weights.RowCount,
            Columns.Features.ForNetwork(sample.ToRows()),
            values,
            held.Count > 0 ? Columns.Features.ForNetwork(held) : validation
        )
        {
            Labeled = Split(labeled),
        };
    }

    /// <summary>Opens a cursor. The caller must dispose it.</summary>
    public TrainingRowReader NewReader(FeatureValues values, RowDigest? digest = null) =>
        new(data, Columns, values, classes) { Digest = digest };

    /// <summary>
    /// Returns whether a reader's current row is a training row: it is not held out, and not a known anomaly. Rows that are known to be normal are not held
    /// out if they are few.
    /// </summary>
    public bool IsForTraining(TrainingRowReader reader) =>
        !reader.IsKnownAnomaly
        && ((Columns.Targets?.MarksFewAsNormal == true && reader.Target == -1) || !IsForValidation(reader.RowIndex));

    /// <summary>Takes the labels and the weights from the ends of rows.</summary>
    private LabeledSet? Split(RowSample sample)
    {
        var withLabels = sample.ToRows();
        CollectedRows rows = new(Columns.Width);
        var labels = new float[withLabels.Count];
        // Known anomalies are not among the rows with weights.
        var ofRows = Columns.HaveWeights && Columns.Targets?.MarksAnomalies == false ? new float[labels.Length] : null;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = withLabels.Row(i);
            rows.Add(row[..Columns.Width]);
            labels[i] = row[Columns.Width];
            ofRows?[i] = (float)(row[Columns.Width + 1] * weights.Factor((int)row[Columns.Width + 2]));
        }

        return labels.Length == 0
            ? null
            : new(Columns.Features.ForNetwork(rows), labels, ofRows) { TotalCount = sample.RowCount };
    }

    /// <summary>
    /// Returns a value indicating whether a row is held out for validation. Each row is held out with the probability of the
    /// share, by the seed.
    /// </summary>
    private bool IsForValidation(long rowIndex) =>
        Options.Data.ValidationShareOrDefault > 0
        && EpochRandomness.UniformAt(rowIndex, Options.Seed, EpochRandomness.Purpose.Split)
            < Options.Data.ValidationShareOrDefault;

    /// <summary>Returns the weight of a reader's current row, 1 on average.</summary>
    public float WeightOf(TrainingRowReader reader) => (float)(reader.Weight * weights.Factor(reader.ClassIndex));

    /// <summary>Creates the error for a pass that returns fewer rows than the first.</summary>
    public InvalidOperationException BecameShorter() =>
        new(
            $"The data had {weights.RowCount} training rows in the first pass, but fewer in a later pass. Training in "
                + "several passes needs data that returns the same rows each time."
        );

    private void CheckCounts(FeatureValues values, long heldCount)
    {
        if (weights.RowCount + heldCount == 0)
        {
            throw ColumnChecks.Empty(values.Source);
        }

        if (weights.RowCount == 0 || (Options.Data.ValidationShareOrDefault > 0 && heldCount == 0))
        {
            throw ValidationSplit.NothingLeft(Options.Data.ValidationShareOrDefault, weights.RowCount + heldCount);
        }

        if (Math.Min(weights.RowCount, Options.Data.ShuffleBufferRows) * Columns.Width > Array.MaxLength)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"VaeTrainerOptions.Data.ShuffleBufferRows is {Options.Data.ShuffleBufferRows}, but the buffer can have at most {Array.MaxLength / Columns.Width} rows of {Columns.Width} values. Choose fewer."
                )
            );
        }
    }
}

/// <summary>Keeps a random sample of rows, each row with the same probability (Vitter 1985, algorithm R).</summary>
/// <param name="capacity">The largest number of rows to keep; at least 1.</param>
/// <param name="width">D.</param>
/// <param name="seed">The seed.</param>
internal sealed class RowSample(int capacity, int width, int seed)
{
    private readonly List<float[]> kept = [];

    /// <summary>Gets the number of rows that were added.</summary>
    public long RowCount { get; private set; }

    public void Add(ReadOnlySpan<float> row)
    {
        var index = RowCount++;
        if (kept.Count < capacity)
        {
            kept.Add(row.ToArray());
            return;
        }

        var place = (long)(EpochRandomness.UniformAt(index, seed, EpochRandomness.Purpose.Sample) * RowCount);
        if (place < capacity)
        {
            row.CopyTo(kept[(int)place]);
        }
    }

    public CollectedRows ToRows()
    {
        CollectedRows rows = new(width);
        kept.ForEach(row => rows.Add(row));
        return rows;
    }
}
