using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The checked rows of one training run. Its tensors belong to the dispose scope of the run.</summary>
/// <param name="columnName">The feature column.</param>
/// <param name="values">The range of the values.</param>
/// <param name="validation">The validation rows; null for none.</param>
internal abstract class TrainingData(string columnName, FeatureValues values, MemoryRows? validation) : IDisposable
{
    /// <summary>Gets the feature column.</summary>
    public string ColumnName => columnName;

    /// <summary>Gets the range of the values.</summary>
    public FeatureValues Values => values;

    /// <summary>Gets the smallest value; 0 for a table without any value.</summary>
    public float Minimum => float.IsFinite(values.Smallest) ? values.Smallest : 0;

    /// <summary>Gets the largest value; 0 for a table without any value.</summary>
    public float Maximum => float.IsFinite(values.Largest) ? values.Largest : 0;

    /// <summary>Gets the validation rows; null for none.</summary>
    public MemoryRows? Validation => validation;

    /// <summary>Gets the rows whose labels training uses; null for none. Known anomalies are not among <see cref="Sample"/> and <see cref="Validation"/>.</summary>
    public LabeledSet? Labeled { get; init; }

    /// <summary>Gets the number of features D.</summary>
    public abstract int InputDim { get; }

    /// <summary>Gets the number N of rows of each epoch.</summary>
    public abstract long RowCount { get; }

    /// <summary>Gets the number of training rows without known anomalies.</summary>
    public virtual long CountedRows => RowCount;

    /// <summary>Gets a value indicating whether rows have weights.</summary>
    public abstract bool HaveWeights { get; }

    /// <summary>Gets rows that represent the training rows if a pass over all rows would take too long.</summary>
    public abstract MemoryRows Sample { get; }

    /// <summary>
    /// Copies what each epoch reads to a device, if it fits there. Otherwise the rows of each step are copied. <see cref="Sample"/> and <see
    /// cref="Validation"/> stay on the CPU.
    /// </summary>
    public virtual void MoveTo(TrainingDevice device) { }

    /// <summary>Frees the rows that were read for the run.</summary>
    public void Dispose()
    {
        Sample.Dispose();
        validation?.Dispose();
    }

    /// <summary>Begins an epoch. Returns its rows in random order, within the epoch's dispose scope.</summary>
    public abstract EpochRows OpenEpoch(int epoch, Generator generator);
}
