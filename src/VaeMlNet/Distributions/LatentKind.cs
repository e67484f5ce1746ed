namespace VaeMlNet;

/// <summary>
/// Describes a kind of latents to everything that runs a model: its name in the manifest, the outputs of encoder.onnx, and how
/// to sample latents.
/// </summary>
/// <remarks>
/// <see cref="All"/> is the only list of kinds in this project. The class of the latents in VaeMlNet.Training computes and
/// exports them. Thread safety: immutable.
/// </remarks>
internal sealed record LatentKind(string Name)
{
    /// <summary>Samples z of a row from q(z|x).</summary>
    /// <param name="encoded">The row.</param>
    /// <param name="random">The random numbers of the row.</param>
    /// <param name="z">The destination of z, [Z].</param>
    public delegate void DrawPosterior(EncodedRow encoded, RowRandom random, Span<float> z);

    /// <summary>Returns log(p(z) / q(z|x)) in nats.</summary>
    /// <param name="encoded">The row.</param>
    /// <param name="z">The latent, [Z].</param>
    public delegate double LogPriorRatio(EncodedRow encoded, ReadOnlySpan<float> z);

    /// <summary>Gets the kinds of latents that a manifest can name.</summary>
    public static IReadOnlyList<LatentKind> All { get; } =
    [
        new(VaeLatentSpace.Gaussian)
        {
            EncoderOutputs = [GraphTensors.Mean, GraphTensors.LogVariance],
            Draw = DrawGaussian,
            LogRatio = LogRatioOfGaussian,
            Prior = (latent, count, seed) => new PriorLatents(count, seed, PriorDistribution.Create(latent)),
            Complaint = ComplaintOfPrior,
        },
        new(VaeLatentSpace.Categorical)
        {
            EncoderOutputs = [GraphTensors.Probabilities],
            Draw = DrawCategories,
            LogRatio = LogRatioOfCategories,
            Prior = (latent, count, seed) => new CategoricalPriorLatents(count, seed, latent.Categories!.Value),
            Complaint = ComplaintOfCategories,
        },
        new(VaeLatentSpace.Labeled)
        {
            EncoderOutputs = [GraphTensors.Mean, GraphTensors.LogVariance],
            Draw = DrawLabeled,
            LogRatio = LogRatioOfLabeled,
            Prior = (latent, count, seed) => new LabeledPriorLatents(count, seed, latent.Label!),
            Complaint = LatentLabel.Complaint,
        },
    ];

    /// <summary>
    /// Gets the names of the outputs of encoder.onnx. The first is the embedding of a row, [N, Z], which decoder.onnx reads.
    /// </summary>
    public required IReadOnlyList<string> EncoderOutputs { get; init; }

    /// <summary>Gets the function that samples z from q(z|x).</summary>
    public required DrawPosterior Draw { get; init; }

    /// <summary>Gets the function that compares the prior with q(z|x).</summary>
    public required LogPriorRatio LogRatio { get; init; }

    /// <summary>Gets the function that samples from the prior, given a number of rows and a seed.</summary>
    public required Func<VaeLatentSpace, long, int, LatentRows> Prior { get; init; }

    /// <summary>Gets the check of the members for this kind. It returns the problem of the latent space, or null.</summary>
    public required Func<VaeLatentSpace, string?> Complaint { get; init; }

    /// <summary>Returns the kind of a latent space. The manifest must have been checked.</summary>
    public static LatentKind Get(VaeLatentSpace latent) => Find(latent.Kind)!;

    /// <summary>Returns the kind with a name, or null if there is none.</summary>
    public static LatentKind? Find(string name) => All.FirstOrDefault(kind => kind.Name == name);

    private static void DrawGaussian(EncodedRow encoded, RowRandom random, Span<float> z)
    {
        var mean = encoded.Mean;
        var logVariance = encoded.LogVariance;
        for (var i = 0; i < z.Length; i++)
        {
            z[i] = (float)(mean[i] + (Math.Exp(0.5 * logVariance[i]) * random.Normal(i)));
        }
    }

    private static double LogRatioOfGaussian(EncodedRow encoded, ReadOnlySpan<float> z)
    {
        var mean = encoded.Mean;
        var logVariance = encoded.LogVariance;
        var sum = encoded.Prior.LogDensity(z);
        for (var i = 0; i < z.Length; i++)
        {
            var difference = (double)z[i] - mean[i];
            sum += ((difference * difference * Math.Exp(-logVariance[i])) + logVariance[i]) / 2;
        }

        return sum;
    }

    private static double LogRatioOfCategories(EncodedRow encoded, ReadOnlySpan<float> z)
    {
        var probabilities = encoded.Mean;
        var sum = 0.0;
        var groups = 0;
        for (var i = 0; i < z.Length; i++)
        {
            if (z[i] > 0)
            {
                groups++;
                sum -= Math.Log(Math.Max(probabilities[i], float.Epsilon));
            }
        }

        return sum - (groups * Math.Log((double)z.Length / groups)); // each group has one 1 among its categories
    }

    private static void DrawCategories(EncodedRow encoded, RowRandom random, Span<float> z)
    {
        var probabilities = encoded.Mean;
        var categories = encoded.Latent.Categories!.Value;
        z.Clear();
        for (var group = 0; group < z.Length / categories; group++)
        {
            var first = group * categories;
            z[first + random.Category(group, probabilities.Slice(first, categories))] = 1;
        }
    }

    private static void DrawLabeled(EncodedRow encoded, RowRandom random, Span<float> z)
    {
        var gaussian = z.Length - encoded.Latent.Label!.Shares.Count;
        DrawGaussian(encoded, random, z[..gaussian]);
        z[gaussian..].Clear();
        z[gaussian + random.Category(gaussian, encoded.Mean[gaussian..])] = 1;
    }

    private static double LogRatioOfLabeled(EncodedRow encoded, ReadOnlySpan<float> z)
    {
        var shares = encoded.Latent.Label!.Shares;
        var gaussian = z.Length - shares.Count;
        var label = z[gaussian..].IndexOf(1f);
        return LogRatioOfGaussian(encoded, z[..gaussian])
            + Math.Log(shares[label])
            - Math.Log(Math.Max(encoded.Mean[gaussian + label], float.Epsilon));
    }

    private static string? ComplaintOfPrior(VaeLatentSpace latent) =>
        latent.Prior switch
        {
            null => null,
            { Kind: LatentPrior.Mixture } mixture => MixturePriorDistribution.Complaint(mixture, latent.Dim),
            var other => $"latent.prior.kind is '{other.Kind}', expected '{LatentPrior.Mixture}'",
        };

    private static string? ComplaintOfCategories(VaeLatentSpace latent)
    {
        if (latent is not { Groups: >= 1, Categories: >= 2 })
        {
            return FormattableString.Invariant(
                $"latent.groups is {Text(latent.Groups)} and latent.categories {Text(latent.Categories)}, expected at least 1 and 2"
            );
        }

        return (long)latent.Groups.Value * latent.Categories.Value == latent.Dim
            ? null
            : FormattableString.Invariant(
                $"latent.groups is {latent.Groups} and latent.categories {latent.Categories}, but latent.dim is {latent.Dim}"
            );
    }

    private static object Text(int? number) => number.HasValue ? number.Value : "missing";
}
