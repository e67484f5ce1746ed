using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public sealed class PoissonLikelihoodTests
{
    // rate - x ln(rate) + ln x!, with 1 / rate = exp(-l) + 2^-24.
    [TestCase(0.0, 0)]
    [TestCase(0.0, 3)]
    [TestCase(2.0, 7)]
    [TestCase(-4.0, 1)]
    [TestCase(9.0, 8000)]
    [TestCase(40.0, 8000)]
    [TestCase(-200.0, 5)]
    public void NegativeLogLikelihood_AnyLogRate_MatchesTheFormula(double logRate, int x)
    {
        using var scope = NewDisposeScope();
        using var likelihood = VaeLikelihoodOptions.Poisson.Create(1);
        var rate = 1 / (Math.Exp(-logRate) + Math.Pow(2, -24));
        var logFactorial = Enumerable.Range(1, x).Sum(i => Math.Log(i));

        var actual = likelihood.NegativeLogLikelihoodPerSlot(Some.Doubles(logRate), Some.Doubles(x)).item<double>();

        Assert.That(actual, Is.EqualTo(rate - (x * Math.Log(rate)) + logFactorial).Within(1e-6).Percent);
    }

    [TestCase(50)]
    [TestCase(10_000)]
    [TestCase(1_000_000)]
    public void NegativeLogLikelihood_LargeCountsInFloat32_KeepsItsDigits(int x)
    {
        // At rate = x: log(x!) - x log(x) + x = log(2 pi x) / 2 + 1 / (12 x), by Stirling.
        using var scope = NewDisposeScope();
        using var likelihood = VaeLikelihoodOptions.Poisson.Create(1);
        var logRate = -Math.Log((1.0 / x) - Math.Pow(2, -24));

        var actual = likelihood.NegativeLogLikelihoodPerSlot(
            tensor(new[] { (float)logRate }, [1, 1]),
            tensor(new float[] { x }, [1, 1])
        );

        var expected = (0.5 * Math.Log(2 * Math.PI * x)) + (1 / (12.0 * x));

        Assert.That(actual.item<float>(), Is.EqualTo(expected).Within(1e-4));
    }

    [Test]
    public void Probability_AllCounts_SumsToOne([Values(-1.0, 1.5, 3.0)] double logRate)
    {
        using var scope = NewDisposeScope();
        using var likelihood = VaeLikelihoodOptions.Poisson.Create(1);
        var x = arange(0, 200, 1, ScalarType.Float64).reshape(-1, 1);

        var probabilities = (-likelihood.NegativeLogLikelihoodPerSlot(full_like(x, logRate), x)).exp();

        Assert.That(probabilities.sum().item<double>(), Is.EqualTo(1).Within(1e-10));
    }

    [Test]
    public void Gradient_AnyOutputs_IsThatOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using var likelihood = VaeLikelihoodOptions.Poisson.Create(4);
        var x = Some.Doubles(0, 3, 50, 2_000_000);
        var outputs = Some.Doubles(-2, 1, 5, 18).requires_grad_();

        likelihood.NegativeLogLikelihoodPerSlot(outputs, x).sum().backward();

        for (var slot = 0; slot < 4; slot++)
        {
            const double step = 1e-5;
            var difference = Loss(step, slot) - Loss(-step, slot);
            var gradient = outputs.grad![0, slot].item<double>();
            Assert.That(gradient, Is.EqualTo(difference / (2 * step)).Within(0.01).Percent, $"slot {slot}");
        }

        double Loss(double shift, int slot)
        {
            using var inner = NewDisposeScope();
            var moved = outputs.detach().clone();
            moved[0, slot] += shift;
            return likelihood.NegativeLogLikelihoodPerSlot(moved, x)[0, slot].item<double>();
        }
    }

    [Test]
    public void Mean_LargestOutput_IsFiniteAndBelowTheLargestCount()
    {
        using var scope = NewDisposeScope();
        using var likelihood = VaeLikelihoodOptions.Poisson.Create(3);

        var mean = TensorValues.Floats(likelihood.Mean(tensor(new float[] { -1e30f, 0, 1e30f }, [1, 3])));

        Assert.That(mean[0], Is.Zero);
        Assert.That(mean[1], Is.EqualTo(1).Within(1e-5));
        Assert.That(mean[2], Is.EqualTo(1 << 24).Within(1e-3).Percent);
    }

    [Test]
    public void CreateForNumbers_MeansAndScales_StandardizeEncoderAndLogRate()
    {
        using var scope = NewDisposeScope();
        using var likelihood = VaeLikelihoodOptions.Poisson.CreateForNumbers([2], [0.5f]);

        var input = likelihood.EncoderInput(tensor(new float[] { 0, (float)Math.Exp(2) - 1, float.NaN }, [3, 1]));
        var mean = likelihood.Mean(tensor(new float[] { 0, 2 }, [2, 1]));

        Assert.That(TensorValues.Floats(input), Is.EqualTo(new[] { -4, 0, float.NaN }).Within(1e-5));
        Assert.That(
            TensorValues.Floats(mean),
            Is.EqualTo(new[] { (float)Math.Exp(2), (float)Math.Exp(3) }).Within(0.001).Percent
        );
    }
}
