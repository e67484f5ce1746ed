namespace VaeMlNet;

/// <summary>The settings that change from step to step.</summary>
internal readonly record struct StepSettings(double LearningRate, double KlWeight, double Temperature)
{
    /// <summary>Returns the settings of a step.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="clock">The step.</param>
    /// <param name="history">The epochs before the current one.</param>
    public static StepSettings At(VaeTrainerOptions options, TrainingClock clock, IReadOnlyList<VaeEpoch> history) =>
        new(VaeMlNet.LearningRate.At(options, clock, history), options.KlWeightAt(clock), options.TemperatureAt(clock));
}
