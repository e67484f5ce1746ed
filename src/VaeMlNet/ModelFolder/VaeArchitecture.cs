namespace VaeMlNet;

/// <summary>Shape of a model's encoder and decoder networks.</summary>
/// <remarks>Immutable, hence safe to use from several threads.</remarks>
public sealed record VaeArchitecture
{
    /// <summary>Kind of network, such as <c>fully_connected</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Width D of one input row. At least 1.</summary>
    public required int InputDim { get; init; }

    /// <summary>Widths H of the encoder's hidden layers, input side first; the decoder mirrors them.</summary>
    public required IReadOnlyList<int> HiddenDims { get; init; }

    /// <summary>Width L of the latent space. At least 1.</summary>
    public required int LatentDim { get; init; }

    /// <summary>Activation between layers, such as <c>relu</c>.</summary>
    public required string Activation { get; init; }
}
