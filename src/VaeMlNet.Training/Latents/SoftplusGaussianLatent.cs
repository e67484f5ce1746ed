using VaeMlNet.OnnxExport;
using static TorchSharp.torch;
using static VaeMlNet.HeldScalars;

namespace VaeMlNet;

/// <summary>A Gaussian posterior whose head computes the inverse softplus of the standard deviations.</summary>
/// <remarks>logVariance = 2 log(softplus(s) + floor). It is finite, with a finite gradient, for any finite s.</remarks>
internal sealed class SoftplusGaussianLatent(int latentDim) : GaussianLatent(latentDim)
{
    /// <summary>
    /// The lower bound of the standard deviation. It is far below any value that a posterior needs, and well above the precision of float32 near 1.
    /// </summary>
    private const float Floor = 1e-4f;

    protected override string ScaleName => "softplus_scale";

    protected override Tensor LogVariance(Tensor rawScale) => rawScale.Softplus().Plus(Held(Floor)).log() * Held(2);

    protected override OnnxValue AddLogVariance(OnnxGraphBuilder graph, OnnxValue rawScale)
    {
        var scale = graph.AddNode("Add", [SoftplusNodes.Add(graph, rawScale), graph.AddScalar(Floor)]);
        return graph.AddNode("Mul", [graph.AddNode("Log", [scale]), graph.AddScalar(2)]);
    }
}
