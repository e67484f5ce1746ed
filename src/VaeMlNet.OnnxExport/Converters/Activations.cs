using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport.Converters;

/// <summary>Activations: one ONNX operator each where opset 17 has it, the formula where it has not.</summary>
internal static class Activations
{
    // Above it log(1 + exp(x)) and x are the same float32, so ONNX's Softplus needs no threshold.
    private const double SoftplusIsLinearAbove = 20;

    public static OnnxConverters WithActivations(this OnnxConverters converters) =>
        converters
            .WithOperator<ReLU>("Relu")
            .WithOperator<LeakyReLU>("LeakyRelu", module => [Alpha(module.negative_slope)])
            .WithOperator<ELU>("Elu", module => [Alpha(module.alpha)])
            .WithOperator<SELU>("Selu")
            .WithOperator<Sigmoid>("Sigmoid")
            .WithOperator<Tanh>("Tanh")
            .WithOperator<Softmax>("Softmax", module => [Axis(module.dim)])
            .WithOperator<LogSoftmax>("LogSoftmax", module => [Axis(module.dim)])
            .WithFormula<SiLU>(
                "`Sigmoid`, `Mul`",
                (graph, _, x) => graph.AddNode("Mul", [x, graph.AddNode("Sigmoid", [x])])
            )
            .WithFormula<GELU>(
                "`Erf` or `Tanh` formula, as its `approximate` says",
                (graph, module, x) =>
                    module.approximate == GELU.Approximate.tanh ? GeluByTanh(graph, x) : GeluByErf(graph, x)
            )
            .WithFormula<Softplus>("`Softplus` with `beta` and `threshold`", ExportSoftplus);

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
    private static OnnxValue ExportSoftplus(OnnxGraphBuilder graph, Softplus module, OnnxValue x)
    {
        var beta = graph.AddScalar((float)module.beta);
        var scaled = graph.AddNode("Mul", [x, beta]);
        var smooth = graph.AddNode("Div", [graph.AddNode("Softplus", [scaled]), beta]);
        if (module.threshold >= SoftplusIsLinearAbove)
            return smooth;
        var isLinear = graph.AddNode("Greater", [scaled, graph.AddScalar((float)module.threshold)]);
        return graph.AddNode("Where", [isLinear, x, smooth]);
    }

    private static OnnxConverters WithOperator<TModule>(
        this OnnxConverters converters,
        string operatorType,
        Func<TModule, OnnxAttribute[]>? attributes = null
    )
        where TModule : torch.nn.Module =>
        converters.WithFormula<TModule>(
            $"`{operatorType}`",
            (graph, module, x) => graph.AddNode(operatorType, [x], attributes?.Invoke(module) ?? [])
        );

    private static OnnxConverters WithFormula<TModule>(
        this OnnxConverters converters,
        string onnxForm,
        Func<OnnxGraphBuilder, TModule, OnnxValue, OnnxValue> convert
    )
        where TModule : torch.nn.Module =>
        converters.With<TModule>(
            onnxForm,
            (graph, module, x, _) =>
            {
                graph.RequireFloat32(x);
                return convert(graph, module, x);
            }
        );
}
