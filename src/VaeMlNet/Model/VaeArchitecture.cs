using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>Shape of a model's encoder and decoder networks.</summary>
/// <remarks>
/// For people: the graphs say what is computed. Members that a kind does not have are null. Immutable, hence safe to use from
/// several threads.
/// </remarks>
public sealed record VaeArchitecture
{
    /// <summary>Fully connected layers.</summary>
    public const string FullyConnected = "fully_connected";

    /// <summary>Convolutions, then fully connected layers.</summary>
    public const string Convolutional = "convolutional";

    /// <summary>Modules of the user's own.</summary>
    public const string Custom = "custom";

    /// <summary>Kind of network, such as <see cref="FullyConnected"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Width D of one input row. At least 1.</summary>
    public required int InputDim { get; init; }

    /// <summary>Gets the shape of the image that the features form for convolutional networks: channels, height, width.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Image { get; init; }

    /// <summary>Numbers of filters of the encoder's convolutions, input side first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Filters { get; init; }

    /// <summary>By how many pixels the filters move on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Stride { get; init; }

    /// <summary>Widths H of the encoder's fully connected hidden layers, input side first.</summary>
    public required IReadOnlyList<int> HiddenDims { get; init; }

    /// <summary>Widths of the hidden layers of a fully connected decoder; null where the decoder mirrors the encoder.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? DecoderHiddenDims { get; init; }

    /// <summary>Width of a latent row. At least 1.</summary>
    public required int LatentDim { get; init; }

    /// <summary>Activation between layers, such as <c>relu</c>.</summary>
    public required string Activation { get; init; }
}
