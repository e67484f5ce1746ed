using TorchSharp;
using TorchSharp.Modules;

namespace VaeMlNet.OnnxExport;

/// <summary>
/// Converts pooling. With ceil_mode, TorchSharp lets the last window end beyond the padding, but not begin there. Runtimes
/// interpret ONNX's ceil_mode differently, so the converter adds padding at the end instead.
/// </summary>
internal static class Pooling
{
    public static OnnxConverters WithPooling(this OnnxConverters converters) =>
        converters
            .With<MaxPool1d>("`MaxPool`", (graph, module, x, _) => ExportMax(graph, PoolingWindow.Read(module), x))
            .With<MaxPool2d>("`MaxPool`", (graph, module, x, _) => ExportMax(graph, PoolingWindow.Read(module), x))
            .With<AvgPool1d>(
                "`AveragePool`",
                (graph, module, x, _) =>
                    ExportAverage(graph, PoolingWindow.Read(module), module.count_include_pad, null, x)
            )
            .With<AvgPool2d>(
                "`AveragePool`; with `divisor_override`, `Mul` too",
                (graph, module, x, _) =>
                    ExportAverage(
                        graph,
                        PoolingWindow.Read(module),
                        module.count_include_pad,
                        module.divisor_override,
                        x
                    )
            );

    private static OnnxValue ExportMax(OnnxGraphBuilder graph, PoolingWindow window, OnnxValue input)
    {
        ImageInput.Check(graph, input, window.Kernel.Length);
        var (source, before, after) = (input, window.Padding, Sum(window.Padding, window.Overhang(graph, input)));
        // A dilated window can end further beyond the image than ONNX Runtime allows as padding: less than the kernel.
        if (after.Zip(window.Kernel).Any(pair => pair.First >= pair.Second))
        {
            (source, before, after) = (
                PaddingNodes.Add(graph, input, before, after, PaddingModes.Constant, float.NegativeInfinity),
                new long[before.Length],
                new long[after.Length]
            );
        }

        var result = graph.AddNode(
            "MaxPool",
            [source],
            OnnxAttribute.Integers("kernel_shape", window.Kernel),
            OnnxAttribute.Integers("strides", window.Stride),
            OnnxAttribute.Integers("pads", [.. before, .. after]),
            OnnxAttribute.Integers("dilations", window.Dilation)
        );
        return ImageInput.DeclareShape(result, input, null, (axis, size) => window.Count(graph, input, axis, size));
    }

    private static OnnxValue ExportAverage(
        OnnxGraphBuilder graph,
        PoolingWindow window,
        bool countsPadding,
        long? divisor,
        OnnxValue input
    )
    {
        ImageInput.Check(graph, input, window.Kernel.Length);
        var overhang = window.Overhang(graph, input);
        var (before, after) = (window.Padding, Sum(window.Padding, overhang));
        var source = input;
        // With a custom divisor, whole windows are summed, including zeros. Counted padding does not include the overhang.
        if (divisor is not null && after.Any(size => size > 0))
        {
            (source, before, after) = (
                AddZeros(graph, input, before, after),
                new long[before.Length],
                new long[after.Length]
            );
        }
        else if (countsPadding && overhang.Any(size => size > 0))
        {
            (source, before, after) = (AddZeros(graph, input, before, before), new long[before.Length], overhang);
        }

        var result = graph.AddNode(
            "AveragePool",
            [source],
            OnnxAttribute.Integers("kernel_shape", window.Kernel),
            OnnxAttribute.Integers("strides", window.Stride),
            OnnxAttribute.Integers("pads", [.. before, .. after]),
            OnnxAttribute.Integer("count_include_pad", countsPadding && source == input ? 1 : 0)
        );
        if (divisor is { } own)
        {
            var elements = window.Kernel.Aggregate(1L, (product, size) => product * size);
            result = graph.AddNode("Mul", [result, graph.AddScalar(elements / (float)own)]);
        }

        return ImageInput.DeclareShape(result, input, null, (axis, size) => window.Count(graph, input, axis, size));
    }

    private static OnnxValue AddZeros(OnnxGraphBuilder graph, OnnxValue input, long[] before, long[] after) =>
        PaddingNodes.Add(graph, input, before, after, PaddingModes.Zeros);

    private static long[] Sum(long[] a, long[] b) => [.. a.Zip(b, (x, y) => x + y)];
}
