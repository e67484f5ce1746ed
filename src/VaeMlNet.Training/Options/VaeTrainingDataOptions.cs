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

    /// <summary>Gets the name of a Single column with the weight of each row. A row of weight 2 counts like two rows.</summary>
    /// <value>Default: null, which means equal weights. Weights must be finite, at least 0, and not all 0; they are divided by their mean.</value>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>Gets the name of the column with each row's class: a key, Single, Int32, Boolean or text.</summary>
    /// <value>Default: null.</value>
    /// <remarks>Ignored if <see cref="ClassBalance"/> is <see cref="VaeClassBalance.None"/>.</remarks>
    public string? LabelColumnName { get; init; }

    /// <summary>Gets the method that gives classes of different sizes the same total weight.</summary>
    /// <value>
    /// Default: <see cref="VaeClassBalance.None"/>. The other values need <see cref="LabelColumnName"/>, or labels passed with a tensor.
    /// </value>
    public VaeClassBalance ClassBalance { get; init; } = VaeClassBalance.None;

    /// <summary>
    /// Gets the share of outlying training rows that are removed before training. The measure needs no model: it is the mean
    /// over the slots of the squared robust z-score, (x - median) / (1.4826 * median absolute deviation) (Iglewicz &amp;
    /// Hoaglin 1993), each at most 25.
    /// </summary>
    /// <value>
    /// Default: 0. Range: at least 0, at most 0.5. Of n rows, Share * n are removed, rounded down. Must be 0 if <see
    /// cref="ShuffleBufferRows"/> is above 0.
    /// </value>
    /// <remarks>
    /// Choose the share of rows that are obviously wrong, or somewhat more. Rows whose values are each common and only unusual
    /// in combination are not found; use <see cref="VaeTrainerOptions.Trimming"/> for them. Use one of the two options, because
    /// they remove mostly the same rows. Rows of a rare but normal kind can be removed, too. Validation rows are kept, and
    /// missing values do not count. A threshold by contamination still refers to all training rows.
    /// </remarks>
    public double OutlierShare { get; init; }

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

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Share(ValidationShare ?? 0, $"{name}.{nameof(ValidationShare)}");
        OptionRange.Member(ClassBalance, $"{name}.{nameof(ClassBalance)}");
        OptionRange.AtLeast(ShuffleBufferRows, 0, $"{name}.{nameof(ShuffleBufferRows)}");
        OptionRange.Require(
            OutlierShare is >= 0 and <= 0.5,
            $"{name}.{nameof(OutlierShare)}",
            OutlierShare,
            $"at least 0 and at most 0.5"
        );
        OptionRange.Require(
            ShuffleBufferRows == 0 || OutlierShare == 0,
            $"{name}.{nameof(OutlierShare)}",
            OutlierShare,
            $"0 while {nameof(ShuffleBufferRows)} is above 0: outliers can only be found if all rows are in memory"
        );
        OptionRange.Require(
            ShuffleBufferRows == 0 || ClassBalance != VaeClassBalance.Resample,
            $"{name}.{nameof(ClassBalance)}",
            ClassBalance,
            $"Weight or None while {nameof(ShuffleBufferRows)} is above 0: rows cannot be picked from data that is only read in order"
        );
    }
}
