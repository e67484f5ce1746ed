namespace VaeMlNet.OnnxExport;

/// <summary>Checks the input of convolutions, pooling and upsampling: [N, C, then one axis per spatial dimension].</summary>
internal static class ImageInput
{
    private const int BatchAndChannels = 2;

    /// <summary>Checks the number of axes. Without a known shape, it checks nothing.</summary>
    public static void Check(OnnxGraphBuilder graph, OnnxValue input, int spatialAxes)
    {
        graph.RequireFloat32(input);
        if (input.Shape is { } shape && shape.Count != spatialAxes + BatchAndChannels)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes {spatialAxes + BatchAndChannels} axes (batch, channels, "
                    + $"{(spatialAxes == 1 ? "length" : "height, width")}), but its input {input} has {shape.Count}. "
                    + "Unflatten it before the module, or change the model's input shape."
            );
        }
    }

    /// <summary>Checks the number of axes and of channels.</summary>
    public static void Check(OnnxGraphBuilder graph, OnnxValue input, int spatialAxes, long channels)
    {
        Check(graph, input, spatialAxes);
        CheckChannels(graph, input, channels);
    }

    /// <summary>Checks the number of channels, axis 1.</summary>
    public static void CheckChannels(OnnxGraphBuilder graph, OnnxValue input, long channels)
    {
        if (input.Shape is { Count: >= BatchAndChannels } shape && shape[1].Size is { } actual && actual != channels)
        {
            throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' takes {channels} channels, but its input {input} has {actual}. "
                    + "Change the layer's number of channels, or what comes before it."
            );
        }
    }

    /// <summary>Returns the sizes of the spatial axes.</summary>
    public static long[] RequireSpatialSizes(OnnxGraphBuilder graph, OnnxValue input, string purpose)
    {
        var sizes = input.Shape?.Skip(BatchAndChannels).Select(dimension => dimension.Size).ToArray();
        return sizes is not (null or []) && !sizes.Contains(null)
            ? [.. sizes.Select(size => size!.Value)]
            : throw new OnnxExportException(
                $"Module '{graph.CurrentModule}' {purpose}, so the sizes of its input {input} after the channels must be "
                    + "numbers. Export the model with a fixed size, or have the converter before it call DeclareShape."
            );
    }

    /// <summary>Declares the shape of a result: the input's batch axis, the channels and the spatial axes.</summary>
    /// <param name="result">The result.</param>
    /// <param name="input">The module's input.</param>
    /// <param name="channels">The number of channels; null if the module does not change it.</param>
    /// <param name="resize">Computes the size of the result from the index of a spatial axis, from 0, and its size.</param>
    public static OnnxValue DeclareShape(
        OnnxValue result,
        OnnxValue input,
        long? channels,
        Func<int, long, long> resize
    )
    {
        if (input.Shape is not { } shape)
        {
            return result;
        }

        var spatial = shape
            .Skip(BatchAndChannels)
            .Select((dimension, axis) => dimension.Size is { } size ? resize(axis, size) : default(OnnxDimension));
        return result.DeclareShape([shape[0], channels ?? shape[1], .. spatial]);
    }
}
