using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>Describes the encoder and decoder networks of a model.</summary>
/// <remarks>
/// For information only: the graphs define the computation. Members that a kind of network does not have are null. Thread
/// safety: immutable.
/// </remarks>
public sealed record VaeArchitecture
{
    /// <summary>Fully connected layers.</summary>
    public const string FullyConnected = "fully_connected";

    /// <summary>Convolutions, followed by fully connected layers.</summary>
    public const string Convolutional = "convolutional";

    /// <summary>Modules that the user supplies.</summary>
    public const string Custom = "custom";

    /// <summary>Gets the kind of network, such as <see cref="FullyConnected"/>; for a baseline its method, such as <c>mahalanobis</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Gets the width D of one input row. At least 1.</summary>
    public required int InputDim { get; init; }

    /// <summary>Gets the shape of the image that the features form; null if they form none, or an unknown one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(ImageShapeJsonConverter))]
    public VaeImageShape? Image { get; init; }

    /// <summary>Gets the numbers of filters of the encoder's convolutions, from the input side.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Filters { get; init; }

    /// <summary>Gets the stride of the filters in pixels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Stride { get; init; }

    /// <summary>Gets the widths H of the encoder's fully connected hidden layers, from the input side.</summary>
    public required IReadOnlyList<int> HiddenDims { get; init; }

    /// <summary>
    /// Gets the widths of the hidden layers of a fully connected decoder; null if the decoder mirrors the encoder.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? DecoderHiddenDims { get; init; }

    /// <summary>Gets the width of a latent row. At least 1; 0 for a baseline.</summary>
    public required int LatentDim { get; init; }

    /// <summary>Gets the activation between layers, such as <c>relu</c>.</summary>
    public required string Activation { get; init; }
}
