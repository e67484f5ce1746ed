namespace VaeMlNet;

/// <summary>Options that change <see cref="VaeTrainerOptions.LearningRate"/> during training.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeLearningRateOptions
{
    /// <summary>Gets the schedule. Default: <see cref="VaeLearningRateSchedule.Constant"/>.</summary>
    public VaeLearningRateSchedule Schedule { get; init; } = VaeLearningRateSchedule.Constant;

    /// <summary>
    /// Gets what the rate is multiplied by, in <see cref="VaeLearningRateSchedule.Step"/>,
    /// <see cref="VaeLearningRateSchedule.Exponential"/> and <see cref="VaeLearningRateSchedule.ReduceOnPlateau"/>.
    /// Above 0 and below 1. Default: 0.5.
    /// </summary>
    public double Factor { get; init; } = 0.5;

    /// <summary>
    /// Gets the number of epochs that one multiplication takes, in <see cref="VaeLearningRateSchedule.Step"/> and
    /// <see cref="VaeLearningRateSchedule.Exponential"/>. At least 1. Default: 10.
    /// </summary>
    public int EpochsPerFactor { get; init; } = 10;

    /// <summary>
    /// Gets the number of epochs without a lower loss that <see cref="VaeLearningRateSchedule.ReduceOnPlateau"/> bears.
    /// At least 0. Default: 5.
    /// </summary>
    public int Patience { get; init; } = 5;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Member(Schedule, $"{name}.{nameof(Schedule)}");
        OptionRange.Require(Factor is > 0 and < 1, $"{name}.{nameof(Factor)}", Factor, $"above 0 and below 1");
        OptionRange.AtLeast(EpochsPerFactor, 1, $"{name}.{nameof(EpochsPerFactor)}");
        OptionRange.AtLeast(Patience, 0, $"{name}.{nameof(Patience)}");
    }
}
