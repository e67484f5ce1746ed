namespace VaeMlNet;

/// <summary>The contents of sampler.json.</summary>
internal sealed record SamplerFile(int FormatVersion, string Kind, IReadOnlyList<VaeLatentComponent> Components);
