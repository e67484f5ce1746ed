namespace VaeMlNet;

/// <summary>Options for <see cref="VaeTuner"/>: what it searches for, and for how long.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeTunerOptions
{
    /// <summary>Gets the figure by which models are compared.</summary>
    /// <value>Default: <see cref="VaeTuningObjective.Bound"/>.</value>
    public VaeTuningObjective Objective { get; init; }

    /// <summary>
    /// Gets the column of the classes for <see cref="VaeTuningObjective.Accuracy"/>, a key, Single, Int32, Boolean or text; or of the labels for
    /// <see cref="VaeTuningObjective.Detection"/>, which are true, 1, or a key value that means yes for anomalies. Models do not read it.
    /// </summary>
    /// <value>
    /// Default: null. Required by the accuracy. Without it, the detection is that of planted anomalies. Ignored by other objectives.
    /// </value>
    public string? TargetColumnName { get; init; }

    /// <summary>Gets the column that the objective needs and models do not read; null for none.</summary>
    internal string? Target =>
        Objective is VaeTuningObjective.Accuracy or VaeTuningObjective.Detection ? TargetColumnName : null;

    /// <summary>Gets the options of the trainer. Those that are set are kept, and those that are null are searched.</summary>
    /// <value>
    /// Default: no option is set. Searched are <see cref="VaeTrainerOptions.LatentDim"/>, <see cref="VaeTrainerOptions.HiddenDims"/>, the dropout of
    /// the network, <see cref="VaeTrainerOptions.Likelihood"/>, <see cref="VaeTrainerOptions.Beta"/>, <see
    /// cref="VaeTrainerOptions.LearningRate"/>, <see cref="VaeTrainerOptions.InputNoise"/> and <see cref="VaeTrainerOptions.EpochCount"/>. Must
    /// not name conditions or labels.
    /// </value>
    public VaeTrainerOptions Training { get; init; } = new();

    /// <summary>Gets whether null options are chosen for anomaly detection, as by <see cref="VaeTrainer.ForAnomalies"/>.</summary>
    /// <value>Default: false. Set it for <see cref="VaeTuningObjective.Detection"/>.</value>
    public bool ForAnomalies { get; init; }

    /// <summary>Gets how training time is spent on trials.</summary>
    /// <value>Default: <see cref="VaeTuningMethod.Halving"/>.</value>
    public VaeTuningMethod Method { get; init; }

    /// <summary>Gets the number of trials, including the first one, which has the defaults.</summary>
    /// <value>
    /// Default: null: 28, or without limit if <see cref="TimeBudget"/> is set. Range: 1 and up. <see cref="VaeTuningMethod.Halving"/> rounds
    /// it up to 1 plus a multiple of 9.
    /// </value>
    public int? TrialCount { get; init; }

    /// <summary>Gets the time after which no trial goes on. The trial with the defaults always ends.</summary>
    /// <value>Default: null, no limit. Range: above 0.</value>
    /// <remarks>With a limit, the number of trials depends on the speed of the machine.</remarks>
    public TimeSpan? TimeBudget { get; init; }

    /// <summary>
    /// Gets the number of folds. Each fold holds out a fifth of the rows, and the objective of a trial is its mean over the folds.
    /// </summary>
    /// <value>Default: null, chosen from the data: 3 for fewer than 2,000 rows, and 1 for more. Range: 1 to 5.</value>
    /// <remarks>Choose more for small tables, where the objective on few rows depends on chance. The time grows in proportion.</remarks>
    public int? FoldCount { get; init; }

    /// <summary>Gets the seed of the trials' options, of the folds, and of what is hidden or planted.</summary>
    /// <value>Default: 1. Range: any number. The options of a trial depend only on the seed, the number of the trial and the data.</value>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Gets the folder for the results of the trials. Each is a file that appears when it is complete, so that another process can continue.
    /// </summary>
    /// <value>Default: null, which keeps the results in memory only.</value>
    public string? Folder { get; init; }

    /// <summary>Gets whether results in <see cref="Folder"/> are used again. Without results, tuning starts as usual.</summary>
    /// <value>Default: false, which makes results in the folder an error.</value>
    public bool Resume { get; init; }

    /// <summary>Gets the number of the part of the trials that this tuner runs. Parts share the folder.</summary>
    /// <value>Default: 1. Range: 1 to <see cref="ShardCount"/>.</value>
    public int Shard { get; init; } = 1;

    /// <summary>Gets the number of parts into which the trials are divided, so that several processes or machines can run them.</summary>
    /// <value>Default: 1. Range: 1 and up. A bracket of halving is not divided.</value>
    public int ShardCount { get; init; } = 1;

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Training);
        if (!Enum.IsDefined(Objective) || !Enum.IsDefined(Method))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Objective),
                $"VaeTunerOptions.Objective is {Objective} and Method is {Method}, but both must be members of their enumerations."
            );
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(TrialCount ?? 1, 1, nameof(TrialCount));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(
            TimeBudget ?? TimeSpan.MaxValue,
            TimeSpan.Zero,
            nameof(TimeBudget)
        );
        ArgumentOutOfRangeException.ThrowIfLessThan(FoldCount ?? 1, 1, nameof(FoldCount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FoldCount ?? 1, TuningRows.PartCount, nameof(FoldCount));
        ArgumentOutOfRangeException.ThrowIfLessThan(ShardCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Shard, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Shard, ShardCount);
        if (Objective == VaeTuningObjective.Accuracy && string.IsNullOrEmpty(TargetColumnName))
        {
            throw new ArgumentException(
                "VaeTunerOptions.TargetColumnName is missing, but the objective is the accuracy of predicting a column. Name the column."
            );
        }

        if (Training.ConditionColumns is not null || Training.Labels is not null || Training.Series is not null)
        {
            throw new ArgumentException(
                "VaeTunerOptions.Training names conditions, labels or a time series, but a tuner searches options of plain table models. Leave them out."
            );
        }
    }
}
