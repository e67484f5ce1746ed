using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>Converts smooth activations: to one ONNX operator where possible, otherwise to nodes of their formula.</summary>
internal static class Activations
{
    // Above this value, log(1 + exp(x)) and x are the same float32, so ONNX's Softplus needs no threshold.
    private const double SoftplusIsLinearAbove = 20;

    public static OnnxConverters WithActivations(this OnnxConverters converters) =>
        converters
            .WithOperator<ELU>("Elu", module => [Alpha(module.alpha)])
            .WithOperator<CELU>("Celu", module => [Alpha(module.alpha)])
            .WithOperator<SELU>("Selu")
            .WithOperator<Sigmoid>("Sigmoid")
            .WithOperator<Tanh>("Tanh")
            .WithOperator<Softsign>("Softsign")
            .WithOperator<Softmax>("Softmax", module => [Axis(module.dim)])
            .WithOperator<Softmax2d>("Softmax", _ => [Axis(-3)])
            .WithOperator<LogSoftmax>("LogSoftmax", module => [Axis(module.dim)])
            .WithFormula<SiLU>("`Sigmoid`, `Mul`", (graph, _, x, _) => TimesSigmoid(graph, x, x))
            .WithFormula<GLU>("`Split`, `Sigmoid`, `Mul`", ExportGlu)
            .WithFormula<GELU>(
                "`Erf` or `Tanh` formula, as its `approximate` says",
                (graph, module, x, _) =>
                    module.approximate == GELU.Approximate.tanh ? GeluByTanh(graph, x) : GeluByErf(graph, x)
            )
            .WithFormula<Softplus>("`Softplus` with `beta` and `threshold`", ExportSoftplus)
            .WithFormula<Mish>(
                "`Softplus`, `Tanh`, `Mul`",
                (graph, _, x, _) => graph.AddNode("Mul", [x, graph.AddNode("Tanh", [graph.AddNode("Softplus", [x])])])
            )
            .WithFormula<LogSigmoid>(
                "`Softplus` between `Neg`",
                (graph, _, x, _) => graph.AddNode("Neg", [graph.AddNode("Softplus", [graph.AddNode("Neg", [x])])])
            )
            .WithFormula<Softmin>(
                "`Neg`, `Softmax`",
                (graph, module, x, _) => graph.AddNode("Softmax", [graph.AddNode("Neg", [x])], Axis(module.dim))
            )
            .WithFormula<Tanhshrink>(
                "`Tanh`, `Sub`",
                (graph, _, x, _) => graph.AddNode("Sub", [x, graph.AddNode("Tanh", [x])])
            );

    private static OnnxValue TimesSigmoid(OnnxGraphBuilder graph, OnnxValue x, OnnxValue gate) =>
        graph.AddNode("Mul", [x, graph.AddNode("Sigmoid", [gate])]);

    // The first half times the sigmoid of the second: Dauphin et al. 2017, section 2.
    private static OnnxValue ExportGlu(OnnxGraphBuilder graph, GLU module, OnnxValue x, string path)
    {
        var axis = module.dim < 0 ? module.dim + (x.Shape?.Count ?? 0) : module.dim;
        if (
            x.Shape is not { } shape
            || axis < 0
            || axis >= shape.Count
            || shape[(int)axis].Size is not { } size
            || size % 2 != 0
        )
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' halves axis {module.dim} of {x}, which must be there, a number, and even. "
                    + "Correct the module's dim, or what comes before it."
            );
        }

        var halves = graph.AddNode("Split", [x, graph.AddIndices(size / 2, size / 2)], 2, Axis(axis));
        var halfShape = shape.Select((dimension, i) => i == axis ? size / 2 : dimension).ToArray();
        foreach (var half in halves)
        {
            half.DeclareShape(halfShape);
        }

        return TimesSigmoid(graph, halves[0], halves[1]);
    }

    private static OnnxAttribute Alpha(double value) => OnnxAttribute.Float("alpha", (float)value);

    private static OnnxAttribute Axis(long value) => OnnxAttribute.Integer("axis", value);

    // x * Phi(x) = x / 2 * (1 + erf(x / sqrt 2)). Hendrycks & Gimpel 2016, section 2.
    private static OnnxValue GeluByErf(OnnxGraphBuilder graph, OnnxValue x)
    {
        var erf = graph.AddNode("Erf", [graph.AddNode("Mul", [x, graph.AddScalar(MathF.Sqrt(0.5f))])]);
        return HalfTimesOnePlus(graph, x, erf);
    }

    // x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))). Same section.
    private static OnnxValue GeluByTanh(OnnxGraphBuilder graph, OnnxValue x)
    {
        var cube = graph.AddNode("Mul", [x, graph.AddNode("Mul", [x, x])]);
        var inner = graph.AddNode("Add", [x, graph.AddNode("Mul", [cube, graph.AddScalar(0.044715f)])]);
        var scaled = graph.AddNode("Mul", [inner, graph.AddScalar(MathF.Sqrt(2 / MathF.PI))]);
        return HalfTimesOnePlus(graph, x, graph.AddNode("Tanh", [scaled]));
    }

    private static OnnxValue HalfTimesOnePlus(OnnxGraphBuilder graph, OnnxValue x, OnnxValue y)
    {
        var half = graph.AddNode("Mul", [x, graph.AddScalar(0.5f)]);
        return graph.AddNode("Mul", [half, graph.AddNode("Add", [y, graph.AddScalar(1)])]);
    }

    // log(1 + exp(beta x)) / beta, and x itself where beta x > threshold (torch.nn.Softplus).
    private static OnnxValue ExportSoftplus(OnnxGraphBuilder graph, Softplus module, OnnxValue x, string path)
    {
        var beta = graph.AddScalar((float)module.beta);
        var scaled = graph.AddNode("Mul", [x, beta]);
        var smooth = graph.AddNode("Div", [graph.AddNode("Softplus", [scaled]), beta]);
        if (module.threshold >= SoftplusIsLinearAbove)
        {
            return smooth;
        }

        var isLinear = graph.AddNode("Greater", [scaled, graph.AddScalar((float)module.threshold)]);
        return graph.AddNode("Where", [isLinear, x, smooth]);
    }
}

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
