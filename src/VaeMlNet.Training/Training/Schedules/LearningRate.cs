namespace VaeMlNet;

/// <summary>Computes the learning rate of a step from the options, the clock and the history.</summary>
/// <remarks>
/// TorchSharp's schedulers have state that no file contains. A function has no state, so that training resumes exactly.
/// </remarks>
internal static class LearningRate
{
    private const double OneCycleRise = 0.3;
    private const double OneCycleStart = 1.0 / 25;
    private const double OneCycleEnd = OneCycleStart / 1e4;

    /// <summary>Returns the learning rate of a step.</summary>
    /// <param name="options">Checked options.</param>
    /// <param name="clock">The step.</param>
    /// <param name="history">The epochs before the current one.</param>
    public static double At(VaeTrainerOptions options, TrainingClock clock, IReadOnlyList<VaeEpoch> history) =>
        options.LearningRateOrDefault * Factor(options, clock, history);

    private static double Factor(VaeTrainerOptions options, TrainingClock clock, IReadOnlyList<VaeEpoch> history)
    {
        var schedule = options.LearningRateScheduleOrDefault;
        return schedule.Schedule switch
        {
            VaeLearningRateSchedule.Cosine => Cosine(1, 0, (clock.Epoch - 1.0) / options.EpochCountOrDefault),
            VaeLearningRateSchedule.OneCycle => OneCycle(clock.Step, options.EpochCountOrDefault * clock.StepsPerEpoch),
            VaeLearningRateSchedule.ReduceOnPlateau => Math.Pow(schedule.Factor, CountReductions(options, history)),
            _ => 1,
        };
    }

    private static double OneCycle(long step, long stepCount)
    {
        var top = (OneCycleRise * stepCount) - 1;
        var last = stepCount - 1;
        return step <= top
            ? Cosine(OneCycleStart, 1, step / top)
            : Cosine(1, OneCycleEnd, (step - top) / Math.Max(last - top, 1));
    }

    /// <summary>Returns a point on half a cosine from start to end, for a position from 0 to 1.</summary>
    private static double Cosine(double start, double end, double position) =>
        end + ((start - end) * (1 + Math.Cos(Math.PI * position)) / 2);

    private static int CountReductions(VaeTrainerOptions options, IReadOnlyList<VaeEpoch> history)
    {
        var best = double.PositiveInfinity;
        var (epochsWithoutProgress, reductions) = (0, 0);
        foreach (var loss in history.Select(epoch => epoch.MonitoredLoss(options.BetaOrDefault)))
        {
            epochsWithoutProgress = loss < best ? 0 : epochsWithoutProgress + 1;
            best = Math.Min(best, loss);
            if (epochsWithoutProgress > options.LearningRateScheduleOrDefault.Patience)
            {
                reductions++;
                epochsWithoutProgress = 0;
            }
        }

        return reductions;
    }
}
