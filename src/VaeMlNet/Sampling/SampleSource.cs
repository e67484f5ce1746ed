namespace VaeMlNet;

/// <summary>What a sample is made of: the decoder, the latents, and the columns. Immutable.</summary>
internal sealed class SampleSource
{
    private const string Operation = "VaeSample";

    /// <param name="model">The model.</param>
    /// <param name="latents">What the rows are decoded from.</param>
    /// <param name="options">Columns, values, batch size.</param>
    /// <param name="seed">Of the rows; null when their latents were given.</param>
    public SampleSource(VaeModel model, LatentRows latents, VaeSampleOptions options, int? seed)
    {
        var manifest = model.Manifest;
        Decoder = model.DecoderLease;
        Latents = latents;
        LatentTensor = GraphTensors.Latent(manifest);
        Content = SampleContent.Create(model, options, seed);
        Columns = Content.Columns;
        if (options.LatentColumnName is { } latentName)
        {
            ArgumentException.ThrowIfNullOrEmpty(latentName, nameof(options.LatentColumnName));
            Columns = Columns.Any(c => c.Name == latentName)
                ? throw StepErrors.SameName(Operation, latentName)
                : [.. Columns, new VectorOutput(latentName, LatentTensor)];
        }

        var largest = OnnxBatch.LargestCapacity([LatentTensor], Content.Tensors);
        BatchSize =
            options.BatchSize >= 1 && options.BatchSize <= largest
                ? options.BatchSize
                : throw StepErrors.BatchSize(Operation, options.BatchSize, largest);
    }

    /// <summary>The model's session, which stays the model's.</summary>
    public SessionLease Decoder { get; }

    public LatentRows Latents { get; }

    public GraphTensor LatentTensor { get; }

    /// <summary>What the decoded rows hold.</summary>
    public SampleContent Content { get; }

    /// <summary>The columns of the decoded rows, and the latents behind them where they are wanted.</summary>
    public IReadOnlyList<OutputColumn> Columns { get; }

    public int BatchSize { get; }

    /// <summary>Whether a column is that of the latents.</summary>
    public bool IsLatent(int column) => column >= Content.Columns.Count;
}
