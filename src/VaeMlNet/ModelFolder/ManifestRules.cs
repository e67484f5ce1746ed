namespace VaeMlNet;

/// <summary>What must hold between the members of a manifest.</summary>
internal static class ManifestRules
{
    /// <summary>Widest row that is read: a manifest decides how much memory a row takes.</summary>
    public const int LargestWidth = 1 << 24;

    public static void Check(VaeManifest manifest, string modelFolder)
    {
        void Require(bool condition, FormattableString problem)
        {
            if (!condition)
            {
                throw ModelFolderErrors.ManifestContradiction(modelFolder, problem);
            }
        }

        VaeArchitecture architecture = manifest.Architecture;
        Require(
            architecture.InputDim is >= 1 and <= LargestWidth,
            $"architecture.input_dim is {architecture.InputDim}, expected 1 to {LargestWidth}"
        );
        Require(
            architecture.LatentDim is >= 1 and <= LargestWidth,
            $"architecture.latent_dim is {architecture.LatentDim}, expected 1 to {LargestWidth}"
        );
        Require(architecture.HiddenDims.All(h => h >= 1), $"architecture.hidden_dims has a width below 1");
        Require(
            manifest.Latent.Kind == VaeLatentSpace.Gaussian,
            $"latent.kind is '{manifest.Latent.Kind}', expected '{VaeLatentSpace.Gaussian}'"
        );
        Require(
            manifest.Latent.Dim == architecture.LatentDim,
            $"latent.dim is {manifest.Latent.Dim}, but architecture.latent_dim is {architecture.LatentDim}"
        );

        foreach (VaeColumn? column in manifest.Columns)
        {
            Require(column is not null, $"columns holds null, expected objects");
            Require(column!.Width >= 1, $"column '{column.Name}' has width {column.Width}, expected at least 1");
            Require(
                column.Likelihood is VaeColumn.Bernoulli or VaeColumn.GaussianUnitVariance,
                $"column '{column.Name}' has likelihood '{column.Likelihood}', expected '{VaeColumn.Bernoulli}' or '{VaeColumn.GaussianUnitVariance}'"
            );
            Require(
                double.IsFinite(column.Minimum) && double.IsFinite(column.Maximum) && column.Minimum <= column.Maximum,
                $"column '{column.Name}' has minimum {column.Minimum} and maximum {column.Maximum}"
            );
        }
        long width = manifest.Columns.Sum(c => (long)c.Width);
        Require(
            width == architecture.InputDim,
            $"the columns have {width} slots together, but architecture.input_dim is {architecture.InputDim}"
        );

        VaeThreshold threshold = manifest.Threshold;
        Require(
            threshold.Quantile is > 0 and < 1,
            $"threshold.quantile is {threshold.Quantile}, expected a value in (0, 1)"
        );
        Require(
            double.IsFinite(threshold.NegativeElbo) && double.IsFinite(threshold.ReconstructionError),
            $"the thresholds are {threshold.NegativeElbo} and {threshold.ReconstructionError} nats, expected finite values"
        );
    }
}
