using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>One case for every kind of likelihood, each for rows of its own width.</summary>
internal static class LikelihoodCases
{
    public const int Width = 6;

    public static VaeLikelihoodOptions[] All { get; } =
    [
        VaeLikelihoodOptions.Bernoulli,
        new GaussianLikelihoodOptions(),
        new GaussianLikelihoodOptions { Variance = 0.25 },
        new GaussianLikelihoodOptions { Variance = 0.5, Learned = VaeLearnedScale.Shared },
        new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerFeature },
        new GaussianLikelihoodOptions { Learned = VaeLearnedScale.PerRow, SmallestVariance = 0.02 },
        new StudentTLikelihoodOptions(),
        new StudentTLikelihoodOptions { Scale = 0.5, Learned = VaeLearnedScale.PerRow },
        new StudentTLikelihoodOptions
        {
            DegreesOfFreedom = 2.5,
            Scale = 0.5,
            Learned = VaeLearnedScale.PerFeature,
        },
        new CategoricalLikelihoodOptions { GroupWidths = [Width] },
        new CategoricalLikelihoodOptions { GroupWidths = [2, 4] },
        new MultinomialLikelihoodOptions { TotalCount = 20 },
        VaeLikelihoodOptions.Poisson,
        new NegativeBinomialLikelihoodOptions(),
        new NegativeBinomialLikelihoodOptions { Dispersion = 0.3, Learned = VaeLearnedScale.PerRow },
        new NegativeBinomialLikelihoodOptions { Dispersion = 1e-6, Learned = VaeLearnedScale.None },
        new LogNormalLikelihoodOptions { Scale = 0.5 },
        new LogNormalLikelihoodOptions { Scale = 0.5, Learned = VaeLearnedScale.PerRow },
        new ZeroInflatedLikelihoodOptions { Values = VaeLikelihoodOptions.Poisson },
        new ZeroInflatedLikelihoodOptions(),
        new ZeroInflatedLikelihoodOptions
        {
            Values = new LogNormalLikelihoodOptions { Scale = 0.5, Learned = VaeLearnedScale.PerRow },
        },
        new ZeroInflatedLikelihoodOptions { Values = new LogNormalLikelihoodOptions() },
    ];

    /// <summary>Gets the cases that have manual backpropagation.</summary>
    public static IEnumerable<VaeLikelihoodOptions> WithGradients => All.Where(HasGradient);

    /// <summary>Creates rows that the likelihood allows, as a float32 tensor [N, D].</summary>
    public static Tensor Rows(VaeLikelihoodOptions options, int rowCount, int seed = 3)
    {
        using var generator = new Generator((ulong)seed);
        using var likelihood = options.Create(Width);
        return likelihood.SyntheticRows(rowCount, -2, 5, generator);
    }

    private static bool HasGradient(VaeLikelihoodOptions options)
    {
        using var likelihood = options.Create(Width);
        return likelihood.HasGradient;
    }
}
