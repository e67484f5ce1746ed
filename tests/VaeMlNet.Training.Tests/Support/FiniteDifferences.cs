using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>Compares the gradients of a network with finite differences of its loss.</summary>
internal static class FiniteDifferences
{
    /// <summary>Asserts the largest element of the gradient of each parameter.</summary>
    /// <param name="network">The network, with float64 parameters.</param>
    /// <param name="loss">Computes the loss.</param>
    /// <param name="step">The difference of a parameter.</param>
    /// <param name="parts">The beginnings of the names of the parameters to check; none for all parameters.</param>
    public static void AssertGradients(
        VariationalAutoencoder network,
        Func<Tensor> loss,
        double step,
        params string[] parts
    )
    {
        foreach (
            var (name, parameter) in network
                .named_parameters()
                .Where(p => parts.Length == 0 || parts.Any(p.name.StartsWith))
        )
        {
            var gradient = autograd.grad([loss()], [parameter])[0].reshape(-1).data<double>().ToArray();
            var index = Array.IndexOf(gradient, gradient.MaxBy(Math.Abs));
            var value = Nudge(parameter, index, step, loss) - Nudge(parameter, index, -step, loss);

            Assert.That(gradient[index], Is.Not.Zero, name);
            Assert.That(gradient[index], Is.EqualTo(value / (2 * step)).Within(0.01).Percent, name);
        }
    }

    private static double Nudge(Tensor parameter, long index, double difference, Func<Tensor> loss)
    {
        using var noGrad = no_grad();
        var element = parameter.view(-1).narrow(0, index, 1);
        element.add_(difference);
        var value = loss().item<double>();
        element.sub_(difference);
        return value;
    }
}
