namespace VaeMlNet;

/// <summary>Which rows training uses, and how much each counts.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeTrainingDataOptions
{
    /// <summary>
    /// Gets the share of rows that are set aside, by the seed, as validation rows. At least 0 and below 1. Default: 0.
    /// Must be 0 when validation data is given.
    /// </summary>
    public double ValidationShare { get; init; }

    /// <summary>
    /// Gets the column of type Single that says how much each row counts: finite, at least 0, and not all 0. Default:
    /// null, all the same. A row of weight 2 counts like two rows; weights are divided by their mean.
    /// </summary>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>
    /// Gets the column that holds each row's class, for <see cref="ClassBalance"/>: a key, Single, Int32, Boolean or
    /// text. Default: null.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>
    /// Gets how classes of unequal size come to count the same. Default: <see cref="VaeClassBalance.None"/>. The others
    /// need <see cref="LabelColumnName"/>, or labels beside a tensor.
    /// </summary>
    public VaeClassBalance ClassBalance { get; init; } = VaeClassBalance.None;

    /// <summary>
    /// Gets the share of the training rows to leave out before training: those farthest out by a rule without a model, the
    /// mean over the slots of the squared robust z-score, (x - median) / (1.4826 * median absolute deviation) (Iglewicz &amp;
    /// Hoaglin 1993), each at most 25. Of n rows Share * n, rounded down. At least 0 and at most 0.5. Default: 0.
    /// </summary>
    /// <remarks>
    /// For training data that is known to hold rows that are plainly wrong; about their share, or somewhat more. What it cannot
    /// see are rows whose values are each common and only odd together: see <see cref="VaeTrainerOptions.Trimming"/>, which it
    /// replaces rather than adds to, as the two leave out much the same rows. Rows of a
    /// rare but good kind may be among those left out. Validation rows stay; a missing value counts nothing. The threshold
    /// by contamination still speaks of all training rows. Not while <see cref="ShuffleBufferRows"/> is above 0.
    /// </remarks>
    public double OutlierShare { get; init; }

    /// <summary>
    /// Gets the number of rows of ML.NET data to hold in memory; each step then draws from these at random, and each
    /// epoch reads the data again. At least 0. Default: 0, hold all. For data that does not fit: as many as do, the more
    /// the better shuffled. Tensors are in memory already and not affected.
    /// </summary>
    public int ShuffleBufferRows { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Share(ValidationShare, $"{name}.{nameof(ValidationShare)}");
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
            $"0 while {nameof(ShuffleBufferRows)} is above 0: what lies far out is only known when all rows are in memory"
        );
        OptionRange.Require(
            ShuffleBufferRows == 0 || ClassBalance != VaeClassBalance.Resample,
            $"{name}.{nameof(ClassBalance)}",
            ClassBalance,
            $"Weight or None while {nameof(ShuffleBufferRows)} is above 0: rows cannot be picked from data that is only read in order"
        );
    }
}
