using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A Gaussian posterior whose head gives softplus^-1 of the standard deviations.</summary>
/// <remarks>logVariance = 2 log(softplus(s) + floor): finite, with a finite gradient, for any finite s.</remarks>
internal sealed class SoftplusGaussianLatent(int latentDim) : GaussianLatent(latentDim)
{
    /// <summary>Far below any spread that a posterior needs, and well above what float32 rounds away beside 1.</summary>
    private const float Floor = 1e-4f;

    protected override string SpreadName => "softplus_scale";

    protected override Tensor LogVariance(Tensor spread) => (nn.functional.softplus(spread) + Floor).log() * 2.0;

    protected override OnnxValue AddLogVariance(OnnxGraphBuilder graph, OnnxValue spread)
    {
        var scale = graph.AddNode("Add", [SoftplusNodes.Add(graph, spread), graph.AddScalar(Floor)]);
        return graph.AddNode("Mul", [graph.AddNode("Log", [scale]), graph.AddScalar(2)]);
    }
}
