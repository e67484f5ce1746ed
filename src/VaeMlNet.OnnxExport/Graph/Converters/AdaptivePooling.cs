using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts adaptive average pooling: output i of an axis is the mean of the elements floor(i * in / out) to ceil((i + 1) * in
/// / out) - 1 (ATen's adaptive_avg_pool).
/// </summary>
internal static class AdaptivePooling
{
    private const string Form =
        "`GlobalAveragePool`, or `AveragePool` where the sizes divide, or else `MatMul` with a matrix of shares";

    public static OnnxConverters WithAdaptivePooling(this OnnxConverters converters) =>
        converters
            .With<AdaptiveAvgPool1d>(Form, (graph, module, x, _) => Export(graph, [module.output_size], x))
            .With<AdaptiveAvgPool2d>(Form, (graph, module, x, _) => Export(graph, module.output_size, x));

    private static OnnxValue Export(OnnxGraphBuilder graph, long[] target, OnnxValue input)
    {
        ImageInput.Check(graph, input, target.Length);
        var result = target.All(size => size == 1)
            ? graph.AddNode("GlobalAveragePool", [input])
            : ExportWindows(
                graph,
                ImageInput.RequireSpatialSizes(graph, input, "pools to a given size"),
                target,
                input
            );
        return ImageInput.DeclareShape(result, input, null, (axis, _) => target[axis]);
    }

    private static OnnxValue ExportWindows(OnnxGraphBuilder graph, long[] sizes, long[] target, OnnxValue input)
    {
        if (sizes.Zip(target).All(pair => pair.First % pair.Second == 0))
        {
            var window = sizes.Zip(target, (size, count) => size / count).ToArray();
            return graph.AddNode(
                "AveragePool",
                [input],
                OnnxAttribute.Integers("kernel_shape", window),
                OnnxAttribute.Integers("strides", window)
            );
        }

        // The last axis is multiplied from the right, and for images the axis before it from the left.
        var value = graph.AddNode("MatMul", [input, Shares(graph, sizes[^1], target[^1], isTransposed: true)]);
        return sizes.Length == 1
            ? value
            : graph.AddNode("MatMul", [Shares(graph, sizes[0], target[0], isTransposed: false), value]);
    }

    // [out, in]: the weight of each element in each output.
    private static OnnxValue Shares(OnnxGraphBuilder graph, long size, long count, bool isTransposed)
    {
        var shares = new float[size * count];
        for (var i = 0L; i < count; i++)
        {
            var start = i * size / count;
            var end = (((i + 1) * size) + count - 1) / count;
            for (var j = start; j < end; j++)
            {
                shares[isTransposed ? (j * count) + i : (i * size) + j] = 1f / (end - start);
            }
        }

        var name = $"means_{size}_to_{count}{(isTransposed ? "_transposed" : "")}";
        return graph.AddMatrix(name, shares, isTransposed ? [size, count] : [count, size]);
    }
}
