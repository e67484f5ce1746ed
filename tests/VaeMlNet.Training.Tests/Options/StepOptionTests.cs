namespace VaeMlNet.Tests;

public class KlWeightTests
{
    private const int StepsPerEpoch = 4;

    [Test]
    public void KlWeightAt_NoWarmUp_IsBetaFromTheFirstStep() =>
        Assert.That(Weights(new()), Is.EqualTo(Enumerable.Repeat(3.0, 32)));

    [Test]
    public void KlWeightAt_WarmUp_RisesEvenlyAndStays() =>
        Assert.That(
            Weights(new() { KlWarmUpEpochs = 2 }),
            Is.EqualTo(Enumerable.Range(0, 32).Select(step => 3 * Math.Min(1, step / 8.0))).Within(1e-12)
        );

    [TestCase(100, 20)]
    [TestCase(4, 1)]
    [TestCase(1, 0)]
    public void KlWarmUpEpochs_OfSeries_AreAFifth(int epochs, int expected)
    {
        VaeTrainerOptions options = new() { EpochCount = epochs };

        Assert.That(options.ChosenFor(TrainerDefaults.Series, 8, 100).KlWarmUpEpochs, Is.EqualTo(expected));
        Assert.That(
            (options with { KlWarmUpEpochs = 0 }).ChosenFor(TrainerDefaults.Series, 8, 100).KlWarmUpEpochs,
            Is.Zero
        );
        Assert.That(options.ChosenFor(TrainerDefaults.Detectors, 8, 100).KlWarmUpEpochs, Is.Zero);
    }

    [TestCase(0, 1)]
    [TestCase(5000, 0.60653065971)]
    [TestCase(6931, 0.500023)]
    [TestCase(7000, 0.5)]
    public void Temperature_AtAStep_IsJangsSchedule(int step, double expected) =>
        Assert.That(new VaeTrainerOptions().TemperatureAt(new(1, step, 100_000)), Is.EqualTo(expected).Within(1e-5));

    private static IEnumerable<double> Weights(VaeTrainerOptions options) =>
        Enumerable
            .Range(0, 32)
            .Select(step =>
                (options with { Beta = 3 }).KlWeightAt(
                    new((step / StepsPerEpoch) + 1, step % StepsPerEpoch, StepsPerEpoch)
                )
            );
}
