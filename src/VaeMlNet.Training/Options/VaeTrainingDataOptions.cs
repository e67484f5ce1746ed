namespace VaeMlNet;

/// <summary>Options for the rows that training uses, and for their weights.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeTrainingDataOptions
{
    /// <summary>Gets the share of rows that are held out as validation rows. The seed determines which rows.</summary>
    /// <value>
    /// Default: null, chosen from the data: 0 for features; 0.1 from 20 rows on for tables, detectors and series. Range: at least 0,
    /// below 1. Must be null or 0 if validation data is passed.
    /// </value>
    public double? ValidationShare { get; init; }

    internal double ValidationShareOrDefault => ValidationShare ?? 0;

    /// <summary>Gets the name of a Single column with the weight of each row in the training loss. A row of weight 2 counts there like two rows.</summary>
    /// <value>Default: null, which means equal weights. Weights must be finite, at least 0, and not all 0; they are divided by their mean.</value>
    /// <remarks>
    /// Rows of weight 0 are left out, as if the data did not have them. Everything else counts each other row once: the statistics of columns,
    /// relations, the regressions of the imputer, the validation loss, thresholds and p-values. Validation data that is passed has no weights. Of time
    /// series, a window has the weight of its last row, and the statistics of channels are those of all rows.
    /// </remarks>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>
    /// Gets the name of the column with each row's class: Key&lt;UInt32&gt;, Single, Int32, UInt32, Boolean or text. Classes of different sizes then have the same
    /// total weight: the loss of a row is weighted by the inverse of its class's share.
    /// </summary>
    /// <value>Default: null, which means that every row counts the same.</value>
    /// <remarks>Set it if rows of rare classes get worse scores than others, and should not.</remarks>
    public string? ClassColumnName { get; init; }

    /// <summary>
    /// Gets the number of rows of ML.NET data to keep in memory. Each step draws random rows from them, and each epoch reads
    /// the data again.
    /// </summary>
    /// <value>Default: 0, which keeps all rows. Range: 0 and up.</value>
    /// <remarks>
    /// Set it if not all rows fit into memory, to as many rows as fit: more rows are shuffled better. Ignored for tensors,
    /// which are already in memory.
    /// </remarks>
    public int ShuffleBufferRows { get; init; }

    /// <summary>
    /// Gets the number of folds into which the rows of a table, or the times of series, are divided for the anomaly threshold. For each fold, a
    /// further network learns from the other rows, and scores the fold (cross-conformal prediction, Vovk 2015), so that all rows determine the
    /// threshold.
    /// </summary>
    /// <value>
    /// Default: null, chosen from the data: 5 for detectors of fewer than 2,000 rows and tables of fewer than 500, without validation data and with a threshold for a
    /// false-positive rate; 5 for series unless the rule is a contamination; otherwise 0, so that the validation rows determine the threshold. Range: 0, or 2 and up. Ignored with weights, with labels
    /// to predict, with a <see cref="VaeTrainerOptions.TimeBudget"/> and with <see cref="ShuffleBufferRows"/>.
    /// </value>
    public int? ThresholdFolds { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Share(ValidationShare ?? 0, $"{name}.{nameof(ValidationShare)}");
        OptionRange.Require(
            ThresholdFolds is null or 0 or >= 2,
            $"{name}.{nameof(ThresholdFolds)}",
            ThresholdFolds ?? 0,
            $"0, or 2 and up"
        );
        OptionRange.AtLeast(ShuffleBufferRows, 0, $"{name}.{nameof(ShuffleBufferRows)}");
        CheckName(ExampleWeightColumnName, $"{name}.{nameof(ExampleWeightColumnName)}");
        CheckName(ClassColumnName, $"{name}.{nameof(ClassColumnName)}");
    }

    private static void CheckName(string? columnName, string name) =>
        OptionRange.Require(columnName is not "", name, "empty", $"the name of a column, or null");
}
