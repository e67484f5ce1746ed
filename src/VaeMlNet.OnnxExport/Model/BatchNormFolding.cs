namespace VaeMlNet.OnnxExport;

/// <summary>
/// Merges a batch norm into the weights of the layer before it: gamma (W x + b - mean) / sqrt(var + eps) + beta = (s W) x + s
/// (b - mean) + beta with s = gamma / sqrt(var + eps).
/// </summary>
internal static class BatchNormFolding
{
    public static void Apply(GraphContents graph)
    {
        foreach (var norm in graph.Nodes.Where(node => node.OperatorType == "BatchNormalization").ToArray())
        {
            if (
                graph.FindOnlyProducer(norm.Inputs[0]) is { } layer
                && graph.FindConstant(layer.Inputs.ElementAtOrDefault(1) ?? OnnxValue.Omitted) is { } weight
                && OutputOfWeight(layer, weight) is { } outputOf
                && ReadStatistics(graph, norm) is { } statistics
                && TryReadBias(graph, layer, statistics.Scale.Length, out var bias)
            )
            {
                Fold(graph, layer, norm, weight, outputOf, statistics, bias);
            }
        }
    }

    private static void Fold(
        GraphContents graph,
        GraphNode layer,
        GraphNode norm,
        OnnxTensor weight,
        Func<long, long> outputOf,
        (double[] Scale, double[] Shift) statistics,
        float[] bias
    )
    {
        var (scale, shift) = statistics;
        var weights = weight.ToFloats();
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = (float)(weights[i] * scale[outputOf(i)]);
        }

        var folded = bias.Select((number, output) => (float)((number * scale[output]) + shift[output])).ToArray();

        var replaced = layer.Inputs.Skip(1).Concat(norm.Inputs.Skip(1)).Select(input => input.Name).ToArray();
        var newWeight = graph.AddConstant(
            $"{weight.Name}_folded",
            name => OnnxTensor.FromFloats(name, weights, weight.Shape)
        );
        var newBias = graph.AddConstant(
            $"{weight.Name}_folded_bias",
            name => OnnxTensor.FromFloats(name, folded, [folded.Length])
        );
        graph.Replace(norm);
        graph.Replace(
            layer,
            layer with
            {
                Description = $"{layer.Description} with {norm.Description}",
                Inputs = [layer.Inputs[0], newWeight, newBias],
                Outputs = norm.Outputs,
            }
        );
        graph.DropUnused(replaced);
    }

    /// <returns>
    /// Maps a place in the weight to the output (channel) that it contributes to; null for layers that are not folded.
    /// </returns>
    private static Func<long, long>? OutputOfWeight(GraphNode layer, OnnxTensor weight)
    {
        var perSlice = weight.Shape.Skip(1).Aggregate(1L, (product, size) => product * size);
        switch (layer.OperatorType)
        {
            case "Conv":
            case "Gemm" when layer.Find("transB") is 1L && layer.Find("transA") is null or 0L && IsPlain(layer):
                return place => place / perSlice;
            case "ConvTranspose":
                // W [in, out / groups, kernel...]: the inputs of a group contribute to the outputs of that group.
                var groups = layer.Find("group") as long? ?? 1;
                var perKernel = perSlice / weight.Shape[1];
                return place =>
                    (place / perSlice * groups / weight.Shape[0] * weight.Shape[1])
                    + (place / perKernel % weight.Shape[1]);
            default:
                return null;
        }
    }

    private static bool IsPlain(GraphNode gemm) => gemm.Find("alpha") is null or 1f && gemm.Find("beta") is null or 1f;

    private static (double[] Scale, double[] Shift)? ReadStatistics(GraphContents graph, GraphNode norm)
    {
        var constants = norm.Inputs.Skip(1).Select(graph.FindConstant).ToArray();
        if (constants.Length != 4 || constants.Contains(null))
        {
            return null;
        }

        var (gamma, beta) = (constants[0]!.ToFloats(), constants[1]!.ToFloats());
        var (mean, variance) = (constants[2]!.ToFloats(), constants[3]!.ToFloats());
        var epsilon = norm.Find("epsilon") as float? ?? 1e-5f;
        var scale = gamma.Select((number, i) => number / Math.Sqrt((double)variance[i] + epsilon)).ToArray();
        return (scale, [.. beta.Select((number, i) => number - (mean[i] * scale[i]))]);
    }

    // Returns zeros if the layer has no bias, and false if the bias is not a constant vector.
    private static bool TryReadBias(GraphContents graph, GraphNode layer, int outputs, out float[] bias)
    {
        bias = new float[outputs];
        if (layer.Inputs.Length < 3 || layer.Inputs[2] == OnnxValue.Omitted)
        {
            return true;
        }

        if (graph.FindConstant(layer.Inputs[2]) is not { Shape: [var count] } constant || count != outputs)
        {
            return false;
        }

        bias = constant.ToFloats();
        return true;
    }
}
