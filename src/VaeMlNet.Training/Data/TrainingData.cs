using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>The checked rows of one training run. Its tensors belong to the dispose scope of the run.</summary>
/// <param name="columnName">The feature column.</param>
/// <param name="values">The range of the values.</param>
/// <param name="validation">float32 [M, D], or null.</param>
internal abstract class TrainingData(string columnName, FeatureValues values, Tensor? validation)
{
    /// <summary>The feature column.</summary>
    public string ColumnName => columnName;

    /// <summary>The range of the values.</summary>
    public FeatureValues Values => values;

    /// <summary>The smallest value; 0 in a table that has no value at all.</summary>
    public float Minimum => float.IsFinite(values.Smallest) ? values.Smallest : 0;

    /// <summary>The largest value; 0 in a table that has no value at all.</summary>
    public float Maximum => float.IsFinite(values.Largest) ? values.Largest : 0;

    /// <summary>The rows to judge by, float32 [M, D]; null without.</summary>
    public Tensor? Validation => validation;

    /// <summary>Training rows that were left out as too far from the others, float32 [R, D]; null for none.</summary>
    public Tensor? Removed { get; init; }

    /// <summary>D.</summary>
    public abstract int InputDim { get; }

    /// <summary>N, the training rows, and the rows of each epoch.</summary>
    public abstract long RowCount { get; }

    /// <summary>Gets a value indicating whether rows have weights.</summary>
    public abstract bool HaveWeights { get; }

    /// <summary>Rows that stand for the training rows where a pass over all would take too long, [S, D].</summary>
    public abstract Tensor Sample { get; }

    /// <summary>Begins an epoch: its rows in random order. Within the epoch's dispose scope.</summary>
    public abstract EpochRows OpenEpoch(int epoch, Generator generator);
}
