namespace VaeMlNet;

/// <summary>A learned normalizing flow of affine couplings (Dinh et al. 2017).</summary>
internal sealed class FlowPriorDistribution : PriorDistribution
{
    private const double LargestLogScale = 2;

    private readonly int dim;
    private readonly Coupling[] couplings;

    public FlowPriorDistribution(VaeLatentPrior prior, int dim)
    {
        this.dim = dim;
        couplings = [.. prior.Couplings!.Select((coupling, i) => new Coupling(coupling, Parts(dim, i)))];
    }

    /// <summary>Returns the problem of a prior over L latents; null if it is valid.</summary>
    public static string? Complaint(VaeLatentPrior prior, int dim)
    {
        if (dim < 2 || prior.Couplings is not { Count: >= 1 })
        {
            return FormattableString.Invariant(
                $"latent.prior has {prior.Couplings?.Count ?? 0} couplings over {dim} latents, expected at least 1 over at least 2"
            );
        }

        for (var i = 0; i < prior.Couplings.Count; i++)
        {
            var coupling = prior.Couplings[i];
            var parts = Parts(dim, i);
            var hidden = (long)(coupling?.HiddenBiases?.Count ?? 0);
            if (
                hidden == 0
                || coupling!.HiddenWeights?.Count != hidden * parts.ReadCount
                || coupling.OutputBiases?.Count != 2 * parts.ChangedCount
                || coupling.OutputWeights?.Count != 2 * parts.ChangedCount * hidden
                || !coupling.HiddenBiases!.Concat(coupling.HiddenWeights).All(float.IsFinite)
                || !coupling.OutputBiases.Concat(coupling.OutputWeights).All(float.IsFinite)
            )
            {
                return FormattableString.Invariant(
                    $"coupling {i} of latent.prior has weights that are not finite, or do not fit {dim} latents and {hidden} hidden units"
                );
            }
        }

        return null;
    }

    public override double LogDensity(ReadOnlySpan<float> z)
    {
        var u = new double[dim];
        for (var i = 0; i < dim; i++)
        {
            u[i] = z[i];
        }

        var sum = 0.0;
        foreach (var coupling in couplings)
        {
            sum -= coupling.Standardize(u);
        }

        return sum - (u.Sum(value => value * value) / 2);
    }

    public override void Read(long row, int seed, Span<float> z)
    {
        StandardNormals.Fill(row, seed, z);
        var u = new double[dim];
        for (var i = 0; i < dim; i++)
        {
            u[i] = z[i];
        }

        for (var i = couplings.Length - 1; i >= 0; i--)
        {
            couplings[i].Invert(u);
        }

        for (var i = 0; i < dim; i++)
        {
            z[i] = (float)u[i];
        }
    }

    private static (int FirstRead, int ReadCount, int FirstChanged, int ChangedCount) Parts(int dim, int index)
    {
        var half = (dim + 1) / 2;
        return index % 2 == 0 ? (0, half, half, dim - half) : (half, dim - half, 0, half);
    }

    private sealed class Coupling(
        VaeAffineCoupling coupling,
        (int FirstRead, int ReadCount, int FirstChanged, int ChangedCount) parts
    )
    {
        private readonly float[] hiddenWeights = [.. coupling.HiddenWeights];
        private readonly float[] hiddenBiases = [.. coupling.HiddenBiases];
        private readonly float[] outputWeights = [.. coupling.OutputWeights];
        private readonly float[] outputBiases = [.. coupling.OutputBiases];

        /// <summary>Converts z to u, and returns the sum of the logarithms of scales.</summary>
        public double Standardize(double[] z)
        {
            var outputs = Compute(z);
            var sum = 0.0;
            for (var i = 0; i < parts.ChangedCount; i++)
            {
                var logScale = LargestLogScale * Math.Tanh(outputs[i]);
                ref var value = ref z[parts.FirstChanged + i];
                value = (value - outputs[parts.ChangedCount + i]) * Math.Exp(-logScale);
                sum += logScale;
            }

            return sum;
        }

        /// <summary>Converts u to z.</summary>
        public void Invert(double[] u)
        {
            var outputs = Compute(u);
            for (var i = 0; i < parts.ChangedCount; i++)
            {
                ref var value = ref u[parts.FirstChanged + i];
                value = (value * Math.Exp(LargestLogScale * Math.Tanh(outputs[i]))) + outputs[parts.ChangedCount + i];
            }
        }

        private double[] Compute(double[] z)
        {
            var read = z.AsSpan(parts.FirstRead, parts.ReadCount).ToArray();
            var hidden = Array.ConvertAll(Layer(hiddenWeights, hiddenBiases, read), Math.Tanh);
            return Layer(outputWeights, outputBiases, hidden);
        }

        private static double[] Layer(float[] weights, float[] biases, double[] input)
        {
            var output = Array.ConvertAll(biases, bias => (double)bias);
            for (var row = 0; row < output.Length; row++)
            {
                for (var i = 0; i < input.Length; i++)
                {
                    output[row] += weights[(row * input.Length) + i] * input[i];
                }
            }

            return output;
        }
    }
}
