using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>One of the ONNX graphs of a model folder, and the same computation in TorchSharp as its reference.</summary>
/// <param name="network">The network that it computes.</param>
internal abstract class ModelGraph(VariationalAutoencoder network)
{
    /// <summary>The symbolic name of the batch axis.</summary>
    internal const string BatchAxis = "N";

    /// <summary>The graph's name.</summary>
    public abstract string Name { get; }

    /// <summary>The name of its input.</summary>
    public abstract string InputName { get; }

    /// <summary>The names of its outputs in order.</summary>
    public abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>The file within the model folder.</summary>
    public string FileName => $"{Name}.onnx";

    protected VariationalAutoencoder Network { get; } = network;

    protected OnnxGraphBuilder NewGraph() => new(Name, Network.Layers.ExportConverters);

    /// <summary>The graphs of a model folder.</summary>
    public static IReadOnlyList<ModelGraph> All(VariationalAutoencoder network) =>
        [new EncoderGraph(network), new DecoderGraph(network), new ScorerGraph(network)];

    /// <summary>Builds the graph.</summary>
    public abstract OnnxGraphBuilder Build();

    /// <summary>Gives the one of the two that the graph reads: features [N, D] or latents [N, Z].</summary>
    public abstract Tensor InputFrom(Tensor features, Tensor latents);

    /// <summary>Computes the outputs with TorchSharp, in order; tensors of the caller's dispose scope.</summary>
    public abstract IReadOnlyList<Tensor> Compute(Tensor input);
}
