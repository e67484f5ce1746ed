namespace VaeMlNet;

/// <summary>Options that change <see cref="VaeTrainerOptions.LearningRate"/> during training.</summary>
/// <remarks>Thread safety: immutable.</remarks>
public sealed record VaeLearningRateOptions
{
    /// <summary>Gets the schedule.</summary>
    /// <value>Default: <see cref="VaeLearningRateSchedule.Constant"/>.</value>
    public VaeLearningRateSchedule Schedule { get; init; } = VaeLearningRateSchedule.Constant;

    /// <summary>Gets the factor by which the rate is multiplied.</summary>
    /// <value>Default: 0.5. Range: above 0, below 1.</value>
    /// <remarks>Ignored unless <see cref="Schedule"/> is <see cref="VaeLearningRateSchedule.ReduceOnPlateau"/>.</remarks>
    public double Factor { get; init; } = 0.5;

    /// <summary>Gets the number of epochs without a lower loss before the rate is reduced.</summary>
    /// <value>Default: 5. Range: 0 and up.</value>
    /// <remarks>Ignored unless <see cref="Schedule"/> is <see cref="VaeLearningRateSchedule.ReduceOnPlateau"/>.</remarks>
    public int Patience { get; init; } = 5;

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    internal void Check(string name)
    {
        OptionRange.Member(Schedule, $"{name}.{nameof(Schedule)}");
        OptionRange.Require(Factor is > 0 and < 1, $"{name}.{nameof(Factor)}", Factor, $"above 0 and below 1");
        OptionRange.AtLeast(Patience, 0, $"{name}.{nameof(Patience)}");
    }
}
