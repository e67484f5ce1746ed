using TorchSharp.Modules;
using VaeMlNet.OnnxExport;

namespace VaeMlNet;

/// <summary>The encoder's nodes, shared by the graphs of encoder and scorer.</summary>
internal static class PosteriorNodes
{
    /// <summary>Adds the encoder.</summary>
    /// <returns>Mean and log-variance, [N, L] each.</returns>
    /// <remarks>
    /// The head becomes two Gemms from the halves of its weight, not one and a Split: who reads only the mean computes
    /// only the mean, because runtimes drop nodes that no requested output needs.
    /// </remarks>
    public static (OnnxValue Mean, OnnxValue LogVariance) Add(
        OnnxGraphBuilder graph,
        VariationalAutoencoder network,
        OnnxValue features
    )
    {
        var hidden = graph.AddModule(network.HiddenLayersOfEncoder, features, "encoder"); // [N, H]
        return (
            AddHalf(graph, network.Posterior, hidden, 0, "mean"),
            AddHalf(graph, network.Posterior, hidden, network.LatentDim, "log_variance")
        );
    }

    private static OnnxValue AddHalf(OnnxGraphBuilder graph, Linear head, OnnxValue hidden, int firstRow, string name)
    {
        var latentDim = (int)head.out_features / 2;
        var hiddenDim = (int)head.in_features;
        var bias = head.bias ?? throw new InvalidOperationException("The posterior's head has no bias.");
        var weightValues = TensorValues.Floats(head.weight).AsSpan(firstRow * hiddenDim, latentDim * hiddenDim);
        var weight = graph.AddInitializer($"posterior.{name}.weight", weightValues, latentDim, hiddenDim);
        var biasValues = TensorValues.Floats(bias).AsSpan(firstRow, latentDim);
        var biasNode = graph.AddInitializer($"posterior.{name}.bias", biasValues, latentDim);
        return graph.AddNode("Gemm", [hidden, weight, biasNode], OnnxAttribute.Integer("transB", 1));
    }
}
