namespace VaeMlNet;

/// <summary>Computes the weight of the KL term in a step from the options and the clock.</summary>
internal static class KlWeight
{
    public static double At(VaeTrainerOptions options, TrainingClock clock) =>
        options.BetaOrDefault
        * options.Kl.WarmUp switch
        {
            VaeKlWarmUp.Linear => Math.Min(1, (double)clock.Step / (options.Kl.WarmUpEpochs * clock.StepsPerEpoch)),
            VaeKlWarmUp.Cyclical => Cyclical(options, clock),
            _ => 1,
        };

    private static double Cyclical(VaeTrainerOptions options, TrainingClock clock)
    {
        var stepsPerCycle = (double)options.EpochCountOrDefault * clock.StepsPerEpoch / options.Kl.CycleCount;
        var position = clock.Step / stepsPerCycle;
        return Math.Min(1, (position - Math.Floor(position)) / options.Kl.CycleRise);
    }
}
