using TorchSharp;
using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The formulas of a conditional network: its embeddings, its gradients, and the mistakes that are easily made.</summary>
public sealed class ConditionalNetworkTests
{
    private const int Width = 4;

    private static readonly Conditions Both = new()
    {
        Columns =
        [
            new()
            {
                Name = "Heat",
                Kind = TableColumnKind.Number,
                Width = 1,
                Means = [20],
                Scales = [5],
            },
            new()
            {
                Name = "Type",
                Kind = TableColumnKind.Key,
                Width = 1,
                KeyCount = 6,
            },
        ],
    };

    private static readonly VaeTrainerOptions Options = new()
    {
        HiddenDims = [5],
        Network = new FullyConnectedNetworkOptions { HiddenDims = [5], Activation = VaeActivation.Tanh },
        LatentDim = 3,
        Likelihood = VaeLikelihoodOptions.GaussianUnitVariance,
        EmbedCategoriesAbove = 3,
    };

    [Test]
    [Proves(53)]
    public void Loss_ConditionalNetwork_HasTheGradientOfFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork(Options);
        network.to(ScalarType.Float64);
        var rows = Rows(6).to(ScalarType.Float64);
        using var generator = new Generator(3);
        var noise = randn(6, 3, ScalarType.Float32, generator: generator).to(ScalarType.Float64);
        double Loss()
        {
            using var noGrad = no_grad();
            return Some.Loss(network.NegativeElbo(rows, noise, LatentDistribution.Exact), beta: 0.7).item<double>();
        }

        Some.Loss(network.NegativeElbo(rows, noise, LatentDistribution.Exact), beta: 0.7).backward();
        foreach (var (name, parameter) in network.named_parameters())
        {
            var gradient = parameter.grad!.contiguous().data<double>().ToArray();
            var values = parameter.detach().view(-1); // the same memory
            for (var i = 0; i < gradient.Length; i++)
            {
                const double step = 1e-5;
                var value = values.data<double>()[i];
                values.data<double>()[i] = value + step;
                var above = Loss();
                values.data<double>()[i] = value - step;
                var below = Loss();
                values.data<double>()[i] = value;

                Assert.That(gradient[i], Is.EqualTo((above - below) / (2 * step)).Within(1e-6), $"{name}[{i}]");
            }
        }
    }

    [Test]
    public void CategoryEmbedding_UnknownAndMissingKeys_HaveTheVectorZero()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var embedding = new CategoryEmbedding(4);
        embedding.Weight.fill_(2);
        var vectors = embedding.call(tensor(new[] { 1f, 4, 0, 5, float.NaN }, [5, 1]));

        Assert.That(TensorValues.Floats(vectors.select(1, 0)), Is.EqualTo(new[] { 2f, 2, 0, 0, 0 }));
        Assert.That(vectors.shape, Is.EqualTo(new long[] { 5, CategoryEmbedding.WidthFor(4) }));
    }

    [TestCase(1, 2)]
    [TestCase(10, 6)]
    [TestCase(100, 21)]
    [TestCase(10_000, 50)]
    public void WidthFor_NumberOfCategories_FollowsTheRule(int categories, int expected) =>
        Assert.That(CategoryEmbedding.WidthFor(categories), Is.EqualTo(expected));

    [Test]
    public void Score_OtherConditions_ChangesEncoderAndDecoder()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var network = NewNetwork(Options);
        var rows = Rows(5);
        var other = rows.clone();
        other.narrow(1, Width + 1, 1).fill_(6);
        var z = network.Encode(rows);

        Assert.That(TensorValues.Floats(network.Encode(other)), Is.Not.EqualTo(TensorValues.Floats(z)), "encoder");
        Assert.That(
            TensorValues.Floats(network.Decode(z, network.ConditionsOf(other))),
            Is.Not.EqualTo(TensorValues.Floats(network.Decode(z, network.ConditionsOf(rows)))),
            "decoder"
        );
    }

    [Test]
    [Proves(53)]
    public void WithValues_NoiseOnTheInput_LeavesConditionsUnchanged()
    {
        using var scope = NewDisposeScope();
        using var network = NewNetwork(Options);
        using var generator = new Generator(1);
        var rows = Rows(50);
        var noisy = network.WithValues(
            rows,
            x => InputNoise.Add(new() { Kind = VaeInputNoiseKind.Masking, Level = 0.9 }, x, generator)
        );

        Assert.That(
            TensorValues.Floats(network.ConditionsOf(noisy)!),
            Is.EqualTo(TensorValues.Floats(network.ConditionsOf(rows)!))
        );
        Assert.That(
            TensorValues.Floats(network.Values(noisy)),
            Is.Not.EqualTo(TensorValues.Floats(network.Values(rows)))
        );
    }

    [Test]
    public void Initialize_SameSeed_GivesTheSameEmbeddings()
    {
        using var scope = NewDisposeScope();
        using var first = NewNetwork(Options);
        using var second = NewNetwork(Options);
        float[] Weights(VariationalAutoencoder network) =>
            [.. network.named_parameters().SelectMany(p => TensorValues.Floats(p.parameter))];

        Assert.That(Weights(first), Is.EqualTo(Weights(second)));
        Assert.That(
            first.modules().OfType<CategoryEmbedding>().Single().Weight.abs().max().item<float>(),
            Is.GreaterThan(0)
        );
    }

    private static VariationalAutoencoder NewNetwork(VaeTrainerOptions options)
    {
        var network = new VariationalAutoencoder(Width, options, table: null, Both);
        using var generator = new Generator(5);
        network.Initialize(generator);
        return network;
    }

    private static Tensor Rows(int count)
    {
        using var generator = new Generator(2);
        var x = randn(count, Width, ScalarType.Float32, generator: generator);
        var heat = (randn(count, 1, ScalarType.Float32, generator: generator) * 5) + 20;
        var type = (rand(count, 1, ScalarType.Float32, generator: generator) * 6).floor() + 1;
        return cat([x, heat, type], 1);
    }
}
