using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts GRU: the outputs of the last layer, [N, T, D * H] or [T, N, D * H], and the last states of all layers, [layers * D, N, H], for
/// batches of N sequences of T places, D directions and H states.
/// </summary>
/// <remarks>
/// With <c>linear_before_reset</c> 1, ONNX's operator computes the new gate as TorchSharp does, tanh(W x + b + r (R h + c)). The rows of its
/// weights are in the order z, r, n, and those of TorchSharp in the order r, z, n. Source: the operator GRU in ONNX's Operators.md.
/// </remarks>
internal static class Recurrence
{
    private const int GateCount = 3;
    private const string Reverse = "_reverse";

    public static OnnxConverters WithRecurrence(this OnnxConverters converters) =>
        converters.WithSeveralOutputs<GRU>("`GRU` for each layer, `Transpose`, `Reshape`", Export);

    private static OnnxValue[] Export(OnnxGraphBuilder graph, GRU module, OnnxValue input, string path)
    {
        using var scope = torch.NewDisposeScope();
        var parameters = module.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.detach());
        var isBatchFirst = IsBatchFirst(module, parameters["weight_ih_l0"]);
        CheckInput(graph, input, parameters["weight_ih_l0"].shape[1], isBatchFirst);
        var directions = parameters.ContainsKey($"weight_ih_l0{Reverse}") ? 2 : 1;
        var width = parameters["weight_hh_l0"].shape[1];

        var sequence = isBatchFirst ? Transpose(graph, input, 1, 0, 2) : input; // [T, N, features]
        var states = new List<OnnxValue>();
        for (var layer = 0; parameters.ContainsKey($"weight_ih_l{layer}"); layer++)
        {
            var isLast = !parameters.ContainsKey($"weight_ih_l{layer + 1}");
            var results = graph.AddNode(
                "GRU",
                [sequence, .. AddParameters(graph, parameters, layer, directions, path)],
                2,
                OnnxAttribute.Text("direction", directions == 2 ? "bidirectional" : "forward"),
                OnnxAttribute.Integer("hidden_size", width),
                OnnxAttribute.Integer("linear_before_reset", 1)
            );
            states.Add(results[1]); // [D, N, H]
            // From [T, D, N, H].
            var places =
                isLast && isBatchFirst
                    ? Transpose(graph, results[0], 2, 0, 1, 3)
                    : Transpose(graph, results[0], 0, 2, 1, 3);
            sequence = graph.AddNode("Reshape", [places, graph.AddIndices(0, 0, directions * width)]);
        }

        return DeclareShapes(graph, input, isBatchFirst, sequence, states, directions, width);
    }

    private static OnnxValue[] DeclareShapes(
        OnnxGraphBuilder graph,
        OnnxValue input,
        bool isBatchFirst,
        OnnxValue sequence,
        List<OnnxValue> states,
        int directions,
        long width
    )
    {
        var last = states is [var only] ? only : graph.AddNode("Concat", [.. states], OnnxAttribute.Integer("axis", 0));
        return input.Shape is { } shape
            ?
            [
                sequence.DeclareShape(shape[0], shape[1], directions * width),
                last.DeclareShape(states.Count * directions, shape[isBatchFirst ? 0 : 1], width),
            ]
            : [sequence, last];
    }

    /// <summary>
    /// Adds W [D, 3 H, features], R [D, 3 H, H] and, for a module with biases, B [D, 6 H], which contains the biases of W and then those of R.
    /// </summary>
    private static IEnumerable<OnnxValue> AddParameters(
        OnnxGraphBuilder graph,
        Dictionary<string, torch.Tensor> parameters,
        int layer,
        int directions,
        string path
    )
    {
        string[] suffixes = directions == 2 ? [$"_l{layer}", $"_l{layer}{Reverse}"] : [$"_l{layer}"];
        OnnxValue Add(string name, Func<string, torch.Tensor> find) =>
            graph.AddParameter($"{path}.{name}_l{layer}", torch.stack([.. suffixes.Select(find)]));

        yield return Add("weight_ih", suffix => InOnnxOrder(parameters[$"weight_ih{suffix}"]));
        yield return Add("weight_hh", suffix => InOnnxOrder(parameters[$"weight_hh{suffix}"]));
        if (parameters.ContainsKey($"bias_ih_l{layer}"))
        {
            yield return Add(
                "bias",
                suffix =>
                    torch.cat([
                        InOnnxOrder(parameters[$"bias_ih{suffix}"]),
                        InOnnxOrder(parameters[$"bias_hh{suffix}"]),
                    ])
            );
        }
    }

    private static torch.Tensor InOnnxOrder(torch.Tensor gates)
    {
        var parts = gates.chunk(GateCount);
        return torch.cat([parts[1], parts[0], parts[2]]);
    }

    private static OnnxValue Transpose(OnnxGraphBuilder graph, OnnxValue value, params ReadOnlySpan<long> axes) =>
        graph.AddNode("Transpose", [value], OnnxAttribute.Integers("perm", axes));

    /// <summary>Returns whether the batch is the first axis. The setting is not public, but the shape of the states depends on it.</summary>
    private static bool IsBatchFirst(GRU module, torch.Tensor weight)
    {
        using var noGradients = torch.no_grad();
        var isTraining = module.training;
        module.eval(); // dropout would draw from the global random generator
        var (_, states) = module.call(torch.zeros([2, 1, weight.shape[1]], dtype: weight.dtype, device: weight.device));
        module.train(isTraining);
        return states.shape[1] == 2;
    }

    private static void CheckInput(OnnxGraphBuilder graph, OnnxValue input, long features, bool isBatchFirst)
    {
        graph.RequireFloat32(input);
        if (input.Shape is not { } shape)
        {
            return;
        }

        if (shape.Count != 3)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes 3 axes ({(isBatchFirst ? "batch, places" : "places, batch")}, features), "
                    + $"but its input {input} has {shape.Count}. Unflatten it before the module, or change the model's input shape."
            );
        }

        if (shape[2].Size is { } actual && actual != features)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes {features} features, but its input {input} has {actual}. "
                    + "Change the layer's input size, or what comes before it."
            );
        }
    }
}
