using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>Converts piecewise linear activations.</summary>
internal static class PiecewiseActivations
{
    public static OnnxConverters WithPiecewiseActivations(this OnnxConverters converters) =>
        converters
            .WithOperator<ReLU>("Relu")
            .WithOperator<LeakyReLU>("LeakyRelu", module => [Alpha(module.negative_slope)])
            .WithOperator<RReLU>("LeakyRelu", module => [Alpha((module.lower + module.upper) / 2)])
            .WithOperator<Hardsigmoid>("HardSigmoid", _ => HardSigmoid)
            .WithOperator<Softshrink>("Shrink", module => Shrink(module.lambda, module.lambda))
            .WithOperator<Hardshrink>("Shrink", module => Shrink(module.lambda, 0))
            .WithFormula<PReLU>("`PRelu`", ExportPReLU)
            .WithFormula<Hardswish>(
                "`HardSigmoid`, `Mul`",
                (graph, _, x, _) => graph.AddNode("Mul", [x, graph.AddNode("HardSigmoid", [x], HardSigmoid)])
            )
            .WithFormula<Hardtanh>("`Clip`", (graph, module, x, _) => Clip(graph, x, module.min_val, module.max_val))
            .WithFormula<ReLU6>("`Clip`", (graph, _, x, _) => Clip(graph, x, 0, 6))
            .WithFormula<Threshold>("`LessOrEqual`, `Where`", ExportThreshold);

    // max(0, min(1, x / 6 + 1 / 2)): Howard et al. 2019 (MobileNetV3), section 5.2.
    private static OnnxAttribute[] HardSigmoid => [Alpha(1 / 6d), OnnxAttribute.Float("beta", 0.5f)];

    private static OnnxAttribute Alpha(double value) => OnnxAttribute.Float("alpha", (float)value);

    private static OnnxAttribute[] Shrink(double lambda, double bias) =>
        [OnnxAttribute.Float("lambd", (float)lambda), OnnxAttribute.Float("bias", (float)bias)];

    private static OnnxValue Clip(OnnxGraphBuilder graph, OnnxValue x, double lowest, double highest) =>
        graph.AddNode("Clip", [x, graph.AddScalar((float)lowest), graph.AddScalar((float)highest)]);

    // value where x <= threshold. NaN remains NaN, as in TorchSharp.
    private static OnnxValue ExportThreshold(OnnxGraphBuilder graph, Threshold module, OnnxValue x, string path)
    {
        var isLow = graph.AddNode("LessOrEqual", [x, graph.AddScalar((float)module.threshold)]);
        return graph.AddNode("Where", [isLow, graph.AddScalar((float)module.value), x]);
    }

    // The slopes [C] belong to axis 1, but ONNX aligns shapes at their last axes: [C, 1, 1] for an image.
    private static OnnxValue ExportPReLU(OnnxGraphBuilder graph, PReLU module, OnnxValue x, string path)
    {
        using var scope = torch.NewDisposeScope();
        var slopes = module.weight.detach();
        if (slopes.shape[0] > 1)
        {
            if (x.Shape is not { Count: >= 2 } shape)
            {
                throw new OnnxExportException(
                    $"Module '{graph.CurrentModule}' has a slope for each of {slopes.shape[0]} channels, but the axes of "
                        + $"its input {x} are not known. Have the converter that made it call DeclareShape."
                );
            }

            ImageInput.CheckChannels(graph, x, slopes.shape[0]);
            slopes = slopes.reshape([slopes.shape[0], .. Enumerable.Repeat(1L, shape.Count - 2)]);
        }

        var result = graph.AddNode("PRelu", [x, graph.AddParameter($"{path}.weight", slopes)]);
        return x.Shape is { } same ? result.DeclareShape([.. same]) : result;
    }
}
