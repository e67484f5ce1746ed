using Microsoft.ML;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>ML.NET data that does not fit into memory, as training reads it.</summary>
internal sealed class StreamedSource
{
    private const int SampleRowLimit = 10_000;

    private readonly IDataView data;
    private readonly ClassIndices classes = new();
    private readonly RowWeights weights;

    /// <summary>Takes data.</summary>
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
        weights = new RowWeights(options.Data.ClassBalance);
    }

    /// <summary>The feature column.</summary>
    public string ColumnName { get; }

    /// <summary>Gets the columns that are read.</summary>
    public TrainingColumns Columns { get; }

    /// <summary>The trainer's options.</summary>
    public VaeTrainerOptions Options { get; }

    /// <summary>
    /// Reads everything once: checks every row before training begins, adds up weights, and keeps validation rows and a
    /// sample.
    /// </summary>
    /// <param name="values">Takes in the features.</param>
    /// <param name="validation">Validation rows that were given; null to set rows aside, if options say so.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or a value, weight or label is unusable.</exception>
    public StreamedData Check(FeatureValues values, Tensor? validation, CancellationToken cancellationToken)
    {
        var held = new RowCollector(Columns.Width);
        var sample = new RowSample(
            Math.Min(SampleRowLimit, Options.Data.ShuffleBufferRows),
            Columns.Width,
            Options.Seed
        );
        using var reader = NewReader(values);
        var row = new float[Columns.Width];
        while (reader.MoveNext(row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsForValidation(reader.RowIndex))
            {
                held.Add(row);
            }
            else
            {
                sample.Add(row);
                weights.Add(reader.Weight, reader.ClassIndex);
            }
        }

        CheckCounts(values, held.RowCount);
        weights.CheckSums($"'{Columns.Weight?.Name}'");
        var validationRows = held.RowCount > 0 ? held.ToTensor() : validation;
        return new StreamedData(this, weights.RowCount, sample.ToTensor(), values, validationRows);
    }

    /// <summary>Opens a cursor; the caller disposes it.</summary>
    public TrainingRowReader NewReader(FeatureValues values) => new(data, Columns, values, classes);

    /// <summary>
    /// Returns a value indicating whether a row is held out for validation: each with the probability of the share, by the
    /// seed.
    /// </summary>
    public bool IsForValidation(long rowIndex) =>
        Options.Data.ValidationShare > 0
        && EpochRandomness.UniformAt(rowIndex, Options.Seed, EpochRandomness.Purpose.Split)
            < Options.Data.ValidationShare;

    /// <summary>Returns the weight of a reader's current row, 1 on average.</summary>
    public float WeightOf(TrainingRowReader reader) => (float)(reader.Weight * weights.Factor(reader.ClassIndex));

    /// <summary>The error for a pass that gives fewer rows than the first.</summary>
    public InvalidOperationException BecameShorter() =>
        new(
            $"The data gave {weights.RowCount} training rows in the first pass, but fewer in a later one. Training in "
                + "several passes needs data that gives the same rows each time."
        );

    private void CheckCounts(FeatureValues values, long heldCount)
    {
        if (weights.RowCount + heldCount == 0)
        {
            throw FeatureColumn.Empty(values.Source);
        }

        if (weights.RowCount == 0 || (Options.Data.ValidationShare > 0 && heldCount == 0))
        {
            throw ValidationSplit.NothingLeft(Options.Data.ValidationShare, weights.RowCount + heldCount);
        }

        if (Math.Min(weights.RowCount, Options.Data.ShuffleBufferRows) * Columns.Width > Array.MaxLength)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant(
                    $"VaeTrainerOptions.Data.ShuffleBufferRows is {Options.Data.ShuffleBufferRows}, but of rows of {Columns.Width} values at most {Array.MaxLength / Columns.Width} can be held. Take fewer."
                )
            );
        }
    }
}
