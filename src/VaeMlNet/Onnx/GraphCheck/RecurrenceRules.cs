namespace VaeMlNet;

/// <summary>The rules of operators on sequences: [places, rows, features].</summary>
internal static class RecurrenceRules
{
    private const int GateCount = 3;

    /// <summary>Checks a GRU that starts with states of 0 and has ONNX's activations. Its results are all outputs and the last states.</summary>
    public static GraphValue[] Gru(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        MatrixRules.RequireRank(x, 3, 3);
        var width = new GraphSize(call.Integer("hidden_size", 0, 1, GraphLimits.LargestValue), false);
        var isBidirectional =
            call.Text("direction", "forward", "forward", "reverse", "bidirectional") == "bidirectional";
        call.Flag("linear_before_reset");
        var directions = new GraphSize(isBidirectional ? 2 : 1, false);
        var gates = new GraphSize(GateCount, false) * width;
        var features = new GraphSize(ElementRules.RequireFixed(x, 2), false);
        RequireShape(call.Input(1, GraphType.Float32), directions, gates, features);
        RequireShape(call.Input(2, GraphType.Float32), directions, gates, width);
        if (call.OptionalInput(3, GraphType.Float32) is { } bias)
        {
            RequireShape(bias, directions, gates * new GraphSize(2, false));
        }

        var places = new GraphSize(ElementRules.RequireFixed(x, 0), false);
        GraphSize[] shape = [places, directions, x.Shape[1], width];
        // ONNX Runtime keeps the products of all gates of all places.
        var products = GraphSize.Product([places, directions, gates]) * x.Shape[1];
        call.Operations = products.Count * Math.Min(features.Count + width.Count, GraphLimits.MostOperations >> 20);
        return [new(GraphType.Float32, shape), new(GraphType.Float32, shape[1..])];
    }

    private static void RequireShape(GraphValue value, params GraphSize[] shape)
    {
        if (!value.Shape.SequenceEqual(shape))
        {
            throw new InvalidDataException($"an input is {value}, expected the sizes {string.Join(", ", shape)}");
        }
    }
}
