using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>One of the ONNX graphs of a model folder, and the same computation in TorchSharp as its reference.</summary>
internal abstract class ModelGraph
{
    /// <summary>The symbolic name of the batch axis.</summary>
    protected const string BatchAxis = "N";

    /// <summary>The graphs of a model folder.</summary>
    public static IReadOnlyList<ModelGraph> All { get; } = [new EncoderGraph(), new DecoderGraph(), new ScorerGraph()];

    /// <summary>The graph's name.</summary>
    public abstract string Name { get; }

    /// <summary>The name of its input.</summary>
    public abstract string InputName { get; }

    /// <summary>The names of its outputs in order.</summary>
    public abstract IReadOnlyList<string> OutputNames { get; }

    /// <summary>The file within the model folder.</summary>
    public string FileName => $"{Name}.onnx";

    /// <summary>Builds the graph.</summary>
    public abstract OnnxGraphBuilder Build(VariationalAutoencoder network, Likelihood likelihood);

    /// <summary>Gives the one of the two that the graph reads: features [N, D] or latents [N, L].</summary>
    public abstract Tensor InputFrom(Tensor features, Tensor latents);

    /// <summary>Computes the outputs with TorchSharp, in order; tensors of the caller's dispose scope.</summary>
    public abstract IReadOnlyList<Tensor> Compute(VariationalAutoencoder network, Likelihood likelihood, Tensor input);
}
