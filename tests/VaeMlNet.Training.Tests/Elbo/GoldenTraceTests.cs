using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Network, reparameterization, loss and optimizer compared with PyTorch, to the last digits of float64.</summary>
public class GoldenTraceTests
{
    private const double Tolerance = 1e-9;

    private readonly GoldenTrace trace = GoldenTrace.Read();

    [Test]
    [Proves(22)]
    public void Compute_FiveAdamSteps_MatchesTheTrace()
    {
        using var scope = NewDisposeScope();
        using var network = trace.NewNetwork();
        VaeTrainerOptions options = new() { LearningRate = 1e-3 };
        using var optimizer = Optimizers.Create(network.parameters(), options);
        var x = trace.X();
        for (var step = 0; step < trace.StepCount; step++)
        {
            optimizer.zero_grad();
            var terms = network.NegativeElbo(x, trace.Eps(step), LatentDistribution.Exact);
            var loss = Some.Loss(terms) * GoldenTrace.RowCount; // the trace sums over rows
            loss.backward();
            Optimizers.Step(optimizer, options.Optimizer, 1e-3);
            Assert.Multiple(() =>
            {
                AssertSum(terms.MeanReconstruction(), step, "bce");
                AssertSum(terms.MeanKl(), step, "kl");
                Assert.That(loss.item<double>(), Is.EqualTo(trace.Sum(step, "loss")).Within(Tolerance), $"step {step}");
            });
        }

        foreach (var (name, parameter) in network.named_parameters())
        {
            AssertEqual(parameter, trace.FinalWeight(name), name);
        }
    }

    [Test]
    [Proves(22)]
    public void Compute_FirstStep_HasTheTracesGradients()
    {
        using var scope = NewDisposeScope();
        using var network = trace.NewNetwork();
        var parameters = network.named_parameters().ToArray();
        var terms = network.NegativeElbo(trace.X(), trace.Eps(0), LatentDistribution.Exact);
        var gradients = autograd.grad(
            [Some.Loss(terms) * GoldenTrace.RowCount],
            [.. parameters.Select(p => (Tensor)p.parameter)]
        );
        for (var i = 0; i < parameters.Length; i++)
        {
            AssertEqual(gradients[i], trace.FirstGradient(parameters[i].name), parameters[i].name);
        }
    }

    private void AssertSum(Tensor term, int step, string name) =>
        Assert.That(
            term.item<double>() * GoldenTrace.RowCount,
            Is.EqualTo(trace.Sum(step, name)).Within(Tolerance),
            $"{name} of step {step}"
        );

    private static void AssertEqual(Tensor actual, double[] expected, string name) =>
        Assert.That(
            actual.detach().data<double>().ToArray(),
            Is.EqualTo(expected).AsCollection.Within(Tolerance),
            name
        );
}
