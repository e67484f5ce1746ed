namespace VaeMlNet;

/// <summary>The rules of normalization layers.</summary>
internal static class NormalizationRules
{
    public static GraphValue Batch(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        call.Floats("epsilon", "momentum");
        MatrixRules.RequireRank(x, 2, 4);
        RequireChannels(call, x, lastInput: 4);
        return new(GraphType.Float32, x.Shape);
    }

    public static GraphValue Instance(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        call.Floats("epsilon");
        MatrixRules.RequireRank(x, 3, 4);
        RequireChannels(call, x, lastInput: 2);
        ImageRules.RequireFixedSizes(x);
        return new(GraphType.Float32, x.Shape);
    }

    public static GraphValue Layer(NodeCall call)
    {
        var x = call.Input(0, GraphType.Float32);
        call.Floats("epsilon");
        var axis = call.Axis("axis", -1, x.Rank);
        for (var i = axis; i < x.Rank; i++)
        {
            ElementRules.RequireFixed(x, i);
        }

        var normalized = x.Shape[axis..];
        foreach (var parameter in new[] { call.Input(1, GraphType.Float32), call.Input(2, GraphType.Float32) })
        {
            if (!parameter.Shape.SequenceEqual(normalized))
            {
                throw new InvalidDataException($"{parameter} does not have the shape of the last axes of {x}");
            }
        }

        return new(GraphType.Float32, x.Shape);
    }

    /// <summary>Requires that the inputs behind the first one have one element for each channel.</summary>
    private static void RequireChannels(NodeCall call, GraphValue x, int lastInput)
    {
        for (var input = 1; input <= lastInput; input++)
        {
            var parameter = call.Input(input, GraphType.Float32);
            if (parameter.Rank != 1 || parameter.Shape[0].IsPerRow || parameter.Shape[0] != x.Shape[1])
            {
                throw new InvalidDataException($"{parameter} does not have one element for each channel of {x}");
            }
        }
    }
}
