using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The gradient of each objective against finite differences, in float64.</summary>
public class ObjectiveGradientTests
{
    private const double Step = 1e-5;

    private static IEnumerable<TestCaseData> Objectives()
    {
        yield return Case("elbo", new());
        yield return Case("capacity above KL", new() { Kl = new() { Capacity = 50 } });
        yield return Case("capacity below KL", new() { Kl = new() { Capacity = 0.01 } });
        yield return Case(
            "importance-weighted",
            new()
            {
                Objective = new ImportanceWeightedObjectiveOptions
                {
                    Samples = 4,
                    DoublyReparameterizedGradient = false,
                },
            }
        );
        yield return Case(
            "total correlation",
            new() { Objective = new TotalCorrelationObjectiveOptions { Weight = 8 } }
        );
        yield return Case(
            "discrepancy",
            new()
            {
                Objective = new MaximumMeanDiscrepancyObjectiveOptions { Alpha = 0.7, Lambda = 20 },
            }
        );
    }

    [TestCaseSource(nameof(Objectives))]
    public void Compute_EachObjective_HasTheGradientOfItsLoss(VaeTrainerOptions options)
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork(options);
        var loss = Loss(network, options);
        FiniteDifferences.AssertGradients(network, loss, Step);
    }

    private static Func<Tensor> Loss(VariationalAutoencoder network, VaeTrainerOptions options)
    {
        const int rowCount = 6;
        var objective = TrainingObjective.Create(options.Objective);
        using var generator = new Generator(3);
        var x = Some.Rows(rowCount).to(ScalarType.Float64);
        var noise = objective.DrawNoise(network.Latent, rowCount, generator).to(ScalarType.Float64);
        var weights = tensor(new double[] { 1, 2, 1, 0.5, 1, 0.5 });
        return () =>
        {
            var rows = new ObjectiveRows(x, x, noise) { RowWeights = weights };
            var (terms, _) = objective.Compute(network, rows, new(0.7, 1, options.Kl.Capacity, 100));
            return VariationalAutoencoder.Loss(terms, weights, 0.7, rowCount, 0);
        };
    }

    private static VariationalAutoencoder NewNetwork(VaeTrainerOptions options)
    {
        var network = new VariationalAutoencoder(
            Some.Width,
            options with
            {
                LatentDim = 3,
                Network = new FullyConnectedNetworkOptions { HiddenDims = [5], Activation = VaeActivation.Tanh },
            }
        );
        using var generator = new Generator(2);
        network.Initialize(generator);
        network.to(ScalarType.Float64);
        return network;
    }

    private static TestCaseData Case(string name, VaeTrainerOptions options) =>
        new TestCaseData(options).SetArgDisplayNames(name);
}
