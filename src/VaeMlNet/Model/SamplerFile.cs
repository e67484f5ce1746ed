namespace VaeMlNet;

/// <summary>What sampler.json holds.</summary>
internal sealed record SamplerFile(int FormatVersion, string Kind, IReadOnlyList<VaeLatentComponent> Components);
