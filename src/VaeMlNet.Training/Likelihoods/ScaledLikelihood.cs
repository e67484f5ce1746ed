using TorchSharp.Modules;
using VaeMlNet.OnnxExport;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>A likelihood with a spread per slot that does not depend on z: fixed, or learned with the network.</summary>
/// <remarks>
/// What is learned is a number w for each spread, with log(scale) = -6 + softplus(w + 6): Rybkin et al. 2021, whose
/// "softclip" keeps log(scale) above -6 without ending its gradient.
/// </remarks>
internal abstract class ScaledLikelihood : Likelihood
{
    private const double SmallestLogScale = -6;
    private const string ParameterName = "log_scale";

    private readonly double fixedScale;

    /// <param name="name">The module's name.</param>
    /// <param name="inputDim">D.</param>
    /// <param name="scale">The spread, or where learning starts.</param>
    /// <param name="learned">Whether it is learned.</param>
    protected ScaledLikelihood(string name, int inputDim, double scale, LearnedScale learned)
        : base(name, inputDim)
    {
        fixedScale = scale;
        if (learned != LearnedScale.None)
        {
            // The inverse of softplus, so that learning starts at the scale that was asked for.
            var start = SmallestLogScale + Math.Log(Math.Exp(Math.Log(scale) - SmallestLogScale) - 1);
            var count = learned == LearnedScale.Shared ? 1 : inputDim;
            var parameter = new Parameter(full(count, start, ScalarType.Float32));
            parameter.DetachFromDisposeScope();
            register_parameter(ParameterName, parameter);
        }
    }

    /// <summary>The fixed spread; null when it is learned.</summary>
    protected double? Fixed => Learnable is null ? fixedScale : null;

    private Parameter? Learnable => get_parameter(ParameterName);

    /// <exception cref="ArgumentOutOfRangeException">A spread is to be learned, and starts at the lower bound or below.</exception>
    public static void CheckStart(double scale, LearnedScale learned, string name, double value) =>
        OptionRange.Require(
            learned == LearnedScale.None || Math.Log(scale) > SmallestLogScale + 0.1,
            name,
            value,
            $"large enough to be learned: the scale (the root of a variance) is kept above {Math.Exp(SmallestLogScale):0.0000}"
        );

    /// <summary>log(scale), [1] or [D]; a fixed one is a scalar in float64, which takes on the type of what it meets.</summary>
    protected Tensor LogScale() =>
        Learnable is { } learnable
            ? nn.functional.softplus(learnable - SmallestLogScale) + SmallestLogScale
            : tensor(Math.Log(fixedScale), ScalarType.Float64);

    /// <summary>The spread itself for each slot of each row, [N, D].</summary>
    protected Tensor Scale(Tensor parameters) => LogScale().exp().to(parameters.dtype).expand_as(parameters);

    /// <summary>Adds numbers that do not depend on z as an output for every row, [N, D].</summary>
    protected static OnnxValue AddForEveryRow(OnnxGraphBuilder graph, string name, Tensor values, OnnxValue parameters)
    {
        var constant = AddConstant(graph, name, values);
        return graph.AddNode("Expand", [constant, graph.AddNode("Shape", [parameters])]);
    }

    /// <summary>Adds a scalar or [D] as a constant that broadcasts over rows.</summary>
    protected static OnnxValue AddConstant(OnnxGraphBuilder graph, string name, Tensor values) =>
        graph.AddInitializer(
            $"likelihood.{name}",
            TensorValues.Floats(values.to(ScalarType.Float32)),
            1,
            values.numel()
        );
}
