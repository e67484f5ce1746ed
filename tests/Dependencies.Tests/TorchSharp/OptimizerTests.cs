using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dependencies.Tests;

/// <summary>Optimizers against their published formulas, computed by hand for the loss sum(w^2) in float64.</summary>
public sealed class OptimizerTests
{
    private const int StepCount = 5;
    private const double Tolerance = 1e-12;
    private const double Rate = 0.1;

    private static readonly double[] Start = [1.5, -2.0, 0.25];

    [TestCase(0.0, false)]
    [TestCase(0.1, false)]
    [TestCase(0.0, true)]
    public void Adam_SeveralSteps_MatchTheFormula(double weightDecay, bool amsgrad)
    {
        var actual = Run(w => optim.Adam([w], lr: Rate, weight_decay: weightDecay, amsgrad: amsgrad));

        Assert.That(actual, Is.EqualTo(Start.Select(w => Adam(w, weightDecay, 0, amsgrad))).Within(Tolerance));
    }

    [Test]
    public void AdamW_SeveralSteps_DecaysTheWeightsApartFromTheGradient()
    {
        var actual = Run(w => optim.AdamW([w], lr: Rate, weight_decay: 0.1));

        Assert.That(actual, Is.EqualTo(Start.Select(w => Adam(w, 0, 0.1, false))).Within(Tolerance));
    }

    [Test]
    public void AdamW_WithoutWeightDecayGiven_IsAdam()
    {
        Assert.That(
            Run(w => optim.AdamW([w], lr: Rate)),
            Is.EqualTo(Run(w => optim.Adam([w], lr: Rate))).Within(Tolerance)
        );
    }

    [TestCase(0.0, false)]
    [TestCase(0.9, false)]
    [TestCase(0.9, true)]
    public void Sgd_SeveralSteps_MatchTheFormula(double momentum, bool nesterov)
    {
        var actual = Run(w => optim.SGD([w], Rate, momentum: momentum, nesterov: nesterov));

        Assert.That(actual, Is.EqualTo(Start.Select(w => Sgd(w, momentum, nesterov))).Within(Tolerance));
    }

    [TestCase(0.0, false)]
    [TestCase(0.9, false)]
    [TestCase(0.0, true)]
    public void RmsProp_SeveralSteps_MatchTheFormula(double momentum, bool centered)
    {
        var actual = Run(w => optim.RMSProp([w], lr: 0.01, momentum: momentum, centered: centered));

        Assert.That(actual, Is.EqualTo(Start.Select(w => RmsProp(w, momentum, centered))).Within(Tolerance));
    }

    [Test]
    public void Step_WithAParameterWithoutGradient_DoesNotChangeIt()
    {
        using var scope = NewDisposeScope();
        var unused = nn.Parameter(ones(2));
        var used = nn.Parameter(ones(2));
        using var adam = optim.Adam([unused, used]);

        used.sum().backward();
        adam.step();

        Assert.Multiple(() =>
        {
            Assert.That(unused.data<float>().ToArray(), Is.All.EqualTo(1f));
            Assert.That(used.data<float>().ToArray(), Is.All.LessThan(1f));
        });
    }

    [Test]
    public void Adam_WithANegativeLearningRate_IsRefused()
    {
        using var parameter = nn.Parameter(ones(2));

        Assert.That(() => optim.Adam([parameter], lr: -1), Throws.ArgumentException);
    }

    [Test]
    public void StateDict_SavedAndLoaded_ContinuesTheSameTrajectory()
    {
        using var saved = new MemoryStream();
        var uninterrupted = Run(w => optim.Adam([w], lr: Rate));
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(tensor(Start));
        using (var first = optim.Adam([parameter], lr: Rate))
        {
            Steps(parameter, first, StepCount - 2);
            first.save_state_dict(new BinaryWriter(saved));
        }

        using var second = optim.Adam([parameter], lr: Rate);

        saved.Position = 0;
        second.load_state_dict(new BinaryReader(saved));
        Steps(parameter, second, 2);

        Assert.That(parameter.data<double>().ToArray(), Is.EqualTo(uninterrupted).Within(Tolerance));
    }

    private static double[] Run(Func<Parameter, optim.Optimizer> create)
    {
        using var scope = NewDisposeScope();
        var parameter = nn.Parameter(tensor(Start));
        using var optimizer = create(parameter);
        Steps(parameter, optimizer, StepCount);
        return parameter.data<double>().ToArray();
    }

    private static void Steps(Parameter parameter, optim.Optimizer optimizer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            optimizer.zero_grad();
            parameter.square().sum().backward();
            optimizer.step();
        }
    }

    // Kingma and Ba 2015, Algorithm 1; Loshchilov and Hutter 2019, Algorithm 2, for the decoupled decay.
    private static double Adam(double w, double coupledDecay, double decoupledDecay, bool amsgrad)
    {
        double m = 0;
        double v = 0;
        double largest = 0;
        for (var t = 1; t <= StepCount; t++)
        {
            w *= 1 - (Rate * decoupledDecay);
            var g = (2 * w / (1 - (Rate * decoupledDecay))) + (coupledDecay * w);
            m = (0.9 * m) + (0.1 * g);
            v = (0.999 * v) + (0.001 * g * g);
            largest = amsgrad ? Math.Max(largest, v) : v;
            var mHat = m / (1 - Math.Pow(0.9, t));
            w -= Rate * mHat / ((Math.Sqrt(largest) / Math.Sqrt(1 - Math.Pow(0.999, t))) + 1e-8);
        }

        return w;
    }

    private static double Sgd(double w, double momentum, bool nesterov)
    {
        double? buffer = null;
        for (var t = 1; t <= StepCount; t++)
        {
            var g = 2 * w;
            buffer = buffer is null ? g : (momentum * buffer) + g;
            w -= Rate * (nesterov ? g + (momentum * buffer.Value) : buffer.Value);
        }

        return w;
    }

    private static double RmsProp(double w, double momentum, bool centered)
    {
        double square = 0;
        double mean = 0;
        double buffer = 0;
        for (var t = 1; t <= StepCount; t++)
        {
            var g = 2 * w;
            square = (0.99 * square) + (0.01 * g * g);
            mean = (0.99 * mean) + (0.01 * g);
            var step = g / (Math.Sqrt(centered ? square - (mean * mean) : square) + 1e-8);
            buffer = (momentum * buffer) + step;
            w -= 0.01 * buffer;
        }

        return w;
    }
}
