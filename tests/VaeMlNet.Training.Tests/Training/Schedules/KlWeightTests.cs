namespace VaeMlNet.Tests;

public class KlWeightTests
{
    private const int StepsPerEpoch = 4;

    [Test]
    public void At_NoWarmUp_IsBetaFromTheFirstStep() =>
        Assert.That(Weights(new()), Is.EqualTo(Enumerable.Repeat(3.0, 32)));

    [Test]
    public void At_Linear_RisesEvenlyAndStays() =>
        Assert.That(
            Weights(new() { WarmUp = VaeKlWarmUp.Linear, WarmUpEpochs = 2 }),
            Is.EqualTo(Enumerable.Range(0, 32).Select(step => 3 * Math.Min(1, step / 8.0))).Within(1e-12)
        );

    [Test]
    public void At_Cyclical_RisesStaysAndStartsAgain()
    {
        // Fu et al. 2019, eq. 6 and 7 with T = 32, M = 4, R = 0.5: 8 steps a cycle, of which 4 rise.
        double[] cycle = [0, 0.75, 1.5, 2.25, 3, 3, 3, 3];

        Assert.That(
            Weights(new() { WarmUp = VaeKlWarmUp.Cyclical }),
            Is.EqualTo(Enumerable.Repeat(cycle, 4).SelectMany(c => c)).Within(1e-12)
        );
    }

    [TestCase(0, 1)]
    [TestCase(5000, 0.60653065971)]
    [TestCase(6931, 0.500023)]
    [TestCase(7000, 0.5)]
    public void Temperature_AtAStep_IsJangsSchedule(int step, double expected) =>
        Assert.That(new VaeTemperatureOptions().At(new(1, step, 100_000)), Is.EqualTo(expected).Within(1e-5));

    private static IEnumerable<double> Weights(VaeKlOptions kl)
    {
        var options = new VaeTrainerOptions
        {
            Beta = 3,
            EpochCount = 8,
            Kl = kl,
        };
        return Enumerable
            .Range(0, 32)
            .Select(step => KlWeight.At(options, new((step / StepsPerEpoch) + 1, step % StepsPerEpoch, StepsPerEpoch)));
    }
}
