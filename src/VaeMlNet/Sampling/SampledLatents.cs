namespace VaeMlNet;

/// <summary>Creates the latents of samplers that decode a row from one latent.</summary>
internal static class SampledLatents
{
    /// <summary>Returns latents from the prior or from the mixture of a model.</summary>
    /// <exception cref="InvalidOperationException">The mixture was requested and the model folder has none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sampler is not one of latents.</exception>
    public static LatentRows Create(VaeModel model, VaeSampler sampler, long rowCount, int seed) =>
        sampler switch
        {
            VaeSampler.Prior => LatentKind.Get(model.Manifest.Latent).Prior(model.Manifest.Latent, rowCount, seed),
            VaeSampler.Mixture => new MixtureLatents(
                model.LatentMixture ?? throw SampleErrors.NoMixture(model.Folder),
                rowCount,
                seed
            ),
            VaeSampler.CellByCell => throw SampleErrors.CellsWithoutLatents(),
            _ => throw SampleErrors.NoSuchSampler(sampler),
        };
}
