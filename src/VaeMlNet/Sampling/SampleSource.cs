namespace VaeMlNet;

/// <summary>What a sample is made of: the decoder, the latents, and the columns. Immutable.</summary>
internal sealed class SampleSource
{
    private const string Operation = nameof(Microsoft.ML.VaeDataCatalog.VaeSample);
    private const string DefaultColumnName = "Features";

    public SampleSource(VaeModel model, LatentRows latents, VaeSampleOptions options)
    {
        VaeManifest manifest = model.Manifest;
        Decoder = model.DecoderLease;
        Latents = latents;
        LatentTensor = GraphTensors.Latent(manifest);
        GraphTensor reconstruction = GraphTensors.DecoderOutputs(manifest)[0];
        string name =
            options.OutputColumnName ?? (manifest.Columns is [VaeColumn only] ? only.Name : DefaultColumnName);
        ArgumentException.ThrowIfNullOrEmpty(name, nameof(options.OutputColumnName));
        Columns = [new VectorOutput(name, reconstruction)];
        if (options.LatentColumnName is { } latentName)
        {
            ArgumentException.ThrowIfNullOrEmpty(latentName, nameof(options.LatentColumnName));
            Columns =
                latentName == name
                    ? throw StepErrors.SameName(Operation, name)
                    : [.. Columns, new VectorOutput(latentName, LatentTensor)];
        }
        int largest = OnnxBatch.LargestCapacity([LatentTensor], [reconstruction]);
        BatchSize =
            options.BatchSize >= 1 && options.BatchSize <= largest
                ? options.BatchSize
                : throw StepErrors.BatchSize(Operation, options.BatchSize, largest);
    }

    /// <summary>The model's session, which stays the model's.</summary>
    public SessionLease Decoder { get; }

    public LatentRows Latents { get; }

    public GraphTensor LatentTensor { get; }

    /// <summary>The decoded rows, and the latents where they are wanted.</summary>
    public IReadOnlyList<OutputColumn> Columns { get; }

    public int BatchSize { get; }
}
